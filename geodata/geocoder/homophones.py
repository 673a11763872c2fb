"""Names misspelt by sound (龙藤苑三区 for 龙腾苑三区): input methods offer homophones, nothing else is forgiven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set

import ahocorasick_rs
from pypinyin.pinyin_dict import pinyin_dict

from geodata.address import parse_suffix
from geodata.geocoder.context import Context
from geodata.geocoder.lexicon import NEED_NOTHING, Entry, Lexicon, Span

# these must agree as written: numbers and directions tell one compound from the next
_KEPT = frozenset("零一二三四五六七八九十东西南北中")
_FIRST_PRIVATE, _CJK = 0xE000, range(0x4E00, 0xA000)
_MIN_LENGTH, _MAX_SLIPS = 3, 2
_KINDS = frozenset(("community", "compound", "poi", "road", "station", "street"))
_BEFORE, _SAID = frozenset(",，。；：:() "), ("反映", "投诉", "家住", "住在", "位于")
_UMLAUT = re.compile("[üǖǘǚǜ]")
_RETROFLEX = re.compile(r"^(zh|ch|sh)")


class Homophones:
    """Finds names by sound: every character stands for its toneless syllable (zh = z, ang = an), so that one more scan is all it takes."""

    def __init__(self, lexicon: Lexicon, home_streets: Set[str] = frozenset()) -> None:
        """`home_streets` settle ties between names that sound alike: those of the area the pack is about."""
        self._home_streets = home_streets
        classes: dict[str, str] = {}
        self._table = {code: classes.setdefault(sound, chr(_FIRST_PRIVATE + len(classes))) for code, sound in _sounds()}
        found: dict[str, list[Entry]] = {}
        for entry in lexicon.entries():
            if _is_fit(entry):
                found.setdefault(entry.key.translate(self._table), []).append(entry)
        self._entries = list(found.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(found))

    def spans(self, text: str, context: Context) -> list[Span]:
        """Names that a normalised text may have meant, by position; those inside longer ones are left out."""
        matches = self._automaton.find_matches_as_indexes(text.translate(self._table), overlapping=True)
        kept, reach = [], 0
        for index, start, end in sorted(matches, key=lambda m: (m[1], -m[2])):
            meant = [e for e in self._entries[index] if _is_slip(e, text, start, end, context)]
            if meant and end > reach:
                kept.append(Span(min(meant, key=lambda e: (_slips(e.key, text, start), not self._is_home(e))), start, end))
                reach = end
        return kept


    def _is_home(self, entry: Entry) -> bool:
        return any(p.street_code in self._home_streets for p in entry.places)


def _is_fit(entry: Entry) -> bool:
    return len(entry.key) >= _MIN_LENGTH and entry.need == NEED_NOTHING and bool(entry.kinds & _KINDS) and "district" not in entry.kinds


def _is_slip(entry: Entry, text: str, start: int, end: int, context: Context) -> bool:
    slips, length = _slips(entry.key, text, start), end - start
    if not 1 <= slips <= _MAX_SLIPS or 2 * slips > length:
        return False
    if length >= 5 or (length == 4 and slips == 1):
        return True
    suffix = parse_suffix(text, end)
    has_area = any(p.street_code in context.streets or p.district_code in context.districts for p in entry.places)
    return bool(suffix.word or suffix.building) or has_area or (slips == 1 and len(entry.places) == 1 and _begins(text, start))


def _begins(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in _BEFORE or text.endswith(_SAID, 0, start)


def _slips(key: str, text: str, start: int) -> int:
    return sum(a != b for a, b in zip(key, text[start:start + len(key)], strict=True))


def _sounds() -> list[tuple[int, str]]:
    return [(code, _syllable(pinyin_dict[code])) for code in _CJK if code in pinyin_dict and chr(code) not in _KEPT]


def _syllable(readings: str) -> str:
    first = unicodedata.normalize("NFD", _UMLAUT.sub("v", readings.partition(",")[0]))
    plain = "".join(c for c in first if not unicodedata.combining(c))
    return _RETROFLEX.sub(lambda m: m[0][0], plain).replace("ng", "n")
