"""Rows get place, cell and codes: own coordinates before text, community before named areas before outlines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import polars as pl
import pytest

from etl.locate import Locator
from geodata.grid import cells_of
from geodata.pack import Pack
from geodata.services import open_service
from geodata.settings import Settings

TEXTS = ("place_text", "title", "content", "district_text", "street_text", "community_text")
ADDED = {
    "place_level": pl.String, "place_name": pl.String, "place_radius_m": pl.Int32, "place_confidence": pl.Float64,
    "place_approx": pl.Boolean, "lon": pl.Float64, "lat": pl.Float64, "h3_11": pl.Int64,
    "district_code": pl.String, "street_code": pl.String,
    "community_code": pl.String, "code_source": pl.String, "is_boundary_conflict": pl.Boolean,
}


@pytest.fixture(scope="module")
def locator(pack: Pack) -> Locator:
    return Locator(pack)


def rows(*given: dict[str, Any]) -> pl.DataFrame:
    blank: dict[str, Any] = dict.fromkeys(TEXTS, "") | {"lon": None, "lat": None}
    return pl.DataFrame([blank | row for row in given], schema=dict.fromkeys(TEXTS, pl.String) | {"lon": pl.Float64, "lat": pl.Float64})


def located(locator: Locator, **row: Any) -> dict[str, Any]:
    return locator.locate(rows(row)).row(0, named=True)


def codes(row: dict[str, Any]) -> tuple[str | None, str | None, str | None, str]:
    return row["district_code"], row["street_code"], row["community_code"], row["code_source"]


def test_the_frame_gets_the_promised_columns_and_keeps_its_rows_and_others(locator: Locator) -> None:
    frame = rows({"place_text": "霍营站"}, {"title": "咨询"}).with_columns(order_no=pl.Series(["1", "2"]))

    found = locator.locate(frame)

    assert {name: found.schema[name] for name in ADDED} == ADDED
    assert found["order_no"].to_list() == ["1", "2"]


def test_a_frame_without_rows_gets_the_same_columns(locator: Locator) -> None:
    assert {name: kind for name, kind in locator.locate(rows()).schema.items() if name in ADDED} == ADDED


def test_a_frame_without_coordinate_columns_is_located_from_its_text(locator: Locator) -> None:
    assert locator.locate(rows({"place_text": "霍营站"}).drop("lon", "lat"))["lon"].is_not_null().all()


def test_the_code_of_the_matched_community_wins_over_the_street_the_row_names(locator: Locator) -> None:
    row = located(locator, place_text="龙腾苑三区12号楼", district_text="昌平区", street_text="回龙观街道")

    assert codes(row) == ("110114", "110114012", "110114012009", "community")
    assert (row["place_level"], row["place_approx"], row["is_boundary_conflict"]) == ("楼栋", True, False)


def test_a_named_street_wins_over_the_outline_and_the_conflict_is_marked(locator: Locator) -> None:
    row = located(locator, place_text="立水桥站", district_text="昌平区", street_text="天通苑南街道")

    assert codes(row) == ("110114", "110114009", None, "named")
    assert row["is_boundary_conflict"]


def test_a_named_district_keeps_the_street_around_the_point_only_inside_it(locator: Locator) -> None:
    inside, outside = (located(locator, place_text=place, district_text="昌平区") for place in ("霍营站", "立水桥站"))

    assert codes(inside) == ("110114", "110114010", None, "named")
    assert codes(outside) == ("110114", None, None, "named")
    assert outside["is_boundary_conflict"]


def test_without_named_areas_the_outline_around_the_point_counts(locator: Locator) -> None:
    row = located(locator, lon=116.33, lat=40.07)

    assert codes(row) == ("110114", "110114012", None, "polygon")


def test_given_coordinates_win_over_the_text(locator: Locator) -> None:
    row = located(locator, place_text="昌平区", lon=116.33, lat=40.07)

    assert (row["place_level"], row["place_radius_m"], row["lon"], row["lat"]) == ("兴趣点", 50, 116.33, 40.07)
    assert row["h3_11"] == cells_of([116.33], [40.07])[0]


@pytest.mark.parametrize(("lon", "lat"), [(0.0, 0.0), (200.0, 40.0), (116.3, None)])
def test_coordinates_that_are_none_leave_the_text_to_count(locator: Locator, lon: float, lat: float | None) -> None:
    assert located(locator, place_text="霍营站", lon=lon, lat=lat)["place_name"] == "霍营站"


def test_a_point_outside_the_city_is_kept_without_cell_and_codes(locator: Locator) -> None:
    row = located(locator, lon=-73.98, lat=40.75)

    assert codes(row) == (None, None, None, "none")
    assert (row["lon"], row["h3_11"], row["place_level"]) == (-73.98, None, "无")


@pytest.mark.parametrize("row", [
    {"district_text": "非辖属", "place_text": "龙腾苑三区"}, {"title": "长沙市岳麓区梅溪湖路面塌陷"}, {"title": "咨询公积金"}, {},
])
def test_a_row_of_no_area_of_the_city_has_no_codes_and_is_no_error(locator: Locator, row: dict[str, str]) -> None:
    found = located(locator, **row)

    assert codes(found) == (None, None, None, "none")
    assert (found["place_level"], found["lon"]) == ("无", None)


@pytest.mark.parametrize(("district", "street", "code"), [
    ("昌平区", "回龙观街道", "110114011"), ("昌平", "回龙观", "110114011"), ("北京市昌平区", "东小口地区办事处", "110114007"),
    ("", "东小口镇", "110114007"), ("昌平区", "昌平区霍营街道", "110114010"),
    ("海淀区", "八里庄街道", "110108005"), ("昌平区", "沙河镇", "110114004"),
])
def test_areas_are_known_however_a_clerk_writes_them(locator: Locator, district: str, street: str, code: str) -> None:
    row = located(locator, title="咨询", district_text=district, street_text=street)

    assert (row["street_code"], row["place_level"], row["code_source"]) == (code, "街道", "named")


def test_a_street_name_of_two_districts_needs_its_district(locator: Locator) -> None:
    assert located(locator, title="咨询", street_text="八里庄街道")["street_code"] is None


@pytest.mark.parametrize("blank", ["不详", "", "无"])
def test_an_area_that_is_not_said_is_no_hint(locator: Locator, blank: str) -> None:
    assert located(locator, place_text="霍营站", district_text=blank, street_text=blank)["street_code"] == "110114010"


def test_title_and_content_are_asked_where_the_place_column_says_nothing_finer_than_a_street(locator: Locator) -> None:
    by_title = located(locator, place_text="龙泽园街道", title="龙腾苑三区停水", content="霍营站")
    by_content = located(locator, place_text="不详", title="停水", content="家住龙腾苑三区5号楼")

    assert by_title["place_name"] == "龙腾苑三区"
    assert by_content["place_level"] == "楼栋"


def test_a_finer_place_in_another_district_than_the_place_column_says_is_not_taken(locator: Locator) -> None:
    assert located(locator, place_text="海淀区西三旗街道", title="和风雅园一样停水")["district_code"] == "110108"


def test_the_community_column_counts_where_the_texts_say_nothing(locator: Locator) -> None:
    row = located(locator, title="咨询", district_text="昌平区", street_text="东小口镇", community_text="中滩村")

    assert codes(row) == ("110114", "110114007", "110114007204", "community")


def test_a_name_borne_by_many_is_settled_by_the_columns(locator: Locator) -> None:
    row = located(locator, place_text="辛庄村", district_text="昌平区", street_text="南邵镇")

    assert row["community_code"] == "110114111207"


def test_each_distinct_row_gets_the_same_place_wherever_it_stands(locator: Locator) -> None:
    one, other = {"place_text": "龙腾苑三区12号楼"}, {"place_text": "霍营站A口"}

    found = locator.locate(rows(one, other, one))

    assert found.row(0) == found.row(2)
    assert found.equals(pl.concat([locator.locate(rows(r)) for r in (one, other, one)]))


class Network:
    """Stands in for the service's server and counts what it is asked."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer, self.asked = answer, 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        return httpx.Response(200, json=self.answer)


def with_service(pack: Pack, home: Settings, network: Network) -> Locator:
    configured = replace(home, service="amap", service_key="k", service_per_second=50.0)
    return Locator(pack, open_service(configured, httpx.MockTransport(network)))


def test_a_service_is_asked_only_for_what_the_gazetteer_cannot_place(pack: Pack, home: Settings) -> None:
    place = {"formatted_address": "北京市昌平区示例大厦", "location": "116.335900,40.070800", "level": "兴趣点"}
    network = Network({"status": "1", "geocodes": [place]})
    locator = with_service(pack, home, network)

    found = locator.locate(rows({"place_text": "示例大厦三层"}, {"place_text": "龙腾苑三区"}, {"title": "长沙市岳麓区路灯"}))

    assert network.asked == 1
    assert found["place_level"].to_list() == ["兴趣点", "小区", "无"]
    assert found["street_code"].to_list()[0] == "110114012"


def test_a_service_that_fails_is_given_up_and_the_rows_are_still_located(pack: Pack, home: Settings) -> None:
    network = Network({"status": "0", "infocode": "10003", "info": "DAILY_QUERY_OVER_LIMIT"})
    locator = with_service(pack, home, network)

    found = locator.locate(rows({"place_text": "示例大厦三层"}, {"place_text": "昌平区某大厦"}))

    assert (network.asked, found["place_level"].to_list()) == (1, ["无", "区县"])
    assert "DAILY_QUERY_OVER_LIMIT" in locator.service_fault
