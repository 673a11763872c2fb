"""Charts of the brief as pictures for the .docx and for folders, in the look's light theme; the .pptx draws its own, native ones."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from dashboard.brief.content import Brief, Chart, Value
from dashboard.brief.fonts import Type, drawing_type
from dashboard.brief.picture import WIDTH_CM, Picture, png, sheet
from dashboard.texts import brief_files as words
from dashboard.texts import layers as layer_words
from dashboard.theme import THEMES
from geodata import texts as rule_words

THEME = THEMES["light"]
HEAD_CM, FOOT_CM, AXIS_CM = 1.2, 0.5, 0.65
PLOT_CM = 3.7                       # of a chart with columns or lines
ROW_CM = 0.62                       # of a lying bar
LEFT_CM, RIGHT_CM = 1.25, 0.5
TICK_PT, NOTE_PT = 7.5, 7
MOST_TICKS = 14
GROUP = 0.72                        # share of a category's room that its bars take
SHOWN_VALUES = 12                   # values are written beside so many bars, not more

_TOKENS = {"red": "alarm", "grey": "stale", "yellow": "warn", "green": "ok", "done": "text-3", "none": "nodata"}
_STATUS = {name: _TOKENS[code or "none"] for names in (layer_words.PROJECT_LIGHTS, rule_words.LIGHT_NAMES) for code, name in names.items()}
_PLAIN = ("seq-5", "line-2", "seq-3", "seq-7", "seq-2", "text-3", "seq-6")


def series_color(chart: Chart, number: int) -> str:
    """#rrggbb of a series: states in their own colours, of two series the first speaks and the second stands behind."""
    name = chart.series[number][0]
    if name in _STATUS:
        return THEME[_STATUS[name]]
    return THEME["accent"] if chart.kind == "line" and number == 0 else THEME[_PLAIN[number % len(_PLAIN)]]


def bar_colors(chart: Chart, number: int) -> tuple[str, ...]:
    """#rrggbb of each bar of a series: where the categories are states, each its own, else the series'."""
    if len(chart.series) == 1 and chart.categories and all(name in _STATUS for name in chart.categories):
        return tuple(THEME[_STATUS[name]] for name in chart.categories)
    return (series_color(chart, number),) * len(chart.categories)


def drawn(chart: Chart, brief: Brief) -> Picture:
    """The picture of a chart, the same bytes for the same chart. Raises FontMissing."""
    type_ = drawing_type()
    plot = max(2.0, ROW_CM * len(chart.categories)) if chart.kind == "bar" else PLOT_CM
    height = HEAD_CM + plot + AXIS_CM + FOOT_CM
    figure = sheet(height)
    left = LEFT_CM + (_names_cm(chart.categories) if chart.kind == "bar" else 0.0)
    axes = figure.add_axes((left / WIDTH_CM, (FOOT_CM + AXIS_CM) / height, 1 - (left + RIGHT_CM) / WIDTH_CM, plot / height))
    _frame(axes, is_lying=chart.kind == "bar")
    _KINDS.get(chart.kind, _columns)(axes, chart, type_)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set(fontproperties=type_.at(TICK_PT), color=THEME["text-2"])
    _words(figure, chart, brief, type_, height)
    alt = alt_of(chart)
    about = {"Title": chart.title, "Description": alt, "Source": chart.source.query, "Comment": _foot(chart, brief)}
    return Picture(chart.key, chart.title, alt, png(figure, about), WIDTH_CM, height)


def alt_of(chart: Chart) -> str:
    """What a chart says to somebody who cannot see it: every series with every value."""
    said = "；".join(
        words.CHART_SAID.format(name=name, values="、".join(f"{c} {_text(v)}" for c, v in zip(chart.categories, values, strict=True)))
        for name, values in chart.series
    )
    return words.CHART_ALT.format(title=chart.title, unit=chart.unit, said=said or words.CHART_EMPTY)


def _frame(axes: Axes, *, is_lying: bool) -> None:
    for name, side in axes.spines.items():
        side.set_visible(name == ("left" if is_lying else "bottom"))
        side.set(color=THEME["line-2"], linewidth=0.7)
    axes.tick_params(length=0, pad=3)
    axes.grid(axis="x" if is_lying else "y", color=THEME["line"], linewidth=0.5)
    axes.set_axisbelow(True)
    counted = axes.xaxis if is_lying else axes.yaxis
    counted.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=1))
    counted.set_major_formatter(StrMethodFormatter("{x:,.0f}"))


def _lines(axes: Axes, chart: Chart, type_: Type) -> None:
    for n, (_, values) in reversed(list(enumerate(chart.series))):
        numbers = [float("nan") if v is None else float(v) for v in values]
        color, is_first = series_color(chart, n), n == 0
        axes.plot(range(len(numbers)), numbers, color=color, linewidth=2.2 if is_first else 1.2, zorder=4 if is_first else 3,
                  linestyle="-" if is_first else (0, (3, 2)), marker="o" if is_first else "", markersize=3.4)
        if n == 1:
            axes.fill_between(range(len(numbers)), numbers, color=color, alpha=0.14, linewidth=0, zorder=2)
    _categories(axes, chart.categories)
    _from_nought(axes, chart)


def _columns(axes: Axes, chart: Chart, type_: Type) -> None:
    wide = GROUP / max(1, len(chart.series))
    for n, (_, values) in enumerate(chart.series):
        at = [i - GROUP / 2 + wide * (n + 0.5) for i in range(len(values))]
        axes.bar(at, [v or 0 for v in values], wide * 0.92, color=bar_colors(chart, n), zorder=3)
        if len(values) * len(chart.series) <= SHOWN_VALUES:
            for x, v in zip(at, values, strict=True):
                axes.annotate(_text(v), (x, v or 0), (0, 2), textcoords="offset points", ha="center", va="bottom",
                              fontproperties=type_.at(TICK_PT), color=THEME["text"])
    _categories(axes, chart.categories)
    _from_nought(axes, chart)


def _stacked(axes: Axes, chart: Chart, type_: Type) -> None:
    below = [0.0] * len(chart.categories)
    for n, (_, values) in enumerate(chart.series):
        numbers = [float(v or 0) for v in values]
        axes.bar(range(len(numbers)), numbers, 0.62, bottom=below, color=series_color(chart, n), edgecolor="white", linewidth=0.6, zorder=3)
        below = [a + b for a, b in zip(below, numbers, strict=True)]
    _categories(axes, chart.categories)
    axes.set_ylim(0, max([*below, 1]) * 1.08)


def _lying(axes: Axes, chart: Chart, type_: Type) -> None:
    if not chart.series:
        return
    tall = GROUP / len(chart.series)
    for n, (_, values) in enumerate(chart.series):
        at = [i - GROUP / 2 + tall * (n + 0.5) for i in range(len(values))]
        axes.barh(at, [v or 0 for v in values], tall * 0.9, color=bar_colors(chart, n), zorder=3)
        if n == 0:
            for y, v in zip(at, values, strict=True):
                axes.annotate(_text(v), (v or 0, y), (3, 0), textcoords="offset points", ha="left", va="center",
                              fontproperties=type_.at(TICK_PT), color=THEME["text"])
    axes.set_yticks(range(len(chart.categories)), chart.categories)
    axes.set_ylim(len(chart.categories) - 0.5, -0.5)
    axes.set_xlim(0, _top(chart) * 1.1)


def _categories(axes: Axes, names: Sequence[str]) -> None:
    step = -(-len(names) // MOST_TICKS) or 1
    axes.set_xticks(range(0, len(names), step), names[::step])
    axes.set_xlim(-0.6, len(names) - 0.4)


def _from_nought(axes: Axes, chart: Chart) -> None:
    axes.set_ylim(0, _top(chart) * 1.12)


def _top(chart: Chart) -> float:
    return max([1.0, *(float(v) for _, values in chart.series for v in values if v is not None)])


def _words(figure: Figure, chart: Chart, brief: Brief, type_: Type, height_cm: float) -> None:
    figure.text(0.004, 1 - 0.32 / height_cm, chart.title, fontproperties=type_.at(11, is_bold=True), color=THEME["text"], va="center")
    unit = words.CHART_UNIT.format(unit=chart.unit)
    figure.text(0.004, 1 - 0.86 / height_cm, unit, fontproperties=type_.at(TICK_PT), color=THEME["text-2"], va="center")
    if brief.is_sample:
        box = {"boxstyle": "round,pad=0.25,rounding_size=0.15", "facecolor": "white", "edgecolor": THEME["warn"], "linewidth": 0.8}
        figure.text(0.988, 1 - 0.34 / height_cm, words.DEMO, fontproperties=type_.at(8, is_bold=True), color=THEME["warn"], ha="right",
                    va="center", bbox=box)
    _key(figure, chart, type_, height_cm)
    figure.text(0.004, 0.26 / height_cm, _foot(chart, brief), fontproperties=type_.at(NOTE_PT), color=THEME["text-3"], va="center")


def _key(figure: Figure, chart: Chart, type_: Type, height_cm: float) -> None:
    """Names of the series, each in front of its colour, at the right of the head."""
    x = WIDTH_CM - 0.3
    for n, (name, _) in reversed(list(enumerate(chart.series))):
        if len(chart.series) < 2:
            break
        y = 1 - 0.9 / height_cm
        figure.text(x / WIDTH_CM, y, name, fontproperties=type_.at(TICK_PT), color=THEME["text-2"], ha="right", va="center")
        x -= 0.27 * sum(1.0 if ord(c) > 0x2E7F else 0.57 for c in name) + 0.14
        figure.text(x / WIDTH_CM, y, "■", fontproperties=type_.at(TICK_PT), color=series_color(chart, n), ha="right", va="center")
        x -= 0.55


def _foot(chart: Chart, brief: Brief) -> str:
    at = chart.source.as_of or brief.as_of
    as_of = words.AS_OF.format(at=f"{at:%Y-%m-%d %H:%M}") if at else words.AS_OF_NONE
    return " · ".join(part for part in (as_of, words.MAP_SOURCE.format(source=chart.source.query), chart.note) if part)


def _names_cm(names: Sequence[str]) -> float:
    return max([0.0, *(0.27 * sum(1.0 if ord(c) > 0x2E7F else 0.57 for c in name) for name in names)]) - 0.9


def _text(value: Value) -> str:
    if value is None:
        return words.NO_DATA
    return f"{value:,}" if isinstance(value, int) or value == int(value) else f"{value:,.1f}"


_KINDS = {"line": _lines, "column": _columns, "stack": _stacked, "bar": _lying}
