"""周边诉求前后: what became of the complaints around a project, in a sentence with its interval, and as lines beside matched cells."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.projects.sight import Look
from dashboard.figures.effect import effect_chart
from dashboard.queries.programme.records import Effect, ProjectLine
from dashboard.texts import projects as words
from dashboard.theme import named

CHART: Any = {"displayModeBar": False}


def effect_panel(found: Effect, line: ProjectLine, look: Look) -> html.Section:
    """The verdict first, then figures, then the lines; where nothing can be said, why."""
    glyph = words.EFFECT_GLYPHS.get(found.code, "nodata")
    tip = words.EFFECT_TIP.format(method=found.method, source=found.source)
    said = html.Div([html.P([html.I(className=f"g g-{glyph}"), html.B(found.verdict)], className="big"), html.P(found.sentence)],
                    className="verdict", tabIndex=0, **marked(tip=tip))  # fmt: skip
    key = html.Span([html.I(), words.EFFECT_OWN, html.I(className="past"), words.EFFECT_CONTROL], className="r k") if found.weeks else None
    return panel(words.EFFECT, words.EFFECT_SUB, [said, *_numbers(found), *_chart(found, line, look)], right=key, kind="effect")


def _numbers(found: Effect) -> list[html.Div]:
    values = (found.before_per_week, found.after_per_week)
    if not found.is_judged or None in values:
        return []
    shown = [words.EFFECT_UNIT.format(value=value) for value in values] + [words.EFFECT_CELLS.format(count=found.control_count)]
    cells = [html.Div([html.Span(name), html.P(value, className="v")]) for name, value in zip(words.EFFECT_NUMBERS, shown, strict=True)]
    return [html.Div(cells, className="inum three")]


def _chart(found: Effect, line: ProjectLine, look: Look) -> list[html.Div]:
    if not found.weeks:
        return []
    steps = [(w.week, w.weeks, w.count, w.control) for w in found.weeks]
    figure = effect_chart(named(look.state.theme), steps, (line.actual_start, line.actual_end))
    graph = dcc.Graph(id="project-effect", figure=figure, config=CHART, responsive=True, style={"height": "100%"})
    return [html.Div(html.Div(graph, className="chart"), className="c")]
