"""The projects beside the large map: what needs looking at, worst first."""

from __future__ import annotations

from dash import html

from dashboard.components.links import nav_link
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.projects.item_head import delay
from dashboard.components.projects.rows import light_tip
from dashboard.components.projects.sight import Sight, light_word
from dashboard.queries.programme.records import ProjectLine
from dashboard.texts import projects as words

MOST = 60
NOTABLE = ("red", "grey", "yellow")


def shortlist(sight: Sight) -> html.Section:
    """The projects shown that are red, grey or yellow; all that are shown where a light was chosen."""
    lines = [line for line in sight.found.shown if sight.filters.light or line.light.code in NOTABLE]
    rows = [_row(line, sight) for line in lines[:MOST]]
    none = html.P([html.I(className="g g-ok"), words.SHORT_NONE], className="failed")
    body = html.Ul(rows, className="short", tabIndex=0) if rows else none
    return panel(words.SHORT, words.SHORT_SUB.format(count=len(lines)), [body], kind="shortlist")


def _row(line: ProjectLine, sight: Sight) -> html.Li:
    glyph, name = light_word(line.light.code)
    shown = [html.I(className=f"g g-{glyph}"), html.Span(line.name, className="n"), delay(line.delay_first_days)]
    said = marked(tip=light_tip(line, sight), aria_label=f"{name} {line.name}")
    return html.Li(nav_link(shown, sight.to(line), **said))
