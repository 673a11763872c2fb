"""Above the fold: what is under water now and how old that is, the rain, the alarms, the relapses, how far the cases are."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dash import html

from dashboard.components.frame import href, nav_link
from dashboard.components.marks import marked
from dashboard.components.water.sight import Sight, ago
from dashboard.queries.waterlogging import Gauge
from dashboard.texts import waterlogging as words
from geodata.freshness import age_words, is_stale, stale_sentence
from geodata.water.alarms import KINDS
from geodata.water.relapse import RELAPSED, STATUSES

WAN = 10_000
MOST_NAMES = 3


def strip(sight: Sight) -> html.Section:
    """The row of tiles."""
    tiles = [_wet(sight), _rain(sight), _alarms(sight), _relapsed(sight), _states(sight)]
    return html.Section(tiles, className="wl-strip a-strip", **marked(aria_label=words.STRIP_LABEL))


def _wet(sight: Sight) -> html.Div:
    now, rules = sight.now, sight.rules.waterlogging
    wet = [p for p in now.points if p.is_wet]
    heard = [p for p in now.points if p.depth and not p.depth.is_stale]
    bands = words.COMMA.join(f"{b.name} {b.from_mm:g} 毫米起" for b in rules.bands)
    tip = words.WET_TIP.format(bands=bands, source=rules.source, foot=sight.foot)
    sub = words.WET_SUB.format(from_mm=f"{rules.bands[0].from_mm:g}")
    if now.depth_at is None:
        return _tile(words.WET, sub, None, words.WET_NO_SENSOR, tip=tip)
    old = is_stale(now.depth_at, now.now, sight.rules.freshness.readings_hours)
    tag = html.Span(stale_sentence(now.depth_at, now.now), className="stale-tag") if old else None
    age = html.Small(words.DOT + ago(age_words(now.depth_at, now.now))) if not old else None
    value = [str(len(wet)) if not old else "—", html.Small(words.WET_UNIT), *(part for part in (age, tag) if part is not None)]
    deepest = max(wet, key=lambda p: p.depth.mm if p.depth else 0, default=None)
    if old:
        below = words.AS_OF.format(at=f"{now.depth_at:%m-%d %H:%M}")
    elif deepest and deepest.depth:
        below = words.WET_WORST.format(name=deepest.name, mm=f"{deepest.depth.mm:,.0f}", band=deepest.depth.band_name)
    else:
        below = words.WET_NONE.format(count=len(heard), from_mm=f"{rules.bands[0].from_mm:g}")
    return _tile(words.WET, sub, value, below, tip=tip, is_old=old, kind="hot" if wet and not old else "")


def _rain(sight: Sight) -> html.Div:
    now, rules = sight.now, sight.rules.waterlogging
    heaviest: Gauge | None = max((g for g in now.stations if g.rain), key=lambda g: g.rain.rain_1h_mm if g.rain else 0, default=None)
    limits = {"ten": f"{rules.rain_10min_mm:g}", "hour": f"{rules.rain_1h_mm:g}", "day": f"{rules.rain_24h_mm:g}"}
    name = heaviest.place.name if heaviest else words.NO_DATA
    tip = words.RAIN_TIP.format(station=name, source=rules.source, foot=sight.foot, **limits)
    if now.rain_at is None:
        return _tile(words.RAIN_TILE, words.RAIN_SUB, None, None, tip=tip)
    if heaviest is None or heaviest.rain is None:
        tag = html.Span(stale_sentence(now.rain_at, now.now), className="stale-tag")
        return _tile(words.RAIN_TILE, words.RAIN_SUB, ["—", html.Small(words.MM), tag], words.AS_OF.format(at=f"{now.rain_at:%m-%d %H:%M}"),
                     tip=tip, is_old=True)  # fmt: skip
    rain = heaviest.rain
    value = [f"{rain.rain_1h_mm:.1f}", html.Small(words.MM + words.DOT + ago(heaviest.age))]
    below = words.RAIN_DRY if rain.is_dry else words.RAIN_BELOW.format(ten=f"{rain.rain_10min_mm:.1f}", day=f"{rain.rain_24h_mm:.1f}")
    return _tile(words.RAIN_TILE, words.RAIN_SUB, value, below, tip=tip)


def _alarms(sight: Sight) -> html.Div:
    rules = sight.rules.waterlogging
    tip = words.ALARM_TIP.format(minutes=rules.silent_minutes, source=rules.source, foot=sight.foot)
    counts = Counter(a.kind for a in sight.now.alarms)
    if not sight.now.sensors and not sight.now.stations:
        return _tile(words.ALARM_TILE, words.ALARM_SUB, None, None, tip=tip)
    if not counts:
        return _tile(words.ALARM_TILE, words.ALARM_SUB, [html.I(className="g g-ok"), words.ALARM_NONE], None, tip=tip, kind="calm")
    told = [html.Span([html.I(className=words.ALARM_GLYPHS[kind]), words.ALARMS[kind], html.B(str(counts[kind]))], className="wl-count")
            for kind in KINDS if counts[kind]]  # fmt: skip
    return _tile(words.ALARM_TILE, words.ALARM_SUB, told, None, tip=tip, kind="counts")


def _relapsed(sight: Sight) -> html.Div:
    rules = sight.rules.waterlogging
    tip = words.RELAPSE_TIP.format(radius=rules.relapse_radius_m, source=rules.source, foot=sight.foot)
    if not sight.now.points:
        return _tile(words.RELAPSE_TILE, words.RELAPSE_SUB, None, None, tip=tip)
    back = sorted((p for p in sight.now.points if p.status == RELAPSED), key=lambda p: (p.since is not None, p.since), reverse=True)
    names: list[Any] = []
    for point in back[:MOST_NAMES]:
        names += [*([words.DOT] if names else []), nav_link(point.name, href(sight.state, item=point.no))]
    return _tile(words.RELAPSE_TILE, words.RELAPSE_SUB, [str(len(back)), html.Small(words.WET_UNIT)],
                 html.Span(names, className="clip") if names else words.RELAPSE_NONE, tip=tip)  # fmt: skip


def _states(sight: Sight) -> html.Div:
    """The four states as a bar of links, and the money."""
    tip = words.STATES_TIP.format(foot=sight.foot)
    if not sight.now.points:
        return _tile(words.STATES_TILE, words.STATES_SUB, None, None, tip=tip)
    picked, parts = sight.state.picked("state"), []
    for status in STATUSES:
        number = sight.now.count(status)
        other = "" if picked == status else status
        told = [html.I(className=f"wl-state s{STATUSES.index(status)}"), html.Span(status), html.B(str(number))]
        current = marked(aria_current="true") if picked == status else {}
        address = href(sight.state, pick=sight.state.picking("state", other))
        parts.append(nav_link(told, address, className="" if other else "on", **current))
    planned, paid = (sum(getattr(p, name) or 0 for p in sight.now.points) for name in ("planned_cny", "paid_cny"))
    money = words.MONEY.format(paid=f"{paid / WAN:,.0f}", planned=f"{planned / WAN:,.0f}") if planned else words.MONEY_NONE
    return html.Div(
        [html.Header([html.H3(words.STATES_TILE), html.Span(money)]), html.Div(parts, className="wl-states")], className="tile", tabIndex=0,
        **marked(tip=tip),
    )  # fmt: skip


def _tile(name: str, sub: str, value: Any, below: Any, *, tip: str, is_old: bool = False, kind: str = "") -> html.Div:
    shown: Any = value if value is not None else [html.I(className="g g-nodata"), words.NO_DATA]
    parts = [html.Header([html.H3(name), html.Span(sub)]), html.P(shown, className="v" if value is not None else "v nodata")]
    parts += [html.P(below, className="f2")] if below is not None else []
    return html.Div(parts, className=f"tile {kind} {'is-stale' if is_old else ''}".strip(), tabIndex=0, **marked(tip=tip))
