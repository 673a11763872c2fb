"""How a project went: progress against the plan, lights so far, steps, changes of the expected end."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.projects.axis import Axis
from dashboard.components.projects.item_head import delay
from dashboard.components.projects.sight import Look, light_word
from dashboard.components.tables import table
from dashboard.figures.progress import progress_curve
from dashboard.queries.programme.records import LightSpan, MilestoneLine, ProjectPage
from dashboard.texts import projects as words
from dashboard.theme import named

CHART: Any = {"displayModeBar": False}


def curve(page: ProjectPage, look: Look) -> html.Section:
    """The curve with its key; without a report or a plan it says so."""
    line, days = page.line, [r for r in reversed(page.reports) if r.progress_pct is not None]
    reported = [(r.day, float(r.progress_pct or 0)) for r in days]
    if reported and line.actual_start and line.actual_start < reported[0][0]:
        reported.insert(0, (line.actual_start, 0.0))
    if line.actual_end and reported:
        reported.append((line.actual_end, 100.0))
    plan = [(line.planned_start, 0.0), (line.planned_end, 100.0)] if line.planned_start and line.planned_end else []
    end = line.forecast_end or line.planned_end
    ahead = [reported[-1], (end, 100.0)] if reported and end and not line.is_done and end > reported[-1][0] else []
    if not (plan or reported):
        return panel(words.CURVE, "", [_none(words.CURVE_NONE)], kind="curve")
    figure = progress_curve(named(look.state.theme), plan=plan, reported=reported, ahead=ahead, today=look.today)
    graph = dcc.Graph(id="project-curve", figure=figure, config=CHART, responsive=True, style={"height": "100%"})
    key = html.Span([html.I(), words.CURVE_ACTUAL, html.I(className="past"), words.CURVE_PLAN], className="r k")
    return panel(words.CURVE, words.CURVE_SUB, [html.Div(html.Div(graph, className="chart"), className="c")], right=key, kind="curve")


def lights(page: ProjectPage, look: Look) -> html.Section:
    """The lights of every day so far as one bar."""
    spans = page.lights
    if not spans:
        return panel(words.LIGHTS_TITLE, "", [_none(words.LIGHTS_NONE)], kind="lights")
    axis = Axis(spans[0].first, max(spans[-1].last, look.today), look.today)
    body = html.Div([_span(s, axis, page) for s in spans], className="spans")
    sub = words.LIGHTS_SUB.format(first=spans[0].first, last=spans[-1].last)
    seen = dict.fromkeys(s.code for s in spans)
    named_lights = [light_word(code) for code in seen]
    key = html.Span([html.Span([html.I(className=f"g g-{glyph}"), name]) for glyph, name in named_lights], className="r key mk")
    return panel(words.LIGHTS_TITLE, sub, [body], right=key, kind="lights")


def milestones(page: ProjectPage) -> html.Section:
    """Steps with plan, forecast and actual day."""
    if not page.milestones:
        return panel(words.MILESTONES, "", [_none(words.MILESTONES_NONE)], kind="steps")
    heads = tuple((name, n >= 2) for n, name in enumerate(words.MILESTONE_HEADS))
    rows = [(_step_sign(m), m.name, *(_day(d) for d in (m.planned, m.forecast, m.actual)), delay(m.delay_days)) for m in page.milestones]
    return panel(words.MILESTONES, words.MILESTONES_SUB, [table(heads, rows)], kind="steps")


def forecasts(page: ProjectPage) -> html.Section:
    """The first plan and every change of it, newest first, with reasons."""
    line = page.line
    heads = tuple((name, n in (1, 3, 4)) for n, name in enumerate(words.FORECAST_HEADS))
    rows: list[tuple[Any, ...]] = [
        (f.said_on.isoformat(), f.end.isoformat(), html.Span([f.reason or "—", html.Small(f.note)] if f.note else f.reason or "—"),
         delay(f.moved_days), delay(f.from_first_days))
        for f in reversed(page.forecasts)
    ]  # fmt: skip
    rows.append((words.FORECAST_FIRST, _day(line.planned_end), "—", "—", "—"))
    note = [] if page.forecasts else [_none(words.FORECASTS_NONE)]
    if line.planned_end is None and not page.forecasts:
        return panel(words.FORECASTS, "", [_none(words.NONE)], kind="moved")
    return panel(words.FORECASTS, words.FORECASTS_SUB, [table(heads, rows), *note], kind="moved")


def _span(found: LightSpan, axis: Axis, page: ProjectPage) -> html.I:
    glyph, name = light_word(found.code)
    days = (found.last - found.first).days + 1
    tip = words.LIGHTS_TIP.format(name=name, first=found.first, last=found.last, days=days, source=page.rules_source)
    return html.I(className=f"s-{glyph}", style={"flexGrow": days}, **marked(tip=tip))


def _step_sign(step: MilestoneLine) -> html.I:
    if step.actual:
        return html.I(className="g g-done")
    return html.I(className="g g-warn" if (step.delay_days or 0) > 0 else "g g-nodata")


def _day(day: Any) -> Any:
    return day.isoformat() if day else html.Span("—", className="quiet")


def _none(said: str) -> html.P:
    return html.P([html.I(className="g g-nodata"), said], className="failed")
