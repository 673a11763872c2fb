"""One town: where it stands, its history as known, its months against the thresholds, its tasks, what came after it left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html

from dashboard.components.links import href
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.tables import table
from dashboard.components.towns.charts import counts, rates
from dashboard.components.towns.distance import figure, gap_words
from dashboard.components.towns.ledger import rollup
from dashboard.components.towns.listing import note
from dashboard.components.towns.sight import Sight, signed, stage_mark
from dashboard.queries.town_tasks import Rollup
from dashboard.queries.towns import TownPage
from dashboard.texts import towns as words
from geodata.governance.outlook import Standing
from geodata.governance.stages import SUPERVISED, VOID, Stay, months_between
from geodata.governance.thresholds import Distance

MONTHS = 24


def dossier(page: TownPage, sums: Sequence[Rollup], sight: Sight) -> list[Any]:
    """The panels of a town's page."""
    line = page.line
    months = line.months[-MONTHS:]
    source = sight.rules.source
    none = html.Div([html.I(className="g g-nodata"), words.NONE], className="failed")
    drawn = (counts(months, sight), rates(months, sight)) if months else (none, none)
    subs = [sub.format(source=source) for sub in (words.DOSSIER_MONTHS_SUB, words.DOSSIER_RATES_SUB)]
    charts = [
        panel(words.DOSSIER_MONTHS, subs[0], [drawn[0]], kind="chart-panel"),
        panel(words.DOSSIER_RATES, subs[1], [drawn[1]], right=_rate_key(), kind="chart-panel", tile="rates"),
    ]
    return [
        _head(page, sight),
        html.Div([_history(page, sight), html.Div(charts, className="charts")], className="dossier-two"),
        html.Div([_gaps(page, sight), rollup(sums, sight, name=words.DOSSIER_TASKS)], className="dossier-two even"),
    ]


def _head(page: TownPage, sight: Sight) -> html.Section:
    line = page.line
    back = sight.link(f"‹ {words.BACK}", href(sight.state, item=""), className="back")
    since = words.DOSSIER_SINCE.format(stage=words.STAGES[line.stage][1], months=line.months_in_stage)
    facts = [html.Span([html.I(className=f"g g-{words.STAGES[line.stage][0]}"), since], className="fact")]
    if line.note:
        facts.append(html.Span(note(line), className="fact"))
    items = words.ITEMS_OF.format(done=line.items.done, total=line.items.total)
    facts.append(html.Span([f"{words.HEADS['items']} ", html.B(items)], className="fact"))
    return html.Section([back, html.H2([line.name, html.Small(line.no)]), *facts], className="panel dossier-head", **marked(town=line.no))


def _history(page: TownPage, sight: Sight) -> html.Section:
    rows = [_stay(stay, sight) for stay in reversed(page.stays)]
    body: list[Any] = [_bar(page.stays, sight), html.Ol(rows, className="stays")]
    if page.corrections:
        body += [html.H3(words.DOSSIER_CORRECTIONS), html.Ul([
            html.Li([html.Time(f"{now.known_on}"), html.Span(
                (words.CORRECTED_VOID if now.stage == VOID else words.CORRECTED_WORDS).format(
                    day=now.from_date, was=words.STAGES[was.stage][1], now=words.STAGES[now.stage][1]))])
            for was, now in page.corrections
        ], className="stays")]  # fmt: skip
    body += [html.H3(words.DOSSIER_RELAPSE), html.P(_relapse(page, sight), className="told")]
    sub = words.DOSSIER_HISTORY_SUB.format(count=len(page.moves))
    return panel(words.DOSSIER_HISTORY, sub, [html.Div(body, className="scroll", tabIndex=0)], kind="history")


def _bar(stays: Sequence[Stay], sight: Sight) -> html.Div:
    """All stays side by side, each as long as it took."""
    first, last = stays[0].from_date, sight.moment.on
    whole = max(1, (last - first).days)
    parts = [
        html.I(className=f"st st-{s.stage}", style={"width": f"{100 * max(1, (_end(s, last) - s.from_date).days) / whole:.1f}%"},
               **marked(tip=_span(s, last)))
        for s in stays
    ]  # fmt: skip
    return html.Div([html.Div(parts, className="stay-bar"), html.Div([html.Span(f"{first}"), html.Span(f"{last}")], className="ends")])


def _stay(stay: Stay, sight: Sight) -> html.Li:
    document = f" ・ {stay.document_no}" if stay.document_no else ""
    known = words.MONTHS_TIP.format(day=stay.from_date, stage=words.STAGES[stay.stage][1], known=stay.known_on,
                                    document=words.MOVED_DOCUMENT.format(no=stay.document_no) if stay.document_no else "")  # fmt: skip
    return html.Li([html.Span(stage_mark(stay.stage)), html.Span([_span(stay, sight.moment.on), document])], **marked(tip=known))


def _span(stay: Stay, last: date) -> str:
    end = _end(stay, last)
    form = words.DOSSIER_UNTIL if stay.until and stay.until <= last else words.DOSSIER_STAY
    return form.format(first=stay.from_date, last=end, months=months_between(stay.from_date, end))


def _end(stay: Stay, last: date) -> date:
    return min(stay.until or last, last)


def _relapse(page: TownPage, sight: Sight) -> str:
    back = page.line.relapse
    if back is None:
        return words.DOSSIER_RELAPSE_NONE
    if back.baseline is None or back.rise_pct is None:
        form = words.DOSSIER_RELAPSE_UNKNOWN if not back.baseline else words.DOSSIER_RELAPSE_EARLY
        return form.format(left=back.left_on)
    return words.DOSSIER_RELAPSE_WORDS.format(
        left=back.left_on, baseline=back.baseline, rise=f"{signed(back.rise_pct, 1)}%", run=back.run, needed=back.needed,
        limit=sight.rules.relapse_rise_pct,
    )  # fmt: skip


def _rate_key() -> html.Span:
    return html.Span([html.I(), words.FIGURES["resolution"], html.I(className="second"), words.FIGURES["satisfaction"]], className="r k")


def _gaps(page: TownPage, sight: Sight) -> html.Section:
    line = page.line
    heads = tuple((name, i > 0) for i, name in enumerate(words.DOSSIER_GAP_HEADS))
    entry = {d.name: d for d in line.entry.distances}
    rows = [(words.FIGURES[d.name], _value(d), *_pair(entry.get(d.name)), *_pair(d)) for d in line.exit.distances]
    sub = words.DOSSIER_GAPS_SUB.format(month=line.months[-1].month) if line.months else words.DOSSIER_GAPS_NONE
    foot = (words.DOSSIER_RUN, "", *_runs(line.entry, is_own=line.stage != SUPERVISED), *_runs(line.exit, is_own=line.stage == SUPERVISED))
    return panel(words.DOSSIER_GAPS, f"{sub} ・ {sight.rules.source}", [table(heads, rows, foot if rows else ())], kind="gaps")


def _value(found: Distance) -> str:
    return words.NONE if found.value is None else figure(found.value, found.name)


def _pair(found: Distance | None) -> tuple[Any, Any]:
    if found is None:
        return "—", "—"
    shape = "ok" if found.is_met else "done" if found.value is not None else "nodata"
    return figure(found.threshold, found.name), html.Span([html.I(className=f"g g-{shape}"), gap_words(found)])


def _runs(standing: Standing, *, is_own: bool) -> tuple[Any, Any]:
    """The run against one set of thresholds, bold where it is the one that matters in the town's stage."""
    said = words.RUN.format(run=standing.run, needed=standing.needed)
    return "", html.B(said) if is_own else html.Span(said, className="quiet")
