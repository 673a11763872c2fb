"""The gazetteer of pack huitian: names as citizens write them, sketch positions inside their streets."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import PackError
from geodata.gazetteer import COLUMNS, Place, read_gazetteer, sketch_point
from geodata.pack import Pack
from geodata.plane import distance_m
from tests.shared import SHARED, needs_shared

Names = dict[str, list[Place]]


@pytest.fixture(scope="module")
def names(pack: Pack) -> Names:
    found: Names = defaultdict(list)
    for place in pack.gazetteer:
        for name in {place.name, *place.aliases}:
            found[name].append(place)
    return found


def kind(pack: Pack, wanted: str) -> list[Place]:
    return [p for p in pack.gazetteer if p.kind == wanted]


def test_every_area_has_its_name_in_the_gazetteer(pack: Pack) -> None:
    assert [len(kind(pack, k)) for k in ("district", "street", "community")] == [16, 349, 7535]
    assert {p.community_code for p in kind(pack, "community")} == {a.code for a in pack.areas.at("community")}


def test_every_place_has_its_own_id(pack: Pack) -> None:
    assert len({p.id for p in pack.gazetteer}) == len(pack.gazetteer)


def test_every_placed_community_lies_inside_its_street_and_says_approx(pack: Pack) -> None:
    placed = [p for p in kind(pack, "community") if p.point]

    assert len(placed) == 7535 - 1343
    assert all(p.is_approx and p.radius_m and 250 <= p.radius_m <= 1500 for p in placed)
    for place in placed:
        street = pack.areas.get(place.street_code)
        assert street is not None
        assert shapely.contains_xy(street.geometry, place.lon, place.lat), place.name


def test_a_community_of_a_street_without_outline_has_codes_and_no_point(pack: Pack) -> None:
    bare = {a.code for a in pack.areas.at("street") if a.geometry is None}
    inside = [p for p in kind(pack, "community") if p.street_code in bare]

    assert len(inside) == 1343
    assert all(p.point is None and p.district_code and p.community_code for p in inside)


def test_sibling_communities_stand_well_apart(pack: Pack) -> None:
    for member in pack.areas.children("huitian"):
        points = [p.point for p in kind(pack, "community") if p.street_code == member.code and p.point]
        gaps = [min(distance_m(a, b) for b in points if b is not a) for a in points]
        assert min(gaps) > 150, member.name


def test_quarters_lie_on_their_side_of_the_station(pack: Pack) -> None:
    streets = {m.code for m in pack.areas.children("huitian")}
    lon = {p.name: p.lon for p in kind(pack, "community") if p.street_code in streets and p.lon}

    assert max(lon["天通西苑第三"], lon["天通西苑第二西"]) < min(lon["天通东苑第三北"], lon["天通北苑第三东"])
    assert lon["天通西苑第一"] < lon["天通东苑第四"]


def test_areas_and_roads_carry_no_point(pack: Pack) -> None:
    assert all(p.point is None for k in ("district", "street", "road") for p in kind(pack, k))
    assert len(kind(pack, "road")) >= 34


def test_committee_endings_are_taken_off(names: Names) -> None:
    for name in ("龙腾苑三区", "上奥世纪", "中滩", "北京人家", "芦家村", "领秀慧谷北区", "六郎庄", "高里掌"):
        assert any(p.kind == "community" and p.name == name for p in names[name]), name


def test_names_repeat_across_the_city_and_keep_their_districts(pack: Pack) -> None:
    count = Counter(p.name for p in kind(pack, "community"))
    repeated = [n for n, times in count.items() if times > 1]

    assert len(repeated) >= 329
    assert count["辛庄"] >= 11
    assert len({p.street_code for p in kind(pack, "community") if p.name == "辛庄"}) == count["辛庄"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("天通苑西二区", {"天通西苑第二西", "天通西苑第二东"}),
        ("天通北苑三区", {"天通北苑第三东", "天通北苑第三西"}),
        ("天通苑本三区", {"天通中苑第三"}),
        ("天通中苑二区", {"天通中苑第二"}),
        ("融泽嘉园一区", {"融泽家园一区"}),
        ("沙河镇", {"沙河地区"}),
        ("沙河街道", {"沙河地区"}),
        ("天通苑北", {"天通苑北街道"}),
        ("立水桥地铁站", {"立水桥站"}),
        ("地铁天通苑站", {"天通苑站"}),
        ("立水桥地铁站A口", {"立水桥站A口"}),
        ("霍营地铁站G4口", {"霍营站G4口"}),
        ("昌平", {"昌平区"}),
        ("亦庄开发区", {"北京经济技术开发区"}),
    ],
)
def test_what_citizens_write_names_the_place(names: Names, written: str, meant: set[str]) -> None:
    assert {p.name for p in names[written]} == meant


def test_an_alias_never_hides_another_communitys_own_name(pack: Pack) -> None:
    own = {p.name for p in kind(pack, "community")}

    assert not [(p.name, a) for p in kind(pack, "community") for a in p.aliases if a in own]


@needs_shared
def test_all_places_of_the_development_cases_are_known(names: Names) -> None:
    cases = [line.split("\t") for line in (SHARED / "data" / "geocode_dev.tsv").read_text(encoding="utf-8").splitlines()]
    wanted = {place for _, places, _ in cases for place in places.split("|") if place}

    assert {w for w in wanted if not any(p.name == w for p in names[w])} == set()


def test_checked_landmarks_are_where_they_were_measured(names: Names) -> None:
    station, = (p for p in names["天通苑站"] if p.kind == "station")

    assert station.point is not None
    assert (station.lon, station.lat) == pytest.approx((116.40664, 40.07377), abs=0.0005)


def test_exits_stand_within_120_m_of_their_station(pack: Pack) -> None:
    stations = {p.name: p.point for p in kind(pack, "station")}
    exits = kind(pack, "exit")

    assert len(exits) > 100
    for place in exits:
        station = stations[place.name.split("站")[0] + "站"]
        assert station is not None
        assert place.point is not None
        assert place.is_approx
        assert distance_m(station, place.point) < 120


@given(number=st.integers(1, 400), which=st.integers(0, 5000))
def test_a_sketched_building_stays_in_its_street_and_near_its_community(pack: Pack, number: int, which: int) -> None:
    places = [p for p in kind(pack, "community") if p.point]
    place = places[which % len(places)]
    street = pack.areas.get(place.street_code)
    assert street is not None

    point = sketch_point(place, f"{number}号楼", within=street.geometry)

    assert point is not None
    assert place.point is not None
    assert place.radius_m is not None
    assert shapely.contains_xy(street.geometry, *point)
    assert distance_m(point, place.point) <= place.radius_m
    assert point == sketch_point(place, f"{number}号楼", within=street.geometry)


def test_neighbouring_buildings_get_different_places(pack: Pack) -> None:
    place = next(p for p in pack.gazetteer if p.name == "龙腾苑三区")

    assert len({sketch_point(place, f"{n}号楼") for n in range(1, 61)}) == 60
    assert sketch_point(place, "") == place.point
    assert sketch_point(place, "甲座") != place.point


def test_a_place_without_a_point_has_no_sketched_buildings(pack: Pack) -> None:
    place = next(p for p in kind(pack, "community") if p.point is None)

    assert sketch_point(place, "3号楼") is None


@pytest.mark.parametrize(
    ("row", "why"),
    [("x,a,,road,,,,,,,1", "第 2 行"), ("1,a,,planet,,,,,,,1", "planet"), ("1,a,,road", "列数不足"), ("1,a,,road,东,北,,,,,1", "第 2 行")],
)
def test_a_row_that_does_not_parse_is_refused_with_its_line(tmp_path: Path, row: str, why: str) -> None:
    path = tmp_path / "gazetteer.csv"
    path.write_text(",".join(COLUMNS) + "\n" + row + "\n", encoding="utf-8")

    with pytest.raises(PackError, match=why):
        read_gazetteer(path)
