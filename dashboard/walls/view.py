"""What the panels of a wall are made from: everything of one area, for one reader, at one moment; each part is asked for once at most."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import func, select

from dashboard.desk import Desk
from dashboard.queries.cube import Cube
from dashboard.queries.cubes import Source, areas_cube
from dashboard.queries.offences import Offences, offences_of
from dashboard.queries.parking import Asked
from dashboard.queries.parking_view import Figures, figures_of
from dashboard.queries.programme.book import Book, open_book
from dashboard.queries.programme.lines import lines_of
from dashboard.queries.programme.overview import overview_of
from dashboard.queries.programme.records import Overview, Summary
from dashboard.queries.programme.sums import summed
from dashboard.queries.register import Register
from dashboard.queries.towns import Board, board, moment_of
from dashboard.queries.waterlogging import Situation, situation
from dashboard.state import period_dates
from dashboard.texts import wallpanels as words
from geodata.freshness import age_words, is_stale
from geodata.store.engine import read_transaction
from geodata.store.models import AlarmMark, Batch, Closure, ProjectReport

COMPLAINTS, READINGS, VIOLATIONS, REPORTS, TOWNS = "complaints", "readings", "violations", "reports", "towns"
FEEDS = (COMPLAINTS, READINGS, VIOLATIONS, REPORTS, TOWNS)
USUAL_PERIOD = "30d"
WEEK_BACK, YEAR_BACK = timedelta(days=7), timedelta(days=364)
LATE_HOUR = 23                # of the newest complaint: from then on its day counts as over


@dataclass(frozen=True)
class Feed:
    """How old what a tile shows is: `as_of` its newest record, None without any; `age` in words; `is_stale` past its limit."""

    code: str
    as_of: datetime | None
    age: str
    is_stale: bool

    @property
    def is_empty(self) -> bool:
        """Whether there never was a record."""
        return self.as_of is None


@dataclass(frozen=True)
class WallView:
    """One scene's data. `period` is one of the words of an address (30d, 7d, month …), `kind` that of offences, "" all."""

    desk: Desk
    area: str
    period: str = USUAL_PERIOD
    kind: str = ""

    @cached_property
    def source(self) -> Source:
        """What complaints are counted from."""
        return self.desk.source()

    @cached_property
    def register(self) -> Register:
        """The registers, at the moment of the view."""
        return self.desk.register()

    @property
    def now(self) -> datetime:
        """The store's time that ages follow."""
        return self.register.now

    @cached_property
    def days(self) -> tuple[date, date]:
        """The days of the period, both included; they end at the newest day that has complaints."""
        return period_dates(self.period, self.newest_day) or period_dates(USUAL_PERIOD, self.newest_day) or (self.newest_day,) * 2

    @property
    def newest_day(self) -> date:
        """The newest day that has complaints."""
        return self.source.last_day or self.now.date()

    @property
    def last_whole_day(self) -> date:
        """The newest day that is over, as far as complaints tell."""
        newest = self.source.history.newest_at
        is_open = newest is not None and newest.hour < LATE_HOUR
        return self.newest_day - timedelta(days=1) if is_open else self.newest_day

    @cached_property
    def period_name(self) -> str:
        """The period in words: 近 30 日."""
        return words.PERIODS.get(self.period, words.PERIODS[USUAL_PERIOD])

    @property
    def least(self) -> int:
        """Counts below this are not shown where `is_exact` does not hold."""
        return self.source.pack.rules.suppression.min_count

    @cached_property
    def is_exact(self) -> bool:
        """Whether small counts are shown here."""
        return self.source.is_exact(self.area)

    @cached_property
    def areas(self) -> Cube:
        """Complaints of two years by area below, day and category."""
        return areas_cube(self.source, self.area)

    @cached_property
    def water(self) -> Situation:
        """Points, sensors and stations now."""
        return situation(self.register, self.area)

    @cached_property
    def water_shown(self) -> Situation:
        """The water as it is shown: now, or as it was when the last reading came where readings have stopped."""
        feed = self.feed(READINGS)
        return self.water_at(feed.as_of) if feed.is_stale and feed.as_of else self.water

    def water_at(self, at: datetime) -> Situation:
        """The same at an earlier time."""
        return situation(replace(self.register, now=at), self.area)

    @cached_property
    def offences(self) -> Offences:
        """Offences against street order."""
        return offences_of(self.register)

    def street_order(self, first: date, last: date, kind: str) -> Figures:
        """Offences of a kind ("" all of them) in some days."""
        return figures_of(self.offences, Asked(self.area, first, last, kind), most_cameras=0)

    @property
    def offence_day(self) -> date:
        """The newest day that has offences."""
        newest = self.offences.state.newest_at
        return newest.date() if newest else self.now.date()

    @cached_property
    def book(self) -> Book:
        """The programme today."""
        return open_book(self.register, self.area)

    @cached_property
    def programme(self) -> Overview:
        """Its lines, sums and the week's changes."""
        return overview_of(self.book)

    @cached_property
    def programme_then(self) -> tuple[Summary, Summary]:
        """Its sums a week and a year ago, as known then."""
        books = (open_book(self.register, self.area, day=self.book.day - back) for back in (WEEK_BACK, YEAR_BACK))
        week, year = (summed(book, lines_of(book)) for book in books)
        return week, year

    @cached_property
    def towns(self) -> Board:
        """The list of towns today."""
        return board(self.register, self.area, moment_of(self.register, None))

    def feed(self, code: str) -> Feed:
        """How old a feed is, as far as this area is concerned."""
        return self.feeds[code]

    @cached_property
    def feeds(self) -> dict[str, Feed]:
        """All feeds, in the order of FEEDS."""
        limits = self.register.pack.rules.freshness
        hours = (limits.complaints_hours, limits.readings_hours, limits.violations_hours, limits.reports_hours, limits.towns_hours)
        return {code: self._feed(code, limit) for code, limit in zip(FEEDS, hours, strict=True)}

    def _feed(self, code: str, hours: float) -> Feed:
        newest = self._newest(code)
        at = min(newest, self.now) if newest else None          # what came by file for today is of the day's end
        late = self.towns.is_stale if code == TOWNS else is_stale(at, self.now, hours)
        return Feed(code, at, age_words(at, self.now) if at else "", late)

    def _newest(self, code: str) -> datetime | None:
        if code == COMPLAINTS:
            return self.source.history.newest_at
        if code == READINGS:
            return max((at for at in (self.water.depth_at, self.water.rain_at) if at), default=None)
        if code == VIOLATIONS:
            return self.offences.state.newest_at
        return self.programme.summary.as_of if code == REPORTS else _end_of(self.towns.newest_month, self.now)


def stamp(desk: Desk) -> tuple[object, ...]:
    """Changes with whatever a wall shows: a load, an entry, a closing, an acknowledgement, a new minute. Raises StoreError."""
    newest = [select(func.max(model.id)).scalar_subquery() for model in (Batch, ProjectReport, Closure, AlarmMark)]
    with read_transaction(desk.engine) as store:
        told = tuple(value or 0 for value in store.execute(select(*newest)).one())
    return (desk.source().version, f"{desk.clock.now():%Y%m%d%H%M}", *told)


def _end_of(month: str, now: datetime) -> datetime | None:
    """The last minute of a month ("2026-06"); None without one."""
    if not month:
        return None
    first = now.replace(year=int(month[:4]), month=int(month[5:7]), day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1) - timedelta(minutes=1)
