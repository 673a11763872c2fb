"""What closings brought, as lines of a table and in words."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.frame import href, nav_link
from dashboard.components.marks import marked
from dashboard.components.water.sight import Sight
from dashboard.queries.waterlogging import PointEffect
from dashboard.texts import waterlogging as words
from geodata.water.effect import Side

ORDER = ("fewer", "more", "same", "little_rain")


def effect_heads(sight: Sight) -> tuple[tuple[str, bool], ...]:
    """The heads of the table, with the confidence that the rules ask for."""
    confidence = f"{sight.rules.effects.confidence_pct:g}"
    return tuple((name.format(confidence=confidence), is_number) for name, is_number in words.EFFECT_HEADS)


def effect_rows(sight: Sight) -> list[tuple[Any, ...]]:
    """The lines of the table, clear verdicts first."""
    least = sight.rules.suppression.min_count
    found = sorted(sight.effects, key=lambda e: (ORDER.index(e.effect.verdict), e.no))
    return [
        (
            nav_link(e.name, href(sight.state, item=e.no), title=e.no), f"{e.closed_at:%Y-%m-%d}", rate_words(e, e.effect.before, least),
            rate_words(e, e.effect.after, least), ratio_words(e), verdict_words(e),
        )
        for e in found
    ]  # fmt: skip


def rate_words(line: PointEffect, side: Side, least: int) -> Any:
    """Complaints per hundred mm of one side, its counts on hover; 少于 5 where they may not be told."""
    if line.is_few:
        return html.Span(words.FEW.format(least=least), className="nodata")
    if side.per_mm is None:
        return "—"
    told = words.SIDE.format(count=side.count, mm=f"{side.rain_mm:,.0f}", events=side.events)
    return html.Span(f"{words.PER_MM * side.per_mm:.1f}", tabIndex=0, **marked(tip=told))


def ratio_words(line: PointEffect) -> Any:
    """After over before, with its interval."""
    found = line.effect
    if found.ratio is None or found.low is None or found.high is None:
        return "—"
    return html.Span([html.B(f"×{found.ratio:.2f}"), html.Small(f"（{found.low:.2f}–{found.high:.2f}）")], className="nb")


def verdict_words(line: PointEffect) -> html.Span:
    """The verdict: shape and word."""
    verdict = line.effect.verdict
    return html.Span([html.I(className=words.VERDICT_GLYPHS[verdict]), words.VERDICTS[verdict]], className="nb")
