"""What if: other thresholds or other figures, and which towns would then reach entry or exit. A reckoning (推演), never a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from geodata.governance.outlook import entry_standing, exit_standing
from geodata.governance.stages import SUPERVISED
from geodata.governance.thresholds import Month
from geodata.rules.towns import Towns, wrong_towns

MOVABLE = (
    "entry_count", "entry_per_10k", "entry_months", "exit_count", "exit_per_10k", "exit_resolution_pct", "exit_satisfaction_pct",
    "exit_months",
)  # fmt: skip
MOST_PCT = 50               # how far figures can be moved, up and down


@dataclass(frozen=True)
class Supposed:
    """Thresholds moved to other values, and the counts of every month moved by so many percent."""

    rules: Towns
    volume_pct: float = 0


@dataclass(frozen=True)
class Case:
    """One town as far as thresholds go: what stage it is in, and its months in order."""

    key: str
    stage: str
    months: tuple[Month, ...]


@dataclass(frozen=True)
class Outcome:
    """Keys of the towns that reach entry and those that reach exit, in the order given."""

    entering: tuple[str, ...]
    leaving: tuple[str, ...]


def suppose(rules: Towns, moved: Mapping[str, float], *, volume_pct: float = 0) -> tuple[Supposed, tuple[str, ...]]:
    """The rules with some thresholds moved; in words what of it contradicts itself, which is then left as it was."""
    whole = {f.name for f in fields(Towns) if f.type == "int"}
    chosen: dict[str, float] = {name: round(v) if name in whole else v for name, v in moved.items() if name in MOVABLE}
    changed = replace(rules, **chosen)  # type: ignore[arg-type]
    if wrong := tuple(said for holds, said in wrong_towns(changed) if not holds):
        changed = rules
    return Supposed(changed, max(-MOST_PCT, min(MOST_PCT, volume_pct))), wrong


def outcome(cases: Iterable[Case], supposed: Supposed) -> Outcome:
    """Who would reach entry (of those not under supervision) and exit (of those under it)."""
    entering, leaving = [], []
    for case in cases:
        months = scaled(case.months, supposed.volume_pct)
        if case.stage == SUPERVISED:
            if exit_standing(months, supposed.rules).is_reached:
                leaving.append(case.key)
        elif entry_standing(months, supposed.rules).is_reached:
            entering.append(case.key)
    return Outcome(tuple(entering), tuple(leaving))


def scaled(months: Sequence[Month], volume_pct: float) -> tuple[Month, ...]:
    """The months with their counts moved by so many percent, rounded to whole complaints."""
    return tuple(replace(m, count=round(m.count * (100 + volume_pct) / 100)) for m in months) if volume_pct else tuple(months)
