"""How far a project is behind: against its first plan and against the forecast before, both always (两个延期)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Delays:
    """`newest` is the latest forecast, None without; `before` what was expected before the end now known or expected.

    Days are positive behind, negative ahead; None where a date is unknown.
    """

    newest: date | None
    before: date | None
    first_days: int | None
    last_days: int | None


def delays(planned_end: date | None, actual_end: date | None, forecasts: Sequence[date]) -> Delays:
    """Delays from the first plan, the day it ended and what was expected, oldest first.

    What ended is held against the newest forecast, what is expected against the one before it; where there was none, against the plan.
    """
    newest = forecasts[-1] if forecasts else None
    said = [d for d in (planned_end, *forecasts) if d]
    end = actual_end or newest or planned_end
    before = said[-1] if actual_end and said else said[-2] if len(said) > 1 else planned_end
    return Delays(newest, before, _days(end, planned_end), _days(end, before))


def _days(end: date | None, other: date | None) -> int | None:
    return (end - other).days if end and other else None
