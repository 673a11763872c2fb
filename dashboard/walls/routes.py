"""`/api/wall/<name>/news`: what changed on a wall since its digests; asked by assets/wall.js every few seconds."""

from __future__ import annotations

import json
import re

from flask import Blueprint, Response, request

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.desk import Desk
from dashboard.texts import walls as words
from dashboard.walls.alarms import area_of
from dashboard.walls.definition import Wall, walls
from dashboard.walls.news import Asked, Newsroom
from geodata.errors import NotFound, RightsError

MOST_HAVE = 4000              # characters: each panel's name and digest
_DIGEST = re.compile(r"\b[0-9a-f]{8}\b")


def wall_news_routes(desk: Desk) -> Blueprint:
    """The route; the fragments that walls share live as long as the app."""
    routes, room = Blueprint("wall_news", __name__), Newsroom(desk)

    @routes.get("/api/wall/<name>/news")
    def news(name: str) -> Response:
        told = room.news(_asked(desk, _wall(desk, name)))
        response = Response(json.dumps(told, ensure_ascii=False, separators=(",", ":")), mimetype="application/json")
        response.headers["Cache-Control"] = "no-store"
        return response

    return routes


def _wall(desk: Desk, name: str) -> Wall:
    found = walls(desk.settings, desk.pack)
    if name not in found:
        raise NotFound(words.NONE_SUCH.format(name=name[:40], known="、".join(found)))
    return found[name]


def _asked(desk: Desk, wall: Wall) -> Asked:
    """What the current request asks; unknown pages and sizes give way to the first. Raises NotFound, RightsError for an area."""
    given, own = request.args.get("area", ""), area_of(desk, wall)
    if given and desk.pack.areas.get(given) is None:
        raise NotFound(words.UNKNOWN_AREA.format(name=given[:24]))
    if given and not desk.covers(given, Right.VIEW):
        desk.note_foreign(desk.viewer, f"wall {wall.name} {given}")
        raise RightsError(texts.SCOPE_AREA.format(area=desk.pack.areas.breadcrumb(given)[-1].name))
    size = request.args.get("size", "")
    have = _DIGEST.findall(request.args.get("have", "")[:MOST_HAVE])
    scene = wall.scene(request.args.get("scene", ""))
    return Asked(wall, scene, size if size in wall.sizes else wall.sizes[0], given or own, frozenset(have))
