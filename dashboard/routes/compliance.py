"""`/api/compliance/<name>.csv`: the lists of the compliance page as files for an inspector's own working papers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from flask import Blueprint, Response

from dashboard import texts
from dashboard.access.roles import ROLES
from dashboard.desk import Desk
from dashboard.guard.matrix import PAGE_RIGHTS, ROUTES
from dashboard.queries.compliance import access, checklist, days_of
from geodata.errors import NotFound
from geodata.inventory import inventory
from geodata.rules import Retention

BOM = "\ufeff"
NAMES = tuple(texts.C_FILES)

Rows = Iterable[Sequence[str]]


def compliance_routes(desk: Desk) -> Blueprint:
    """The route; what it answers is the same for whoever may ask."""
    routes = Blueprint("compliance", __name__)

    @routes.get("/api/compliance/<name>.csv")
    def answer(name: str) -> Response:
        if name not in NAMES:
            raise NotFound(texts.EXPORT_UNKNOWN.format(name=name[:24], names="、".join(NAMES)))
        title, heads = texts.C_FILES[name]
        file = quote(f"{desk.pack.config.name}_{title}_{desk.clock.today()}.csv")
        headers = {"Content-Disposition": f"attachment; filename={name}.csv; filename*=UTF-8''{file}", "Cache-Control": "private, no-store"}
        heads = (*heads, *(texts.ROLE_NAMES[code] for code in ROLES)) if name == "access" else heads
        return Response(as_csv(heads, _rows(name, desk.pack.rules.retention)), mimetype="text/csv", headers=headers)

    return routes


def as_csv(heads: Sequence[str], rows: Rows) -> bytes:
    """A file that a spreadsheet opens: UTF-8 with a byte order mark."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([heads, *rows])
    return (BOM + text.getvalue()).encode()


def _rows(name: str, kept: Retention) -> Rows:
    if name == "inventory":
        for table in inventory():
            for c in table.columns:
                yield table.name, table.holds, c.name, c.holds, c.kind, texts.C_PERSONAL_FORMS[c.personal], _limit(table.retention, kept)
    elif name == "access":
        for line in access(ROUTES, PAGE_RIGHTS):
            need = texts.C_RIGHTS.get(line.need) or texts.C_DOORS[line.need]
            held = [texts.YES if code in line.roles else texts.NO for code in ROLES] if line.need in texts.C_RIGHTS else [""] * len(ROLES)
            yield from ((address, need, *held) for address in (*line.pages, *line.addresses))
    else:
        for d in checklist():
            yield d.clause, d.control, d.asks, texts.C_BY_NAMES[d.by][1], d.how, " ".join(d.evidence)


def _limit(key: str, kept: Retention) -> str:
    days = days_of(key, kept)
    return texts.C_DAYS.format(days=days) if days else texts.C_UNLIMITED
