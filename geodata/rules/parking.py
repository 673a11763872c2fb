"""Rules of street order (停车秩序): what a hot hour is, how displacement after enforcement is looked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Parking:
    """Windows and rings of the displacement check, and the least counts below which nothing is judged."""

    source: str
    window_weeks: int                  # before and after an enforcement
    rings: int                         # rings of resolution-9 hexagons round the treated cells
    least_count: int                   # violations before, in the treated cells and in the rings
    confidence_pct: float
    merge_minutes: int                 # camera event and complaint of one place so close in time are one matter
    merge_radius_m: int


def wrong_parking(rules: Parking) -> tuple[tuple[bool, str], ...]:
    """Pairs of (it holds, what to say where it does not)."""
    return (
        (rules.window_weeks >= 2 and 1 <= rules.rings <= 3, "parking：window_weeks 须不小于 2，rings 须在 1 至 3"),
        (rules.least_count >= 1 and 50 < rules.confidence_pct < 100, "parking：least_count 须不小于 1，confidence_pct 须在 50 至 100"),
    )
