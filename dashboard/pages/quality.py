"""数据质量 `/quality`: what came in and what became of it, what was rejected and why, how exactly places are known, how old the data is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.components.frame import frame, href, nav_link
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.shell import SHOWN_PERIODS, plain_shell
from dashboard.components.tables import count, percent, table
from dashboard.desk import Desk
from dashboard.queries.quality import (
    BatchLine,
    DataState,
    LevelShare,
    ReasonLine,
    batches,
    conflict_count,
    level_shares,
    quarantine_by_reason,
)
from dashboard.state import ViewState, period_dates
from geodata.freshness import stale_sentence

MOST_BATCHES = 200


def layout(state: ViewState, desk: Desk, notices: tuple[str, ...]) -> html.Div:
    """The page of a view; `notices` say what of the address was not understood."""
    source, period = desk.source(), (state.period_from, state.period_to)
    levels = level_shares(source, state.area, *period)
    conflicts = conflict_count(source, state.area, *period)
    scope = desk.viewer.scope(Right.QUALITY)
    lines, reasons = batches(desk.engine, scope, limit=MOST_BATCHES), quarantine_by_reason(desk.engine, scope)
    files = [_places(levels), _quarantine(reasons)] if scope.is_municipal else [_places(levels)]
    main = html.Main(
        id="content",
        className="main sheet",
        tabIndex=-1,
        children=[
            _facts(desk.data(), desk, levels, conflicts),
            html.Div(className="sheet-two", children=files),
            _batches(lines) if scope.is_municipal else html.P(texts.Q_CITY_ONLY, className="panel prose"),
        ],
    )
    return frame(state, desk, [main, plain_shell(state, desk)], notices=notices, actions=[_periods(state, desk)])


def _periods(state: ViewState, desk: Desk) -> html.Div:
    today = desk.today()
    links = [
        nav_link(
            texts.PERIODS[word],
            href(state, period=word, period_from=dates[0], period_to=dates[1]),
            className="on" if word == state.period else "",
        )
        for word in SHOWN_PERIODS
        if (dates := period_dates(word, today))
    ]
    return html.Div(links, className="seg links", role="group", **marked(aria_label=texts.PERIOD))


def _facts(data: DataState, desk: Desk, levels: Sequence[LevelShare], conflicts: int) -> html.Section:
    total, pointed = sum(line.count for line in levels), sum(line.pointed_count for line in levels)
    newest = f"{data.as_of:%m-%d %H:%M}" if data.as_of else None
    age = stale_sentence(data.as_of, desk.clock.now()) if data.is_stale and data.as_of else texts.Q_AGE.format(age=data.age)
    rows = (texts.Q_ROWS, count(data.rows) if data.rows else None, texts.CLIENT["unit_case"], texts.Q_ROWS_TIP, False)
    facts = (
        (texts.Q_NEWEST, newest, age, texts.Q_NEWEST_TIP, data.is_stale),
        *([rows] if desk.viewer.scope(Right.QUALITY).is_municipal else []),
        (texts.Q_PERIOD_ROWS, count(total) if data.rows else None, texts.CLIENT["unit_case"], texts.Q_PERIOD_ROWS_TIP, False),
        (
            texts.Q_UNPLACED,
            percent((total - pointed) / total) if total else None,
            texts.Q_OF.format(count=count(total - pointed)),
            texts.Q_UNPLACED_TIP,
            False,
        ),
        (texts.Q_CONFLICT, count(conflicts) if total else None, texts.CLIENT["unit_case"], texts.Q_CONFLICT_TIP, False),
    )
    return html.Section([_fact(*fact) for fact in facts], className="facts", **marked(aria_label=texts.Q_FACTS))


def _fact(name: str, value: str | None, after: str, tip: str, is_stale: bool) -> html.Div:
    shown: Any = [value, html.Small(after)] if value else [html.I(className="g g-nodata"), texts.DATA_NONE]
    return html.Div(
        [html.H3(name), html.P(shown, className="v" if value else "v nodata")],
        className="tile is-stale" if is_stale else "tile",
        tabIndex=0,
        **marked(tip=tip),
    )


def _places(levels: Sequence[LevelShare]) -> html.Section:
    most = max((line.share or 0 for line in levels), default=0) or 1
    heads = ((texts.Q_LEVEL, False), ("", False), (texts.Q_COUNT, True), (texts.Q_SHARE, True), (texts.Q_POINTED, True))
    rows = [
        (
            line.level,
            html.Div(html.I(style={"width": f"{100 * (line.share or 0) / most:.1f}%"}), className="track"),
            count(line.count),
            percent(line.share),
            count(line.pointed_count),
        )
        for line in levels
        if line.count or line.level != ""
    ]
    foot = (texts.CLIENT["twin_total"], "", count(sum(x.count for x in levels)), percent(1.0), count(sum(x.pointed_count for x in levels)))
    has_rows = any(line.count for line in levels)
    return panel(texts.Q_LEVELS, texts.Q_LEVELS_SUB, [table(heads, rows if has_rows else (), foot)], kind="levels")


def _quarantine(reasons: Sequence[ReasonLine]) -> html.Section:
    heads = ((texts.Q_REASON, False), (texts.Q_EXAMPLE, False), (texts.Q_COUNT, True), (texts.Q_REPLAYED, True))
    rows = [
        (
            r.example.partition("：")[0] or r.reason_code,
            html.Span(r.example, className="clip", title=r.example),
            count(r.count),
            count(r.replayed_count),
        )
        for r in reasons
    ]
    foot = (texts.CLIENT["twin_total"], "", count(sum(r.count for r in reasons)), count(sum(r.replayed_count for r in reasons)))
    return panel(texts.Q_QUARANTINE, texts.Q_QUARANTINE_SUB, [table(heads, rows, foot)], tile="quarantine")


def _batches(lines: Sequence[BatchLine]) -> html.Section:
    heads = (
        (texts.Q_BATCH, False),
        (texts.Q_FILE, False),
        (texts.Q_AT, False),
        (texts.Q_READ, True),
        (texts.Q_LOADED, True),
        (texts.Q_UPDATED, True),
        (texts.Q_UNCHANGED, True),
        (texts.Q_QUARANTINED, True),
        (texts.Q_SUM, False),
        (texts.Q_SECONDS, True),
    )
    rows = [
        (
            str(b.id),
            html.Span(b.file_name, className="clip", title=b.file_name),
            f"{b.started_at:%m-%d %H:%M}",
            count(b.read_count),
            count(b.loaded_count),
            count(b.updated_count),
            count(b.unchanged_count),
            count(b.quarantined_count),
            _adds_up(b),
            f"{b.seconds:.1f}",
        )
        for b in lines
    ]
    sums = [sum(getattr(b, f"{name}_count") for b in lines) for name in ("read", "loaded", "updated", "unchanged", "quarantined")]
    foot = ("", texts.Q_ALL.format(count=len(lines)), "", *map(count, sums), "", f"{sum(b.seconds for b in lines):.1f}")
    return panel(texts.Q_BATCHES, texts.Q_BATCHES_SUB, [table(heads, rows, foot)], kind="batches")


def _adds_up(batch: BatchLine) -> html.Span:
    total = batch.loaded_count + batch.updated_count + batch.unchanged_count + batch.quarantined_count
    if total == batch.read_count:
        return html.Span([html.I(className="g g-ok"), texts.Q_ADDS_UP])
    return html.Span([html.I(className="g g-alarm"), texts.Q_OFF_BY.format(count=batch.read_count - total)], className="c-alarm")
