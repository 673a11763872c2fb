"""What the address of a wall leaves open: its area and the period of the page it begins with come from the definition."""

from __future__ import annotations

from urllib.parse import parse_qs

from dashboard.desk import Desk
from dashboard.walls.definition import walls
from dashboard.walls.names import PREFIX

SIZE = "size="          # the browser's own choice of a layout set: no part of a view


def with_own_view(path: str, query: str, desk: Desk) -> str:
    """The query of a wall's address without its size and with what its definition adds; that of any other page as it is."""
    if not path.startswith(PREFIX) or desk.viewer.frozen_address:
        return query
    wall = walls(desk.settings, desk.pack)[path.removeprefix(PREFIX)]
    try:
        given = parse_qs(query.removeprefix("?")[:4000], max_num_fields=60)
    except ValueError:
        return query
    scene = wall.scene(given.get("tab", [""])[-1])
    own = [f"area={wall.area}"] if wall.area and not given.keys() & {"area", "level"} else []
    own += [f"period={scene.period}"] if not given.keys() & {"period", "from", "to"} else []
    kept = [part for part in query.removeprefix("?").split("&") if part and not part.startswith(SIZE)]
    return "&".join([*kept, *own])
