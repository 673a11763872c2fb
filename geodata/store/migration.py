"""Brings a store to the tables this code knows, and refuses one that is newer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from geodata import texts
from geodata.errors import StoreError
from geodata.store.engine import is_sqlite, read_transaction, write_transaction
from geodata.store.meta import IS_DEMO, meta_of
from geodata.store.models import Base
from geodata.store.row_policy import ensure_viewer

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> str:
    """Bring the store to the newest revision in one transaction, from nothing if need be; the revision it then has.

    Raises StoreError when the store is newer than this code, is away, or is PostgreSQL without PostGIS or the readers' role and without
    the right to make them.
    """
    _ensure_postgis(engine)
    ensure_viewer(engine)
    with write_transaction(engine, is_load=True) as connection:
        _refuse_newer(version_of(connection))
        move_to(connection, "head")
        return version_of(connection)


def move_to(connection: Connection, revision: str) -> None:
    """Bring the tables forward or back to a revision (or "head") in the caller's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    is_back = revision != "head" and int(revision) < int(version_of(connection) or 0)
    (command.downgrade if is_back else command.upgrade)(config, revision)


def store_version(engine: Engine) -> str:
    """Revision of the store; "" where there are no tables yet."""
    with read_transaction(engine) as connection:
        return version_of(connection)


def known_version() -> str:
    """The newest revision this code knows."""
    return _scripts().get_current_head() or ""


def require_current(engine: Engine) -> None:
    """Raise StoreError unless the store has exactly the tables this code knows; it says what brings an older one there."""
    with read_transaction(engine) as connection:
        found = version_of(connection)
        kind = meta_of(connection, IS_DEMO) if found else None
    _refuse_newer(found)
    if not found:
        raise StoreError(texts.STORE_EMPTY)
    if found != known_version():
        raise StoreError((texts.STORE_OLD_DEMO if kind == "yes" else texts.STORE_OLD).format(found=found, known=known_version()))


def context_options() -> dict[str, Any]:
    """How Alembic compares and writes tables here. No batch mode: it rebuilds tables and loses the SRID."""
    return {
        "target_metadata": Base.metadata,
        "include_object": alembic_helpers.include_object,
        "process_revision_directives": alembic_helpers.writer,
        "render_item": alembic_helpers.render_item,
        "render_as_batch": False,
        "compare_type": True,
    }


def _refuse_newer(found: str) -> None:
    if found and found not in {script.revision for script in _scripts().walk_revisions()}:
        raise StoreError(texts.STORE_TOO_NEW.format(found=found, known=known_version()))


def version_of(connection: Connection) -> str:
    """Revision of the store that a connection is on; "" where there are no tables yet."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _ensure_postgis(engine: Engine) -> None:
    if is_sqlite(engine):
        return
    with write_transaction(engine) as connection:
        if connection.execute(text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")).first():
            return
        try:
            connection.execute(text("CREATE EXTENSION postgis"))
        except DBAPIError as error:
            found = str(error.orig).splitlines()[0]
            raise StoreError(texts.STORE_NO_POSTGIS.format(where=engine.url.render_as_string(hide_password=True), found=found)) from error
