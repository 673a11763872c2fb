"""Where the names of units stand on a drawn map: the first of their places that is free of other names, of signs and of hotspots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import shapely
from shapely.geometry.base import BaseGeometry

EM_CM = 0.30            # of the name's type, 8.5 points
LINES_CM = 0.36         # height of a line
SIGN_CM = 0.30
CROWDED = 0.5           # cost from which a name rather stands beside its unit, with a line to it
BESIDE_CM = tuple((x, y) for y in (-1.1, 1.1, -0.7, 0.7, -1.6, 1.6) for x in (0.0, 0.8, -0.8, 1.5, -1.5))


Spot = tuple[float, float]          # metres


class Plane(Protocol):
    """What is asked of a map's frame."""

    @property
    def m_per_cm(self) -> float:
        """Metres on the ground for one centimetre of paper."""

    @property
    def half(self) -> tuple[float, float]:
        """Half its width and height in metres."""


@dataclass(frozen=True)
class Label:
    """A name, its count as text ("" none), and where it may stand in metres, best first."""

    name: str
    count: str
    spots: tuple[Spot, ...]


def place_names(
    labels: Sequence[Label], frame: Plane, signs: Sequence[Spot], hot: BaseGeometry | None, written: BaseGeometry | None = None,
) -> Iterator[tuple[Label, Spot, Spot | None]]:
    """Each label with its place; where none in its unit is free, beside it, and where a line to it begins. `written`: where words stand."""
    cm = frame.m_per_cm
    dots = shapely.multipoints(signs).buffer(SIGN_CM * cm / 2) if signs else None
    avoided = [shape for shape in (dots, hot) if shape is not None]
    inside = shapely.box(-frame.half[0], -frame.half[1], frame.half[0], frame.half[1])
    standing = [written] if written is not None else []
    for label in labels:
        def cost(spot: Spot, label: Label = label) -> float:
            return _cost(_box(label, spot, cm), standing, avoided, inside)

        home = best = min(label.spots, key=cost)
        if cost(home) > CROWDED:
            home = label.spots[0]
            best = min((best, *((home[0] + x * cm, home[1] + y * cm) for x, y in BESIDE_CM)), key=cost)
        standing.append(_box(label, best, cm))
        yield label, best, None if best in label.spots else home


def _cost(box: BaseGeometry, standing: Sequence[BaseGeometry], avoided: Sequence[BaseGeometry], inside: BaseGeometry) -> float:
    """Share of the box that meets something; another name or the frame is ten times as bad. The first of equals wins."""
    met = sum(10 * box.intersection(other).area for other in standing) + sum(box.intersection(shape).area for shape in avoided)
    return round((met + 10 * box.difference(inside).area) / box.area, 3)


def _box(label: Label, spot: Spot, cm: float) -> BaseGeometry:
    half_x = max(len(label.name), 0.55 * len(label.count)) * EM_CM * cm / 2
    up = LINES_CM * cm if label.count else LINES_CM * cm / 2
    down = LINES_CM * cm if label.count else LINES_CM * cm / 2
    return shapely.box(spot[0] - half_x, spot[1] - down, spot[0] + half_x, spot[1] + up)
