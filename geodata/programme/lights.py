"""The traffic light (红黄绿灯) of a project by the rules of the pack, for any day: the daily reports are replayed up to it.

Rules (rules.toml [lights], each with its source): progress behind the linear first plan, not started after the month of its planned start,
a payment late, a red made good, silence. Precedence red > grey > yellow > green. Light of a past day is the same whenever it is asked for:
it stands on what was entered for the days up to it and on the dates of the register, never on the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from geodata import texts
from geodata.programme.reports import NO_REPORTS, Reports
from geodata.rules.programme import Lights

RED, GREY, YELLOW, GREEN, DONE, NONE = "red", "grey", "yellow", "green", "done", ""
CODES = (NONE, GREEN, YELLOW, GREY, RED, DONE)       # an int of the arrays below is a place in here
FINISHED = ("done", "in_use")
_NONE, _GREEN, _YELLOW, _GREY, _RED, _DONE = range(6)
_FAR = 1 << 24                # of days, larger than any ordinal: keys of (project, day) never mix
_EXACT = 6                    # decimals of points behind: a plan of thirds shall not make 30 into 30.000000001

Days = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Facts:
    """What the rule knows of a project. Nothing is known of a public row but its name; None is unknown, never zero."""

    status: str = "running"
    planned_start: date | None = None
    planned_end: date | None = None
    actual_start: date | None = None
    actual_end: date | None = None
    payment_due: date | None = None
    payment_due_cny: float | None = None
    paid_cny: float | None = None            # as the register says; reports with a sum go before
    is_public: bool = False
    reports: Reports = field(default=NO_REPORTS, compare=False)

    @property
    def done_on(self) -> date | None:
        """Day it was finished; where only the state says so, the day of a report of 100 %, else the first of all days."""
        if self.actual_end:
            return self.actual_end
        return (self.reports.first_at(100) or date.min) if self.status in FINISHED else None

    @property
    def started_on(self) -> date | None:
        """Day the work began: as written down or of the first progress; of what is under way with neither, the day it was planned."""
        known = [d for d in (self.actual_start, self.reports.first_at(0, is_above=True)) if d]
        if self.actual_start is None and self.status not in ("", "waiting"):
            known.append(self.planned_start or date.min)
        return min(known, default=None)


@dataclass(frozen=True)
class Light:
    """A light on a day: `words` say which rule made it, with its numbers; `since` the first day of this light in a row.

    `silent_days` since the last report, None where none ever came or none is due. `is_hatched`: red and silent for too long.
    """

    code: str
    rule: str
    words: str
    since: date | None
    silent_days: int | None
    is_hatched: bool

    @property
    def name(self) -> str:
        """The light in a word: 红, 灰, 黄, 绿, 完工, 无数据."""
        return texts.LIGHT_NAMES[self.code]


@dataclass(frozen=True)
class Span:
    """Days of one light in a row, both included."""

    code: str
    first: date
    last: date


def light_of(facts: Facts, day: date, lights: Lights) -> Light:
    """The light of one project on a day."""
    return replay((facts,), day, lights).lights(day)[0]


def planned_pct(start: date | None, end: date | None, day: date) -> float | None:
    """Progress that the first plan wants on a day, 0–100, linear between its dates; None without both."""
    if start is None or end is None:
        return None
    length = (end - start).days
    return min(max(100 * (day - start).days / length, 0.0), 100.0) if length > 0 else 100.0 * (day >= end)


def replay(facts: Sequence[Facts], until: date, lights: Lights) -> Replay:
    """The lights of many projects on every day from the first that anything is known of, up to `until`. Costs about 50 µs a project."""
    return Replay(tuple(facts), until, lights)


@dataclass(frozen=True)
class Replay:
    """Lights by project and day. Days asked for are not after `until`."""

    facts: tuple[Facts, ...]
    until: date
    rules: Lights

    def codes(self, day: date) -> list[str]:
        """The light of each project on a day."""
        return [self.code(i, day) for i in range(len(self.facts))]

    def code(self, index: int, day: date) -> str:
        """The light of one project on a day."""
        at = day.toordinal() - int(self._first[index])
        is_known = 0 <= at < self._starts[index + 1] - self._starts[index]
        return CODES[self._course.code[self._starts[index] + at]] if is_known else _before(self.facts[index], day)

    def lights(self, day: date) -> tuple[Light, ...]:
        """The light of each project on a day, with words."""
        everyone = np.arange(len(self.facts))
        seen = _seen(self.facts, everyone, np.full(len(self.facts), day.toordinal()), self.rules)
        return tuple(self._light(i, at, day, seen) for i, at in enumerate(self._places(day)))

    def spans(self, index: int) -> tuple[Span, ...]:
        """The lights of one project in a row from the first day that anything is known of, oldest first."""
        lo, hi = self._starts[index], self._starts[index + 1]
        codes, first = self._course.code[lo:hi], int(self._first[index])
        cuts = [0, *(np.flatnonzero(np.diff(codes)) + 1).tolist(), len(codes)] if len(codes) else []
        return tuple(Span(CODES[codes[a]], date.fromordinal(first + a), date.fromordinal(first + b - 1)) for a, b in pairwise(cuts))

    def _light(self, index: int, at: int, day: date, seen: _Seen) -> Light:
        fact = self.facts[index]
        code = CODES[self._course.code[at]] if at >= 0 else _before(fact, day)
        if at < 0 or code == DONE:
            return _plain(fact, code)
        silent = int(seen.silent[index]) if seen.silent[index] >= 0 else None
        is_silent = silent is not None and silent >= self.rules.silent_days
        rule, words = _rule(seen, index, code, int(self._course.since_red[at]), self.rules)
        if is_silent and code in (RED, GREY):
            words = f"{texts.LIGHT_SILENT.format(days=silent)}；{words}"
        return Light(code, "silent" if code == GREY else rule, words, self._since(index, at), silent, is_silent and code == RED)

    def _places(self, day: date) -> list[int]:
        """Where the day stands in the flat arrays, −1 where nothing was known of the project yet."""
        at = day.toordinal() - self._first
        found: list[int] = np.where((at >= 0) & (at < np.diff(self._starts)), self._starts[:-1] + at, -1).tolist()
        return found

    def _since(self, index: int, at: int) -> date:
        lo = self._starts[index]
        others = np.flatnonzero(self._course.code[lo : at + 1] != self._course.code[at])
        return date.fromordinal(int(self._first[index]) + (int(others[-1]) + 1 if len(others) else 0))

    @cached_property
    def _first(self) -> Days:
        """Ordinal of the first day that anything is known of, one a project; the day after `until` where nothing is."""
        return np.array([min(_first_known(f), self.until.toordinal() + 1) for f in self.facts], np.int64)

    @cached_property
    def _starts(self) -> Days:
        """Where the days of each project begin in the flat arrays, and where the last one's end."""
        return np.concatenate([[0], np.cumsum(self.until.toordinal() + 1 - self._first)]).astype(np.int64)

    @cached_property
    def _course(self) -> _Course:
        lengths = np.diff(self._starts)
        owner = np.repeat(np.arange(len(self.facts)), lengths)
        day = np.arange(self._starts[-1]) - np.repeat(self._starts[:-1], lengths) + np.repeat(self._first, lengths)
        return _judged(self.facts, owner, day, self.rules)


@dataclass(frozen=True, eq=False)
class _Course:
    """Flat arrays, the days of one project after those of the other: the light, and the days since the last red one (−1 none)."""

    code: npt.NDArray[np.int8]
    since_red: npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class _Seen:
    """What can be seen of pairs of project and day without looking at other days. NaN and −1 are unknown."""

    progress: Floats
    planned: Floats
    behind: Floats                # points behind the plan, below 0 ahead of it
    is_open: Flags                # has a planned start and had not begun
    months_late: Days             # months after that of the planned start, 0 once begun
    is_unpaid: Flags
    days_unpaid: Days
    silent: Days                  # days since the last report


def _seen(facts: Sequence[Facts], owner: Days, day: Days, rules: Lights) -> _Seen:
    progress, paid, silent = _reported(facts, owner, day)
    planned = _planned(facts, owner, day)
    is_open, months_late = _start(facts, owner, day)
    is_unpaid, days_unpaid = _unpaid(facts, owner, day, paid, rules)
    return _Seen(progress, planned, np.round(planned - progress, _EXACT), is_open, months_late, is_unpaid, days_unpaid, silent)


def _judged(facts: Sequence[Facts], owner: Days, day: Days, rules: Lights) -> _Course:
    seen = _seen(facts, owner, day, rules)
    level = np.maximum(_graded(seen.behind, rules), _started_late(seen.months_late, rules))
    level = np.where(seen.is_unpaid, _RED, level)
    level = np.where((level == _NONE) & (~np.isnan(seen.behind) | seen.is_open), _GREEN, level)
    since_red = _since_red(level == _RED, owner)
    is_mended = (since_red >= 1) & (since_red <= rules.mended_yellow_days)
    level = np.where((level != _RED) & is_mended, _YELLOW, level)
    is_silent = (seen.silent >= rules.silent_days) & ((level == _GREEN) | (level == _YELLOW))
    level = np.where(is_silent, _GREY, level)
    done_on = _ordinals(f.done_on for f in facts)[owner]
    return _Course(np.where(day >= done_on, _DONE, level).astype(np.int8), since_red.astype(np.int32))


def _rule(seen: _Seen, at: int, code: str, since_red: int, rules: Lights) -> tuple[str, str]:
    """The rule that made the colour under a possible grey, and its words."""
    by_progress, by_start = int(_graded(seen.behind[at], rules)), int(_started_late(seen.months_late[at], rules))
    made = (
        ("payment", texts.LIGHT_UNPAID, _RED if seen.is_unpaid[at] else _NONE),
        ("behind", texts.LIGHT_FAR_BEHIND if by_progress == _RED else texts.LIGHT_BEHIND, by_progress),
        ("start", texts.LIGHT_LATE_START, by_start),
        ("mended", texts.LIGHT_MENDED, _YELLOW if 1 <= since_red <= rules.mended_yellow_days else _NONE),
    )
    worst, numbers = max(level for _, _, level in made), _numbers(seen, at, since_red, rules)
    if worst >= _YELLOW:
        firing = [(rule, text.format(**numbers)) for rule, text, level in made if level == worst]
        return firing[0][0], "；".join(words for _, words in firing)
    if np.isnan(seen.behind[at]):
        return ("start", texts.LIGHT_START_AHEAD) if code != NONE else ("none", texts.LIGHT_UNKNOWN)
    return "plan", texts.LIGHT_ON_PLAN.format(**numbers)


def _numbers(seen: _Seen, at: int, since_red: int, rules: Lights) -> dict[str, object]:
    points = {"behind": seen.behind[at], "actual": seen.progress[at], "plan": seen.planned[at]}
    limits = {"low": f"{rules.behind_yellow_pct:g}", "high": f"{rules.behind_red_pct:g}", "least": rules.mended_yellow_days}
    counts = {"late": seen.months_late[at], "unpaid": seen.days_unpaid[at], "days": since_red}
    return {**{name: f"{value:.4g}" for name, value in points.items()}, **limits, **counts}


def _plain(fact: Facts, code: str) -> Light:
    if code == DONE:
        end = fact.done_on if fact.done_on != date.min else None
        return Light(DONE, "done", texts.LIGHT_DONE_ON.format(day=end) if end else texts.LIGHT_DONE, end, None, False)
    return Light(NONE, "none", texts.LIGHT_PUBLIC if fact.is_public else texts.LIGHT_UNKNOWN, None, None, False)


def _before(fact: Facts, day: date) -> str:
    """The light where the flat arrays do not reach."""
    return DONE if not fact.is_public and fact.done_on is not None and day >= fact.done_on else NONE


def _graded(behind: npt.ArrayLike, rules: Lights) -> Days:
    """10–30 points behind is yellow, both included; more is red."""
    points = np.asarray(behind, float)
    return np.where(points > rules.behind_red_pct, _RED, np.where(points >= rules.behind_yellow_pct, _YELLOW, _NONE))


def _started_late(months: npt.ArrayLike, rules: Lights) -> Days:
    late = np.asarray(months)
    return np.where(late >= rules.late_start_red_months, _RED, np.where(late >= rules.late_start_yellow_months, _YELLOW, _NONE))


def _reported(facts: Sequence[Facts], owner: Days, day: Days) -> tuple[Floats, Floats, Days]:
    """Progress, sum paid (the newest entered by that day) and days since the last report."""
    counts = [len(f.reports.day) for f in facts]
    keys = np.repeat(np.arange(len(facts)), counts) * _FAR + np.concatenate([f.reports.day for f in facts] or [np.empty(0, np.int64)])
    wanted = owner * _FAR + day
    last = np.searchsorted(keys, wanted, side="right") - 1
    is_known = (last >= 0) & (keys[last] // _FAR == owner) if len(keys) else np.zeros(len(owner), bool)
    silent = np.where(is_known, wanted - keys[last], -1) if len(keys) else np.full(len(owner), -1)
    blank = np.full(len(owner), np.nan)
    if not len(keys):
        return blank, blank, silent
    progress = np.concatenate([f.reports.known_progress_pct for f in facts])
    paid = np.concatenate([f.reports.known_paid_cny for f in facts])
    return np.where(is_known, progress[last], np.nan), np.where(is_known, paid[last], np.nan), silent


def _planned(facts: Sequence[Facts], owner: Days, day: Days) -> Floats:
    dated = [f.planned_start is not None and f.planned_end is not None for f in facts]
    start = np.array([f.planned_start.toordinal() if f.planned_start else 0 for f in facts], float)[owner]
    end = np.array([f.planned_end.toordinal() if f.planned_end else 0 for f in facts], float)[owner]
    share = np.where(end > start, (day - start) / np.where(end > start, end - start, 1), day >= end)
    return np.where(np.array(dated, bool)[owner], 100 * np.clip(share, 0, 1), np.nan)


def _start(facts: Sequence[Facts], owner: Days, day: Days) -> tuple[Flags, Days]:
    """Whether a project with a planned start had not begun, and how many months after the month of it."""
    begun = _ordinals(f.started_on for f in facts)[owner]
    month = np.array([_month(f.planned_start) if f.planned_start else 0 for f in facts], np.int64)[owner]
    is_open = (day < begun) & (month > 0)
    months = day.astype("datetime64[D]") - (np.datetime64("1970-01-01") - np.datetime64("0001-01-01")) - 1
    now = months.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return is_open, np.where(is_open, np.maximum(now - month, 0), 0)


def _unpaid(facts: Sequence[Facts], owner: Days, day: Days, paid: Floats, rules: Lights) -> tuple[Flags, Days]:
    due = _ordinals(f.payment_due for f in facts)[owner]
    wanted = np.array([np.nan if f.payment_due_cny is None else f.payment_due_cny for f in facts], float)[owner]
    has_sums = np.array([bool(len(f.reports.day)) and not np.isnan(f.reports.known_paid_cny[-1]) for f in facts], bool)[owner]
    register = np.array([np.nan if f.paid_cny is None else f.paid_cny for f in facts], float)[owner]
    sum_paid = np.where(np.isnan(paid), np.where(has_sums, np.nan, register), paid)
    late = np.where(due < _FAR, day - due, 0)
    is_short = np.nan_to_num(sum_paid, nan=np.inf) < np.nan_to_num(wanted, nan=-np.inf)
    return (late >= rules.payment_late_red_days) & is_short, late


def _since_red(is_red: Flags, owner: Days) -> Days:
    """Days since the last red one of the same project, −1 without."""
    at = np.arange(len(is_red))
    last = np.maximum.accumulate(np.where(is_red, at, -1)) if len(at) else at
    is_own = (last >= 0) & (owner[last] == owner) if len(at) else np.zeros(0, bool)
    return np.where(is_own, at - last, -1)


def _ordinals(days: Iterable[date | None]) -> Days:
    return np.array([d.toordinal() if d else _FAR for d in days], np.int64)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_known(fact: Facts) -> int:
    if fact.is_public:
        return _FAR
    given = [d.toordinal() for d in (fact.planned_start, fact.actual_start, fact.payment_due) if d]
    reported = [int(fact.reports.day[0])] if len(fact.reports.day) else []
    return min([*given, *reported], default=_FAR)
