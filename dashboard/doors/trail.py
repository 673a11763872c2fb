"""审计记录 `/admin/audit`, of the audit administrator: read the trail, check that it is whole, take it along as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, request
from werkzeug.wrappers import Response

from dashboard import texts
from dashboard.access.granting import name_of
from dashboard.access.roles import Right
from dashboard.doors.page import Pages, Said, number
from geodata.store.audit import ACTIONS, Entry, Verdict

HERE = "/admin/audit"
FILE = "/admin/audit.csv"
PAGE_ROWS, FILE_ROWS = 50, 100_000
RISKY = "=+-@\t\r"           # a cell that begins so would be a formula
T = texts.DOORS


@dataclass(frozen=True)
class EntryLine:
    """One act in words."""

    id: int
    at: str
    actor: str
    action: str
    subject: str
    address: str
    details: str


def trail_routes(doors: Blueprint, pages: Pages) -> None:
    """Registers the page, the check and the file."""
    trail = pages.desk.access.trail

    @doors.get(HERE)
    def list_entries() -> Response:
        return _page(pages)

    @doors.post(f"{HERE}/verify")
    def verify_trail() -> Response:
        pages.require(Right.AUDIT)
        pages.note("audit.verify", HERE)
        return _page(pages, _verdict(trail.verify()))

    @doors.get(FILE)
    def trail_file() -> Response:
        pages.require(Right.AUDIT)
        pages.note("audit.export", HERE)
        actor, action = _asked()
        rows = trail.rows(FILE_ROWS, actor=actor, action=action)
        name = T["export_file"].format(first=rows[-1].id, last=rows[0].id) if rows else T["export_file"].format(first=0, last=0)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}
        return Response(_csv(rows), mimetype="text/csv; charset=utf-8", headers=headers)


def _page(pages: Pages, said: Said | None = None) -> Response:
    pages.require(Right.AUDIT)
    (actor, action), before = _asked(), number(request.args.get("before")) or None
    found = pages.desk.access.trail.rows(PAGE_ROWS + 1, before_id=before, actor=actor, action=action)
    rows = found[:PAGE_ROWS]
    return pages.inside(
        "admin_audit.html", title=texts.ADMIN_NAVIGATION[HERE], here=HERE, message=said, rows=[_line(pages, e) for e in rows], actor=actor,
        action=action, actions=sorted(ACTIONS.items(), key=lambda pair: pair[1]), before=before,
        older=rows[-1].id if len(found) > PAGE_ROWS else None,
    )  # fmt: skip


def _asked() -> tuple[str, str]:
    actor, action = request.args.get("actor", "").strip()[:64], request.args.get("action", "")
    return actor, action if action in ACTIONS else ""


def _verdict(verdict: Verdict) -> Said:
    if verdict.is_whole:
        note = T["verify_resealed"].format(n=verdict.reseals) if verdict.reseals else ""
        return Said("ok", T["verify_ok"].format(rows=f"{verdict.rows:,}"), note=note)
    bad = T["verify_bad"].format(id=verdict.first_bad_id, reason=verdict.reason) if verdict.first_bad_id else T["verify_bad_whole"]
    return Said("alarm", bad.format(reason=verdict.reason))


def _line(pages: Pages, entry: Entry) -> EntryLine:
    details = " ・ ".join(f"{texts.AUDIT_DETAILS.get(k, k)} {_word(pages, k, v)}" for k, v in entry.details.items() if v not in ("", None))
    action = ACTIONS.get(entry.action, entry.action)
    return EntryLine(entry.id, f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.actor, action, entry.subject, entry.address, details)


def _word(pages: Pages, key: str, value: object) -> str:
    if key == "area" and isinstance(value, str):
        return pages.area_name(value)
    if key == "role" and isinstance(value, str):
        return name_of(value)
    if isinstance(value, bool):
        return T["yes"] if value else T["no"]
    return texts.AUDIT_WORDS.get(value, value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _csv(rows: Iterable[Entry]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([T[name] for name in ("number", "at", "actor", "act", "subject", "address", "details")] + ["previous_hash", "hash"])
    for e in rows:
        cells = (e.actor, ACTIONS.get(e.action, e.action), e.subject, e.address, json.dumps(e.details, ensure_ascii=False, sort_keys=True))
        writer.writerow([e.id, e.at.isoformat(), *map(_safe, cells), e.previous_hash, e.hash])
    return out.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(tuple(RISKY)) else cell
