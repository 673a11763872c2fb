"""The panels of walls: each a function of a view and a box to a fragment of HTML. A new panel is one function and one line here.

Names stand in dashboard.walls.names too, so that a definition can be read without drawing anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from dashboard.texts import wallpanels as words
from dashboard.walls.names import KPI
from dashboard.walls.panels.alarms import alarms
from dashboard.walls.panels.complaints import categories, durations_panel, emerging, hot_cells, ranked, trend12
from dashboard.walls.panels.figures import kpis
from dashboard.walls.panels.frame import Box, Told, empty, panel
from dashboard.walls.panels.kpi import Make, tile
from dashboard.walls.panels.programme import outputs, programme, projects_changes, projects_late, reporting
from dashboard.walls.panels.streets import parking_hours, parking_roads
from dashboard.walls.panels.towns import towns_nearest, towns_stages
from dashboard.walls.panels.water import rain_now, water_points
from dashboard.walls.view import COMPLAINTS, READINGS, REPORTS, TOWNS, VIOLATIONS, WallView
from geodata.errors import HuitianError, StoreError

Draw = Callable[[WallView, Box], Markup]


@dataclass(frozen=True)
class Panel:
    """One panel or tile. `feed` is what its data are made of, "" several."""

    draw: Draw
    feed: str
    title: str


def fragment(name: str, view: WallView, box: Box) -> Markup:
    """The panel as HTML. What fails says so in its own place, the others go on; only StoreError is raised."""
    asked = PANELS[name]
    try:
        return asked.draw(view, box)
    except StoreError:
        raise
    except HuitianError as error:
        return panel(view, box, Told(asked.title), None, empty(words.FAILED.format(title=asked.title, why=error), "stale"))


def _tile(name: str, feed: str, make: Make) -> Panel:
    title = words.KPIS[name][0]
    return Panel(lambda view, box: tile(view, title, view.feed(feed), make(view)), feed, title)


def _panel(name: str, draw: Draw, feed: str) -> tuple[str, Panel]:
    return name, Panel(draw, feed, words.PANELS[name].format(below=""))


PANELS: MappingProxyType[str, Panel] = MappingProxyType({
    **{KPI + name: _tile(name, feed, make) for name, (feed, make) in kpis().items()},
    **dict((
        _panel("alarms", alarms, ""),
        _panel("programme", programme, REPORTS),
        _panel("ranking", ranked, COMPLAINTS),
        _panel("trend12", trend12, COMPLAINTS),
        _panel("categories", categories, COMPLAINTS),
        _panel("durations", durations_panel, COMPLAINTS),
        _panel("hot_cells", hot_cells, COMPLAINTS),
        _panel("emerging", emerging, COMPLAINTS),
        _panel("reporting", reporting, REPORTS),
        _panel("projects_late", projects_late, REPORTS),
        _panel("projects_changes", projects_changes, REPORTS),
        _panel("outputs", outputs, REPORTS),
        _panel("water_points", water_points, READINGS),
        _panel("rain_now", rain_now, READINGS),
        _panel("parking_hours", parking_hours, VIOLATIONS),
        _panel("parking_roads", parking_roads, VIOLATIONS),
        _panel("towns_stages", towns_stages, TOWNS),
        _panel("towns_nearest", towns_nearest, TOWNS),
    )),
})  # fmt: skip
