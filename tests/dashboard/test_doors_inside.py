"""What people do with their own account, and each administrator with everybody's: secrets are shown once, deeds written down."""

from __future__ import annotations

import csv
import io
import re

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard import texts
from dashboard.access.access import Access
from tests.dashboard.visitors import NEW_PASSWORD, addresses, settled, token_in, visitor
from tests.people import OFFICE, found, signed_in, token_of

FREE = addresses()
PASSWORD = r"<code data-copy-from>([^<]+)</code>"


@pytest.fixture
def system(closed_app: Dash, access: Access) -> FlaskClient:
    """The system administrator's browser."""
    return signed_in(closed_app, access, "system")


@pytest.fixture
def security(closed_app: Dash, access: Access) -> FlaskClient:
    """The security administrator's browser."""
    return signed_in(closed_app, access, "security")


@pytest.fixture
def auditor(closed_app: Dash, access: Access) -> FlaskClient:
    """The audit administrator's browser."""
    return signed_in(closed_app, access, "audit")


def test_an_account_shows_its_roles_and_areas_in_words(closed_app: Dash, access: Access) -> None:
    page = signed_in(closed_app, access, "unit").get("/account").text

    assert texts.ROLE_NAMES["unit"] in page
    assert "昌平区" in page
    assert "市水务局" in page


def test_changing_a_password_ends_the_other_sign_ins_and_keeps_this_one(closed_app: Dash, access: Access) -> None:
    settled(access, "changer", "street", "110114011")
    here, there = signed_in(closed_app, access, "changer"), signed_in(closed_app, access, "changer")
    form = {"old": NEW_PASSWORD, "new": "Quiet-Meadow-42", "again": "Quiet-Meadow-42"}

    wrong = here.post("/account/password", data={**form, "old": "no"})
    done = here.post("/account/password", data=form)

    assert wrong.status_code == 400
    assert done.status_code == 303
    assert texts.DOORS["password_done"] in here.get(done.headers["Location"]).text
    assert there.get("/account").status_code == 303


def test_one_can_end_ones_own_sign_ins_and_nobody_elses(closed_app: Dash, access: Access) -> None:
    here, there, other = (signed_in(closed_app, access, login) for login in ("lead", "lead", "clerk"))
    numbers = {c: access.sessions.find(token_in(c, access), "127.0.0.1") for c in (there, other)}

    for client in (there, other):
        signed = numbers[client]
        assert signed
        here.post("/account/end", data={"id": signed.session_id})

    assert there.get("/account").status_code == 303
    assert other.get("/account").status_code == 200


def test_a_one_time_password_is_shown_once_and_written_nowhere(system: FlaskClient, access: Access) -> None:
    made = system.post("/admin/accounts/add", data={"login": "newhire", "name": "林晓"})
    secret = re.search(PASSWORD, made.text)
    assert secret

    assert secret[1] not in system.get("/admin/accounts").text
    assert "林晓" in system.get("/admin/accounts?q=newhire").text
    assert not [e for e in access.trail.rows(200) if secret[1] in repr(e)]
    assert access.accounts.check("newhire", secret[1]).must_change


@pytest.mark.parametrize("form", [{"login": "system", "name": "重名"}, {"login": "A B", "name": "空格"}, {"login": "noname", "name": " "}])
def test_an_account_that_cannot_be_is_refused_in_words(system: FlaskClient, form: dict[str, str]) -> None:
    answer = system.post("/admin/accounts/add", data=form)

    assert answer.status_code in (400, 403)
    assert 'class="said warn"' in answer.text


def test_a_stopped_account_is_out_at_once_and_back_when_started(closed_app: Dash, access: Access, system: FlaskClient) -> None:
    settled(access, "stopped", "street", "110114011")
    client = signed_in(closed_app, access, "stopped")

    system.post("/admin/accounts/stop", data={"login": "stopped"})
    after = client.get("/hotspots").status_code
    system.post("/admin/accounts/start", data={"login": "stopped"})

    assert after == 303
    assert visitor(closed_app, next(FREE)).post("/sign-in", data={"login": "stopped", "password": NEW_PASSWORD}).status_code == 303


def test_administrators_do_not_act_on_themselves(system: FlaskClient, security: FlaskClient) -> None:
    stopped = system.post("/admin/accounts/stop", data={"login": "system"})
    granted = security.post("/admin/grants/add", data={"login": "security", "role": "city", "area": "11"})

    assert stopped.status_code == granted.status_code == 403


AREAS = [("回龙观街道", "110114011"), ("110114012", "110114012"), ("回天地区 huitian", "huitian"), ("龙博苑社区居委会", "110114011001")]


@pytest.mark.parametrize(("typed", "code"), AREAS)
def test_a_role_is_given_for_an_area_by_name_or_code(security: FlaskClient, access: Access, typed: str, code: str) -> None:
    login = f"granted{AREAS.index((typed, code))}"
    settled(access, login)
    role = {"huitian": "district", "110114011001": "community"}.get(code, "street")

    answer = security.post("/admin/grants/add", data={"login": login, "role": role, "area": typed})

    assert answer.status_code == 200
    assert [g.held for g in access.accounts.get(login).grants] == [(role, code, "")]


REFUSED = [
    ({"role": "system"}, 403), ({"role": "street", "area": "没有这里"}, 400), ({"role": "nothing"}, 400),
    ({"role": "unit", "area": "110114"}, 400),
]  # fmt: skip


@pytest.mark.parametrize(("form", "status"), REFUSED)
def test_a_grant_against_the_rules_is_refused_with_the_form_as_it_was(security: FlaskClient, form: dict[str, str], status: int) -> None:
    answer = security.post("/admin/grants/add", data={"login": "lead", **form})

    assert answer.status_code == status
    assert 'class="said warn"' in answer.text
    assert 'value="lead" selected' in answer.text


def test_a_role_taken_back_takes_its_holder_out(closed_app: Dash, security: FlaskClient, access: Access) -> None:
    settled(access, "revoked", "street", "110114011")
    client, grant = signed_in(closed_app, access, "revoked"), access.accounts.get("revoked").grants[0]

    security.post("/admin/grants/revoke", data={"id": grant.grant_id})

    assert client.get("/hotspots").status_code == 303


def test_a_locked_account_stands_in_the_list_until_it_is_unlocked(security: FlaskClient, access: Access) -> None:
    settled(access, "locked")
    for _ in range(5):
        access.accounts.check("locked", "wrong")

    before = security.get("/admin/grants?tab=sign-ins").text
    security.post("/admin/grants/unlock", data={"login": "locked"})

    assert texts.DOORS["locked_title"] in before
    assert 'value="locked"' in before
    assert access.accounts.check("locked", NEW_PASSWORD).account_id is not None


def test_anybodys_sign_in_can_be_ended_and_a_phones_code_cleared(closed_app: Dash, security: FlaskClient, access: Access) -> None:
    client = signed_in(closed_app, access, "briefing")
    signed = access.sessions.find(token_in(client, access), "127.0.0.1")
    assert signed

    security.post("/admin/grants/end", data={"id": signed.session_id, "account": signed.account_id})
    cleared = security.post("/admin/grants/clear", data={"login": "briefing"})

    assert client.get("/hotspots").status_code == 303
    assert cleared.status_code == 200


def test_a_wall_screens_link_is_shown_once_and_its_token_stands_behind_the_number_sign(security: FlaskClient, access: Access) -> None:
    made = security.post("/admin/grants/device", data={"name": "西墙", "area": "回天地区", "days": "30"})
    link = re.search(PASSWORD, made.text)
    assert link
    device = next(d for d in access.devices.list() if d.name == "西墙")

    security.post("/admin/grants/withdraw", data={"id": device.device_id})

    assert re.fullmatch(r"http://localhost/sign-in/device#[\w-]{43}", link[1])
    assert link[1] not in security.get("/admin/grants?tab=devices").text
    assert not found(access, "西墙").is_active


def test_the_trail_is_read_filtered_checked_and_taken_along(auditor: FlaskClient, access: Access) -> None:
    access.trail.append("=cmd()", "sign_in.refuse", "@x", address="10.0.0.1", details={"reason": "wrong"})

    page = auditor.get("/admin/audit?action=sign_in.refuse").text
    checked = auditor.post("/admin/audit/verify").text
    rows = list(csv.reader(io.StringIO(auditor.get("/admin/audit.csv?action=sign_in.refuse").get_data().decode("utf-8-sig"))))

    assert texts.AUDIT_WORDS["wrong"] in page
    assert "grant.add" not in page.split("<tbody>")[1]
    assert "全链完整" in checked
    assert rows[1][2:5] == ["'=cmd()", "登录被拒", "'@x"]
    assert {e.action for e in access.trail.rows(2)} == {"audit.verify", "audit.export"}


def test_the_trail_has_pages(auditor: FlaskClient, access: Access) -> None:
    for n in range(60):
        access.trail.append("pager", "load", f"文件 {n}")

    newest = auditor.get("/admin/audit?actor=pager").text
    older = re.search(r'href="([^"]*before=\d+[^"]*)"', newest)
    assert older
    rest = auditor.get(older[1].replace("&amp;", "&")).text

    assert (newest.count("文件 "), rest.count("文件 ")) == (100, 20)


@pytest.mark.parametrize("login", ["system", "security", "audit", "city", "wall"])
def test_each_administrators_page_opens_for_that_administrator_only(closed_app: Dash, access: Access, login: str) -> None:
    client, own = signed_in(closed_app, access, login), {"system": "accounts", "security": "grants", "audit": "audit"}.get(login)

    opened = {page: client.get(f"/admin/{page}").status_code for page in ("accounts", "grants", "audit")}

    assert opened == {page: 200 if page == own else 403 for page in opened}


def test_what_people_are_called_is_never_markup(closed_app: Dash, system: FlaskClient, access: Access) -> None:
    access.accounts.add("markup", "<script>alert(1)</script>", by=OFFICE)
    client = closed_app.server.test_client()
    client.set_cookie("huitian", token_of(access, "markup"))

    assert "<script>alert" not in system.get("/admin/accounts").text
    assert "<script>alert" not in client.get("/account").text
