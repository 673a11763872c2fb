"""推演: thresholds and figures moved, and which towns would then enter or leave. Each stop of a slider is a link of the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.element import element
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.towns.sight import Sight, stage_mark
from dashboard.queries.towns import TownLine, what_if
from dashboard.state import ViewState
from dashboard.texts import towns as words
from geodata.governance.whatif import MOVABLE, Outcome, Supposed, suppose
from geodata.rules.towns import Towns

VOLUME = "volume"
GROUPS = {
    "figures": (VOLUME,),
    "entry": ("entry_count", "entry_per_10k", "entry_months"),
    "exit": ("exit_count", "exit_per_10k", "exit_resolution_pct", "exit_satisfaction_pct", "exit_months"),
}
SHARES = (-30, -25, -20, -15, -10, -5, 0, 5, 10, 15, 20, 25, 30)       # stops of a count, percent of what it is now
POINTS = (-10, -8, -6, -4, -2, 0, 2, 4, 6, 8)                          # of a rate
MONTHS = range(1, 13)


def moved_of(state: ViewState) -> tuple[dict[str, float], float, tuple[str, ...]]:
    """Thresholds moved, volume in percent, and the names of choices that are no numbers."""
    found: dict[str, float] = {}
    wrong = []
    for name in (*MOVABLE, VOLUME):
        if text := state.picked(name):
            try:
                found[name] = float(text)
            except ValueError:
                wrong.append(name)
            if not -1e7 < found.get(name, 0) < 1e7:       # also what is no number at all
                wrong.append(name)
                del found[name]
    return {n: v for n, v in found.items() if n != VOLUME}, found.get(VOLUME, 0.0), tuple(wrong)


def notices(state: ViewState, rules: Towns) -> tuple[str, ...]:
    """What of the address cannot be supposed, in words."""
    moved, volume, bad = moved_of(state)
    _, wrong = suppose(rules, moved, volume_pct=volume)
    said = [words.WHATIF_BAD.format(names="、".join(bad))] if bad else []
    return (*said, *(words.WHATIF_WRONG.format(said="；".join(wrong)) for _ in wrong[:1]))


def supposing(sight: Sight) -> html.Div:
    """Sliders at the left, who would enter and who would leave at the right."""
    moved, volume, _ = moved_of(sight.state)
    supposed, _ = suppose(sight.rules, moved, volume_pct=volume)
    lines = sight.board.lines
    now, then = (what_if(lines, s) for s in (Supposed(sight.rules), supposed))
    return html.Div([_sliders(supposed, sight), *_outcomes(lines, now, then, sight)], className="whatif")


def stops(name: str, rules: Towns) -> tuple[float, ...]:
    """The values that a threshold can be moved to; what it is now is always among them."""
    if name == VOLUME:
        return SHARES
    now = getattr(rules, name)
    if name.endswith("_months"):
        return tuple(sorted({*MONTHS, now}))
    if name.endswith("_pct"):
        return tuple(sorted({now + step for step in POINTS if 0 < now + step <= 100}))
    step = 10 if now >= 300 else 1
    return tuple(sorted({now, *(step * round(now * (100 + share) / 100 / step) for share in SHARES if share)}))


def _sliders(supposed: Supposed, sight: Sight) -> html.Section:
    body: list[Any] = []
    for group, names in GROUPS.items():
        body += [html.H3(words.WHATIF_GROUPS[group]), *(_slider(name, supposed, sight) for name in names)]
    reset = sight.link(words.WHATIF_RESET, sight.picking(**dict.fromkeys((*MOVABLE, VOLUME), "")), className="r")
    mark = html.Span(words.WHATIF_MARK, className="demo", tabIndex=0, **marked(tip=words.WHATIF_TIP.format(source=sight.rules.source)))
    scroll = html.Div([html.P([mark, words.WHATIF_SUB], className="told"), *body], className="scroll")
    return panel(words.WHATIF, "", [scroll], right=reset, kind="sliders")


def _slider(name: str, supposed: Supposed, sight: Sight) -> html.Div:
    title, unit = words.WHATIF_NAMES[name]
    now, value = _values(name, supposed, sight.rules)
    found = stops(name, sight.rules)
    at = min(range(len(found)), key=lambda i: abs(found[i] - value))
    links = []
    for i, stop in enumerate(found):
        is_now = stop == now
        tip = words.WHATIF_STOP_TIP.format(name=title, value=f"{stop:g}", unit=unit) + (words.WHATIF_NOW if is_now else "")
        kinds = " ".join(k for k, holds in (("stop", True), ("on", i == at), ("now", is_now), ("past", i < at)) if holds)
        links.append(sight.link(element("I"), sight.picking(**{name: "" if is_now else f"{stop:g}"}), className=kinds,
                                **marked(tip=tip, aria_label=tip)))  # fmt: skip
    said = html.B([f"{value:g}", html.Small(unit)], className="moved" if value != now else "")
    return html.Div([html.Span(title), said, html.Div(links, className="slider", role="group", **marked(aria_label=title))],
                    className="slide", **marked(slider=name))  # fmt: skip


def _values(name: str, supposed: Supposed, rules: Towns) -> tuple[float, float]:
    """What holds now, and what is supposed."""
    if name == VOLUME:
        return 0.0, supposed.volume_pct
    return getattr(rules, name), getattr(supposed.rules, name)


def _outcomes(lines: Sequence[TownLine], now: Outcome, then: Outcome, sight: Sight) -> list[html.Section]:
    return [
        _outcome("entering", lines, now.entering, then.entering, sight),
        _outcome("leaving", lines, now.leaving, then.leaving, sight),
    ]


def _outcome(kind: str, lines: Sequence[TownLine], was: tuple[str, ...], becomes: tuple[str, ...], sight: Sight) -> html.Section:
    new = [line for line in lines if line.no in becomes and line.no not in was]
    gone = [line for line in lines if line.no in was and line.no not in becomes]
    kept = [line for line in lines if line.no in was and line.no in becomes]
    parts = [words.WHATIF_NEW.format(count=len(new))] * bool(new) + [words.WHATIF_GONE.format(count=len(gone))] * bool(gone)
    rows = [_row(line, word, shape, sight) for found, word, shape in (
        (new, words.WHATIF_NEW_WORD, "new"), (gone, words.WHATIF_GONE_WORD, "gone"), (kept, words.WHATIF_KEPT_WORD, "kept"),
    ) for line in found]  # fmt: skip
    many = html.Span([html.B(f"{len(becomes)}"), html.Small(words.TOWN_UNIT)], className="r many")
    scroll = html.Div(html.Ul(rows) if rows else html.P("—", className="failed"), className="scroll", tabIndex=0)
    return panel(words.WHATIF_OUTCOMES[kind], " ・ ".join(parts) or words.WHATIF_SAME, [scroll], right=many, kind=f"outcome {kind}")


def _row(line: TownLine, word: str, shape: str, sight: Sight) -> html.Li:
    latest = line.months[-1] if line.months else None
    figures = f"{latest.count:,} {words.FIGURE_UNITS['count']}" if latest else words.NONE
    said = html.Span(word, className=f"change {shape}")
    return html.Li([said, sight.town_link(line), html.Span(stage_mark(line.stage)), html.Span(figures, className="num")])
