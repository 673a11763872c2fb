"""`huitian pack import-areas` and `import-osm`: a deployer's own boundaries and an OpenStreetMap extract in a folder of their own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyogrio.raw
import pyproj
import pytest
import shapely
from click.testing import CliRunner, Result
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

from geodata.coords import from_wgs84
from geodata.errors import CoordinateError, FileRefused, HuitianError, PackError
from geodata.pack import Pack, load_pack, pack_dir
from geodata.pack_cli import pack as command
from geodata.packmaker.inspection import inspect
from geodata.settings import Settings

Outlines = dict[str, BaseGeometry]
HUILONGGUAN = "110114011"

TINY = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="1" lat="40.0900" lon="116.3300" version="1"/><node id="2" lat="40.0950" lon="116.3400" version="1"/>
  <node id="3" lat="40.0960" lon="116.3300" version="1"/><node id="4" lat="40.1000" lon="116.3300" version="1"/>
  <node id="5" lat="40.0850" lon="116.3200" version="1"/><node id="6" lat="40.0850" lon="116.3600" version="1"/>
  <node id="7" lat="40.1200" lon="116.3600" version="1"/><node id="8" lat="40.1200" lon="116.3200" version="1"/>
  <node id="10" lat="40.06953" lon="116.32976" version="1"><tag k="name" v="回龙观"/><tag k="railway" v="station"/></node>
  <node id="11" lat="40.0699" lon="116.3290" version="1"><tag k="railway" v="subway_entrance"/><tag k="ref" v="A"/></node>
  <node id="12" lat="40.0900" lon="116.3390" version="1"><tag k="place" v="village"/><tag k="name" v="新来村"/></node>
  <way id="100" version="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/><tag k="name" v="龙域北街"/></way>
  <way id="104" version="1"><nd ref="2"/><nd ref="3"/><tag k="highway" v="primary"/><tag k="name" v="龙域北街"/></way>
  <way id="101" version="1"><nd ref="1"/><nd ref="4"/><tag k="railway" v="subway"/><tag k="name" v="13号线"/></way>
  <way id="102" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/>
    <tag k="landuse" v="residential"/><tag k="name" v="龙兴园社区"/></way>
  <way id="105" version="1"><nd ref="1"/><nd ref="4"/><nd ref="3"/><nd ref="1"/><tag k="natural" v="water"/><tag k="name" v="小湖"/></way>
  <way id="103" version="1"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="8"/><nd ref="5"/></way>
  <relation id="200" version="1"><member type="way" ref="103" role="outer"/>
    <tag k="type" v="boundary"/><tag k="boundary" v="administrative"/><tag k="admin_level" v="8"/>
    <tag k="name" v="回龙观街道"/><tag k="ref:GB" v="110114011000"/></relation>
</osm>
"""


@pytest.fixture
def run(home: Settings) -> Callable[..., Result]:
    """Runs `huitian pack …` with the settings of a fresh home."""
    return lambda *words: CliRunner().invoke(command, [str(w) for w in words], obj=home)


@pytest.fixture
def streets(pack: Pack) -> Outlines:
    """Outlines of the seven member streets, moved 60 m east: a boundary like the sketch and yet another one."""
    members = {m.code: m.geometry for m in pack.areas.children("huitian")}
    return {c: shapely.transform(g, lambda xy: xy + np.array([0.0007, 0])) for c, g in members.items() if g is not None}


def write(path: Path, outlines: Outlines, name: str = "新界") -> Path:
    named = ((g, {"区划代码": c, "名称": f"{name}{c}"}) for c, g in outlines.items())
    features = [{"type": "Feature", "properties": p, "geometry": mapping(g)} for g, p in named]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8")
    return path


def write_gpkg(path: Path, outlines: Outlines, crs: str | None) -> Path:
    codes, shapes = np.array(list(outlines), object), shapely.to_wkb(np.array(list(outlines.values()), object))
    pyogrio.raw.write(path, shapes, [codes], ["code"], geometry_type="Polygon", crs=crs, driver="GPKG")
    return path


def refusal(result: Result) -> HuitianError:
    assert isinstance(result.exception, HuitianError), result.output
    return result.exception


def test_own_boundaries_replace_the_sketch(run: Callable[..., Result], streets: Outlines, tmp_path: Path, home: Settings) -> None:
    result = run("import-areas", write(tmp_path / "own.geojson", streets), "--valid-from", "2026-01-01")

    assert result.exit_code == 0, result.exception
    mine = load_pack(str(home.home / "pack"))
    area = mine.areas.get(HUILONGGUAN)
    assert area is not None
    assert area.geometry is not None
    assert area.name == f"新界{HUILONGGUAN}"
    assert not area.is_approx
    assert area.geometry.hausdorff_distance(streets[HUILONGGUAN]) < 2e-5
    assert [f for f in inspect(mine.dir) if not f.is_note] == []
    assert "276 个街道为示意" in result.output


def test_the_built_in_pack_is_never_changed(run: Callable[..., Result], streets: Outlines, tmp_path: Path) -> None:
    error = refusal(run("import-areas", write(tmp_path / "own.geojson", streets), "--into", pack_dir("huitian")))

    assert isinstance(error, PackError)
    assert "--into" in str(error)


def test_sketch_communities_follow_their_street(run: Callable[..., Result], pack: Pack, tmp_path: Path, home: Settings) -> None:
    bare = next(a for a in pack.areas.at("street") if a.geometry is None and pack.areas.children(a.code))
    district = pack.areas.get(bare.parent_code)
    assert district is not None
    assert district.geometry is not None
    outline = district.geometry.point_on_surface().buffer(0.01)

    result = run("import-areas", write(tmp_path / "own.geojson", {bare.code: outline}))

    assert result.exit_code == 0, result.exception
    placed = [p for p in load_pack(str(home.home / "pack")).gazetteer if p.kind == "community" and p.street_code == bare.code]
    assert placed
    assert all(p.point and shapely.contains_xy(outline, *p.point) and p.is_approx for p in placed)


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_a_wrong_system_is_named_and_taken_when_declared(
    run: Callable[..., Result], streets: Outlines, tmp_path: Path, home: Settings, system: str,
) -> None:  # fmt: skip
    shifted = {c: shapely.transform(g, lambda xy: np.column_stack(from_wgs84(xy[:, 0], xy[:, 1], system))) for c, g in streets.items()}
    file = write(tmp_path / "own.geojson", shifted)

    error = refusal(run("import-areas", file))
    declared = run("import-areas", file, "--crs", system)

    assert isinstance(error, CoordinateError)
    assert f"--crs {system}" in str(error)
    assert declared.exit_code == 0, declared.exception
    area = load_pack(str(home.home / "pack")).areas.get(HUILONGGUAN)
    assert area is not None
    assert area.geometry is not None
    assert area.geometry.hausdorff_distance(streets[HUILONGGUAN]) < 2e-5


def test_swapped_axes_are_refused(run: Callable[..., Result], streets: Outlines, tmp_path: Path) -> None:
    turned = {c: shapely.transform(g, lambda xy: xy[:, ::-1]) for c, g in streets.items()}

    error = refusal(run("import-areas", write(tmp_path / "own.geojson", turned)))

    assert isinstance(error, CoordinateError)
    assert "写反" in str(error)


def test_projected_boundaries_become_degrees(run: Callable[..., Result], streets: Outlines, tmp_path: Path, home: Settings) -> None:
    forward = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:4527", always_xy=True)
    metres = {c: shapely.transform(g, lambda xy: np.column_stack(forward.transform(xy[:, 0], xy[:, 1]))) for c, g in streets.items()}

    result = run("import-areas", write_gpkg(tmp_path / "own.gpkg", metres, "EPSG:4527"))

    assert result.exit_code == 0, result.exception
    area = load_pack(str(home.home / "pack")).areas.get(HUILONGGUAN)
    assert area is not None
    assert area.geometry is not None
    assert area.geometry.hausdorff_distance(streets[HUILONGGUAN]) < 2e-5


@pytest.mark.parametrize(("crs", "said"), [("EPSG:4214", "没有可靠的转换"), (None, "没有声明坐标系")])
@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_system_nobody_can_reach_exactly_is_refused(
    run: Callable[..., Result], streets: Outlines, tmp_path: Path, crs: str | None, said: str,
) -> None:  # fmt: skip
    error = refusal(run("import-areas", write_gpkg(tmp_path / "own.gpkg", streets, crs)))

    assert isinstance(error, CoordinateError)
    assert said in str(error)


@pytest.mark.parametrize(
    ("outlines", "said"),
    [
        ({"12": box(116.3, 40, 116.4, 40.1)}, "不是 6、9 或 12 位"),
        ({"999999": box(116.3, 40, 116.4, 40.1)}, "无法新增"),
        ({HUILONGGUAN: box(0, 50, 1, 51)}, "不是中国境内"),
        ({HUILONGGUAN: shapely.linestrings([[116.3, 40], [116.4, 40.1]])}, "不是面"),
        ({}, "没有"),
    ],
)
def test_boundaries_that_cannot_be_used_are_refused_and_nothing_is_written(
    run: Callable[..., Result], tmp_path: Path, home: Settings, outlines: Outlines, said: str,
) -> None:  # fmt: skip
    error = refusal(run("import-areas", write(tmp_path / "own.geojson", outlines)))

    assert said in str(error)
    assert not (home.home / "pack").exists() or load_pack(str(home.home / "pack")).digest == load_pack("huitian").digest


def test_a_new_area_under_a_known_parent_is_added_with_its_name(run: Callable[..., Result], tmp_path: Path, home: Settings) -> None:
    result = run("import-areas", write(tmp_path / "own.geojson", {"110114099": box(116.1, 40.2, 116.12, 40.22)}, "新街道"))

    assert result.exit_code == 0, result.exception
    mine = load_pack(str(home.home / "pack"))
    area = mine.areas.get("110114099")
    assert area is not None
    assert (area.level, area.parent_code) == ("street", "110114")
    assert any(p.street_code == "110114099" and p.kind == "street" for p in mine.gazetteer)


def test_an_extract_fills_base_map_and_gazetteer(run: Callable[..., Result], tmp_path: Path, home: Settings) -> None:
    (tmp_path / "tiny.osm").write_text(TINY, encoding="utf-8")

    result = run("import-osm", tmp_path / "tiny.osm")

    assert result.exit_code == 0, result.exception
    mine = load_pack(str(home.home / "pack"))
    places = {(p.kind, p.name): p for p in mine.gazetteer}
    assert not places["community", "龙兴园"].is_approx
    assert places["compound", "新来"].street_code == HUILONGGUAN
    assert places["exit", "回龙观站A口"].is_approx is False
    assert ("exit", "回龙观站B口") not in places
    assert ("road", "龙域北街") in places
    area = mine.areas.get(HUILONGGUAN)
    assert area is not None
    assert not area.is_approx
    roads = json.loads(mine.basemap.layers["roads"].read_bytes())["features"]
    assert [(f["properties"]["name"], f["properties"]["class"]) for f in roads] == [("龙域北街", "primary")]
    assert "water" in mine.basemap.layers
    assert [f for f in inspect(mine.dir) if not f.is_note] == []


def test_importing_the_same_extract_twice_changes_nothing_more(run: Callable[..., Result], tmp_path: Path, home: Settings) -> None:
    (tmp_path / "tiny.osm").write_text(TINY, encoding="utf-8")
    run("import-osm", tmp_path / "tiny.osm")
    once = load_pack(str(home.home / "pack")).digest

    run("import-osm", tmp_path / "tiny.osm")

    assert load_pack(str(home.home / "pack")).digest == once


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<?xml version="1.0"?><osm version="0.6"></osm>', "没有可用"),
        ("这不是地图", "不是完整"),
        (TINY.replace('lat="40.', 'lat="31.').replace('lon="116.', 'lon="121.'), "城市范围"),
    ],
    ids=["empty", "no map", "another city"],
)
def test_an_extract_of_no_use_is_refused(run: Callable[..., Result], tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "other.osm").write_text(text, encoding="utf-8")

    error = refusal(run("import-osm", tmp_path / "other.osm"))

    assert isinstance(error, FileRefused)
    assert said in str(error)


def test_the_active_folder_is_changed_in_place(streets: Outlines, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(pack_dir("huitian"), tmp_path / "mine"))
    before = load_pack(str(folder)).digest

    result = CliRunner().invoke(command, ["import-areas", str(write(tmp_path / "own.geojson", streets))], obj=Settings(pack=str(folder)))

    assert result.exit_code == 0, result.exception
    assert load_pack(str(folder)).digest != before
