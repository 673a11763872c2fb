"""Maps drawn on the server without a browser: 16 cm at 300 dpi in the light theme, all that a reader must know burnt in.

From above to below: title and what it shows, the map, its legend, and the caption (截至, source, boundaries). Lengths in centimetres,
type in points. The same scene gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from shapely.geometry.base import BaseGeometry

from dashboard.brief.caption import Caption, caption_of
from dashboard.brief.content import Brief, MapPicture
from dashboard.brief.fonts import Type, drawing_type
from dashboard.brief.map_legend import HEIGHT_CM as LEGEND_CM
from dashboard.brief.map_legend import legend, mark
from dashboard.brief.map_names import Label, place_names
from dashboard.brief.map_scene import Cells, Scene, Things, Unit, scene
from dashboard.brief.picture import WIDTH_CM, Picture, png, sheet
from dashboard.desk import Desk
from dashboard.layers.hexagons import FEW_SHARE, mixed
from dashboard.theme import THEMES
from geodata.coords import LonLat
from geodata.plane import to_metres

THEME = THEMES["light"]
HEAD_CM, LINE_CM, PAD_CM = 1.22, 0.38, 0.18
ASPECT = (0.5, 0.74)            # of the map itself, height by width: what a page has room for beside its text
PAD = 0.05                      # of the area's extent, left free on each side
NAME_PT, COUNT_PT, AROUND_PT, NOTE_PT = 8.5, 7.5, 7, 7
HALO_PT = 2.0
ROADS_PT = {"motorway": 1.5, "trunk": 1.2, "primary": 0.8, "secondary": 0.5}
WAYS_M_PER_CM = 4_000           # from farther away the sketch of roads, which knows one corner of the city, looks like a hole
FREE_CM = (1.0, 0.4)            # what a neighbour's name needs round its middle
CORNER_CM = (3.4, 1.5)          # taken by scale and note
SCALES_KM = (50, 20, 10, 5, 2, 1, 0.5, 0.2)


@dataclass(frozen=True)
class Frame:
    """The plane of a map: metres east and north of its middle, half its width and height, and centimetres of its height on paper."""

    middle: LonLat
    half: tuple[float, float]
    height_cm: float

    def flat(self, shape: BaseGeometry) -> BaseGeometry:
        """WGS-84 degrees to metres of this plane."""
        return shapely.transform(shape, lambda points: to_metres(points[:, 0], points[:, 1], self.middle))

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """One position in metres of this plane."""
        east, north = to_metres(lon, lat, self.middle)[0]
        return float(east), float(north)

    @property
    def m_per_cm(self) -> float:
        """Metres on the ground for one centimetre of paper."""
        return 2 * self.half[0] / WIDTH_CM


def drawn(picture: MapPicture, brief: Brief, desk: Desk) -> Picture:
    """The picture of a map. Raises FontMissing, NotFound for an area without any outline round it, RightsError, StoreError."""
    here = desk.under(_boundary(picture))
    shown, type_ = scene(picture, here), drawing_type()
    said = caption_of(picture, brief, here, shown)
    frame = frame_of(shown.ground.bounds)
    height = HEAD_CM + frame.height_cm + LEGEND_CM + LINE_CM * len(said.lines) + PAD_CM
    figure = sheet(height)
    _map(_axes(figure, frame, height), shown, frame, type_, said)
    _head(figure, said, type_, height)
    legend(figure, shown, type_, bottom_cm=LINE_CM * len(said.lines) + PAD_CM, height_cm=height)
    _foot(figure, said, type_, height)
    return Picture(picture.key, picture.title, said.alt, png(figure, said.about), WIDTH_CM, height)


def frame_of(bounds: tuple[float, float, float, float]) -> Frame:
    """The plane that holds (west, south, east, north) in degrees with room round it, no flatter or taller than ASPECT."""
    west, south, east, north = bounds
    middle = LonLat((west + east) / 2, (south + north) / 2)
    (x, y), = to_metres(east, north, middle)
    half_x, half_y = x * (1 + 2 * PAD), y * (1 + 2 * PAD)
    flattest, tallest = ASPECT
    half_x = max(half_x, half_y / tallest)
    half_y = max(half_y, half_x * flattest)
    return Frame(middle, (float(half_x), float(half_y)), WIDTH_CM * float(half_y / half_x))


def _boundary(picture: MapPicture) -> date | None:
    return date.fromisoformat(picture.boundary) if picture.boundary else None


def _axes(figure: Figure, frame: Frame, height_cm: float) -> Axes:
    axes = figure.add_axes((0, 1 - (HEAD_CM + frame.height_cm) / height_cm, 1, frame.height_cm / height_cm))
    axes.set_xlim(-frame.half[0], frame.half[0])
    axes.set_ylim(-frame.half[1], frame.half[1])
    axes.set_facecolor(THEME["map-land"])
    axes.tick_params(bottom=False, left=False, labelbottom=False, labelleft=False)
    for side in axes.spines.values():
        side.set(color=THEME["line-2"], linewidth=0.5)
    return axes


def _map(axes: Axes, shown: Scene, frame: Frame, type_: Type, said: Caption) -> None:
    ground = shown.ground
    _lines(axes, frame.flat(ground.around), THEME["map-edge"], 0.6, zorder=1)
    for unit in ground.units:
        axes.add_patch(_patch(frame.flat(unit.outline), facecolor=THEME["map-in"], edgecolor="none", zorder=1.5))
    if shown.cells:
        _hexagons(axes, shown.cells, frame)
    _ways(axes, shown, frame)
    for unit in ground.units:
        axes.add_patch(_patch(frame.flat(unit.outline), facecolor="none", edgecolor=THEME["map-edge-in"], linewidth=0.7, zorder=4))
    axes.add_patch(_patch(frame.flat(ground.rim), facecolor="none", edgecolor=THEME["map-edge-in"], linewidth=1.5, zorder=4.1))
    if shown.cells and shown.cells.hot is not None:
        hot = frame.flat(shown.cells.hot)
        axes.add_patch(_patch(hot, facecolor="none", edgecolor=THEME["map-halo"], linewidth=2.6, zorder=4.9))
        axes.add_patch(_patch(hot, facecolor="none", edgecolor=THEME["seq-ring"], linewidth=1.4, zorder=5))
    if shown.things:
        _things(axes, shown.things, frame)
    _names(axes, shown, frame, type_)
    _corner(axes, frame, type_, said)


def _hexagons(axes: Axes, cells: Cells, frame: Frame) -> None:
    colors = (mixed(THEME["map-in"], THEME.ramp[0], FEW_SHARE), *THEME.ramp)
    rings = [to_metres([p[0] for p in ring], [p[1] for p in ring], frame.middle) for ring, _ in cells.rings]
    faces = [colors[c] for _, c in cells.rings]
    axes.add_collection(PolyCollection(rings, facecolors=faces, edgecolors=THEME["map-in"], linewidths=0.5, zorder=2), autolim=False)


def _ways(axes: Axes, shown: Scene, frame: Frame) -> None:
    if frame.m_per_cm > WAYS_M_PER_CM:
        return
    for kind, name, way in shown.ground.ways:
        if kind == "roads":
            _lines(axes, frame.flat(way), THEME["map-road"], ROADS_PT.get(name, ROADS_PT["secondary"]), zorder=3, alpha=0.75)
        else:
            _lines(axes, frame.flat(way), THEME["map-rail"], 0.9, zorder=3.1, linestyle=(0, (4, 2)))


def _things(axes: Axes, things: Things, frame: Frame) -> None:
    for outline, state in things.outlines:
        if outline.geom_type.endswith("Polygon"):
            color = THEME[things.states[state].color]
            axes.add_patch(_patch(frame.flat(outline), facecolor=color, edgecolor=color, linewidth=0.8, alpha=0.3, zorder=5))
        else:
            _lines(axes, frame.flat(outline), THEME[things.states[state].color], 1.8, zorder=5, alpha=0.9)
    worst_last = sorted(things.points, key=lambda point: -point[2])
    for n, (lon, lat, state) in enumerate(worst_last):
        mark(axes, things.states[state], frame.at(lon, lat), zorder=6 + n / (2 * len(worst_last)))


def _names(axes: Axes, shown: Scene, frame: Frame, type_: Type) -> None:
    taken = [frame.at(lon, lat) for lon, lat, _ in shown.things.points] if shown.things else []
    hot = frame.flat(shown.cells.hot) if shown.cells and shown.cells.hot is not None else None
    smallest_first = sorted(shown.ground.units, key=lambda unit: unit.outline.area)        # they have the least choice
    labels = [_label(unit, frame) for unit in smallest_first]
    halo = [withStroke(linewidth=HALO_PT, foreground=THEME["map-halo"])]
    for name, lon, lat in shown.ground.names:
        if _is_free(x_y := frame.at(lon, lat), frame):
            axes.text(*x_y, name, fontproperties=type_.at(AROUND_PT), color=THEME["text-3"], ha="center", va="center", zorder=6.5,
                      path_effects=halo)
    for label, (x, y), start in place_names(labels, frame, taken, hot, _corner_box(frame)):
        if start:
            axes.plot([start[0], x], [start[1], y], color=THEME["text-2"], linewidth=0.6, zorder=7.9)
        axes.text(x, y, label.name, fontproperties=type_.at(NAME_PT, is_bold=True), color=THEME["text"], ha="center",
                  va="bottom" if label.count else "center", zorder=8, path_effects=halo)
        if label.count:
            axes.text(x, y, label.count, fontproperties=type_.at(COUNT_PT), color=THEME["text-2"], ha="center", va="top", zorder=8,
                      path_effects=halo)


def _is_free(at: tuple[float, float], frame: Frame) -> bool:
    """Whether a neighbour's name stands whole inside the map and off its lower right corner."""
    (x, y), (half_x, half_y), cm = at, frame.half, frame.m_per_cm
    is_inside = abs(x) < half_x - FREE_CM[0] * cm and abs(y) < half_y - FREE_CM[1] * cm
    return is_inside and not _corner_box(frame).intersects(shapely.box(x - FREE_CM[0] * cm, y, x + FREE_CM[0] * cm, y))


def _corner_box(frame: Frame) -> BaseGeometry:
    """What scale and note take, lower right."""
    (half_x, half_y), cm = frame.half, frame.m_per_cm
    return shapely.box(half_x - CORNER_CM[0] * cm, -half_y, half_x, -half_y + CORNER_CM[1] * cm)


def _label(unit: Unit, frame: Frame) -> Label:
    spots = unit.anchors or ((unit.outline.representative_point().x, unit.outline.representative_point().y),)
    return Label(unit.name, "" if unit.count is None else f"{unit.count:,}", tuple(frame.at(*spot) for spot in spots))


def _corner(axes: Axes, frame: Frame, type_: Type, said: Caption) -> None:
    """Scale and what the boundaries are worth, lower right."""
    km = next((km for km in SCALES_KM if km * 1000 / frame.m_per_cm <= 2.6), SCALES_KM[-1])
    cm = frame.m_per_cm
    right, low = frame.half[0] - 0.3 * cm, -frame.half[1] + 0.28 * cm
    left, y = right - km * 1000, low + 0.42 * cm
    halo = [withStroke(linewidth=HALO_PT, foreground=THEME["map-halo"])]
    axes.plot([left, left, right, right], [y + 0.12 * cm, y, y, y + 0.12 * cm], color=THEME["text"], linewidth=0.9, zorder=9,
              path_effects=[withStroke(linewidth=2.4, foreground=THEME["map-halo"])])
    axes.text((left + right) / 2, y + 0.1 * cm, said.scale.format(km=f"{km:g}"), fontproperties=type_.at(NOTE_PT), color=THEME["text"],
              ha="center", va="bottom", zorder=9, path_effects=halo)
    axes.text(right, low, said.boundary, fontproperties=type_.at(NOTE_PT), color=THEME["text-2"], ha="right", va="center", zorder=9,
              path_effects=halo)


def _head(figure: Figure, said: Caption, type_: Type, height_cm: float) -> None:
    def y(cm: float) -> float:
        return 1 - cm / height_cm

    figure.text(0.004, y(0.34), said.title, fontproperties=type_.at(11, is_bold=True), color=THEME["text"], ha="left", va="center")
    figure.text(0.004, y(0.88), said.subtitle, fontproperties=type_.at(8), color=THEME["text-2"], ha="left", va="center")
    if said.demo:
        box = {"boxstyle": "round,pad=0.25,rounding_size=0.15", "facecolor": "white", "edgecolor": THEME["warn"], "linewidth": 0.8}
        figure.text(0.988, y(0.36), said.demo, fontproperties=type_.at(8, is_bold=True), color=THEME["warn"], ha="right", va="center",
                    bbox=box)


def _foot(figure: Figure, said: Caption, type_: Type, height_cm: float) -> None:
    for n, line in enumerate(reversed(said.lines)):
        figure.text(0.004, (PAD_CM / 2 + (n + 0.5) * LINE_CM) / height_cm, line, fontproperties=type_.at(NOTE_PT), color=THEME["text-3"],
                    ha="left", va="center")


def _lines(axes: Axes, shape: BaseGeometry, color: str, width: float, **options: object) -> None:
    parts = [np.asarray(line.coords) for line in shapely.get_parts(shape) if line.geom_type == "LineString"]
    axes.add_collection(LineCollection(parts, colors=color, linewidths=width, capstyle="round", **options), autolim=False)  # type: ignore[arg-type]


def _patch(shape: BaseGeometry, **options: object) -> PathPatch:
    """A (multi)polygon with its holes."""
    rings = [ring for part in shapely.get_parts(shape) if part.geom_type == "Polygon" for ring in (part.exterior, *part.interiors)]
    return PathPatch(Outline.make_compound_path(*(_ring(ring) for ring in rings)), joinstyle="round", **options)


def _ring(ring: BaseGeometry) -> Outline:
    points = np.asarray(ring.coords)
    codes = [Outline.MOVETO, *[Outline.LINETO] * (len(points) - 2), Outline.CLOSEPOLY]
    return Outline(points, codes)

