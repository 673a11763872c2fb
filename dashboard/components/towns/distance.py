"""One figure of a town against its thresholds: a bar with a mark at each, the figure, and how far it is from the one that matters."""

from __future__ import annotations

from typing import Any

from dashboard.components.element import element
from dashboard.components.marks import marked
from dashboard.components.towns.sight import Sight, glyph, signed
from dashboard.queries.towns import TownLine
from dashboard.texts import towns as words
from geodata.governance.stages import SUPERVISED
from geodata.governance.thresholds import COUNT, PER_10K, Distance

HEADROOM = 1.5                     # the bar of a count reaches so far past the threshold of entry
DIGITS = {COUNT: 0}


def distance(line: TownLine, name: str, sight: Sight) -> Any:
    """The cell of a figure; 无数据 where it is unknown."""
    entry, left = _named(line.entry.distances, name), _named(line.exit.distances, name)
    found = left or entry
    if found is None or found.value is None:
        return element("Span", [glyph("nodata"), words.NONE], className="nodata")
    own = left if line.stage == SUPERVISED or entry is None else entry
    top = HEADROOM * entry.threshold if entry else 100.0
    marks = {f"--{kind}": f"{_share(d.threshold, top)}%" for kind, d in (("in", entry), ("out", left)) if d}
    kinds = " ".join(["gauge", *(kind for kind, d in (("has-in", entry), ("has-out", left)) if d), _side(entry, left)])
    bar = element("Span", className=kinds.strip(), style={"--v": f"{_share(found.value, top)}%", **marks})
    gap = element("Small", _gap(own), className="met" if own and own.is_met else "") if own else None
    parts = [bar, element("B", figure(found.value, name)), gap]
    return element("Span", parts, className="distance", **marked(tip=tip(line, name, sight)))


def figure(value: float, name: str) -> str:
    """781, 96.4, 92.8%."""
    shown = f"{value:,.{DIGITS.get(name, 1)}f}"
    return shown if name in (COUNT, PER_10K) else f"{shown}%"


def gap_words(found: Distance) -> str:
    """How far a figure is from its threshold, with its unit: −119 件, +3.2 点."""
    if found.gap is None:
        return words.DISTANCE_UNKNOWN
    unit = words.FIGURE_UNITS[found.name] if found.name in (COUNT, PER_10K) else words.POINTS
    return f"{signed(found.gap, DIGITS.get(found.name, 1))} {unit}"


def tip(line: TownLine, name: str, sight: Sight) -> str:
    """Everything about the figure in words."""
    pairs = ((words.DISTANCE_ENTRY, _named(line.entry.distances, name)), (words.DISTANCE_EXIT, _named(line.exit.distances, name)))
    told = [form.format(threshold=figure(d.threshold, name), words=_words(d)) for form, d in pairs if d]
    value = next((d.value for _, d in pairs if d), None)
    return words.DISTANCE_TIP.format(
        name=words.FIGURES[name], value=words.NONE if value is None else figure(value, name), lines="\n".join(told),
        month=line.months[-1].month if line.months else words.NONE, source=sight.rules.source,
    )  # fmt: skip


def _words(found: Distance) -> str:
    if found.gap is None:
        return words.DISTANCE_UNKNOWN
    return (words.DISTANCE_MET if found.is_met else words.DISTANCE_NOT).format(gap=gap_words(found))


def _gap(found: Distance) -> str:
    return signed(found.gap, DIGITS.get(found.name, 1)) if found.gap is not None else ""


def _side(entry: Distance | None, left: Distance | None) -> str:
    """hot from the threshold of entry on, cool on the good side of that of exit."""
    return "hot" if entry and entry.is_met else "cool" if left and left.is_met else ""


def _share(value: float, top: float) -> float:
    return round(max(0.0, min(100.0, 100 * value / top)), 1)


def _named(found: tuple[Distance, ...], name: str) -> Distance | None:
    return next((d for d in found if d.name == name), None)
