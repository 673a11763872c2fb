"""Names found in a text become candidates: which of a name's bearers, at which level, and how well it fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geodata.address import SUFFIX_HEADS, Suffix, parse_road_number, parse_suffix
from geodata.gazetteer import Place
from geodata.geocoder.context import NO_CONTEXT, Context
from geodata.geocoder.lexicon import NEED_BOTH, NEED_EXIT, NEED_WORD, Entry, Lexicon, Span

FINE_KINDS = frozenset(("community", "compound", "station", "exit", "road", "poi"))
_HOMES = frozenset(("community", "compound"))
_VILLAGE_COMMITTEES = "2"      # community codes end 2nn for village committees, 0nn for residents' committees (NBS coding rules)

_ROADISH = re.compile(
    r"[东西南北中前后]{0,2}(?:侧|环|一|二|三|四|辅)?(?:大街|街(?![道坊区边面上])|路(?![灯面边旁上过况])|巷|胡同|桥|大道|高速|立交)"
)
_INSTITUTION = re.compile(
    "地铁|城铁|派出所|医院|公交|火车|小学|中学|幼儿园|学校|出口|入口|收费站|市场|商场|公园|大厦|广场|酒店|饭店|宾馆|超市|法院|车站|站|林场|水库|农场"
)
_EXIT = re.compile(r"[(]?([A-K]\d?)[)]?(?:西北|东北|西南|东南|东|西|南|北)?(?:号?出入口|号?出口|号?入口|号?口)")
_CROSS = "交叉路口|交叉口|交叉处|交汇处?|交会处?|十字路口|丁字路口|红绿灯路口|路口|交界处?|交口|相交"
_CROSSING = re.compile(f"的?(?:{_CROSS}|口(?!碑))")
_TO_OTHER_ROAD = re.compile(f"[与和、跟及/-][\u4e00-\u9fffA-Z0-9]{{1,9}}?的?(?:{_CROSS})")
_FROM_OTHER_ROAD = re.compile(r"[路街道巷线](?:与|和|、|跟|及|/)$")
_BETWEEN_ROADS = frozenset(("", *"与和、跟及/-,，("))
_WORD_ENDS = frozenset(
    "在住于是到往来去的和与及、对从向由经至离近即系为被把将让请求诉映询报问叫称说家区市县镇乡村街道路旁边侧里内外处我们有属"
)
_EXIT_LETTERS = frozenset("ABCDEFGHJK")
_KIND_WORDS = ("社区", "居委", "居民委", "村委", "村民委")


@dataclass(slots=True)
class Candidate:
    """One reading of one name in a text. `other` is the crossing road; `score` says how well it fits, higher is better."""

    entry: Entry
    places: tuple[Place, ...]
    level: str
    start: int
    end: int
    score: float
    building: str = ""
    other: Place | None = None
    is_fuzzy: bool = False


def fine_candidates(text: str, spans: Sequence[Span], context: Context, lexicon: Lexicon) -> list[Candidate]:
    """Readings finer than a street, in text order."""
    found = []
    taken = 0
    for at, span in enumerate(spans):
        kinds = span.entry.kinds
        if span.start < taken:      # of 大辛庄 and 辛庄村 in 大辛庄村 the earlier counts
            continue
        if text[span.end:span.end + 1] in _EXIT_LETTERS and (exit_of := _exit(text, span, lexicon)):
            reading: Candidate | None = exit_of
        elif not kinds & FINE_KINDS:
            continue
        elif kinds & _HOMES:
            reading = _home(text, spans, at, context, lexicon)
        elif "road" in kinds:
            reading = _road(text, spans, at, context)
        elif span.entry.need == NEED_EXIT:
            reading = None
        else:
            reading = _point(text, span, context, lexicon)
        if reading is not None:
            found.append(reading)
            taken = span.end
    return found


def _exit(text: str, span: Span, lexicon: Lexicon) -> Candidate | None:
    """立水桥A口: an exit's letter makes a station of a bare name."""
    station = span.entry if "station" in span.entry.kinds else lexicon.by_key.get(span.entry.key + "站")
    if station is None or "station" not in station.kinds or not _EXIT.match(text, span.end):
        return None
    return _point(text, Span(station, span.start, span.end), NO_CONTEXT, lexicon)


def _home(text: str, spans: Sequence[Span], at: int, context: Context, lexicon: Lexicon) -> Candidate | None:
    span = spans[at]
    entry, _, end = span
    if entry.need and not context.districts and text[end:end + 1] not in SUFFIX_HEADS:
        return None
    suffix = parse_suffix(text, end)
    entry, suffix = _with_section(entry, suffix, lexicon)
    if entry.is_stem and suffix.section:      # 龙腾苑七区 is none of the known quarters
        return None
    is_anchored = bool(suffix.word or suffix.building or (suffix.section and not entry.need))
    if not is_anchored:
        if _ROADISH.match(text, end) or (entry.kinds & {"street", "district"}):
            return None
    elif not suffix.word and entry.kinds & {"street", "district"} and not suffix.building:
        return None
    is_committee = not suffix.building and not suffix.word.startswith(("社区", "小区"))
    if is_committee and entry.key.endswith("村") and (base := lexicon.by_key.get(entry.key[:-1])) is not None:
        entry = _joined(base, entry)
    places, fit = _bearers(entry, context, _HOMES)
    if not places:
        return None
    if len(places) > 1:
        places = _of_kind(places, entry.key, suffix)
    follows_area = at > 0 and spans[at - 1].end == span.start and bool(spans[at - 1].entry.districts)
    if entry.need and not _is_allowed(entry.need, is_anchored, fit, follows_area):
        return None
    if len(entry.key) == 2 and fit < 2.0 and not _starts_word(text, spans, at):
        return None
    level = _home_level(entry, suffix, places)
    score = (8.0 if level == "楼栋" else 6.0) + 0.5 * min(len(entry.key), 8) + fit - (1.5 if entry.need else 0.0)
    if not is_anchored and _INSTITUTION.match(text, end):
        score -= 4.0
    if len(places) > 1:
        score -= 2.0
    building = suffix.building if level == "楼栋" else ""
    return Candidate(entry, places, level, span.start, max(end, suffix.end), score, building)


def _with_section(entry: Entry, suffix: Suffix, lexicon: Lexicon) -> tuple[Entry, Suffix]:
    """龙泽苑小区东区 is 龙泽苑东区 where that is a place of its own; 龙泽苑社区3号楼 stays."""
    if suffix.section:
        joined = lexicon.by_key.get(entry.key + suffix.section)
        if joined is not None and joined.kinds & _HOMES:
            return joined, Suffix("", "", suffix.building, suffix.unit, suffix.end)
    return entry, suffix


def _joined(base: Entry, entry: Entry) -> Entry:
    """太平庄村 may be written of the village 太平庄 as well as of one registered with the 村."""
    villages = tuple(p for p in base.places if p.community_code[9:10] == _VILLAGE_COMMITTEES)
    return replace(entry, places=villages + entry.places) if villages else entry


def _home_level(entry: Entry, suffix: Suffix, places: tuple[Place, ...]) -> str:
    if suffix.building:
        return "楼栋"
    word = suffix.word
    if "村" in word.replace("新村", "") or any(w in word for w in _KIND_WORDS) or entry.key.endswith(("社区", "居委会", "村委会")):
        return "社区"
    is_village = entry.key.endswith("村") and places[0].community_code[9:10] == _VILLAGE_COMMITTEES
    return "社区" if is_village and not word else "小区"


def _is_allowed(need: int, is_anchored: bool, fit: float, follows_area: bool) -> bool:
    has_area = follows_area or fit >= 2.0
    if need == NEED_BOTH:
        return fit > 0 and (is_anchored or follows_area)
    return is_anchored or (has_area and need != NEED_WORD)


def _of_kind(places: tuple[Place, ...], key: str, suffix: Suffix) -> tuple[Place, ...]:
    """大辛庄村 means the village, 大辛庄社区 the residents' committee, where one street has both."""
    is_village = "村" in suffix.word.replace("新村", "") or (key.endswith("村") and not suffix.word)
    if not is_village and not suffix.word and not suffix.building:
        return places
    fitting = tuple(p for p in places if (p.community_code[9:10] == _VILLAGE_COMMITTEES) == is_village)
    return fitting or places


def _starts_word(text: str, spans: Sequence[Span], at: int) -> bool:
    """Whether a short name begins a word: 反映白坊村 does, 御景龙城小区 does not name 龙城."""
    start = spans[at].start
    if start == 0 or (at > 0 and spans[at - 1].end == start):
        return True
    before = text[start - 1]
    return before in _WORD_ENDS or not "\u4e00" <= before <= "\u9fff"


def _bearers(entry: Entry, context: Context, kinds: frozenset[str]) -> tuple[tuple[Place, ...], float]:
    """The bearers of a name that fit the areas named, and how well: 2 street, 1 district, 0 no area named, below 0 against it."""
    places = entry.places if entry.kinds <= kinds else tuple(p for p in entry.places if p.kind in kinds)
    if context.streets:
        inside = tuple(p for p in places if p.street_code in context.streets)
        if inside:
            return inside, 2.0
    if context.districts:
        inside = tuple(p for p in places if p.district_code in context.districts)
        if inside:
            return inside, 1.0 if context.has_district else 0.5
        if any(p.district_code for p in places):
            return (places, -3.0) if len(entry.key) >= 5 or not context.has_district else ((), -9.0)
    return places, 0.0


def _point(text: str, span: Span, context: Context, lexicon: Lexicon) -> Candidate | None:
    entry = span.entry
    places, fit = _bearers(entry, context, frozenset(("exit", "station", "poi")))
    if not places:
        places, fit = tuple(p for p in entry.places if p.kind in ("exit", "station", "poi")), -1.0
    end, kind = span.end, places[0].kind
    if kind == "station" and (match := _EXIT.match(text, end)):
        end = match.end()
        found = lexicon.by_key.get(f"{places[0].name}{match[1]}口")
        if found is not None and "exit" in found.kinds:
            entry, places, kind = found, found.places, "exit"
    level, base = ("出入口", 8.0) if kind == "exit" else ("兴趣点", 6.0)
    score = base + 0.5 * min(len(entry.key), 8) + max(fit, 0.0)
    return Candidate(entry, places, level, span.start, end, score)


def _road(text: str, spans: Sequence[Span], at: int, context: Context) -> Candidate | None:
    span = spans[at]
    places, fit = _bearers(span.entry, context, frozenset(("road",)))
    if not places:
        places, fit = tuple(p for p in span.entry.places if p.kind == "road"), 0.0
    score = 3.0 + 0.5 * min(len(span.entry.key), 8) + max(fit, 0.0)
    road = Candidate(span.entry, places, "道路", span.start, span.end, score)
    following = spans[at + 1] if at + 1 < len(spans) else None
    if following is not None and "road" in following.entry.kinds and text[span.end:following.start] in _BETWEEN_ROADS:
        if match := _CROSSING.match(text, following.end):
            return replace(road, level="路口", end=match.end(), score=road.score + 4.0, other=following.entry.places[0])
    elif match := _TO_OTHER_ROAD.match(text, span.end):
        return replace(road, level="路口", end=match.end(), score=road.score + 4.0)
    if _FROM_OTHER_ROAD.search(text, max(0, span.start - 2), span.start) and _CROSSING.match(text, span.end):
        return replace(road, level="路口", score=road.score + 2.0)
    number = parse_road_number(text, span.end)
    return replace(road, end=span.end + len(number), building=number, score=road.score + 0.5) if number else road
