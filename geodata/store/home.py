"""The home (数据目录): made once, as a demo home or a real one, and marked so inside its store."""

from __future__ import annotations

from sqlalchemy import Engine

from geodata import texts
from geodata.errors import SettingsError
from geodata.settings import Settings
from geodata.store.engine import open_store, read_transaction, write_transaction
from geodata.store.meta import IS_DEMO, meta_of, read_meta, write_meta
from geodata.store.migration import migrate, require_current, version_of


def create_home(settings: Settings, *, demo: bool = False) -> Engine:
    """Make the home's folder and store, or bring them up to date; the open store.

    Raises SettingsError when the store is already a home of the other kind, StoreError when it is away or newer than this code.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    engine = open_store(settings.store_url, create=True)
    _require_kind(settings, engine, demo=demo)
    migrate(engine)
    with write_transaction(engine) as connection:
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


def _require_kind(settings: Settings, engine: Engine, *, demo: bool) -> None:
    """A home of the other kind is refused before anything of it is changed."""
    with read_transaction(engine) as connection:
        found = meta_of(connection, IS_DEMO) if version_of(connection) else None
    if found is not None and (found == "yes") != demo:
        kinds = texts.HOME_KINDS
        raise SettingsError(texts.HOME_KIND.format(home=settings.home, found=kinds[not demo], wanted=kinds[demo]))
