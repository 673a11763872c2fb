"""The legend under a drawn map, and its signs: one shape a state, so that colour is never the only sign."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle, RegularPolygon

from dashboard.brief.fonts import Type
from dashboard.brief.map_scene import Cells, Scene, Things
from dashboard.brief.picture import WIDTH_CM
from dashboard.layers.datalayer import State
from dashboard.layers.hexagons import FEW_SHARE, mixed
from dashboard.texts import brief_files as words
from dashboard.theme import THEMES

THEME = THEMES["light"]
HEIGHT_CM = 1.12
TYPE_PT, EM_CM = 7.5, 0.265
SIGN_PT, QUIET_PT = 7.5, 4.5
QUIET = ("text-3",)             # colours of what is done: a small ring, so that what needs somebody stands out
# sign of the look -> (marker, filled, has a dot, dashed)
_MARKERS = {
    "■": ("s", True), "▲": ("^", True), "◆": ("D", True), "▼": ("v", True), "●": ("o", True), "◎": ("o", False), "○": ("o", False),
    "▨": ("s", False), "◌": ("o", False),
}  # fmt: skip
_DOTTED, _DASHED = "◎", ("▨", "◌")


def mark(axes: Axes, state: State, at: tuple[float, float], *, zorder: float) -> None:
    """The sign of a state at a position of the axes, in a halo."""
    marker, is_filled = _MARKERS.get(state.sign, ("o", True))
    is_quiet = state.color in QUIET
    color, size = THEME[state.color], QUIET_PT if is_quiet else SIGN_PT * (0.8 if state.sign == "◆" else 1)
    axes.plot(*at, marker=marker, markersize=size + 1.8, markerfacecolor=THEME["map-halo"], markeredgecolor="none", linestyle="none",
              zorder=zorder, clip_on=False)
    axes.plot(*at, marker=marker, markersize=size, markerfacecolor=color if is_filled else THEME["map-halo"], markeredgecolor=color,
              markeredgewidth=1.3, linestyle="none", zorder=zorder + 1e-5, clip_on=False)
    if state.sign == _DOTTED and not is_quiet:
        axes.plot(*at, marker="o", markersize=size * 0.35, color=color, linestyle="none", zorder=zorder + 2e-5, clip_on=False)
    if state.sign in _DASHED:
        axes.plot(*at, marker="x", markersize=size * 0.5, color=color, linestyle="none", zorder=zorder + 2e-5, clip_on=False)


def legend(figure: Figure, shown: Scene, type_: Type, *, bottom_cm: float, height_cm: float) -> None:
    """Classes of the hexagons, or states with their counts, in a strip of HEIGHT_CM."""
    axes = figure.add_axes((0, bottom_cm / height_cm, 1, HEIGHT_CM / height_cm))
    axes.set_xlim(0, WIDTH_CM)
    axes.set_ylim(0, HEIGHT_CM)
    axes.axis("off")
    if shown.cells:
        _classes(axes, shown.cells, type_)
    if shown.things:
        _states(axes, shown.things, type_)


def _classes(axes: Axes, cells: Cells, type_: Type) -> None:
    title = words.MAP_CLASSES_TITLE.format(width=f"{cells.width_km:g}")
    axes.text(0.06, 0.86, title, fontproperties=type_.at(TYPE_PT), color=THEME["text-2"], va="center")
    names = (words.MAP_FEW.format(least=cells.least), *cells.labels)
    colors = (mixed(THEME["map-in"], THEME.ramp[0], FEW_SHARE), *THEME.ramp)
    x = 0.06
    for name, color in zip(names, colors, strict=True):
        axes.add_patch(Rectangle((x, 0.22), 0.44, 0.3, facecolor=color, edgecolor=THEME["line-2"], linewidth=0.4))
        axes.text(x + 0.54, 0.37, name, fontproperties=type_.at(TYPE_PT), color=THEME["text"], va="center")
        x += 0.54 + _width(name) + 0.3
    axes.add_patch(RegularPolygon((x + 0.22, 0.37), 6, radius=0.2, facecolor="none", edgecolor=THEME["seq-ring"], linewidth=1.4))
    axes.text(x + 0.54, 0.37, words.MAP_HOT, fontproperties=type_.at(TYPE_PT), color=THEME["text"], va="center")


def _states(axes: Axes, things: Things, type_: Type) -> None:
    title = words.MAP_POINTS_TITLE.format(title=things.title, unit=things.unit)
    axes.text(0.06, 0.86, title, fontproperties=type_.at(TYPE_PT), color=THEME["text-2"], va="center")
    x, listed = 0.06, [(state, f"{state.name} {count:,}", count) for state, count in zip(things.states, things.counts, strict=True)]
    if sum(0.74 + _width(said) for _, said, _ in listed) > WIDTH_CM:
        listed = [found for found in listed if found[2]]
    for state, said, count in listed:
        mark(axes, state, (x + 0.18, 0.37), zorder=2)
        axes.text(x + 0.44, 0.37, said, fontproperties=type_.at(TYPE_PT), color=THEME["text"] if count else THEME["text-3"], va="center")
        x += 0.44 + _width(said) + 0.3


def _width(text: str) -> float:
    """Centimetres that a text takes, roughly: a Chinese character is an em, others a little more than half."""
    return EM_CM * sum(1.0 if ord(c) > 0x2E7F else 0.57 for c in text)
