"""Panels of the 治理类街乡镇: how many in each stage over two years, and who is nearest to entering or leaving."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dashboard.queries.towns import Step, TownLine, read, timeline
from dashboard.texts import wallpanels as words
from dashboard.texts.towns import STAGES
from dashboard.walls.panels.drawing import SMALL, Scale, counts, cut, levels, nice_step, rect, svg, text
from dashboard.walls.panels.frame import MOST_ROW, STRIP, Box, Room, Told, empty, panel, room
from dashboard.walls.panels.legend import legend
from dashboard.walls.panels.signs import sign
from dashboard.walls.view import TOWNS, WallView
from geodata.governance.stages import SUPERVISED
from geodata.governance.thresholds import Distance

SIZE, ROW = 15.0, 26.0


def towns_stages(view: WallView, box: Box) -> Markup:
    """街乡镇阶段: stacked columns, month by month as known then."""
    of, feed = room(box), view.feed(TOWNS)
    found, _ = read(view.register, view.area)
    steps = timeline(found, view.now.date()) if found else ()
    if of.h < STRIP:
        told = Told(words.PANELS["towns_stages"], words.TOWNS_NOW.format(count=len(view.towns.listed)))
        row = ((STAGES[stage][0], name, f"{view.towns.by_stage[stage]}") for stage, name in words.TOWN_STAGES)
        return panel(view, box, told, feed, counts(row) if view.towns.lines else empty())
    key = legend(tuple((stage, name) for stage, name in words.TOWN_STAGES))
    told = Told(words.PANELS["towns_stages"], words.TOWNS_SUB, *key)
    return panel(view, box, told, feed, _stack(steps, of) if any(sum(s.by_stage.values()) for s in steps) else empty())


def _stack(steps: Sequence[Step], of: Room) -> Markup:
    top = max(sum(s.by_stage.values()) for s in steps)
    step = max(1.0, nice_step(top, 3))
    high = step * max(1, -(-top // step))
    left, floor, ceiling = 30.0, of.h - 26, 8.0
    scale = Scale(floor, ceiling, high)
    up = scale.at
    slot = (of.w - left) / len(steps)
    parts = levels(scale, step, left, of.w)
    every = max(1, round(64 / slot))
    for i, s in enumerate(steps):
        x, at = left + slot * i + slot * 0.14, 0
        for stage, _ in words.TOWN_STAGES:
            n = s.by_stage[stage]
            parts += [rect(x, up(at + n) + 0.6, slot * 0.72, up(at) - up(at + n) - 1.2, f"bar s-{stage}")] if n else []
            at += n
        if (len(steps) - 1 - i) % every == 0:
            parts.append(text(x + slot * 0.36, of.h - 4, f"{s.day:%y-%m}", size=SMALL, kind="m t3" if len(steps) - 1 - i else "e t3"))
    return svg(of.w, of.h, parts, label=words.PANELS["towns_stages"])


def towns_nearest(view: WallView, box: Box) -> Markup:
    """距进出标准最近: towns by how near the figure that matters is to its threshold."""
    of, feed, board = room(box), view.feed(TOWNS), view.towns
    told = Told(words.PANELS["towns_nearest"], words.NEAR_SUB.format(month=board.newest_month) if board.newest_month else "")
    found = sorted((near for town in board.listed if (near := _nearest(town))), key=lambda n: (n[0], n[1].no))
    shown = found[: max(1, int((of.h - 18) // ROW))]
    return panel(view, box, told, feed, _towns(shown, of) if shown else empty())


def _nearest(town: TownLine) -> tuple[float, TownLine, Distance] | None:
    """How far (a share of the threshold) a town's deciding figure is: of leaving the farthest unmet, of entry the nearest."""
    is_under = town.stage == SUPERVISED
    known = [(abs(d.share - 1), d) for d in (town.exit if is_under else town.entry).distances if d.share is not None]
    if not known:
        return None
    unmet = [pair for pair in known if not pair[1].is_met]
    far, found = (max(unmet or known, key=lambda p: p[0]) if is_under else min(unmet or known, key=lambda p: p[0]))
    return (far if unmet else 0.0), town, found


def _towns(shown: Sequence[tuple[float, TownLine, Distance]], of: Room) -> Markup:
    head, step = 18.0, min((of.h - 18) / len(shown), MOST_ROW)
    columns = (of.w - 196, of.w - 132, of.w - 62, of.w)
    parts = [text(x, 13, h, size=13.5, kind="e t3") for x, h in zip(columns[1:], words.NEAR_HEADS, strict=True)]
    for i, (_, town, d) in enumerate(shown):
        y, base = head + step * i, head + step * (i + 0.5) + 5.2
        kind, stage = STAGES[town.stage]
        parts += [rect(0, y, of.w, 1, "hair"), sign(kind, 7, y + step / 2)]
        parts += [text(20, base, cut(f"{town.name} {stage}", SIZE, columns[1] - 90), size=SIZE)]
        parts += [text(columns[1], base, words.TOWN_FIGURES[d.name], size=14, kind="e t2")]
        parts += [text(columns[2], base, _figure(d, d.value or 0), size=SIZE, kind="e b")]
        parts += [text(columns[3], base, _figure(d, d.threshold), size=SIZE, kind="e t2")]
    return svg(of.w, of.h, parts, label=words.PANELS["towns_nearest"])


def _figure(found: Distance, value: float) -> str:
    return f"{value:,.0f}" if found.name == "count" else f"{value:,.1f}{'%' if found.name in ('resolution', 'satisfaction') else ''}"
