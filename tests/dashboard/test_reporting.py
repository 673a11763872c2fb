"""Entering the progress of projects and striking off: six fields, nothing lost, two people, pictures without what the camera knew."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from dash import Dash
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import Engine, delete, select

from dashboard.access.access import Access
from dashboard.access.scope import Scope
from dashboard.queries.register import Register
from dashboard.reporting.book import head_of, missing, own_projects, submit
from dashboard.reporting.closing import closures, decide, propose, subject_of, undo
from dashboard.reporting.entry import FIELDS, Before, Entry, read_entry
from dashboard.reporting.evidence import MOST_BYTES, paper_of, read_paper
from geodata.errors import BadRequest, NotFound, RightsError
from geodata.pack import Pack
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Closure, Evidence, Forecast, Project, ProjectReport
from tests.people import hire, signed_in
from tests.programme_rows import NOW, TODAY, planted, put, register_of

FINE = {"progress": "55", "paid": "1,200", "forecast": "2026-10-24", "reason": "", "waits_for": "区", "text": "主体结构施工"}
BEFORE = Before(50.0, date(2026, 10, 24))
ENTRY = Entry(55.0, 12_000_000.0, None, "", "区", "主体结构施工")


@pytest.fixture
def book(store: Engine, pack: Pack) -> Register:
    """A store with projects under way, one finished, one elsewhere."""
    put(store, [
        planted("1-001", reports=((TODAY - timedelta(days=1), 50.0, 11_000_000.0),)),
        planted("1-002"),
        planted("1-003", status="done", actual_end_date=TODAY - timedelta(days=9)),
        planted("1-004", street_code="110108019", district_code="110108"),
    ])  # fmt: skip
    return register_of(store, pack)


def photo(*, exif: bool = True, size: tuple[int, int] = (40, 30)) -> bytes:
    """A JPEG as a telephone takes it: place, time and model inside."""
    out, picture = io.BytesIO(), Image.new("RGB", size, (30, 90, 140))
    tags = Image.Exif()
    tags[0x0110], tags[0x9003] = "PHONE-X9", "2026:07:01 08:30:00"
    tags.get_ifd(0x8825)[1] = "N"
    picture.save(out, format="JPEG", **({"exif": tags} if exif else {}))
    return out.getvalue()


def test_a_form_as_people_fill_it_becomes_an_entry(pack: Pack) -> None:
    assert read_entry(FINE, BEFORE, pack.rules.lights) == (ENTRY, {})
    assert len(FIELDS) <= 6


@pytest.mark.parametrize(("field", "value", "said"), [
    ("progress", "", "必填"), ("progress", "abc", "不是数"), ("progress", "101", "0 至 100"), ("progress", "-1", "0 至 100"),
    ("progress", "nan", "不是数"), ("paid", "-5", "不能为负"), ("paid", "许多", "不是数"), ("forecast", "2026-13-01", "不是日期"),
    ("forecast", "9999-12-31", "不是日期"), ("reason", "whim", "不认识"), ("waits_for", "部", "限市"), ("text", "字" * 501, "最多"),
    ("text", "请联系 13812345678", "个人信息"), ("text", "110101199003071234", "个人信息"), ("text", "a.b@example.cn", "个人信息"),
    ("text", "010-62345678", "个人信息"),
])  # fmt: skip
def test_each_wrong_field_is_told_in_chinese(pack: Pack, field: str, value: str, said: str) -> None:
    entry, wrong = read_entry({**FINE, field: value}, BEFORE, pack.rules.lights)

    assert entry is None
    assert list(wrong) == [field]
    assert said in wrong[field]


def test_a_new_date_needs_its_reason(pack: Pack) -> None:
    moved = {**FINE, "forecast": "2026-12-31"}

    assert "调整原因" in read_entry(moved, BEFORE, pack.rules.lights)[1]["reason"]
    entry, wrong = read_entry({**moved, "reason": "money"}, BEFORE, pack.rules.lights)
    assert wrong == {}
    assert entry is not None
    assert (entry.forecast_end, entry.reason_code) == (date(2026, 12, 31), "money")


def test_progress_that_falls_needs_a_word(pack: Pack) -> None:
    assert "text" in read_entry({**FINE, "progress": "40", "text": ""}, BEFORE, pack.rules.lights)[1]
    assert read_entry({**FINE, "progress": "40"}, BEFORE, pack.rules.lights)[1] == {}


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=40)))
def test_no_text_in_a_form_is_a_fault(pack: Pack, form: dict[str, str]) -> None:
    entry, wrong = read_entry(form, BEFORE, pack.rules.lights)

    assert (entry is None) == bool(wrong)


def test_an_entry_is_of_its_day_and_a_later_one_takes_its_place(book: Register) -> None:
    head = head_of(book, "1-001")
    submit(book, head, ENTRY, "lead")
    submit(book, head_of(book, "1-001"), Entry(56.0, None, None, "", "", "更新"), "lead")

    with read_transaction(book.engine) as store:
        rows = store.execute(select(ProjectReport.day, ProjectReport.progress_pct, ProjectReport.entered_by).where(
            ProjectReport.project_id == head.line.project_id).order_by(ProjectReport.day)).all()  # fmt: skip
    assert [tuple(r) for r in rows] == [(TODAY - timedelta(days=1), 50.0, "lead"), (TODAY, 56.0, "lead")]


def test_the_first_plan_stays_and_a_new_date_is_a_new_forecast(book: Register) -> None:
    plan = head_of(book, "1-001").line.planned_end
    moved = Entry(55.0, None, date(2026, 12, 31), "money", "", "")

    submit(book, head_of(book, "1-001"), moved, "lead")
    submit(book, head_of(book, "1-001"), Entry(55.0, None, date(2027, 1, 31), "land", "", ""), "lead")

    after = head_of(book, "1-001").line
    assert (after.planned_end, after.forecast_end) == (plan, date(2027, 1, 31))
    with read_transaction(book.engine) as store:
        assert store.execute(select(Forecast.end_date, Forecast.reason_code)).all() == [(date(2027, 1, 31), "land")]


def test_what_has_ended_takes_no_more_reports(book: Register) -> None:
    with pytest.raises(BadRequest, match="1-003"):
        submit(book, head_of(book, "1-003"), ENTRY, "lead")


def test_who_has_not_reported_is_listed(book: Register) -> None:
    assert [line.no for line in missing(own_projects(book), TODAY)] == ["1-001"]
    submit(book, head_of(book, "1-001"), ENTRY, "lead")
    assert missing(own_projects(book), TODAY) == ()


def test_a_picture_is_kept_without_what_the_camera_knew(book: Register) -> None:
    raw = photo()
    assert b"PHONE-X9" in raw

    paper = read_paper("现场 1.jpg", raw)

    assert b"PHONE-X9" not in paper.content
    assert b"Exif" not in paper.content
    with Image.open(io.BytesIO(paper.content)) as picture:
        assert not picture.getexif()
        assert picture.size == (40, 30)


@pytest.mark.parametrize(("name", "body", "said"), [
    ("a.exe", b"MZ\x90", "不是 JPG"), ("a.jpg", b"<svg onload=alert(1)>", "不是 JPG"), ("a.jpg", b"\xff\xd8\xff\xe0broken", "打不开"),
    ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "打不开"), ("a.pdf", b"%PDF-" + b"x" * MOST_BYTES, "超过"),
])  # fmt: skip
def test_a_file_that_proves_nothing_is_refused(name: str, body: bytes, said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        read_paper(name, body)


def test_striking_off_takes_two_people(book: Register) -> None:
    number = propose(book, subject_of(book, "project", "1-002"), "已完工验收", read_paper("a.jpg", photo()), "lead")

    with pytest.raises(RightsError, match="两个人"):
        decide(book, number, "lead", confirms=True)
    decide(book, number, "other", confirms=True)

    (row,) = closures(book)
    assert (row.state, row.proposed_by, row.decided_by, len(row.papers)) == ("done", "lead", "other", 1)
    assert paper_of(book, row.papers[0][0]).media_type == "image/jpeg"
    assert head_of(book, "1-002").is_closed
    with pytest.raises(BadRequest):
        decide(book, number, "third", confirms=False)


def test_nothing_is_proposed_twice_nor_when_it_is_closed(book: Register) -> None:
    paper = read_paper("a.jpg", photo())
    propose(book, subject_of(book, "project", "1-001"), "完成", paper, "lead")

    with pytest.raises(BadRequest, match="正等人确认"):
        propose(book, subject_of(book, "project", "1-001"), "完成", paper, "lead")
    with pytest.raises(BadRequest, match="已经销账"):
        propose(book, subject_of(book, "project", "1-003"), "完成", paper, "lead")
    with pytest.raises(NotFound):
        subject_of(book, "project", "9-999")


def test_what_was_struck_off_comes_back_with_its_reason(book: Register) -> None:
    number = propose(book, subject_of(book, "project", "1-002"), "完成", read_paper("a.jpg", photo()), "lead")
    decide(book, number, "other", confirms=True)

    with pytest.raises(BadRequest, match="原因"):
        undo(book, number, "")
    undo(book, number, "又发现问题")

    assert closures(book)[0].state == "undone"
    assert not head_of(book, "1-002").is_closed


# ---- through the wall


@pytest.fixture
def served(closed_app: Dash, access: Access) -> Iterator[Engine]:
    """The closed home with two projects of 回龙观 and one of another district, away again afterwards."""
    engine = closed_app.server.extensions["desk"].engine
    numbers = put(engine, [planted("R-1"), planted("R-2"), planted("R-3", street_code="110108019", district_code="110108")])
    yield engine
    with write_transaction(engine) as store:
        for model in (Evidence, Closure, ProjectReport, Forecast):
            store.execute(delete(model))
        store.execute(delete(Project).where(Project.id.in_(numbers.values())))


@pytest.fixture
def lead(served: Engine, closed_app: Dash, access: Access) -> FlaskClient:
    """The project lead of 回天, signed in."""
    return signed_in(closed_app, access, "lead")


def test_a_lead_reports_within_the_own_area(lead: FlaskClient, served: Engine) -> None:
    assert "R-1" in lead.get("/report").text
    assert "R-3" not in lead.get("/report").text
    assert lead.get("/report/project/R-3").status_code == 404
    saved = lead.post("/report/project/R-1", data={**FINE, "forecast": ""}, headers={"Sec-Fetch-Site": "same-origin"})

    assert saved.status_code == 200
    assert "已报送 R-1" in saved.text
    with read_transaction(served) as store:
        assert store.scalars(select(ProjectReport.entered_by).where(ProjectReport.progress_pct == 55.0)).all() == ["lead"]


def test_a_refused_form_keeps_what_was_typed(lead: FlaskClient) -> None:
    form = {**FINE, "progress": "一半", "text": "继续施工"}
    refused = lead.post("/report/project/R-1", data=form, headers={"Sec-Fetch-Site": "same-origin"})

    assert refused.status_code == 400
    assert "「一半」不是数" in refused.text
    assert "继续施工" in refused.text


@pytest.mark.parametrize("login", ["city", "huilongguan", "wall", "briefing"])
def test_others_than_leads_enter_nothing(served: Engine, closed_app: Dash, access: Access, login: str) -> None:
    client = signed_in(closed_app, access, login)

    assert client.get("/report").status_code == 403
    assert client.post("/report/project/R-1", data=FINE, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 403


def test_a_proposal_goes_through_a_second_lead(lead: FlaskClient, closed_app: Dash, access: Access) -> None:
    hire(access, "lead-two", "lead", "huitian")
    second = signed_in(closed_app, access, "lead-two")
    own = {"Sec-Fetch-Site": "same-origin"}
    form = {"kind": "project", "no": "R-2", "note": "完工", "file": (io.BytesIO(photo()), "现场.jpg")}

    assert "等另一人确认" in lead.post("/report/closures", data=form, headers=own).text
    desk = closed_app.server.extensions["desk"]
    number = closures(Register(desk.engine, desk.pack, Scope.everything(), NOW))[0].id
    assert "由另一人确认" in lead.post("/report/closures/confirm", data={"id": number}, headers=own).text
    assert "R-2 已销账" in second.post("/report/closures/confirm", data={"id": number}, headers=own).text
    file = second.get("/report/evidence/1")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert b"PHONE-X9" not in file.data


def test_the_sheets_come_from_the_reports_as_files(lead: FlaskClient) -> None:
    week = lead.get("/api/table/weekly-sheet.csv?area=huitian").get_data(as_text=True)
    month = lead.get("/api/table/monthly-report.csv?area=huitian").get_data(as_text=True)

    assert [line.split(",")[5] for line in week.splitlines()[1:]] == ["R-1", "R-2"]
    assert [line.split(",")[2:4] for line in month.splitlines()[1:]] == [["道路交通", "2"]]
    assert "是否演示数据" in week
    assert lead.get("/api/table/weekly-sheet.xlsx?area=huitian").data.startswith(b"PK")
    assert lead.get("/api/table/weekly-sheet.csv?area=110108").status_code == 403


def test_too_large_a_file_is_refused_and_the_server_goes_on(lead: FlaskClient) -> None:
    kind, own = "multipart/form-data; boundary=x", {"Sec-Fetch-Site": "same-origin"}

    assert lead.post("/report/closures", data=b"x" * (6 << 20), content_type=kind, headers=own).status_code == 413
    assert lead.get("/report").status_code == 200
