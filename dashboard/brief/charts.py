"""Charts of the brief as pictures for the .docx and for folders, in the look's light theme; the .pptx draws its own, native ones."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from dashboard.brief.content import Brief, Chart
from dashboard.brief.fonts import Type, drawing_type
from dashboard.brief.picture import WIDTH_CM, Picture, png, sheet
from dashboard.brief.series import PRINTED as THEME
from dashboard.brief.series import alt_of, bar_colors, series_color, shown, top_of
from dashboard.texts import brief_files as words

HEAD_CM, FOOT_CM, AXIS_CM = 1.2, 0.5, 0.65
PLOT_CM = 3.7                       # of a chart with columns or lines
ROW_CM = 0.62                       # of a lying bar
LEFT_CM, RIGHT_CM = 1.25, 0.5
TICK_PT, NOTE_PT = 7.5, 7
MOST_TICKS = 14
GROUP = 0.72                        # share of a category's room that its bars take
SHOWN_VALUES = 12                   # values are written beside so many bars, not more


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
                axes.annotate(shown(v), (x, v or 0), (0, 2), textcoords="offset points", ha="center", va="bottom",
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
    axes.set_ylim(0, top_of(chart) * 1.08)


def _lying(axes: Axes, chart: Chart, type_: Type) -> None:
    if not chart.series:
        return
    tall = GROUP / len(chart.series)
    for n, (_, values) in enumerate(chart.series):
        at = [i - GROUP / 2 + tall * (n + 0.5) for i in range(len(values))]
        axes.barh(at, [v or 0 for v in values], tall * 0.9, color=bar_colors(chart, n), zorder=3)
        if n == 0:
            for y, v in zip(at, values, strict=True):
                axes.annotate(shown(v), (v or 0, y), (3, 0), textcoords="offset points", ha="left", va="center",
                              fontproperties=type_.at(TICK_PT), color=THEME["text"])
    axes.set_yticks(range(len(chart.categories)), chart.categories)
    axes.set_ylim(len(chart.categories) - 0.5, -0.5)
    axes.set_xlim(0, top_of(chart) * 1.1)


def _categories(axes: Axes, names: Sequence[str]) -> None:
    step = -(-len(names) // MOST_TICKS) or 1
    axes.set_xticks(range(0, len(names), step), names[::step])
    axes.set_xlim(-0.6, len(names) - 0.4)


def _from_nought(axes: Axes, chart: Chart) -> None:
    axes.set_ylim(0, top_of(chart) * 1.12)


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


_KINDS = {"line": _lines, "column": _columns, "stack": _stacked, "bar": _lying}
