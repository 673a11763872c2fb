"""The home (数据目录): made once, as a demo home or a real one, and marked so inside its store."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, Table, select

from geodata import texts
from geodata.errors import SettingsError
from geodata.settings import Settings
from geodata.store.engine import open_store, read_transaction, write_transaction
from geodata.store.migration import migrate, require_current
from geodata.store.models import Meta
from geodata.store.upsert import upsert

IS_DEMO = "is_demo"
PACK_DIGEST = "pack_digest"


def create_home(settings: Settings, *, demo: bool = False) -> Engine:
    """Make the home's folder and store, or bring them up to date; the open store.

    Raises SettingsError when the store is already a home of the other kind, StoreError when it is away or newer than this code.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    engine = open_store(settings.store_url, create=True)
    migrate(engine)
    with write_transaction(engine) as connection:
        found = _read(connection, IS_DEMO)
        if found is not None and (found == "yes") != demo:
            kinds = texts.HOME_KINDS
            raise SettingsError(texts.HOME_KIND.format(home=settings.home, found=kinds[not demo], wanted=kinds[demo]))
        write_meta(connection, IS_DEMO, "yes" if demo else "no")
    return engine


def open_home(settings: Settings, *, is_serving: bool = False) -> Engine:
    """The store of a home that was made before; `is_serving` for a server of pages.

    Raises StoreError when there is none, or its tables are not those of this code.
    """
    engine = open_store(settings.store_url, is_serving=is_serving)
    require_current(engine)
    return engine


def is_demo_home(settings: Settings) -> bool:
    """Whether the home was made by `huitian demo`. Raises StoreError when there is no store."""
    engine = open_home(settings)
    try:
        return read_meta(engine, IS_DEMO) == "yes"
    finally:
        engine.dispose()


def read_meta(engine: Engine, key: str) -> str | None:
    """One named text of the store, None where it was never written."""
    with read_transaction(engine) as connection:
        return _read(connection, key)


def write_meta(connection: Connection, key: str, value: str) -> None:
    """Write one named text of the store."""
    table = Meta.__table__
    assert isinstance(table, Table)
    upsert(connection, table, [{"key": key, "value": value}], key=("key",))


def _read(connection: Connection, key: str) -> str | None:
    return connection.execute(select(Meta.value).where(Meta.key == key)).scalar()
