"""`/api/pulse`: how the store and the data are right now. Every open page asks every few seconds and says what it learns in a banner."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.desk import Desk
from dashboard.queries.cubes import Source
from dashboard.queries.quality import DataState, data_state
from geodata.clock import local
from geodata.freshness import stale_sentence
from geodata.store.engine import read_transaction

AHEAD = timedelta(minutes=10)       # the newest record may be so much ahead of the clock: two machines' clocks differ
LEAST_FREE_BYTES = 1_000_000_000    # below, a load of a million rows may not find room


@dataclass(frozen=True)
class Pulse:
    """`version` of what counts are made from, `as_of` its newest record, `age` in words, `stale` a sentence where it is old, else ""."""

    version: str
    as_of: datetime | None
    age: str
    stale: str
    now: datetime
    is_fixed: bool
    messages: tuple[str, ...]


def pulse_routes(desk: Desk) -> Blueprint:
    """The route; 503 while the store is away."""
    routes = Blueprint("pulse", __name__)

    @routes.get("/api/pulse")
    def answer() -> Response:
        found = pulse(desk)
        response = jsonify(
            {
                "version": found.version,
                "as_of": found.as_of.isoformat(timespec="minutes") if found.as_of else "",
                "age": found.age,
                "stale": found.stale,
                "now": found.now.isoformat(timespec="milliseconds"),
                "is_fixed": found.is_fixed,
                "messages": list(found.messages),
            }
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    return routes


def pulse(desk: Desk) -> Pulse:
    """The state of things for whoever asks. Raises StoreError while the store is away."""
    with read_transaction(desk.engine) as store:
        store.execute(text("SELECT 1"))
    now = desk.clock.now()
    if not desk.viewer.may(Right.VIEW):                      # administrators see no data, so nothing of its age
        return Pulse("", None, "", "", now, desk.clock.is_fixed, ())
    source = desk.source()
    data = data_state(source, now)
    stale = stale_sentence(data.as_of, now) if data.as_of and data.is_stale else ""
    return Pulse(source.version, data.as_of, _age(data), stale, now, desk.clock.is_fixed, tuple(_messages(desk, source, now)))


def _age(data: DataState) -> str:
    if data.as_of is None:
        return texts.DATA_NONE
    return texts.DATA_AGE.format(age=data.age) if data.age[:1].isdigit() else texts.DATA_JUST_NOW


def _messages(desk: Desk, source: Source, now: datetime) -> list[str]:
    said = []
    newest = source.history.newest_at
    if newest is not None and local(newest) - now > AHEAD:
        minutes = int((local(newest) - now) / timedelta(minutes=1))
        said.append(texts.PULSE_CLOCK_BEHIND.format(minutes=minutes, newest=f"{newest:%Y-%m-%d %H:%M}", now=f"{now:%Y-%m-%d %H:%M}"))
    if desk.viewer.may(Right.QUALITY) and (free := shutil.disk_usage(desk.settings.home).free) < LEAST_FREE_BYTES:
        said.append(texts.PULSE_DISK.format(free=f"{free / 1e9:.1f}"))
    return said
