"""合规 `/compliance`: what is kept and for how long, how far personal data gets, who may see what, who meets which level-3 item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.components.frame import frame, href, nav_link
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.personal_flow import flow_key, flow_table
from dashboard.components.shell import plain_shell
from dashboard.components.tables import table
from dashboard.desk import Desk
from dashboard.guard.matrix import PAGE_RIGHTS, ROUTES
from dashboard.queries.compliance import (
    APP,
    BOTH,
    DEPLOYER,
    Access,
    Demand,
    State,
    access,
    checklist,
    days_of,
    personal_columns,
    retention,
    role_rights,
    state_of,
)
from dashboard.state import ViewState
from geodata.clock import local
from geodata.inventory import Column, Item, Table, flow, inventory
from geodata.rules import Rules

UNFOLDED = "all"     # tab: every table's columns shown, as for print


def layout(state: ViewState, desk: Desk, notices: tuple[str, ...]) -> html.Div:
    """The page of a view; `notices` say what of the address was not understood."""
    tables, demands, said, is_open = inventory(), checklist(), state_of(desk.engine), state.tab == UNFOLDED
    main = html.Main(
        id="content",
        className="main sheet compliance",
        tabIndex=-1,
        children=[
            _facts(tables, demands, said, desk),
            _flow(flow()),
            html.Div([_kept(desk.pack.rules, tables), _marks(said, desk)], className="sheet-two wide-left", id="part-kept"),
            _roles(),
            _access(access(ROUTES, PAGE_RIGHTS)),
            _data(tables, desk.pack.rules, is_open),
            _check(demands),
        ],
    )
    return frame(state, desk, [main, plain_shell(state, desk)], notices=notices, actions=_actions(state, is_open))


def _actions(state: ViewState, is_open: bool) -> list[Any]:
    parts = [html.A(name, href=f"#part-{part}") for part, name in texts.C_PARTS.items()]
    fold = nav_link(texts.C_FOLD if is_open else texts.C_UNFOLD, href(state, tab="" if is_open else UNFOLDED), className="btn plain")
    files = [html.A(title, href=f"/api/compliance/{name}.csv", download="") for name, (title, _) in texts.C_FILES.items()]
    return [
        html.Nav(parts, className="seg links parts", **marked(aria_label=texts.C_CONTENTS)),
        fold,
        html.Button(texts.C_PRINT, type="button", className="btn plain", **marked(act="print")),
        html.Details([html.Summary(texts.EXPORT, className="btn i-export"), html.Div(files, className="list")], className="menu"),
    ]


def _facts(tables: Sequence[Table], demands: Sequence[Demand], said: State, desk: Desk) -> html.Section:
    forms, by = personal_columns(tables), Counter(d.by for d in demands)
    named = "，".join(f"{texts.C_PERSONAL_FORMS[form]} {count} 列" for form, count in forms.items())
    newest = texts.C_AUDIT_NEWEST.format(at=f"{local(said.audit_at):%m-%d %H:%M}") if said.audit_at else ""
    approval = desk.pack.config.map_approval
    facts = (
        (texts.C_TABLES, str(len(tables)), texts.C_TABLES_VALUE.format(columns=sum(len(t.columns) for t in tables)), texts.C_TABLES_TIP),
        (texts.C_PERSONAL, str(sum(forms.values())), texts.C_PERSONAL_VALUE, texts.C_PERSONAL_TIP.format(forms=named)),
        (texts.C_DEMANDS, str(by[APP]), texts.C_DEMANDS_VALUE.format(both=by[BOTH]),
         texts.C_DEMANDS_TIP.format(app=by[APP], both=by[BOTH], deployer=by[DEPLOYER])),
        (texts.C_AUDIT, f"{said.audit_rows:,}", newest if said.audit_at else texts.C_AUDIT_NONE, texts.C_AUDIT_TIP),
        (texts.C_ACCOUNTS, str(said.accounts), texts.C_ACCOUNTS_OPEN if desk.is_open else texts.C_ACCOUNTS_UNIT, texts.C_ACCOUNTS_TIP),
        (texts.C_MAP, "", texts.C_MAP_APPROVED.format(number=approval) if approval else texts.C_MAP_SKETCH, texts.C_MAP_TIP),
    )  # fmt: skip
    return html.Section([_fact(*fact) for fact in facts], className="facts six", **marked(aria_label=texts.C_FACTS))


def _fact(name: str, value: str, after: str, tip: str) -> html.Div:
    said: Any = [value, html.Small(after)] if value else html.Span(after, className="words")
    return html.Div([html.H3(name), html.P(said, className="v")], className="tile", tabIndex=0, **marked(tip=tip))


def _flow(items: Sequence[Item]) -> html.Div:
    note = html.P(texts.C_FLOW_NOTE, className="foot-note")
    return _part("flow", panel(texts.C_FLOW, texts.C_FLOW_SUB, [flow_table(items), note], right=flow_key(items), kind="personal"))


def _kept(rules: Rules, tables: Sequence[Table]) -> html.Section:
    heads = ((texts.C_KEPT_WHAT, False), (texts.C_KEPT_DAYS, True), (texts.C_KEPT_THEN, False), (texts.C_KEPT_TABLES, False))
    rows = [
        (
            texts.C_KEPT_WORDS[line.key][0],
            texts.C_DAYS.format(days=line.days) if line.days else html.Span(texts.C_UNLIMITED, className="quiet"),
            texts.C_KEPT_WORDS[line.key][1],
            html.Code("  ".join(line.tables)),
        )
        for line in retention(rules.retention, tables)
    ]
    note = html.P(texts.C_SOURCE.format(source=rules.retention.source), className="foot-note")
    return panel(texts.C_KEPT, texts.C_KEPT_SUB, [table(heads, rows), note], kind="kept")


def _marks(said: State, desk: Desk) -> html.Section:
    config, rules, service = desk.pack.config, desk.pack.rules, desk.settings.service
    samples = "、".join(texts.C_RULE_GROUPS.get(name, name) for name in rules.samples())
    lines = (
        ("ok" if config.map_approval else "warn", texts.C_MARK_MAP, config.map_approval or texts.C_MAP_SKETCH),
        ("warn" if config.is_sketch_boundaries else "ok", texts.C_MARK_BOUNDARY,
         config.boundary_note if config.is_sketch_boundaries else texts.C_MARK_SURVEYED),
        ("notice", texts.C_MARK_SOURCE, config.attribution),
        ("warn" if config.allow_approx else "ok", texts.C_MARK_POINTS,
         texts.C_MARK_POINTS_APPROX if config.allow_approx else texts.C_MARK_POINTS_EXACT),
        ("warn" if said.sample_batches else "ok", texts.C_MARK_SAMPLE, _samples(said)),
        ("warn" if samples else "ok", texts.C_MARK_RULES,
         texts.C_MARK_RULES_SOME.format(names=samples) if samples else texts.C_MARK_RULES_NONE),
        ("ok", texts.C_MARK_FEW, texts.C_MARK_FEW_VALUE.format(least=rules.suppression.min_count)),
        ("warn" if service else "ok", texts.C_MARK_SERVICE,
         texts.C_MARK_SERVICE_ON.format(name=service) if service else texts.C_MARK_SERVICE_OFF),
    )  # fmt: skip
    body = html.Dl([html.Div([html.Dt([html.I(className=f"g g-{glyph}"), name]), html.Dd(value)]) for glyph, name, value in lines])
    return panel(texts.C_MARKS, texts.C_MARKS_SUB, [body], kind="marks")


def _samples(said: State) -> str:
    if said.sample_batches == said.batches and said.batches:
        return texts.C_MARK_SAMPLE_ALL.format(count=said.batches)
    if said.sample_batches:
        return texts.C_MARK_SAMPLE_SOME.format(count=said.batches, sample=said.sample_batches)
    return texts.C_MARK_SAMPLE_NONE.format(count=said.batches)


def _roles() -> html.Div:
    heads = [html.Th(texts.C_ROLE, scope="col"), html.Th(texts.C_LEVELS, scope="col")]
    heads += [html.Th(texts.C_RIGHTS[right], scope="col", className="has") for right in Right]
    rows = []
    for role, rights in role_rights():
        levels = "、".join(texts.C_LEVEL_NAMES[level] for level in role.levels)
        where = levels or (texts.C_ADMINISTRATOR if role.is_administrator else texts.C_NO_LEVEL)
        name = html.Th(texts.ROLE_NAMES[role.code], scope="row", title=texts.ROLE_NOTES.get(role.code, ""))
        rows.append(html.Tr([name, html.Td(where), *[_has(right in rights) for right in Right]],
                            className="admin" if role.is_administrator else ""))  # fmt: skip
    body = html.Div(html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="tbl grid"), className="wide", tabIndex=0)
    return _part("access", panel(texts.C_ROLES, texts.C_ROLES_SUB, [body], kind="roles"))


def _has(is_held: bool) -> html.Td:
    if is_held:
        return html.Td([html.I(className="dot"), html.Span(texts.C_HAS, className="only-read")], className="has")
    return html.Td([html.Span("·", className="quiet", **marked(aria_hidden="true")), html.Span(texts.C_HAS_NOT, className="only-read")],
                   className="has")  # fmt: skip


def _access(lines: Sequence[Access]) -> html.Section:
    heads = ((texts.C_NEED, False), (texts.C_ROLE, False), (texts.C_PAGES, False), (texts.C_ADDRESSES, False))
    rows = [
        (
            texts.C_RIGHTS.get(line.need) or texts.C_DOORS[line.need],
            "、".join(texts.ROLE_NAMES[code] for code in line.roles) or "—",
            html.Code("  ".join(line.pages)) if line.pages else "—",
            html.Div([html.Code(address) for address in line.addresses], className="codes") if line.addresses else "—",
        )
        for line in lines
    ]
    return panel(texts.C_ACCESS, texts.C_ACCESS_SUB, [table(heads, rows)], kind="routes")


def _data(tables: Sequence[Table], rules: Rules, is_open: bool) -> html.Div:
    head = html.Div([html.Span(t) for t in (texts.C_TABLE, texts.C_HOLDS, texts.C_ABOUT_PEOPLE, texts.C_COLUMNS, texts.C_KEEPING)],
                    className="row head")  # fmt: skip
    body = html.Div([head, *[_table(t, days_of(t.retention, rules.retention), is_open) for t in tables]], className="tables")
    return _part("data", panel(texts.C_DATA, texts.C_DATA_SUB, [body], kind="data"))


def _table(found: Table, days: int | None, is_open: bool) -> html.Details:
    forms = "、".join(texts.C_PERSONAL_FORMS[form] for form in found.personal)
    people: list[Any] = [html.I(className="g g-notice"), forms] if forms else [html.I(className="g g-done"), texts.C_NOBODY]
    row = html.Summary(
        [html.Code(found.name), html.Span(found.holds), html.Span(people), html.Span(str(len(found.columns)), className="num"),
         html.Span(texts.C_DAYS.format(days=days)) if days else html.Span(texts.C_UNLIMITED, className="quiet")],
        className="row",
    )  # fmt: skip
    return html.Details([row, html.Ul([_column(c) for c in found.columns])], open=is_open)


def _column(column: Column) -> html.Li:
    form = texts.C_PERSONAL_FORMS[column.personal]
    return html.Li([html.Code(column.name), html.Span(column.holds), html.Span(form or column.kind, className="form" if form else "quiet")])


def _check(demands: Sequence[Demand]) -> html.Div:
    heads = ((texts.C_CLAUSE, False), (texts.C_CONTROL, False), (texts.C_BY, False), (texts.C_ASKS, False), (texts.C_HOW, False),
             (texts.C_EVIDENCE, False))  # fmt: skip
    rows = [
        (
            d.clause,
            d.control,
            html.Span([html.I(className=f"g g-{texts.C_BY_NAMES[d.by][0]}"), texts.C_BY_NAMES[d.by][1]], className="by"),
            d.asks,
            d.how,
            html.Div([html.Code(path) for path in d.evidence], className="codes") if d.evidence else "—",
        )
        for d in demands
    ]
    counted = Counter(d.by for d in demands)
    keys = [html.Span([html.I(className=f"g g-{glyph}"), f"{name} {counted[by]}"]) for by, (glyph, name) in texts.C_BY_NAMES.items()]
    key = html.Span(keys, className="r by-key")
    return _part("checklist", panel(texts.C_CHECK, texts.C_CHECK_SUB, [table(heads, rows)], right=key, kind="checklist"))


def _part(name: str, section: html.Section) -> html.Div:
    return html.Div(section, id=f"part-{name}")
