from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl
from sqlalchemy import Engine

from dashboard.access.scope import Scope
from dashboard.queries.cubes import Source, areas_cube
from dashboard.queries.quality import PLACE_LEVELS, batches, conflict_count, data_state, level_shares, quarantine_by_reason
from etl.load import load_prepared
from geodata.clock import local
from geodata.history import open_history
from geodata.pack import Pack
from geodata.settings import Settings
from tests.factories import complaint_frame, prepared, reject_frame
from tests.scene import LAST_DAY, NEWEST

MUNICIPAL, STREET = Scope.everything(), Scope((("110114011", "110114012"),))
SINCE = LAST_DAY - timedelta(days=365)


def test_batches_come_newest_first_and_account_for_every_row(store: Engine, tmp_path: Path) -> None:
    for number in (1, 2):
        rejects = reject_frame({}) if number == 2 else None
        file = prepared(tmp_path, complaint_frame({"order_no": "A"}, {"order_no": f"B{number}"}), rejects, file_name=f"{number}.csv")
        load_prepared(store, file)

    found = batches(store, MUNICIPAL)

    assert [b.file_name for b in found] == ["2.csv", "1.csv"]
    assert [(b.read_count, b.loaded_count, b.updated_count, b.unchanged_count, b.quarantined_count) for b in found] == [
        (3, 1, 0, 1, 1),
        (2, 2, 0, 0, 0),
    ]
    assert len(batches(store, MUNICIPAL, limit=1, offset=1)) == 1


def test_rejected_rows_are_counted_by_reason_most_first(store: Engine, tmp_path: Path) -> None:
    reasons = ["b", "a", "b", "c", "b", "c"]
    rejects = reject_frame(*({"row_no": i, "reason_code": r, "reason": f"原因 {r}"} for i, r in enumerate(reasons, 2)))
    load_prepared(store, prepared(tmp_path, complaint_frame({}), rejects))

    found = quarantine_by_reason(store, MUNICIPAL)

    assert [(line.reason_code, line.count, line.replayed_count, line.example) for line in found] == [
        ("b", 3, 0, "原因 b"),
        ("c", 2, 0, "原因 c"),
        ("a", 1, 0, "原因 a"),
    ]


def test_files_of_the_whole_city_are_not_for_a_streets_reader(sqlite_store: Engine, tmp_path: Path) -> None:
    load_prepared(sqlite_store, prepared(tmp_path, complaint_frame({}), reject_frame({})))

    assert batches(sqlite_store, STREET) == ()
    assert quarantine_by_reason(sqlite_store, STREET) == ()


def test_place_levels_are_all_named_and_their_shares_are_one(city_source: Source) -> None:
    found = level_shares(city_source, "11", SINCE, LAST_DAY)

    assert [line.level for line in found] == list(PLACE_LEVELS)
    assert sum(line.share or 0 for line in found) == 1
    assert sum(line.count for line in found) == int(areas_cube(city_source, "11", first=SINCE).arrays["count"].sum())


def test_levels_of_no_record_have_no_share(city_source: Source) -> None:
    later = LAST_DAY + timedelta(days=9)

    assert {(line.count, line.share) for line in level_shares(city_source, "11", later, later)} == {(0, None)}


def test_conflicts_are_counted_in_the_area_and_period(city_source: Source) -> None:
    rows = city_source.history.scan(SINCE, LAST_DAY).filter(pl.col("is_boundary_conflict")).collect()

    assert conflict_count(city_source, "11", SINCE, LAST_DAY) == rows.height > 0
    assert conflict_count(city_source, "110105", SINCE, LAST_DAY) == rows.filter(pl.col("district_code") == "110105").height


def test_data_has_the_age_of_its_newest_record(city_source: Source) -> None:
    fresh = data_state(city_source, local(NEWEST + timedelta(hours=3)))
    stale = data_state(city_source, local(NEWEST + timedelta(days=2)))

    assert (fresh.as_of, fresh.age, fresh.is_stale, fresh.is_sample) == (local(NEWEST), "3 小时", False, True)
    assert (stale.age, stale.is_stale) == ("2 天", True)


def test_no_data_is_not_stale_and_has_no_time(tmp_path: Path, pack: Pack) -> None:
    state = data_state(Source(open_history(Settings(home=tmp_path)), pack, MUNICIPAL), local(NEWEST))

    assert (state.as_of, state.age, state.is_stale, state.rows) == (None, "", False, 0)
