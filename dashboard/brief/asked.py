"""What a brief asks of the queries, and the form in which each part of it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from dashboard.brief.content import Block, Figure, Source, Value
from dashboard.brief.sentences import Phrase
from dashboard.brief.week import Week
from dashboard.queries.cubes import Source as History
from dashboard.queries.register import Register
from dashboard.texts import brief as words
from geodata.freshness import is_stale


@dataclass(frozen=True)
class Asked:
    """One area and week, read from one state of everything. `register.now` is the moment that states are told of: the end of the week,
    or now while it lasts. `last` is the last day that there is anything of, the week's Sunday when it is over."""

    history: History
    register: Register
    area: str
    week: Week
    last: date

    @property
    def first(self) -> date:
        """The Monday."""
        return self.week.first

    @property
    def moment(self) -> datetime:
        """When states are told of."""
        return self.register.now

    @property
    def area_name(self) -> str:
        """The area's name."""
        return self.register.pack.areas.breadcrumb(self.area)[-1].name

    def address(self, page: str) -> str:
        """The page of the desk that shows the same days."""
        return f"{page}?area={self.area}&from={self.first}&to={self.last}"

    def source(self, query: str, page: str, as_of: datetime | None, **filters: str) -> Source:
        """Where a number comes from: the query by its name and by that of its function; area and days stand in every one."""
        told = {"query": query, "area": self.area, "from": self.first.isoformat(), "to": self.last.isoformat(), **filters}
        named = tuple((words.FILTERS[name], value) for name, value in told.items())
        return Source(words.QUERIES[query], named, as_of, self.address(page))

    def earlier(self, days: int) -> tuple[date, date]:
        """The same days so many days before."""
        return self.first - timedelta(days=days), self.last - timedelta(days=days)


@dataclass(frozen=True)
class Feed:
    """How far one feed reaches: `at` None where it never brought anything."""

    name: str
    at: datetime | None
    is_stale: bool


@dataclass(frozen=True)
class Part:
    """What one part of the brief brings: figures by key, phrases and blocks by the names that templates call them, and what the next
    edition is to be compared with (`facts`: name -> thing -> state)."""

    figures: Mapping[str, Figure]
    phrases: Mapping[str, Phrase]
    blocks: Mapping[str, Block]
    feed: Feed
    is_sample: bool = False
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass
class Figures:
    """Figures of one source as they are made; a phrase that uses one keeps its key."""

    source: Source
    is_stale: bool = False
    made: dict[str, Figure] = field(default_factory=dict)

    def add(self, key: str, value: Value, unit: str) -> Figure:
        """A count, or a share or length with one decimal; of a change the sentence says the direction, so that its text has no sign."""
        found = Figure(key, value if not isinstance(value, float) else round(value, 4), unit, text_of(value), self.source, self.is_stale)
        self.made[key] = found
        return found


def text_of(value: Value) -> str:
    """A number as sentences write it."""
    if value is None:
        return words.NO_DATA
    return f"{value:,}" if isinstance(value, int) else f"{abs(value):,.1f}"


def percent(part: float | None, whole: float | None) -> float | None:
    """Share in per cent; None without a whole."""
    return 100 * part / whole if part is not None and whole else None


def rise_pct(now: float | None, before: float | None) -> float | None:
    """Change in per cent; None without something before."""
    return 100 * (now - before) / before if now is not None and before else None


def feed_of(name: str, at: datetime | None, asked: Asked, hours: float, *, least: float = 0) -> Feed:
    """How far a feed reaches, and whether that is too short for the brief's moment; `least`: hours that it may always be silent."""
    return Feed(name, at, is_stale(at, asked.moment, max(hours, least)))
