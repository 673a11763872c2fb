"""Signing in is done in steps, each with a new token; nothing leads in but the last, and nothing leads to another site."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard import texts
from dashboard.access.access import Access
from dashboard.app import create_app
from dashboard.doors.page import WORDS
from tests.dashboard.visitors import NEW_PASSWORD, addresses, key_in, newcomer, settled, token_in, visitor
from tests.people import OFFICE, signed_in

TEMPLATES = Path(__file__).resolve().parents[2] / "dashboard" / "doors" / "templates"
FREE = addresses()


@pytest.fixture
def browser(closed_app: Dash) -> FlaskClient:
    """A browser that nobody has signed in with, at an address of its own."""
    return visitor(closed_app, next(FREE))


def test_the_form_is_kept_by_nobody_and_holds_no_figures(browser: FlaskClient) -> None:
    answer = browser.get("/sign-in")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "示意边界" in answer.text
    assert not re.search(r"\d+ 件", answer.text)


def test_a_wrong_password_and_an_unknown_login_are_answered_alike(browser: FlaskClient, access: Access) -> None:
    settled(access, "alike")

    known = browser.post("/sign-in", data={"login": "alike", "password": "not this one"})
    unknown = browser.post("/sign-in", data={"login": "blike", "password": "not this one"})

    assert known.status_code == unknown.status_code == 401
    assert known.text.replace("alike", "blike") == unknown.text
    assert "not this one" not in known.text
    assert not known.headers.getlist("Set-Cookie")


def test_a_one_time_password_leads_to_its_change_and_only_then_in(browser: FlaskClient, access: Access) -> None:
    once = newcomer(access, "first", "street", "110114011")

    begun = browser.post("/sign-in?next=/hotspots", data={"login": "first", "password": once})
    half_way = token_in(browser, access)
    kept_out = browser.get("/hotspots")
    done = browser.post("/sign-in/change?next=/hotspots", data={"old": once, "new": NEW_PASSWORD, "again": NEW_PASSWORD})

    assert begun.headers["Location"] == "/sign-in/change?next=%2Fhotspots"
    assert kept_out.status_code == 303
    assert done.headers["Location"] == "/hotspots"
    assert browser.get("/hotspots").status_code == 200
    assert access.sessions.find(half_way, "") is None


NOT_GOOD = [("short", "short"), (NEW_PASSWORD, NEW_PASSWORD + "x"), ("huitian-password-1A", "huitian-password-1A")]


@pytest.mark.parametrize(("new", "again"), NOT_GOOD)
def test_a_weak_or_mistyped_new_password_is_said_and_not_taken(browser: FlaskClient, access: Access, new: str, again: str) -> None:
    login = f"weak{len(new)}{len(again)}"
    once = newcomer(access, login)
    browser.post("/sign-in", data={"login": login, "password": once})

    answer = browser.post("/sign-in/change", data={"old": once, "new": new, "again": again})

    assert answer.status_code == 400
    assert 'role="' in answer.text
    assert access.accounts.get(login).must_change


def test_an_administrator_sets_up_codes_before_anything_else(browser: FlaskClient, access: Access) -> None:
    settled(access, "auditor2", "audit")

    begun = browser.post("/sign-in", data={"login": "auditor2", "password": NEW_PASSWORD})
    page = browser.get(begun.headers["Location"]).text
    wrong = browser.post("/sign-in/code", data={"code": "000000"})
    code = pyotp.TOTP(key_in(page)).at(access.clock.now())
    right = browser.post("/sign-in/code", data={"code": f"{code[:3]} {code[3:]}"})

    assert begun.headers["Location"] == "/sign-in/code"
    assert "data:image/svg+xml" in page
    assert wrong.status_code == 401
    assert right.headers["Location"] == "/admin/audit"
    assert browser.get("/admin/audit").status_code == 200


def test_a_code_is_asked_at_each_sign_in_and_taken_once(closed_app: Dash, access: Access) -> None:
    settled(access, "auditor3", "audit")
    first, second = visitor(closed_app, next(FREE)), visitor(closed_app, next(FREE))
    first.post("/sign-in", data={"login": "auditor3", "password": NEW_PASSWORD})
    otp = pyotp.TOTP(key_in(first.get("/sign-in/code").text))
    used = otp.at(access.clock.now())
    first.post("/sign-in/code", data={"code": used})

    second.post("/sign-in", data={"login": "auditor3", "password": NEW_PASSWORD})
    asked = second.get("/sign-in/code").text
    again = second.post("/sign-in/code", data={"code": used})
    fresh = second.post("/sign-in/code", data={"code": otp.at(access.clock.now() + timedelta(seconds=30))})

    assert texts.DOORS["code_key"] not in asked
    assert again.status_code == 401
    assert fresh.status_code == 303


EVIL = ["//evil.example", "https://evil.example/", "/\\evil.example", "/%2f%2fevil.example", "/nothing", "/sign-out", "javascript:alert(1)",
        "/hotspots\r\nSet-Cookie: x=y", "/@evil.example", " /hotspots", "/s/abc", "/" + "a" * 3000]  # fmt: skip


@pytest.mark.parametrize("wanted", EVIL)
def test_signing_in_leads_only_to_pages_of_ours(browser: FlaskClient, access: Access, wanted: str) -> None:
    login = f"evil{EVIL.index(wanted)}"
    settled(access, login, "street", "110114011")

    answer = browser.post("/sign-in", query_string={"next": wanted}, data={"login": login, "password": NEW_PASSWORD})

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


def test_whoever_may_not_open_the_page_asked_for_is_led_to_their_own(browser: FlaskClient, access: Access) -> None:
    settled(access, "nowhere")

    answer = browser.post("/sign-in?next=/admin/grants", data={"login": "nowhere", "password": NEW_PASSWORD})

    assert answer.headers["Location"] == "/account"
    assert texts.DOORS["account_no_role"] in browser.get("/account").text


def test_the_theme_goes_along(browser: FlaskClient, access: Access) -> None:
    settled(access, "themed", "street", "110114011")

    page = browser.get("/sign-in?next=/hotspots%3Ftheme%3Ddark").text
    answer = browser.post("/sign-in?theme=dark", data={"login": "themed", "password": NEW_PASSWORD})

    assert 'data-theme="dark"' in page
    assert answer.headers["Location"] == "/?theme=dark"


def test_an_ended_sign_in_is_said(closed_app: Dash, access: Access) -> None:
    client = signed_in(closed_app, access, "longzeyuan")
    access.sessions.close(token_in(client, access))

    sent = client.get("/hotspots", headers={"Accept": "text/html"})
    page = client.get(sent.headers["Location"]).text

    assert texts.DOORS["ended"] in page


def test_signing_out_is_a_post_and_ends_the_token(closed_app: Dash, access: Access) -> None:
    client = signed_in(closed_app, access, "longzeyuan")
    token = token_in(client, access)

    looked = client.get("/sign-out")
    answer = client.post("/sign-out")

    assert looked.status_code == 404
    assert answer.headers["Clear-Site-Data"]
    assert access.sessions.find(token, "127.0.0.1") is None
    assert texts.DOORS["signed_out"] in client.get(answer.headers["Location"]).text


def test_signing_out_from_another_site_is_refused(closed_app: Dash, access: Access) -> None:
    client = signed_in(closed_app, access, "longzeyuan")

    answer = client.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert client.get("/account").status_code == 200


def test_a_fifth_wrong_password_locks_and_the_right_one_is_refused_too(browser: FlaskClient, closed_app: Dash, access: Access) -> None:
    settled(access, "guessed")
    for _ in range(5):
        browser.post("/sign-in", data={"login": "guessed", "password": "wrong"})

    limited = browser.post("/sign-in", data={"login": "guessed", "password": NEW_PASSWORD})
    closed_app.server.extensions["guard"].limits.forget()
    locked = visitor(closed_app, next(FREE)).post("/sign-in", data={"login": "guessed", "password": NEW_PASSWORD})

    assert limited.status_code == 429
    assert limited.mimetype == "text/html"
    assert int(limited.headers["Retry-After"]) > 0
    assert locked.status_code == 401


def test_an_office_that_signs_in_rightly_is_not_limited(closed_app: Dash, access: Access) -> None:
    settled(access, "office", "street", "110114011")
    address = next(FREE)

    answers = [visitor(closed_app, address).post("/sign-in", data={"login": "office", "password": NEW_PASSWORD}) for _ in range(8)]

    assert {a.status_code for a in answers} == {303}


def test_a_wall_screen_signs_in_by_a_posted_token_only(closed_app: Dash, access: Access) -> None:
    token, address = access.devices.add("东墙", "huitian", by=OFFICE), next(FREE)
    screen, thief = visitor(closed_app, address), visitor(closed_app, next(FREE))

    by_query = screen.get(f"/sign-in/device?token={token}")
    wrong = screen.post("/sign-in/device", data={"token": "x" * 43})
    taken = screen.post("/sign-in/device", data={"token": token})
    stolen = thief.post("/sign-in/device", data={"token": token})

    assert not by_query.headers.getlist("Set-Cookie")
    assert wrong.status_code == stolen.status_code == 401
    assert taken.get_json() == {"go": "/wall/district"}
    assert screen.get("/").status_code == 200
    assert thief.get("/").status_code == 303


def test_a_trusted_header_counts_only_from_the_proxy_itself(closed_app: Dash, access: Access) -> None:
    settings = replace(access.settings, trusted_proxy="10.9.9.9", trusted_header="X-Remote-User")
    app = create_app(settings)
    proxy, stranger = visitor(app, "10.9.9.9"), visitor(app, next(FREE))

    through = proxy.get("/sign-in", headers={"X-Remote-User": "huilongguan", "X-Forwarded-For": "10.1.1.1"})
    forged = stranger.get("/sign-in", headers={"X-Remote-User": "huilongguan", "X-Forwarded-For": "10.9.9.9"})
    unknown = proxy.get("/sign-in", headers={"X-Remote-User": "nobody-here"})

    assert through.headers["Location"] == "/"
    assert proxy.get("/account", headers={"X-Forwarded-For": "10.1.1.1"}).status_code == 200
    assert forged.status_code == 200
    assert not forged.headers.getlist("Set-Cookie")
    assert unknown.status_code == 401
    app.server.extensions["desk"].engine.dispose()


def test_behind_tls_the_cookie_goes_only_encrypted_and_only_to_this_host(access: Access) -> None:
    settled(access, "tls", "street", "110114011")
    app = create_app(replace(access.settings, public_url="https://huitian.example"))

    answer = visitor(app, next(FREE)).post("/sign-in", data={"login": "tls", "password": NEW_PASSWORD}, base_url="https://huitian.example")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-huitian=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
    app.server.extensions["desk"].engine.dispose()


OPEN_HOME = [("/sign-in", 303), ("/sign-in/code", 303), ("/account", 303), ("/admin/accounts", 404), ("/admin/audit", 404)]


@pytest.mark.parametrize(("path", "status"), OPEN_HOME)
def test_an_open_demo_home_has_no_doors(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)

    assert answer.status_code == status
    assert answer.headers.get("Location", "/") == "/"


def test_templates_hold_no_words_of_their_own_and_ask_only_for_words_there_are() -> None:
    written = "".join(p.read_text(encoding="utf-8") for p in TEMPLATES.glob("*.html"))

    assert set(re.findall(r"\bt\.(\w+)", written)) <= set(vars(WORDS))
    assert not re.findall(r"[\u4e00-\u9fff]+", written)
