"""Offences, car parks and enforcements into the store: nothing personal, nothing lost, hexagons of what was treated."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from etl.feeds import FEEDS
from etl.ledger import Receipt
from etl.pipeline import load_source
from etl.workshop import Source, Workshop
from geodata import grid
from geodata.store.engine import read_transaction
from geodata.store.models import Quarantine, Site, Violation
from tests.etl.conftest import csv_text

LON, LAT = "116.325", "40.068"
HEADERS = (
    "编号", "类型", "来源", "摄像头编号", "时间", "路段", "地点", "所在街道", "是否误报", "关联工单", "经度", "纬度",
    "车牌号", "当事人", "联系电话",
)  # fmt: skip
ROW = ("WF1", "违停", "摄像头", "C01", "2026-07-16 18:20:00", "示例路", "", "", "否", "", LON, LAT, "京A12345", "欧阳明日", "13912345678")
BERTH_HEADERS = ("编号", "名称", "泊位数", "拆除地锁", "新建停车面积(平方米)", "经度", "纬度")
BERTH_ROW = ("TC1", "示例停车场 1", "120", "3", "800", LON, LAT)
WORK_HEADERS = ("编号", "名称", "类型", "开始日期", "结束日期", "路段", "图形")
LINE = "LINESTRING (116.320 40.068, 116.340 40.068)"
WORK_ROW = ("ZZ1", "示例整治 1", "违停", "2026-07-01", "2026-07-14", "示例路", LINE)


def sheet(folder: Path, feed: str, headers: Sequence[str], row: Sequence[str], changes: Iterable[Mapping[str, str]]) -> Source:
    rows = [tuple(change.get(h, c) for h, c in zip(headers, row, strict=True)) for change in changes]
    path = folder / f"{feed}-{len(list(folder.iterdir()))}.csv"
    path.write_text(csv_text(rows, headers), encoding="utf-8")
    return Source(path, FEEDS[feed], crs="wgs84")


def violations(folder: Path, *changes: Mapping[str, str]) -> Source:
    return sheet(folder, "violations", HEADERS, ROW, changes)


def berths(folder: Path, *changes: Mapping[str, str]) -> Source:
    return sheet(folder, "berths", BERTH_HEADERS, BERTH_ROW, changes)


def works(folder: Path, *changes: Mapping[str, str]) -> Source:
    return sheet(folder, "enforcements", WORK_HEADERS, WORK_ROW, changes)


def fates(receipt: Receipt) -> tuple[int, int, int, int]:
    """loaded, updated, unchanged, quarantined; together all that was read."""
    found = (receipt.loaded, receipt.updated, receipt.unchanged, receipt.quarantined)
    assert sum(found) == receipt.read
    return found


def stored(engine: Engine, model: Any) -> list[Any]:
    with read_transaction(engine) as store:
        return list(store.execute(select(model.__table__).order_by(model.id)))


def details(engine: Engine) -> dict[str, Any]:
    with read_transaction(engine) as store:
        found = store.scalars(select(Site.details)).one()
    assert isinstance(found, dict)
    return found


def test_an_offence_is_stored_with_kind_source_time_road_and_hexagon(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    receipt = load_source(violations(tmp_path, {}), store, workshop)

    assert fates(receipt) == (1, 0, 0, 0)
    (row,) = stored(store, Violation)
    assert (row.violation_no, row.kind, row.source, row.camera_no, row.road_name) == ("WF1", "parking", "camera", "C01", "示例路")
    assert row.at.isoformat(timespec="minutes") == "2026-07-16T18:20+08:00"
    assert row.h3_11 == grid.cells_of([float(LON)], [float(LAT)])[0]
    assert row.street_code.startswith("110114")


def test_no_plate_no_person_and_no_telephone_reaches_the_store(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(violations(tmp_path, {}, {"编号": "WF2", "类型": "不明", "地点": "京A12345 旁，电话 13912345678"}), store, workshop)

    held = json.dumps([list(map(str, row)) for model in (Violation, Quarantine) for row in stored(store, model)], ensure_ascii=False)

    assert "WF2" in held
    assert not [secret for secret in ("京A12345", "欧阳明日", "13912345678") if secret in held]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"编号": ""}, "blank"),
        ({"类型": "超速"}, "bad_code"),
        ({"类型": ""}, "blank"),
        ({"时间": ""}, "blank"),
        ({"时间": "昨天晚上"}, "bad_time"),
        ({"时间": "2099-05-01 08:00"}, "future_time"),
        ({"来源": "道听途说"}, "bad_code"),
        ({"是否误报": "也许"}, "bad_code"),
    ],
)
def test_a_row_that_nobody_can_use_is_put_aside_with_its_reason(
    wrong: dict[str, str], reason: str, tmp_path: Path, sqlite_store: Engine, workshop: Workshop
) -> None:
    receipt = load_source(violations(tmp_path, wrong, {"编号": "WF9"}), sqlite_store, workshop)

    assert fates(receipt) == (1, 0, 0, 1)
    assert [row.reason_code for row in stored(sqlite_store, Quarantine)] == [reason]


def test_a_false_alarm_and_a_place_nobody_knows_are_no_reason_to_leave_a_row_out(
    tmp_path: Path, sqlite_store: Engine, workshop: Workshop
) -> None:
    nowhere = {"编号": "WF2", "经度": "", "纬度": "", "路段": "", "是否误报": "是"}

    receipt = load_source(violations(tmp_path, {}, nowhere, {"编号": "WF3", "经度": "120.0", "纬度": "30.0"}), sqlite_store, workshop)

    assert fates(receipt) == (3, 0, 0, 0)
    rows = {row.violation_no: row for row in stored(sqlite_store, Violation)}
    assert (rows["WF2"].place_level, rows["WF2"].h3_11, rows["WF2"].is_false_alarm) == ("无", None, True)
    assert (rows["WF3"].district_code, rows["WF3"].street_code) == (None, None)


@pytest.mark.parametrize(
    ("cells", "source"),
    [({"摄像头编号": "C01"}, "camera"), ({"摄像头编号": "", "关联工单": "G1"}, "complaint"), ({"摄像头编号": ""}, "patrol")],
)
def test_an_offence_that_says_no_source_is_of_the_one_that_it_names(
    cells: dict[str, str], source: str, tmp_path: Path, sqlite_store: Engine, workshop: Workshop
) -> None:
    load_source(violations(tmp_path, {"来源": "", **cells}), sqlite_store, workshop)

    assert [row.source for row in stored(sqlite_store, Violation)] == [source]


def test_the_same_file_again_changes_nothing_and_a_later_one_updates(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    first = violations(tmp_path, {}, {"编号": "WF2"})
    load_source(first, store, workshop)

    assert fates(load_source(first, store, workshop)) == (0, 0, 2, 0)
    assert fates(load_source(violations(tmp_path, {"是否误报": "是"}, {"编号": "WF2"}), store, workshop)) == (0, 1, 1, 0)


def test_a_car_park_is_a_place_with_its_berths_and_what_nobody_said_stays_unknown(
    tmp_path: Path, store: Engine, workshop: Workshop
) -> None:
    load_source(berths(tmp_path, {"拆除地锁": ""}), store, workshop)

    (row,) = stored(store, Site)
    assert (row.kind, row.site_no, row.name) == ("parking", "TC1", "示例停车场 1")
    assert details(store) == {"berth_count": 120, "new_area_m2": 800.0}


def test_berths_below_zero_are_put_aside(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    assert fates(load_source(berths(tmp_path, {"泊位数": "-3"}), sqlite_store, workshop)) == (0, 0, 0, 1)


def test_an_enforcement_of_a_stretch_knows_the_hexagons_it_runs_through(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(works(tmp_path, {}), store, workshop)

    found = details(store)
    assert (found["violation_kind"], found["from_date"], found["until_date"], found["road_name"]) == (
        "parking", "2026-07-01", "2026-07-14", "示例路",
    )  # fmt: skip
    cells = [grid.cell_named(name) for name in found["cells_09"]]
    ends = grid.parents_of(grid.cells_of([116.320, 116.340], [40.068, 40.068]), 9).tolist()
    assert set(ends) <= set(cells)
    assert 4 <= len(cells) <= 9


def test_an_enforcement_that_ends_before_it_begins_is_put_aside(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    receipt = load_source(works(tmp_path, {"结束日期": "2026-06-01"}), sqlite_store, workshop)

    assert fates(receipt) == (0, 0, 0, 1)
    assert [row.reason_code for row in stored(sqlite_store, Quarantine)] == ["until_before_from"]


def test_an_enforcement_known_by_its_road_only_treats_no_hexagon(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    load_source(works(tmp_path, {"图形": ""}), sqlite_store, workshop)

    assert "cells_09" not in details(sqlite_store)
