"""Units as clerks write them, behind a number or at the end of a header: 计划资金（万元）, 雨量_mm, 4.96 万平方米."""

from __future__ import annotations

import re

from etl.readers.header import plain

MONEY, LENGTH, AREA, PERCENT, QUANTITY = "money", "length", "area", "percent", "quantity"

# kind -> unit in plain form (NFKC, lower case) -> what one of it is in the unit that is stored: 元, mm, m², %
UNITS: dict[str, dict[str, float]] = {
    MONEY: {
        "元": 1.0, "元人民币": 1.0, "人民币": 1.0, "cny": 1.0, "rmb": 1.0, "千元": 1e3, "万元": 1e4, "万": 1e4, "万元人民币": 1e4,
        "百万元": 1e6, "百万": 1e6, "千万元": 1e7, "亿元": 1e8, "亿": 1e8, "亿元人民币": 1e8,
    },
    LENGTH: {"mm": 1.0, "毫米": 1.0, "cm": 10.0, "厘米": 10.0, "公分": 10.0, "m": 1000.0, "米": 1000.0},
    AREA: {
        "m2": 1.0, "平方米": 1.0, "平米": 1.0, "平方": 1.0, "万m2": 1e4, "万平方米": 1e4, "万平米": 1e4, "公顷": 1e4, "ha": 1e4,
        "km2": 1e6, "平方公里": 1e6, "平方千米": 1e6,
    },
    PERCENT: {"%": 1.0, "百分比": 1.0, "百分点": 1.0, "小数": 100.0, "比例": 100.0, "fraction": 100.0, "1": 100.0},
    QUANTITY: {"万": 1e4, "亿": 1e8},
}  # fmt: skip
STORED = {MONEY: "元", LENGTH: "mm", AREA: "m²", PERCENT: "%"}

# words that end a header; the short ones end too many other words
_WORDS = sorted({w for k in (MONEY, LENGTH, AREA, PERCENT) for w in UNITS[k] if w not in ("1", "万", "亿")}, key=len, reverse=True)
_UNIT = "|".join(map(re.escape, _WORDS))
# between a name and its unit stands a sign, or the name ends in a Chinese character and the unit is Latin, or it is a unit of money
_BEHIND_SIGN = rf"[(\[【_/:,;-](?:单位:?)?(?P<unit>{_UNIT})[)\]】]?"
_CLOSE = r"(?<=[\u4e00-\u9fff])(?P<close>[a-z%0-9]+|[万亿千百]+元)"
_HEADER = re.compile(rf"^(?P<name>.+?)(?:{_BEHIND_SIGN}|{_CLOSE})$")


def split_header(header: str) -> tuple[str, str]:
    """The header in plain form without its unit, and the unit; ("", "") where it ends in none."""
    found = _HEADER.match(plain(header))
    unit = (found["unit"] or found["close"]) if found else ""
    return (found["name"], unit) if found and unit in _WORDS else ("", "")


def factor(kind: str, unit: str) -> float | None:
    """What one `unit` is in the stored unit of the kind; None for a word that is no unit of it."""
    return UNITS.get(kind, {}).get(plain(unit))
