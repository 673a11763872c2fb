"""The geocoder of a pack: one pass over the text for names, then the reading that fits best."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import shapely

from geodata.address import Normaliser
from geodata.areas import AreaTree
from geodata.coords import LonLat
from geodata.gazetteer import Place, sketch_point
from geodata.geocoder.candidates import FINE_KINDS, Candidate, fine_candidates
from geodata.geocoder.context import Context, ContextReader, areas_named, only
from geodata.geocoder.crossings import read_crossings
from geodata.geocoder.homophones import Homophones
from geodata.geocoder.lexicon import Lexicon, Span
from geodata.geocoder.located import ELSEWHERE, NOWHERE, RADIUS_M, Located
from geodata.pack import Pack
from geodata.plane import distance_m

_SURENESS = {"楼栋": 0.95, "出入口": 0.97, "兴趣点": 0.92, "小区": 0.92, "路口": 0.85, "道路": 0.6, "社区": 0.85, "街道": 0.5, "区县": 0.2}
_BY_SOUND, _OTHER_STREET, _OTHER_DISTRICT = 0.8, 0.6, 0.4     # factors on the confidence
_MAX_CANDIDATES = 12
_SKETCHES = 65536
_STOPS = re.compile(r"[,.;!?:，。；！？：]")
_LIVES = re.compile(r"家住|住在|居住|户籍|户口|租住|业主|上班|工作单位")
_TOWARDS = re.compile(r"(?:到|至|往|去|距|距离|离|开往|通往|前往|路过|途经|搬到|搬至|绕行|换乘|类似|像)$")
_BESIDE = re.compile(r"(?:方向|(?:附近|旁边|对面|东侧|西侧|南侧|北侧|旁)的(?!路|街|道|垃圾|树|商|店|摊|井|车))")


class Geocoder:
    """Finds the place of a text. Never changes after it is built (about 0.3 s); safe to share between threads."""

    def __init__(self, pack: Pack) -> None:
        self._areas: AreaTree = pack.areas
        self._normaliser = Normaliser()
        folk = [(name, f.street_codes) for f in pack.config.folk_areas for name in f.names]
        self._lexicon = Lexicon(pack.gazetteer, pack.areas, self._normaliser, folk)
        self._contexts = ContextReader(self._lexicon)
        around = pack.areas.get(pack.config.default_area)
        self._homophones = Homophones(self._lexicon, frozenset(around.members) if around else frozenset())
        self._crossings = read_crossings(pack.basemap.layers.get("roads"))
        self._sketch_buildings = pack.config.sketch_buildings
        self._street_places = {p.street_code: p for p in pack.gazetteer if p.kind == "street"}
        if self._sketch_buildings:
            shapely.prepare([a.geometry for a in pack.areas.outlined("street")])
        self._sketch = lru_cache(maxsize=_SKETCHES)(self._sketch_point)
        self._by_id = {p.id: p for p in pack.gazetteer}
        self._district_places = {p.district_code: p for p in pack.gazetteer if p.kind == "district"}

    def locate(self, text: str, *, district_code: str = "", street_code: str = "") -> Located:
        """The place where the text happens; level 无 when it names none of the pack's city. The codes are hints from the row."""
        plain = self._normaliser.text(text)
        spans = self._lexicon.spans(plain)
        context = self._contexts.read(plain, spans, district_code, street_code)
        if context.is_foreign:
            return ELSEWHERE
        found = fine_candidates(plain, spans, context, self._lexicon)
        heard: list[Span] = []
        if plain and all(c.entry.is_stem for c in found):
            heard = self._heard(plain, spans, context)
            found = (heard and self._by_sound(plain, spans, heard, context)) or found
        if found:
            best = found[0] if len(found) == 1 else max(_weighed(plain, found), key=lambda pair: pair[0])[1]
            return self._located(plain, best, context)
        misspelt = [s for s in heard if s.entry.streets and not context.streets]
        if misspelt and (area := self._area(plain, misspelt, context, hint=street_code or district_code)).level == "街道":
            return replace(area, method="homophone", confidence=round(area.confidence * _BY_SOUND, 3))
        return self._area(plain, spans, context, hint=street_code or district_code)

    def locate_many(self, texts: Sequence[str], districts: Sequence[str], streets: Sequence[str]) -> list[Located]:
        """`locate` for each text with its hints; equal questions are answered once."""
        answers: dict[tuple[str, str, str], Located] = {}
        located = []
        for question in zip(texts, districts, streets, strict=True):
            answer = answers.get(question)
            if answer is None:
                text, district, street = question
                answer = answers[question] = self.locate(text, district_code=district, street_code=street)
            located.append(answer)
        return located

    def label(self, place: Place) -> str:
        """A place's name with its district and street before it: 怀柔区渤海镇辛庄."""
        areas = (self._areas.get(code) for code in (place.district_code, place.street_code) if code)
        return "".join(a.name for a in areas if a is not None) + place.name

    def _heard(self, text: str, spans: Sequence[Span], context: Context) -> list[Span]:
        """Names that sound like the text says, where it does not name an area or a road outright (龙泽园街道 is not 龙泽苑)."""
        heard = self._homophones.spans(text, context)
        fixed = [s for s in spans if s.entry.is_full_area or "road" in s.entry.kinds] if heard else []
        return [h for h in heard if all(h.end <= s.start or h.start >= s.end for s in fixed)]

    def _by_sound(self, text: str, spans: Sequence[Span], heard: Sequence[Span], context: Context) -> list[Candidate]:
        areas = [s for s in spans if s.entry.districts and not s.entry.kinds & FINE_KINDS]
        merged = sorted([*areas, *heard], key=lambda s: s.start)
        found = fine_candidates(text, merged, context, self._lexicon)
        for candidate in found:
            candidate.is_fuzzy = True
        return found

    def _located(self, text: str, best: Candidate, context: Context) -> Located:
        place, places = best.places[0], best.places
        point, radius_m, approx = self._position(best)
        street, district, community = _codes(places, context, best.level)
        sureness = _SURENESS[best.level] * (_BY_SOUND if best.is_fuzzy else 1.0) / len(places) ** 0.5
        sureness *= _agreement(place, context)
        return Located(
            best.level, place.name, place.id, text[best.start:best.end],
            tuple(self.label(p) for p in places[:_MAX_CANDIDATES]) if len(places) > 1 else (),
            point.lon if point else None, point.lat if point else None, radius_m, round(sureness, 3), approx,
            street, district, community, best.building, "homophone" if best.is_fuzzy else "exact",
            context.street, context.district,
        )

    def _position(self, best: Candidate) -> tuple[LonLat | None, int | None, bool]:
        """Point, radius and whether it is a sketch. Bearers in one street and near each other share a point between them."""
        place, default = best.places[0], RADIUS_M[best.level]
        if best.level == "路口":
            point = self._crossings.get(frozenset((place.name, best.other.name))) if best.other else None
            return point, default, point is not None and place.is_approx
        if best.level == "道路":
            return None, place.radius_m or default, False
        if len(best.places) > 1:
            return self._middle(best.places, default)
        if place.point is None:
            return None, place.radius_m or default, False
        if best.level == "楼栋" and place.is_approx and self._sketch_buildings:
            return self._sketch(place.id, best.building), place.radius_m, True
        is_exact_building = best.level == "楼栋" and not place.is_approx
        return place.point, default if is_exact_building else place.radius_m or default, place.is_approx

    def _sketch_point(self, place_id: int, building: str) -> LonLat | None:
        place = self._by_id[place_id]
        street = self._areas.get(place.street_code)
        return sketch_point(place, building, within=street.geometry if street else None)

    def _middle(self, places: tuple[Place, ...], default: int | None) -> tuple[LonLat | None, int | None, bool]:
        points = [p.point for p in places if p.point is not None]
        names, streets = {p.name for p in places}, {p.street_code for p in places}
        if len(points) < len(places) or len(streets) > 1 or len(names) < len(places):
            return None, default, False
        middle = LonLat(round(sum(p.lon for p in points) / len(points), 6), round(sum(p.lat for p in points) / len(points), 6))
        reach = max(distance_m(middle, p) for p in points) + max(p.radius_m or 0 for p in places)
        return middle, int(reach), any(p.is_approx for p in places)

    def _area(self, text: str, spans: Sequence[Span], context: Context, *, hint: str) -> Located:
        named = areas_named(text, spans)
        streets = [s for s in named if any(p.kind == "street" for p in s.entry.places)]
        for span in sorted(streets, key=lambda s: (not s.entry.is_full_area, s.start)):
            places = [p for p in span.entry.places if p.kind == "street"]
            places = [p for p in places if p.district_code in context.districts] or places
            if hint[:6] in ("", *(p.district_code for p in places)):
                return self._area_located(places, text[span.start:span.end], "街道", "exact")
        for span in named:
            places = [p for p in span.entry.places if p.kind == "district" and hint[:6] in ("", p.district_code)]
            if places and len(hint) <= 6:
                return self._area_located(places, text[span.start:span.end], "区县", "exact")
        if place := self._street_places.get(hint) or self._district_places.get(hint):
            return self._area_located([place], "", "街道" if place.kind == "street" else "区县", "hint")
        return NOWHERE

    def _area_located(self, places: Sequence[Place], matched: str, level: str, method: str) -> Located:
        codes = {p.street_code for p in places}
        districts = {p.district_code for p in places}
        return Located(
            level, places[0].name, places[0].id, matched, tuple(self.label(p) for p in places) if len(places) > 1 else (),
            None, None, RADIUS_M[level], round(_SURENESS[level] / len(places) ** 0.5, 3), False,
            only(codes), only(districts), "", "", method, only(codes), only(districts),
        )


def _weighed(text: str, found: Sequence[Candidate]) -> list[tuple[float, Candidate]]:
    """Candidates with their final score: where the matter lies beats where the caller lives or what lies beside it."""
    weighed = []
    for candidate in found:
        clause = text[max(0, candidate.start - 16):candidate.start]
        clause = _STOPS.split(clause)[-1]
        score = candidate.score - min(0.02 * candidate.start, 2.0)
        if _TOWARDS.search(clause):
            score -= 3.0
        elif _LIVES.search(clause):
            score -= 1.5
        if _BESIDE.match(text, candidate.end):
            score -= 1.5
        weighed.append((score, candidate))
    return weighed


def _agreement(place: Place, context: Context) -> float:
    """Factor on the confidence: callers often name the street next door, seldom the wrong district."""
    if context.has_district and place.district_code and place.district_code not in context.districts:
        return _OTHER_DISTRICT
    return _OTHER_STREET if context.streets and place.street_code and place.street_code not in context.streets else 1.0


def _codes(places: tuple[Place, ...], context: Context, level: str) -> tuple[str, str, str]:
    """Street, district and community codes that all bearers share; for roads those the text names."""
    if len(places) == 1 and level not in ("道路", "路口"):
        return places[0].street_code, places[0].district_code, places[0].community_code
    streets, districts = {p.street_code for p in places}, {p.district_code for p in places}
    communities = {p.community_code for p in places}
    street, district = only(streets), only(districts)
    if level in ("道路", "路口"):
        street = street or only(context.streets)
        district = district or street[:6] or only(context.districts)
    return street, district, only(communities)
