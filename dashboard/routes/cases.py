"""`/api/cases`: the cases of a view as JSON, for the panel behind a selected hexagon. Texts were masked before they were stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from dashboard import texts
from dashboard.desk import Desk
from dashboard.queries.cases import OPEN, Case, Selection, cases
from geodata.clock import local
from geodata.errors import BadRequest

NEAR_HOURS = 24  # 临期: open, and less than a day left
MOST_LISTED = 500


def cases_routes(desk: Desk) -> Blueprint:
    """The route, answering for the desk's scope; the query is that of a page, with `limit`."""
    routes = Blueprint("cases", __name__)

    @routes.get("/api/cases")
    def answer() -> Response:
        state, _ = desk.read("/hotspots", _view_query())
        selection = Selection(state.area, state.period_from, state.period_to, state.cell, state.categories)
        now = desk.clock.now()
        found = cases(desk.engine, desk.scope, desk.pack, selection, now=now, limit=_limit())
        response = jsonify(
            {
                "total": found.total,
                "overdue": found.overdue_count,
                "repeats": found.repeat_count,
                "cases": [shown(c, now) for c in found.cases],
            }
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return routes


def shown(case: Case, now: datetime) -> dict[str, Any]:
    """What the list shows of a case: status as glyph and word, category, time, title and one line of what follows."""
    glyph, word = status_of(case, now)
    return {
        "no": case.order_no,
        "glyph": glyph,
        "state": word,
        "category": case.category_name,
        "at": local(case.created_at).isoformat(timespec="minutes"),
        "title": case.title or case.content,
        "note": _note(case, now),
    }


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
