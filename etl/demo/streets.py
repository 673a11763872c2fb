"""The demo's street order: offences by camera, patrol and complaint in a weekly rhythm, parking sites, enforcements. All 示例.

Roads are real and serve as locations only; a stretch is called 示例路段 nn. Counts by week and stretch are drawn with as little chance as
can be, so that the planted displacement shows, and the place where nothing moved does not seem to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from random import Random

import h3.api.basic_int as h3_int
import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

from etl.demo.ground import Section, apart, beside, point_of
from etl.demo.sheets import DemoFile, Row, frame_of, write_book, write_csv, write_features, write_list
from etl.demo.truths import CONTAINED_WORK, DISPLACED_WORK, Truths
from geodata.coords import LonLat
from geodata.grid import cells_of, parents_of
from geodata.plane import distance_m

WEEKS = 30
FULL_COUNT, LEAST_COUNT = 40_000, 1_500
PARKING_SITES, CAMERAS, ROUGH_CAMERAS = 120, 80, 5  # the rough ones give many false alarms
COMPLAINT_SHARE, CAMERA_SHARE = 0.08, 0.66
FALSE_SHARE, ROUGH_FALSE_SHARE = 0.03, 0.35
HOT, DISPLACED_LEFT, CONTAINED_LEFT, RING_RISE = 9.0, 0.25, 0.35, 1.6
RINGS = 2
OTHER_WORKS = ((13, 11), (10, 9), (6, 5), (3, 1), (16, 15))  # weeks ago: begun, ended
WORK_FREE_M = 2400
STATION_M = 350  # so near a station shared bikes pile up

# kind -> share, weight of the hours of a working day, of a free day
KINDS: dict[str, tuple[float, tuple[float, ...], tuple[float, ...]]] = {
    "违停": (
        0.70,
        (3, 2, 2, 2, 2, 3, 6, 13, 14, 9, 7, 7, 8, 6, 6, 7, 9, 13, 16, 17, 15, 12, 8, 5),
        (4, 3, 2, 2, 2, 2, 3, 4, 6, 9, 12, 13, 13, 11, 11, 12, 12, 12, 13, 13, 12, 9, 7, 5),
    ),
    "占道经营": (
        0.18,
        (1, 0, 0, 0, 0, 2, 8, 9, 4, 2, 2, 4, 5, 2, 1, 2, 5, 12, 17, 18, 15, 9, 4, 2),
        (2, 1, 0, 0, 0, 2, 6, 8, 7, 6, 6, 7, 7, 5, 5, 6, 8, 13, 17, 18, 16, 11, 5, 3),
    ),
    "单车堆积": (
        0.12,
        (0, 0, 0, 0, 0, 1, 5, 17, 18, 8, 3, 3, 4, 3, 2, 3, 6, 13, 15, 9, 5, 3, 2, 1),
        (1, 0, 0, 0, 0, 1, 2, 4, 6, 8, 9, 8, 7, 6, 6, 7, 8, 8, 7, 6, 4, 3, 2, 1),
    ),
}
WEEKDAY = (1.05, 1.0, 1.0, 1.02, 1.12, 0.92, 0.84)
COMPLAINTS = {"违停": "路侧停车", "占道经营": "占道", "单车堆积": "共享单车"}  # words of the categories that speak of it

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Work:
    """One enforcement: where and when."""

    no: str
    section: Section
    first: date
    last: date


@dataclass(frozen=True)
class Streets:
    """The street part of one demo; `share` is its size, 1 the whole demo's. `orders` of the same demo give the complaints."""

    truths: Truths
    seed: int
    share: float = 1.0
    orders: pl.DataFrame | None = None

    @property
    def count(self) -> int:
        """Offences in all."""
        return max(round(FULL_COUNT * self.share), LEAST_COUNT)

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """The enforcements: the one that displaced, the one that did not, and some of which nothing is to be seen."""
        first, last = self.truths.enforced
        planted = [Work(no, s, first, last) for no, s in zip((DISPLACED_WORK, CONTAINED_WORK), self.truths.enforced_sections, strict=True)]
        clear = [s for s in self.truths.ground.sections if all(distance_m(s.middle, w.section.middle) > WORK_FREE_M for w in planted)]
        Random(self.seed + 43).shuffle(clear)
        chosen = [clear[i] for i in apart(((s.middle, i) for i, s in enumerate(clear)), 900)]
        today = self.truths.as_of.date()
        others = zip(OTHER_WORKS, chosen, strict=False)
        return (
            *planted,
            *(
                Work(f"ZZ-{n:02d}", section, today - timedelta(weeks=begun), today - timedelta(weeks=ended))
                for n, ((begun, ended), section) in enumerate(others, len(planted) + 1)
            ),
        )

    def write(self, folder: Path) -> list[DemoFile]:
        """Parking sites, enforcements and offences as files, in the order in which they are to be loaded."""
        offences = self.offences()
        parts = {source: offences.filter(pl.col("来源") == source) for source in ("摄像头", "巡查", "诉求")}
        camera, patrol = parts["摄像头"].drop("关联工单"), parts["巡查"].drop("摄像头编号", "关联工单", "车牌号")
        complaint = parts["诉求"].select("编号", "类型", "来源", "时间", "地点", "所在街道", "关联工单", "是否演示数据")
        return [
            self._berths(folder),
            self._enforcements(folder),
            write_csv(pl.concat([camera, _faults(camera)]), folder / "街面秩序_示例_摄像头.csv", "violations"),
            write_book(patrol, folder / "街面秩序_示例_巡查.xlsx", "violations", title="街面秩序巡查记录（示例数据）"),
            *([write_list(complaint.to_dicts(), folder / "街面秩序_示例_诉求转办.json", "violations")] if complaint.height else []),
        ]

    def offences(self) -> pl.DataFrame:
        """All offences by time as text columns of an export."""
        rng = np.random.default_rng(self.seed + 40)
        told = self._told(rng)
        seen = self._seen(rng, self.count - told.height)
        whole = pl.concat([seen, told], how="diagonal").sort("时间", "路段", maintain_order=True).with_columns(pl.all().fill_null(""))
        number = pl.format("WF{}", pl.int_range(1, whole.height + 1).cast(pl.String).str.zfill(6))
        return whole.with_columns(编号=number).select("编号", pl.exclude("编号"))

    def _seen(self, rng: np.random.Generator, count: int) -> pl.DataFrame:
        """What cameras and patrols saw: weeks and stretches first, then day, hour and point."""
        sections = self.truths.ground.sections
        expected = self._expected(rng, count)
        drawn = np.floor(expected + rng.random(expected.shape)).astype(int)
        week, section = (np.repeat(index.ravel(), drawn.ravel()) for index in np.indices(drawn.shape))
        kinds = self._kinds(rng, section)
        at = self._times(rng, week, kinds)
        keep = at <= np.datetime64(self.truths.as_of, "s")
        week, section, kinds, at = week[keep], section[keep], kinds[keep], at[keep]
        camera = self._cameras()[section]
        by_camera = (camera > 0) & (rng.random(len(at)) < CAMERA_SHARE * len(sections) / CAMERAS)
        lon, lat = self._points(rng, section, by_camera)
        is_false = by_camera & (rng.random(len(at)) < np.where(camera <= ROUGH_CAMERAS, ROUGH_FALSE_SHARE, FALSE_SHARE))
        plate = np.char.add("示例", np.char.zfill(rng.integers(0, 99_999, len(at)).astype(str), 5))
        return pl.DataFrame(
            {
                "类型": kinds,
                "来源": np.where(by_camera, "摄像头", "巡查"),
                "摄像头编号": [f"示例摄像头 {c:03d}" if seen else "" for c, seen in zip(camera.tolist(), by_camera.tolist(), strict=True)],
                "时间": pl.Series(at.astype("datetime64[us]")).dt.strftime("%Y-%m-%d %H:%M:%S"),
                "路段": np.array([s.name for s in sections])[section],
                "所在街道": np.array([self.truths.ground.street_name(s.street_code) for s in sections])[section],
                "经度": [f"{x:.6f}" for x in lon],
                "纬度": [f"{y:.6f}" for y in lat],
                "是否误报": np.where(is_false, "是", "否"),
                "车牌号": np.where(kinds == "违停", plate, ""),
                "是否演示数据": "是",
            }
        )

    def _told(self, rng: np.random.Generator) -> pl.DataFrame:
        """What citizens told: orders of the same demo about these matters, with their numbers and place texts."""
        if self.orders is None:
            return pl.DataFrame()
        wanted = round(self.count * COMPLAINT_SHARE)
        names = [self.truths.ground.street_name(code) for code in sorted(self.truths.ground.focus)]
        recent = self.orders.filter(
            pl.col("created_at") > self.truths.as_of - timedelta(weeks=WEEKS), pl.col("street").is_in(names), pl.col("place") != ""
        )
        parts = [recent.filter(pl.col("category").str.contains(word)).with_columns(类型=pl.lit(kind)) for kind, word in COMPLAINTS.items()]
        found = pl.concat(parts).unique("order_no", keep="first", maintain_order=True)
        rows = np.sort(rng.choice(found.height, min(wanted, found.height), replace=False))
        return found.gather(pl.Series(rows)).select(
            "类型",
            来源=pl.lit("诉求"),
            时间=pl.col("created_at").dt.strftime("%Y-%m-%d %H:%M:%S"),
            路段=pl.lit(""),
            地点="place",
            所在街道="street",
            关联工单="order_no",
            是否演示数据=pl.lit("是"),
        )

    def _expected(self, rng: np.random.Generator, count: int) -> Floats:
        """Offences expected by week and stretch, shape (weeks, sections), with the planted effects in."""
        sections = self.truths.ground.sections
        weights = rng.lognormal(0, 0.8, len(sections))
        season = 1 + 0.12 * np.sin(np.arange(WEEKS) / 5)
        planted = {w.no: [i for i, s in enumerate(sections) if s == w.section] for w in self.works[:2]}
        hot = weights.mean() * HOT
        for rows in planted.values():
            weights[rows] = hot
        expected = np.outer(season, weights)
        after = np.array([self._week_start(w) >= self.works[0].first for w in range(WEEKS)])
        for work, left, rise in ((self.works[0], DISPLACED_LEFT, RING_RISE), (self.works[1], CONTAINED_LEFT, 1.0)):
            inner, ring = self._zones(work)
            expected[np.ix_(after, inner)] *= left
            expected[np.ix_(after, ring)] *= rise
        return np.asarray(expected / expected.sum() * count)

    def _zones(self, work: Work) -> tuple[Mask, Mask]:
        """Masks over the stretches: those in the treated resolution-9 cells, and those in the rings round them."""
        points = [work.section.line.interpolate(s, normalized=True) for s in np.linspace(0, 1, 9)]
        treated = set(parents_of(cells_of([p.x for p in points], [p.y for p in points]), 9).tolist())
        around = {near for cell in treated for near in h3_int.grid_disk(cell, RINGS)} - treated
        middles = [s.middle for s in self.truths.ground.sections]
        cells = parents_of(cells_of([m.lon for m in middles], [m.lat for m in middles]), 9)
        inner = np.isin(cells, list(treated)) | np.array([s == work.section for s in self.truths.ground.sections])
        return inner, np.isin(cells, list(around)) & ~inner

    def _week_start(self, week: int) -> date:
        return (self.truths.as_of - timedelta(weeks=WEEKS - week)).date()

    def _kinds(self, rng: np.random.Generator, section: npt.NDArray[np.int64]) -> npt.NDArray[np.str_]:
        """Each offence's kind: stretches near a station have more shared bikes than others."""
        stations = [point_of(p) for p in self.truths.ground.places if p.kind == "station"]
        near = np.array([any(distance_m(s.middle, p) < STATION_M for p in stations) for s in self.truths.ground.sections])
        names = np.array(list(KINDS))
        share = np.array([part for part, _, _ in KINDS.values()])
        tilted = share * np.array([0.8, 1.0, 2.6])
        roll = rng.random(len(section))
        plain, bikes = (np.searchsorted(np.cumsum(s / s.sum()), roll) for s in (share, tilted))
        return names[np.minimum(np.where(near[section], bikes, plain), len(names) - 1)]

    def _times(self, rng: np.random.Generator, week: npt.NDArray[np.int64], kinds: npt.NDArray[np.str_]) -> npt.NDArray[np.datetime64]:
        """Moments in the given weeks, by the rhythm of each kind."""
        start = np.datetime64(self.truths.as_of - timedelta(weeks=WEEKS), "s")
        midnight = start.astype("datetime64[D]")
        first_day = (midnight.astype(int) + 3) % 7  # 0 Monday
        seconds = np.zeros(len(week), np.int64)
        for kind, (_, working, free) in KINDS.items():
            rows = np.flatnonzero(kinds == kind)
            hours = np.array([np.array(free if day >= 5 else working) / sum(working) * WEEKDAY[day] for day in range(7)])
            likely = np.roll(hours, -int(first_day), axis=0).ravel()
            slot = rng.choice(7 * 24, len(rows), p=likely / likely.sum())
            seconds[rows] = slot * 3600 + rng.integers(0, 3600, len(rows))
        return np.asarray(midnight.astype("datetime64[s]") + (week * 7 * 86_400 + seconds).astype("timedelta64[s]"))

    def _cameras(self) -> npt.NDArray[np.int64]:
        """Number of the camera of each stretch, 0 where none hangs: the planted stretches have one, the rest as they come."""
        sections = self.truths.ground.sections
        order = Random(self.seed + 41).sample(range(len(sections)), len(sections))
        hot = [i for i, s in enumerate(sections) if s in self.truths.enforced_sections]
        rough = [i for i in order if i not in hot][:ROUGH_CAMERAS]
        rest = [i for i in order if i not in hot and i not in rough]
        numbers = np.zeros(len(sections), np.int64)
        numbers[[*rough, *hot, *rest][:CAMERAS]] = np.arange(1, min(CAMERAS, len(sections)) + 1)
        return numbers

    def _points(self, rng: np.random.Generator, section: npt.NDArray[np.int64], by_camera: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Where it was: on the stretch, a few metres aside; a camera sees the middle of its own."""
        lines = np.array([s.line for s in self.truths.ground.sections])
        share = np.where(by_camera, rng.uniform(0.35, 0.65, len(section)), rng.random(len(section)))
        found = shapely.line_interpolate_point(lines[section], share, normalized=True)
        aside = rng.normal(0, 0.00006, (2, len(section)))
        return np.round(shapely.get_x(found) + aside[0], 6), np.round(shapely.get_y(found) + aside[1], 6)

    def _berths(self, folder: Path) -> DemoFile:
        """Parking sites as points: berths, locks taken away, new areas."""
        rng, ground = Random(self.seed + 42), self.truths.ground
        rows: list[Row] = []
        points: list[LonLat] = []
        for number in range(1, PARKING_SITES + 1):
            place = rng.choice(ground.places)
            points.append(beside(rng, point_of(place), 60))
            rows.append(
                {
                    "编号": f"TC-{number:03d}",
                    "名称": f"示例停车场 {number:03d}",
                    "泊位数": str(rng.choice((24, 36, 48, 60, 80, 120, 160, 240, 400))),
                    "拆除地锁": str(rng.choice((0, 0, 0, 3, 6, 12, 25))),
                    "新建停车面积(平方米)": str(rng.choice((0, 0, 0, 300, 800, 1500, 2600))),
                    "所在街道": ground.street_name(place.street_code),
                    "地点": place.name,
                    "是否演示数据": "是",
                }
            )
        return write_features(rows, [shapely.Point(p.lon, p.lat) for p in points], folder / "停车设施_示例.geojson", "berths")

    def _enforcements(self, folder: Path) -> DemoFile:
        ground = self.truths.ground
        rows: list[Row] = [
            {
                "编号": work.no,
                "名称": f"示例整治 {number:02d}",
                "类型": "违停",
                "开始日期": work.first.isoformat(),
                "结束日期": work.last.isoformat(),
                "路段": work.section.name,
                "所在街道": ground.street_name(work.section.street_code),
                "是否演示数据": "是",
            }
            for number, work in enumerate(self.works, 1)
        ]
        return write_features(rows, [w.section.line for w in self.works], folder / "停车整治_示例.geojson", "enforcements")


def _faults(frame: pl.DataFrame) -> pl.DataFrame:
    """A few rows that no office can use, made of good ones."""
    rows = frame.head(4).to_dicts()
    wrong: Sequence[Row] = ({"编号": ""}, {"时间": "2099-05-01 08:00:00"}, {"时间": ""}, {"类型": "不详行为"})
    return frame_of({**row, **fault} for row, fault in zip(rows, wrong, strict=False)).select(frame.columns)
