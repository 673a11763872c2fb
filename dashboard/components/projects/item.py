"""One project's own page: three columns under its head."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.projects.item_effect import effect_panel
from dashboard.components.projects.item_head import item_head
from dashboard.components.projects.item_means import evidence, money, neighbours, outputs, reports
from dashboard.components.projects.item_time import curve, forecasts, lights, milestones
from dashboard.components.projects.sight import Look
from dashboard.queries.programme.records import Effect, ProjectPage


def item_content(page: ProjectPage, effect: Effect, look: Look, area_map: Any) -> list[Any]:
    """The content of the page; `area_map` is the small map of its place."""
    time = html.Div([curve(page, look), lights(page, look), milestones(page)], className="col time")
    sums = html.Div([money(page, look), outputs(page)], className="pair")
    means = html.Div([forecasts(page), sums, reports(page)], className="col means-col")
    near = html.Div([evidence(page), neighbours(page, look)], className="pair")
    placed = "col around" if page.line.lon is not None else "col around unplaced"
    around = html.Div([area_map, effect_panel(effect, page.line, look), near], className=placed)
    kind = "icols bare" if page.line.is_public else "icols"
    return [item_head(page.line, look), html.Div([time, means, around], className=kind)]
