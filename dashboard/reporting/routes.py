"""日报 `/report`, one form a project; 销账 `/report/closures`; files that prove something. Pages of forms, rendered on the server.

What a form may do the wall has asked before and written down; everything happens in the scope of the right to report.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from flask import Blueprint, request
from werkzeug.wrappers import Response

from dashboard.access.roles import Right
from dashboard.desk import Desk
from dashboard.doors.page import Pages, Said, number
from dashboard.queries.register import Register
from dashboard.reporting.book import Head, head_of, missing, own_projects, submit
from dashboard.reporting.closing import closures, decide, propose, subject_of, undo
from dashboard.reporting.entry import CNY_IN_WAN, WAITS_FOR, Entry, read_entry
from dashboard.reporting.evidence import MOST_MB, SUFFIXES, Belongs, keep, paper_of, read_paper
from dashboard.texts import reporting as words
from dashboard.texts.projects import LIGHTS
from geodata.clock import local
from geodata.errors import BadRequest, HuitianError, NotFound, RightsError
from geodata.store.engine import write_transaction
from geodata.store.paper import Paper

HERE, CLOSURES = "/report", "/report/closures"
DEMO = "演示"


def reporting_routes(desk: Desk) -> Blueprint:
    """The pages and what their forms do."""
    routes, pages = Blueprint("reporting", __name__, template_folder="templates"), Pages(desk)

    @routes.get(HERE)
    def own_list() -> Response:
        return _list(pages)

    @routes.get(f"{HERE}/project/<no>")
    def form(no: str) -> Response:
        return _form(pages, head_of(_register(desk), no))

    @routes.post(f"{HERE}/project/<no>")
    def enter(no: str) -> Response:
        return _entered(pages, head_of(_register(desk), no))

    @routes.get(CLOSURES)
    def closing() -> Response:
        return _closures(pages)

    @routes.post(CLOSURES)
    def proposing() -> Response:
        return _proposed(pages)

    @routes.post(f"{CLOSURES}/<any(confirm,refuse,undo):verdict>")
    def deciding(verdict: str) -> Response:
        return _decided(pages, verdict)

    @routes.get(f"{HERE}/evidence/<int:number>")
    def evidence(number: int) -> Response:
        return _file(paper_of(desk.register(), number))

    return routes


def _register(desk: Desk) -> Register:
    """The registers where whoever asks may report."""
    found = desk.register()
    return Register(found.engine, found.pack, desk.viewer.scope(Right.REPORT), found.now, found.memory)


def _by(desk: Desk) -> str:
    return desk.viewer.login or DEMO


def _list(pages: Pages, said: Said | None = None) -> Response:
    desk = pages.desk
    register, hour = _register(desk), desk.pack.rules.reporting.due_hour
    lines = own_projects(register)
    live = [line for line in lines if line.status == "running" and not line.is_public]
    late = missing(lines, register.today)
    due = words.LIST["missing_after" if register.now.hour >= hour else "missing_before"].format(hour=hour, count=len(late))
    return pages.inside(
        "report_list.html", has_picture=True, title=words.TITLE, here=HERE, message=said, w=words.LIST,
        sub=words.SUB.format(hour=hour), due=due,
        lines=[*late, *(line for line in live if line not in late)],
        is_late=register.now.hour >= hour, late={line.no for line in late}, today=register.today, area=desk.viewer.area,
        counts=words.LIST["mine_sub"].format(live=len(live), done=len(live) - len(late)), open_note=_open_note(desk), lights=LIGHTS,
    )  # fmt: skip


def _form(
    pages: Pages, head: Head, said: Said | None = None, *, typed: dict[str, str] | None = None, wrong: dict[str, str] | None = None
) -> Response:
    rules, last = pages.desk.pack.rules.lights, head.last
    given = typed if typed is not None else _prefilled(head)
    return pages.inside(
        "report_form.html", title=f"{words.TITLE} {head.line.no}", here=f"{HERE}/project/{head.line.no}", message=said, w=words.FORM,
        head=head, line=head.line, given=given, wrong=wrong or {}, reasons=rules.reasons, waits=WAITS_FOR, status=400 if wrong else 200,
        last_line=words.FORM["last"].format(day=head.last_day) if last else words.FORM["never"], most_mb=MOST_MB,
        is_again=head.last_day == pages.desk.clock.today(), planned=_wan(head.line.money.planned_cny), open_note=_open_note(pages.desk),
        lights=LIGHTS,
    )  # fmt: skip


def _prefilled(head: Head) -> dict[str, str]:
    last, end = head.last, head.before.expected_end
    if last is None:
        return {"forecast": end.isoformat() if end else ""}
    paid = "" if last.paid_cny is None else f"{last.paid_cny / CNY_IN_WAN:g}"
    return {"progress": f"{last.progress_pct:g}", "paid": paid, "forecast": end.isoformat() if end else "", "waits_for": last.waits_for}


def _entered(pages: Pages, head: Head) -> Response:
    desk, typed = pages.desk, {name: value[:2000] for name, value in request.form.items()}
    entry, wrong = read_entry(typed, head.before, desk.pack.rules.lights)
    paper: Paper | None = None
    try:
        paper = _paper("photo")
    except BadRequest as refused:
        wrong["photo"] = str(refused)
    if entry is None or wrong:
        return _form(pages, head, Said("alarm", words.FORM["wrong"].format(count=len(wrong))), typed=typed, wrong=wrong)
    _write(desk, head, entry, paper)
    at = f"{desk.clock.now():%H:%M}"
    return _list(pages, Said("ok", words.FORM["saved"].format(no=head.line.no, at=at)))


def _write(desk: Desk, head: Head, entry: Entry, paper: Paper | None) -> None:
    register, by = _register(desk), _by(desk)
    submit(register, head, entry, by)
    if paper is not None:
        belongs = Belongs("project", head.line.no, head.line.district_code, head.line.street_code, is_sample=head.line.is_sample)
        with write_transaction(register.engine) as store:
            keep(store, paper, belongs, at=register.now, by=by)


def _paper(name: str) -> Paper | None:
    """The file of a form, None where none was chosen. Raises BadRequest."""
    file = request.files.get(name)
    if file is None or not file.filename:
        return None
    return read_paper(file.filename, file.read())


def _closures(pages: Pages, said: Said | None = None, *, typed: dict[str, str] | None = None, status: int = 200) -> Response:
    rows = closures(_register(pages.desk))
    return pages.inside(
        "report_closures.html", has_picture=True, title=words.CLOSURE["title"], here=CLOSURES, message=said,
        w=words.CLOSURE, subjects=words.SUBJECTS,
        waiting=[row for row in rows if row.is_confirmed is None], past=[row for row in rows if row.is_confirmed is not None],
        mine=_by(pages.desk), given=typed or {"kind": request.args.get("kind", "project"), "no": request.args.get("no", "")[:64]},
        most_mb=MOST_MB, at=_at, status=status, open_note=_open_note(pages.desk),
    )  # fmt: skip


def _proposed(pages: Pages) -> Response:
    desk, typed = pages.desk, {name: value.strip()[:500] for name, value in request.form.items()}
    kind, no = typed.get("kind", ""), typed.get("no", "")
    try:
        register = _register(desk)
        subject, paper = subject_of(register, kind, no), _paper("file")
        if paper is None:
            raise BadRequest(words.FILE_NEEDED)
        propose(register, subject, typed.get("note", ""), paper, _by(desk))
    except (BadRequest, NotFound) as refused:
        return _closures(pages, Said("alarm", str(refused)), typed=typed, status=400)
    return _closures(pages, Said("ok", words.CLOSURE["sent"].format(no=no)), typed={})


def _decided(pages: Pages, act: str) -> Response:
    desk, row = pages.desk, number(request.form.get("id"))
    try:
        if desk.is_open:
            raise RightsError(words.OPEN_DEMO)
        register = _register(desk)
        if act == "undo":
            found = undo(register, row, request.form.get("reason", "").strip())
        else:
            found = decide(register, row, _by(desk), confirms=act == "confirm")
    except HuitianError as refused:
        if not isinstance(refused, (BadRequest, NotFound, RightsError)):
            raise
        return _closures(pages, Said("alarm", str(refused)), status=400)
    said = {"confirm": "confirmed", "refuse": "was_refused", "undo": "was_undone"}[act]
    return _closures(pages, Said("ok", words.CLOSURE[said].format(no=found.no)))


def _file(paper: Paper) -> Response:
    """A kept file, to be saved and never opened as a page of ours."""
    name = paper.name.rpartition(".")[0] or paper.name
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name + SUFFIXES[paper.media_type])}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(paper.content, mimetype=paper.media_type, headers=headers)


def _wan(cny: float | None) -> str:
    return "" if cny is None else words.FORM["wan"].format(value=f"{cny / CNY_IN_WAN:,.0f}")


def _at(when: datetime | None) -> str:
    return f"{local(when):%m-%d %H:%M}" if when else ""


def _open_note(desk: Desk) -> str:
    return words.FORM["open_demo"] if desk.is_open else ""
