"""The real register of 240 projects that lie in another city: every one comes in, as outside, with numbers that are text."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from sqlalchemy import Engine, func, select

from etl.contracts import Mapping
from etl.feeds import FEEDS
from etl.load_cli import load
from etl.mapping import read_mapping
from etl.pipeline import load_source
from etl.workshop import Source, Workshop
from geodata.settings import Settings
from geodata.store.engine import open_store, read_transaction
from geodata.store.models import Project, ProjectCell
from tests.etl.register import fates
from tests.shared import SHARED, needs_shared

CAPITAL = SHARED / "data" / "complaints" / "nyc_capital_240.geojson"
MAPPING = Path(__file__).with_name("mappings") / "nyc_capital.toml"


def mapped(mapping: Mapping | None = None) -> Source:
    return Source(CAPITAL, FEEDS["projects"], mapping or read_mapping(MAPPING, FEEDS["projects"]))


@needs_shared
def test_all_240_come_in_as_outside_and_the_second_time_change_nothing(store: Engine, workshop: Workshop) -> None:
    receipt = load_source(mapped(), store, workshop)

    assert (fates(receipt), receipt.located) == ((240, 0, 0, 0), {"无": 240})
    assert fates(load_source(mapped(), store, workshop)) == (0, 0, 240, 0)
    with read_transaction(store) as connection:
        rows = connection.execute(select(Project.project_no, Project.district_code, Project.lon, Project.status)).all()
        assert len({row.project_no for row in rows}) == 240
        assert {(row.district_code, row.status) for row in rows} == {(None, "")}
        assert {"34201201", "SKYPORT"} <= {row.project_no for row in rows}
        assert all(row.lon is not None and "." not in row.project_no for row in rows)
        assert connection.scalar(select(func.count()).select_from(ProjectCell)) == 240


@needs_shared
def test_a_mapping_that_says_nothing_of_places_gets_them_from_the_geometry(sqlite_store: Engine, workshop: Workshop) -> None:
    mapping = Mapping(columns={"project_no": "project_id", "name": "project_description"}, digest="x")

    assert load_source(mapped(mapping), sqlite_store, workshop).located == {"无": 240}


@needs_shared
def test_the_command_loads_them_into_a_fresh_home(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", secret="s" * 32)

    result = CliRunner().invoke(load, ["projects", str(CAPITAL), "--mapping", str(MAPPING), "--json"], obj=settings, catch_exceptions=False)

    assert (result.exit_code, '"loaded": 240' in result.stdout) == (0, True)
    engine = open_store(settings.store_url)
    with read_transaction(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(Project)) == 240
    engine.dispose()
