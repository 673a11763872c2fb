from __future__ import annotations

from pathlib import Path

import click
import polars as pl
import pytest
from sqlalchemy import Engine, delete, update

from etl.build import MOST_LINES, differences, rebuild, refresh
from etl.build_cli import build
from etl.load import load_prepared
from geodata.errors import StoreError
from geodata.history import MANIFEST, open_history
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.engine import write_transaction
from geodata.store.home import create_home
from geodata.store.models import Complaint, Daily
from tests.factories import complaint_frame, prepared
from tests.scene import city


def loaded(engine: Engine, folder: Path, count: int = 80) -> None:
    load_prepared(engine, prepared(folder, complaint_frame(*city(count, days=70))))


@pytest.fixture
def derived(store: Engine, home: Settings, tmp_path: Path, pack: Pack) -> Engine:
    """A store with history, daily table and tiles in step."""
    loaded(store, tmp_path)
    refresh(store, home, pack)
    return store


def test_after_a_refresh_everything_equals_the_store(derived: Engine, home: Settings) -> None:
    assert differences(derived, home) == ()


def test_a_rebuild_says_what_stands_now(derived: Engine, home: Settings, pack: Pack) -> None:
    found = rebuild(derived, home, pack)

    history = open_history(home)
    assert (found.history_version, found.rows) == (history.version, 80) == (history.version, history.rows)
    assert found.cells == {}       # so few hexagons travel as outlines; tests/etl/test_tiles.py draws some
    assert differences(derived, home) == ()


def test_a_load_that_was_not_brought_in_is_named(derived: Engine, home: Settings, tmp_path: Path) -> None:
    load_prepared(derived, prepared(tmp_path, complaint_frame({"order_no": "NEW"})))

    assert differences(derived, home) == ("历史列存缺最近 1 个批次", "2026-07-01：历史 0 件，库中 1 件")


def test_a_changed_row_is_found_by_content_though_the_counts_agree(derived: Engine, home: Settings) -> None:
    with write_transaction(derived) as connection:
        connection.execute(update(Complaint).where(Complaint.order_no == "D000079").values(channel="微信"))

    assert differences(derived, home) == ("2026-11-22：历史与库都是 4 件，但内容不同",)


def test_a_lost_daily_row_is_named(derived: Engine, home: Settings) -> None:
    day = city(80, days=70)[-1]["created_at"].date()
    with write_transaction(derived) as connection:
        connection.execute(delete(Daily).where(Daily.day == day))

    assert differences(derived, home) == (f"{day}：日表与库不一致",)


def test_a_damaged_or_lost_file_is_named(sqlite_store: Engine, home: Settings, tmp_path: Path, pack: Pack) -> None:
    loaded(sqlite_store, tmp_path)
    refresh(sqlite_store, home, pack)
    lost, damaged, *_ = (home.history_dir / m.file for m in open_history(home).manifest.months)
    lost.unlink()
    pl.read_parquet(damaged).head(1).write_parquet(damaged)

    assert differences(sqlite_store, home) == (f"历史文件 {lost.name} 不见了", f"历史文件 {damaged.name} 的内容与清单的摘要不符")


def test_no_history_at_all_differs_on_every_day_but_says_only_so_much(sqlite_store: Engine, home: Settings, tmp_path: Path) -> None:
    loaded(sqlite_store, tmp_path, 200)

    found = differences(sqlite_store, home)

    assert len(found) == MOST_LINES + 1
    assert found[0] == "历史列存缺最近 1 个批次"
    assert found[-1].startswith("另有 ")


@pytest.fixture
def demo_home(home: Settings, tmp_path: Path) -> Settings:
    """A home with data and nothing derived yet but the daily table."""
    engine = create_home(home, demo=True)
    loaded(engine, tmp_path)
    engine.dispose()
    return home


def run(settings: Settings, *arguments: str) -> None:
    assert isinstance(build, click.Command)
    build.main(list(arguments), obj=settings, standalone_mode=False)


def test_the_command_builds_and_then_finds_nothing_different(demo_home: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    run(demo_home)
    run(demo_home, "--check")

    done, checked = capsys.readouterr().out.splitlines()
    assert "80 件、3 个月" in done
    assert checked.startswith("一致")


def test_the_check_ends_with_a_fault_and_says_where(demo_home: Settings) -> None:
    run(demo_home)
    (demo_home.history_dir / MANIFEST).unlink()

    with pytest.raises(StoreError, match=r"与库不一致[\s\S]*2026-11-22：历史 0 件，库中 1 件|另有 \d+ 处不一致"):
        run(demo_home, "--check")
