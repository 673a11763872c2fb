"""Share links: one view for whoever holds the link, and nothing else, no longer than its maker may show it."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, html
from dash.development.base_component import Component
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, text, update

from dashboard.access import sharecode
from dashboard.access.access import Access, open_access
from dashboard.access.actor import Actor
from dashboard.access.identify import identify
from dashboard.access.share import COOKIE, MOST_LINKS, SHARE_ROLE
from dashboard.access.viewer import ANYBODY, NOBODY, Viewer
from dashboard.components.actions import actions
from dashboard.components.shell import STORE
from dashboard.guard.callbacks import CALLBACK_PATH
from dashboard.queries.cube import COARSE, UNPLACED, decode
from dashboard.state import ViewState, parse
from geodata.clock import local
from geodata.errors import AuditError, BadRequest, NotFound, RightsError
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Account, Share
from tests.clocks import SetClock
from tests.dashboard.test_guard import PAGE_CALL
from tests.dashboard.test_pages import walk
from tests.people import ADDRESS, OFFICE, hire, signed_in, token_of, viewer_named

BY = Actor("security")
TODAY = datetime(2026, 11, 22).date()


@pytest.fixture
def clock() -> SetClock:
    return SetClock(local(datetime.fromisoformat("2026-11-22 22:00")))


@pytest.fixture
def books(store: Engine, tmp_path: Path, pack: Pack, clock: SetClock) -> Access:
    """The access of a store with one district's account, on each engine."""
    access = open_access(Settings(home=tmp_path / "home", secret="s" * 40), store, pack, clock)
    hire(access, "zhang", "district", "110114")
    return access


def view(pack: Pack, query: str = "?area=110114&period=7d", path: str = "/hotspots") -> ViewState:
    return parse(path, query, pack, TODAY)[0]


def make(access: Access, *, days: int = 7, login: str = "zhang") -> str:
    """A link to a view of the district, made by an account."""
    return access.shares.create(viewer_named(access, login), view(access.pack), days)[0]


def is_dead(access: Access, token: str) -> bool:
    """Whether a token lets nobody in, neither at the door nor later."""
    try:
        access.shares.open(token, ADDRESS)
    except RightsError:
        return access.shares.viewer(token, ADDRESS) == NOBODY
    return False


# ---- what a link is


def test_a_link_shows_its_view_to_somebody_without_a_name(books: Access) -> None:
    viewer = books.shares.viewer(make(books), "10.0.0.9")

    assert (viewer.login, viewer.account_id, viewer.address) == ("", None, "10.0.0.9")
    assert viewer.frozen_address == "/hotspots?level=district&area=110114&from=2026-11-16&to=2026-11-22"
    assert viewer.scope().ranges == books.pack.areas.ranges("110114")
    assert viewer.scope().exact == ()
    assert [g.role.code for g in viewer.grants] == [SHARE_ROLE]


def test_even_of_a_street_a_link_shows_no_small_counts(books: Access) -> None:
    hire(books, "street", "street", "110114011")
    token, _ = books.shares.create(viewer_named(books, "street"), view(books.pack, "?area=110114011"), 1)

    viewer = books.shares.viewer(token, ADDRESS)

    assert viewer.scope().covers(books.pack.areas.ranges("110114011"))
    assert not viewer.scope().is_exact(books.pack.areas.ranges("110114011"))


def test_the_store_keeps_no_token(books: Access, store: Engine) -> None:
    token = make(books)

    with read_transaction(store) as connection:
        kept = str(connection.execute(select(Share.__table__)).all())
    assert token not in kept
    assert sharecode.hash_of(token) in kept
    assert all(token not in str(entry) for entry in books.trail.rows())


def test_making_opening_and_taking_back_stand_in_the_trail(books: Access) -> None:
    token = make(books)
    link = books.shares.open(token, "10.0.0.9")
    books.shares.revoke(link.share_id, BY)

    told = [(e.actor, e.action, e.address) for e in reversed(books.trail.rows(3))]
    opened = (f"share:{link.share_id}", "share.open", "10.0.0.9")
    assert told == [("zhang", "share.create", ADDRESS), opened, ("security", "share.revoke", "")]
    assert all(e.subject == link.address for e in books.trail.rows(3))


def test_openings_are_counted(books: Access) -> None:
    token = make(books)

    for _ in range(3):
        books.shares.open(token, ADDRESS)

    assert [link.opened_count for link in books.shares.list()] == [3]


def test_a_link_lasts_between_one_day_and_thirty(books: Access) -> None:
    for days in (0, -1, 31, 10**9):
        with pytest.raises(BadRequest, match="1 至 30 天"):
            make(books, days=days)


def test_links_of_one_account_are_limited(books: Access) -> None:
    row = {"account_id": books.accounts.get("zhang").account_id, "address": "/", "area_code": "11", "opened_count": 0}
    times = {"created_at": books.clock.now(), "expires_at": books.clock.now() + timedelta(days=1)}
    with write_transaction(books.shares._engine) as connection:
        connection.execute(Share.__table__.insert(), [{**row, **times, "token_hash": str(n)} for n in range(MOST_LINKS)])

    with pytest.raises(RightsError, match="已有 200 个"):
        make(books)


# ---- who may make one


@pytest.mark.parametrize(("role", "area", "unit"), [
    ("community", "110114011001", ""), ("unit", "110114", "市水务局"), ("lead", "110114", ""), ("clerk", "110114", ""),
    ("system", "", ""), ("security", "", ""), ("audit", "", ""), ("street", "110114011", ""), ("district", "110108", ""),
])  # fmt: skip
def test_who_may_not_share_an_area_makes_no_link_to_it(books: Access, role: str, area: str, unit: str) -> None:
    hire(books, "li", role, area, unit)

    with pytest.raises(RightsError, match="无权分享"):
        make(books, login="li")

    assert books.shares.list() == ()


def test_neither_the_holder_of_a_link_nor_an_open_home_nor_nobody_makes_links(books: Access) -> None:
    holder = replace(books.shares.viewer(make(books), ADDRESS), account_id=1)

    for viewer in (holder, ANYBODY, NOBODY, Viewer()):
        with pytest.raises(RightsError):
            books.shares.create(viewer, view(books.pack), 1)


def test_without_the_trail_no_link_is_made_or_opened(books: Access, tmp_path: Path) -> None:
    token = make(books)
    (tmp_path / "home" / "audit.head").unlink()

    with pytest.raises(AuditError):
        make(books)
    with pytest.raises(AuditError):
        books.shares.open(token, ADDRESS)

    assert [link.opened_count for link in books.shares.list()] == [0]


# ---- what ends one


def test_every_single_flipped_bit_of_a_token_opens_nothing(books: Access) -> None:
    token = make(books)
    flipped = [token[:i] + chr(ord(token[i]) ^ (1 << bit)) + token[i + 1 :] for i in range(len(token)) for bit in range(8)]
    raw = urlsafe_b64decode(token)
    bits = [bytes(b ^ (1 << bit) if i == at else b for i, b in enumerate(raw)) for at in range(len(raw)) for bit in range(8)]

    accepted = [t for t in (*flipped, *(urlsafe_b64encode(b).decode() for b in bits)) if not is_dead(books, t)]

    assert len(flipped) == 704
    assert len(bits) == 528
    assert accepted == []
    assert not is_dead(books, token)


WRITINGS: tuple[Callable[[str], str], ...] = (
    lambda t: "", lambda t: t[:-1], lambda t: t + "A", lambda t: t + "=", lambda t: t + "\n", lambda t: " " + t, lambda t: t.swapcase(),
    lambda t: t * 2, lambda t: t[::-1], lambda t: "é" * 88, lambda t: "A" * 88, lambda t: t[:44] + "\x00" + t[45:], lambda t: t.lower(),
    lambda t: t.replace("-", "+").replace("_", "/") + ("" if set(t) & set("-_") else "x"),
)  # fmt: skip


def test_no_other_writing_of_a_token_opens_anything(books: Access) -> None:
    token = make(books)

    alive = [number for number, change in enumerate(WRITINGS) if not is_dead(books, change(token))]

    assert alive == []


def test_a_token_of_another_secret_opens_nothing(books: Access) -> None:
    token = make(books)
    number = books.shares.list()[0].share_id

    assert is_dead(books, sharecode.issue(b"w" * 32, number, books.clock.now() + timedelta(days=1)))
    assert not is_dead(books, token)


def test_a_signed_token_that_was_never_given_out_opens_nothing(books: Access) -> None:
    make(books)
    number, key = books.shares.list()[0].share_id, books.shares._key

    for share_id in (number, number + 1, 0, 2**47):
        assert is_dead(books, sharecode.issue(key, share_id, books.clock.now() + timedelta(days=1)))


def test_a_link_ends_to_the_second(books: Access, clock: SetClock) -> None:
    token = make(books, days=1)

    clock.go(timedelta(days=1, seconds=-1))
    assert not is_dead(books, token)
    clock.go(timedelta(seconds=1))

    assert is_dead(books, token)
    assert books.shares.list() == ()


def test_a_clock_set_back_opens_no_ended_link(books: Access, clock: SetClock) -> None:
    token = make(books, days=1)
    clock.go(timedelta(days=2))
    assert is_dead(books, token)

    clock.go(timedelta(days=-2))

    assert is_dead(books, token)


def test_an_end_put_off_in_the_store_alone_is_not_believed(books: Access, store: Engine, clock: SetClock) -> None:
    token = make(books, days=1)
    with write_transaction(store) as connection:
        connection.execute(update(Share).values(expires_at=clock.now() + timedelta(days=900)))

    clock.go(timedelta(days=2))

    assert is_dead(books, token)


def test_a_link_taken_back_is_dead_at_once(books: Access) -> None:
    token = make(books)

    books.shares.revoke(books.shares.list()[0].share_id, BY)

    assert is_dead(books, token)
    assert books.shares.list() == ()
    with pytest.raises(NotFound):
        books.shares.revoke(1, BY)


def test_nobody_takes_back_the_link_of_another_through_the_own_account(books: Access) -> None:
    token = make(books)
    other = hire(books, "li", "district", "110114")

    with pytest.raises(NotFound):
        books.shares.revoke(books.shares.list()[0].share_id, Actor("li"), account_id=other.account_id)

    assert not is_dead(books, token)


def test_the_links_of_somebody_who_was_stopped_are_dead_until_the_account_is_back(books: Access) -> None:
    token = make(books)

    books.accounts.stop("zhang", by=OFFICE)
    assert is_dead(books, token)
    books.accounts.start("zhang", by=OFFICE)

    assert not is_dead(books, token)


@pytest.mark.parametrize(("role", "area"), [(None, ""), ("district", "110108"), ("street", "110114011"), ("lead", "110114"), ("audit", "")])
def test_a_link_is_dead_when_its_maker_may_not_share_the_area_any_more(books: Access, role: str | None, area: str) -> None:
    token = make(books)
    books.accounts.revoke(books.accounts.get("zhang").grants[0].grant_id, by=OFFICE)
    if role:
        books.accounts.grant("zhang", role, area, by=OFFICE)

    assert is_dead(books, token)


def test_a_deleted_account_or_link_opens_nothing(books: Access, store: Engine) -> None:
    token = make(books)
    with write_transaction(store) as connection:
        connection.execute(text("DELETE FROM share"))

    assert is_dead(books, token)
    with read_transaction(store) as connection:
        assert connection.execute(select(Account.login)).scalars().all() == ["zhang"]


# ---- who is taken for whom


def test_who_is_signed_in_stays_so_with_a_link_in_the_same_browser(books: Access) -> None:
    token, session = make(books), token_of(books, "zhang")

    assert identify(books, session, ADDRESS, share_token=token).viewer.login == "zhang"
    assert identify(books, "", ADDRESS, share_token=token).viewer.frozen_address
    assert identify(books, "x" * 43, ADDRESS, share_token=token).viewer.frozen_address
    assert identify(books, "", ADDRESS, share_token="x").viewer == NOBODY
    assert identify(books, token, ADDRESS).viewer == NOBODY


# ---- over the wire


@pytest.fixture
def maker(closed_app: Dash, access: Access) -> FlaskClient:
    """The focus area's own browser."""
    return signed_in(closed_app, access, "huitian")


@pytest.fixture
def link(maker: FlaskClient) -> dict[str, str]:
    """A link to the focus area's last week, as the page's dialog makes it."""
    answer = maker.post("/api/share", json={"address": "/hotspots?area=huitian&period=7d&category=01", "days": 7})
    assert answer.status_code == 200, answer.get_json()
    found: dict[str, str] = answer.get_json()
    return found


def stranger(app: Dash) -> FlaskClient:
    """A browser that knows nothing yet."""
    client = app.server.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


@pytest.fixture
def holder(closed_app: Dash, link: dict[str, str]) -> FlaskClient:
    """A browser that has opened the link."""
    client = stranger(closed_app)
    assert client.get(path_of(link)).status_code == 303
    return client


def path_of(link: dict[str, str]) -> str:
    return link["url"].removeprefix("http://localhost")


def shown(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    """What the page of an address shows: the contents of its store, [] for a refusal."""
    path, _, query = address.partition("?")
    call = {**PAGE_CALL, "inputs": [{"id": "address", "property": "data", "value": {"path": path, "query": query and f"?{query}"}}]}
    answer = client.post(CALLBACK_PATH, json=call)
    assert answer.status_code == 200
    page = answer.get_json()["response"]["page"]["children"]
    return [node["props"]["data"] for node in walk(page) if node["props"].get("id") == STORE]


def test_a_link_leads_to_its_view_with_days_written_out(closed_app: Dash, link: dict[str, str]) -> None:
    answer = stranger(closed_app).get(path_of(link))

    assert answer.status_code == 303
    assert answer.headers["Location"] == link["view"] == "/hotspots?level=district&area=huitian&from=2026-11-16&to=2026-11-22&category=01"
    assert answer.headers["Cache-Control"] == "no-store"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_its_holder_sees_that_view(holder: FlaskClient, link: dict[str, str]) -> None:
    told = shown(holder, link["view"])[0]

    assert told["is_frozen"]
    assert (told["state"]["area"], told["state"]["from"], told["state"]["categories"]) == ("huitian", "2026-11-16", ["01"])
    for address in told["cubes"].values():
        assert holder.get(address).status_code == 200
    areas = decode(holder.get(told["cubes"]["areas"]).data)
    assert (areas.header["from"], areas.header["step"], areas.header["steps"]) == ("2026-11-16", "day", 7)


def test_its_holder_may_choose_the_colours(holder: FlaskClient, link: dict[str, str]) -> None:
    assert shown(holder, f"{link['view']}&theme=dark")[0]["state"]["theme"] == "dark"


def test_no_hexagon_with_few_cases_reaches_its_holder(holder: FlaskClient, link: dict[str, str]) -> None:
    cube = decode(holder.get(shown(holder, link["view"])[0]["cubes"]["cells"]).data)

    counts = dict.fromkeys(cube.keys, 0)
    for key, count in zip(cube.arrays["key"], cube.arrays["count"], strict=True):
        counts[cube.keys[int(key)]] += int(count)
    assert [c for key, c in counts.items() if key not in (COARSE, UNPLACED) and 0 < c < 5] == []


@pytest.mark.parametrize("change", [
    ("area=huitian", "area=110114"), ("area=huitian", "area=11"), ("area=huitian", "area=110114011"), ("area=huitian", "area=110108"),
    ("from=2026-11-16", "from=2026-11-15"), ("to=2026-11-22", "to=2026-11-21"), ("category=01", "category=02"), ("category=01", ""),
    ("category=01", "category=01&cell=8931aacd2a3ffff"), ("category=01", "category=01&period=90d"), ("category=01", "category=01&x=1"),
    ("category=01", "category=01&tab=cases"), ("category=01", "category=01&layers=roads"), ("/hotspots", "/"), ("/hotspots", "/quality"),
    ("/hotspots", "/compliance"),
])  # fmt: skip
def test_no_other_view_is_shown(holder: FlaskClient, link: dict[str, str], change: tuple[str, str]) -> None:
    assert shown(holder, link["view"].replace(*change)) == []


OTHERS = [
    "/cube/x/areas/110114.htc", "/cube/x/areas/11.htc", "/cube/x/areas/110114011.htc", "/cube/x/areas/110108019.htc",
    "/cube/x/cells/110114/8.htc", "/cube/x/cells/110114011/9.htc", "/cube/x/cells/huitian/10.htc",
    "/cube/x/cells/huitian/8.htc?from=2026-01-01",
    "/tiles/x/hex_8/110114.geojson", "/tiles/x/hex_9/421/193/9.mvt", "/tiles/x/hex_8/9/421/193.mvt", "/tiles/x/area/110108/shapes.geojson",
    "/api/cases?area=huitian", "/api/cases?area=110114011", "/api/case/D000001", "/api/export/areas.csv?area=huitian",
    "/api/export/ranking.csv?area=huitian", "/api/export/cases.csv?area=huitian", "/api/export/cells.csv?area=huitian", "/account",
    "/admin/accounts", "/admin/grants", "/admin/audit", "/admin/audit.csv", "/quality", "/compliance",
]  # fmt: skip


@pytest.mark.parametrize("address", OTHERS)
def test_nothing_else_is_given_to_its_holder(holder: FlaskClient, address: str) -> None:
    answer = holder.get(address)

    assert answer.status_code in (303, 403, 404), answer.status_code
    assert answer.status_code != 303 or answer.headers["Location"].startswith("/sign-in")


def test_its_holder_shares_nothing_on(holder: FlaskClient, link: dict[str, str]) -> None:
    assert holder.post("/api/share", json={"address": link["view"], "days": 1}).status_code == 403


def test_a_link_taken_back_ends_every_browser_that_opened_it(
    holder: FlaskClient, access: Access, link: dict[str, str], closed_app: Dash
) -> None:
    address = shown(holder, link["view"])[0]["cubes"]["areas"]
    assert holder.get(address).status_code == 200

    number = max(one.share_id for one in access.shares.list())
    access.shares.revoke(number, BY)

    assert holder.get(address).status_code in (303, 401)
    assert holder.get("/hotspots").status_code == 303
    assert stranger(closed_app).get(path_of(link)).status_code == 403


def test_a_token_counts_in_no_other_place(closed_app: Dash, access: Access, link: dict[str, str]) -> None:
    token, client = path_of(link).removeprefix("/s/"), stranger(closed_app)

    for name in ("huitian", "__Host-huitian", "session"):
        client.set_cookie(name, token)
    for address in (f"{link['view']}&token={token}", f"/?{COOKIE}={token}", f"/api/cases?s={token}"):
        answer = client.get(address, headers={"Authorization": f"Bearer {token}", "X-Share": token})
        assert answer.status_code in (303, 401)


def test_a_preview_does_not_open_the_link(closed_app: Dash, access: Access, link: dict[str, str]) -> None:
    before = access.shares.list()[0].opened_count

    answer = stranger(closed_app).head(path_of(link))

    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (204, None)
    assert access.shares.list()[0].opened_count == before


@pytest.mark.parametrize("token", ["x", "A" * 88, "..%2f..%2fetc", "%00", "é" * 20])
def test_no_link_is_refused_in_words_without_its_token(closed_app: Dash, token: str) -> None:
    answer = stranger(closed_app).get(f"/s/{token}")

    assert answer.status_code in (403, 404)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("body", [
    None, [], {}, {"address": "/"}, {"days": 7}, {"address": 5, "days": 7}, {"address": "https://x/", "days": 7},
    {"address": "/", "days": True}, {"address": "/", "days": "7"}, {"address": "/" + "a" * 3000, "days": 7}, {"address": "/", "days": 31},
])  # fmt: skip
def test_a_misshapen_wish_for_a_link_is_refused(closed_app: Dash, access: Access, body: Any) -> None:
    assert signed_in(closed_app, access, "huitian").post("/api/share", json=body).status_code == 400


@pytest.mark.parametrize(("login", "address"), [
    ("huitian", "/hotspots?area=110114"), ("huitian", "/?area=11"), ("huilongguan", "/?area=110114012"), ("lead", "/?area=huitian"),
    ("huitian", "/quality?area=huitian"), ("huitian", "/compliance"), ("huitian", "/help"), ("huitian", "//elsewhere/"), ("audit", "/"),
    ("wall", "/?area=huitian"), ("city", "/account"),
])  # fmt: skip
def test_views_that_may_not_be_shared_are_refused(closed_app: Dash, access: Access, login: str, address: str) -> None:
    assert signed_in(closed_app, access, login).post("/api/share", json={"address": address, "days": 7}).status_code == 403


def test_another_site_makes_no_links_through_a_signed_in_browser(maker: FlaskClient) -> None:
    wish = {"address": "/hotspots?area=huitian", "days": 7}

    assert maker.post("/api/share", json=wish, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_an_open_home_has_no_links(client: FlaskClient) -> None:
    assert client.get("/s/" + "A" * 88).status_code == 404
    assert client.post("/api/share", json={"address": "/", "days": 1}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 404


# ---- the buttons


def acts(viewer: Viewer) -> set[str]:
    """What the buttons of a viewer do."""
    parts = list(html.Div(actions(viewer))._traverse())
    names = {part.to_plotly_json()["props"].get("data-act") for part in parts if isinstance(part, Component)}
    return (names & {"share", "share-open"}) | {"export" for part in parts if isinstance(part, html.Details)}


def test_the_buttons_are_those_that_the_viewer_may_use(access: Access, link: dict[str, str]) -> None:
    holder = access.shares.viewer(path_of(link).removeprefix("/s/"), ADDRESS)

    assert acts(ANYBODY) == {"share", "export"}
    assert acts(viewer_named(access, "huitian")) == {"share-open", "export"}
    assert acts(viewer_named(access, "lead")) == {"share", "export"}
    assert acts(viewer_named(access, "community")) == {"share"}
    assert acts(holder) == set()
