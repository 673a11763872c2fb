"""The demo's 240 projects: 21 public names with nothing but what was published, the rest 示例, drawn by the plan's seed."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from random import Random

import h3.api.basic_int as h3_int
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from etl.demo.courses import ACTIVE_COUNT, WAITING, Course, active_course, finished_course, fixed_course, stories
from etl.demo.ground import Ground, beside, disc, patch, point_of, wkt_of
from etl.demo.kinds import KINDS, LINE, PLOT, Kind, Output, category_of, shared_out
from etl.demo.project import Money, Project, Spot
from etl.demo.reports import write_milestones, write_reports
from etl.demo.sheets import DemoFile, Row, frame_of, write_book, write_csv, write_features, write_list
from etl.demo.truths import HELPED_PROJECT, PLOT_M, UNCHANGED_PROJECT, Truths
from geodata.coords import LonLat
from geodata.grid import cells_of, parents_of

PUBLIC = "programme_public.csv"  # of the pack: name, published, source, round
ROUNDS = (("1", 138), ("2", 81))  # 示例: the split is not published
ACTIVE_IN_FIRST_ROUND, ENDED_LAST_WEEK = 4, 3
UNITS, LEVELS = 24, ("区",) * 6 + ("市",) * 2 + ("街",) * 3
YES = "是"


@dataclass(frozen=True)
class Programme:
    """All projects of one demo."""

    truths: Truths
    seed: int

    @property
    def today(self) -> date:
        """The last day of the data."""
        return self.truths.as_of.date()

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """The invented ones by number."""
        rng = Random(self.seed + 20)
        numbers = [f"{code}-{n:03d}" for code, count in ROUNDS for n in range(1, count + 1)]
        kinds = self._kinds(rng, numbers)
        courses = self._courses(rng, dict(zip(numbers, kinds, strict=True)))
        outputs = _outputs(rng, kinds)
        rows = enumerate(zip(numbers, kinds, outputs, strict=True), 1)
        return tuple(self._project(rng, (no, f"示例项目 {i:03d}"), kind, courses[no], output) for i, (no, kind, output) in rows)

    @cached_property
    def public(self) -> tuple[Row, ...]:
        """The public names as rows of a register: what was published and nothing else."""
        path = self.truths.pack.dir / PUBLIC
        if not path.is_file():
            return ()
        with path.open(encoding="utf-8", newline="") as file:
            listed = list(csv.DictReader(file))
        first = ROUNDS[-1][1] + 1
        return tuple(
            {
                "项目编号": f"2-{first + i:03d}",
                "轮次": row["round"],
                "项目名称": row["name"],
                "类别": category_of(row["name"]),
                "公开状态": row["published"],
                "来源": row["source"],
                "是否公开项目": YES,
                "是否演示数据": YES,
            }
            for i, row in enumerate(listed)
        )

    def write(self, folder: Path) -> list[DemoFile]:
        """The registers, milestones and reports as files; registers first."""
        rows = {p.no: _row(p) for p in self.projects}
        plots = [p for p in self.projects if p.kind.shape == PLOT]
        listed = {code: [rows[p.no] for p in self.projects if p.no.startswith(code) and p.kind.shape != PLOT] for code, _ in ROUNDS}
        title = "回天地区行动计划项目台账（示例数据，金额单位：万元）"
        return [
            write_book(frame_of(_with_faults(listed["1"])), folder / "行动计划_示例_第一轮项目.xlsx", "projects", title=title),
            write_csv(frame_of(_with_faults(listed["2"])), folder / "行动计划_示例_第二轮项目.csv", "projects"),
            write_features(
                [rows[p.no] for p in plots], [p.spot.shape or Point() for p in plots], folder / "行动计划_示例_地块.geojson", "projects"
            ),
            *([write_list(self.public, folder / "行动计划_示例_公开名单.json", "projects")] if self.public else []),
            write_milestones(self.projects, folder),
            *write_reports(self.projects, folder, self.seed, self.today),
        ]

    def _kinds(self, rng: Random, numbers: list[str]) -> list[Kind]:
        kinds = [kind for kind in KINDS for _ in range(kind.count)]
        rng.shuffle(kinds)
        wide = [i for i, kind in enumerate(kinds) if kind.shape == PLOT]
        for no, other in zip((HELPED_PROJECT, UNCHANGED_PROJECT), wide, strict=False):
            at = numbers.index(no)
            kinds[at], kinds[other] = kinds[other], kinds[at]
        return kinds

    def _courses(self, rng: Random, kinds: dict[str, Kind]) -> dict[str, Course]:
        planted = (HELPED_PROJECT, UNCHANGED_PROJECT)
        began, ended = (at.date() for at in self.truths.work)
        found = {no: fixed_course(began, ended) for no in planted}
        first = [no for no in kinds if no.startswith("1-")]
        second = [no for no in kinds if no.startswith("2-") and no not in planted]
        active = rng.sample(first, ACTIVE_IN_FIRST_ROUND) + rng.sample(second, ACTIVE_COUNT - ACTIVE_IN_FIRST_ROUND)
        told = stories()
        rng.shuffle(told)
        for no, story in zip(active, told, strict=True):
            found[no] = active_course(rng, story, kinds[no], self.today)
        finished = [no for no in (*second, *first) if no not in found]
        fresh = set(islice(finished, ENDED_LAST_WEEK))
        for no in finished:
            ago = rng.randint(1, 5) if no in fresh else rng.randint(*((1500, 2500) if no.startswith("1-") else (30, 1300)))
            found[no] = finished_course(rng, kinds[no], self.today - timedelta(days=ago), self.today)
        return found

    def _project(self, rng: Random, named: tuple[str, str], kind: Kind, course: Course, output: int) -> Project:
        money, due = self._money(rng, kind, course)
        spot = self._spot(rng, named[0], kind, output)
        return Project(*named, kind, course, spot, output, money, due, f"示例单位 {rng.randint(1, UNITS)}")

    def _money(self, rng: Random, kind: Kind, course: Course) -> tuple[Money, tuple[date, float] | None]:
        """Planned, in place and paid in 万元, and what is due when; a finished project owes nothing."""
        planned = round(rng.uniform(*kind.money) ** 0.5 * rng.uniform(*kind.money) ** 0.5)
        if course.ended:
            return (planned, planned, round(planned * rng.uniform(0.92, 1.0), 1)), None
        done = course.progress_now / 100
        in_place = round(planned * min(1.0, max(done + rng.uniform(0.05, 0.3), 0.3)), 1)
        paid = round(min(planned * done * rng.uniform(0.8, 0.98), in_place), 1)
        if course.is_unpaid:
            return (planned, in_place, paid), (self.today - timedelta(days=rng.randint(14, 32)), round(paid * 1.2 + planned * 0.06, 1))
        due = (self.today + timedelta(days=rng.randint(12, 150)), round(planned * 0.95, 1))
        return (planned, in_place, paid), None if course.status == WAITING else due

    def _spot(self, rng: Random, no: str, kind: Kind, output: int) -> Spot:
        ground = self.truths.ground
        if no in (HELPED_PROJECT, UNCHANGED_PROJECT):
            centre = _middle_of_cell(self.truths.project_spots[no == UNCHANGED_PROJECT])
            return self._at(centre, disc(centre, PLOT_M))
        if kind.shape == LINE:
            return self._along(rng, ground)
        place = rng.choice(ground.places)
        centre = beside(rng, point_of(place), 60)
        if kind.shape == PLOT:
            return self._at(centre, patch(rng, centre, (output / 3.1) ** 0.5), place.name)
        if rng.random() < 0.16:  # the register knows no more than a text
            return Spot(None, place.name, ground.street_name(place.street_code))
        return self._at(centre, Point(centre.lon, centre.lat), place.name)

    def _along(self, rng: Random, ground: Ground) -> Spot:
        start = rng.randrange(len(ground.sections))
        road = ground.sections[start].road
        parts = [s for s in ground.sections[start : start + rng.randint(1, 4)] if s.road == road]
        points = [point for part in parts for point in part.line.coords]
        return Spot(LineString(dict.fromkeys(points)), road, ground.street_name(parts[0].street_code))

    def _at(self, centre: LonLat, shape: BaseGeometry, text: str = "") -> Spot:
        ground = self.truths.ground
        return Spot(shape, text, ground.street_name(ground.streets_at([centre])[0]))


def _middle_of_cell(point: LonLat) -> LonLat:
    """The centre of the resolution-9 hexagon around a point."""
    lat, lon = h3_int.cell_to_latlng(int(parents_of(cells_of([point.lon], [point.lat]), 9)[0]))
    return LonLat(round(lon, 6), round(lat, 6))


def _outputs(rng: Random, kinds: list[Kind]) -> list[int]:
    """What each project brings: each kind's total shared out among its projects."""
    shares = {k.category: iter(shared_out(rng, k.output.total, k.count, k.output.step)) for k in KINDS if k.output}
    return [next(shares[k.category]) if k.output else 0 for k in kinds]


def _row(project: Project) -> Row:
    course, kind = project.course, project.kind
    said = course.forecasts[-1:] if course.ended else ()
    planned, in_place, paid = project.money
    shape = project.spot.shape
    rng = Random(project.no)
    return {
        "项目编号": project.no,
        "轮次": project.no[0],
        "项目名称": project.name,
        "工作包": kind.package,
        "类别": kind.category,
        "牵头层级": rng.choice(LEVELS),
        "责任单位": project.owner,
        "配合单位": "、".join(f"示例单位 {n}" for n in sorted(rng.sample(range(1, UNITS + 1), rng.randint(0, 3)))),
        "状态": course.status,
        "计划开工": _day(course.planned[0]),
        "计划完工": _day(course.planned[1]),
        "预计完工": _day(said[0].end) if said else "",
        "调整原因": said[0].reason if said else "",
        "实际开工": _day(course.started),
        "实际完工": _day(course.ended),
        "计划资金（万元）": f"{planned:.0f}",
        "到位资金（万元）": f"{in_place:.1f}",
        "支付资金（万元）": f"{paid:.1f}",
        "应支付日期": _day(project.due[0]) if project.due else "",
        "应支付金额（万元）": f"{project.due[1]:.1f}" if project.due else "",
        "进度": "100%" if course.ended else "",
        "进度日期": _day(course.ended),
        "产出": _amount(kind.output, project.output) if kind.output else "",
        "产出完成": _made(project),
        "延期原因": said[0].reason if said else "",
        "所在街道": project.spot.street,
        "地点": project.spot.text,
        "经度": f"{shape.x:.6f}" if isinstance(shape, Point) else "",
        "纬度": f"{shape.y:.6f}" if isinstance(shape, Point) else "",
        "几何": wkt_of(shape) if isinstance(shape, LineString) else "",
        "是否演示数据": YES,
    }


def _made(project: Project) -> str:
    """The output that is there: all of a finished project's; of roads, pipes and plots the part that is built."""
    output, share = project.kind.output, project.course.progress_now / 100
    if output is None or not (project.course.ended or output.unit in ("m", "m²")):
        return ""
    done = project.output if project.course.ended else round(project.output * share)
    return _amount(output, done)


def _amount(output: Output, number: int) -> str:
    """As a register writes it: 道路 1 条."""
    return f"{output.name} {number} {output.unit}"


def _with_faults(rows: list[Row]) -> list[Row]:
    """The rows and, at the end, four that no register can use."""
    first, last = rows[3]["计划开工"], rows[3]["计划完工"]
    bad = [
        {**rows[0], "项目编号": ""},
        {**rows[1], "项目名称": ""},
        {**rows[2], "计划资金（万元）": "待定"},
        {**rows[3], "项目编号": f"{rows[3]['轮次']}-901", "项目名称": "示例项目 901", "计划开工": last, "计划完工": first},
    ]
    return [*rows, *bad]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
