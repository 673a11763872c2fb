"""Registers of waterlogging points, rain and depth into the store; relapses found in whatever order the files come."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from etl import contracts, relapse
from etl.feeds import FEEDS
from etl.ledger import Receipt
from etl.load import load_prepared
from etl.pipeline import load_source
from etl.workshop import Source, Workshop
from geodata.clock import local
from geodata.errors import FileRefused
from geodata.pack import Pack
from geodata.store.engine import open_store, read_transaction
from geodata.store.models import Batch, DepthReading, Quarantine, RainReading, Site, SiteState
from geodata.water.relapse import State, history
from tests.etl.conftest import csv_text
from tests.factories import complaint_frame, prepared
from tests.scene import placed

LON, LAT = 116.325, 40.068
RAIN_HEADERS = ("雨量站编号", "站名", "时间", "雨量(mm)", "累计时长(分钟)", "经度", "纬度")
RAIN_ROW = ("YL-01", "示例雨量站 01", "2026-07-16 14:10:00", "3.2", "10", str(LON), str(LAT))
DEPTH_HEADERS = ("传感器编号", "所属积水点", "时间", "水深(cm)", "经度", "纬度")
DEPTH_ROW = ("SW-01", "JS-001", "2026-07-16 14:10:00", "12", str(LON), str(LAT))
POINT_HEADERS = (
    "积水点编号", "名称", "成因", "一点一策措施", "责任单位", "计划资金(万元)", "状态", "销账日期", "汇水范围", "水深阈值(mm)",
    "经度", "纬度",
)  # fmt: skip
POINT_ROW = ("JS-001", "示例积水点 01", "地势低洼", "增设泵排", "示例单位 1", "120", "已销账", "2026-06-01", "", "150", str(LON), str(LAT))
AREA = "POLYGON ((116.325 40.068, 116.331 40.068, 116.331 40.074, 116.325 40.074, 116.325 40.068))"


def sheet(folder: Path, feed: str, headers: Sequence[str], row: Sequence[str], changes: Iterable[Mapping[str, str]]) -> Source:
    rows = [tuple(change.get(h, c) for h, c in zip(headers, row, strict=True)) for change in changes]
    path = folder / f"{feed}-{len(list(folder.iterdir()))}.csv"
    path.write_text(csv_text(rows, headers), encoding="utf-8")
    return Source(path, FEEDS[feed], crs="wgs84")


def rain(folder: Path, *changes: Mapping[str, str]) -> Source:
    return sheet(folder, "rain", RAIN_HEADERS, RAIN_ROW, changes)


def depth(folder: Path, *changes: Mapping[str, str]) -> Source:
    return sheet(folder, "depth", DEPTH_HEADERS, DEPTH_ROW, changes)


def points(folder: Path, *changes: Mapping[str, str]) -> Source:
    return sheet(folder, "waterlogging", POINT_HEADERS, POINT_ROW, changes)


def fates(receipt: Receipt) -> tuple[int, int, int, int]:
    found = (receipt.loaded, receipt.updated, receipt.unchanged, receipt.quarantined)
    assert sum(found) == receipt.read
    return found


def all_of(engine: Engine, *columns: Any) -> list[tuple[Any, ...]]:
    with read_transaction(engine) as store:
        return [tuple(row) for row in store.execute(select(*columns).order_by(*columns))]


def reasons(engine: Engine) -> list[str]:
    return [code for (code,) in all_of(engine, Quarantine.reason_code)]


def one(engine: Engine, number: str) -> Any:
    with read_transaction(engine) as store:
        return store.execute(select(Site.__table__).where(Site.site_no == number)).one()


def complain(engine: Engine, folder: Path, number: str, at: str, *, metres_north: float = 80, **given: Any) -> None:
    """One complaint of standing water so far from the point, loaded as its own file."""
    where = placed(LON, LAT + metres_north / 111_195)
    row = {"order_no": number, "created_at": datetime.fromisoformat(at), "category_code": "030501", **where, **given}
    load_prepared(engine, prepared(folder / f"spool-{number}", complaint_frame(row)))


def test_rain_comes_in_with_its_stations_in_millimetres(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    receipt = load_source(rain(tmp_path, {}, {"时间": "2026-07-16 14:20:00", "雨量(mm)": "0.5"}), store, workshop)

    assert fates(receipt) == (2, 0, 0, 0)
    found = all_of(store, RainReading.at, RainReading.rain_mm, RainReading.interval_min)
    assert found[0] == (local(datetime(2026, 7, 16, 14, 10)), 3.2, 10)
    station = one(store, "YL-01")
    assert (station.kind, station.name, station.street_code, station.lon) == ("rain_station", "示例雨量站 01", "110114012", LON)


@pytest.mark.parametrize(("header", "cell"), [("雨量(mm)", "3.2"), ("雨量（cm）", "0.32"), ("雨量_m", "0.0032"), ("雨量", "3.2mm")])
def test_a_feed_says_its_unit_in_header_or_cell(
    tmp_path: Path, sqlite_store: Engine, workshop: Workshop, header: str, cell: str
) -> None:
    headers = tuple(header if h == "雨量(mm)" else h for h in RAIN_HEADERS)
    load_source(sheet(tmp_path, "rain", headers, RAIN_ROW, [{header: cell}]), sqlite_store, workshop)

    assert all_of(sqlite_store, RainReading.rain_mm) == [(pytest.approx(3.2),)]


def test_a_mapping_may_say_the_unit_and_without_any_the_file_is_refused(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    headers = tuple("雨量" if h == "雨量(mm)" else h for h in RAIN_HEADERS)
    bare = sheet(tmp_path, "rain", headers, RAIN_ROW, [{}])

    with pytest.raises(FileRefused):
        load_source(bare, sqlite_store, workshop)
    told = Source(bare.path, bare.feed, contracts.Mapping(units={"rain": "cm"}), "wgs84")
    assert fates(load_source(told, sqlite_store, workshop)) == (1, 0, 0, 0)
    assert all_of(sqlite_store, RainReading.rain_mm) == [(32.0,)]


def test_readings_that_cannot_be_are_put_aside_each_with_its_reason(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    receipt = load_source(
        rain(
            tmp_path, {}, {"时间": "2026-07-16 14:00:00"}, {"雨量(mm)": "-3.2"}, {"雨量(mm)": "999", "时间": "2026-07-16 14:30:00"},
            {"雨量(mm)": "大雨"}, {"时间": "2026-11-23 12:11:00"}, {"时间": "2099-06-01 08:00:00"}, {"雨量(mm)": "4"},
            {"累计时长(分钟)": "0", "时间": "2026-07-16 15:30:00"}, {"雨量站编号": ""},
        ), store, workshop,
    )  # fmt: skip

    assert fates(receipt) == (2, 0, 0, 8)
    assert reasons(store) == sorted(
        ["negative", "reading_far", "bad_number", "future_time", "future_time", "reading_twice", "bad_interval", "blank"]
    )
    assert len(all_of(store, RainReading.at)) == 2
    assert all_of(store, Batch.newest_at) == [max(all_of(store, RainReading.at))]       # not that of the reading of 2099


def test_readings_out_of_order_and_the_same_ones_again_change_nothing(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    times = [{"时间": f"2026-07-16 14:{minute}:00"} for minute in (30, 10, 20)]
    first = load_source(rain(tmp_path, *times), store, workshop)
    again = load_source(rain(tmp_path, *reversed(times), {"时间": "2026-07-16 14:10:00"}), store, workshop)

    assert fates(first) == (3, 0, 0, 0)
    assert fates(again) == (0, 0, 4, 0)


def test_a_later_file_corrects_a_reading(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(rain(tmp_path, {}), store, workshop)
    later = load_source(rain(tmp_path, {"雨量(mm)": "3.4"}), store, workshop)

    assert fates(later) == (0, 1, 0, 0)
    assert all_of(store, RainReading.rain_mm) == [(3.4,)]


def test_depth_in_centimetres_is_stored_in_millimetres_at_its_sensor(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(depth(tmp_path, {}), store, workshop)

    assert all_of(store, DepthReading.depth_mm) == [(120.0,)]
    assert (one(store, "SW-01").parent_no, one(store, "SW-01").kind) == ("JS-001", "depth_sensor")


def test_readings_in_a_unit_ten_times_off_are_flagged_and_not_loaded(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    values = ("4", "4.2", "41", "43", "4.1", "40", "3.9", "99999", "-12")
    rows = [{"时间": f"2026-07-16 14:{10 + i}:00", "水深(cm)": v} for i, v in enumerate(values)]

    assert fates(load_source(depth(tmp_path, *rows), store, workshop)) == (4, 0, 0, 5)
    assert reasons(store) == ["negative", "reading_far", *["reading_tenfold"] * 3]


def test_water_that_rises_fast_and_falls_slowly_is_no_wrong_unit(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    rows = [{"时间": f"2026-07-16 {14 + i // 6}:{i % 6}0:00", "水深(cm)": str(v)} for i, v in enumerate((0, 3, 31, 30, 22, 15, 9, 4, 1, 0))]

    assert fates(load_source(depth(tmp_path, *rows), sqlite_store, workshop)) == (10, 0, 0, 0)


def test_a_register_comes_in_with_its_thresholds_money_and_closing(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    later = {"积水点编号": "JS-002", "状态": "未治理", "销账日期": "", "汇水范围": AREA}
    bad = [{"积水点编号": ""}, {"积水点编号": "X", "状态": "不清楚"}, {"积水点编号": "Y", "销账日期": "2027-06-01"}]
    receipt = load_source(points(tmp_path, {}, later, *bad), store, workshop)

    assert fates(receipt) == (2, 0, 0, 3)
    found = one(store, "JS-001")
    assert (found.status, found.owner, found.area_geom, found.street_code) == ("已销账", "示例单位 1", None, "110114012")
    assert found.details == {
        "cause": "地势低洼", "measure": "增设泵排", "planned_cny": 1_200_000, "depth_alarm_mm": 150, "stated_status": "已销账",
        "stated_at": "2026-06-01T23:59",
    }  # fmt: skip
    assert all_of(store, SiteState.status, SiteState.at, SiteState.source) == [("已销账", local(datetime(2026, 6, 1, 23, 59)), "register")]


def test_a_point_stands_where_its_columns_say_and_not_amid_its_catchment(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(points(tmp_path, {"汇水范围": AREA}, {"积水点编号": "JS-002", "汇水范围": AREA, "经度": "", "纬度": ""}), store, workshop)

    first, second = one(store, "JS-001"), one(store, "JS-002")
    assert (first.lon, first.lat) == (LON, LAT)
    assert first.area_geom is not None
    assert second.lon == pytest.approx(116.328, abs=0.002)


def test_the_same_register_again_changes_nothing_and_a_new_owner_is_an_update(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(points(tmp_path, {}), store, workshop)

    assert fates(load_source(points(tmp_path, {}), store, workshop)) == (0, 0, 1, 0)
    assert fates(load_source(points(tmp_path, {"责任单位": "示例单位 2"}), store, workshop)) == (0, 1, 0, 0)


def test_a_complaint_near_a_closed_point_is_a_relapse_and_a_new_closing_ends_it(
    tmp_path: Path, store: Engine, workshop: Workshop, pack: Pack
) -> None:
    load_source(points(tmp_path, {}), store, workshop)
    complain(store, tmp_path, "A", "2026-05-30 08:00")
    complain(store, tmp_path, "B", "2026-06-09 08:00", category_code="010101")
    complain(store, tmp_path, "C", "2026-06-09 08:00", metres_north=400)
    complain(store, tmp_path, "D", "2026-06-09 08:00", place_radius_m=1500)
    assert relapse.refresh(store, pack) == 0

    complain(store, tmp_path, "E", "2026-06-10 08:00")
    assert relapse.refresh(store, pack) == 1
    assert relapse.refresh(store, pack) == 0
    assert one(store, "JS-001").status == "复发"
    assert "80 米" in next(note for status, note in all_of(store, SiteState.status, SiteState.note) if status == "复发")

    load_source(points(tmp_path, {"责任单位": "示例单位 2"}), store, workshop)
    relapse.refresh(store, pack)
    assert one(store, "JS-001").status == "复发"

    load_source(points(tmp_path, {"销账日期": "2026-08-01"}), store, workshop)
    relapse.refresh(store, pack)
    assert one(store, "JS-001").status == "已销账"


def test_a_reading_of_the_alarm_depth_after_the_closing_is_a_relapse(tmp_path: Path, store: Engine, workshop: Workshop, pack: Pack) -> None:
    load_source(points(tmp_path, {}), store, workshop)
    load_source(depth(tmp_path, {"水深(cm)": "14.9"}, {"水深(cm)": "15", "时间": "2026-05-16 14:10:00"}), store, workshop)
    assert relapse.refresh(store, pack) == 0

    load_source(depth(tmp_path, {"水深(cm)": "15", "时间": "2026-07-16 14:20:00"}), store, workshop)
    assert relapse.refresh(store, pack) == 1
    assert ("复发", local(datetime(2026, 7, 16, 14, 20)), "depth") in all_of(store, SiteState.status, SiteState.at, SiteState.source)


def test_whatever_the_order_of_the_files_the_status_and_the_history_are_the_same(
    tmp_path: Path, workshop: Workshop, pack: Pack, sqlite_file: Path
) -> None:
    told = set()
    for number, order in enumerate(permutations(range(4))):
        folder = tmp_path / f"order-{number}"
        folder.mkdir()
        engine = open_store(f"sqlite:///{shutil.copy(sqlite_file, folder / 'store.sqlite')}")
        steps = (
            lambda e=engine, f=folder: load_source(points(f, {}), e, workshop),
            lambda e=engine, f=folder: complain(e, f, "E", "2026-07-10 08:00"),
            lambda e=engine, f=folder: complain(e, f, "F", "2026-06-20 08:00"),
            lambda e=engine, f=folder: load_source(depth(f, {"水深(cm)": "30", "时间": "2026-07-01 14:10:00"}), e, workshop),
        )
        for step in order:
            steps[step]()
            relapse.refresh(engine, pack)
        rows = [State(*row) for row in all_of(engine, SiteState.status, SiteState.at, SiteState.source)]
        told.add((one(engine, "JS-001").status, tuple((s.status, s.at) for s in history(rows))))
        engine.dispose()

    assert told == {("复发", (("已销账", local(datetime(2026, 6, 1, 23, 59))), ("复发", local(datetime(2026, 6, 20, 8)))))}


def test_a_sensor_without_a_place_stands_at_its_point_whichever_comes_first(
    tmp_path: Path, store: Engine, workshop: Workshop, pack: Pack
) -> None:
    load_source(sheet(tmp_path, "depth", DEPTH_HEADERS[:4], DEPTH_ROW[:4], [{}]), store, workshop)
    relapse.refresh(store, pack)
    assert one(store, "SW-01").lon is None

    load_source(points(tmp_path, {}), store, workshop)
    relapse.refresh(store, pack)
    assert (one(store, "SW-01").lon, one(store, "SW-01").street_code) == (LON, "110114012")


def test_an_hourly_file_without_an_interval_is_read_as_hourly(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    headers, row = (tuple(c for h, c in zip(RAIN_HEADERS, cells, strict=True) if "时长" not in h) for cells in (RAIN_HEADERS, RAIN_ROW))
    hours = [{"时间": (datetime(2026, 7, 16) + timedelta(hours=i)).isoformat(" ")} for i in range(4)]
    load_source(sheet(tmp_path, "rain", headers, row, hours), sqlite_store, workshop)

    assert {interval for (interval,) in all_of(sqlite_store, RainReading.interval_min)} == {60}
