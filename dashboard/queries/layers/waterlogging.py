"""Points, rain stations and depth sensors as layers of the map: how each stands now, whatever the period."""

from __future__ import annotations

from datetime import date

import polars as pl

from dashboard.queries.layers import rows_frame
from dashboard.queries.register import Register
from dashboard.queries.water.situation import Gauge, Point, situation
from dashboard.texts import waterlogging as words
from geodata.rules.waterlogging import Band
from geodata.water.bands import band_of
from geodata.water.relapse import CLOSED, OPEN, RELAPSED, TREATING

LEVELS = ("shallow", "medium", "deep")
STATUS_CODES = {RELAPSED: "relapsed", OPEN: "open", TREATING: "treating", CLOSED: "closed"}


def point_rows(register: Register, area: str, first: date, last: date) -> pl.DataFrame:
    """The area's points by their water now, else by the state of their case; columns of ROWS. Raises NotFound, RightsError, StoreError."""
    bands = register.pack.rules.waterlogging.bands
    return rows_frame([
        {"id": p.no, "name": p.name, "state": _point_state(p, bands), "note": _point_note(p), "lon": p.lon, "lat": p.lat, "h3_11": p.h3_11}
        for p in situation(register, area).points
    ])  # fmt: skip


def station_rows(register: Register, area: str, first: date, last: date) -> pl.DataFrame:
    """The rain stations of an area and what fell there; columns of ROWS."""
    limit = register.pack.rules.waterlogging.rain_1h_mm
    return rows_frame([_gauge(g, _station_state(g, limit), _rain_note(g)) for g in situation(register, area).stations])


def sensor_rows(register: Register, area: str, first: date, last: date) -> pl.DataFrame:
    """The depth sensors of an area and how deep the water stands there; columns of ROWS."""
    bands = register.pack.rules.waterlogging.bands
    found = situation(register, area)
    named = {p.no: p.name for p in found.points}
    return rows_frame([
        {**_gauge(g, _sensor_state(g, bands), _depth_note(g, bands)), "name": named.get(g.place.parent_no) or g.place.name}
        for g in found.sensors
    ])  # fmt: skip


def level_of(depth_mm: float | None, bands: tuple[Band, ...]) -> str:
    """One of LEVELS for a depth, "" below the first band; a pack with more bands has several in the middle."""
    found = band_of(depth_mm, bands)
    if found is None:
        return ""
    at = bands.index(found)
    return LEVELS[0] if at == 0 else LEVELS[2] if at == len(bands) - 1 else LEVELS[1]


def _point_state(point: Point, bands: tuple[Band, ...]) -> str:
    if point.is_wet and point.depth:
        return level_of(point.depth.mm, bands)
    return STATUS_CODES.get(point.status, "unknown")


def _point_note(point: Point) -> str:
    lines = [point.status or words.POINT_STATES["unknown"], *point.words]
    if point.depth:
        band = words.LAYER_BAND.format(name=point.depth.band_name) if point.depth.band_name else ""
        lines.append(words.LAYER_DEPTH_NOTE.format(mm=f"{point.depth.mm:g}", band=band, age=_ago(point.depth.age)))
    return "\n".join(lines)


def _gauge(gauge: Gauge, state: str, note: str) -> dict[str, object]:
    place = gauge.place
    lon, lat = (place.point.lon, place.point.lat) if place.point else (None, None)
    return {"id": place.no, "name": place.name or place.no, "state": state, "note": note, "lon": lon, "lat": lat, "h3_11": place.h3_11}


def _station_state(gauge: Gauge, limit_mm: float) -> str:
    if gauge.is_silent or gauge.rain is None:
        return "silent"
    return "heavy" if gauge.rain.rain_1h_mm >= limit_mm else "wet" if gauge.rain.rain_1h_mm > 0 else "dry"


def _sensor_state(gauge: Gauge, bands: tuple[Band, ...]) -> str:
    return "silent" if gauge.is_silent else level_of(gauge.depth_mm, bands) or "dry"


def _rain_note(gauge: Gauge) -> str:
    if gauge.rain is None:
        return words.ALARM_SILENT_AGE.format(age=gauge.age) if gauge.last_at else words.ALARM_SILENT_NEVER
    rain = gauge.rain
    told = words.LAYER_RAIN_NOTE.format(ten=f"{rain.rain_10min_mm:.1f}", hour=f"{rain.rain_1h_mm:.1f}", day=f"{rain.rain_24h_mm:.1f}")
    return f"{told}\n{_ago(gauge.age)}"


def _depth_note(gauge: Gauge, bands: tuple[Band, ...]) -> str:
    if gauge.depth_mm is None:
        return words.ALARM_SILENT_NEVER
    band = band_of(gauge.depth_mm, bands)
    name = words.LAYER_BAND.format(name=band.name) if band else ""
    return words.LAYER_DEPTH_NOTE.format(mm=f"{gauge.depth_mm:g}", band=name, age=_ago(gauge.age))


def _ago(age: str) -> str:
    return words.AGO.format(age=age) if age[:1].isdigit() else age
