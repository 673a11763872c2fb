"""Rates, deadlines and thresholds of a pack, read from rules.toml; each group cites its source so that every number on screen can."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from geodata import texts
from geodata.errors import PackError
from geodata.rules.parking import Parking, wrong_parking
from geodata.rules.programme import Effects, Lights, Reason, Reporting, wrong_programme
from geodata.rules.towns import Towns, wrong_towns
from geodata.rules.waterlogging import Band, Waterlogging, wrong_waterlogging

SAMPLE = "示例"           # a source that starts so is invented for the demo
GOALS = ("solved", "feedback")
COUNTS = ("natural", "workday")
LEAST_AUDIT_DAYS = 180


@dataclass(frozen=True)
class Rates:
    """The three rates of a complaint's handling (诉求三率); the denominator is orders with a valid call-back."""

    source: str
    response_weight: float
    resolution_weight: float
    satisfaction_weight: float
    fairly_satisfied_share: float

    def response(self, contacted: int, valid: int) -> float | None:
        """响应率 0-1 = contacted / valid; None without a valid call-back."""
        return contacted / valid if valid else None

    def resolution(self, resolved: int, valid: int) -> float | None:
        """解决率 0-1 = resolved / valid; None without a valid call-back."""
        return resolved / valid if valid else None

    def satisfaction(self, satisfied: int, fairly: int, valid: int) -> float | None:
        """满意率 0-1 = (satisfied + share x fairly satisfied) / valid; None without a valid call-back."""
        return (satisfied + self.fairly_satisfied_share * fairly) / valid if valid else None

    def score(self, response: float, resolution: float, satisfaction: float) -> float:
        """综合 0-1: the weighted sum of the three rates."""
        return self.response_weight * response + self.resolution_weight * resolution + self.satisfaction_weight * satisfaction


@dataclass(frozen=True)
class Window:
    """What the assessment counts as a day and as a month."""

    source: str
    day_starts_hour: int       # [D-1 12:00, D 12:00) is day D
    month_starts_day: int      # of the previous month


@dataclass(frozen=True)
class Deadline:
    """One class of time limits, from dispatch to the goal (解决 or 反馈)."""

    code: str
    name: str
    hours: float
    goal: str
    counts: str                # natural time, or working days
    source: str


@dataclass(frozen=True)
class Suppression:
    """Cells with fewer than `min_count` cases show no value."""

    source: str
    min_count: int


@dataclass(frozen=True)
class HexRules:
    """Which records a hexagon may claim, and the fixed classes of its colours."""

    source: str
    max_radius_m: Mapping[int, int]     # H3 resolution -> largest place radius
    breaks: tuple[int, ...]             # lower bounds of the classes
    fine_share_pct: float               # resolution 10 only when this share of the records qualifies


@dataclass(frozen=True)
class Freshness:
    """After how many hours without news a feed is stale (数据停更)."""

    source: str
    complaints_hours: float
    readings_hours: float              # rain and depth
    violations_hours: float
    reports_hours: float               # of projects
    towns_hours: float


@dataclass(frozen=True)
class Alarms:
    """When an area's category counts as risen: a week of at least so many, so many times the mean of the weeks before."""

    source: str
    rise_ratio: float
    rise_min_count: int
    rise_weeks: int
    unplaced_share: float               # share without a point from which the map is called incomplete


@dataclass(frozen=True)
class Retention:
    """After how many days each kind of record loses what may identify somebody, or goes; `huitian retain` does it."""

    source: str
    case_text_days: int                 # text and caller key of a finished case, from its end; the case itself stays as a number
    quarantine_days: int                # a row that was never mended, from its load
    session_days: int                   # a sign-in that has ended, from its end
    share_days: int                     # a link that has expired or was taken back, from then
    audit_days: int                     # the oldest part of the audit trail


@dataclass(frozen=True)
class Rules:
    """All rules of a pack."""

    rates: Rates
    window: Window
    deadlines: tuple[Deadline, ...]
    suppression: Suppression
    hex: HexRules
    freshness: Freshness
    alarms: Alarms
    retention: Retention
    lights: Lights
    reporting: Reporting
    effects: Effects
    waterlogging: Waterlogging
    parking: Parking
    towns: Towns

    def deadline(self, code: str) -> Deadline | None:
        """The deadline class with that code."""
        return next((d for d in self.deadlines if d.code == code), None)

    def samples(self) -> tuple[str, ...]:
        """Names of the groups whose values are invented for the demo (示例)."""
        groups = {f.name: getattr(self, f.name) for f in fields(self)}
        sourced = [(n, r) for n, g in groups.items() for r in (g if isinstance(g, tuple) else (g,))]
        return tuple(dict.fromkeys(n for n, rule in sourced if rule.source.startswith(SAMPLE)))


def read_rules(path: Path) -> Rules:
    """The rules in a rules.toml. Raises PackError naming the entry that is missing, unknown or out of bounds."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PackError(texts.PACK_FILE_UNREADABLE.format(file=path.name, error=error)) from error
    try:
        rules = _rules(table)
    except KeyError as error:
        raise PackError(texts.CONFIG_KEY_MISSING.format(file=path.name, key=error.args[0])) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise PackError(texts.PACK_FILE_UNREADABLE.format(file=path.name, error=error)) from error
    if wrong := _wrong(rules):
        raise PackError(texts.RULES_WRONG.format(file=path.name, wrong="；".join(wrong)))
    return rules


def _rules(table: Mapping[str, Any]) -> Rules:
    hexagons = table["hex"]
    radii = {int(res): int(metres) for res, metres in hexagons["max_radius_m"].items()}
    return Rules(
        rates=Rates(**table["rates"]), window=Window(**table["window"]),
        deadlines=tuple(Deadline(**d) for d in table["deadlines"]), suppression=Suppression(**table["suppression"]),
        hex=HexRules(hexagons["source"], radii, tuple(hexagons["breaks"]), hexagons["fine_share_pct"]),
        freshness=Freshness(**table["freshness"]), alarms=Alarms(**table["alarms"]),
        retention=Retention(**table["retention"]), lights=_lights(table["lights"]), reporting=Reporting(**table["reporting"]),
        effects=Effects(**table["effects"]), waterlogging=_waterlogging(table["waterlogging"]), parking=Parking(**table["parking"]),
        towns=Towns(**table["towns"]),
    )


def _lights(table: Mapping[str, Any]) -> Lights:
    return Lights(**{**table, "reasons": tuple(Reason(code, name) for code, name in table["reasons"].items())})


def _waterlogging(table: Mapping[str, Any]) -> Waterlogging:
    bands = tuple(Band(**band) for band in table["bands"])
    return Waterlogging(**{**table, "bands": bands, "complaint_categories": tuple(table["complaint_categories"])})


def _wrong_days(kept: Retention) -> tuple[tuple[bool, str], ...]:
    days = (kept.case_text_days, kept.quarantine_days, kept.session_days, kept.share_days, kept.audit_days)
    return (
        (all(type(d) is int and d >= 1 for d in days), "retention：天数须为不小于 1 的整数"),
        (kept.audit_days >= LEAST_AUDIT_DAYS, texts.RULES_AUDIT_DAYS.format(days=LEAST_AUDIT_DAYS)),
    )


def _wrong(rules: Rules) -> list[str]:
    rates, radii = rules.rates, rules.hex.max_radius_m
    weights = (rates.response_weight, rates.resolution_weight, rates.satisfaction_weight)
    checks = (
        (abs(sum(weights) - 1) < 1e-9 and min(weights) >= 0, "rates：三项权重须不小于 0 且合计为 1"),
        (0 <= rates.fairly_satisfied_share <= 1, "rates.fairly_satisfied_share 须在 0 至 1 之间"),
        (0 <= rules.window.day_starts_hour < 24 and 1 <= rules.window.month_starts_day <= 28, "window：小时须在 0 至 23，日须在 1 至 28"),
        (all(d.hours > 0 for d in rules.deadlines), "deadlines：hours 须大于 0"),
        (all(d.goal in GOALS and d.counts in COUNTS for d in rules.deadlines), f"deadlines：goal 限 {GOALS}，counts 限 {COUNTS}"),
        (rules.suppression.min_count >= 1, "suppression.min_count 须不小于 1"),
        (sorted(radii.items()) == sorted(radii.items(), key=lambda p: -p[1]), "hex.max_radius_m 须随级别变细而变小"),
        (list(rules.hex.breaks) == sorted(set(rules.hex.breaks)) and len(rules.hex.breaks) == 7, "hex.breaks 须为 7 个递增的数"),
        (all(hours > 0 for name, hours in vars(rules.freshness).items() if name != "source"), "freshness：小时数须大于 0"),
        (rules.alarms.rise_ratio > 1 and rules.alarms.rise_weeks >= 1, "alarms：rise_ratio 须大于 1，rise_weeks 须不小于 1"),
        (0 < rules.alarms.unplaced_share <= 1, "alarms.unplaced_share 须在 0 至 1 之间"),
        *_wrong_days(rules.retention),
        *wrong_programme(rules.lights, rules.reporting, rules.effects),
        *wrong_waterlogging(rules.waterlogging),
        *wrong_parking(rules.parking),
        *wrong_towns(rules.towns),
    )
    return [text for holds, text in checks if not holds]
