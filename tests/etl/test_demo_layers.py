"""The demo's layers beside the hotline: published sums to the unit, no invented judgement on anything real, truths that can be found."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sqlalchemy import Engine, func, select

from etl.demo import effects
from etl.demo.governance import Governance
from etl.demo.ground import point_of
from etl.demo.home import source_of
from etl.demo.layers import write_layers
from etl.demo.orders import Plan, make_orders
from etl.demo.programme import Programme
from etl.demo.rain import Rain
from etl.demo.sheets import DemoFile
from etl.demo.streets import Streets
from etl.demo.truths import HELPED_PROJECT, UNCHANGED_PROJECT, Truths
from etl.demo.water import Water
from etl.feeds import FEEDS
from etl.pipeline import load_source
from etl.readers import open_table
from etl.workshop import Workshop
from geodata import clock
from geodata.displacement import HELPED, MOVED, Displacement, Weeks, judge, rings_round
from geodata.grid import cells_of, parents_of
from geodata.pack import Pack, load_pack
from geodata.plane import distance_m
from geodata.programme.lights import Facts, light_of
from geodata.programme.reports import Reports
from geodata.store.engine import read_transaction
from geodata.store.models import Project, ProjectOutput, Site, Task, Town, Violation

AS_OF = clock.local(datetime(2026, 7, 16, 14, 30))
LIGHT = Plan(AS_OF, 2_000, layers=0.05)
MIDDLE = Plan(AS_OF, 30_000, layers=1.0)
REGISTER = ("项目编号", "轮次", "项目名称", "类别", "公开状态", "来源", "是否公开项目", "是否演示数据")
OUTPUTS = {"学位": 30_000, "床位": 2_000, "公园绿地": 4_960_000, "道路": 20}
DONE = {"道路整修": 500_000, "屋面防水": 340_000, "停车位建设": 15_000, "管线改造": 200_000}
RUNNING = {"未开工": "waiting", "在建": "running", "停工": "stopped", "完工": "done", "投用": "in_use"}


@pytest.fixture(scope="module")
def truths(pack: Pack) -> Truths:
    return Truths(pack, LIGHT.ends_at)


@pytest.fixture(scope="module")
def files(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> list[DemoFile]:
    return write_layers(make_orders(pack, LIGHT), pack, LIGHT, tmp_path_factory.mktemp("layers"))


@pytest.fixture(scope="module")
def programme(truths: Truths) -> Programme:
    return Programme(truths, LIGHT.seed)


@pytest.fixture(scope="module")
def orders(pack: Pack) -> pl.DataFrame:
    return make_orders(pack, MIDDLE)


@pytest.fixture(scope="module")
def depth(truths: Truths) -> pl.DataFrame:
    """All depth readings of a whole demo."""
    return Water(truths, LIGHT.seed, 1.0).depth()


@pytest.fixture(scope="module")
def offences(truths: Truths) -> pl.DataFrame:
    """All offences of a whole demo."""
    return Streets(truths, LIGHT.seed, 1.0).offences()


def read(file: DemoFile) -> pl.DataFrame:
    """The file as the import reads it: text under its own headers."""
    table = open_table(file.path, FEEDS[file.feed].known_headers())
    names = {f"c{i}": header for i, header in enumerate(table.head.headers)}
    return pl.concat([chunk.rows for chunk in table.chunks()]).drop("row_no").rename(names).with_columns(pl.all().fill_null(""))


def of_feed(files: list[DemoFile], feed: str) -> pl.DataFrame:
    return pl.concat([read(f) for f in files if f.feed == feed], how="diagonal").with_columns(pl.all().fill_null(""))


def amounts(texts: pl.Series) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, number in texts.str.extract_groups(r"^(\S+) (\d+) ").struct.unnest().drop_nulls().iter_rows():
        found[name] += int(number)
    return found


# ---- the files


def test_every_layer_has_its_file_and_offices_send_them_in_their_own_shapes(files: list[DemoFile]) -> None:
    assert {f.feed for f in files} == set(FEEDS) - {"complaints"}
    assert {f.path.suffix for f in files} == {".csv", ".xlsx", ".json", ".geojson"}
    assert all("示例" in f.path.name for f in files)
    assert any(not is_utf8(f.path) for f in files if f.path.suffix == ".csv")


def is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_every_row_says_that_it_is_an_example(files: list[DemoFile]) -> None:
    for file in files:
        rows = read(file)

        assert rows.height == file.rows
        assert set(rows["是否演示数据"]) == {"是"}, file.path.name


def test_the_same_plan_gives_the_same_bytes(files: list[DemoFile], pack: Pack, tmp_path: Path) -> None:
    again = write_layers(make_orders(pack, LIGHT), pack, LIGHT, tmp_path)

    digests = [[hashlib.sha256(f.path.read_bytes()).hexdigest() for f in made] for made in (files, again)]

    assert digests[0] == digests[1]


def test_another_seed_gives_other_projects(truths: Truths, programme: Programme) -> None:
    assert Programme(truths, 7).projects != programme.projects


def test_a_plan_may_leave_the_layers_out(pack: Pack, tmp_path: Path) -> None:
    assert write_layers(pl.DataFrame(), pack, replace(LIGHT, layers=0), tmp_path / "none") == []
    assert not (tmp_path / "none").exists()


def test_a_pack_without_roads_has_a_demo_of_the_hotline_alone(pack: Pack, tmp_path: Path) -> None:
    shutil.copytree(pack.dir, tmp_path / "bare")
    (tmp_path / "bare" / "basemap" / "roads.geojson").unlink()
    bare = load_pack(str(tmp_path / "bare"))

    assert make_orders(bare, replace(LIGHT, layers=1.0)).height > 3_000
    assert write_layers(pl.DataFrame(), bare, LIGHT, tmp_path / "none") == []


def test_a_small_demo_has_small_files_and_the_whole_registers(files: list[DemoFile]) -> None:
    rows = Counter({f.feed: 0 for f in files})
    for file in files:
        rows[file.feed] += file.rows

    assert rows["rain"] + rows["depth"] < 12_000
    assert rows["violations"] < 2_500


@pytest.mark.parametrize("day", ["2026-11-23T09:00", "2026-06-02T10:00", "2026-01-15T23:59", "2028-02-29T00:00"])
def test_the_data_may_end_on_any_day_of_the_year(day: str, pack: Pack, tmp_path: Path) -> None:
    plan = replace(LIGHT, as_of=clock.parse(day))

    made = write_layers(make_orders(pack, plan), pack, plan, tmp_path)

    assert {f.feed for f in made} == set(FEEDS) - {"complaints"}


# ---- the import of them


def test_all_of_it_comes_in_but_the_planted_faults_and_the_sums_are_met_in_the_store(
    files: list[DemoFile], sqlite_store: Engine, workshop: Workshop
) -> None:
    receipts = [load_source(source_of(file), sqlite_store, workshop) for file in files]

    put_aside = Counter({r.file: r.quarantined for r in receipts if r.quarantined})
    assert sum(put_aside.values()) == 38
    assert max(put_aside.values()) <= 5
    with read_transaction(sqlite_store) as store:
        assert store.scalar(select(func.count()).select_from(Project)) == 240
        assert store.scalar(select(func.count()).select_from(Town)) == 61
        outputs = dict(store.execute(select(ProjectOutput.name, func.sum(ProjectOutput.planned)).group_by(ProjectOutput.name)).all())
        assert {name: outputs[name] for name in OUTPUTS} == OUTPUTS
        done = select(Task.kind, func.sum(Task.done_quantity)).where(Task.status == "closed").group_by(Task.kind)
        assert DONE.items() <= dict(store.execute(done).all()).items()
        for model in (Project, Site, Task, Town, Violation):
            assert store.scalar(select(func.count()).select_from(model).where(model.is_sample.is_(False))) == 0


# ---- the programme


def test_the_register_has_240_projects_43_of_education_and_20_roads(files: list[DemoFile]) -> None:
    rows = of_feed(files, "projects").filter(pl.col("项目编号").str.contains(r"^[12]-\d{3}$") & (pl.col("项目名称") != ""))
    good = rows.unique("项目编号", keep="first").filter(~pl.col("项目编号").str.ends_with("-901"))

    counted = Counter(good["类别"])

    assert good.height == 240
    assert (counted["教育"], counted["道路"]) == (43, 20)
    assert set(good["轮次"]) == {"1", "2"}


def test_what_the_projects_bring_adds_up_to_what_was_published(programme: Programme) -> None:
    found: Counter[str] = Counter()
    for project in programme.projects:
        if project.kind.output:
            found[project.kind.output.name] += project.output

    assert {name: found[name] for name in OUTPUTS} == OUTPUTS


def test_a_public_name_stands_with_what_was_published_and_nothing_else(programme: Programme) -> None:
    assert len(programme.public) == 21
    for row in programme.public:
        assert tuple(row) == REGISTER
        assert row["公开状态"]
        assert row["来源"]


def test_everything_else_is_called_an_example(programme: Programme, files: list[DemoFile]) -> None:
    assert all(re.fullmatch(r"示例项目 \d{3}", p.name) for p in programme.projects)
    for feed in ("projects", "waterlogging", "tasks"):
        owners = of_feed(files, feed)["责任单位"]
        assert owners.str.contains(r"^(示例单位 \d+)?$").all()


def test_every_light_has_its_share(programme: Programme, pack: Pack) -> None:
    lights = Counter(light_of(facts_of(p), programme.today, pack.rules.lights).code for p in programme.projects)

    assert 150 < lights["done"] < 180
    assert 22 < lights["green"] < 38
    assert 9 < lights["yellow"] < 20
    assert 5 < lights["red"] < 14
    assert 2 <= lights["grey"] <= 5
    assert sum(lights.values()) == 219


def facts_of(project: object) -> Facts:
    from etl.demo.programme import Project as Made

    assert isinstance(project, Made)
    course, paid = project.course, project.money[2]
    now = max(course.progress_now, 1.0)
    due = project.due or (None, None)
    return Facts(
        status=RUNNING[course.status],
        planned_start=course.planned[0],
        planned_end=course.planned[1],
        actual_start=course.started,
        actual_end=course.ended,
        payment_due=due[0],
        payment_due_cny=due[1],
        paid_cny=paid,
        reports=Reports.of([(day, pct, paid * min(pct / now, 1.0)) for day, pct in course.progress.items()]),
    )


def test_reported_progress_never_falls(programme: Programme) -> None:
    for project in programme.projects:
        told = [pct for _, pct in sorted(project.course.progress.items())]
        assert told == sorted(told), project.no


# ---- towns


def test_61_towns_stand_under_names_that_say_nothing_of_where_they_lie(truths: Truths) -> None:
    towns = Governance(truths, LIGHT.seed).towns

    assert [t.name for t in towns] == [f"示例街镇 {n:02d}" for n in range(1, 62)]
    assert len({t.street_code for t in towns}) == 61
    assert [t.street_code for t in towns] != sorted(t.street_code for t in towns)


def test_some_stages_became_known_only_after_they_began(truths: Truths) -> None:
    stages = Governance(truths, LIGHT.seed).stages()

    late = [s for s in stages if s["得知日期"] > s["进入日期"]]

    assert 0.15 < len(late) / len(stages) < 0.5
    assert all(s["得知日期"] <= LIGHT.ends_at.date().isoformat() for s in stages)


def test_the_tasks_done_add_up_to_what_was_published(truths: Truths) -> None:
    done = [t for t in Governance(truths, LIGHT.seed).tasks() if t["状态"] == "已销账"]

    sums: Counter[str] = Counter()
    for task in done:
        sums[task["任务类型"]] += int(task["完成数量"])

    assert len(done) > 3_100
    assert DONE.items() <= sums.items()


# ---- water


def test_real_places_of_2018_bear_their_date_and_source_and_no_judgement(truths: Truths) -> None:
    rows = Water(truths, LIGHT.seed).public

    assert len(rows) == 6
    for row in rows:
        assert set(row) == {"积水点编号", "名称", "公开情况", "来源", "是否演示数据"}
        assert row["公开情况"].startswith("2018-07-16 积水")


def test_a_treated_point_has_fewer_complaints_for_each_millimetre_and_no_water_to_speak_of(truths: Truths, depth: pl.DataFrame) -> None:
    spot, closed = truths.treated
    homes = {text for _, text in truths.homes(spot)}
    told = [w.at.date() for w in effects.told_waters(truths, LIGHT.seed) if w.text in homes]
    before, after = ([r for r in truths.rains if (r.end.date() < closed) is early] for early in (True, False))

    rates = [sum(d < closed for d in told) / fallen(before), sum(d >= closed for d in told) / fallen(after)]

    assert min(len(before), len(after)) >= truths.pack.rules.waterlogging.least_events
    assert rates[1] < rates[0] * 0.45
    assert max(depths(depth, "JS-001", closed)) < truths.pack.rules.waterlogging.bands[0].from_mm


def fallen(rains: list[Rain]) -> float:
    return sum(r.mm for r in rains)


def depths(depth: pl.DataFrame, site_no: str, since: object) -> list[float]:
    readings = depth.filter((pl.col("所属积水点") == site_no) & (pl.col("时间") >= str(since)))
    return [float(cm) * 10 for cm in readings["水深(cm)"] if re.fullmatch(r"-?[\d.]+", cm) and 0 <= float(cm) < 1000]


def test_water_came_back_at_two_points_after_their_case_was_closed(truths: Truths, depth: pl.DataFrame) -> None:
    station, closed = truths.relapsed
    _, seen_closed = truths.sensed
    told = [w.at.date() for w in effects.told_waters(truths, LIGHT.seed) if w.text == station.name]

    assert any(d > closed for d in told)
    assert max(depths(depth, "JS-004", seen_closed)) >= truths.pack.rules.waterlogging.depth_alarm_mm


def test_one_point_has_too_little_rain_after_its_case_was_closed(truths: Truths) -> None:
    _, closed = truths.few_rains

    assert sum(r.end.date() >= closed for r in truths.rains) < truths.pack.rules.waterlogging.least_events


def test_no_other_closed_point_can_relapse_by_a_chance_complaint(truths: Truths) -> None:
    radius = truths.pack.rules.waterlogging.relapse_radius_m
    closed = [s for s in Water(truths, LIGHT.seed).sites if s.status == "已销账" and s.no != "JS-002"]

    assert len(closed) > 10
    assert all(truths.ground.loneliness_m(site.point) > radius for site in closed)


def test_planted_texts_resolve_into_the_catchment_and_clear_of_the_point(truths: Truths, workshop: Workshop) -> None:
    spot, _ = truths.treated
    texts = [text for _, text in truths.homes(spot)]
    streets = [truths.ground.street_name(place.street_code) for place, _ in truths.homes(spot)]
    blank = dict.fromkeys(("title", "content", "district_text", "community_text"), [""] * len(texts))

    found = workshop.locator.locate(pl.DataFrame({"place_text": texts, "street_text": streets, **blank}))

    apart = [distance_m(spot, type(spot)(*row)) for row in found.select("lon", "lat").iter_rows()]
    assert min(apart) > truths.pack.rules.waterlogging.relapse_radius_m
    assert max(apart) < 500


# ---- complaints round two projects


def test_complaints_fell_by_three_tenths_round_one_project_and_not_at_all_round_the_other(
    orders: pl.DataFrame, truths: Truths, workshop: Workshop
) -> None:
    began, ended = truths.work
    window = timedelta(weeks=26)
    parts = [orders.filter(pl.col("created_at").is_between(at, at + window, closed="left")) for at in (began - window, ended)]

    cells = [located(part, workshop) for part in parts]

    around = [rings_round([cell], 2) | {cell} for cell in map(cell_of, truths.project_spots)]
    counts = [[int(np.isin(found, list(near)).sum()) for found in cells] for near in around]
    rest = [int((~np.isin(found, list(around[0] | around[1]))).sum()) for found in cells]
    ratios = [(after / before) / (rest[1] / rest[0]) for before, after in counts]
    assert ratios[0] == pytest.approx(0.70, abs=0.08)
    assert ratios[1] == pytest.approx(1.0, abs=0.12)


def cell_of(point: object) -> int:
    lon, lat = point  # type: ignore[misc]
    return int(parents_of(cells_of([lon], [lat]), 9)[0])


def located(part: pl.DataFrame, workshop: Workshop) -> np.ndarray:
    """Resolution-9 cells of the orders in the focus area, as the import finds them."""
    asked = part.select("title", "content", place_text="place", district_text="district", street_text="street", community_text=pl.lit(""))
    found = workshop.locator.locate(asked).filter(pl.col("h3_11").is_not_null() & pl.col("street_code").str.starts_with("1101140"))
    return parents_of(found["h3_11"].to_numpy(), 9)


def test_the_two_projects_are_finished_long_enough_to_be_compared(programme: Programme) -> None:
    planted = [p for p in programme.projects if p.no in (HELPED_PROJECT, UNCHANGED_PROJECT)]

    assert len(planted) == 2
    for project in planted:
        assert project.course.ended is not None
        assert programme.today - project.course.ended > timedelta(weeks=26)
        assert project.spot.shape is not None


def test_planting_adds_no_order_and_loses_none(orders: pl.DataFrame, pack: Pack) -> None:
    plain = make_orders(pack, replace(MIDDLE, layers=0.0))

    assert abs(orders.height - plain.height) < 300  # the planted ones replace others, some of which were of days to come
    assert orders["order_no"].n_unique() == orders.height


# ---- street order


def test_one_enforcement_moved_the_offences_next_door_and_the_other_did_not(truths: Truths, offences: pl.DataFrame) -> None:
    streets = Streets(truths, LIGHT.seed, 1.0)

    verdicts = [judged(streets, index, offences).verdict for index in (0, 1)]

    assert verdicts == [MOVED, HELPED]


def judged(streets: Streets, index: int, offences: pl.DataFrame) -> Displacement:
    work, rules = streets.works[index], streets.truths.pack.rules.parking
    ends = [work.section.line.interpolate(share, normalized=True) for share in np.linspace(0, 1, 9)]
    treated = set(parents_of(cells_of([p.x for p in ends], [p.y for p in ends]), 9).tolist())
    cells = parents_of(cells_of(offences["经度"].cast(pl.Float64).to_numpy(), offences["纬度"].cast(pl.Float64).to_numpy()), 9)
    week = (offences["时间"].str.to_datetime().dt.date() - work.first).dt.total_days().to_numpy() // 7
    inner, outer = np.isin(cells, list(treated)), np.isin(cells, list(rings_round(treated, rules.rings)))
    zones = [weeks_of(week[zone], rules.window_weeks) for zone in (inner, outer, ~inner & ~outer)]
    return judge(zones[0], zones[1], zones[2], rules)


def weeks_of(week: np.ndarray, width: int) -> Weeks:
    counts = [tuple(int((week == n).sum()) for n in span) for span in (range(-width, 0), range(width))]
    return Weeks(*counts)


def test_offences_follow_a_week_of_people(offences: pl.DataFrame) -> None:
    offences = offences.with_columns(at=pl.col("时间").str.to_datetime())
    parking = offences.filter(pl.col("类型") == "违停").with_columns(free=pl.col("at").dt.weekday() >= 6, hour=pl.col("at").dt.hour())

    def share(free: bool, hours: range) -> float:
        day = parking.filter(pl.col("free") == free)
        return day.filter(pl.col("hour").is_in(list(hours))).height / day.height

    assert share(False, range(7, 10)) > 1.4 * share(True, range(7, 10))
    assert share(False, range(17, 22)) > 0.3
    assert share(False, range(5)) < 0.1


def test_cameras_are_examples_and_some_see_what_is_not_there(offences: pl.DataFrame) -> None:
    cameras = offences.filter(pl.col("来源") == "摄像头")

    wrong = cameras.group_by("摄像头编号").agg(share=(pl.col("是否误报") == "是").mean(), count=pl.len())

    assert cameras["摄像头编号"].str.contains(r"^示例摄像头 \d{3}$").all()
    assert wrong.filter((pl.col("share") > 0.2) & (pl.col("count") > 30)).height >= 3
    assert offences.filter((pl.col("来源") != "摄像头") & (pl.col("是否误报") == "是")).is_empty()


def test_offences_that_citizens_told_belong_to_orders_of_the_same_demo(orders: pl.DataFrame, truths: Truths) -> None:
    offences = Streets(truths, LIGHT.seed, 0.2, orders).offences()
    told = offences.filter(pl.col("来源") == "诉求")

    assert told.height > 100
    assert told["关联工单"].is_in(orders["order_no"].to_list()).all()


def test_planted_stations_are_real_places_used_as_locations_only(truths: Truths) -> None:
    relapsed = next(s for s in Water(truths, LIGHT.seed).sites if s.no == "JS-002")
    station, _ = truths.relapsed

    assert distance_m(relapsed.point, point_of(station)) < truths.pack.rules.waterlogging.relapse_radius_m
