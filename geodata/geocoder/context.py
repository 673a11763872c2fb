"""The areas a text and its row name, and whether the text is about another city at all."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from geodata.geocoder.lexicon import AFTER_ORIGIN, Entry, Lexicon, Span

# messages made anonymous name their city A市, its districts A3区, their province 西地省
_LETTERED = re.compile(
    r"[A-Z]\d{0,2}[市县]|(?<![\u4e00-\u9fff])[A-Z]\d{1,2}区|(?<=[市县省在于住由从是到问诉询对区])[A-Z]\d{1,2}区|西地省"
)
_HAS_LETTER = re.compile(r"[A-Z西]")
_SAME_ADDRESS = 2     # A8县市流沙河镇: a mark so close before an area belongs to the same address
_NOT_AREAS = ("线", "站", "地铁")
_COMMUNITY_WORDS = ("村", "社区", "小区", "新村", "居委")
_CONTEXTS = 16384
_BEFORE_AREA = "在住于京市是到往来去的、,.:;!?，。：；！？()-"


@dataclass(frozen=True, slots=True)
class Context:
    """Area codes named by text and hints. `has_district` tells that a district was named outright, not only through a street.

    `street` and `district` are the codes named, "" where none or several are.
    """

    districts: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()
    has_district: bool = False
    is_foreign: bool = False
    street: str = ""
    district: str = ""


NO_CONTEXT = Context()
FOREIGN = Context(is_foreign=True)


class ContextReader:
    """Reads contexts by a lexicon. Contexts come again and again, so each is made once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._of_areas = lru_cache(maxsize=_CONTEXTS)(_of_areas)

    def read(self, text: str, spans: Sequence[Span], district_code: str, street_code: str) -> Context:
        """Areas named in a normalised text and by the hints; hints settle that the text is about the pack's city."""
        named = areas_named(text, spans)
        if not district_code and not street_code:
            if (named or _may_be_foreign(text, spans)) and _is_foreign(text, spans, named, self._lexicon):
                return FOREIGN
            if not named:
                return NO_CONTEXT
        return self._of_areas(tuple(s.entry for s in named), district_code, street_code)


def _of_areas(named: tuple[Entry, ...], district_code: str, street_code: str) -> Context:
    if len(named) == 1 and not district_code and not street_code:
        return _context(named[0].districts, named[0].streets, has_district=not named[0].streets)
    streets = {code for entry in named for code in entry.streets}
    outright = {code for entry in named if not entry.streets for code in entry.districts}
    if street_code:
        streets.add(street_code)
    if district_code or street_code:
        outright.add(district_code or street_code[:6])
    inside = {code for code in streets if not outright or code[:6] in outright}     # 昌平区豆各庄村 names no street of 朝阳区
    streets = inside or streets
    return _context(outright or {code[:6] for code in streets}, streets, has_district=bool(outright))


def _context(districts: Set[str], streets: Set[str], *, has_district: bool) -> Context:
    district = only(districts) if has_district or len(streets) == 1 else ""
    return Context(frozenset(districts), frozenset(streets), has_district, street=only(streets), district=district)


def areas_named(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans that name a district or street here."""
    return [s for s in spans if s.entry.districts and _is_area(text, s)]


def _is_area(text: str, span: Span) -> bool:
    """A bare everyday word (朝阳, 新村) names an area only at the head of an address; one written as a village (史各庄村) never."""
    if text.startswith(_NOT_AREAS, span.end) or (not span.entry.is_full_area and text.startswith(_COMMUNITY_WORDS, span.end)):
        return False
    return span.entry.need == 0 or span.start == 0 or text[span.start - 1] in _BEFORE_AREA


def _may_be_foreign(text: str, spans: Sequence[Span]) -> bool:
    return any(s.entry.foreign for s in spans) or _HAS_LETTER.search(text) is not None


def _is_foreign(text: str, spans: Sequence[Span], named: Sequence[Span], lexicon: Lexicon) -> bool:
    marks = [(s.start, s.end) for s in spans if s.entry.foreign == 1 or (s.entry.foreign == 2 and _is_address_head(text, s))]
    if _HAS_LETTER.search(text):
        ends = {s.end for s in spans if s.entry.places}
        marks += [m.span() for m in _LETTERED.finditer(text) if m.start() not in ends]
    if not marks:
        return False
    if lexicon.city is not None and lexicon.city.search(text):
        return False
    ends_of_marks = [end for _, end in marks]
    return not any(s.entry.is_full_area and not any(0 <= s.start - end <= _SAME_ADDRESS for end in ends_of_marks) for s in named)


def _is_address_head(text: str, span: Span) -> bool:
    before, after = text[max(0, span.start - 2):span.start], text[span.end:span.end + 1]
    if after and after in AFTER_ORIGIN:
        return False
    return span.start == 0 or before.endswith(("在", "住", "于", "是", "省", "市", "区", ",", ".", "，", "。", "：", "、"))


def only(codes: Set[str]) -> str:
    """The single code of a set, "" when it holds none or several."""
    return next(iter(codes)) if len(codes) == 1 else ""
