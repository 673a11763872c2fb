"""The pack's areas in the store."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Engine, func, select

from geodata.coords import LonLat
from geodata.store.engine import read_session, write_session
from geodata.store.models import Area, AreaVersion
from geodata.store.outlines import areas_at, register_areas

if TYPE_CHECKING:
    from geodata.pack import Pack


def test_every_area_of_the_pack_is_registered_and_found_where_it_lies(store: Engine, pack: Pack) -> None:
    with write_session(store) as session:
        count = register_areas(session, pack.areas)

    with read_session(store) as session:
        by_level = dict(session.execute(select(Area.level, func.count()).group_by(Area.level)).all())
        outlined = select(func.count(AreaVersion.geom)).join(Area, Area.code == AreaVersion.area_code).where(Area.level == "street")
        assert sum(by_level.values()) == count
        assert (by_level["city"], by_level["district"], by_level["street"]) == (1, 16, 349)
        assert session.scalar(outlined) == len(pack.areas.outlined("street")) == 283
        # 龙泽园: a point well inside its sketch
        place = pack.areas.get("110114012")
        assert place is not None
        point = place.geometry.representative_point()
        assert areas_at(session, LonLat(point.x, point.y), on=date(2026, 7, 1))[-1] == "110114012"


def test_a_place_lies_in_the_unit_of_its_day(store: Engine, pack: Pack) -> None:
    place = pack.areas.get("110114012")
    assert place is not None
    assert place.geometry is not None
    point = place.geometry.representative_point()
    at, split = LonLat(point.x, point.y), pack.formers[0].valid_to

    with write_session(store) as session:
        register_areas(session, pack.areas)                      # a home of before former units were known
        register_areas(session, pack.areas, pack.formers)

    with read_session(store) as session:
        assert areas_at(session, at, on=split - timedelta(days=1))[-1] == "110114102"
        assert areas_at(session, at, on=split)[-1] == "110114012"
        assert len(areas_at(session, at, on=split)) == 3
