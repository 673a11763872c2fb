"""The demo's waterlogging points, rain stations and depth sensors: a register, and two flood seasons of readings. All 示例.

Six real places of 2018 stand in a file of their own with what was published of them and nothing else.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.demo.ground import apart, disc, point_of, wkt_of
from etl.demo.rain import STEP_MIN, Rain, season_start
from etl.demo.sheets import DemoFile, Row, frame_of, write_csv, write_list
from etl.demo.truths import (
    CATCHMENT_M,
    FEW_RAINS_SITE,
    RELAPSED_CATCHMENT_M,
    RELAPSED_SITE,
    SENSED_SITE,
    TREATED_SITE,
    Truths,
)
from geodata.coords import LonLat

PUBLIC = "waterlogging_public.csv"  # of the pack: name, published, source
OPEN, TREATING, CLOSED, RELAPSED = "未治理", "治理中", "已销账", "复发"
OTHERS = (OPEN,) * 9 + (TREATING,) * 9 + (CLOSED,) * 13 + (RELAPSED,)
CAUSES = {
    "管网排水能力不足": "扩建雨水管线并增设收水口",
    "地势低洼": "抬高路面、增设泵排",
    "雨水口堵塞": "清掏雨水口、更换箅子",
    "下穿道路": "改造泵站、加装水位联动",
    "出路不畅": "疏通下游河渠",
}
STATIONS, SENSORS = 12, 20
FEW_STATIONS, FEW_SENSORS, FEW_RAINS = 4, 6, 12  # of a small demo
SMALL = 0.2  # share below which a demo is small
DRY_MIN, DEPTH_DRY_MIN = 60, 180
LIVE_HOURS, SMALL_LIVE_HOURS = 72, 12  # before the end every sensor reports each ten minutes
DRAIN_HOURS = 3  # a sensor goes on each ten minutes so long after a rain
TREATED_GAIN = 0.45  # mm of water a mm of rain after a measure; below the first band even in the heaviest rain
STATION_GAP_M, SITE_SPREAD_M = 1500, 450
SILENT_STATION_H, SILENT_SENSOR_H = 5, 60

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Site:
    """One invented point: `gains` are mm of water for a mm of rain, each from a day on."""

    no: str
    point: LonLat
    status: str
    closed: date | None
    catchment_m: float
    gains: tuple[tuple[date, float], ...]

    def gain(self, day: date) -> float:
        """What holds on a day."""
        return [gain for since, gain in self.gains if since <= day][-1]


@dataclass(frozen=True)
class Water:
    """The waterlogging part of one demo; `share` is its size, 1 the whole demo's."""

    truths: Truths
    seed: int
    share: float = 1.0

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The invented points, the planted truths first."""
        rng = Random(self.seed + 30)
        return (*self._planted(), *self._others(rng))

    @cached_property
    def stations(self) -> tuple[LonLat, ...]:
        """Where the rain is measured: places spread over the area."""
        points = [point_of(p) for p in self.truths.ground.places]
        chosen = apart(((point, i) for i, point in enumerate(points)), STATION_GAP_M)
        return tuple(points[i] for i in chosen[: FEW_STATIONS if self.share < SMALL else STATIONS])

    @cached_property
    def public(self) -> tuple[Row, ...]:
        """The real places of 2018: name, what was published, where."""
        path = self.truths.pack.dir / PUBLIC
        if not path.is_file():
            return ()
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(
                {
                    "积水点编号": f"GK-{i:02d}",
                    "名称": row["name"],
                    "公开情况": row["published"],
                    "来源": row["source"],
                    "是否演示数据": "是",
                }
                for i, row in enumerate(csv.DictReader(file), 1)
            )

    def write(self, folder: Path) -> list[DemoFile]:
        """Register, rain and depth as files, in the order in which they are to be loaded."""
        listed = [self._row(Random(site.no), i, site) for i, site in enumerate(self.sites, 1)]
        bad = [{**listed[0], "积水点编号": ""}, {**listed[1], "名称": ""}, {**listed[2], "状态": "不清楚"}]
        files = [write_csv(frame_of([*listed, *bad]), folder / "积水点_示例_台账.csv", "waterlogging")]
        if self.public:
            files.append(write_list(self.public, folder / "积水点_示例_公开地名.json", "waterlogging"))
        files.append(write_csv(self.rain(), folder / "雨情_示例_汛期.csv", "rain"))
        files.append(write_csv(self.depth(), folder / "水位_示例_汛期.csv", "depth", encoding="utf-8-sig"))
        return files

    def rain(self) -> pl.DataFrame:
        """Readings of all stations as text columns of an export, with a few that cannot be right."""
        rng = np.random.default_rng(self.seed + 31)
        parts = []
        for number, point in enumerate(self.stations, 1):
            at, minutes, mm = self._fallen(rng)
            keep = at <= self._last(number == len(self.stations), SILENT_STATION_H)
            head = {"雨量站编号": f"YL-{number:02d}", "站名": f"示例雨量站 {number:02d}"}
            parts.append(_readings(head, point, at[keep], {"累计时长(分钟)": minutes[keep].astype(int), "雨量(mm)": np.round(mm[keep], 1)}))
        frame = pl.concat(parts)
        return pl.concat([frame, _faults(frame, "雨量(mm)", ("-3.2", "999", "大雨"))])

    def depth(self) -> pl.DataFrame:
        """Readings of all sensors in cm as text columns of an export, with a few that cannot be right."""
        rng = np.random.default_rng(self.seed + 32)
        count = FEW_SENSORS if self.share < SMALL else SENSORS
        parts = []
        for number, site in enumerate(self.sites[:count], 1):
            at, mm = self._stood(rng, site)
            keep = at <= self._last(number > count - 2, SILENT_SENSOR_H)
            head = {"传感器编号": f"SW-{number:02d}", "所属积水点": site.no}
            parts.append(_readings(head, site.point, at[keep], {"水深(cm)": np.round(mm[keep] / 10, 1)}))
        frame = pl.concat(parts)
        return pl.concat([frame, _faults(frame, "水深(cm)", ("-12", "99999", "满"))])

    def _planted(self) -> list[Site]:
        (treated, treated_on), (few, few_on), (seen, seen_on) = self.truths.treated, self.truths.few_rains, self.truths.sensed
        station, relapsed_on = self.truths.relapsed
        heavy = [r.start.date() for r in self.truths.rains if r.is_heavy]
        back = [h for h in heavy if h >= relapsed_on][1]
        wet_again = [h for h in heavy if h >= seen_on][-2]
        close = point_of(station)
        return [
            Site(TREATED_SITE, treated, CLOSED, treated_on, CATCHMENT_M, ((date.min, 4.2), (treated_on, TREATED_GAIN))),
            Site(
                RELAPSED_SITE, LonLat(close.lon, round(close.lat + 0.0004, 6)), CLOSED, relapsed_on, RELAPSED_CATCHMENT_M,
                ((date.min, 4.0), (relapsed_on, TREATED_GAIN), (back, 6.0)),
            ),
            Site(FEW_RAINS_SITE, few, CLOSED, few_on, CATCHMENT_M, ((date.min, 3.6), (few_on, TREATED_GAIN))),
            Site(SENSED_SITE, seen, CLOSED, seen_on, RELAPSED_CATCHMENT_M, ((date.min, 3.0), (seen_on, TREATED_GAIN), (wet_again, 6.5))),
        ]  # fmt: skip

    def _others(self, rng: Random) -> list[Site]:
        """The other points: closed ones where no complaint can come near, so that only the planted ones relapse."""
        quiet, taken = iter(self.truths.lonely[3:]), [site.point for site in self._planted()]
        sections = list(self.truths.ground.sections)
        rng.shuffle(sections)
        middles = [*taken, *(s.middle for s in sections)]
        free = iter([middles[i] for i in apart(((m, i) for i, m in enumerate(middles)), SITE_SPREAD_M) if i >= len(taken)])
        today = self.truths.as_of.date()
        found = []
        for number, status in enumerate(OTHERS, len(taken) + 1):
            closed = today - timedelta(days=rng.randint(40, 600)) if status in (CLOSED, RELAPSED) else None
            point = next(quiet if status == CLOSED else free)
            before, after = rng.uniform(0.9, 5.2), TREATED_GAIN if status == CLOSED else 2.4
            gains = ((date.min, before), (closed, after)) if closed else ((date.min, before),)
            found.append(Site(f"JS-{number:03d}", point, status, closed, rng.uniform(140, 320), gains))
        return found

    def _row(self, rng: Random, number: int, site: Site) -> Row:
        ground = self.truths.ground
        cause = rng.choice(tuple(CAUSES))
        planned = round(rng.uniform(60, 900))
        spent = {OPEN: 0.0, TREATING: rng.uniform(0.2, 0.7)}.get(site.status, rng.uniform(0.9, 1.0))
        section = min(ground.sections, key=lambda s: abs(s.middle.lon - site.point.lon) + abs(s.middle.lat - site.point.lat))
        return {
            "积水点编号": site.no,
            "名称": f"示例积水点 {number:02d}",
            "成因": cause,
            "一点一策措施": CAUSES[cause],
            "责任单位": f"示例单位 {rng.randint(1, 24)}",
            "计划资金(万元)": str(planned),
            "支付资金(万元)": f"{planned * spent:.1f}",
            "状态": site.status,
            "销账日期": site.closed.isoformat() if site.closed else "",
            "汇水范围": wkt_of(disc(site.point, site.catchment_m)),
            "水深阈值(mm)": rng.choice(("150", "150", "200")),
            "雨量阈值(mm)": "20",
            "所在街道": ground.street_name(ground.streets_at([site.point])[0]),
            "地点": section.road,
            "经度": f"{site.point.lon:.6f}",
            "纬度": f"{site.point.lat:.6f}",
            "是否演示数据": "是",
        }

    def _fallen(self, rng: np.random.Generator) -> tuple[npt.NDArray[np.datetime64], Floats, Floats]:
        """Times, minutes covered and mm of one station: ten minutes in wet hours and at the end, longer steps between."""
        wet = [(rain, rain.profile() * rng.lognormal(0, 0.12)) for rain in self.truths.rains]
        wet_at = np.concatenate([_steps(rain.start, len(mm)) for rain, mm in wet])
        wet_mm = np.concatenate([mm for _, mm in wet])
        dry_at, dry_minutes = self._dry(DRY_MIN)
        free = ~_covered(dry_at, dry_minutes, self.truths.rains)
        at = np.concatenate([wet_at, dry_at[free]])
        minutes = np.concatenate([np.full(len(wet_at), STEP_MIN, float), dry_minutes[free]])
        order = np.argsort(at, kind="stable")
        return at[order], minutes[order], np.concatenate([wet_mm, np.zeros(int(free.sum()))])[order]

    def _stood(self, rng: np.random.Generator, site: Site) -> tuple[npt.NDArray[np.datetime64], Floats]:
        """Times and depth in mm at one sensor."""
        parts = []
        for rain in self.truths.rains[-FEW_RAINS if self.share < SMALL else 0 :]:
            steps = (rain.hours + DRAIN_HOURS) * 60 // STEP_MIN
            depth = _pond(rain, steps) * site.gain(rain.start.date()) * rain.mm * rng.uniform(0.9, 1.1)
            parts.append((_steps(rain.start, steps), depth))
        dry_at, dry_minutes = self._dry(DEPTH_DRY_MIN)
        free = ~_covered(dry_at, dry_minutes, self.truths.rains, hours=DRAIN_HOURS)
        at = np.concatenate([*(at for at, _ in parts), dry_at[free]])
        mm = np.concatenate([*(mm for _, mm in parts), np.zeros(int(free.sum()))])
        order = np.argsort(at, kind="stable")
        first = np.unique(at[order], return_index=True)[1]
        return at[order][first], mm[order][first]

    def _dry(self, step_min: int) -> tuple[npt.NDArray[np.datetime64], Floats]:
        """Times of the readings between rains in the flood season, each ten minutes in the last hours, and the minutes each covers."""
        live = self.truths.as_of - timedelta(hours=SMALL_LIVE_HOURS if self.share < SMALL else LIVE_HOURS)
        live = live.replace(minute=0, second=0)
        step = max(STEP_MIN, min(round(step_min / self.share / STEP_MIN) * STEP_MIN, 360))
        start = datetime.combine(season_start(self.truths.as_of.date()), time())
        end = min(live, datetime(start.year, 10, 1))
        slow = _until(start, end, step)
        fast = _until(live, self.truths.as_of, STEP_MIN)
        return np.concatenate([slow, fast]), np.concatenate([np.full(len(slow), step, float), np.full(len(fast), STEP_MIN, float)])

    def _last(self, is_silent: bool, hours: int) -> np.datetime64:
        return np.datetime64(self.truths.as_of - timedelta(hours=hours if is_silent else 0), "s")


def _pond(rain: Rain, steps: int) -> Floats:
    """Depth of a pond that drains, as a share of its peak, at each ten minutes from the start of a rain on."""
    fallen = np.zeros(steps)
    profile = rain.profile()
    fallen[: len(profile)] = profile
    level, found = 0.0, []
    for mm in fallen:
        level = level * 0.86 + float(mm)
        found.append(level)
    return np.array(found) / max(found)


def _steps(start: datetime, count: int) -> npt.NDArray[np.datetime64]:
    """Ends of ten-minute steps."""
    return np.datetime64(start, "s") + np.arange(1, count + 1) * np.timedelta64(STEP_MIN, "m")


def _until(start: datetime, end: datetime, step_min: int) -> npt.NDArray[np.datetime64]:
    count = max(int((end - start) / timedelta(minutes=step_min)), 0)
    return np.datetime64(start, "s") + np.arange(1, count + 1) * np.timedelta64(step_min, "m")


def _covered(at: npt.NDArray[np.datetime64], minutes: Floats, rains: Iterable[Rain], *, hours: int = 0) -> npt.NDArray[np.bool_]:
    """Which readings overlap a rain (and so many hours after it), whose own readings stand for that time."""
    begin = at - minutes.astype(int).astype("timedelta64[m]")
    found = np.zeros(len(at), bool)
    for rain in rains:
        found |= (at > np.datetime64(rain.start, "s")) & (begin < np.datetime64(rain.end + timedelta(hours=hours), "s"))
    return found


def _readings(head: Row, point: LonLat, at: npt.NDArray[np.datetime64], values: dict[str, npt.NDArray[np.generic]]) -> pl.DataFrame:
    times = pl.Series("时间", at.astype("datetime64[us]")).dt.strftime("%Y-%m-%d %H:%M:%S")
    said = {name: pl.Series(name, column).cast(pl.String) for name, column in values.items()}
    place = {"经度": f"{point.lon:.6f}", "纬度": f"{point.lat:.6f}", "是否演示数据": "是"}
    fixed = [pl.lit(value).alias(name) for name, value in (*head.items(), *place.items())]
    frame = pl.DataFrame({"时间": times, **said}).with_columns(*fixed)
    return frame.select(*head, "时间", *said, *place)


def _faults(frame: pl.DataFrame, column: str, wrong: Sequence[str]) -> pl.DataFrame:
    """A few readings that no sensor can have meant: negative, far too much, a word, one from the future, one without a time."""
    taken = frame.gather(range(len(wrong) + 2))
    values = [*wrong, *taken[column][len(wrong) :].to_list()]
    times = [*taken["时间"][: len(wrong)].to_list(), "2099-06-01 08:00:00", ""]
    return taken.with_columns(pl.Series(column, values), pl.Series("时间", times))
