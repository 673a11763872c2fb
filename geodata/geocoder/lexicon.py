"""All names a text may hold, in one automaton: places, their other wordings, and the places of other provinces."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs

from geodata.address import Normaliser
from geodata.areas import AreaTree
from geodata.gazetteer import Place
from geodata.geocoder.everyday import BARE_DISTRICTS_IN_WORDS, is_everyday, is_institution, is_road_name

FOREIGN_FILE = Path(__file__).parent / "foreign_places.csv"
AREA_SUFFIXES = ("街道", "地区", "镇", "乡", "区", "街道办", "办事处")
AREA_KINDS = ("district", "street")
# context a name takes: none, a kind word or its area, both, a kind word, an exit's letter
NEED_NOTHING, NEED_EITHER, NEED_BOTH, NEED_WORD, NEED_EXIT = range(5)
_STATION = frozenset(("station",))
_QUARTER = re.compile(r"(.{2,}[^第东西南北中])(?:[东西南北中]?[一二三四五六七八九十]{1,2}区|[东西南北中][区里])")
# words that hold a place's name and mean no place
_NOT_PLACES = (
    "大兴安岭", "大兴土木", "朝阳产业", "朝阳行业", "朝阳房", "朝阳面", "朝阳卧室", "朝阳群众", "北京地铁", "沙河粉",
    "东风汽车", "东风日产", "东风标致", "南水北调",
)
_FOREIGN_TALK = (
    "我县", "本县", "县城", "县政府", "县委", "县公安", "县教育", "县城管", "县里", "全县", "贵县",
    "我省", "本省", "省委", "省政府", "省厅", "省城", "贵省",
)
# a province or city before these is a dish, an origin, a street or a brand
AFTER_ORIGIN = frozenset("路街道胡桥菜面粉米小烤人籍牌话味户口大饭酒宾会银方产来的号包羊牛早特回火站某")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One name. `places` are all who bear it; `need` is the context it takes (NEED_…).

    `is_stem` marks the common part of numbered quarters (龙腾苑). `foreign` is 0 for the pack's own names, 1 for full names elsewhere
    (长沙市, 岳麓区), 2 for bare ones (长沙).
    """

    key: str
    places: tuple[Place, ...] = ()
    need: int = 0
    foreign: int = 0
    is_full_area: bool = False
    is_stem: bool = False
    districts: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


class Span(NamedTuple):
    """An entry found in a normalised text at [start, end)."""

    entry: Entry
    start: int
    end: int


class Lexicon:
    """The names of a pack in one Aho-Corasick automaton; a text is scanned once, whatever its length."""

    def __init__(
        self, gazetteer: Sequence[Place], areas: AreaTree, normaliser: Normaliser, folk: Sequence[tuple[str, tuple[str, ...]]] = (),
    ) -> None:
        owners = _owners(gazetteer, normaliser)
        for name, codes in folk:
            owners.setdefault(normaliser.text(name), [p for p in gazetteer if p.kind == "street" and p.street_code in codes])
        folk_streets = {normaliser.text(name): frozenset(codes) for name, codes in folk}
        entries = [_entry(key, places, folk_streets.get(key)) for key, places in owners.items()]
        stations = {normaliser.text(p.name.removesuffix("站")): p for p in gazetteer if p.kind == "station"}
        entries += [Entry(key, (p,), NEED_EXIT, kinds=_STATION) for key, p in stations.items() if len(key) > 1 and key not in owners]
        stems = {key: places for key, places in _stems(gazetteer, normaliser).items() if key not in owners}
        entries += [replace(_entry(key, places, None), is_stem=True) for key, places in stems.items()]
        city = next(iter(areas.at("city")), None)
        entries += _foreign_entries(city.name if city else "", {*owners, *stems})
        entries += [Entry(word) for word in _NOT_PLACES if word not in owners] + [Entry(word, foreign=1) for word in _FOREIGN_TALK]
        self.by_key = {e.key: e for e in entries}
        self.city = _city_pattern(city.name, [a.name for a in areas.at("district")]) if city else None
        self._entries = list(self.by_key.values())
        self._automaton = ahocorasick_rs.AhoCorasick([e.key for e in self._entries])

    def spans(self, text: str) -> list[Span]:
        """Names in a normalised text by position; a name inside a longer one is left out."""
        kept: list[Span] = []
        first = len(text)
        for index, start, end in reversed(self._automaton.find_matches_as_indexes(text, overlapping=True)):     # by falling end
            if start < first:
                if kept and kept[-1].end == end:
                    kept.pop()
                kept.append(Span(self._entries[index], start, end))
                first = start
        kept.reverse()
        return kept

    def entries(self) -> Iterator[Entry]:
        """All entries that name a place of the pack."""
        return (e for e in self._entries if e.places)


def _city_pattern(city_name: str, districts: Sequence[str]) -> re.Pattern[str]:
    """Words that place a text in the city; 北京市政公司 works elsewhere too."""
    bare = re.escape(city_name.removesuffix("市"))
    heads = re.escape("".join(sorted({name[0] for name in districts})))
    return re.compile(f"{bare}市(?![政民场属])|(?:在|来|到){bare}|{bare}(?=[{heads}])")


def station_forms(name: str) -> tuple[str, ...]:
    """Wordings of a subway station X站 that need no list: X地铁站, 地铁X, X城铁站 …"""
    bare = name.removesuffix("站")
    before, after = ("地铁", "城铁", "号线"), ("地铁站", "地铁", "城铁站", "轻轨站", "站地铁站")
    return (*(f"{word}{bare}{end}" for word in before for end in ("站", "")), *(bare + word for word in after))


def _owners(gazetteer: Sequence[Place], normaliser: Normaliser) -> dict[str, list[Place]]:
    owners: dict[str, list[Place]] = defaultdict(list)
    for place in gazetteer:
        for key in dict.fromkeys(normaliser.text(form) for form in _forms(place)):
            if len(key) >= 2 and place not in owners[key]:
                owners[key].append(place)
    for key, places in [*_folk_names(owners), *_short_names(gazetteer, normaliser)]:
        owners.setdefault(key, places)
    return owners


def _stems(gazetteer: Sequence[Place], normaliser: Normaliser) -> dict[str, list[Place]]:
    """龙腾苑 where there are 龙腾苑二区, 龙腾苑三区 …: the quarter is not said."""
    stems: dict[str, list[Place]] = defaultdict(list)
    for place in gazetteer:
        if place.kind in ("community", "compound") and (match := _QUARTER.fullmatch(normaliser.text(place.name))):
            stems[match[1]].append(place)
    return {stem: places for stem, places in stems.items() if len(places) > 1}


def _forms(place: Place) -> list[str]:
    if place.kind == "station":
        return [place.name, *place.aliases, *station_forms(place.name)]
    if place.kind == "community":
        return [place.name, *(a for a in place.aliases if len(a) > 2), *_quarter_forms(place.name)]
    return [place.name, *place.aliases]


def _quarter_forms(name: str) -> list[str]:
    """北街家园第二 is 北街家园二区 to those who live there."""
    return [f"{name[:-2]}{name[-1]}区"] if len(name) > 4 and name[-2] == "第" else []


def _folk_names(owners: dict[str, list[Place]]) -> list[tuple[str, list[Place]]]:
    """天通苑 where streets are called 天通苑北 and 天通苑南."""
    halves: dict[str, list[Place]] = defaultdict(list)
    for key, places in list(owners.items()):
        if len(key) >= 4 and key[-1] in "东西南北" and key[:-1] not in owners and all(p.kind == "street" for p in places):
            halves[key[:-1]] += places
    return [(key, places) for key, places in halves.items() if len(places) > 1]


def _short_names(gazetteer: Sequence[Place], normaliser: Normaliser) -> list[tuple[str, list[Place]]]:
    """龙腾三区 for 龙腾苑三区, where only one place can be meant."""
    found: dict[str, list[Place]] = defaultdict(list)
    for place in gazetteer:
        key = normaliser.text(place.name)
        if place.kind in ("community", "compound") and len(key) >= 5 and key[-1] == "区" and key[2] in "苑园":
            found[key[:2] + key[3:]].append(place)
    return [(key, places) for key, places in found.items() if len(places) == 1]


def _entry(key: str, places: list[Place], folk: frozenset[str] | None) -> Entry:
    kinds = frozenset(p.kind for p in places)
    area = [p for p in places if p.kind in AREA_KINDS]
    streets = folk or frozenset(p.street_code for p in area if p.kind == "street")
    is_full = bool(area) and (key.endswith(AREA_SUFFIXES) or (len(key) > 4 and "street" in kinds))
    return Entry(
        key, tuple(places), _need(key, kinds, is_full), is_full_area=is_full, kinds=kinds,
        districts=frozenset(p.district_code for p in area), streets=streets if area else frozenset(),
    )


def _need(key: str, kinds: frozenset[str], is_full_area: bool) -> int:
    if is_full_area or kinds & {"exit", "station", "poi", "road"}:
        return NEED_NOTHING
    if kinds <= set(AREA_KINDS):
        in_words = key in BARE_DISTRICTS_IN_WORDS or is_everyday(key) or (len(key) == 2 and "street" in kinds)
        return NEED_EITHER if in_words else NEED_NOTHING
    if len(key) == 2 or key.isascii():
        return NEED_BOTH if is_everyday(key) or key.isascii() else NEED_EITHER
    if is_road_name(key):
        return NEED_WORD
    return NEED_EITHER if is_everyday(key) or is_institution(key) else NEED_NOTHING


def _foreign_entries(city_name: str, own: set[str]) -> list[Entry]:
    entries: dict[str, Entry] = {}
    with FOREIGN_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["province"] != city_name and row["name"] not in own:
                entries.setdefault(row["name"], Entry(row["name"], foreign=1))
            if row["province"] != city_name and len(row["short"]) >= 2 and row["short"] not in own:
                entries.setdefault(row["short"], Entry(row["short"], foreign=2))
    return list(entries.values())

