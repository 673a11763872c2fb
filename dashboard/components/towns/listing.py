"""The list of towns: stage, what stands out, distance to each threshold, the last two years as a line, items done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.element import Element, element
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.towns.distance import distance
from dashboard.components.towns.sight import Sight, glyph, signed, stage_mark
from dashboard.components.towns.spark import spark
from dashboard.queries.towns import NOTES, TownLine
from dashboard.texts import towns as words
from geodata.governance.stages import AFTERCARE, OUT, STAGES, SUPERVISED, WATCH
from geodata.governance.thresholds import COUNT, PER_10K, RESOLUTION, SATISFACTION

STAGE_ORDER = (SUPERVISED, WATCH, AFTERCARE, OUT)
FIGURES = (COUNT, PER_10K, RESOLUTION, SATISFACTION)
LEAST = -1e9                       # an unknown figure comes last


def listing(sight: Sight) -> html.Section:
    """The panel with the towns that the view's choices leave."""
    lines = ordered(chosen(sight), sight.state.picked("sort"))
    board = sight.board
    sub = words.LIST_SUB if board.newest_month else words.LIST_SUB_NONE
    body: list[Any] = [html.Table([_head(sight), html.Tbody([_row(line, sight) for line in lines])], className="tbl list")]
    if not lines:
        body = [html.P([html.I(className="g g-nodata"), words.NOTHING_FILTERED], className="failed")]
    is_cut = bool(sight.state.picked("stage") or sight.state.picked("show"))
    right = sight.link(words.SHOWN_ALL, sight.picking(stage="", show=""), className="r") if is_cut else None
    wide = html.Div(body, className="scroll", tabIndex=0)
    return panel(words.LIST, sub.format(month=board.newest_month, source=sight.rules.source), [wide], right=right, kind="town-list")


def chosen(sight: Sight) -> list[TownLine]:
    """The towns of a stage or of what stands out, as the address says; by default those on the list."""
    stage, show = sight.state.picked("stage"), sight.state.picked("show")
    lines = [x for x in sight.board.lines if (x.stage == stage if stage in words.STAGES and stage else x.stage in STAGES or show)]
    holds = {"risk": lambda x: x.is_at_risk, "ready": lambda x: x.is_ready, "relapse": lambda x: x.is_back}.get(show)
    return [x for x in lines if holds(x)] if holds else lines


def ordered(lines: Sequence[TownLine], sort: str) -> list[TownLine]:
    """By a column, "-" before it downwards; by default the most pressing first."""
    name = sort.removeprefix("-")
    if name not in words.HEADS or not sort:
        return sorted(lines, key=lambda x: (NOTES.index(x.note), STAGE_ORDER.index(x.stage), x.no))
    return sorted(sorted(lines, key=lambda x: x.no), key=lambda x: _key(x, name), reverse=sort.startswith("-"))


def _key(line: TownLine, name: str) -> Any:
    month = line.months[-1] if line.months else None
    if name == "name":
        return line.no
    if name == "items":
        return line.items.done / line.items.total if line.items.total else LEAST
    figures = (month.count, month.per_10k, month.resolution_pct, month.satisfaction_pct) if month else (None,) * 4
    values = dict(zip(FIGURES, figures, strict=True)) | {
        "state": STAGE_ORDER.index(line.stage), "note": -NOTES.index(line.note), "months": line.months_in_stage,
        "trend": line.months[-1].count - line.months[-13].count if len(line.months) > 12 else None,
    }  # fmt: skip
    value = values[name]
    return LEAST if value is None else value


def _head(sight: Sight) -> html.Thead:
    now = sight.state.picked("sort")
    cells = []
    for name, title in words.HEADS.items():
        other = f"-{name}" if now != f"-{name}" else name
        arrow = "" if now.removeprefix("-") != name else " ↓" if now.startswith("-") else " ↑"
        tip = f"{words.HEAD_TIPS[name]}\n{words.SORT_TIP}"
        link = sight.link(f"{title}{arrow}", sight.picking(sort=other), **marked(tip=tip))
        order = {} if not arrow else {"aria_sort": "descending" if now.startswith("-") else "ascending"}
        cells.append(html.Th(link, scope="col", className=f"h-{name}", **marked(**order)))
    return html.Thead(html.Tr(cells))


def _row(line: TownLine, sight: Sight) -> Element:
    stay = line.stay
    document = words.MOVED_DOCUMENT.format(no=stay.document_no) if stay.document_no else ""
    stage = words.STAGES[line.stage][1]
    since = words.MONTHS_TIP.format(day=stay.from_date, stage=stage, known=stay.known_on, document=document)
    doubt = [element("Em", words.MOVED_DOUBTFUL)] if line.is_doubtful else []
    cells = [
        element("Td", stage_mark(line.stage), className="h-state"),
        element("Td", [sight.town_link(line), element("Small", line.no), *doubt], className="h-name"),
        element("Td", note(line), className="h-note"),
        element("Td", words.MONTHS.format(months=line.months_in_stage), className="h-months", **marked(tip=since)),
        *[element("Td", distance(line, name, sight), className=f"h-{name}") for name in FIGURES],
        element("Td", spark(line.months, sight), className="h-trend"),
        element("Td", _items(line, sight), className="h-items"),
    ]
    return element("Tr", cells, **marked(town=line.no))


def note(line: TownLine) -> list[Any]:
    """What stands out about a town: shape, word, how far on."""
    shape, word = words.NOTES[line.note]
    if not shape:
        return []
    if line.note.startswith("relapse") and line.relapse and line.relapse.rise_pct is not None:
        how = f"{signed(line.relapse.rise_pct)}%"
    else:
        standing = line.entry if line.note.startswith("entry") else line.exit
        how = (words.RUN_LONG if standing.is_reached else words.RUN).format(run=standing.run, needed=standing.needed)
    return [glyph(shape), word, element("Small", how)]


def _items(line: TownLine, sight: Sight) -> Any:
    items = line.items
    if not items.total:
        return element("Span", "—", className="quiet")
    tip = words.ITEMS_TIP.format(done=items.done, open=items.open, reopened=items.reopened, as_of=sight.as_of)
    style = {"--v": f"{100 * items.done / items.total:.1f}%"}
    bar = element("Span", className="gauge short", style=style)
    return element("Span", [bar, words.ITEMS_OF.format(done=items.done, total=items.total)], className="done", **marked(tip=tip))
