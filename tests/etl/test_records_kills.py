"""A load of records that is killed while it writes leaves nothing of its file, and loading again completes it.

HUITIAN_TEST_KILLS says how many kills (the ordinary suite: 2 an engine).
"""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from etl.pipeline import load_source
from etl.workshop import Source, Workshop
from geodata.store.engine import open_store, read_transaction
from geodata.store.migration import migrate
from geodata.store.models import Batch, Forecast, Project, ProjectCell, ProjectOutput, ProjectReport, Quarantine
from tests.etl.register import file_of
from tests.etl.test_load_kills import KILLS, signs_of_life, wait_for_the_server_to_notice
from tests.etl.test_records_shapes import BARE

ROWS, REJECTED = 300, 10
TABLES = (Project, ProjectCell, ProjectOutput, ProjectReport, Forecast, Quarantine)
CHILD = """
import sys
from dataclasses import replace
from pathlib import Path
from etl.feeds import FEEDS
from etl.pipeline import load_source
from etl.workshop import Source, Workshop
from geodata.pack import load_pack
from geodata.settings import Settings
from geodata.store.engine import open_store

def refine(rows, bench):
    refined = FEEDS["projects"].refine(rows, bench)
    print("writing", flush=True)
    return refined

engine, workshop = open_store(sys.argv[1]), Workshop.open(Settings(home=Path(sys.argv[3]), secret="s" * 32), load_pack("huitian"))
load_source(Source(Path(sys.argv[2]), replace(FEEDS["projects"], refine=refine), crs="wgs84"), engine, workshop)
print("done", flush=True)
"""


@dataclass(frozen=True)
class Peace:
    """Files, the rows of TABLES that one of them makes, and what a store holds that loaded them all."""

    files: tuple[Source, ...]
    counts_of_one: list[int]
    content: list[tuple[object, ...]]


def register_named(name: str, folder: Path) -> Source:
    """A register whose rows fill every table of the programme; some are put aside."""
    moved = {"geometry": "LINESTRING (116.32 40.07, 116.34 40.08)", "预计完工": "2027-03-01", "调整原因": "资金"}
    good = [{"项目编号": f"{name}-{n}", "项目名称": f"示例项目 {n}", **moved} for n in range(ROWS)]
    bad = [{"项目编号": f"{name}-X{n}", "状态": "不明"} for n in range(REJECTED)]
    return file_of("projects", BARE, folder, *good, *bad)


def load_and_kill(engine: Engine, source: Source, home: Path, moment: float) -> None:
    """Start loading elsewhere and kill that process somewhere between the first word of its writing and its end."""
    address = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", CHILD, address, str(source.path), str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as child:
        assert next(signs_of_life(child)) == "writing"
        try:
            child.wait(timeout=moment * 0.2)
        except subprocess.TimeoutExpired:
            child.kill()


def counts(engine: Engine) -> tuple[list[int], int]:
    """Rows of TABLES, and batches."""
    with read_transaction(engine) as store:
        found = [store.scalar(select(func.count()).select_from(model)) or 0 for model in TABLES]
        return found, store.scalar(select(func.count()).select_from(Batch)) or 0


def content(engine: Engine) -> list[tuple[object, ...]]:
    """What the tables hold apart from ids, by the number of its project."""
    with read_transaction(engine) as store:
        parts = []
        for model in (ProjectCell, ProjectOutput, ProjectReport, Forecast):
            kept = [c for c in model.__table__.columns if c.name not in ("id", "batch_id", "project_id", "entered_at")]
            joined = select(Project.project_no, *kept).join_from(Project, model, Project.id == model.project_id)
            parts += [(model.__tablename__, *row) for row in store.execute(joined)]
        plain = (Project.project_no, Project.row_digest, Project.lon, Project.street_code, Project.planned_end_date)
        return sorted([*parts, *(("project", *row) for row in store.execute(select(*plain)))], key=repr)


@pytest.fixture(scope="module")
def peace(tmp_path_factory: pytest.TempPathFactory, workshop: Workshop) -> Peace:
    """The files loaded into SQLite undisturbed, once for both engines."""
    folder = tmp_path_factory.mktemp("peace")
    files = tuple(register_named(f"F{number}", folder) for number in range(KILLS))
    engine = open_store(f"sqlite:///{folder / 'peace.sqlite'}", create=True)
    migrate(engine)
    load_source(files[0], engine, workshop)
    of_one, _ = counts(engine)
    for file in files[1:]:
        load_source(file, engine, workshop)
    found = Peace(files, of_one, content(engine))
    engine.dispose()
    return found


def test_a_killed_load_of_records_leaves_nothing_and_the_next_one_everything(
    store: Engine, tmp_path: Path, workshop: Workshop, peace: Peace
) -> None:
    chance = random.Random(20261101)
    files, whole = peace.files, peace.counts_of_one
    for file in files:
        load_and_kill(store, file, tmp_path / "home", chance.random())
        wait_for_the_server_to_notice(store)

        # all of a file or nothing of it: a load that was done before the kill came counts as done
        found, batches = counts(store)
        assert found == [count * batches for count in whole]

    receipts = [load_source(file, store, workshop) for file in files]

    assert all(r.read == ROWS + REJECTED == r.loaded + r.unchanged + r.quarantined for r in receipts)
    assert counts(store)[0] == [count * KILLS for count in whole]
    assert content(store) == peace.content
