"""A load that is killed at any moment leaves nothing of its file, and loading again completes it.

HUITIAN_TEST_KILLS says how many kills (the ordinary suite: 2 an engine).
"""

from __future__ import annotations

import os
import pickle
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Engine, func, select, text

from etl.daily import differing_days
from etl.ledger import store_digest
from etl.load import load_prepared
from etl.prepared import Prepared
from geodata.store.engine import open_store, read_transaction
from geodata.store.migration import migrate
from geodata.store.models import Batch, Complaint, Daily, Quarantine
from tests.factories import complaint_frame, prepared, reject_frame

KILLS = int(os.environ.get("HUITIAN_TEST_KILLS", "2"))
ROWS, REJECTED, CHUNKS = 6_000, 50, 4
CHILD = f"""
import pickle, sys
from etl.load import load_prepared
from geodata.store.engine import open_store
engine = open_store(sys.argv[1])
file = pickle.loads(bytes.fromhex(sys.argv[2]))
print("ready", flush=True)
load_prepared(engine, file, on_rows=lambda count: print(count, flush=True), chunk_rows={ROWS // CHUNKS})
"""


def file_named(name: str, folder: Path) -> Prepared:
    """A file of several chunks over several days, some rows rejected; its order numbers begin with its name."""
    number = pl.int_range(ROWS)
    rows = complaint_frame({}).select(pl.all().repeat_by(ROWS).explode()).with_columns(
        pl.format("{}-{}", pl.lit(name), number).alias("order_no"),
        number.cast(pl.String).alias("row_digest"),
        pl.col("created_at") + pl.duration(minutes=number),
    )
    return prepared(folder, rows, reject_frame(*({"row_no": n} for n in range(REJECTED))))


def load_and_kill(engine: Engine, file: Prepared, moment: float) -> None:
    """Start loading the file elsewhere and kill that process after a share of its work, 0 to 1."""
    chunks, rest = divmod(moment * (CHUNKS + 1), 1)
    command = [sys.executable, "-c", CHILD, engine.url.render_as_string(hide_password=False), pickle.dumps(file).hex()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as child:
        lines = signs_of_life(child)
        assert next(lines) == "ready"
        for _ in range(int(chunks)):
            next(lines, "")
        try:
            child.wait(timeout=rest * 0.1)   # somewhere between two signs; it may also end before
        except subprocess.TimeoutExpired:
            child.kill()


def signs_of_life(child: subprocess.Popen[str]) -> Iterator[str]:
    """The child's lines."""
    assert child.stdout is not None
    return (line.strip() for line in child.stdout)


def counts(engine: Engine) -> tuple[int, ...]:
    """Rows of complaint, quarantine, daily and batch."""
    with read_transaction(engine) as store:
        return tuple(store.scalar(select(func.count()).select_from(model)) or 0 for model in (Complaint, Quarantine, Daily, Batch))


def wait_for_the_server_to_notice(engine: Engine) -> None:
    """PostgreSQL sees a dead client when it next writes to it; the load's lock tells when that was."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection, connection.begin():
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('huitian.load'), hashtext(current_schema()))"))


@pytest.fixture(scope="module")
def peace(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Prepared], str]:
    """The files, and the digest of a store that loaded them undisturbed, once for both engines."""
    folder = tmp_path_factory.mktemp("peace")
    files = [file_named(f"F{number}", folder) for number in range(KILLS)]
    return files, undisturbed(files, folder)


def test_a_killed_load_leaves_nothing_and_the_next_one_everything(store: Engine, peace: tuple[list[Prepared], str]) -> None:
    chance = random.Random(20260701)
    files, digest = peace
    for file in files:
        load_and_kill(store, file, chance.random())
        wait_for_the_server_to_notice(store)

        # all of a file or nothing of it: a load that was done before the kill came counts as done
        complaints, quarantined, _, batches = counts(store)
        assert (complaints, quarantined) == (ROWS * batches, REJECTED * batches)
        with read_transaction(store) as connection:
            assert differing_days(connection) == []

    receipts = [load_prepared(store, file) for file in files]

    assert all(r.read == ROWS + REJECTED == r.loaded + r.unchanged + r.quarantined for r in receipts)
    assert counts(store)[:2] == (ROWS * KILLS, REJECTED * KILLS)
    assert store_digest(store, tables=("complaint", "quarantine")) == digest


def undisturbed(files: list[Prepared], folder: Path) -> str:
    """Digest of a store that loaded the files in peace."""
    engine = open_store(f"sqlite:///{folder / 'peace.sqlite'}", create=True)
    migrate(engine)
    for file in files:
        load_prepared(engine, file)
    digest = store_digest(engine, tables=("complaint", "quarantine"))
    engine.dispose()
    return digest
