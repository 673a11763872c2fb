"""The series of a chart: the token of the look that each is drawn in, and what a chart says to somebody who cannot see it."""

from __future__ import annotations

from dashboard.brief.content import Chart, Value
from dashboard.texts import brief_files as words
from dashboard.texts import layers as layer_words
from dashboard.theme import THEMES
from geodata import texts as rule_words

PRINTED = THEMES["light"]

_TOKENS = {"red": "alarm", "grey": "stale", "yellow": "warn", "green": "ok", "done": "text-3", "none": "nodata"}
_STATUS = {name: _TOKENS[code or "none"] for names in (layer_words.PROJECT_LIGHTS, rule_words.LIGHT_NAMES) for code, name in names.items()}
_PLAIN = ("seq-5", "line-2", "seq-3", "seq-7", "seq-2", "text-3", "seq-6")


def series_token(chart: Chart, number: int) -> str:
    """Colour of a series: states in their own colours, of two series the first speaks and the second stands behind."""
    name = chart.series[number][0]
    if name in _STATUS:
        return _STATUS[name]
    return "accent" if chart.kind == "line" and number == 0 else _PLAIN[number % len(_PLAIN)]


def bar_tokens(chart: Chart, number: int) -> tuple[str, ...]:
    """Colour of each bar of a series: where the categories are states, each its own, else the series'."""
    if len(chart.series) == 1 and chart.categories and all(name in _STATUS for name in chart.categories):
        return tuple(_STATUS[name] for name in chart.categories)
    return (series_token(chart, number),) * len(chart.categories)


def series_color(chart: Chart, number: int) -> str:
    """#rrggbb of a series on paper."""
    return PRINTED[series_token(chart, number)]


def bar_colors(chart: Chart, number: int) -> tuple[str, ...]:
    """#rrggbb of each bar on paper."""
    return tuple(PRINTED[token] for token in bar_tokens(chart, number))


def alt_of(chart: Chart) -> str:
    """Every series with every value."""
    said = "；".join(
        words.CHART_SAID.format(name=name, values="、".join(f"{c} {shown(v)}" for c, v in zip(chart.categories, values, strict=True)))
        for name, values in chart.series
    )
    return words.CHART_ALT.format(title=chart.title, unit=chart.unit, said=said or words.CHART_EMPTY)


def top_of(chart: Chart) -> float:
    """The highest value, of a stack the highest sum; 1 at least."""
    if chart.kind == "stack":
        return max([1.0, *(sum(float(values[i] or 0) for _, values in chart.series) for i in range(len(chart.categories)))])
    return max([1.0, *(float(v) for _, values in chart.series for v in values if v is not None)])


def shown(value: Value) -> str:
    """A value as it stands beside its bar."""
    if value is None:
        return words.NO_DATA
    return f"{value:,}" if isinstance(value, int) or value == int(value) else f"{value:,.1f}"
