"""The charts of a brief on its page: drawings in the colours of the theme that is worn, without a script; files have their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil

from markupsafe import Markup

from dashboard.brief.content import Chart
from dashboard.brief.series import alt_of, bar_tokens, series_token, shown, top_of
from dashboard.walls.panels.drawing import Scale, join, levels, line, nice_step, text, width

WIDE, LEFT, RIGHT = 760, 52, 12         # in units of the drawing, 0.1 rem where there is room
HEAD, FOOT, PLOT, ROW = 30, 30, 190, 26
SIZE = 12
SHARE = 0.72                            # of a category's room that its bars take
MOST_VALUES = 12                        # values are written beside so many bars, not more
ABOVE = 1.1                             # room over the highest bar
INK = {"line-2": "text-3"}              # what is quiet on paper would not be seen on a dark screen


def drawn(chart: Chart) -> Markup:
    """A chart as SVG; every value is in its label too."""
    draw, height = _KINDS[chart.kind](chart)
    return Markup('<svg class="brief-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDE, height, alt_of(chart), join([*_key(chart), *draw])
    )


def _lines(chart: Chart) -> tuple[Iterator[Markup], int]:
    def draw() -> Iterator[Markup]:
        scale = _upright(chart)
        yield from _levels(scale)
        for n, (_, values) in reversed(list(enumerate(chart.series))):
            color = series_token(chart, n)
            for run in _runs(values):
                yield _stroke([(_middle(chart, i), scale.at(v)) for i, v in run], color, is_first=n == 0)
                if n == 0:
                    yield from (_spot(_middle(chart, i), scale.at(v), color) for i, v in run)
        yield from _names(chart)

    return draw(), HEAD + PLOT + FOOT


def _columns(chart: Chart) -> tuple[Iterator[Markup], int]:
    def draw() -> Iterator[Markup]:
        scale, wide = _upright(chart), _room(chart) * SHARE / max(1, len(chart.series))
        yield from _levels(scale)
        for n, (_, values) in enumerate(chart.series):
            for i, (value, color) in enumerate(zip(values, bar_tokens(chart, n), strict=True)):
                x = _middle(chart, i) - _room(chart) * SHARE / 2 + wide * n
                y = scale.at(value or 0)
                yield _bar(x, y, wide * 0.92, HEAD + PLOT - y, color)
                if len(values) * len(chart.series) <= MOST_VALUES:
                    yield text(x + wide * 0.46, y - 5, shown(value), size=SIZE, kind="m")
        yield from _names(chart)

    return draw(), HEAD + PLOT + FOOT


def _stacked(chart: Chart) -> tuple[Iterator[Markup], int]:
    def draw() -> Iterator[Markup]:
        scale, wide = _upright(chart), _room(chart) * 0.62
        yield from _levels(scale)
        for i in range(len(chart.categories)):
            below = 0.0
            for n, (_, values) in enumerate(chart.series):
                value = float(values[i] or 0)
                low, below = below, below + value
                yield _bar(_middle(chart, i) - wide / 2, scale.at(below), wide, scale.at(low) - scale.at(below), series_token(chart, n))
        yield from _names(chart)

    return draw(), HEAD + PLOT + FOOT


def _lying(chart: Chart) -> tuple[Iterator[Markup], int]:
    left = 14 + max((width(name, SIZE) for name in chart.categories), default=0)
    scale = Scale(left, WIDE - RIGHT - 60, top_of(chart))
    low = HEAD + ROW * len(chart.categories)

    def draw() -> Iterator[Markup]:
        tall = ROW * SHARE / max(1, len(chart.series))
        for i, name in enumerate(chart.categories):
            yield text(left - 8, HEAD + ROW * (i + 0.5) + 4, name, size=SIZE, kind="e")
        for n, (_, values) in enumerate(chart.series):
            for i, (value, color) in enumerate(zip(values, bar_tokens(chart, n), strict=True)):
                y = HEAD + ROW * (i + 0.5 - SHARE / 2) + tall * n
                yield _bar(left, y, scale.at(value or 0) - left, tall * 0.9, color)
                if n == 0:
                    yield text(scale.at(value or 0) + 6, y + tall / 2 + 4, shown(value), size=SIZE)
        yield line([(left, HEAD), (left, low)], "axis")

    return draw(), low + 6


def _upright(chart: Chart) -> Scale:
    step = nice_step(top_of(chart) * ABOVE)
    return Scale(HEAD + PLOT, HEAD, step * ceil(top_of(chart) * ABOVE / step - 1e-9))


def _levels(scale: Scale) -> list[Markup]:
    return levels(scale, max(1.0, nice_step(scale.top)), LEFT, WIDE - RIGHT)


def _room(chart: Chart) -> float:
    return (WIDE - LEFT - RIGHT) / max(1, len(chart.categories))


def _middle(chart: Chart, number: int) -> float:
    return LEFT + _room(chart) * (number + 0.5)


def _names(chart: Chart) -> Iterator[Markup]:
    """Names of the categories, as many as fit side by side."""
    widest = max((width(name, SIZE) for name in chart.categories), default=0) + 8
    step = ceil(widest / _room(chart))
    for i in range(0, len(chart.categories), step):
        yield text(_middle(chart, i), HEAD + PLOT + 18, chart.categories[i], size=SIZE, kind="m t2")


def _key(chart: Chart) -> Iterator[Markup]:
    """The unit at the left; the series' names, each behind its colour, at the right."""
    yield text(0, 14, f"（{chart.unit}）", size=SIZE, kind="t2")
    x = float(WIDE - RIGHT)
    for n, (name, _) in reversed(list(enumerate(chart.series)) if len(chart.series) > 1 else []):
        x -= width(name, SIZE)
        yield text(x, 14, name, size=SIZE, kind="t2")
        yield _bar(x - 15, 4, 10, 10, series_token(chart, n))
        x -= 30


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Neighbours that are known: a gap is not drawn over."""
    runs: list[list[tuple[int, float]]] = [[]]
    for i, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((i, float(value)))
    return [run for run in runs if run]


def _stroke(points: Sequence[tuple[float, float]], token: str, *, is_first: bool) -> Markup:
    told = line(points, "first" if is_first else "behind")
    return Markup('<g stroke="var(--{})">{}</g>').format(INK.get(token, token), told)


def _spot(x: float, y: float, token: str) -> Markup:
    return Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3" fill="var(--{})"/>').format(x, y, token)


def _bar(x: float, y: float, wide: float, tall: float, token: str) -> Markup:
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="var(--{})"/>').format(
        x, y, max(wide, 0), max(tall, 0), INK.get(token, token)
    )


_KINDS: dict[str, Callable[[Chart], tuple[Iterator[Markup], int]]] = {
    "line": _lines, "column": _columns, "stack": _stacked, "bar": _lying,
}  # fmt: skip
