"""The mode of the flood season: its sign, and the button that switches it, for those who may."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.access.roles import Right
from dashboard.components.frame import href
from dashboard.components.marks import marked
from dashboard.components.water.sight import Sight
from dashboard.texts import waterlogging as words

CALM_SECONDS, FLOOD_SECONDS = 120, 20


def refresh_seconds(sight: Sight) -> int:
    """After how many seconds the page is asked for anew: readings come every few minutes, in a flood each one counts."""
    return FLOOD_SECONDS if sight.mode.is_on else CALM_SECONDS


def mode_sign(sight: Sight) -> list[Any]:
    """汛期模式 in the bar while it is on."""
    mode = sight.mode
    if not mode.is_on or mode.since is None or mode.ends_at is None:
        return []
    tip = words.FLOOD_TIP.format(
        by=mode.by or words.FLOOD_BY_NOBODY, since=f"{mode.since:%m-%d %H:%M}", hours=f"{sight.rules.waterlogging.flood_dry_hours:g}",
        until=f"{mode.ends_at:%m-%d %H:%M}", seconds=FLOOD_SECONDS,
    )  # fmt: skip
    return [html.Span([html.I(className="g g-warn"), words.FLOOD], className="tag wl-mode", tabIndex=0, **marked(tip=tip))]


def mode_notice(sight: Sight) -> tuple[str, ...]:
    """What to say where the mode has ended by itself."""
    hours = f"{sight.rules.waterlogging.flood_dry_hours:g}"
    return (words.FLOOD_DRIED.format(hours=hours),) if sight.mode.is_dried_out else ()


def mode_switch(sight: Sight) -> list[Any]:
    """The button, as a plain form; nothing for those who may not switch."""
    if not sight.desk.viewer.may(Right.FLOOD):
        return []
    is_on = sight.mode.is_on
    name = words.FLOOD_OFF if is_on else words.FLOOD_ON
    button = html.Button(name, type="submit", name="back", value=href(sight.state), className="btn i-flood")
    return [html.Form(button, action=f"/flood/{'off' if is_on else 'on'}", method="post", className="wl-switch")]
