"""`/api/cases`: the cases of a view as JSON, for the panel behind a selected hexagon; `/api/case/<order_no>`: one with its whole text.

Texts were masked before they were stored, and are for those who handle the case (right CASE_TEXT) all the same.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.desk import Desk
from dashboard.queries.cases import OPEN, Case, CasePage, Selection, case_numbered, cases
from geodata.clock import local
from geodata.errors import BadRequest, RightsError

NEAR_HOURS = 24  # 临期: open, and less than a day left
MOST_LISTED = 500


def cases_routes(home: Desk) -> Blueprint:
    """The routes, answering for whoever asks; the query of the list is that of a page, with `limit`."""
    routes = Blueprint("cases", __name__)

    @routes.get("/api/cases")
    def answer() -> Response:
        state, now = home.asked("/hotspots", _view_query(), Right.CASES), home.clock.now()
        desk = home.under(state.boundary)
        if state.cell and not desk.is_exact(state.area):
            raise RightsError(texts.CASES_CELL_CLOSED)
        selection = Selection(state.area, state.period_from, state.period_to, state.cell, state.categories)
        found = read_cases(desk, selection, limit=_limit())
        listed = [shown(c, now) for c in found.cases]
        return _unkept({"total": found.total, "overdue": found.overdue_count, "repeats": found.repeat_count, "cases": listed})

    @routes.get("/api/case/<order_no>")
    def single(order_no: str) -> Response:
        now = home.clock.now()
        found = case_numbered(home.engine, home.viewer.scope(Right.CASE_TEXT), home.pack, order_no, now=now)
        return _unkept({**shown(found, now), "content": found.content, "place": found.place_name, "handler": found.handler})

    return routes


def read_cases(desk: Desk, selection: Selection, *, limit: int) -> CasePage:
    """Cases with the rights of whoever asks: lists where CASES holds, texts where CASE_TEXT does. Raises RightsError."""
    listed, readable = (desk.viewer.scope(right) for right in (Right.CASES, Right.CASE_TEXT))
    return cases(desk.engine, listed, desk.pack, selection, now=desk.clock.now(), readable=readable, limit=limit)


def shown(case: Case, now: datetime) -> dict[str, Any]:
    """What the list shows of a case: status as glyph and word, category, time, title and one line of what follows."""
    glyph, word = status_of(case, now)
    return {
        "no": case.order_no,
        "glyph": glyph,
        "state": word,
        "category": case.category_name,
        "at": local(case.created_at).isoformat(timespec="minutes"),
        "title": case.title or case.content if case.is_readable else texts.CASE_TEXT_CLOSED,
        "is_readable": case.is_readable,
        "note": _note(case, now),
    }


def _unkept(found: dict[str, Any]) -> Response:
    response = jsonify(found)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def status_of(case: Case, now: datetime) -> tuple[str, str]:
    """Glyph (alarm, warn, ok, done, notice) and word of a case's status."""
    if case.status in OPEN:
        if case.is_overdue:
            return "alarm", texts.CASE_OVERDUE
        if case.deadline_at and (local(case.deadline_at) - now).total_seconds() < NEAR_HOURS * 3600:
            return "warn", texts.CASE_NEAR
        return "ok", case.status_name
    return ("done" if case.status == "closed" else "notice"), case.status_name


def _note(case: Case, now: datetime) -> str:
    parts = [case.street_name or case.place_name]
    if case.status in OPEN and case.deadline_at:
        parts.append(texts.CASE_LEFT.format(days=_days((local(case.deadline_at) - now).total_seconds())))
    elif case.closed_at:
        parts += [case.satisfaction, texts.CASE_TOOK.format(days=_days((local(case.closed_at) - local(case.created_at)).total_seconds()))]
    if case.repeat_count and case.repeat_count > 1:
        parts.append(texts.CASE_REPEAT.format(count=case.repeat_count))
    return " · ".join(p for p in parts if p)


def _days(seconds: float) -> str:
    days = seconds / 86400
    text = f"{abs(days):.1f}" if abs(days) < 10 else f"{abs(days):.0f}"
    return ("−" if days < 0 else "") + text


def _view_query() -> str:
    return "&".join(part for part in request.query_string.decode("utf-8", "replace").split("&") if not part.startswith("limit="))


def _limit() -> int:
    text = request.args.get("limit", "50")
    if not text.isdecimal() or len(text) > 4:
        raise BadRequest(texts.CASES_LIMIT.format(text=text[:12], most=MOST_LISTED))
    return min(int(text), MOST_LISTED)
