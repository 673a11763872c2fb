"""Areas and their dated outlines in the store: written from the pack, found again by position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import shapely
from sqlalchemy import Table, delete, func, or_, select
from sqlalchemy.orm import Session

from geodata.areas import LEVELS, Area, AreaTree
from geodata.boundaries import Former, outline_of
from geodata.coords import LonLat
from geodata.store.models import Area as StoredArea
from geodata.store.models import AreaVersion
from geodata.store.upsert import upsert

# what the pack gives without a date has always been so
UNDATED_FROM = date(2000, 1, 1)


def register_areas(session: Session, tree: AreaTree, formers: Sequence[Former] = ()) -> int:
    """Write every official area of the tree, and the former units, with their dated outlines (WGS-84), overwriting what is there.

    The number of today's areas.
    """
    areas = [area for level in LEVELS for area in tree.at(level)]
    connection = session.connection()
    count = upsert(connection, _table(StoredArea), (_area(a) for a in areas), key=("code",))
    upsert(connection, _table(StoredArea), ({**_name(f), "level": "street"} for f in formers), key=("code",))
    begun = {member: f.valid_to for f in formers for member in f.members}
    session.execute(delete(AreaVersion).where(AreaVersion.area_code.in_(begun)))       # known until now as having stood for ever
    versions = [*_versions(areas, begun), *(_former(f, tree) for f in formers)]
    upsert(connection, _table(AreaVersion), versions, key=("area_code", "valid_from"))
    return count


def areas_at(session: Session, place: LonLat, *, on: date) -> list[str]:
    """Codes of the outlined areas that held a place on a day, coarse to fine."""
    point = func.ST_GeomFromEWKT(ewkt(shapely.Point(place)))
    query = (
        select(AreaVersion.area_code)
        .where(AreaVersion.valid_from <= on, or_(AreaVersion.valid_to.is_(None), AreaVersion.valid_to > on))
        .where(func.ST_Intersects(AreaVersion.geom, point))
        .order_by(func.length(AreaVersion.area_code), AreaVersion.area_code)
    )
    return list(session.scalars(query))


def ewkt(geometry: Any) -> str:
    """A WGS-84 geometry in the text form that geometry columns take."""
    return f"SRID=4326;{shapely.to_wkt(geometry, rounding_precision=-1)}"


def _area(area: Area) -> dict[str, Any]:
    return {"code": area.code, "level": area.level, "name": area.name, "parent_code": area.parent_code or None}


def _name(former: Former) -> dict[str, Any]:
    return {"code": former.code, "name": former.name, "parent_code": former.parent_code}


def _former(former: Former, tree: AreaTree) -> dict[str, Any]:
    shape = outline_of(former, tree)
    outline = None if shape is None else ewkt(_as_multi(shape))
    dates = {"valid_from": former.valid_from, "valid_to": former.valid_to}
    return {"area_code": former.code, **dates, "is_approx": True, "geom": outline}


def _versions(areas: list[Area], begun: Mapping[str, date]) -> Iterator[dict[str, Any]]:
    for area in areas:
        if area.geometry is None and area.level == "community":
            continue   # 7,500 of them, and a null would say nothing
        outline = None if area.geometry is None else ewkt(_as_multi(area.geometry))
        dates = {"valid_from": begun.get(area.code, UNDATED_FROM), "valid_to": None}
        yield {"area_code": area.code, **dates, "is_approx": area.is_approx, "geom": outline}


def _as_multi(geometry: Any) -> Any:
    return geometry if geometry.geom_type == "MultiPolygon" else shapely.multipolygons([geometry])


def _table(model: type[StoredArea] | type[AreaVersion]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
