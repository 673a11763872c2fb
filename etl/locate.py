"""Rows get a place, a cell and area codes: from their own coordinates, from their text, from the areas they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.area_hints import OUTSIDE, AreaHints, Hint
from geodata.areas import assign_districts, assign_streets
from geodata.errors import ServiceError
from geodata.geocoder import ELSEWHERE, NOWHERE, Geocoder, Located, is_finer
from geodata.grid import cells_of
from geodata.pack import Pack
from geodata.services import Service

CONTENT_CHARACTERS = 200
GIVEN_LEVEL, GIVEN_RADIUS_M, GIVEN_CONFIDENCE = "兴趣点", 50, 0.9
_TEXTS = ("place_text", "title", "content", "district_text", "street_text", "community_text")
_ASK_SERVICE = frozenset(("无", "道路", "街道", "区县"))
_ANSWERS = 65536        # questions remembered from chunk to chunk: orders name the same places again and again, at most some 50 MB

Codes = npt.NDArray[np.str_]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Points:
    """WGS-84 degrees (NaN = none), resolution-11 cells, and the codes of the outlines that hold the points; shape (n,) each."""

    lon: Numbers
    lat: Numbers
    cells: npt.NDArray[np.int64]
    streets: Codes
    districts: Codes


class _Found(NamedTuple):
    """Fields of `Located` over the rows of a frame, one tuple a field."""

    level: tuple[str, ...]
    place: tuple[str | None, ...]
    radius_m: tuple[int | None, ...]
    confidence: tuple[float, ...]
    approx: tuple[bool, ...]
    lon: tuple[float | None, ...]
    lat: tuple[float | None, ...]
    street_code: tuple[str, ...]
    district_code: tuple[str, ...]
    community_code: tuple[str, ...]
    named_street: tuple[str, ...]
    named_district: tuple[str, ...]

    @classmethod
    def of(cls, places: Sequence[Located]) -> _Found:
        """The places turned on their side."""
        rows = map(attrgetter(*cls._fields), places)
        return cls(*zip(*rows, strict=True)) if places else cls(*((),) * len(cls._fields))


class Locator:
    """Places rows of a pack's city. `service_fault` says in Chinese why the outside service was given up, "" while it works."""

    def __init__(self, pack: Pack, service: Service | None = None) -> None:
        self._pack = pack
        self._geocoder = Geocoder(pack)
        self._hints = AreaHints(pack)
        self._service = service
        self._answer = lru_cache(maxsize=_ANSWERS)(self._located)
        self._outlined = np.array([a.code for a in pack.areas.outlined("street")])
        self._city = next((a.name for a in pack.areas.at("city")), "")
        self.service_fault = ""

    def locate(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with its place, cell and codes; lon and lat are WGS-84.

        Adds place_level, place_name, place_radius_m, place_confidence, place_approx, lon, lat, h3_11, district_code, street_code,
        community_code, code_source (community | named | polygon | none) and is_boundary_conflict.
        Rows outside the city (辖区外) have null codes; a point outside it is kept and gets no cell.
        """
        found = _Found.of(self._places(frame))
        lon, lat, is_given = self._positions(frame, found)
        points = self._outlines_of(lon, lat)
        is_outside = is_given & (points.districts == "")
        has_cell = ~np.isnan(lon) & ~is_outside
        return frame.with_columns(
            *_place_columns(found, pl.Series(is_given & ~is_outside), pl.Series(is_outside)),
            pl.Series("lon", lon).fill_nan(None), pl.Series("lat", lat).fill_nan(None),
            pl.Series("h3_11", points.cells).set(pl.Series(~has_cell), None),
            *self._codes(found, points, is_outside),
        )

    def _places(self, frame: pl.DataFrame) -> list[Located]:
        columns = [frame[name].fill_null("").to_list() for name in _TEXTS]
        return [self._place(*row) for row in zip(*columns, strict=True)]

    def _place(self, place_text: str, title: str, content: str, district_text: str, street_text: str, community_text: str) -> Located:
        hint = self._hints.of(district_text, street_text)
        if hint == OUTSIDE:
            return ELSEWHERE
        best = NOWHERE
        for text in (place_text, title, content[:CONTENT_CHARACTERS]):
            if text:
                best = _finer(best, self._ask(text, best, hint))
                if best is ELSEWHERE or is_finer(best.level, "街道"):
                    break
        if best is not ELSEWHERE and community_text and not best.community_code:
            best = _with_community(best, self._ask(community_text, best, hint))
        if best is NOWHERE and (hint.street_code or hint.district_code):
            best = self._ask("", best, hint)
        if self._service is not None and best.level in _ASK_SERVICE and best is not ELSEWHERE and not self.service_fault:
            best = self._by_service(place_text or title, best)
        return best

    def _ask(self, text: str, best: Located, hint: Hint) -> Located:
        return self._answer(text, hint.district_code or best.named_district, hint.street_code or best.named_street)

    def _located(self, text: str, district_code: str, street_code: str) -> Located:
        return self._geocoder.locate(text, district_code=district_code, street_code=street_code)

    def _by_service(self, text: str, best: Located) -> Located:
        if not text or self._service is None:
            return best
        try:
            place = self._service.locate(text, self._city)
        except ServiceError as error:
            self.service_fault = str(error)
            return best
        if place is None or not is_finer(place.level, best.level):
            return best
        return replace(
            best, level=place.level, place=place.name, matched=text, lon=place.lon, lat=place.lat, radius_m=place.radius_m,
            confidence=place.confidence, approx=False, street_code="", district_code="", method="service",
        )

    def _positions(self, frame: pl.DataFrame, found: _Found) -> tuple[Numbers, Numbers, npt.NDArray[np.bool_]]:
        lon, lat = np.array(found.lon, np.float64), np.array(found.lat, np.float64)      # None becomes NaN
        if "lon" not in frame.columns or "lat" not in frame.columns:
            return lon, lat, np.zeros(len(lon), bool)
        own_lon = frame["lon"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        own_lat = frame["lat"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        is_given = (np.abs(own_lon) <= 180) & (np.abs(own_lat) <= 90) & ~((own_lon == 0) & (own_lat == 0))
        return np.where(is_given, own_lon, lon), np.where(is_given, own_lat, lat), is_given

    def _outlines_of(self, lon: Numbers, lat: Numbers) -> _Points:
        at = np.flatnonzero(~np.isnan(lon))
        cells = np.zeros(len(lon), np.int64)
        streets, districts = np.full(len(lon), "", "U9"), np.full(len(lon), "", "U6")
        if len(at):
            x, y, cells[at] = lon[at], lat[at], cells_of(lon[at], lat[at])
            streets[at] = assign_streets(self._pack.areas, x, y, cells[at])
            inside = assign_districts(self._pack.areas, x, y, cells[at])
            districts[at] = np.where(streets[at] == "", inside, streets[at].astype("U6"))
        return _Points(lon, lat, cells, streets, districts)

    def _codes(self, found: _Found, points: _Points, is_outside: npt.NDArray[np.bool_]) -> list[pl.Series]:
        """Codes in the order 1 matched community, 2 street, then district, named in row or text, 3 outline around the point."""
        community = np.array(found.community_code, "U12")
        named_street, named_district = np.array(found.named_street, "U9"), np.array(found.named_district, "U6")
        own_street, own_district = np.array(found.street_code, "U9"), np.array(found.district_code, "U6")
        has_community, is_named = community != "", (named_street != "") | (named_district != "")
        around = np.where(points.streets != "", points.streets, own_street)
        by_point = np.where((named_district == "") | (around.astype("U6") == named_district), around, "")
        street = np.where(has_community, community.astype("U9"), np.where(named_street != "", named_street, by_point))
        above = np.where(named_district != "", named_district, np.where(points.districts != "", points.districts, own_district))
        district = np.where(street != "", street.astype("U6"), above)
        community, street, district = (np.where(is_outside, "", c) for c in (community, street, district))
        source = np.select([district == "", has_community, is_named], ["none", "community", "named"], "polygon")
        other_street = (points.streets != "") & (street != "") & (points.streets != street) & np.isin(street, self._outlined)
        other_district = (points.districts != "") & (district != "") & (points.districts != district)
        return [
            *(pl.Series(name, codes.tolist(), pl.String).replace("", None)
              for name, codes in (("district_code", district), ("street_code", street), ("community_code", community))),
            pl.Series("code_source", source.tolist(), pl.String),
            pl.Series("is_boundary_conflict", (other_street | other_district) & (source != "polygon")),
        ]


def _finer(best: Located, other: Located) -> Located:
    """The finer of two answers, unless the second contradicts the street or district of the first."""
    if best is NOWHERE or other is ELSEWHERE:
        return other if best is NOWHERE else best
    if not is_finer(other.level, best.level):
        return best
    is_apart = best.district_code and other.district_code and best.district_code != other.district_code
    return best if is_apart else other


def _with_community(best: Located, named: Located) -> Located:
    """The answer with the community the row names: as the place where nothing finer was found, else as code where the street agrees."""
    if not named.community_code:
        return best
    if not is_finer(best.level, "街道"):
        return named
    agrees = best.street_code in ("", named.street_code) and best.named_street in ("", named.street_code)
    return replace(best, community_code=named.community_code) if agrees and not best.has_point else best


def _place_columns(found: _Found, is_given: pl.Series, is_outside: pl.Series) -> list[pl.Series]:
    """What is said of the places; a row's own point says more than its text."""
    return [
        pl.Series("place_level", found.level, pl.String).set(is_given, GIVEN_LEVEL).set(is_outside, "无"),
        pl.Series("place_name", found.place, pl.String),
        pl.Series("place_radius_m", found.radius_m, pl.Int32).set(is_given, GIVEN_RADIUS_M),
        pl.Series("place_confidence", found.confidence, pl.Float64).set(is_given, GIVEN_CONFIDENCE),
        pl.Series("place_approx", found.approx, pl.Boolean).set(is_given, False),
    ]
