"""What the phone page that drives a wall shows: its screens, pages, areas, alarms. Rendered on the server; a script refreshes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.wrappers import Response

from dashboard.access.roles import Right
from dashboard.doors.page import Pages
from dashboard.queries.alarms import Alarm
from dashboard.texts import wall_control as words
from dashboard.walls.alarms import alarms_of, scene_of
from dashboard.walls.definition import Wall, walls
from dashboard.walls.orders import Order, key_of, order_of
from dashboard.walls.screens import Screens
from geodata.clock import local
from geodata.freshness import age_words

RIGHT = Right.WALL_CONTROL


@dataclass(frozen=True)
class Choice:
    """One thing to tap: what the form sends, its name, whether it is what the wall does now."""

    value: str
    name: str
    is_on: bool


@dataclass(frozen=True)
class Line:
    """One alarm as the phone shows it; `scene` is the wall's page for it, "" none; `may_mark`: there is a button to acknowledge it."""

    alarm: Alarm
    word: str
    age: str
    seen: str
    scene: str
    may_mark: bool


def control_page(pages: Pages, wall: Wall, area: str, screens: Screens) -> Response:
    """The page of a wall that shows an area. Raises StoreError."""
    desk, now = pages.desk, pages.desk.clock.now()
    key = key_of(wall.name, area)
    order, found = order_of(desk.engine, key, now), alarms_of(desk, area)
    lines, names = [_line(pages, wall, alarm) for alarm in found], desk.pack.areas
    return pages.show(
        "wall_control.html", title=words.PAGE["title"], here=f"/wall/{wall.name}/control", w=words.PAGE, wall=wall, area=area,
        area_name=names.short_name(area), order=order, state=_state(order), screens=_screens(wall, screens.showing(key, now)),
        given=words.PAGE["ordered"].format(by=order.by, at=f"{order.at:%H:%M}") if order.at else "",
        pages=[Choice(s.name, s.title, s.name == order.page) for s in wall.scenes], areas=_areas(pages, area, order),
        up=_up(pages, area, order), loud=[line for line in lines if line.alarm.calls],
        lines=[line for line in lines if not line.alarm.calls], now=f"{now:%m-%d %H:%M}",
        counts=words.PAGE["alarms_sub"].format(open=sum(not a.is_acknowledged for a in found), all=len(found)),
        others=_others(pages, key, screens.online(now)),
    )  # fmt: skip


def _screens(wall: Wall, showing: Iterable[tuple[str, int]]) -> list[str]:
    titles = {scene.name: scene.title for scene in wall.scenes}
    return [f"{titles.get(scene, scene)}（{words.PAGE['screens'].format(n=count)}）" for scene, count in showing]


def _others(pages: Pages, own: str, online: Iterable[str]) -> list[Choice]:
    """The other walls by address: those that are on now where this person may drive them, then every name as it usually is."""
    desk = pages.desk
    known, found = walls(desk.settings, desk.pack), []
    for name, _, area in (key.partition("@") for key in online if key != own):
        if name in known and desk.covers(area, RIGHT):
            title = words.PAGE["online"].format(wall=known[name].title, area=desk.pack.areas.short_name(area))
            found.append(Choice(f"/wall/{name}/control?at={area}", title, True))
    usual = [Choice(f"/wall/{wall.name}/control", wall.title, False) for wall in known.values() if not own.startswith(f"{wall.name}@")]
    return [*found, *usual]


def _state(order: Order) -> str:
    if order.is_paused:
        return words.PAGE["paused"]
    return words.PAGE["held"] if order.page else words.PAGE["rotates"]


def _areas(pages: Pages, area: str, order: Order) -> list[Choice]:
    """The wall's own area, and the areas right below the one shown that may be shown."""
    desk, here = pages.desk, order.area or area
    below = [part for part in desk.pack.areas.children(here) if desk.covers(part.code, RIGHT)]
    shown = [desk.pack.areas.breadcrumb(here)[-1]] if order.area else []
    own = Choice("", words.PAGE["own"], not order.area)
    return [own, *(Choice(a.code, desk.pack.areas.short_name(a.code), a.code == order.area) for a in (*shown, *below))]


def _up(pages: Pages, area: str, order: Order) -> Choice | None:
    """The area above the one shown, where it is not the wall's own."""
    if not order.area:
        return None
    line = [a.code for a in pages.desk.pack.areas.breadcrumb(order.area)]
    above = line[line.index(area) + 1 : -1] if area in line else []
    return Choice(above[-1], words.PAGE["up"].format(area=pages.desk.pack.areas.short_name(above[-1])), False) if above else None


def _line(pages: Pages, wall: Wall, alarm: Alarm) -> Line:
    desk = pages.desk
    at = alarm.acknowledged_at
    seen = words.PAGE["by"].format(by=alarm.acknowledged_by, at=f"{local(at):%m-%d %H:%M}") if at else words.PAGE["open"]
    may = not alarm.is_acknowledged and (not desk.pack.areas.get(alarm.area_code) or desk.covers(alarm.area_code, RIGHT))
    age = age_words(alarm.since, desk.clock.now()) if alarm.since else ""
    return Line(alarm, words.KINDS[alarm.kind], age, seen, scene_of(alarm, wall), may)
