"""What the store knows of itself: a few named texts."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, Table, select

from geodata.store.engine import read_transaction
from geodata.store.models import Meta
from geodata.store.upsert import upsert

IS_DEMO = "is_demo"
PACK_DIGEST = "pack_digest"


def read_meta(engine: Engine, key: str) -> str | None:
    """One named text of the store, None where it was never written."""
    with read_transaction(engine) as connection:
        return meta_of(connection, key)


def write_meta(connection: Connection, key: str, value: str) -> None:
    """Write one named text of the store."""
    table = Meta.__table__
    assert isinstance(table, Table)
    upsert(connection, table, [{"key": key, "value": value}], key=("key",))


def meta_of(connection: Connection, key: str) -> str | None:
    """One named text of the store that a connection is on, None where it was never written."""
    return connection.execute(select(Meta.value).where(Meta.key == key)).scalar()
