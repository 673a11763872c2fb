"""The stages of a town as dated history with two times: since when a stage holds, and since when that is known.

Nothing is ever overwritten: a correction is a new row with a later `known_on`, so that the list of any past day can be read as it was known
on that day. Of rows with the same `from_date` the one known last counts; the stage VOID takes a `from_date` back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

WATCH, SUPERVISED, AFTERCARE, OUT = "watch", "supervised", "aftercare", "out"     # 未进先治, 治理督导, 退出指导, 已移出
VOID = "void"                                                                     # 更正：此前所记的这一天并无变动
STAGES = (WATCH, SUPERVISED, AFTERCARE)                                           # those of the list; OUT has left it
NOT_LISTED = ""

# from -> to; what is not here happens on paper only by a slip, and is shown as doubtful
ALLOWED: dict[str, frozenset[str]] = {
    NOT_LISTED: frozenset({WATCH, SUPERVISED}),
    WATCH: frozenset({SUPERVISED, OUT}),
    SUPERVISED: frozenset({AFTERCARE}),
    AFTERCARE: frozenset({OUT, SUPERVISED}),
    OUT: frozenset({WATCH, SUPERVISED}),
}


@dataclass(frozen=True)
class StageRow:
    """One row of the record as it was written."""

    stage: str
    from_date: date
    known_on: date
    document_no: str = ""


@dataclass(frozen=True)
class Stay:
    """A stage held from a day until another (excluded), None still; `known_on` is when its beginning was last corrected or first known."""

    stage: str
    from_date: date
    until: date | None
    known_on: date
    document_no: str = ""


@dataclass(frozen=True)
class Move:
    """A change of stage on a day; `before` is "" for a town that came onto the list."""

    day: date
    before: str
    after: str
    known_on: date
    document_no: str = ""

    @property
    def is_allowed(self) -> bool:
        """Whether the rules of the list know this step."""
        return self.after in ALLOWED[self.before]


def history(rows: Iterable[StageRow], known_on: date) -> tuple[Stay, ...]:
    """The stays of one town as known on a day, oldest first; a stage named again while it holds goes on."""
    standing = [r for r in _standing(rows, known_on) if r.stage != VOID]
    begun = [row for i, row in enumerate(standing) if i == 0 or row.stage != standing[i - 1].stage]
    ends: list[date | None] = [row.from_date for row in begun[1:]]
    return tuple(
        Stay(row.stage, row.from_date, until, row.known_on, row.document_no) for row, until in zip(begun, [*ends, None], strict=False)
    )


def up_to(stays: Sequence[Stay], day: date) -> tuple[Stay, ...]:
    """The stays begun by a day: a history as it stood then."""
    return tuple(s for s in stays if s.from_date <= day)


def stay_on(stays: Sequence[Stay], day: date) -> Stay | None:
    """The stay that holds on a day; None before the first."""
    return next((s for s in reversed(stays) if s.from_date <= day), None)


def stage_on(stays: Sequence[Stay], day: date) -> str:
    """The stage on a day, NOT_LISTED before the first."""
    stay = stay_on(stays, day)
    return stay.stage if stay else NOT_LISTED


def stages_on(rows: Sequence[StageRow], days: Iterable[date]) -> tuple[str, ...]:
    """The stage of one town on each of several days, each as known on that day itself."""
    known = sorted(r.known_on for r in rows)
    read: dict[int, tuple[Stay, ...]] = {}             # rows known -> history: it changes on few days only
    found = []
    for day in days:
        count = bisect_right(known, day)
        if count not in read:
            read[count] = history(rows, day)
        found.append(stage_on(read[count], day))
    return tuple(found)


def moves(stays: Sequence[Stay], first: date, last: date) -> tuple[Move, ...]:
    """The changes of stage on the days `first` to `last`, both included, oldest first."""
    before = [NOT_LISTED, *(s.stage for s in stays)]
    steps = (Move(s.from_date, b, s.stage, s.known_on, s.document_no) for b, s in zip(before, stays, strict=False))
    return tuple(m for m in steps if first <= m.day <= last)


def corrections(rows: Iterable[StageRow], known_on: date) -> tuple[tuple[StageRow, StageRow], ...]:
    """Pairs of (what was recorded, what it was corrected to), in the order they became known up to a day."""
    known = sorted((r for r in rows if r.known_on <= known_on), key=lambda r: (r.known_on, r.from_date))
    held: dict[date, StageRow] = {}
    found = []
    for row in known:
        if row.from_date in held and held[row.from_date].stage != row.stage:
            found.append((held[row.from_date], row))
        held[row.from_date] = row
    return tuple(found)


def months_between(first: date, last: date) -> int:
    """Whole months from a day to a later one: 2026-01-15 to 2026-03-14 is 1; never below 0."""
    whole = 12 * (last.year - first.year) + last.month - first.month
    return max(0, whole - (last.day < first.day))


def _standing(rows: Iterable[StageRow], known_on: date) -> list[StageRow]:
    held: dict[date, StageRow] = {}
    for row in sorted((r for r in rows if r.known_on <= known_on), key=lambda r: r.known_on):
        held[row.from_date] = row
    return [held[day] for day in sorted(held)]
