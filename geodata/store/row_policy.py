"""The second wall: on PostGIS every page reads as a role that row policies show nothing but the codes of its reader.

A transaction of `read_within` takes that role and says whose codes it is for; a query that forgot its own filter still finds no foreign
row. The policies themselves stand in migration 0004. SQLite has no roles; there the queries' own filter is the only wall.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.exc import DBAPIError

from geodata import texts
from geodata.errors import StoreError
from geodata.store.engine import is_sqlite, read_transaction, write_transaction

VIEWER = "huitian_viewer"

Codes = tuple[tuple[str, str], ...]

# another program may make the role in the same moment
_MAKE_ROLE = f"""DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{VIEWER}') THEN CREATE ROLE {VIEWER} NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$"""  # nosec B608 - a name of our own


@dataclass(frozen=True)
class Sight:
    """Which rows may be read: half-open ranges of codes by the level of their code, [] showing nothing.

    `is_all` shows every row, `has_outside` those without any code; `units` are the 承办单位 whose complaints may be read, None being no
    limit.
    """

    districts: Codes = ()
    streets: Codes = ()
    communities: Codes = ()
    has_outside: bool = False
    is_all: bool = False
    units: tuple[str, ...] | None = None


@contextmanager
def read_within(engine: Engine, sight: Sight) -> Iterator[Connection]:
    """A reading transaction that sees only the rows of `sight`: on PostGIS by row policy, on SQLite by the caller's own filter alone.

    Raises StoreError when the store is away.
    """
    with read_transaction(engine) as connection:
        if not is_sqlite(engine):
            connection.execute(_TAKE_ROLE, _said(sight))
        yield connection


def ensure_viewer(engine: Engine) -> None:
    """Make the readers' role if need be and let this user take it; nothing on SQLite. Raises StoreError where it may not."""
    if is_sqlite(engine):
        return
    with write_transaction(engine) as connection:
        if connection.execute(text(f"SELECT 1 FROM pg_roles WHERE rolname = '{VIEWER}' AND pg_has_role(oid, 'MEMBER')")).first():  # nosec B608 - our own name
            return
        try:
            connection.execute(text(_MAKE_ROLE))
            connection.execute(text(f"GRANT {VIEWER} TO CURRENT_USER"))
        except DBAPIError as error:
            where, found = engine.url.render_as_string(hide_password=True), str(error.orig).splitlines()[0]
            raise StoreError(texts.STORE_NO_VIEWER.format(where=where, role=VIEWER, user=engine.url.username, found=found)) from error


def _take_role() -> str:
    told = ("districts", "streets", "communities", "outside", "all")
    settings = [f"set_config('huitian.{name}', :{name}, true)" for name in told]
    units = "set_config('huitian.units', coalesce(CAST(:units AS text), ''), true)"
    return f"SELECT {', '.join([*settings, units])}, set_config('role', '{VIEWER}', true)"


# all in one round trip; both end with the transaction
_TAKE_ROLE = text(_take_role()).bindparams(bindparam("units", type_=ARRAY(TEXT)))


def _said(sight: Sight) -> dict[str, object]:
    return {
        "districts": _multirange(sight.districts),
        "streets": _multirange(sight.streets),
        "communities": _multirange(sight.communities),
        "outside": "yes" if sight.has_outside else "no",
        "all": "yes" if sight.is_all else "no",
        "units": None if sight.units is None else list(sight.units),
    }


def _multirange(codes: Codes) -> str:
    """PostgreSQL's text form; every bound quoted, so that no character of it means anything else."""
    return "{" + ",".join(f"[{_quoted(lo)},{_quoted(hi)})" for lo, hi in codes) + "}"


def _quoted(bound: str) -> str:
    escaped = bound.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
