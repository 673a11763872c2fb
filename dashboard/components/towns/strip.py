"""What stands above the fold: towns by stage with the replay of the list, what moved lately, who is at risk, ready, back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from dash import html

from dashboard.components.element import Element, element
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.towns.sight import Sight, short_day, signed, stage_mark
from dashboard.queries.towns import RECENT_DAYS, Step, TownCorrection, TownLine, TownMove
from dashboard.texts import towns as words
from geodata.governance.stages import OUT, VOID

MOST_MOVED, MOST_NAMED = 7, 3
SHOWN_STAGES = ("supervised", "watch", "aftercare")


def stages(sight: Sight, steps: Sequence[Step]) -> html.Section:
    """Towns by stage as tiles that filter, and the list of every month's end below: each a link to the list of that day."""
    sub = words.ABOVE_SUB.format(count=len(sight.board.listed))
    out = sum(line.stage == OUT for line in sight.board.lines)
    gone = html.Span(words.OUT_COUNT.format(count=out), className="r key") if out else None
    tiles = html.Div([_tile(stage, sight) for stage in SHOWN_STAGES], className="stage-tiles")
    return panel(words.ABOVE, sub, [tiles, _replay(sight, steps)], right=gone, kind="stages")


def moved(sight: Sight) -> html.Section:
    """The moves and corrections of the last days, newest first."""
    told = [(m.move.day, _move(m, sight)) for m in sight.board.moves]
    told += [(c.now.known_on, _correction(c, sight)) for c in sight.board.corrections]
    rows = [row for _, row in sorted(told, key=lambda pair: pair[0], reverse=True)]
    more = [html.Li(words.MORE_ROWS.format(count=len(rows) - MOST_MOVED), className="quiet")] if len(rows) > MOST_MOVED else []
    body = html.Ul([*rows[:MOST_MOVED], *more], className="moved") if rows else html.P(words.MOVED_NONE, className="failed")
    return panel(words.MOVED, words.MOVED_SUB.format(days=RECENT_DAYS, count=len(sight.board.moves)), [body], kind="moves")


def watched(sight: Sight) -> html.Div:
    """Three panels: entry risk, readiness for exit, relapse; those furthest on first."""
    rules, board = sight.rules, sight.board
    month = board.newest_month or words.NONE
    risk = sorted((x for x in board.lines if x.is_at_risk), key=lambda x: (-x.entry.run, x.no))
    ready = sorted((x for x in board.lines if x.is_ready), key=lambda x: (-x.exit.run, x.no))
    back = sorted((x for x in board.lines if x.is_back), key=lambda x: (-x.relapse.run if x.relapse else 0, x.no))
    told = {**asdict(rules), "month": month}
    return html.Div(
        className="watched",
        children=[
            _group("risk", risk, words.RISK_TIP.format(**told), sight, lambda x: _run(x.entry.run, x.entry.needed)),
            _group("ready", ready, words.READY_TIP.format(**told), sight, lambda x: _run(x.exit.run, x.exit.needed)),
            _group("relapse", back, words.RELAPSE_TIP.format(**told), sight, _rise),
        ],
    )


def _tile(stage: str, sight: Sight) -> Element:
    shape, name = words.STAGES[stage]
    count, is_on = sight.board.by_stage[stage], sight.state.picked("stage") == stage
    tip = words.STAGE_TIP.format(name=name, count=count, tip=words.STAGE_TIPS[stage], on=sight.moment.on, known=sight.known_words)
    body = [html.Span([html.I(className=f"g g-{shape}"), name], className="n"), html.B(f"{count:,}")]
    address = sight.picking(stage="" if is_on else stage, show="")
    return sight.link(body, address, className="stage-tile on" if is_on else "stage-tile", **marked(tip=tip, stage=stage))


def _replay(sight: Sight, steps: Sequence[Step]) -> html.Div:
    most = max((sum(step.by_stage.values()) for step in steps), default=0) or 1
    columns = [_step(step, most, sight) for step in steps]
    first, last = (f"{steps[0].day:%Y-%m}", f"{steps[-1].day:%Y-%m-%d}") if steps else ("", "")
    middle = _knowledge(sight) if sight.is_replay else html.Span(words.REPLAY_SUB)
    ends = html.Div([html.Span(first), middle, html.Span(last)], className="ends")
    return html.Div(
        className="replay",
        role="group",
        **marked(aria_label=words.REPLAY),
        children=[_controls(sight), html.Div(columns, className="steps"), ends],
    )


def _controls(sight: Sight) -> html.Div:
    on, today = sight.moment.on, sight.today
    back, ahead = on.replace(day=1) - timedelta(days=1), _month_end_after(on)
    forward, name = sight.picking(on=f"{ahead}") if ahead < today else sight.picking(on="", known=""), f"{words.REPLAY_ON} ›"
    steps = [
        sight.link(f"‹ {words.REPLAY_BACK}", sight.picking(on=f"{back}"), **marked(replay="back")),
        html.B(f"{on}", **marked(tip=f"{words.REPLAY_AT} {on}，{sight.known_words}")),
        sight.link(name, forward, **marked(replay="on")) if sight.is_replay else html.Span(name, className="off"),
    ]
    now = [sight.link(words.REPLAY_TODAY, sight.picking(on="", known=""), **marked(replay="today"))] if sight.is_replay else []
    return html.Div([html.H3(words.REPLAY), *steps, *now], className="controls")


def _knowledge(sight: Sight) -> html.Span:
    """Whether the day is read with what was known then or with what is known today."""
    how = [
        sight.link(name, sight.picking(known=value), className="on" if words.KNOWN[value] == sight.known_words else "",
                   **marked(tip=words.KNOWN_TIPS[value]))
        for value, name in words.KNOWN.items()
    ]  # fmt: skip
    return html.Span(how, className="seg links how", role="group", **marked(aria_label=words.KNOWN_LABEL))


def _step(step: Step, most: int, sight: Sight) -> Element:
    parts = [
        element("I", className=f"st st-{stage}", style={"height": f"{100 * step.by_stage[stage] / most:.1f}%"})
        for stage in SHOWN_STAGES
        if step.by_stage[stage]
    ]
    is_now = step.day == sight.today
    address = sight.picking(on="" if is_now else f"{step.day}", known="" if is_now else sight.state.picked("known"))
    tip = words.REPLAY_STEP_TIP.format(day=step.day, **step.by_stage)
    return sight.link(parts, address, className="step on" if step.day == sight.moment.on else "step", **marked(tip=tip, aria_label=tip))


def _month_end_after(day: date) -> date:
    """The end of the month of a day; of the next one where the day is an end itself."""
    later = day + timedelta(days=1)
    return (later.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _move(told: TownMove, sight: Sight) -> html.Li:
    move = told.move
    document = words.MOVED_DOCUMENT.format(no=move.document_no) if move.document_no else ""
    before, after = words.STAGES[move.before][1], words.STAGES[move.after][1]
    tip = words.MOVED_TIP.format(day=move.day, before=before, after=after, known=move.known_on, document=document)
    why = words.MOVED_DOUBTFUL_TIP.format(before=before, after=after)
    doubt = [] if move.is_allowed else [html.Em(words.MOVED_DOUBTFUL, **marked(tip=why))]
    way = html.Span([html.Span(before, className="was"), " → ", *stage_mark(move.after), *doubt], className="way")
    return _row(move.day, told.name, told.no, way, tip, sight)


def _correction(told: TownCorrection, sight: Sight) -> html.Li:
    was, now = words.STAGES[told.was.stage][1], words.STAGES[told.now.stage][1]
    form = words.CORRECTED_VOID if told.now.stage == VOID else words.CORRECTED_WORDS
    said = form.format(day=told.now.from_date, was=was, now=now)
    way = html.Span([html.Em(words.CORRECTED), " ", said], className="way", title=said)
    return _row(told.now.known_on, told.name, told.no, way, said, sight)


def _row(day: date, name: str, no: str, way: html.Span, tip: str, sight: Sight) -> html.Li:
    return html.Li([html.Time(short_day(day, sight.moment.on)), sight.link(name, sight.to(no)), way], **marked(tip=tip))


def _group(kind: str, lines: Sequence[TownLine], tip: str, sight: Sight, say: Callable[[TownLine], Any]) -> html.Section:
    title, sub, none = {
        "risk": (words.RISK, words.RISK_SUB, words.RISK_NONE),
        "ready": (words.READY, words.READY_SUB, words.READY_NONE),
        "relapse": (words.RELAPSE, words.RELAPSE_SUB, words.RELAPSE_NONE),
    }[kind]
    rows = [html.Li([sight.town_link(x), html.Span(words.STAGES[x.stage][1], className="quiet"), say(x)]) for x in lines[:MOST_NAMED]]
    is_on = sight.state.picked("show") == kind
    count = sight.link([html.B(f"{len(lines)}"), html.Small(words.TOWN_UNIT)], sight.picking(show="" if is_on else kind, stage=""),
                       className="r many on" if is_on else "r many", **marked(tip=tip, show=kind))  # fmt: skip
    said = none if sight.board.newest_month else words.NONE
    body = html.Ul(rows) if rows else html.P([html.I(className="g g-done"), said], className="failed")
    return panel(title, sub, [body], right=count, kind=f"watch {kind}")


def _run(run: int, needed: int) -> html.Span:
    is_reached = run >= needed
    dots = html.Span([html.I(className="on" if n < run else "") for n in range(needed)], className="run", **marked(aria_hidden="true"))
    said = words.RUN_REACHED.format(run=run) if is_reached else words.RUN_LEFT.format(left=needed - run)
    return html.Span([dots, said], className="say full" if is_reached else "say")


def _rise(line: TownLine) -> html.Span:
    back = line.relapse
    if back is None or back.rise_pct is None:
        return html.Span(words.NONE, className="say nodata")
    shape = words.NOTES["relapse_reached" if back.is_relapsed else "relapse_begun"][0]
    run = words.RUN.format(run=back.run, needed=back.needed)
    said: list[Any] = [html.I(className=f"g g-{shape}"), f"{signed(back.rise_pct)}%", " ・ ", run]
    return html.Span(said, className="say full" if back.is_relapsed else "say")


