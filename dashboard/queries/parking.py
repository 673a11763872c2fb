"""Figures of `/parking` (停车秩序): how many offences, where, when, from whom, and whether that is more than before.

An offence counts once: false alarms (误报) count nowhere, a complaint about what a camera or patrol reported too counts with that event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from dashboard.queries.offences import KINDS, SOURCES, FeedState, Offences, between
from dashboard.state import ViewState
from geodata import grid
from geodata.freshness import is_stale
from geodata.pack import Pack
from geodata.workdays import WorkingCalendar

HOURS, WEEKDAYS = 24, 7
DAYS = ("work", "off")                     # 工作日, 休息日 (weekends, holidays; shifted days as the calendar says)
MOST_ROADS = 8
COUNTED = pl.col("counts")


@dataclass(frozen=True)
class Asked:
    """What a view asks for: an area and days, both included; a kind and days of the week ("" all); one hexagon or one road section."""

    area: str
    first: date
    last: date
    kind: str = ""
    days: str = ""
    cell: str = ""
    road: str = ""

    @property
    def without_choice(self) -> Asked:
        """The same without a hexagon or road section."""
        return replace(self, cell="", road="")

    @property
    def before(self) -> Asked:
        """The same for as many days right before."""
        length = self.last - self.first + timedelta(days=1)
        return replace(self, first=self.first - length, last=self.last - length)


@dataclass(frozen=True)
class Sheet:
    """Rows of a view, of the kind and days asked for, false alarms and merged complaints among them; `before` None: the feed is younger.

    `chosen` are those of the hexagon or road section asked for, all of them where none is; `period` those of every kind and day.
    """

    asked: Asked
    state: FeedState
    period: pl.DataFrame
    rows: pl.DataFrame
    before: pl.DataFrame | None
    chosen: pl.DataFrame
    by_kind: dict[str, int]

    @property
    def without_choice(self) -> Sheet:
        """The same without a hexagon or road section."""
        return replace(self, asked=self.asked.without_choice, chosen=self.rows)


@dataclass(frozen=True)
class Summary:
    """`count` is what counts once; `record_count` = count + merged_count + false_count. `previous_count` None where nothing is known."""

    count: int
    record_count: int
    merged_count: int
    false_count: int
    previous_count: int | None
    unplaced_count: int
    by_kind: dict[str, int]
    daily: tuple[tuple[date, int], ...]
    is_stale: bool
    is_sample: bool


@dataclass(frozen=True)
class Slot:
    """One hour of one weekday (0 Monday): `per_day` on average of the days that there were."""

    weekday: int
    hour: int
    count: int
    per_day: float


@dataclass(frozen=True)
class Matrix:
    """Offences by weekday and hour, 7 × 24; how many of each weekday the period has; the same for workdays and days off."""

    counts: tuple[tuple[int, ...], ...]
    day_counts: tuple[int, ...]
    work: tuple[int, ...]
    off: tuple[int, ...]
    work_days: int
    off_days: int

    @property
    def total(self) -> int:
        """All of it."""
        return sum(map(sum, self.counts))

    @property
    def worst(self) -> Slot | None:
        """The hour with most a day, the earliest of equals; None without any."""
        slots = [self.slot(day, hour) for day in range(WEEKDAYS) for hour in range(HOURS)]
        return max(slots, key=lambda s: s.per_day) if self.total else None

    def slot(self, weekday: int, hour: int) -> Slot:
        """One field of the matrix."""
        count = self.counts[weekday][hour]
        return Slot(weekday, hour, count, count / max(1, self.day_counts[weekday]))


@dataclass(frozen=True)
class Road:
    """One road section: a road within a street; `key` is what an address calls it."""

    key: str
    name: str
    street_code: str
    count: int
    previous_count: int | None
    worst_hour: int


@dataclass(frozen=True)
class Roads:
    """The worst road sections, most first; `other_count` on further ones, `unnamed_count` without a road: together all that counts."""

    lines: tuple[Road, ...]
    other_count: int
    unnamed_count: int


@dataclass(frozen=True)
class SourceLine:
    """Records of one source: `count` all but false alarms, `merged_count` of them counted with another, `false_count` false alarms."""

    source: str
    count: int
    merged_count: int
    false_count: int


@dataclass(frozen=True)
class CameraLine:
    """One camera: what it reported, and how much of it was no offence (误报率, 0-1)."""

    camera_no: str
    street_code: str
    record_count: int
    false_count: int

    @property
    def false_share(self) -> float:
        """误报率."""
        return self.false_count / self.record_count


def asked_of(state: ViewState) -> Asked:
    """What a page's address asks for."""
    kind, days = state.picked("kind"), state.picked("days")
    return Asked(
        state.area, state.period_from, state.period_to, kind if kind in KINDS else "", days if days in DAYS else "", state.cell or "",
        state.item,
    )


def sheet(offences: Offences, asked: Asked) -> Sheet:
    """The rows of a view. Raises NotFound, RightsError, StoreError."""
    state, before = offences.state, asked.before
    every = offences.rows(asked.area, before.first, asked.last)
    period = between(every, asked.first, asked.last)
    rows = _wanted(period, asked)
    has_before = state.first_day is not None and state.first_day <= before.first
    past = _wanted(between(every, before.first, before.last), asked) if has_before else None
    kinds = _counts(_wanted(period, replace(asked, kind="")), "kind")
    by_kind = {kind: kinds.get(kind, 0) for kind in KINDS}
    return Sheet(asked, state, period, rows, past, _chosen(rows, asked, offences.register.pack), by_kind)


def summary(of: Sheet, *, stale_after_hours: float, offences: Offences) -> Summary:
    """The numbers above the fold."""
    false = int(of.rows["is_false_alarm"].sum())
    counted = counted_of(of.rows, "day", "h3_11")
    by_day = dict(counted["day"].value_counts().iter_rows())
    days = [of.asked.first + timedelta(days=n) for n in range((of.asked.last - of.asked.first).days + 1)]
    return Summary(
        count=counted.height,
        record_count=of.rows.height,
        merged_count=of.rows.height - counted.height - false,
        false_count=false,
        previous_count=None if of.before is None else int(of.before["counts"].sum()),
        unplaced_count=counted["h3_11"].null_count(),
        by_kind=of.by_kind,
        daily=tuple((day, by_day.get(day, 0)) for day in days),
        is_stale=is_stale(of.state.newest_at, offences.register.now, stale_after_hours),
        is_sample=of.state.is_sample,
    )


def matrix(of: Sheet, calendar: WorkingCalendar) -> Matrix:
    """Hours and weekdays of what is chosen; its sum is what counts of it."""
    counted = counted_of(of.chosen, "weekday", "hour", "is_workday")
    places = (counted["weekday"].cast(pl.Int64) * HOURS + counted["hour"].cast(pl.Int64)).to_numpy()
    counts = np.bincount(places, minlength=WEEKDAYS * HOURS).reshape(WEEKDAYS, HOURS)
    hours = {
        is_work: np.bincount(counted.filter(pl.col("is_workday") == is_work)["hour"].cast(pl.Int64).to_numpy(), minlength=HOURS)
        for is_work in (True, False)
    }
    days = _days(of.asked, calendar)
    weekdays = np.bincount([day.weekday() for day, _ in days], minlength=WEEKDAYS) if days else np.zeros(WEEKDAYS, int)
    return Matrix(
        tuple(tuple(line) for line in counts.tolist()),
        tuple(weekdays.tolist()),
        tuple(hours[True].tolist()),
        tuple(hours[False].tolist()),
        sum(is_work for _, is_work in days),
        sum(not is_work for _, is_work in days),
    )


def roads(of: Sheet, *, most: int | None = MOST_ROADS) -> Roads:
    """Road sections by how often they offend; `most` None gives all of them."""
    counted = counted_of(of.rows, "road_key", "road_name", "street_code", "hour")
    named = counted.filter(pl.col("road_key") != "")
    by_hour = named.group_by("road_key", "hour", maintain_order=True).agg(pl.col("road_name", "street_code").first(), n=pl.len())
    worst = pl.col("hour").sort_by(pl.col("n"), pl.col("hour"), descending=[True, False]).first()
    lines = by_hour.group_by("road_key").agg(pl.col("road_name", "street_code").first(), count=pl.col("n").sum(), hour=worst)
    lines = lines.cast({pl.Categorical: pl.String}).sort(["count", "road_key"], descending=[True, False])
    shown = lines if most is None else lines.head(most)
    past = None if of.before is None else _counts(of.before, "road_key")
    found = tuple(
        Road(key, name, street or "", count, past.get(key, 0) if past is not None else None, hour)
        for key, name, street, count, hour in shown.iter_rows()
    )
    return Roads(found, named.height - sum(road.count for road in found), counted.height - named.height)


def road_of(of: Sheet) -> Road | None:
    """The road section asked for; None where none is, or none of this name lies in the area and period."""
    if not of.asked.road or not of.chosen.height:
        return None
    key, name, street = of.chosen.row(0, named=True)["road_key"], of.chosen["road_name"][0], of.chosen["street_code"][0]
    hours = of.chosen.filter(COUNTED)["hour"].to_numpy()
    past = None if of.before is None else of.before.filter(COUNTED & (pl.col("road_key") == key)).height
    return Road(key, name, street or "", len(hours), past, int(np.bincount(hours, minlength=HOURS).argmax()))


def sources(of: Sheet) -> tuple[SourceLine, ...]:
    """Where the records come from."""
    agg = of.rows.group_by("source").agg(
        count=(~pl.col("is_false_alarm")).sum(), merged=pl.col("is_merged").sum(), false=pl.col("is_false_alarm").sum()
    )
    found = {source: (count, merged, false) for source, count, merged, false in agg.iter_rows()}
    return tuple(SourceLine(source, *found.get(source, (0, 0, 0))) for source in SOURCES)


def cameras(of: Sheet, *, least: int) -> tuple[CameraLine, ...]:
    """Cameras with at least `least` records, those that are wrong most often first."""
    told = of.rows.select("source", "camera_no", "street_code", "is_false_alarm")
    seen = told.filter((pl.col("source") == "camera") & (pl.col("camera_no") != ""))
    counts = {"records": pl.len(), "false": pl.col("is_false_alarm").sum()}
    lines = seen.group_by("camera_no").agg(pl.col("street_code").drop_nulls().first(), **counts)
    enough = lines.filter(pl.col("records") >= least)
    ordered = enough.cast({pl.Categorical: pl.String}).sort(pl.col("false") / pl.col("records"), "camera_no", descending=[True, False])
    return tuple(CameraLine(no, street or "", records, false) for no, street, records, false in ordered.iter_rows())


def counted_of(rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Columns of the rows that count; the other columns are not copied."""
    return rows.select(pl.col(columns).filter(COUNTED))


def in_hexagons(pack: Pack, res: int) -> pl.Expr:
    """Whether a row's place is known well enough for hexagons of a resolution."""
    fits = (pl.col("place_radius_m") <= pack.rules.hex.max_radius_m[res]).fill_null(False) & pl.col("h3_11").is_not_null()
    return fits if pack.config.allow_approx else fits & ~pl.col("place_approx")


def parent(res: int) -> pl.Expr:
    """The cell of a row at a coarser resolution."""
    unused = (1 << (3 * (15 - res))) - 1
    return (pl.col("h3_11") & ~(0xF << 52)) | ((res << 52) | unused)


def _wanted(rows: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    if asked.kind:
        rows = rows.filter(pl.col("kind") == asked.kind)
    return rows.filter(pl.col("is_workday") == (asked.days == DAYS[0])) if asked.days else rows


def _chosen(rows: pl.DataFrame, asked: Asked, pack: Pack) -> pl.DataFrame:
    if asked.road:
        return rows.filter(pl.col("road_key") == asked.road)
    cell = grid.cell_named(asked.cell) if asked.cell else None
    if cell is None:
        return rows
    res = grid.resolution_of(cell)
    return rows.filter(in_hexagons(pack, res) & (parent(res) == cell)) if res in pack.rules.hex.max_radius_m else rows.clear()


def _days(asked: Asked, calendar: WorkingCalendar) -> Sequence[tuple[date, bool]]:
    days = [asked.first + timedelta(days=n) for n in range((asked.last - asked.first).days + 1)]
    known = [(day, calendar.is_workday(day)) for day in days]
    return [(day, is_work) for day, is_work in known if not asked.days or is_work == (asked.days == DAYS[0])]


def _counts(rows: pl.DataFrame, by: str) -> dict[str, int]:
    return dict(counted_of(rows, by)[by].value_counts().iter_rows())
