from __future__ import annotations

import json
import os
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import polars as pl
import pytest
from sqlalchemy import Engine, func, select

from etl.history import KEEP_SECONDS, months_in_store, read_month, rebuild, refresh
from etl.load import load_prepared
from etl.partition import ROW_GROUP
from geodata.clock import local
from geodata.errors import StoreError
from geodata.history import EMPTY_VERSION, MANIFEST, SCHEMA, SORT, open_history
from geodata.settings import Settings
from geodata.store.engine import read_transaction
from geodata.store.models import Complaint
from tests.factories import complaint_frame, prepared
from tests.scene import city

JUNE, JULY, AUGUST = (datetime.fromisoformat(f"2026-0{month}-15 08:30") for month in (6, 7, 8))


def load(engine: Engine, folder: Path, *rows: dict[str, Any]) -> None:
    load_prepared(engine, prepared(folder, complaint_frame(*rows)))


def files(home: Settings) -> set[str]:
    return {path.name for path in home.history_dir.glob("*.parquet")}


def rows_of(home: Settings) -> dict[int, datetime]:
    return dict(open_history(home).scan().select("id", "created_at").collect().iter_rows())


def test_the_history_holds_what_the_store_holds(store: Engine, home: Settings, tmp_path: Path) -> None:
    rows = city(200)
    load(store, tmp_path, *rows)

    refresh(store, home)

    history = open_history(home).scan().collect()
    with read_transaction(store) as connection:
        kept = connection.execute(select(Complaint.id, Complaint.order_no, Complaint.h3_11, Complaint.created_at)).all()
    assert history.schema == SCHEMA
    wanted = {(k.id, k.h3_11, k.created_at.replace(tzinfo=None)) for k in kept}
    assert set(history.select("id", "h3_11", "created_at").iter_rows()) == wanted
    assert history.height == len(rows)
    for given, name in (("place_radius_m", "radius_m"), ("is_callback_valid", "is_valid"), ("is_resolved", "is_resolved")):
        assert history[name].sum() == sum(row.get(given) or 0 for row in rows)
    assert history.filter(pl.col("day") != pl.col("created_at").dt.date()).is_empty()


def test_months_are_files_sorted_by_street_and_cell(sqlite_store: Engine, home: Settings, tmp_path: Path) -> None:
    load(sqlite_store, tmp_path, *city(300, days=50))

    manifest = rebuild(sqlite_store, home)

    assert [m.month for m in manifest.months] == ["2026-10", "2026-11"]
    for month in manifest.months:
        rows = pl.read_parquet(home.history_dir / month.file)
        assert rows.equals(rows.sort(SORT))
        assert rows.height == month.rows
        assert (month.first_day, month.newest_at) == (rows["day"].min(), rows["created_at"].max())
    assert ROW_GROUP == 32_768


def test_a_refresh_rewrites_only_the_months_a_load_touched(store: Engine, home: Settings, tmp_path: Path) -> None:
    load(store, tmp_path, {"order_no": "A", "created_at": JUNE}, {"order_no": "B", "created_at": JULY})
    before = {m.month: m.file for m in refresh(store, home).months}
    load(store, tmp_path, {"order_no": "C", "created_at": JULY}, {"order_no": "D", "created_at": AUGUST})

    after = {m.month: m.file for m in refresh(store, home).months}

    assert after["2026-06"] == before["2026-06"]
    assert after["2026-07"] != before["2026-07"]
    assert sorted(rows_of(home).values()) == [JUNE, JULY, JULY, AUGUST]


def test_a_complaint_whose_time_was_mended_moves_to_its_month(store: Engine, home: Settings, tmp_path: Path) -> None:
    load(store, tmp_path, {"order_no": "A", "created_at": JUNE})
    refresh(store, home)
    load(store, tmp_path, {"order_no": "A", "created_at": JULY})

    manifest = refresh(store, home)

    assert [m.month for m in manifest.months] == ["2026-07"]
    assert list(rows_of(home).values()) == [JULY]


def test_nothing_new_writes_nothing(sqlite_store: Engine, home: Settings, tmp_path: Path) -> None:
    load(sqlite_store, tmp_path, {})
    first = refresh(sqlite_store, home)
    written_at = (home.history_dir / MANIFEST).stat().st_mtime_ns

    assert refresh(sqlite_store, home) == first
    assert (home.history_dir / MANIFEST).stat().st_mtime_ns == written_at


def test_the_same_file_loaded_again_changes_no_version(store: Engine, home: Settings, tmp_path: Path) -> None:
    load(store, tmp_path, {"order_no": "A"}, {"order_no": "B"})
    first = refresh(store, home)
    load(store, tmp_path, {"order_no": "A"}, {"order_no": "B"})

    again = refresh(store, home)

    assert again.version == first.version
    assert again.batch_id > first.batch_id


def test_refreshed_and_rebuilt_are_the_same_bytes(store: Engine, home: Settings, tmp_path: Path) -> None:
    for part in (city(120)[:50], city(120)):
        load(store, tmp_path, *part)
        refreshed = refresh(store, home)

    assert rebuild(store, home).months == refreshed.months


@pytest.mark.postgis
def test_both_engines_write_the_same_bytes(sqlite_store: Engine, postgis_store: Engine, tmp_path: Path) -> None:
    manifests = []
    for name, engine in (("a", sqlite_store), ("b", postgis_store)):
        load(engine, tmp_path / name, *city(150))
        manifests.append(rebuild(engine, Settings(home=tmp_path / name)))

    assert manifests[0].version == manifests[1].version


def test_an_open_history_stays_whole_while_a_newer_one_is_published(sqlite_store: Engine, home: Settings, tmp_path: Path) -> None:
    load(sqlite_store, tmp_path, {"order_no": "A"})
    refresh(sqlite_store, home)
    held = open_history(home)
    load(sqlite_store, tmp_path, {"order_no": "B"})

    refresh(sqlite_store, home)

    assert held.scan().collect().height == 1
    assert open_history(home).scan().collect().height == 2
    assert open_history(home).version != held.version


def test_files_out_of_use_go_when_nobody_can_still_be_reading_them(sqlite_store: Engine, home: Settings, tmp_path: Path) -> None:
    names = []
    for order_no in "ABC":
        load(sqlite_store, tmp_path, {"order_no": order_no})
        names.append(refresh(sqlite_store, home).months[0].file)
        for path in home.history_dir.glob("*.parquet"):        # as if it had been written long ago
            past = path.stat().st_mtime - KEEP_SECONDS - 5
            os.utime(path, (past, past))
    os.utime(home.history_dir / names[1])
    load(sqlite_store, tmp_path, {"order_no": "D"})

    last = refresh(sqlite_store, home).months[0].file

    assert files(home) == {names[1], names[2], last}


def test_what_a_killed_writer_left_is_swept_and_never_read(sqlite_store: Engine, home: Settings, tmp_path: Path) -> None:
    load(sqlite_store, tmp_path, {})
    refresh(sqlite_store, home)
    left = [home.history_dir / "work-killed", home.history_dir / "half.tmp", home.history_dir / "2026-01-000000000000.parquet"]
    left[0].mkdir()
    for path in left[1:]:
        path.write_bytes(b"PAR1 half")
    for path in left:
        os.utime(path, (1, 1))

    assert open_history(home).scan().collect().height == 1
    rebuild(sqlite_store, home)

    assert not [path for path in left if path.exists()]


def test_a_file_that_went_missing_is_written_again(sqlite_store: Engine, home: Settings, tmp_path: Path) -> None:
    load(sqlite_store, tmp_path, {"created_at": JUNE})
    manifest = refresh(sqlite_store, home)
    (home.history_dir / manifest.months[0].file).unlink()

    assert refresh(sqlite_store, home).version == manifest.version
    assert list(rows_of(home).values()) == [JUNE]


BROKEN = ("", "{", "[]", '{"format": 99}', '{"format": 1}', '{"format": 1, "version": "x", "batch_id": 1, "months": [{}]}')


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_manifest_is_refused_by_readers_and_replaced_by_the_writer(
    sqlite_store: Engine, home: Settings, tmp_path: Path, text: str
) -> None:
    load(sqlite_store, tmp_path, {})
    version = refresh(sqlite_store, home).version
    (home.history_dir / MANIFEST).write_text(text)

    with pytest.raises(StoreError, match="huitian build"):
        open_history(home)

    assert refresh(sqlite_store, home).version == version == open_history(home).version


def test_an_empty_store_has_an_empty_history(store: Engine, home: Settings) -> None:
    assert open_history(home).version == EMPTY_VERSION

    refresh(store, home)

    history = open_history(home)
    assert (history.rows, history.newest_at, history.first_day, history.is_sample) == (0, None, None, False)
    assert history.scan().collect_schema() == SCHEMA


def test_the_newest_time_and_the_sample_mark_come_from_the_rows(sqlite_store: Engine, home: Settings, tmp_path: Path) -> None:
    load(sqlite_store, tmp_path, {"order_no": "A", "created_at": JULY}, {"order_no": "B", "created_at": JUNE, "is_sample": True})
    refresh(sqlite_store, home)

    history = open_history(home)

    assert (history.newest_at, history.first_day, history.is_sample, history.rows) == (local(JULY), JUNE.date(), True, 2)


def test_only_asked_days_are_read(sqlite_store: Engine, home: Settings, tmp_path: Path) -> None:
    load(sqlite_store, tmp_path, *({"order_no": f"{i}", "created_at": JUNE + timedelta(days=i)} for i in range(60)))
    refresh(sqlite_store, home)

    days = open_history(home).scan(date(2026, 6, 30), date(2026, 7, 2)).collect()["day"].unique().sort().to_list()

    assert days == [date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)]


def test_two_writers_take_turns(sqlite_store: Engine, home: Settings, tmp_path: Path) -> None:
    load(sqlite_store, tmp_path, *city(200))
    writers = [Thread(target=rebuild, args=(sqlite_store, home)) for _ in range(3)]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert open_history(home).scan().collect().height == 200
    assert json.loads((home.history_dir / MANIFEST).read_text(encoding="utf-8"))["batch_id"] == 1


def test_a_months_bounds_are_midnights_in_shanghai(store: Engine, tmp_path: Path) -> None:
    first, last = datetime.fromisoformat("2025-12-01 00:00"), datetime.fromisoformat("2025-12-31 23:59:59.999999")
    load(store, tmp_path, *({"order_no": f"{i}", "created_at": at} for i, at in enumerate((first, last, last + timedelta(microseconds=1)))))

    with read_transaction(store) as connection:
        december = read_month(connection, "2025-12")
        months, count = months_in_store(connection), connection.scalar(select(func.count(Complaint.id)))

    assert sorted(december["created_at"].to_list()) == [first, last]
    assert (months, count) == (["2025-12", "2026-01"], 3)
