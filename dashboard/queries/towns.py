"""治理类街乡镇 of an area: the list as known on any day, what moved, how each town stands against the thresholds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, select

from dashboard.queries.register import Register
from dashboard.queries.town_tasks import NO_ITEMS, Items, items_by_town
from geodata.clock import local
from geodata.errors import NotFound
from geodata.freshness import is_stale
from geodata.governance.outlook import Relapse, Standing, entry_standing, exit_standing, relapse
from geodata.governance.stages import (
    STAGES,
    SUPERVISED,
    Move,
    StageRow,
    Stay,
    corrections,
    history,
    months_between,
    moves,
    stages_on,
    up_to,
)
from geodata.governance.thresholds import Month, first_day, next_month, until
from geodata.governance.whatif import Case, Outcome, Supposed, outcome
from geodata.rules.towns import Towns
from geodata.store.models import Town, TownMonth, TownStage

# what stands out about a town, the most pressing first; "" nothing
NOTES = ("entry_reached", "relapse_reached", "entry_begun", "relapse_begun", "exit_reached", "exit_begun", "")

RECENT_DAYS = 90            # what counts as moved lately
TIMELINE_MONTHS = 24


@dataclass(frozen=True)
class Moment:
    """The day looked at, and the day up to whose knowledge the record is read: both the same for a list as it was known then."""

    on: date
    known: date


@dataclass(frozen=True)
class Record:
    """What the store holds of one town, unread: rows of its stages and its months in order."""

    town_id: int
    no: str
    name: str
    is_sample: bool
    street_code: str | None
    rows: tuple[StageRow, ...]
    months: tuple[Month, ...]


@dataclass(frozen=True)
class TownLine:
    """One town of the list on the day looked at."""

    no: str
    name: str
    is_sample: bool
    street_code: str | None
    stay: Stay
    months_in_stage: int
    is_doubtful: bool                  # some step of its history is none that the rules know
    months: tuple[Month, ...]
    entry: Standing
    exit: Standing
    relapse: Relapse | None
    items: Items

    @property
    def stage(self) -> str:
        """The stage it is in."""
        return self.stay.stage

    @property
    def is_at_risk(self) -> bool:
        """Whether it is not under supervision and meets the thresholds of entry now, for long enough or not yet."""
        return self.stage != SUPERVISED and self.entry.run > 0

    @property
    def is_ready(self) -> bool:
        """Whether it is under supervision and has met the thresholds of exit for long enough."""
        return self.stage == SUPERVISED and self.exit.is_reached

    @property
    def is_back(self) -> bool:
        """Whether it left supervision and is above its mean before that, for long enough or not yet."""
        return self.relapse is not None and self.relapse.run > 0

    @property
    def note(self) -> str:
        """The most pressing of NOTES that holds."""
        back, is_under = self.relapse, self.stage == SUPERVISED
        holds = (
            self.is_at_risk and self.entry.is_reached,
            back is not None and back.is_relapsed,
            self.is_at_risk,
            self.is_back,
            self.is_ready,
            is_under and self.exit.is_begun,
            True,
        )
        return NOTES[holds.index(True)]


@dataclass(frozen=True)
class TownMove:
    """A change of stage of one town."""

    no: str
    name: str
    move: Move


@dataclass(frozen=True)
class TownCorrection:
    """A row of a town's record that took another's place."""

    no: str
    name: str
    was: StageRow
    now: StageRow


@dataclass(frozen=True)
class Board:
    """The list of an area. `lines` in the order of their numbers, those that have left it among them; `newest_month` "" without figures."""

    moment: Moment
    lines: tuple[TownLine, ...]
    moves: tuple[TownMove, ...]                    # of the last RECENT_DAYS, newest first
    corrections: tuple[TownCorrection, ...]        # that became known in them, newest first
    newest_month: str
    is_stale: bool
    is_sample: bool

    @property
    def listed(self) -> tuple[TownLine, ...]:
        """The towns on the list."""
        return tuple(line for line in self.lines if line.stage in STAGES)

    @property
    def by_stage(self) -> dict[str, int]:
        """Towns of each stage of the list, 0 included."""
        counted = Counter(line.stage for line in self.lines)
        return {stage: counted[stage] for stage in STAGES}

    @property
    def items(self) -> Items:
        """The items of all its towns together."""
        return sum((line.items for line in self.lines), NO_ITEMS)


@dataclass(frozen=True)
class Step:
    """How many towns were in each stage at the end of a month, as known then."""

    day: date
    by_stage: dict[str, int]


@dataclass(frozen=True)
class TownPage:
    """Everything about one town: its line, its history as known, what of it was corrected."""

    line: TownLine
    stays: tuple[Stay, ...]
    moves: tuple[Move, ...]
    corrections: tuple[tuple[StageRow, StageRow], ...]


def moment_of(register: Register, on: date | None, *, is_hindsight: bool = False) -> Moment:
    """The moment of a day, today by default and at the latest; `is_hindsight` reads it with what is known today."""
    day = min(on or register.today, register.today)
    return Moment(day, register.today if is_hindsight else day)


def read(register: Register, area: str) -> tuple[tuple[Record, ...], dict[int, Items]]:
    """What the store holds of the towns of an area, by number, and the items of each. Raises NotFound, RightsError, StoreError."""
    with register.read() as connection:
        return _records(connection, register, area), items_by_town(connection, register, area)


def board(register: Register, area: str, moment: Moment) -> Board:
    """The list of an area at a moment. Raises NotFound, RightsError, StoreError."""
    found, items = read(register, area)
    return board_of(found, items, moment, register)


def board_of(found: Sequence[Record], items: dict[int, Items], moment: Moment, register: Register) -> Board:
    """The list made of records that were read already."""
    rules = register.pack.rules.towns
    lines = tuple(line for r in found if (line := _line(r, items.get(r.town_id, NO_ITEMS), moment, rules)))
    newest = max((line.months[-1].month for line in lines if line.months), default="")
    return Board(
        moment,
        lines,
        _moves(found, moment),
        _corrections(found, moment),
        newest,
        bool(newest) and moment.on == register.today and is_stale(_end(newest), register.now, register.pack.rules.freshness.towns_hours),
        any(r.is_sample for r in found),
    )


def timeline(found: Iterable[Record], last: date, *, months: int = TIMELINE_MONTHS) -> tuple[Step, ...]:
    """Towns by stage at the end of each of the last months and on `last` itself, each as known then; oldest first."""
    days = [*_month_ends(last, months), last]
    each = [stages_on(r.rows, days) for r in found]
    return tuple(Step(day, {stage: sum(stages[i] == stage for stages in each) for stage in STAGES}) for i, day in enumerate(days))


def town_of(found: Sequence[Record], shown: Board, no: str) -> TownPage:
    """One town of a list. Raises NotFound for one that is not among them or was not on it then."""
    line, record = next((x for x in shown.lines if x.no == no), None), next((r for r in found if r.no == no), None)
    if line is None or record is None:
        raise NotFound(no)
    stays = up_to(history(record.rows, shown.moment.known), shown.moment.on)
    return TownPage(line, stays, moves(stays, date.min, shown.moment.on), corrections(record.rows, shown.moment.known))


def what_if(lines: Iterable[TownLine], supposed: Supposed) -> Outcome:
    """Which towns of a list would reach entry or exit; numbers of towns."""
    return outcome((Case(line.no, line.stage, line.months) for line in lines), supposed)


def _records(connection: Connection, register: Register, area: str) -> tuple[Record, ...]:
    within = register.within(area, Town)
    about = select(Town.id, Town.town_no, Town.name, Town.is_sample, Town.street_code).where(within).order_by(Town.town_no)
    stages = select(TownStage.town_id, TownStage.stage, TownStage.from_date, TownStage.known_on, TownStage.document_no)
    figures = select(TownMonth.town_id, TownMonth.month, TownMonth.complaint_count, TownMonth.population, TownMonth.resolution_pct,
                     TownMonth.satisfaction_pct)  # fmt: skip
    rows: dict[int, list[StageRow]] = defaultdict(list)
    told: Any
    for town_id, *told in connection.execute(stages.join(Town, Town.id == TownStage.town_id).where(within)):
        rows[town_id].append(StageRow(*told))
    months: dict[int, list[Month]] = defaultdict(list)
    ordered = figures.join(Town, Town.id == TownMonth.town_id).where(within).order_by(TownMonth.town_id, TownMonth.month)
    for town_id, *told in connection.execute(ordered):
        months[town_id].append(Month(*told))
    return tuple(
        Record(town_id, no, name, is_sample, street, tuple(rows[town_id]), tuple(months[town_id]))
        for town_id, no, name, is_sample, street in connection.execute(about)
    )


def _line(record: Record, items: Items, moment: Moment, rules: Towns) -> TownLine | None:
    """None for a town that was not on the list then."""
    stays = up_to(history(record.rows, moment.known), moment.on)
    if not stays:
        return None
    months = until(record.months, moment.on)
    return TownLine(
        no=record.no,
        name=record.name,
        is_sample=record.is_sample,
        street_code=record.street_code,
        stay=stays[-1],
        months_in_stage=months_between(stays[-1].from_date, moment.on),
        is_doubtful=not all(m.is_allowed for m in moves(stays, date.min, date.max)),
        months=months,
        entry=entry_standing(months, rules),
        exit=exit_standing(months, rules),
        relapse=relapse(stays, months, rules),
        items=items,
    )


def _moves(found: Iterable[Record], moment: Moment) -> tuple[TownMove, ...]:
    first = moment.on - timedelta(days=RECENT_DAYS - 1)
    made = [TownMove(r.no, r.name, m) for r in found for m in moves(history(r.rows, moment.known), first, moment.on)]
    return tuple(sorted(made, key=lambda m: (m.move.day, m.no), reverse=True))


def _corrections(found: Iterable[Record], moment: Moment) -> tuple[TownCorrection, ...]:
    first = moment.known - timedelta(days=RECENT_DAYS - 1)
    told = [TownCorrection(r.no, r.name, *pair) for r in found for pair in corrections(r.rows, moment.known)]
    made = [c for c in told if c.now.known_on >= first and c.now.from_date <= moment.on]
    return tuple(sorted(made, key=lambda c: (c.now.known_on, c.no), reverse=True))


def _month_ends(last: date, months: int) -> list[date]:
    ends = []
    day = last.replace(day=1) - timedelta(days=1)
    for _ in range(months):
        ends.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return ends[::-1]


def _end(month: str) -> datetime:
    return local(datetime.combine(first_day(next_month(month)), time()))

