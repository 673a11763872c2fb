"""What all tables share: the declarative base, Shanghai times and the geometry column."""

from __future__ import annotations

from datetime import datetime

from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from geodata.clock import SHANGHAI, local

# every constraint has the same name on both engines, so that a later migration can speak of it
NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMES)


class LocalTime(TypeDecorator[datetime]):
    """Aware Asia/Shanghai time, stored as naive local time: China has no summer time, so days group without conversion on both engines."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Shanghai wall time without zone; a naive value is taken as Shanghai time."""
        return None if value is None else local(value).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware Shanghai time."""
        return None if value is None else value.replace(tzinfo=SHANGHAI)


# SQLite numbers rows by itself only for a plain INTEGER key
BigKey = BigInteger().with_variant(Integer, "sqlite")


def geometry(kind: str) -> Geometry:
    """WGS-84 geometry column type of one kind, without an index: hot filters use lon/lat, cells and codes."""
    return Geometry(kind, srid=4326, spatial_index=False)
