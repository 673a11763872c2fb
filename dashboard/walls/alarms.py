"""The alarms of a wall: those of its area with who acknowledged them, and which of its pages an alarm brings up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dashboard.access.roles import Right
from dashboard.desk import Desk
from dashboard.queries.alarms import Alarm, alarms, order
from dashboard.queries.water.readings import Readings
from dashboard.walls.definition import Wall
from dashboard.walls.marks import Mark, marks_of
from dashboard.walls.view import stamp

# the pages that show what an alarm is about, the nearest first; its own name is always the first of all
PAGES_OF = {
    "overview": ("hotspots",),
    "water": ("flood", "overview"),
    "parking": ("vending", "overview"),
    "vending": ("parking", "overview"),
    "programme": ("overview",),
    "towns": ("programme", "overview"),
}


def area_of(desk: Desk, wall: Wall, right: Right = Right.VIEW) -> str:
    """The area that a wall shows to whoever asks: its own where the reader has the right there, else the reader's."""
    if wall.area and desk.covers(wall.area, right):
        return wall.area
    viewer = desk.viewer
    held = (g.area for g in viewer.grants if right in g.role.rights and g.ranges)
    return desk.pack.config.default_area if viewer.is_open else next(held, viewer.area)


def alarms_of(desk: Desk, area: str) -> tuple[Alarm, ...]:
    """The alarms of an area, gravest first, acknowledged ones saying so. Raises NotFound, RightsError, StoreError."""
    register = desk.register()
    name, version = ("wall alarms", desk.scope, area), (stamp(desk), Readings(register).held().version)
    found = register.memory.kept(name, version, lambda: alarms(register, desk.source(), area))
    marks = marks_of(register, [a.key for a in found])
    told = (_marked(alarm, marks[alarm.key]) if alarm.key in marks else alarm for alarm in found)
    return tuple(sorted(told, key=order))


def jump_of(found: Iterable[Alarm], wall: Wall) -> str:
    """The page of a wall that its newest unacknowledged alarm wants to be seen on; "" without any, or where no page shows it."""
    calling = sorted((a for a in found if a.calls), key=order)
    return next((scene for alarm in calling if (scene := scene_of(alarm, wall))), "")


def scene_of(alarm: Alarm, wall: Wall) -> str:
    """The page of a wall that shows what an alarm is about; "" for none."""
    names = {scene.name for scene in wall.scenes}
    wanted = (alarm.scene_hint, *PAGES_OF.get(alarm.scene_hint, ()))
    return next((name for name in wanted if name in names), "")


def _marked(alarm: Alarm, mark: Mark) -> Alarm:
    return replace(alarm, is_acknowledged=True, acknowledged_by=mark.by, acknowledged_at=mark.at)
