"""From the address somebody wants a picture of to the order for it: only pages of our own, only what the asker may see and take away."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from urllib.parse import urlsplit

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.desk import Desk
from dashboard.guard.matrix import allows, right_of
from dashboard.snapshots.caption import caption_of, caption_of_form
from dashboard.snapshots.forms import FORMS, form_of, is_form
from dashboard.snapshots.order import Order, window_of
from dashboard.state import PRINT, ViewState, default_theme, parse, to_query
from dashboard.texts import snapshots as words
from dashboard.walls.address import with_own_view
from dashboard.walls.definition import walls
from dashboard.walls.names import PREFIX
from geodata.errors import BadRequest, RightsError

MOST_ADDRESS = 4000
MAP_TILE = "map"
MAPPED = ("/", "/hotspots", "/waterlogging", "/parking", "/projects", "/towns")


def order_of(desk: Desk, address: str, *, size: str = "", tile: str = "", pages: Collection[str]) -> Order:
    """What to take. The browser is sent to the address that the view is written as, never to the text that was asked for.

    Raises BadRequest for anything but a page of ours, RightsError where the asker may not see or export it.
    """
    path, query = _split(address, (*pages, *FORMS, *(PREFIX + name for name in walls(desk.settings, desk.pack))))
    width, height, scale = window_of(size, tile)
    if is_form(path):
        form = form_of(desk, path, query)
        return Order(_printed(form.address), width, height, scale, tile, caption_of_form(form, desk))
    if not allows(right_of(path), desk.viewer):
        raise RightsError(texts.NO_RIGHT)
    if path.startswith(PREFIX):
        return _of_wall(desk, path, query, (width, height), tile)
    state = replace(_view(desk, path, query), theme=default_theme(path))
    has_map = path in MAPPED and tile in ("", MAP_TILE)
    caption = caption_of(state, desk.under(state.boundary), texts.NAVIGATION[path], has_map=has_map)
    return Order(_address(state), width, height, scale, tile, caption)


def _of_wall(desk: Desk, path: str, query: str, window: tuple[int, int], tile: str) -> Order:
    """A wall as it hangs there, dark, on the page that the address names: its rotation stands still for the picture."""
    if tile:
        raise BadRequest(words.WALL_WHOLE)
    wall = walls(desk.settings, desk.pack)[path.removeprefix(PREFIX)]
    state = _view(desk, path, with_own_view(path, query, desk))
    scene = wall.scene(state.tab)
    caption = caption_of(state, desk.under(state.boundary), words.BESIDE.join(dict.fromkeys((wall.title, scene.title))))
    return Order(_address(replace(state, tab=scene.name, theme=default_theme(path))), *window, 1, "", caption)


def _address(state: ViewState) -> str:
    return _printed(f"{state.path}?{to_query(state)}")


def _printed(address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{PRINT}=1"


def _split(address: str, pages: Collection[str]) -> tuple[str, str]:
    known = "、".join(sorted(pages))
    if len(address) > MOST_ADDRESS or not address.isprintable() or not address.startswith("/") or address.startswith("//"):
        raise BadRequest(words.NO_PAGE.format(path=_shown(address), pages=known))
    parts = urlsplit(address)
    if parts.path not in pages and not is_form(parts.path):
        raise BadRequest(words.NO_PAGE.format(path=_shown(address), pages=known))
    return parts.path, parts.query


def _view(desk: Desk, path: str, query: str) -> ViewState:
    """The view. An address that is not understood as a whole makes no picture: nobody would see on it what was left out."""
    state = desk.asked(path, query, Right.EXPORT)
    problems = parse(path, query, desk.pack, desk.today(), home=desk.viewer.area)[1]
    if problems:
        raise BadRequest(words.NOT_UNDERSTOOD.format(problems="；".join(problems)))
    return state


def _shown(text: str) -> str:
    return "".join(c for c in text if c.isprintable())[:60]
