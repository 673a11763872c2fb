"""One daily entry (日报): six fields as a form sends them, read into values or told what is wrong with them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.texts import reporting as words
from geodata.rules.programme import Lights

FIELDS = ("progress", "paid", "forecast", "reason", "waits_for", "text")
WAITS_FOR = ("", "市", "区", "街")
MOST_TEXT = 500
CNY_IN_WAN = 10_000
LATEST = date(2100, 1, 1)

# a report speaks of works, not of people: what can be dialled, written to or looked up does not get in
_PERSONAL = re.compile(
    r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)|[\w.+-]+@[\w-]+\.\w+|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
)


@dataclass(frozen=True)
class Entry:
    """What is said of a project on a day. `progress_pct` 0-100; `paid_cny` so far, in yuan; without `forecast_end` the date stays."""

    progress_pct: float
    paid_cny: float | None
    forecast_end: date | None
    reason_code: str
    waits_for: str
    text: str


@dataclass(frozen=True)
class Before:
    """What is known already: the last progress, the end expected now."""

    progress_pct: float | None
    expected_end: date | None


def read_entry(form: Mapping[str, str], before: Before, rules: Lights) -> tuple[Entry | None, dict[str, str]]:
    """The entry of a form, or what is wrong, field by field, in Chinese; never raises."""
    wrong: dict[str, str] = {}
    given = {name: form.get(name, "").strip() for name in FIELDS}
    progress = _number(given["progress"], "progress", wrong)
    if progress is not None and not 0 <= progress <= 100:
        wrong["progress"] = words.PROGRESS_RANGE
    paid = _number(given["paid"], "paid", wrong) if given["paid"] else None
    if paid is not None and paid < 0:
        wrong["paid"] = words.PAID_NEGATIVE
    forecast = _date(given["forecast"], wrong)
    is_moved = forecast is not None and forecast != before.expected_end
    if given["reason"] not in ("", *(r.code for r in rules.reasons)):
        wrong["reason"] = words.REASON_UNKNOWN
    elif is_moved and not given["reason"]:
        wrong["reason"] = words.REASON_NEEDED
    if given["waits_for"] not in WAITS_FOR:
        wrong["waits_for"] = words.WAITS_UNKNOWN
    _check_text(given["text"], progress, before, wrong)
    if wrong or progress is None:
        return None, wrong
    reason = given["reason"] if is_moved else ""
    cny = None if paid is None else round(paid * CNY_IN_WAN, 2)
    return Entry(progress, cny, forecast if is_moved else None, reason, given["waits_for"], given["text"]), {}


def _check_text(text: str, progress: float | None, before: Before, wrong: dict[str, str]) -> None:
    if len(text) > MOST_TEXT:
        wrong["text"] = words.TEXT_LONG.format(most=MOST_TEXT)
    elif _PERSONAL.search(text):
        wrong["text"] = words.TEXT_PERSONAL
    elif progress is not None and before.progress_pct is not None and progress < before.progress_pct and not text:
        wrong["text"] = words.TEXT_FELL.format(before=f"{before.progress_pct:g}")


def _number(text: str, name: str, wrong: dict[str, str]) -> float | None:
    plain = text.replace(",", "").replace("，", "").removesuffix("%").removesuffix("万元").strip()
    try:
        found = float(plain)
    except ValueError:
        found = math.nan
    if not math.isfinite(found) or abs(found) > 1e9:
        wrong[name] = words.NOT_A_NUMBER.format(text=text[:20]) if text else words.NEEDED
        return None
    return found


def _date(text: str, wrong: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = LATEST
    if found >= LATEST or found.year < 2000:
        wrong["forecast"] = words.NOT_A_DATE.format(text=text[:20])
        return None
    return found
