"""Dated boundaries (区划调整): the switch between today's units and those of before a change, and the marks of changes in a series."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import html

from dashboard import texts
from dashboard.components.links import href, nav_link
from dashboard.components.marks import marked
from dashboard.desk import Desk
from dashboard.state import ViewState, at_area
from geodata.boundaries import Former
from geodata.pack import Pack


def breaks_of(area: str, pack: Pack) -> list[dict[str, str]]:
    """The changes inside an area, oldest first: the first day of the new units, and what happened."""
    return [{"date": f.valid_to.isoformat(), "text": _told(f, pack)} for f in _changes(area, pack)]


def boundary_switch(state: ViewState, desk: Desk) -> list[Any]:
    """Links to the same view under each boundary of the area's past; nothing where nothing changed, or for the holder of a share link."""
    pack = desk.pack
    if desk.viewer.frozen_address or pack.areas.get(state.area) is None:
        return []
    changes = _changes(state.area, pack)
    now = _link(texts.BOUNDARY_NOW, at_area(state, _today(state.area, pack), pack), is_on=state.boundary is None)
    then = [_past(state, f, pack) for f in changes if desk.under(_eve(f)).covers(_target(state.area, f))]
    label = marked(aria_label=texts.BOUNDARY, tip=texts.BOUNDARY_TIP)
    return [html.Div([now, *then], className="seg links boundary", role="group", **label)] if then else []


def _past(state: ViewState, former: Former, pack: Pack) -> html.A:
    on = _eve(former)
    target = at_area(state, _target(state.area, former), pack.under(on))
    is_on = state.boundary is not None and former.stood(state.boundary)
    return nav_link(
        texts.BOUNDARY_BEFORE.format(day=f"{former.valid_to}"), href(target, boundary=on), className="on" if is_on else "",
        **marked(tip=f"{_told(former, pack)}。{former.source}"),
    )  # fmt: skip


def _eve(former: Former) -> date:
    """The last day of a former unit."""
    return former.valid_to - timedelta(days=1)


def _target(area: str, former: Former) -> str:
    return former.code if area in former.members else area


def _link(text: str, state: ViewState, *, is_on: bool) -> html.A:
    return nav_link(text, href(state, boundary=None), className="on" if is_on else "")


def _today(area: str, pack: Pack) -> str:
    """The area itself; for a former unit what stands above it, which is there under every boundary."""
    line = pack.areas.breadcrumb(area)
    return line[-2].code if area in pack.areas.merged.values() else area


def _changes(area: str, pack: Pack) -> list[Former]:
    ranges = pack.areas.ranges(area)
    return [f for f in pack.formers if any(lo <= m < hi for m in f.members for lo, hi in ranges)]


def _told(former: Former, pack: Pack) -> str:
    members = "、".join(pack.areas.short_name(m) for m in former.members)
    return texts.BOUNDARY_CHANGE.format(day=former.valid_to, name=former.name, members=members)
