"""Enforcements (整治) with what became of the offences there."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import shapely
from geoalchemy2.shape import to_shape
from sqlalchemy import select

from dashboard.queries.enforcement import ENFORCEMENT, enforcements
from dashboard.queries.layers import rows_frame
from dashboard.queries.offences import offences_of
from dashboard.queries.register import Register
from dashboard.texts import parking as words
from geodata import grid
from geodata.store.models import Site


def enforcement_rows(register: Register, area: str, first: date, last: date) -> pl.DataFrame:
    """The area's enforcements, whatever the period, their verdict as state. Raises NotFound, RightsError, StoreError."""
    shapes = _shapes(register, area)
    return rows_frame([
        {
            "id": one.site_no, "name": one.name, "state": one.found.verdict, "lon": one.lon, "lat": one.lat,
            "shape": shapes.get(one.site_no), "note": words.ENFORCEMENT_NOTE.format(first=one.first, verdict=words.KINDS[one.kind]),
            "h3_11": None if one.lon is None or one.lat is None else int(grid.cells_of([one.lon], [one.lat])[0]),
        }
        for one in enforcements(offences_of(register), area)
    ])  # fmt: skip


def _shapes(register: Register, area: str) -> dict[str, str]:
    """GeoJSON of those that have a stretch or an area."""
    wanted = select(Site.site_no, Site.area_geom).where(
        Site.kind == ENFORCEMENT, Site.area_geom.is_not(None), register.within(area, Site)
    )
    with register.read() as store:
        found = {number: to_shape(geometry) for number, geometry in store.execute(wanted)}
    return {number: json.dumps(shapely.geometry.mapping(shape)) for number, shape in found.items() if shape.geom_type != "Point"}
