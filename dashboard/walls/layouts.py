"""The layout sets of walls (大屏): each size class with every slot's box. assets/wall.css arranges the same; a test holds both equal.

All lengths are thousandths of the screen's height (0.1 vh), borders of panels included. Slots: `kpi1`–`kpi8`, `map`, `side1`–`side3`,
`low1`–`low4` and on the wide sets `wide1`–`wide9`. Nothing straddles the seam between two physical screens of `triple` and `dual4k`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dashboard.walls.definition import Scene
from dashboard.walls.names import KPI, SPARE

HEIGHT, GAP, BAR = 1000, 9, 64


@dataclass(frozen=True)
class Box:
    """Width and height of a slot in thousandths of the screen's height."""

    w: float
    h: float


@dataclass(frozen=True)
class Layout:
    """One size class: its pixels, its slots for scenes of three side panels, and `of_two`: boxes that differ where a scene has two."""

    name: str
    width_px: int
    height_px: int
    slots: Mapping[str, Box]
    of_two: Mapping[str, Box]

    @property
    def width(self) -> float:
        """Width of the screen in thousandths of its height."""
        return HEIGHT * self.width_px / self.height_px

    @property
    def wide_count(self) -> int:
        """How many further panels it shows."""
        return sum(name.startswith("wide") for name in self.slots)


TILE = Box(185.5, 161.5)
KPI_COUNT, LOW_COUNT, MOST_SIDE, MOST_WIDE = 8, 4, 3, 9


def _numbered(name: str, *boxes: Box) -> dict[str, Box]:
    return {f"{name}{n}": box for n, box in enumerate(boxes, 1)}


def _screen(name: str, width_px: int, height_px: int) -> Layout:
    """16:9: tiles left, map, side right, charts below."""
    free = HEIGHT * width_px / height_px - 2 * GAP
    low = (free - 3 * GAP) / 4.15
    middle = HEIGHT - BAR - 3 * GAP - 236
    tall, strip = Box(410, 311), Box(410, 112)
    slots = {
        **_numbered("kpi", *[TILE] * KPI_COUNT), "map": Box(free - 380 - 410 - 2 * GAP, middle),
        **_numbered("side", tall, strip, Box(410, middle - 311 - 112 - 2 * GAP)),
        **_numbered("low", Box(1.15 * low, 236), Box(low, 236), Box(low, 236), Box(low, 236)),
    }  # fmt: skip
    return Layout(name, width_px, height_px, MappingProxyType(slots), {"side2": Box(410, middle - 311 - GAP)})


def _wide(name: str, width_px: int, height_px: int, slots: Mapping[str, Box], two: Mapping[str, Box]) -> Layout:
    tiles = _numbered("kpi", *[TILE] * KPI_COUNT)
    return Layout(name, width_px, height_px, MappingProxyType({**tiles, **slots}), two)


# rows of every wide set: 112 | 211 | 284 | 284 with gaps, 918 in all; tiles stand 4 x 2 in the first two
_FULL, _TOP, _HIGH, _LOWER, _LOWEST = 918.0, 332.0, 625.0, 577.0, 284.0

_TRIPLE = {
    "map": Box(1768.8, _FULL),
    **_numbered("side", Box(434.25, _HIGH), Box(434.25, 112), Box(434.25, _TOP)),
    **_numbered("low", Box(986.3, _TOP), Box(488.65, _LOWEST), Box(488.65, _LOWEST), Box(488.65, _LOWEST)),
    **_numbered("wide", Box(434.25, 504), Box(434.25, _LOWEST), Box(769, _LOWER), Box(488.65, _LOWEST), Box(434.25, _HIGH),
                *[Box(434.25, _LOWEST)] * 4),
}
_DUAL = {
    "map": Box(1764.3, _FULL),
    **_numbered("side", Box(488.65, _TOP), Box(488.65, 112), Box(488.65, 504)),
    **_numbered("low", *[Box(380, _LOWEST)] * 4),
    **_numbered("wide", *[Box(488.65, _LOWEST)] * 3),
}
_GRID = {
    "map": Box(1661.3, _FULL),
    **_numbered("side", Box(410, _HIGH), Box(410, 112), Box(410, _TOP)),
    **_numbered("low", *[Box(380, _LOWEST)] * 4),
    **_numbered("wide", Box(410, 504), *[Box(410, _LOWEST)] * 4),
}

LAYOUTS: MappingProxyType[str, Layout] = MappingProxyType({
    layout.name: layout for layout in (
        _screen("1080p", 1920, 1080),
        _screen("4k", 3840, 2160),
        _wide("triple", 5760, 1080, _TRIPLE, {"side2": Box(434.25, _TOP), "wide1": Box(434.25, _HIGH)}),
        _wide("dual4k", 7680, 2160, _DUAL, {"side2": Box(488.65, _HIGH)}),
        _wide("grid", 6656, 1792, _GRID, {"side2": Box(410, _TOP), "wide1": Box(410, _HIGH)}),
    )
})  # fmt: skip


def panels_in(scene: Scene, size: str) -> dict[str, str]:
    """Slot -> panel name of a scene at a size; wide slots that the scene does not fill get spare panels that it does not show."""
    layout = LAYOUTS[size]
    named = {
        **{f"kpi{n}": KPI + name for n, name in enumerate(scene.kpis, 1)},
        **{f"side{n}": name for n, name in enumerate(scene.side, 1)},
        **{f"low{n}": name for n, name in enumerate(scene.low, 1)},
    }
    spare = [name for name in SPARE if name not in {*named.values(), *scene.wide}]
    further = [*scene.wide, *spare][: layout.wide_count]
    return {**named, **{f"wide{n}": name for n, name in enumerate(further, 1)}}


def boxes_of(scene: Scene, size: str) -> dict[str, Box]:
    """Panel name -> box of a scene at a size. Every panel stands once."""
    layout, slots = LAYOUTS[size], panels_in(scene, size)
    boxes = {**layout.slots, **(layout.of_two if len(scene.side) == 2 else {})}
    return {name: boxes[slot] for slot, name in slots.items()}
