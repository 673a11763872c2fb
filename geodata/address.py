"""Chinese address text: one spelling for many ways of writing it, and the numbers that stand behind a name."""

from __future__ import annotations

import re
from typing import NamedTuple

import opencc

_DIGITS = "零一二三四五六七八九"
_CJK_FIRST, _CJK_LAST = 0x4E00, 0x9FFF
_BLANKS = " \t\r\n\f\v\u00a0\u3000\u2002\u2003\u2009\u200b\u200c\u200d\u2060\ufeff"
_SAME = dict.fromkeys("—–－―~～", "-") | dict.fromkeys("＃№", "#") | {"〇": "零"}
_SAME |= dict.fromkeys("【〔[", "(") | dict.fromkeys("】〕]", ")")
_DROPPED = "“”\"‘’「」『』《》·"
# 強(qiáng)基: annotations left by copying out of other systems
_PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])\([A-ZĀÁǍÀĒÉĚÈĪÍǏÌŌÓǑÒŪÚǓÙǕǗǙǛÜÊāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}\)")
# 西2区 -> 西二区; A4区, 2012期 and 0.5里 are left alone
_IS_COUNTED = re.compile(r"\d[区里期园村社小]")
_COUNTED = re.compile(r"[\dA-Z.-]+(?=[区里期园村社]|小区)")
_COMMON_MARKS = "，。！？：；、"     # so common in long texts that the patterns take them as they are

_N = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_COMMITTEE = "居民委员会|居委会|居委|村民委员会|村委会|村委"
_SECTION = r"[东西南北中]{1,2}区|[一二三四五六七八九十]{1,3}[区期](?!域)|[A-Z]区|[A-Z]\d区|[东西南北][一二三四五六七八九十]{1,2}区"
_BUILDING = (
    rf"[甲乙东西南北]?(?:{_N}|\d{{1,3}}-\d{{1,2}})[甲乙丙]?(?:号|#)(?:住宅|公寓|商业|办公|塔|居民|院)?楼(?!梯)|[甲乙东西南北]?(?:\d{{1,3}}[栋幢座]|[一二三四五六七八九十]{{1,3}}[栋幢](?!楼))"
    r"|[甲乙]?\d{1,3}楼(?![上下道顶房梯层宇盘市主])|[A-Z]\d?(?:座|栋|幢|号?楼)|\d{1,3}#(?!\d)|\d{1,3}-\d{1,2}-\d{3,4}(?!\d)"
)
_SUFFIX = re.compile(
    rf"(?P<word>(?:小区|社区|新村|村(?!镇|委|民委))*(?:{_COMMITTEE})?)"
    r"(?:的|院内|院里|大院|内|里|[,，、(-])?"
    rf"(?P<section>{_SECTION})?[),，、]?"
    rf"(?P<yard>[甲乙]?{_N}号院)?[),，、]?"
    rf"(?P<building>{_BUILDING})?[),，、]?"
    rf"(?:(?P<unit>{_N})单元)?"
)
_ROAD_NUMBER = re.compile(r"(?:[东西南北中]段)?(?P<number>甲?\d{1,4}号(?:院|旁院)?(?!楼|线|口))")
_BUILDING_NUMBER = re.compile(r"\d{1,3}|[一二三四五六七八九十]{1,3}")
_FLAT = re.compile(r"(\d{1,3})-\d{1,2}-\d{3,4}")


class Suffix(NamedTuple):
    """What stands directly behind a place's name; `end` is where it stops.

    `word` is the kind (社区, 村委会 …), `section` a part (东区), `building` 12号楼, A座 or 2号院5号楼, `unit` the number before 单元.
    """

    word: str
    section: str
    building: str
    unit: str
    end: int


NO_SUFFIX = Suffix("", "", "", "", 0)
# a suffix can only begin with one of these
SUFFIX_HEADS = frozenset("小社新村居的院里内大,，、(-甲乙东西南北中零一二三四五六七八九十0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


class Normaliser:
    """Brings texts to one spelling. Holds one character table, built once (about 30 ms)."""

    def __init__(self) -> None:
        self._table = _characters()
        self._changed = re.compile(f"[{re.escape(''.join(self._table))}]")

    def text(self, raw: str) -> str:
        """The text simplified, half-width, upper-case, without blanks and quotes; 西2区 becomes 西二区."""
        text = self._changed.sub(self._change, raw)
        if "(" in text:
            text = _PINYIN.sub("", text)
        if _IS_COUNTED.search(text):
            text = _COUNTED.sub(_in_characters, text)
        return text

    def _change(self, match: re.Match[str]) -> str:
        return self._table[match[0]]


def parse_suffix(text: str, start: int) -> Suffix:
    """Kind word, section, building and unit directly behind position `start` of a normalised text; empty strings where absent."""
    if text[start:start + 1] not in SUFFIX_HEADS:
        return NO_SUFFIX
    match = _SUFFIX.match(text, start)
    assert match is not None    # every part is optional
    word, section, yard, building, unit = match.groups("")
    if building or yard or section or word:
        return Suffix(word, section, yard + building_name(building) if building else "", unit, match.end())
    return Suffix("", "", "", unit, start)


def building_name(building: str) -> str:
    """One name for a building however written: 12#, 12栋, 十二号楼 and 12-3-402 are 12号楼; A座 stays."""
    if building[:-2].isdigit() and building.endswith("号楼"):
        return building
    if flat := _FLAT.fullmatch(building):
        return f"{flat[1]}号楼"
    counted = _BUILDING_NUMBER.search(building)
    if counted is None or (building[0].isascii() and building[0].isalpha()):
        return building
    number = counted[0] if counted[0].isdigit() else str(number_of(counted[0]))
    return f"{_lead(building, '甲乙东西南北')}{number}{_lead(building[counted.end():], '甲乙丙')}号楼"


def parse_road_number(text: str, start: int) -> str:
    """The house number directly behind a road's name at `start` (8号, 8号院), "" when there is none."""
    match = _ROAD_NUMBER.match(text, start)
    return match["number"] if match else ""


def number_of(characters: str) -> int:
    """Value of 一 … 九十九 written in characters."""
    tens, has_ten, ones = characters.rpartition("十")
    if not has_ten:
        return int("".join(str(_DIGITS.index(c)) for c in characters))
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


def in_characters(number: int) -> str:
    """1 … 99 in characters: 12 → 十二."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return lead + (_DIGITS[ones] if ones or not tens else "")


def _lead(text: str, letters: str) -> str:
    return text[:1] if text[:1] and text[0] in letters else ""


def _in_characters(match: re.Match[str]) -> str:
    number = match[0]
    return in_characters(int(number)) if number.isdigit() and len(number) <= 2 else number


def _characters() -> dict[str, str]:
    table = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}
    table |= {a: b.upper() for a, b in table.items()} | {chr(c): chr(c).upper() for c in range(ord("a"), ord("z") + 1)}
    traditional = [chr(code) for code in range(_CJK_FIRST, _CJK_LAST + 1)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(traditional)).split("\n")
    table |= {a: b for a, b in zip(traditional, simplified, strict=True) if a != b}
    for mark in _COMMON_MARKS:
        table.pop(mark, None)
    return table | _SAME | dict.fromkeys(_BLANKS + _DROPPED, "")
