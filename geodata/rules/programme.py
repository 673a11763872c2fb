"""Rules of the action programme: the traffic light (红黄绿灯) of a project, reasons for a new date, when reports are due."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """One reason that a re-plan may give."""

    code: str
    name: str


@dataclass(frozen=True)
class Lights:
    """When a project is yellow or red; precedence red > grey > yellow > green. Percent are points of the project's own progress."""

    source: str
    behind_yellow_pct: float          # so many points behind the plan, and up to
    behind_red_pct: float             # more than this
    late_start_yellow_months: int     # not started so many months after the month of its planned start
    late_start_red_months: int
    payment_late_red_days: int        # so many days after a payment was due
    mended_yellow_days: int           # a red made good stays yellow so long
    silent_days: int                  # without a report for so long: green and yellow become grey, red is hatched
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Reporting:
    """When the daily report is due, and what the weekly sheet covers."""

    source: str
    due_hour: int
    week_starts_on: int               # 1 Monday


@dataclass(frozen=True)
class Effects:
    """How the effect of a project on the complaints around it is judged."""

    source: str
    catchment_rings: int              # rings of resolution-9 hexagons round its own
    window_weeks: int                 # before the start and after the end
    control_count: int                # matched cells a project
    least_count: int                  # complaints before; below: 样本不足
    confidence_pct: float


def wrong_programme(lights: Lights, reporting: Reporting, effects: Effects) -> tuple[tuple[bool, str], ...]:
    """Pairs of (it holds, what to say where it does not)."""
    return (
        (0 < lights.behind_yellow_pct < lights.behind_red_pct <= 100, "lights：须 0 < behind_yellow_pct < behind_red_pct ≤ 100"),
        (0 < lights.late_start_yellow_months < lights.late_start_red_months, "lights：late_start_yellow_months 须大于 0 且小于 red"),
        (lights.silent_days >= 1 and lights.mended_yellow_days >= 0, "lights：silent_days 须不小于 1，mended_yellow_days 须不小于 0"),
        (len({r.code for r in lights.reasons}) == len(lights.reasons) > 0, "lights.reasons：代码须各不相同，且至少一个"),
        (0 <= reporting.due_hour <= 23 and 1 <= reporting.week_starts_on <= 7, "reporting：due_hour 限 0–23，week_starts_on 限 1–7"),
        (effects.window_weeks >= 4 and effects.control_count >= 3, "effects：window_weeks 须不小于 4，control_count 须不小于 3"),
        (50 < effects.confidence_pct < 100, "effects.confidence_pct 须在 50 至 100 之间"),
    )
