"""Maps of the brief: drawn without a browser, on the small city."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
import shapely
from dash import Dash
from PIL import Image

from dashboard.access.scope import Scope
from dashboard.brief.content import MapPicture
from dashboard.brief.files import made
from dashboard.brief.fonts import DRAWN_WITH, drawing_type
from dashboard.brief.issuing import publishing
from dashboard.brief.map_names import Label, place_names
from dashboard.brief.map_scene import scene
from dashboard.brief.maps import Frame, drawn, frame_of
from dashboard.desk import Desk
from dashboard.theme import THEMES
from geodata.coords import LonLat
from geodata.errors import NotFound
from tests.dashboard import brief_world as world

HOT = "huitian-2026-W47-hot.png"


@pytest.fixture(scope="module")
def desk(app: Dash) -> Desk:
    found = app.server.extensions["desk"]
    assert isinstance(found, Desk)
    return publishing(found, Scope.everything())


def of(area: str, kind: str = "hexagons") -> MapPicture:
    return replace(world.HOT_MAP, area=area, kind=kind)


@pytest.fixture(scope="module")
def files(desk: Desk) -> dict[str, bytes]:
    """The files of a brief."""
    return made(world.brief(), desk)


@pytest.fixture
def opened(files: dict[str, bytes]) -> Image.Image:
    """Its map."""
    return Image.open(io.BytesIO(files[HOT]))


def test_a_map_is_16_cm_at_300_dpi(opened: Image.Image) -> None:
    assert opened.width in (1889, 1890)
    assert [round(dpi) for dpi in opened.info["dpi"]] == [300, 300]


def test_what_a_map_says_is_written_into_the_file(opened: Image.Image) -> None:
    told = opened.info

    assert told["Title"] == "诉求密度与显著聚集区"
    assert "回天地区，2026-11-16 至 2026-11-22" in told["Description"]
    for said in ("数据截至 2026-11-22 21:40", "示意边界，非行政界线", "演示数据", "界线版本：现行"):
        assert said in told["Comment"]


def test_hexagons_have_exactly_the_colours_of_the_look(opened: Image.Image) -> None:
    found = {color for _, color in opened.convert("RGB").getcolors(1 << 22) or ()}

    light = THEMES["light"]
    for token in ("map-land", "map-in", "seq-1", "warn"):
        assert tuple(bytes.fromhex(light[token].lstrip("#"))) in found


@pytest.mark.parametrize("kind", ["points", "projects"])         # hexagons: below
def test_the_same_data_gives_the_same_bytes(desk: Desk, kind: str) -> None:
    first, second = (drawn(of("huitian", kind), world.brief(), desk).png for _ in range(2))

    assert first == second


def test_the_time_of_drawing_is_not_in_a_map(desk: Desk, files: dict[str, bytes]) -> None:
    brief = world.brief()

    later = replace(brief, made_at=brief.made_at.replace(year=2027))

    assert drawn(world.HOT_MAP, later, desk).png == files[HOT]


@pytest.mark.parametrize("area", ["11", "110114", "huitian", "110114011"])
def test_counts_of_units_and_hexagons_are_those_of_the_brief(desk: Desk, area: str) -> None:
    shown = scene(of(area), desk)

    cells = shown.cells
    assert cells is not None
    inside = sum(unit.count or 0 for unit in shown.ground.units)
    assert inside <= cells.shown_count + cells.coarse_count + cells.unplaced_count
    assert all(0 <= cls <= 7 for _, cls in cells.rings)


def test_an_unknown_area_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound):
        drawn(of("999999"), world.brief(), desk)


@pytest.mark.parametrize("bounds", [(116.0, 40.0, 116.5, 40.01), (116.0, 39.0, 116.05, 41.0)])
def test_a_frame_holds_a_flat_and_a_tall_area(bounds: tuple[float, float, float, float]) -> None:
    frame = frame_of(bounds)

    west, south, east, north = bounds
    for lon, lat in ((west, south), (east, north)):
        x, y = frame.at(lon, lat)
        assert abs(x) < frame.half[0]
        assert abs(y) < frame.half[1]
    assert 0.49 < frame.half[1] / frame.half[0] < 0.75


def test_names_do_not_stand_on_each_other() -> None:
    frame = Frame(LonLat(116.3, 40.0), (8_000.0, 6_000.0), 12.0)
    labels = [Label(name, "12", ((0.0, 0.0), (2_500.0, 0.0))) for name in ("东城", "西城", "石景山")]

    placed = list(place_names(labels, frame, (), None))

    spots = [spot for _, spot, _ in placed]
    assert len(set(spots)) == 3
    assert [start is None for _, _, start in placed] == [True, True, False]


def test_no_name_stands_on_the_scale() -> None:
    frame = frame_of((116.0, 40.0, 116.6, 40.3))
    (half_x, half_y), cm = frame.half, frame.m_per_cm
    corner = shapely.box(half_x - 3.4 * cm, -half_y, half_x, -half_y + 1.5 * cm)

    (_, spot, _), = place_names([Label("天通苑北", "39", ((half_x - 2 * cm, -half_y + 0.9 * cm),))], frame, (), None, corner)

    assert not corner.buffer(0.2 * cm).contains(shapely.Point(spot))


def test_a_chinese_font_is_found() -> None:
    assert drawing_type().family in DRAWN_WITH


def test_a_brief_has_a_file_of_each_kind_and_one_of_each_picture(files: dict[str, bytes]) -> None:
    assert list(files) == [
        "huitian-2026-W47.docx", "huitian-2026-W47.pptx", "huitian-2026-W47.xlsx", "huitian-2026-W47-trend.png",
        "huitian-2026-W47-categories.png", "huitian-2026-W47-streets.png", "huitian-2026-W47-lights.png", "huitian-2026-W47-hot.png",
    ]  # fmt: skip


def test_two_runs_give_identical_files(desk: Desk, files: dict[str, bytes]) -> None:
    assert made(world.brief(), desk) == files
