"""Loads of 20,000 rows killed at random moments, by hand: `python -m tests.benchmarks kills [--kills 100]`; none may be half there.

Each kill that lands ends a load at work, before it was done. After each one the store holds whole files only; at the end every file is
loaded again, and the digest is that of a store which was never disturbed. Then four loaders at once, each in an order of its own.
"""

from __future__ import annotations

import itertools
import pickle
import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import polars as pl
from sqlalchemy import Engine, make_url

from etl.daily import differing_days
from etl.ledger import store_digest
from etl.load import load_prepared
from etl.prepared import Prepared
from geodata.store.engine import open_store, read_transaction
from geodata.store.migration import migrate
from tests.benchmarks.restore import schema_on_server
from tests.etl.test_load_kills import counts, wait_for_the_server_to_notice
from tests.factories import complaint_frame, prepared, reject_frame

ROWS, REJECTED, FILES = 20_000, 100, 4
TABLES = ("complaint", "quarantine")
CHILD = """
import pickle, sys
import etl.load
from geodata.store.engine import open_store, read_transaction
engine = open_store(sys.argv[1])
with read_transaction(engine):
    pass
print("ready", flush=True)
for line in sys.stdin:
    etl.load.load_prepared(engine, pickle.loads(bytes.fromhex(line)))
    print("done", flush=True)
"""


class Loader:
    """A process that is ready to load; it says so before, so that a kill meets the load and not the start of Python."""

    def __init__(self, url: str) -> None:
        command = [sys.executable, "-c", CHILD, url]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])

    def start(self, *files: Prepared) -> None:
        """Begin to load the files, one after the other."""
        assert self._process.stdout
        assert self._process.stdin
        assert self._process.stdout.readline().strip() == "ready"
        for file in files:
            self._process.stdin.write(pickle.dumps(file).hex() + "\n")
        self._process.stdin.close()

    def kill_after(self, seconds: float) -> bool:
        """Whether it was still there to be killed."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        landed = self._process.poll() is None
        self._process.kill()
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()
        return landed

    def finish(self) -> None:
        """Wait until all is loaded."""
        assert self._process.stdout
        self._process.stdout.read()
        assert self._process.wait() == 0
        self._process.stdout.close()


def run(folder: Path, kills: int) -> None:
    """Kills so many loads on each engine that there is."""
    files = [_file(folder, number) for number in range(FILES)]
    wanted = _undisturbed(folder, files)
    _on_engine("SQLite", f"sqlite:///{folder / 'kills.sqlite'}", files, kills, wanted)
    with schema_on_server("benchmark_kills") as server:
        if server:
            _on_engine("PostGIS", server, files, kills, wanted)
    _four_at_once("SQLite", f"sqlite:///{folder / 'four.sqlite'}", files, wanted)
    with schema_on_server("benchmark_four") as server:
        if server:
            _four_at_once("PostGIS", server, files, wanted)


def _on_engine(name: str, url: str, files: list[Prepared], kills: int, wanted: str) -> None:
    engine, chance, start = _made(url), random.Random(20260716), time.perf_counter()
    file, landed, completed = files[0], 0, 0
    usual_seconds = 1.0
    ready = Loader(url)
    while landed < kills:
        loader, ready = ready, Loader(url)
        begun = time.perf_counter()
        loader.start(file)
        was_there = loader.kill_after(chance.uniform(0, usual_seconds))
        wait_for_the_server_to_notice(engine)
        complaints, quarantined, _, batches = counts(engine)
        assert (complaints, quarantined) == (ROWS * batches, REJECTED * batches), "half a file"
        if batches > completed:        # the kill came too late: the whole file is there
            completed, usual_seconds = batches, max(0.05, 0.9 * (time.perf_counter() - begun))
            file = files[completed % FILES]
            if completed == FILES - 1:
                engine, completed = _emptied(engine, url), 0
        else:
            landed += was_there
            usual_seconds *= 1.02
    ready.kill_after(0)
    for each in files:
        load_prepared(engine, each)
    with read_transaction(engine) as store:
        assert differing_days(store) == []
    assert store_digest(engine, tables=TABLES) == wanted
    engine.dispose()
    print(f"{name:<10} {landed} kills landed: 0 partial, 0 lost, 0 doubled; {time.perf_counter() - start:.0f} s", flush=True)


def _emptied(engine: Engine, url: str) -> Engine:
    """The store as at first, so that there always is a file to load that is not there yet."""
    from geodata.store.founding import empty_store

    empty_store(engine)
    engine.dispose()
    return _made(url)


def _four_at_once(name: str, url: str, files: list[Prepared], wanted: str) -> None:
    engine, orders = _made(url), list(itertools.permutations(files))
    loaders = [Loader(url) for _ in range(4)]
    for loader, order in zip(loaders, random.Random(4).sample(orders, 4), strict=True):
        loader.start(*order)
    for loader in loaders:
        loader.finish()
    assert counts(engine)[:2] == (ROWS * FILES, REJECTED * FILES)
    assert store_digest(engine, tables=TABLES) == wanted
    engine.dispose()
    print(f"{name:<10} four loaders at once, each all files in its own order: the digest of one", flush=True)


def _file(folder: Path, number: int) -> Prepared:
    row = pl.int_range(ROWS)
    rows = complaint_frame({}).select(pl.all().repeat_by(ROWS).explode()).with_columns(
        pl.format("K{}-{}", pl.lit(number), row).alias("order_no"),
        row.cast(pl.String).alias("row_digest"),
        pl.col("created_at") + pl.duration(minutes=row),
    )
    return prepared(folder, rows, reject_frame(*({"row_no": n} for n in range(REJECTED))))


def _undisturbed(folder: Path, files: list[Prepared]) -> str:
    engine = _made(f"sqlite:///{folder / 'peace.sqlite'}")
    for file in files:
        load_prepared(engine, file)
    digest = store_digest(engine, tables=TABLES)
    engine.dispose()
    return digest


def _made(url: str) -> Engine:
    engine = open_store(make_url(url).render_as_string(hide_password=False), create=True)
    migrate(engine)
    return engine
