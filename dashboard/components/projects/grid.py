"""The list of projects as a grid: columns, rows, foot. Sorting and scrolling happen in the browser; which projects is in the address."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
from dash import html

from dashboard.components.links import href, nav_link
from dashboard.components.marks import marked
from dashboard.components.projects.axis import Axis, list_axis
from dashboard.components.projects.rows import row
from dashboard.components.projects.sight import Sight, short_day
from dashboard.texts import projects as words

GRID = "projects-grid"
SORT = "sort"                        # the choice of the address: column, or column and "-down"
# column -> drawn by, share of the width, least px; number columns stand right
_COLUMNS: tuple[tuple[str, str, int, int, bool], ...] = (
    ("rank", "ProjectLight", 92, 84, False),
    ("no", "ProjectText", 76, 70, False),
    ("name", "ProjectName", 232, 150, False),
    ("package", "ProjectText", 86, 78, False),
    ("street", "ProjectText", 86, 78, False),
    ("owner", "ProjectText", 104, 84, False),
    ("progress", "ProjectProgress", 172, 140, False),
    ("first", "ProjectDate", 108, 96, True),
    ("latest", "ProjectDate", 108, 96, True),
    ("delay_first", "ProjectDelay", 118, 106, True),
    ("delay_last", "ProjectDelay", 118, 106, True),
    ("report", "ProjectReport", 112, 100, True),
    ("gantt", "ProjectGantt", 452, 260, False),
)
_DESCENDING_FIRST = ("delay_first", "delay_last", "report", "progress")


def project_list(sight: Sight) -> html.Section:
    """The list with its foot; in its place why there is nothing."""
    if not sight.found.shown:
        return html.Section(empty(sight), className="panel tb")
    axis = list_axis(sight.today)
    label: Any = marked(aria_label=words.LIST_LABEL)
    return html.Section([html.Div(_grid(sight, axis), className="gw"), _foot(sight, axis)], className="panel tb", **label)


def empty(sight: Sight) -> html.Div:
    """What stands in place of rows: that no project passes the choices, or that the area has none; and the way back."""
    has_any = bool(sight.found.everything)
    said: list[Any] = [html.P([html.I(className="g g-nodata"), html.B(words.EMPTY if has_any else words.EMPTY_AREA)])]
    if has_any:
        cleared = nav_link(words.RESET, href(sight.state, pick=()), className="btn plain")
        said += [html.P(words.EMPTY_MORE.format(count=len(sight.found.everything))), html.P(cleared)]
    else:
        said.append(html.P(words.EMPTY_AREA_MORE))
    return html.Div(said, className="empty", role="status")


def _grid(sight: Sight, axis: Axis) -> html.Div:
    grid = dag.AgGrid(
        id=GRID,
        rowData=[row(line, sight, axis) for line in sight.found.shown],
        columnDefs=[_column(*column, sight=sight, axis=axis) for column in _COLUMNS],
        defaultColDef={"sortable": True, "resizable": True, "suppressMovable": True, "suppressHeaderMenuButton": True},
        getRowId="params.data.no",
        dashGridOptions={
            "animateRows": False, "rowBuffer": 6, "suppressCellFocus": False, "enableCellTextSelection": True, "ensureDomOrder": True,
            "suppressColumnVirtualisation": True, "tooltipShowDelay": 300, "suppressDragLeaveHidesColumns": True,
        },
        style={"height": "100%", "width": "100%"},
    )  # fmt: skip
    said = marked(none=words.NONE, days=words.DAY, flat=words.FLAT, silent=words.LIGHT_SILENT)
    return html.Div(grid, className=GRID, **said)


def _column(field: str, drawn: str, share: int, least_px: int, is_number: bool, *, sight: Sight, axis: Axis) -> dict[str, Any]:
    order, _, way = sight.state.picked(SORT).partition("-")
    found: dict[str, Any] = {
        "field": field, "colId": field, "headerName": words.COLUMNS[field], "cellRenderer": drawn, "flex": share, "minWidth": least_px,
        "type": "rightAligned" if is_number else None, "headerTooltip": words.COLUMN_TIPS.get(field),
        "sortingOrder": ["desc", "asc"] if field in _DESCENDING_FIRST else ["asc", "desc"],
        "sort": ("desc" if way == "down" else "asc") if field == (order or "rank") else None,
    }  # fmt: skip
    if field == "gantt":
        drawing = _drawing(axis)
        found |= {"headerComponent": "ProjectAxis", "headerComponentParams": {"axis": drawing}, "cellRendererParams": {"axis": drawing},
                  "cellClass": "gc", "headerClass": "gc", "sortable": False, "resizable": False}  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


def _drawing(axis: Axis) -> dict[str, Any]:
    ticks = axis.ticks()
    return {
        "ticks": [[t.at, t.is_year] for t in ticks if t.at > 0],
        "labels": [[t.at, t.label] for t in ticks if t.label],
        "today": axis.at(axis.today),
        "today_word": words.TODAY,
    }


def _foot(sight: Sight, axis: Axis) -> html.Div:
    shown, total = len(sight.found.shown), len(sight.found.everything)
    samples = sum(line.is_sample and not line.is_public for line in sight.found.shown)
    counted = words.TOTAL.format(count=total) if shown == total else words.SHOWN.format(shown=shown, count=total)
    keys = (
        ("k-first", words.LEGEND_FIRST), ("k-before", words.LEGEND_BEFORE), ("k-over", words.LEGEND_OVER),
        ("k-now", words.LEGEND_TODAY.format(day=short_day(sight.today, sight.today))),
        ("g g-stale", words.LEGEND_SILENT.format(days=sight.rules.silent_days)),
    )  # fmt: skip
    earlier = words.LEGEND_EARLIER.format(month=f"{axis.first:%Y-%m}")
    said = words.ALL_SAMPLE if samples == shown else words.SOME_SAMPLE.format(count=samples) if samples else ""
    legend = [html.Span([html.I(className=kind), text], className="key") for kind, text in keys]
    return html.Div([html.B(counted), *legend, html.Span(earlier), html.Span(said, className="r")], className="ft")
