"""The rains of the season, what measures brought, the register; and beside them the replay of one rain."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dash import dcc, html

from dashboard.components.element import element
from dashboard.components.frame import href, nav_link
from dashboard.components.links import plain_link
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.tables import table
from dashboard.components.water.effects import effect_heads, effect_rows
from dashboard.components.water.points import LEVEL_GLYPHS, status_words
from dashboard.components.water.sight import EFFECTS, STATES, Sight
from dashboard.figures.rain import Event, Line, rain_chart
from dashboard.queries.layers.waterlogging import level_of
from dashboard.queries.waterlogging import DepthLine, EventLine, Replay
from dashboard.texts import waterlogging as words
from dashboard.theme import named

GRAPH = "rain-replay"
CONFIG: Any = {"displayModeBar": False}
MOST_LINES = 3
AT = "%Y%m%d%H%M"
WAN = 10_000


def listing(sight: Sight) -> html.Section:
    """The panel at the left: one of three lists, each a tab of the address."""
    tab = sight.state.tab if sight.state.tab in (EFFECTS, STATES) else ""
    links = [nav_link(name, href(sight.state, tab=code), className="on" if code == tab else "") for code, name in words.TABS]
    right = html.Nav(links, className="seg links r", **marked(aria_label=words.TABS_LABEL))
    title, sub, body = _LISTS[tab](sight)
    return panel(title, sub, [html.Div(body, className="wl-scroll", tabIndex=0)], kind="wl-list", right=right)


def replayed(sight: Sight) -> html.Section:
    """The panel at the right: the event chosen, on one axis, with steps in time."""
    shown = sight.replay
    if shown is None:
        return panel(words.REPLAY, words.REPLAY_NONE, [html.P([html.I(className="g g-nodata"), words.NO_DATA], className="failed")])
    at = cursor(shown, sight.state.picked("at"))
    event = shown.event
    told = words.REPLAY_SUB.format(start=f"{event.start:%m-%d %H:%M}", hours=f"{event.hours:.1f}", mm=f"{event.rain_mm:.1f}")
    tip = words.REPLAY_TIP.format(end=f"{event.end:%m-%d %H:%M}", stations=event.stations, foot=sight.foot)
    graph = dcc.Graph(id=GRAPH, figure=replay_figure(sight, shown, at), config=CONFIG, responsive=True, style={"height": "100%"})
    body = [html.Div(html.Div(graph, className="chart"), className="c"), _foot(sight, shown, at)]
    return panel(words.REPLAY, html.Span(told, tabIndex=0, **marked(tip=tip)), body, kind="wl-replay", right=_key(sight, shown))


def replay_figure(sight: Sight, shown: Replay, at: datetime | None) -> dict[str, Any]:
    """The figure of a replay."""
    bands = [(b.from_mm, b.name) for b in sight.rules.waterlogging.bands]
    event = Event(
        rain=[(start, mm) for start, mm in zip(shown.starts, shown.rain_mm, strict=True) if mm > 0],
        lines=[Line(line.name, line.at, line.mm) for line in shown_lines(sight, shown)],
        complaints=[(hour, n) for hour, n in zip(shown.hours, shown.complaints, strict=True) if n],
        bands=bands, first=shown.first, last=shown.last, at=at,
    )  # fmt: skip
    return rain_chart(named(sight.state.theme), event)


def cursor(shown: Replay, picked: str) -> datetime | None:
    """Where the reader stands in the event; None without a choice or outside of it."""
    try:
        at = datetime.strptime(picked, AT).replace(tzinfo=shown.first.tzinfo)
    except ValueError:
        return None
    return at if shown.first <= at <= shown.last else None


def shown_lines(sight: Sight, shown: Replay) -> list[DepthLine]:
    """The few lines that are drawn: the deepest, and before them that of the point looked at."""
    own = next((p.name for p in sight.now.points if p.no == sight.state.item), "")
    return sorted(shown.depths, key=lambda line: line.name != own)[:MOST_LINES]


def _key(sight: Sight, shown: Replay) -> html.Span:
    named = enumerate(d.name for d in shown_lines(sight, shown))
    lines = [part for i, name in named for part in (html.I(className=f"ln l{i}"), html.Span(name))]
    parts = [html.I(className="bar rain"), words.REPLAY_KEY_RAIN, *lines, html.I(className="bar told"), words.REPLAY_KEY_COMPLAINTS]
    return html.Span(parts, className="r k wl-key")


def _foot(sight: Sight, shown: Replay, at: datetime | None) -> html.Div:
    """Steps in time, what stood there then, and the lags."""
    said = [words.LAG_DEPTH.format(minutes=shown.depth_lag_min)] if shown.depth_lag_min is not None else []
    said += [words.LAG_COMPLAINTS.format(hours=shown.complaint_lag_min // 60)] if shown.complaint_lag_min is not None else []
    lag = html.Span(words.COMMA.join(said) or words.LAG_NONE, className="lag", tabIndex=0, **marked(tip=words.LAG_TIP))
    here = at or _fullest(shown)
    steps = [_step(sight, shown, here, sign, minutes, name) for sign, minutes, name in words.STEPS]
    now = html.Span(moment(sight, shown, here), className="now")
    return html.Div([html.Nav(steps, className="wl-steps"), now, lag], className="wl-foot")


def _step(sight: Sight, shown: Replay, here: datetime, sign: str, minutes: int, name: str) -> Any:
    to = min(max(here + timedelta(minutes=minutes), shown.first), shown.last)
    pick = dict(sight.state.pick) | {"event": shown.event.key, "at": f"{to:{AT}}"}
    return nav_link(sign, href(sight.state, pick=tuple(sorted(pick.items()))), title=name, **marked(aria_label=name))


def _fullest(shown: Replay) -> datetime:
    """When the water stood highest; the end of the rain where no sensor was wet."""
    if not shown.depths:
        return shown.event.end
    line = shown.depths[0]
    return line.at[line.mm.index(max(line.mm))]


def moment(sight: Sight, shown: Replay, at: datetime) -> str:
    """What the event had come to at a time: rain of the hour before, the depths then, complaints so far."""
    hour = sum(mm for start, mm in zip(shown.starts, shown.rain_mm, strict=True) if at - timedelta(hours=1) <= start < at)
    depths = []
    for line in shown_lines(sight, shown):
        before = [mm for when, mm in zip(line.at, line.mm, strict=True) if when <= at]
        depths += [words.AT_DEPTH.format(name=line.name, mm=f"{before[-1]:,.0f}")] if before else []
    count = sum(n for start, n in zip(shown.hours, shown.complaints, strict=True) if start + timedelta(hours=1) <= at)
    return words.AT.format(at=f"{at:%m-%d %H:%M}", rain=f"{hour:.1f}", depths="　".join(depths) or words.AT_NO_DEPTH, count=count)


def _events(sight: Sight) -> tuple[Any, Any, Any]:
    rules = sight.rules.waterlogging
    tip = words.EVENTS_TIP.format(dry=f"{rules.dry_hours:g}", wet=f"{rules.wet_mm:g}", source=rules.source)
    sub = words.EVENTS_SUB.format(first=f"{sight.first:%m-%d}", last=f"{sight.last:%m-%d}", count=len(sight.events))
    head = html.Span(sub, tabIndex=0, **marked(tip=f"{tip}。{sight.foot}"))
    if not sight.events:
        none = words.EVENTS_NONE.format(mm=f"{rules.wet_mm:g}")
        return words.EVENTS, head, html.P([html.I(className="g g-nodata"), none], className="failed")
    chosen = sight.replay.event.key if sight.replay else ""
    return words.EVENTS, head, table(words.EVENT_HEADS, [_event(line, sight, line.event.key == chosen) for line in sight.events])


def _event(line: EventLine, sight: Sight, is_chosen: bool) -> tuple[Any, ...]:
    event = line.event
    pick = tuple((n, v) for n, v in sight.state.picking("event", event.key) if n != "at")
    start = plain_link(f"{event.start:%m-%d %H:%M}", href(sight.state, pick=pick), className="on" if is_chosen else "")
    level = level_of(line.depth_mm, sight.rules.waterlogging.bands)
    depth: Any = "—"
    if line.depth_mm is not None:
        depth = element("Span", [element("I", className=LEVEL_GLYPHS[level]), f"{line.depth_mm:,.0f}"], title=line.depth_name)
    seen = "—" if line.complaints is None else f"{line.complaints:,}"
    return start, words.HOURS.format(hours=f"{event.hours:.1f}"), f"{event.rain_mm:.1f}", f"{event.peak_1h_mm:.1f}", depth, seen


def _effects(sight: Sight) -> tuple[Any, Any, Any]:
    tip = words.EFFECT_TIP.format(least=sight.rules.waterlogging.least_events, radius=sight.rules.hex.max_radius_m[9])
    head = html.Span(words.EFFECTS_SUB, tabIndex=0, **marked(tip=f"{tip}{sight.foot}"))
    if not sight.effects:
        return words.EFFECTS, head, html.P([html.I(className="g g-nodata"), words.EFFECTS_NONE], className="failed")
    return words.EFFECTS, head, table(effect_heads(sight), effect_rows(sight))


def _register(sight: Sight) -> tuple[Any, Any, Any]:
    rows = [
        (p.no, plain_link(p.name, href(sight.state, item=p.no)), p.street_name, status_words(p.status), p.cause or "—",
         element("Span", p.measure or "—", className="clip", title=p.measure), p.owner or "—", _wan(p.planned_cny), _wan(p.paid_cny))
        for p in sight.shown
    ]  # fmt: skip
    return words.POINTS, words.POINTS_SUB.format(count=len(rows)), table(words.REGISTER_HEADS, rows)


def _wan(cny: float | None) -> str:
    return "—" if cny is None else f"{cny / WAN:,.0f}"


_LISTS = {"": _events, EFFECTS: _effects, STATES: _register}
