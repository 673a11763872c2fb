"""The place of a text: two hundred phrasings of our own, the shared examples, texts of other cities, and the rules one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.geocoder import LEVELS, NOWHERE, RADIUS_M, Geocoder, Located, is_finer
from geodata.pack import Pack, load_pack
from geodata.plane import distance_m
from tests.shared import SHARED, needs_shared

CASES = Path(__file__).parent / "geocode_cases.tsv"
NO_POINT = ("街道", "区县", "无")


@pytest.fixture(scope="module")
def geocoder(pack: Pack) -> Geocoder:
    return Geocoder(pack)


def read_cases(path: Path) -> list[tuple[str, set[str], str]]:
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [(text, {p for p in places.split("|") if p}, level) for text, places, level in lines]


def is_place_right(located: Located, accepted: set[str]) -> bool:
    return located.place in accepted if accepted else located.place is None


def share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found)


@pytest.mark.parametrize(("text", "accepted", "level"), read_cases(CASES))
def test_each_phrasing_of_our_own_is_placed(geocoder: Geocoder, text: str, accepted: set[str], level: str) -> None:
    located = geocoder.locate(text)

    assert (is_place_right(located, accepted), located.level) == (True, level), located


@needs_shared
def test_the_shared_examples_are_placed_as_promised(geocoder: Geocoder) -> None:
    cases = [(geocoder.locate(text), accepted, level) for text, accepted, level in read_cases(SHARED / "data" / "geocode_dev.tsv")]

    assert share(is_place_right(found, accepted) for found, accepted, _ in cases) >= 0.90
    assert share(found.level == level for found, _, level in cases) >= 0.85
    assert share(is_place_right(f, a) and f.level == level for f, a, level in cases if level in ("无", "区县")) >= 0.94


@needs_shared
def test_texts_of_another_city_get_hardly_a_point(geocoder: Geocoder) -> None:
    frame = pl.read_excel(SHARED / "data" / "complaints" / "taidi_a3_hot_dev.xlsx", infer_schema_length=0)
    texts = frame.select(pl.concat_str("留言主题", "留言详情", separator=" ", ignore_nulls=True)).to_series().to_list()

    assert share(geocoder.locate(text).level not in NO_POINT for text in texts) <= 0.06


def test_an_area_has_codes_and_no_point(geocoder: Geocoder) -> None:
    street, district = geocoder.locate("龙泽园街道井盖松动"), geocoder.locate("昌平区暖气不热")

    assert (street.street_code, street.district_code, street.has_point) == ("110114012", "110114", False)
    assert (district.street_code, district.district_code, district.has_point) == ("", "110114", False)


def test_a_road_without_a_number_has_no_point(geocoder: Geocoder) -> None:
    assert not geocoder.locate("林萃路积水严重").has_point


def test_a_name_borne_by_many_gives_candidates_and_neither_point_nor_codes(geocoder: Geocoder) -> None:
    located = geocoder.locate("辛庄村道路没有路灯")

    assert len(located.candidates) > 5
    assert "昌平区兴寿镇辛庄" in located.candidates
    assert (located.has_point, located.street_code, located.district_code, located.community_code) == (False, "", "", "")


@pytest.mark.parametrize("text", ["南邵镇辛庄村道路没有路灯", "昌平区南邵镇辛庄村委会"])
def test_the_street_settles_which_bearer_of_a_name_is_meant(geocoder: Geocoder, text: str) -> None:
    located = geocoder.locate(text)

    assert (located.community_code, located.candidates) == ("110114111207", ())


def test_a_hint_settles_it_as_well_as_the_text(geocoder: Geocoder) -> None:
    located = geocoder.locate("辛庄村道路没有路灯", district_code="110114", street_code="110114111")

    assert located.community_code == "110114111207"


def test_a_wrong_street_costs_confidence_and_not_the_place(geocoder: Geocoder) -> None:
    right, wrong = geocoder.locate("龙泽园街道龙腾苑三区停水"), geocoder.locate("天通苑北街道龙腾苑三区停水")

    assert wrong.place == right.place == "龙腾苑三区"
    assert wrong.confidence < right.confidence


def test_another_district_than_the_text_says_is_no_match(geocoder: Geocoder) -> None:
    assert geocoder.locate("海淀区风雅园停水").place == "海淀区"


def test_a_hint_makes_the_text_one_of_this_city(geocoder: Geocoder) -> None:
    text = "河南省籍租户在龙腾苑三区违规经营"

    assert geocoder.locate(text).level == "无"
    assert geocoder.locate(text, district_code="110114").place == "龙腾苑三区"


def test_hints_alone_give_the_area(geocoder: Geocoder) -> None:
    located = geocoder.locate("咨询公积金", district_code="110114", street_code="110114012")

    assert (located.level, located.place, located.method) == ("街道", "龙泽园街道", "hint")


def test_two_bearers_of_a_folk_name_in_one_street_share_a_point_between_them(geocoder: Geocoder, pack: Pack) -> None:
    located = geocoder.locate("天通苑西二区南门外违停严重")

    homes = [p.point for p in pack.gazetteer if p.name in ("天通西苑第二西", "天通西苑第二东")]
    assert len(located.candidates) == 2
    assert (located.street_code, located.community_code) == ("110114008", "")
    assert located.radius_m is not None
    for home in homes:
        assert home is not None
        assert distance_m(home, type(home)(located.lon or 0, located.lat or 0)) <= located.radius_m


def test_the_crossing_of_two_known_roads_has_a_point_and_of_an_unknown_one_none(geocoder: Geocoder) -> None:
    known, unknown = geocoder.locate("立汤路与太平庄北街交叉口违法停车"), geocoder.locate("同成街与无名小路路口")

    assert known.has_point
    assert known.approx
    assert (unknown.level, unknown.has_point) == ("路口", False)


def test_a_building_of_a_sketched_community_has_its_own_steady_point_and_the_communitys_radius(geocoder: Geocoder) -> None:
    first, again, other = (geocoder.locate(f"龙腾苑三区{n}漏水") for n in ("12号楼", "12栋", "13号楼"))

    assert (first.lon, first.lat, first.building) == (again.lon, again.lat, again.building)
    assert (first.lon, first.lat) != (other.lon, other.lat)
    assert (first.approx, first.radius_m) == (True, 250)


def test_without_sketch_buildings_a_building_lies_at_its_community(pack: Pack) -> None:
    plain = load_pack("huitian")
    geocoder = Geocoder(replace(plain, config=replace(plain.config, sketch_buildings=False)))

    building, community = geocoder.locate("龙腾苑三区12号楼"), geocoder.locate("龙腾苑三区")

    assert (building.lon, building.lat) == (community.lon, community.lat)


def test_a_community_in_a_street_without_outline_has_codes_and_no_point(geocoder: Geocoder, pack: Pack) -> None:
    bare = next(p for p in pack.gazetteer if p.kind == "community" and p.lon is None and len(p.name) > 4)
    street = next(p.name for p in pack.gazetteer if p.kind == "street" and p.street_code == bare.street_code)

    located = geocoder.locate(f"{street}{bare.name}社区停水")

    assert (located.community_code, located.has_point) == (bare.community_code, False)


def test_many_texts_get_the_same_answers_as_one_by_one(geocoder: Geocoder) -> None:
    texts = [text for text, _, _ in read_cases(CASES)][:40] * 2
    blank = [""] * len(texts)

    assert geocoder.locate_many(texts, blank, blank) == [geocoder.locate(text) for text in texts]


@given(st.text(alphabet="龙腾苑三区天通北一号楼社村路与交叉口站A口昌平东小口镇辛庄长沙市，（）0129 \n#-", max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_it_and_every_answer_is_whole(geocoder: Geocoder, text: str) -> None:
    located = geocoder.locate(text)

    assert located.level in LEVELS
    assert (located.place is None) == (located.level == "无")
    assert (located.lon is None) == (located.lat is None)
    assert not (located.has_point and located.level in (*NO_POINT, "道路"))
    assert located.radius_m is not None or located.level == "无"
    assert 0.0 <= located.confidence <= 1.0
    assert located.street_code.startswith(located.district_code) or not located.street_code
    assert located.community_code.startswith(located.street_code) or not located.community_code


def test_levels_run_from_fine_to_coarse_and_each_has_its_radius() -> None:
    assert is_finer("楼栋", "小区")
    assert not is_finer("无", "区县")
    assert list(RADIUS_M) == list(LEVELS)
    assert NOWHERE.level == "无"
