"""KPI tiles: a value with its unit, two comparisons, a sparkline and the time of its data; hatched and bare where that is old."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dashboard.texts import wallpanels as words
from dashboard.walls.panels.drawing import NONE, Change, dot, glyph, line, moment, shown_change, width
from dashboard.walls.panels.frame import NOTE_SIZE, as_of, stale_tag
from dashboard.walls.view import Feed, WallView

SPARK_W, SPARK_H = 70.0, 26.0
LEAST_POINTS = 3
TITLE_SIZE, HEAD_ROOM = 19.0, 154.0


@dataclass(frozen=True)
class Kpi:
    """What a tile shows. `value` "" is 无数据; `changes` are (than what, comparison); `note` marks what of it is old or left out."""

    sub: str
    value: str
    unit: str
    changes: tuple[tuple[str, Change], ...] = ()
    spark: tuple[float | None, ...] = ()
    note: str = ""
    note_sign: str = "stale"
    plain: str = ""                 # said in place of comparisons where there are none to make


Make = Callable[[WallView], Kpi]


def tile(view: WallView, title: str, feed: Feed, made: Kpi) -> Markup:
    """The tile in HTML."""
    is_stale = feed.is_stale and bool(made.value)
    sub = made.sub if width(title, TITLE_SIZE) + width(made.sub, NOTE_SIZE) <= HEAD_ROOM else ""
    head = Markup("<header><b>{}</b><span>{}</span></header>").format(title, sub)
    kind = " is-stale" if is_stale else ""
    value = _value(made, is_stale=is_stale)
    return Markup('<section class="panel tile kpi{}">{}{}{}</section>').format(kind, head, value, _foot(view, feed, made))


def _value(made: Kpi, *, is_stale: bool) -> Markup:
    if not made.value:
        return Markup('<div class="val none">{}{}</div>').format(glyph("nodata"), words.NO_DATA)
    kind = " dim" if is_stale else ""
    return Markup('<div class="val{}">{}<small>{}</small></div>').format(kind, made.value, made.unit)


def _foot(view: WallView, feed: Feed, made: Kpi) -> Markup:
    if feed.is_stale and made.value:
        return Markup('<footer><div class="st">{}<span class="asof">{}</span></div></footer>').format(stale_tag(feed), as_of(view, feed))
    rows = [Markup("<span>{} {}</span>").format(name, shown_change(c)) for name, c in made.changes if c.direction != NONE]
    if made.note:
        rows = [*rows[:1], Markup('<span class="nt">{}{}</span>').format(glyph(made.note_sign), made.note)]
    elif not rows and made.plain:
        rows = [Markup("<span>{}</span>").format(made.plain)]
    at = moment(feed.as_of, view.now, is_short=True)
    own = Markup('<div class="sx">{}<time>{}</time></div>').format(spark(made.spark), at)
    return Markup('<footer><div class="dl">{}</div>{}</footer>').format(Markup("").join(rows), own)


def spark(values: Sequence[float | None]) -> Markup:
    """A sparkline, oldest first; nothing where fewer than three are known."""
    known = [v for v in values if v is not None]
    if len(known) < LEAST_POINTS:
        return Markup("")
    low, high = min(known), max(known)
    reach = (high - low) or 1
    steps = max(1, len(values) - 1)
    points = [(2 + 63 * i / steps, SPARK_H - 4 - (SPARK_H - 8) * (v - low) / reach) for i, v in enumerate(values) if v is not None]
    return Markup('<svg viewBox="0 0 {:.0f} {:.0f}" class="sp" aria-hidden="true">{}{}</svg>').format(
        SPARK_W, SPARK_H, line(points, "now"), dot(*points[-1], 3.6, "end")
    )
