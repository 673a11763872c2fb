"""周报 `/brief`: the editions somebody may see, a draft to read before it is issued, issuing, and the files byte for byte."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, request
from werkzeug.wrappers import Response

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.brief import drawing, editions
from dashboard.brief.content import Brief, Chart, Figure, MapPicture, Paragraph, Table
from dashboard.brief.editions import Line
from dashboard.brief.fields import BLOCKS, FIELDS
from dashboard.brief.gather import reasons
from dashboard.brief.issuing import Order, draft, draft_map, issue, publisher_of
from dashboard.brief.schedule import told_of
from dashboard.brief.template import OFFICE
from dashboard.brief.week import Week, last_whole_week, week_named
from dashboard.desk import Desk
from dashboard.doors.page import Pages, Said
from dashboard.texts import brief as words
from geodata.areas import Area
from geodata.errors import BadRequest, NotFound, RightsError, SettingsError, StoreError
from geodata.store.paper import Paper

HERE = "/brief"
DEMO = "演示"
MOST_WEEKS = 10
MOST_STREETS = 60


@dataclass(frozen=True)
class Shown:
    """A brief as its page shows it; `line` None for a draft."""

    brief: Brief
    line: Line | None


def brief_routes(desk: Desk) -> Blueprint:
    """The page, the draft, the editions and their files."""
    routes, pages, turn = Blueprint("brief", __name__, template_folder="templates"), Pages(desk), threading.Lock()

    @routes.get(HERE)
    def every() -> Response:
        return _list(pages)

    @routes.get(f"{HERE}/draft")
    def drafted() -> Response:
        return _draft(pages)

    @routes.get(f"{HERE}/draft/picture/<key>")
    def sketched(key: str) -> Response:
        return _sketch(pages, key)

    @routes.post(HERE)
    def issuing() -> Response:
        return _issued(pages, turn)

    @routes.get(f"{HERE}/<int:number>")
    def edition(number: int) -> Response:
        _require_reader(desk)
        line, brief = editions.opened(desk.engine, desk.scope, desk.pack, number)
        return _show(pages, Shown(brief, line))

    @routes.get(f"{HERE}/<int:number>/<name>")
    def file(number: int, name: str) -> Response:
        _require_reader(desk)
        return _file(editions.file_of(desk.engine, desk.viewer.scope(Right.EXPORT), desk.pack, number, name))

    @routes.get(f"{HERE}/<int:number>/picture/<key>")
    def picture(number: int, key: str) -> Response:
        _require_reader(desk)
        return _picture(desk, number, key)

    return routes


def _list(pages: Pages, said: Said | None = None, *, status: int = 200) -> Response:
    desk = pages.desk
    _require_reader(desk)
    may_issue = desk.viewer.may(Right.BRIEF)
    lines = editions.listing(desk.engine, desk.scope, desk.pack)
    return pages.inside(
        "brief_list.html", has_picture=True, title=words.TITLE, here=HERE, message=said, w=words.PAGE, lines=lines,
        status=status, may_issue=may_issue,
        areas=_areas(desk) if may_issue else (), weeks=_weeks(desk), fields=FIELDS, blocks=BLOCKS, schedule=told_of(desk),
        template_line=words.PAGE["template"].format(file=OFFICE),
        may_export=_may_export(desk),
        open_note=words.PAGE["demo"] if desk.is_open else "", asked=request.values.get("area", desk.viewer.area),
    )  # fmt: skip


def _draft(pages: Pages) -> Response:
    desk, area = pages.desk, request.args.get("area", "")
    try:
        brief = draft(publisher_of(desk, area), area, week_named(request.args.get("week", "")))
        desk.memory.kept(_draft_name(desk, area, brief.week), _stamp(brief), lambda: brief)
        return _show(pages, Shown(brief, None))
    except (BadRequest, SettingsError) as refused:
        return _list(pages, Said("alarm", str(refused)), status=400)


def _sketch(pages: Pages, key: str) -> Response:
    """A map of a draft that was just shown: nothing is gathered for it, and it is drawn once. Raises NotFound where that draft is gone."""
    desk, area, asked = pages.desk, request.args.get("area", ""), week_named(request.args.get("week", ""))
    publisher, stamp, name = publisher_of(desk, area), request.args.get("of", ""), _draft_name(desk, area, asked.name)
    brief = desk.memory.kept(name, stamp, _gone)
    png = desk.memory.kept((*name, key), stamp, lambda: draft_map(publisher, brief, key))
    return Response(png, mimetype="image/png", headers={"Cache-Control": "no-store"})


def _draft_name(desk: Desk, area: str, week: str) -> tuple[Hashable, ...]:
    """What the draft is kept under that somebody with these rights was shown last."""
    return "brief draft", area, week, desk.viewer.scope(Right.BRIEF)


def _gone() -> Brief:
    raise NotFound(words.DRAFT_GONE)


def _stamp(brief: Brief) -> str:
    return brief.as_of.isoformat(timespec="seconds") if brief.as_of else ""


def _issued(pages: Pages, turn: threading.Lock) -> Response:
    """Issue and show the edition; whatever stands in the way is said above the list."""
    desk, form = pages.desk, request.form
    area, note = form.get("area", ""), form.get("note", "")[: words.LONGEST_NOTE]
    if not turn.acquire(blocking=False):
        return _list(pages, Said("warn", words.BUSY), status=409)
    try:
        order = Order(area, week_named(form.get("week", "")), desk.viewer.login or DEMO, note, form.get("correct") == "yes")
        line = issue(publisher_of(desk, area), order)
    except (BadRequest, SettingsError) as refused:
        return _list(pages, Said("alarm", str(refused)), status=400)
    except StoreError:                      # its own words name the server
        return _list(pages, Said("alarm", words.NOT_KEPT), status=503)
    finally:
        turn.release()
    return _list(pages, Said("ok", words.PAGE["issued_said"].format(number=line.name)))


def _show(pages: Pages, shown: Shown) -> Response:
    desk, brief, line = pages.desk, shown.brief, shown.line
    why = () if line else reasons(brief)
    return pages.inside(
        "brief_view.html", has_picture=True, title=words.TITLE, here=f"{HERE}/{line.id}" if line else HERE,
        w=words.PAGE, brief=brief, line=line,
        may_issue=desk.viewer.may(Right.BRIEF) and line is None, why=why, needs=words.PAGE["needs"].format(why="".join(why)),
        sections=[(s.title, [_block(block, brief, line) for block in s.blocks]) for s in brief.sections], figures=_figures(brief),
        may_export=_may_export(desk), stale=words.STALE_MARK, open_note=words.PAGE["demo"] if desk.is_open else "",
    )  # fmt: skip


def _picture(desk: Desk, number: int, key: str) -> Response:
    """A chart or map of an edition as its page shows it; as it never changes, a browser may keep it."""
    line, _ = editions.opened(desk.engine, desk.scope, desk.pack, number)
    name = next((name for name in line.files if name.endswith(f"-{key}.png")), key)
    found = editions.file_of(desk.engine, desk.scope, desk.pack, number, name)
    return Response(found.content, mimetype=found.media_type, headers={"Cache-Control": "private, max-age=86400"})


def _block(block: Any, brief: Brief, line: Line | None) -> dict[str, Any]:
    """What the page's template shows of a block; charts and maps of an edition as the pictures that were issued."""
    if isinstance(block, Paragraph):
        return {"kind": "text", "text": block.text, "sources": [_origin(brief.figures[key]) for key in block.keys]}
    picture = f"{HERE}/{line.id}/picture/{block.key}" if line and any(f.endswith(f"-{block.key}.png") for f in line.files) else ""
    if isinstance(block, MapPicture):
        asked = urlencode({"area": brief.area, "week": brief.week, "of": _stamp(brief)})
        return {"kind": "map", "title": block.title, "picture": picture if line else f"{HERE}/draft/picture/{block.key}?{asked}"}
    told = {"title": block.title, "picture": picture}
    if isinstance(block, Table):
        rows = [[_cell(value) for value in row] for row in block.rows]
        return {"kind": "table", "head": block.head, "rows": rows, "note": block.note, "formats": block.formats, **told}
    return {"kind": "chart", "drawing": "" if picture else drawing.drawn(block), **_values(block), **told}


def _values(chart: Chart) -> dict[str, Any]:
    """A chart as the table of its values."""
    rows = [[name, *(_cell(values[i]) for _, values in chart.series)] for i, name in enumerate(chart.categories)]
    head = [f"（{chart.unit}）", *(name for name, _ in chart.series)]
    return {"head": head, "rows": rows, "note": chart.note, "formats": ("", *["0"] * len(chart.series))}


def _cell(value: Any) -> str:
    if value is None:
        return "—"
    return f"{value:,.1f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def _origin(figure: Figure) -> dict[str, str]:
    """Where a number comes from, for the small link behind a paragraph."""
    return {"text": f"{figure.text}{figure.unit if figure.value is not None else ''}", "key": figure.key, "address": figure.source.address}


def _figures(brief: Brief) -> list[dict[str, Any]]:
    return [
        {"key": f.key, "value": f.text, "unit": f.unit if f.value is not None else "", "query": f.source.query, "address": f.source.address,
         "filters": "，".join(f"{name}={value}" for name, value in f.source.filters), "is_stale": f.is_stale,
         "as_of": f"{f.source.as_of:%Y-%m-%d %H:%M}" if f.source.as_of else "—"}
        for f in brief.figures.values()
    ]  # fmt: skip


def _require_reader(desk: Desk) -> None:
    """Whoever holds a link to one view holds no other."""
    if desk.viewer.frozen_address:
        raise RightsError(texts.SCOPE_FROZEN)


def _may_export(desk: Desk) -> bool:
    return desk.viewer.may(Right.EXPORT)


def _areas(desk: Desk) -> list[tuple[str, str]]:
    """(code, name) of the areas that somebody may issue for: city, groups of streets, districts, and streets while they are few."""
    known = desk.pack.areas
    streets = [a for a in known.at("street") if not a.is_focus and desk.covers(a.code, Right.BRIEF)]
    wide: list[Area] = [*known.at("city"), *known.focus_areas(), *(a for a in known.at("district") if not a.is_focus)]
    found = [a for a in wide if desk.covers(a.code, Right.BRIEF)]
    return [(a.code, a.name) for a in dict.fromkeys([*found, *(streets if len(streets) <= MOST_STREETS else ())])]


def _weeks(desk: Desk) -> list[Week]:
    """The last weeks, the newest whole one first, and the one that is not over yet."""
    week = last_whole_week(desk.clock.today())
    found = [week]
    while len(found) < MOST_WEEKS:
        found.append(found[-1].before)
    return found


def _file(found: Paper) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(found.content, mimetype=found.media_type, headers=headers)


