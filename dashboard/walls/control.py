"""`/wall/<name>/control`: somebody's phone drives a wall. Its orders are followed within a second: walls ask for them 700 ms apart.

Each act is written down before it is done. Whether somebody may at all the guard has asked; where, `_control` asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, jsonify, redirect, request
from werkzeug.wrappers import Response

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.access.scope import Scope
from dashboard.desk import Desk
from dashboard.doors.page import Pages, address, number
from dashboard.guard.wall import actor_of
from dashboard.texts import wall_control as words
from dashboard.walls.alarms import alarms_of, area_of
from dashboard.walls.definition import Wall, walls
from dashboard.walls.marks import acknowledge
from dashboard.walls.orders import Change, Order, give, key_of, order_of
from dashboard.walls.phone import control_page
from dashboard.walls.screens import Screens
from geodata.errors import BadRequest, NotFound, RightsError

RIGHT = Right.WALL_CONTROL
ITEM = re.compile(r"[\w.()（）/#-]{0,64}")          # as `item=` of an address
PAUSE = {"": None, "0": False, "1": True}


@dataclass(frozen=True)
class Control:
    """A wall as somebody drives it: the area it shows, and the key of its orders."""

    wall: Wall
    area: str

    @property
    def key(self) -> str:
        """What its orders are kept under."""
        return key_of(self.wall.name, self.area)

    @property
    def page(self) -> str:
        """The address of its phone page."""
        return f"/wall/{self.wall.name}/control?{urlencode({'at': self.area})}"


def control_routes(desk: Desk) -> Blueprint:
    """The phone page, what its buttons do, and what walls ask for."""
    routes, pages, screens = Blueprint("wall_control", __name__, template_folder="templates"), Pages(desk), Screens()

    @routes.get("/wall/<name>/control")
    def page(name: str) -> Response:
        control = _control(desk, name, request.args.get("at", ""))
        return control_page(pages, control.wall, control.area, screens)

    @routes.post("/wall/<name>/mark")
    def mark(name: str) -> Response:
        control = _control(desk, name, request.form.get("at", ""))
        return _answer(control, _marked(desk, control, request.form.get("key", "")))

    @routes.post("/wall/<name>/order")
    def order(name: str) -> Response:
        control = _control(desk, name, request.form.get("at", ""))
        given = _ordered(desk, control, _change(desk, control))
        return _answer(control, {"step": given.step, "said": words.SENT})

    @routes.get("/api/wall/<name>/order")
    def told(name: str) -> Response:
        return _told(desk, wall_named(desk, name), screens)

    @routes.get("/api/walls")
    def every() -> Response:
        _require_own_eyes(desk)
        return _json([_listed(wall) for wall in walls(desk.settings, desk.pack).values()])

    return routes


def wall_named(desk: Desk, name: str) -> Wall:
    """The wall of a name. Raises NotFound naming those there are, WallError."""
    known = walls(desk.settings, desk.pack)
    if name not in known:
        raise NotFound(words.UNKNOWN_WALL.format(name=name[:40], known="、".join(known)))
    return known[name]


def _control(desk: Desk, name: str, at: str) -> Control:
    """The wall as whoever asks may drive it: `at` is the area that it shows, "" the usual. Raises NotFound, RightsError."""
    wall = wall_named(desk, name)
    area = at or area_of(desk, wall, RIGHT)
    _require_area(desk, area)
    return Control(wall, area)


def _require_area(desk: Desk, area: str) -> None:
    found = desk.pack.areas.get(area)
    if found is None:
        raise NotFound(words.UNKNOWN_AREA.format(area=area[:40]))
    if not desk.covers(area, RIGHT):
        raise RightsError(words.OTHER_AREA.format(area=found.name))


def _change(desk: Desk, control: Control) -> Change:
    """What a form asks for. Raises BadRequest for an unknown page, area or writing, RightsError for an area that may not be shown."""
    given = {name: request.form[name].strip() for name in ("page", "area", "item", "paused") if name in request.form}
    page, item, paused = given.get("page"), given.get("item"), given.get("paused", "")
    scenes = [scene.name for scene in control.wall.scenes]
    if page and page not in scenes:
        raise BadRequest(words.UNKNOWN_PAGE.format(wall=control.wall.title, page=page[:40], known="、".join(scenes)))
    if item is not None and not ITEM.fullmatch(item):
        raise BadRequest(words.WRONG_ITEM.format(item=item[:40]))
    if paused not in PAUSE:
        raise BadRequest(words.WRONG_PAUSE.format(value=paused[:40]))
    return Change(page, _area(desk, control, given["area"]) if "area" in given else None, item, PAUSE[paused])


def _area(desk: Desk, control: Control, area: str) -> str:
    """An area inside the wall's own; "" for that itself."""
    if area in ("", control.area):
        return ""
    areas = desk.pack.areas
    if areas.get(area) is None:
        raise BadRequest(words.UNKNOWN_AREA.format(area=area[:40]))
    _require_area(desk, area)
    if not Scope(areas.ranges(control.area)).covers(areas.ranges(area)):
        raise RightsError(words.OUTSIDE.format(wall=areas.short_name(control.area), area=areas.short_name(area)))
    return area


def _ordered(desk: Desk, control: Control, change: Change) -> Order:
    told = " ".join(f"{name}={value}" for name, value in vars(change).items() if value is not None)
    _note(desk, "wall.order", f"{control.key} {told}")
    return give(desk.engine, control.key, change, _by(desk), now=desk.clock.now(), is_sample=_is_sample(desk))


def _marked(desk: Desk, control: Control, key: str) -> dict[str, Any]:
    """Acknowledge an alarm that the wall shows. Raises NotFound for one that is over, RightsError."""
    alarm = next((a for a in alarms_of(desk, control.area) if a.key == key), None)
    if alarm is None:
        raise NotFound(words.NO_ALARM)
    if desk.pack.areas.get(alarm.area_code):
        _require_area(desk, alarm.area_code)
    _note(desk, "alarm.mark", alarm.key)
    mark = acknowledge(desk.register(), alarm, _by(desk), is_sample=_is_sample(desk))
    said = words.ALREADY.format(by=mark.by, at=f"{mark.at:%m-%d %H:%M}") if alarm.is_acknowledged else words.MARKED
    return {"by": mark.by, "at": mark.at.isoformat(timespec="seconds"), "said": said}


def _told(desk: Desk, wall: Wall, screens: Screens) -> Response:
    """What a wall is told, where that is news to it (`after` is the step that it follows); 204 otherwise."""
    _require_own_eyes(desk)
    key, now, viewer = key_of(wall.name, area_of(desk, wall)), desk.clock.now(), desk.viewer
    scene = request.args.get("scene", "")
    if any(s.name == scene for s in wall.scenes):
        screens.note(key, str(viewer.session_id or address()), scene, now)
    order = order_of(desk.engine, key, now)
    if "after" in request.args and number(request.args["after"]) == order.step:
        return _kept_by_nobody(Response(status=204))
    return _json(told_of(order))


def told_of(order: Order) -> dict[str, Any]:
    """An order as a wall reads it."""
    return {
        "step": order.step, "page": order.page, "area": order.area, "item": order.item, "is_paused": order.is_paused, "by": order.by,
        "at": order.at.isoformat(timespec="seconds") if order.at else "",
    }  # fmt: skip


def _listed(wall: Wall) -> dict[str, Any]:
    scenes = [{"name": scene.name, "title": scene.title} for scene in wall.scenes]
    return {"name": wall.name, "title": wall.title, "sizes": list(wall.sizes), "scenes": scenes}


def _answer(control: Control, told: dict[str, Any]) -> Response:
    """To the page's script what became of it; to a browser without scripts the page again."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return _json(told)
    return _kept_by_nobody(redirect(control.page, 303))


def _require_own_eyes(desk: Desk) -> None:
    """Raises RightsError for the holder of a share link, who is shown one view and nothing that changes by itself."""
    if desk.viewer.frozen_address:
        raise RightsError(texts.SCOPE_FROZEN)


def _note(desk: Desk, action: str, subject: str) -> None:
    desk.access.trail.append(actor_of(desk.viewer), action, subject[:255], address=address())


def _by(desk: Desk) -> str:
    return desk.viewer.login or words.OPEN_BY


def _is_sample(desk: Desk) -> bool:
    return desk.is_demo or desk.pack.config.is_demo


def _json(told: Any) -> Response:
    return _kept_by_nobody(jsonify(told))


def _kept_by_nobody(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
