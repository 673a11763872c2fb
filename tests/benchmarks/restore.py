"""Backup and restore at size, by hand: `python -m tests.benchmarks restore [--rows 5000000]`; asserts that the digests are equal."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import polars as pl
from sqlalchemy import Engine, make_url, text

from etl.ledger import store_digest
from geodata.settings import Settings
from geodata.store.archive import Manifest
from geodata.store.backup import Stamp, back_up
from geodata.store.engine import open_store, read_transaction, write_transaction
from geodata.store.home import open_home
from geodata.store.models import Complaint
from geodata.store.restore import Wish, restore
from geodata.store.rowstream import insert_sqlite, kinds_of, read_rows
from tests.benchmarks import imports
from tests.conftest import POSTGIS

SECRET = "0" * 32
SEED_ROWS = 50_000
# what a restore itself changes or adds to
LIVING = ("audit", "session", "meta")


def run(folder: Path, rows: int) -> None:
    """Fills an embedded home, backs it up, restores it into SQLite and, where there is a server, into PostGIS and out of it again."""
    source = Settings(home=folder / "home", secret=SECRET)
    with _timed("fill", rows):
        _fill(source, folder, rows)
    path = folder / "first.zip"
    with _timed("backup SQLite", rows):
        first = _backed_up(source, path)
    print(f"file       {path.stat().st_size / 1e6:,.0f} MB, {first.rows:,} rows, digest {first.digest[:16]}")
    back = replace(source, home=folder / "back")
    with _timed("restore SQLite", rows):
        restore(back, path)
    with schema_on_server("benchmark_restore") as url:
        if url:
            _by_way_of_postgis(replace(source, home=folder / "far", database_url=url), path, first, rows)
    with _timed("row by row", rows):
        print(f"equal      {_row_digest(source) == _row_digest(back)} (an independent digest of each row)")


def _by_way_of_postgis(far: Settings, path: Path, first: Manifest, rows: int) -> None:
    with _timed("restore PostGIS", rows):
        restore(far, path, Wish(replaces=True))
    with _timed("backup PostGIS", rows):
        second = _backed_up(far, path.with_name("second.zip"))
    digests = {t.name: t.digest for t in second.tables}
    different = [t.name for t in first.tables if digests[t.name] != t.digest and t.name not in LIVING]
    print(f"equal      {not different} {different or ''} (tables of the first backup and of the second)")


def _fill(settings: Settings, folder: Path, rows: int) -> None:
    """Really imported rows, then the same again and again under other numbers."""
    csv = imports.write_source(folder, min(rows, SEED_ROWS))
    env = {**os.environ, "HUITIAN_SECRET": SECRET, "HUITIAN_NOW": imports.AS_OF.isoformat()}
    command = [sys.executable, "-m", "huitian", "--home", str(settings.home)]
    subprocess.run([*command, "load", "complaints", str(csv), "--json"], env=env, check=True, capture_output=True)
    engine, kinds = open_home(settings), kinds_of(Complaint.__table__)  # type: ignore[arg-type]
    with closing(engine.raw_connection()) as raw:
        with read_transaction(engine) as store:
            seed = pl.concat(read_rows(store, "complaint", kinds, ("id",)))
        raw.driver_connection.execute("BEGIN IMMEDIATE")  # type: ignore[union-attr]
        for number in range(1, -(-rows // seed.height)):
            again = seed.with_columns(pl.col("id") + number * seed.height, pl.format("{}-{}", "order_no", pl.lit(number)).alias("order_no"))
            insert_sqlite(raw.driver_connection, "complaint", kinds, again)  # type: ignore[arg-type]
        raw.driver_connection.execute("COMMIT")  # type: ignore[union-attr]
    engine.dispose()


def _backed_up(settings: Settings, path: Path) -> Manifest:
    engine = open_home(settings)
    try:
        return back_up(engine, path, Stamp(settings.clock.now(), SECRET))
    finally:
        engine.dispose()


def _row_digest(settings: Settings) -> str:
    engine = open_home(settings)
    try:
        return store_digest(engine)
    finally:
        engine.dispose()


@contextmanager
def _timed(what: str, rows: int) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds = time.perf_counter() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:<16} {seconds:>8.1f} s {rows / seconds:>10,.0f} rows/s, peak {peak_mb:,.0f} MB", flush=True)


@contextmanager
def schema_on_server(schema: str) -> Iterator[str]:
    """Address of a new schema on the test server, dropped in the end; "" without a server."""
    server = os.environ.get(POSTGIS, "")
    if not server:
        yield ""
        return
    admin = open_store(server)
    _run(admin, f"DROP SCHEMA IF EXISTS {schema} CASCADE", f"CREATE SCHEMA {schema}")
    yield make_url(server).update_query_dict({"options": f"-csearch_path={schema},public"}).render_as_string(hide_password=False)
    _run(admin, f"DROP SCHEMA {schema} CASCADE")
    admin.dispose()


def _run(engine: Engine, *statements: str) -> None:
    with write_transaction(engine) as connection:
        for statement in statements:
            connection.execute(text(statement))
