"""Above the fold: which kinds, how many and whether that is better, where and when it is worst, whether enforcement helped."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dashboard.components.element import Element, element
from dashboard.components.frame import href, nav_link
from dashboard.components.marks import marked
from dashboard.components.parking.change import change
from dashboard.components.parking.sight import Sight
from dashboard.components.tables import count
from dashboard.state import ViewState
from dashboard.texts import parking as words
from geodata.displacement import HELPED, MOVED, TOO_FEW, UNCHANGED
from geodata.freshness import stale_sentence

SIGNS = {HELPED: "g g-ok", MOVED: "g g-warn", UNCHANGED: "g g-notice", TOO_FEW: "g g-nodata"}


def strip(sight: Sight) -> Element:
    """The row of tiles."""
    tiles = [_kinds(sight), _total(sight), _road(sight), _hour(sight), _effect(sight)]
    return element("Section", tiles, className="pk-strip a-strip", **marked(aria_label=words.STRIP_LABEL))


def with_kind(state: ViewState, kind: str) -> str:
    """The address of the same view of one kind."""
    return href(state, pick=state.picking("kind", kind))


def _kinds(sight: Sight) -> Element:
    """The switch between the kinds, each with its count."""
    counts = {"": sum(sight.summary.by_kind.values()), **sight.summary.by_kind}
    links = []
    for kind, name in words.KINDS.items():
        is_on = kind == sight.asked.kind
        shown = count(counts[kind]) if not sight.is_empty else words.NO_DATA
        current: dict[str, Any] = marked(aria_current="true") if is_on else {}
        sign = element("I", className=f"pk-sign k-{kind or 'all'}")
        told = [sign, element("Span", name), element("B", shown)]
        links.append(nav_link(told, with_kind(sight.state, kind), className="on" if is_on else "", **current))
    return element("Nav", links, className="panel pk-kinds", **marked(aria_label=words.KIND_LABEL))


def _total(sight: Sight) -> Element:
    found, rules, before = sight.summary, sight.desk.pack.rules.parking, sight.asked.before
    how = words.TOTAL_TIP.format(radius=rules.merge_radius_m, minutes=rules.merge_minutes, rule=rules.source, foot=sight.foot)
    if sight.is_empty:
        return _tile(words.TOTAL, words.TOTAL_SUB, None, None, tip=how)
    days = (before.last - before.first).days + 1
    days_before = words.AGAINST_TIP.format(days=days, first=before.first, last=before.last)
    changed = change(found.count, found.previous_count, tip=days_before)
    said = element("Span", _stale(sight), className="stale-tag") if found.is_stale else changed
    below = words.TOTAL_OF.format(records=count(found.record_count), merged=count(found.merged_count), false=count(found.false_count))
    against = element("Span", said if found.is_stale else [words.AGAINST, " ", said], className="vs")
    value = [count(found.count), element("Small", words.UNIT), against]
    told = element("Span", below, className="clip", title=below)
    return _tile(words.TOTAL, words.TOTAL_SUB, value, told, tip=how, is_stale=found.is_stale, extra=_daily(sight))


def _daily(sight: Sight) -> Element:
    """A small bar a day; the days of a long period in groups."""
    daily = sight.summary.daily
    size = -(-len(daily) // 31) or 1
    groups = [daily[at : at + size] for at in range(0, len(daily), size)]
    sums = [sum(n for _, n in group) for group in groups]
    most = max(sums, default=0) or 1
    tips = [words.DAILY_TIP.format(day=_span(group[0][0], group[-1][0]), count=count(n)) for group, n in zip(groups, sums, strict=True)]
    bars = [element("I", style={"height": f"{100 * n / most:.0f}%"}, title=tip) for n, tip in zip(sums, tips, strict=True)]
    return element("Div", bars, className="pk-daily", role="img", **marked(aria_label=words.DAILY_LABEL))


def _span(first: Any, last: Any) -> str:
    return f"{first:%m-%d}" if first == last else f"{first:%m-%d}–{last:%m-%d}"


def _road(sight: Sight) -> Element:
    tip = words.WORST_ROAD_TIP.format(foot=sight.foot)
    if not sight.roads.lines:
        return _tile(words.WORST_ROAD, words.WORST_ROAD_SUB, None, None, tip=tip)
    worst = sight.roads.lines[0]
    name = nav_link(worst.name, href(sight.state, item=worst.key, cell=None), className="clip", title=worst.name)
    street = sight.desk.pack.areas.short_name(worst.street_code) if worst.street_code else words.OUTSIDE_AREA
    said = [] if sight.summary.is_stale else [change(worst.count, worst.previous_count)]
    below = [f"{street} · {count(worst.count)} {words.UNIT} ", *said]
    return _tile(words.WORST_ROAD, words.WORST_ROAD_SUB, name, below, tip=tip, is_stale=sight.summary.is_stale)


def _hour(sight: Sight) -> Element:
    hours, tip = sight.every_hour, words.WORST_HOUR_TIP.format(foot=sight.foot)
    worst = hours.worst
    if worst is None:
        return _tile(words.WORST_HOUR, words.WORST_HOUR_SUB, None, None, tip=tip)
    when = words.HOUR.format(day=words.WEEKDAYS[worst.weekday], hour=worst.hour, next=worst.hour + 1)
    work, off = (f"{sum(line) / days:.1f}" if days else "—" for line, days in ((hours.work, hours.work_days), (hours.off, hours.off_days)))
    value = [when, element("Small", words.PER_DAY.format(value=f"{worst.per_day:.1f}"))]
    return _tile(words.WORST_HOUR, words.WORST_HOUR_SUB, value, words.SPLIT.format(work=work, off=off), tip=tip,
                 is_stale=sight.summary.is_stale)  # fmt: skip


def _effect(sight: Sight) -> Element:
    rules = sight.desk.pack.rules.parking
    how = words.ENFORCEMENT_TIP.format(rings=rules.rings, confidence=f"{rules.confidence_pct:g}", least=rules.least_count)
    tip = words.EFFECT_TIP.format(how=how, rule=rules.source, foot=sight.foot)
    found = Counter(line.found.verdict for line in sight.enforcements)
    if not found:
        return _tile(words.EFFECT, words.EFFECT_SUB, None, words.ENFORCEMENT_NONE, tip=tip)
    shown = [
        element("Span", [_sign(verdict), words.VERDICT_SHORT[verdict], element("B", str(found[verdict]))], className="pk-verdict")
        for verdict in (HELPED, MOVED, UNCHANGED, TOO_FEW)
        if found[verdict]
    ]
    return _tile(words.EFFECT, words.EFFECT_SUB, shown, None, tip=tip, kind="verdicts")


def _sign(verdict: str) -> Element:
    return element("I", className=SIGNS[verdict])


def _stale(sight: Sight) -> str:
    newest = sight.newest_at
    return stale_sentence(newest, sight.desk.clock.now()) if newest else ""


def _tile(name: str, sub: str, value: Any, below: Any, *, tip: str, is_stale: bool = False, kind: str = "", extra: Any = None) -> Element:
    shown: Any = value if value is not None else [element("I", className="g g-nodata"), words.NO_DATA]
    parts = [
        element("Header", [element("H3", name), element("Span", sub)]),
        element("P", shown, className="v" if value is not None else "v nodata"),
        element("P", below, className="f2") if below is not None else None,
        extra,
    ]
    look = f"tile {kind} {'is-stale' if is_stale else ''}".strip()
    return element("Div", [p for p in parts if p is not None], className=look, tabIndex=0, **marked(tip=tip))
