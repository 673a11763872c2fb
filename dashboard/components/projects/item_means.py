"""What a project costs and brings, what was reported of it, what proves it, what is near."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.element import element
from dashboard.components.links import nav_link
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.projects.outputs import amount, money_words
from dashboard.components.projects.sight import Look, light_word
from dashboard.queries.programme.records import ClosureLine, OutputLine, ProjectPage, ReportLine
from dashboard.texts import projects as words
from geodata.clock import local

MOST_REPORTS = 60


def money(page: ProjectPage, look: Look) -> html.Section:
    """Three bars of one scale, and what is due."""
    m = page.line.money
    if m.planned_cny is None and m.paid_cny is None:
        return panel(words.ITEM_MONEY, "", [_none(words.MONEY_ITEM_NONE)], kind="means")
    values = {"plan": m.planned_cny, "place": m.in_place_cny, "paid": m.paid_cny}
    most = max(v for v in values.values() if v is not None) or 1
    rows = [_bar(name, kind, 100 * (values[kind] or 0) / most, money_words(values[kind])) for kind, name in words.MONEY_NAMES]
    return panel(words.ITEM_MONEY, words.ITEM_MONEY_SUB, [html.Div([*rows, *_due(page, look)], className="body")], kind="means")


def outputs(page: ProjectPage) -> html.Section:
    """What it is to bring and what is there."""
    rows = [_output(found) for found in page.outputs]
    body = html.Div(rows, className="body") if rows else _none(words.ITEM_OUTPUTS_NONE)
    return panel(words.ITEM_OUTPUTS, words.ITEM_OUTPUTS_SUB if rows else "", [body], kind="means", tile="brought")


def reports(page: ProjectPage) -> html.Section:
    """Daily entries, newest first."""
    if not page.reports:
        return panel(words.REPORTS, "", [_none(words.REPORTS_NONE)], kind="reported")
    listed = [_report(found) for found in page.reports[:MOST_REPORTS]]
    rest = [html.Li(words.REPORTS_MOST.format(most=MOST_REPORTS), className="quiet")] if len(page.reports) > MOST_REPORTS else []
    body = html.Ul([*listed, *rest], className="told", tabIndex=0)
    return panel(words.REPORTS, words.REPORTS_SUB.format(count=len(page.reports)), [body], kind="reported")


def evidence(page: ProjectPage) -> html.Section:
    """Files and strikings off; assets and routes that show a file find it by data-evidence."""
    files = [
        html.Li([html.I(className="g g-done"), html.Span(e.file_name), html.Small(words.EVIDENCE_LINE.format(day=e.day, by=e.added_by))],
                **marked(evidence=str(e.evidence_id)))
        for e in page.evidence
    ]  # fmt: skip
    listed = [*[_closure(c) for c in page.closures], *files]
    body = html.Ul(listed, className="told") if listed else _none(words.EVIDENCE_NONE)
    return panel(words.EVIDENCE, words.EVIDENCE_SUB if listed else "", [body], kind="proof")


def neighbours(page: ProjectPage, look: Look) -> html.Section:
    """Other projects in its cells and the ring around."""
    rows = []
    for line in page.neighbours:
        glyph, name = light_word(line.light.code)
        shown = [html.I(className=f"g g-{glyph}"), line.name]
        rows.append(html.Li(nav_link(shown, look.to(line), **marked(aria_label=f"{name} {line.name}"))))
    body = html.Ul(rows, className="near") if rows else _none(words.NEIGHBOURS_NONE)
    return panel(words.NEIGHBOURS, words.NEIGHBOURS_SUB if rows else "", [body], kind="proof", tile="neighbours")


def _due(page: ProjectPage, look: Look) -> list[html.P]:
    if page.payment_due is None:
        return []
    is_late = page.payment_due < look.today and (page.line.money.paid_cny or 0) < (page.payment_due_cny or 0)
    said = (words.MONEY_DUE_LATE if is_late else words.MONEY_DUE).format(day=page.payment_due, amount=money_words(page.payment_due_cny))
    return [html.P([html.I(className="g g-alarm" if is_late else "g g-notice"), said], className="due")]


def _output(found: OutputLine) -> html.Div:
    share = 100 * found.done / found.planned if found.done is not None and found.planned else 0
    return _bar(found.name, "paid", min(share, 100), f"{amount(found.done)} / {amount(found.planned)} {found.unit}")


def _bar(name: str, kind: str, width_pct: float, said: str) -> html.Div:
    bar = html.Span(html.U(className=kind, style={"width": f"{width_pct:.1f}%"}), className="tr")
    return html.Div([html.Span(name), bar, html.B(said)], className="mrow")


def _report(found: ReportLine) -> Any:
    plan = f"{found.planned_pct:.0f}%" if found.planned_pct is not None else words.NONE
    shown = words.REPORT_PROGRESS.format(progress=f"{found.progress_pct:.0f}%", planned=plan) if found.progress_pct is not None else ""
    said = [element("I", className="g g-notice"), words.REPORT_WAITS.format(level=found.waits_for)]
    waits: list[Any] = [element("Span", said, className="tag")] if found.waits_for else []
    head = element("Div", [element("B", found.day.isoformat()), element("Em", shown), *waits, element("Small", found.entered_by)])
    return element("Li", [head, element("P", found.text or words.REPORT_NO_TEXT, className="" if found.text else "quiet")])


def _closure(found: ClosureLine) -> html.Li:
    glyph, state = words.CLOSURE_UNDONE if found.undone_at else words.CLOSURE_STATES[found.is_confirmed]
    said = words.CLOSURE_LINE.format(state=state, by=found.proposed_by, day=f"{local(found.proposed_at):%Y-%m-%d}")
    shown = [html.I(className=f"g g-{glyph}"), html.Span(said), html.Small(found.undone_reason or found.note)]
    return html.Li(shown, **marked(closure=str(found.id)))


def _none(said: str) -> html.P:
    return html.P([html.I(className="g g-nodata"), said], className="failed")
