"""Whether this process lives (/healthz), whether it can answer (/readyz), and what a watcher counts (/metrics)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from flask import Blueprint, Response, request
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import Table, func, select

from dashboard import texts
from dashboard.access.scope import Scope
from dashboard.desk import Desk
from dashboard.guard.metrics import Metrics, State
from dashboard.queries.cubes import Source
from dashboard.queries.quality import data_state
from geodata.clock import local
from geodata.errors import HuitianError, NotFound, SignInNeeded, StoreError
from geodata.history import open_history
from geodata.store.engine import read_transaction
from geodata.store.models import Audit


@dataclass(frozen=True)
class Health:
    """The state of one running dashboard, found out anew at each question; nobody's rights matter to it."""

    desk: Desk

    def is_ready(self) -> bool:
        """Whether store and history can be read."""
        found = self.state()
        return found.is_reachable and found.has_history

    def state(self) -> State:
        """What /metrics tells of store and data."""
        rows = self._audit_rows()
        age, has_history = self._age()
        return State(is_reachable=rows is not None, has_history=has_history, data_age_seconds=age, audit_rows=rows)

    def _audit_rows(self) -> int | None:
        """How long the audit trail is (ids have no gaps); None where the store is away."""
        table = Audit.__table__
        assert isinstance(table, Table)
        try:
            with read_transaction(self.desk.engine) as connection:
                return connection.execute(select(func.max(table.c.id))).scalar() or 0
        except StoreError:
            return None

    def _age(self) -> tuple[float | None, bool]:
        """Age of the newest record in seconds, None without any; whether the history can be read."""
        now = self.desk.clock.now()
        try:
            found = data_state(Source(open_history(self.desk.settings), self.desk.pack, Scope.municipal()), now).as_of
        except HuitianError:
            return None, False
        return ((now - local(found)).total_seconds() if found else None), True


def health_routes(desk: Desk, metrics: Metrics) -> Blueprint:
    """The three routes. /metrics asks for the deployer's token; without one it is there only on an open demo home."""
    routes, health = Blueprint("health", __name__), Health(desk)

    @routes.get("/healthz")
    def alive() -> Response:
        return _plain("ok\n")

    @routes.get("/readyz")
    def ready() -> Response:
        return _plain("ready\n") if health.is_ready() else _plain("not ready\n", 503)

    @routes.get("/metrics")
    def counted() -> Response:
        _require_token(desk)
        return Response(metrics.text(health.state()), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})

    return routes


def _plain(text: str, status: int = 200) -> Response:
    return Response(text, status, mimetype="text/plain", headers={"Cache-Control": "no-store"})


def _require_token(desk: Desk) -> None:
    wanted = desk.settings.metrics_token
    if not wanted and desk.is_open and desk.is_demo:
        return
    if not wanted:
        raise NotFound(texts.NOT_FOUND.format(path="/metrics"))
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), f"Bearer {wanted}".encode()):
        raise SignInNeeded(texts.METRICS_TOKEN)
