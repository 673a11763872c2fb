"""Coordinates that come with the rows: from the file's system, declared or certain, to WGS-84; a wrong or swapped one is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from etl import texts
from etl.contracts import HeaderMap
from geodata.coords import SYSTEMS, refuse_swapped, to_wgs84
from geodata.crs_detection import UNKNOWN, Detection, detect_by_anchors, detect_by_district, require
from geodata.errors import CoordinateError
from geodata.pack import Pack

PROJECTED = "cgcs2000_gk"


class PointReader:
    """Turns the lon and lat of one file's rows into WGS-84. `crs` is the system used, "" while the file had no point.

    Evidence of a row: the station its place text names, the district it names; both are compared with the pack. `has_shapes`: the points
    were taken from lines and outlines, whatever columns the file has.
    """

    def __init__(self, path: Path, declared: str, mapped: HeaderMap, pack: Pack, *, has_shapes: bool = False) -> None:
        if declared and declared not in (*SYSTEMS, UNKNOWN):
            raise CoordinateError(texts.REFUSED["crs_name"].format(crs=declared, known="、".join((*SYSTEMS, UNKNOWN))))
        self._declared = declared or UNKNOWN
        self._what = texts.POINTS_OF.format(file=path.name)
        self._pack = pack
        self._has_columns = has_shapes or {"lon", "lat"} <= {*mapped.positions, *mapped.constants}
        self.crs = ""

    @property
    def is_projected(self) -> bool:
        """Whether lon and lat hold metres."""
        return self._declared == PROJECTED

    def to_wgs84(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with lon and lat in WGS-84, both null where one is missing. Raises CoordinateError with the evidence."""
        both = pl.col("lon").is_not_null() & pl.col("lat").is_not_null()
        given = frame.filter(both) if self._has_columns else frame.clear()
        if not given.height:
            return frame.with_columns(pl.lit(None, pl.Float64).alias(c) for c in ("lon", "lat"))
        lon, lat = given["lon"].to_numpy(), given["lat"].to_numpy()
        if not self.is_projected:
            refuse_swapped(lon, lat, what=self._what)
            self.crs = require(self.crs or self._declared, self._detected(given), what=self._what)
        else:
            self.crs = PROJECTED
        x, y = to_wgs84(frame["lon"].cast(pl.Float64).fill_null(np.nan).to_numpy(), frame["lat"].fill_null(np.nan).to_numpy(), self.crs)
        is_point = np.isfinite(x) & np.isfinite(y)
        nowhere = pl.Series(~is_point)
        return frame.with_columns(pl.Series("lon", x).set(nowhere, None), pl.Series("lat", y).set(nowhere, None))

    def _detected(self, given: pl.DataFrame) -> Detection:
        lon, lat = given["lon"].to_numpy(), given["lat"].to_numpy()
        anchors = _matched(given["place_text"], self._anchors())
        by_anchor = detect_by_anchors(lon, lat, anchors[:, 0], anchors[:, 1])
        if by_anchor.is_certain:
            return by_anchor
        districts = [a for a in self._pack.areas.at("district") if a.geometry is not None]
        codes = {name: a.code for a in districts for name in (a.name, self._pack.areas.short_name(a.code))}
        named = [codes.get(text, "") for text in given["district_text"].to_list()]
        by_district = detect_by_district(
            lon, lat, np.array(named, dtype=str), {a.code: a.geometry for a in districts if a.geometry is not None}
        )
        if by_district.is_certain:
            return by_district
        return Detection(UNKNOWN, "；".join((by_anchor.evidence, by_district.evidence)), False)

    def _anchors(self) -> dict[str, tuple[float, float]]:
        """Stations by every name they have: places known to some ten metres that orders name."""
        places = [p for p in self._pack.gazetteer if p.kind == "station" and not p.is_approx and p.lon is not None and p.lat is not None]
        return {name: (p.lon, p.lat) for p in places for name in (p.name, *p.aliases) if p.lon is not None and p.lat is not None}


def _matched(named: pl.Series, anchors: dict[str, tuple[float, float]]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Known lon and lat of each text, NaN where it names no anchor; shape (n, 2)."""
    unknown = (np.nan, np.nan)
    found = [
        anchors.get((text or "").removeprefix("地铁").removesuffix("地铁站"), anchors.get(text or "", unknown)) for text in named.to_list()
    ]
    return np.array(found, dtype=np.float64).reshape(-1, 2)
