"""How the demo's projects went: a plan, what became of it, and how far behind it is, so that every light has its believable share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import numpy as np

from etl.demo.kinds import Kind
from geodata.programme.lights import planned_pct

WAITING, RUNNING, DONE, IN_USE, STOPPED = "未开工", "在建", "完工", "投用", "停工"
REASONS = ("征地拆迁", "审批手续", "资金", "设计变更", "天气与停工", "管线迁改", "施工组织")
REPORT_DAYS = 90

Knots = tuple[tuple[int, float], ...]  # (days ago, points behind the plan then), oldest first


@dataclass(frozen=True)
class Story:
    """A kind of course: how many projects take it, points behind over time, days of silence, what the plan looks like today."""

    name: str
    count: int
    behind: Knots
    status: str = RUNNING
    planned_now: tuple[float, float] = (25.0, 92.0)  # percent that the plan wants today; above 100 it is overdue
    days: int | None = None  # length of the plan where the story needs one
    silent: tuple[int, int] = (0, 0)
    slip: tuple[int, int] = (0, 0)  # days that the newest forecast lies after the first plan
    forecast_count: int = 0
    said_ago: tuple[int, int] = (12, 55)  # days since the newest forecast was said
    is_unpaid: bool = False
    spread: float = 0.0  # points by which one project of the story differs from another


STORIES = (
    Story("ahead", 10, ((90, 1), (0, -4)), spread=3, slip=(-12, -4), forecast_count=1),
    Story("steady", 18, ((90, 3), (0, 4)), spread=4.5),
    Story("turned_yellow", 2, ((90, 4), (8, 8.6), (0, 11.2)), days=300, slip=(16, 41), forecast_count=1, said_ago=(1, 6)),
    Story("behind", 5, ((90, 12), (0, 19)), spread=6, slip=(20, 62), forecast_count=2),
    Story("replanned", 2, ((90, 14), (0, 16)), spread=3, slip=(10, 31), forecast_count=2, said_ago=(1, 6)),
    Story("mended", 1, ((90, 22), (14, 32.5), (4, 33), (3, 7), (0, 6.5)), days=420, slip=(8, 16), forecast_count=1),
    Story(
        "turned_red", 1, ((90, 17), (8, 28.6), (0, 31.2)), planned_now=(70, 95), days=300, slip=(80, 120), forecast_count=2, said_ago=(1, 6)
    ),
    Story("far_behind", 3, ((90, 27), (0, 40)), spread=6, planned_now=(101, 118), slip=(100, 330), forecast_count=2),
    Story("unpaid", 2, ((90, 3), (0, 6)), spread=2, is_unpaid=True),
    Story("silent", 3, ((90, 2), (0, 4)), spread=3, silent=(9, 14)),
    Story("silent_red", 1, ((90, 33), (0, 36)), planned_now=(70, 96), silent=(11, 13), slip=(90, 140), forecast_count=1, said_ago=(20, 40)),
    Story("upcoming", 2, ((90, 0), (0, 0)), status=WAITING, planned_now=(-20, -8)),
    Story("late_start", 2, ((90, 0), (0, 0)), status=WAITING, planned_now=(5, 6)),
    Story("very_late", 2, ((90, 0), (0, 0)), status=WAITING, planned_now=(20, 24), slip=(110, 160), forecast_count=1),
    Story("stopped", 2, ((90, 12), (0, 23)), status=STOPPED, planned_now=(60, 90), slip=(60, 90), forecast_count=1),
)
ACTIVE_COUNT = sum(s.count for s in STORIES)


@dataclass(frozen=True)
class Said:
    """A forecast: on a day somebody expected the end on another, for a reason."""

    on: date
    end: date
    reason: str


@dataclass(frozen=True)
class Course:
    """One project's dates. `progress` are percent by day over the last reported days, empty for one long finished."""

    story: str
    status: str
    planned: tuple[date, date]
    started: date | None
    ended: date | None
    forecasts: tuple[Said, ...]
    progress: dict[date, float]
    is_unpaid: bool = False

    @property
    def progress_now(self) -> float:
        """Percent at the end of the data."""
        return 100.0 if self.ended else max(self.progress.values(), default=0.0)


def active_course(rng: Random, story: Story, kind: Kind, today: date) -> Course:
    """The course of a project that is not finished."""
    planned = _plan(rng, story, kind, today)
    started = None if story.status == WAITING else planned[0] + timedelta(days=rng.randint(-6, 12))
    said = _forecasts(rng, story, planned[1], today)
    days = [today - timedelta(days=n) for n in range(REPORT_DAYS, -1, -1)]
    curve = _curve(rng, story, planned, days) if started else [0.0] * len(days)
    first = started or today - timedelta(days=REPORT_DAYS)
    kept = _reported(rng, story, [d for d in days if d >= first], today)
    progress = {d: p for d, p in zip(days, curve, strict=True) if d in kept}
    return Course(story.name, story.status, planned, started, None, said, progress, story.is_unpaid)


def finished_course(rng: Random, kind: Kind, ended: date, today: date) -> Course:
    """The course of a project that was finished on a day: most in time, some late with a forecast that said so."""
    late = rng.choice((-21, -9, -4, -2, 0, 0, 0, -3, -6, 12, 28, 75)) + rng.randint(-2, 2)
    length = timedelta(days=round(rng.uniform(*kind.months) * 30.4))
    planned_end = ended - timedelta(days=late)
    planned = (planned_end - length, planned_end)
    said = () if late < 20 else (Said(planned_end - timedelta(days=25), ended + timedelta(days=rng.randint(-9, 6)), rng.choice(REASONS)),)
    recent = (today - ended).days < 30
    days = [ended - timedelta(days=n) for n in range(60, -1, -1)] if recent else []
    progress = {d: round(100 - 0.35 * (ended - d).days, 1) for d in days if rng.random() > 0.1 or d == ended}
    status = IN_USE if (today - ended).days > 120 and rng.random() < 0.7 else DONE
    return Course("finished", status, planned, planned[0] + timedelta(days=rng.randint(-8, 20)), ended, said, progress)


def fixed_course(began: date, ended: date) -> Course:
    """The course of a project whose dates are a planted truth: built as planned."""
    return Course("planted", IN_USE, (began, ended), began, ended, (), {})


def stories() -> list[Story]:
    """One story an active project."""
    return [story for story in STORIES for _ in range(story.count)]


def _plan(rng: Random, story: Story, kind: Kind, today: date) -> tuple[date, date]:
    length = story.days or max(round(rng.uniform(*kind.months) * 30.4), 150)
    if story.status == WAITING:
        # months count, not days: the plan's start lies so many months before or after this one
        months = {"upcoming": -2, "late_start": 1, "very_late": 4}[story.name]
        start = (today.replace(day=15) - timedelta(days=round(30.4 * months))).replace(day=rng.randint(3, 24))
        return start, start + timedelta(days=length)
    start = today - timedelta(days=round(length * rng.uniform(*story.planned_now) / 100))
    return start, start + timedelta(days=length)


def _forecasts(rng: Random, story: Story, planned_end: date, today: date) -> tuple[Said, ...]:
    if not story.forecast_count:
        return ()
    slip = rng.randint(*story.slip)
    newest, soonest = planned_end + timedelta(days=slip), today + timedelta(days=rng.randint(25, 60))
    newest = max(newest, soonest) if slip > 0 else newest
    reason, on = rng.choice(REASONS), today - timedelta(days=rng.randint(*story.said_ago))
    last = Said(on, newest, reason)
    if story.forecast_count == 1:
        return (last,)
    earlier = newest - timedelta(days=max(round((newest - planned_end).days * rng.uniform(0.25, 0.5)), 8))
    return (Said(today - timedelta(days=rng.randint(62, 86)), earlier, rng.choice(REASONS)), last)


def _curve(rng: Random, story: Story, planned: tuple[date, date], days: Sequence[date]) -> list[float]:
    """Percent on each day: the plan less what the story says it is behind, never falling, a little rough."""
    ago = [(days[-1] - d).days for d in days]
    knots = sorted(story.behind)
    behind = np.interp(ago, [k for k, _ in knots], [b for _, b in knots])
    behind = behind + rng.uniform(-story.spread, story.spread)
    wanted = np.array([planned_pct(*planned, d) or 0.0 for d in days])
    rough = np.array([rng.uniform(-0.25, 0.25) if 8 < n < REPORT_DAYS else 0.0 for n in ago])
    curve = np.clip(wanted - behind + rough, 0.5, 99.0)
    ceiling = np.minimum.accumulate(curve[::-1])[::-1]  # no day may stand above a later one: today's figure holds
    return [round(float(p), 1) for p in ceiling]


def _reported(rng: Random, story: Story, days: Sequence[date], today: date) -> set[date]:
    """The days with a report: nearly every working day, fewer at weekends; silence at the end where the story has it."""
    silent = rng.randint(*story.silent) or int(rng.random() < 0.4)
    last = today - timedelta(days=silent)
    told = {d for d in days if d <= last and rng.random() > (0.3 if d.weekday() >= 5 else 0.05)}
    return told | {d for d in days if d == last}
