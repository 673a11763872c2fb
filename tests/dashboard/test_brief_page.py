"""`/brief`: who may see, issue and take away what; what stands in the way of an edition is said and nothing is kept."""

from __future__ import annotations

import hashlib
import html
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.access.access import Access
from dashboard.access.granting import WALL
from dashboard.access.scope import Scope
from dashboard.app import DESK, create_app
from dashboard.brief import editions
from dashboard.brief.issuing import Order, draft_files, issue, publishing
from dashboard.brief.template import OFFICE
from dashboard.brief.week import week_named
from dashboard.desk import Desk
from geodata.clock import Clock, local
from geodata.errors import BadRequest
from geodata.pack import Pack
from geodata.store.engine import write_transaction
from geodata.store.founding import found_home
from geodata.store.models import Batch
from tests.dashboard.brief_desk import FILES, WEEK, WITH_MAP, numbered
from tests.dashboard.brief_world import brief as made_by_hand
from tests.people import hire, signed_in
from tests.scene import city, filled, home_of

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[Dash]:
    """An open demo home of this file's own, the Monday after the scene's last week."""
    settings = replace(home_of(tmp_path_factory.mktemp("office")), now=local(datetime(2026, 11, 23, 9)), rate_limits="off")
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city(300))
    settings.home.joinpath(OFFICE).write_text(WITH_MAP, encoding="utf-8")
    engine.dispose()
    made = create_app(settings, is_demo=True)
    yield made
    made.server.extensions[DESK].engine.dispose()


def desk_of(app: Dash) -> Desk:
    """The desk of whoever may publish the whole city."""
    found = app.server.extensions[DESK]
    assert isinstance(found, Desk)
    return publishing(found, Scope.municipal())


def test_an_edition_is_issued_opened_and_taken_away_as_it_was(office: Dash) -> None:
    client: FlaskClient = office.server.test_client()

    drafted = client.get(f"/brief/draft?area=110114&week={WEEK}").get_data(as_text=True)
    assert "草稿" in drafted
    assert drafted.count('<svg class="brief-chart"') == drafted.count('<details class="behind">') >= 1
    said = client.post("/brief", data={"area": "110114", "week": WEEK, "note": "测试"}, headers=OURS).get_data(as_text=True)
    assert "已编发 2026 年第 1 期" in said

    line = editions.listing(desk_of(office).engine, Scope.municipal(), desk_of(office).pack)[0]
    page = client.get(f"/brief/{line.id}").get_data(as_text=True)
    assert "昌平区城市运行周报" in page
    assert "演示数据" in page
    assert "picture/complaints.weeks" in page
    assert client.get(f"/brief/{line.id}/picture/complaints.weeks").mimetype == "image/png"
    assert {Path(name).suffix for name in line.files} == {".docx", ".pptx", ".xlsx", ".png"}
    taken = client.get(f"/brief/{line.id}/{line.files[0]}")
    assert taken.status_code == 200
    file = editions.file_of(desk_of(office).engine, Scope.municipal(), desk_of(office).pack, line.id, line.files[0])
    assert hashlib.sha256(taken.get_data()).hexdigest() == file.sha256

    again = client.post("/brief", data={"area": "110114", "week": WEEK}, headers=OURS)
    assert again.status_code == 400
    assert "没有重复编发" in again.get_data(as_text=True)


def test_a_draft_shows_the_maps_that_its_files_would_have(office: Dash) -> None:
    client = office.server.test_client()
    page = client.get(f"/brief/draft?area=110114&week={WEEK}").get_data(as_text=True)

    addresses = [html.unescape(found) for found in re.findall(r'<img src="(/brief/draft/picture/[^"]+)"', page)]
    shown = [client.get(address) for address in addresses]
    _, files = draft_files(desk_of(office), "110114", week_named(WEEK))

    assert [answer.mimetype for answer in shown] == ["image/png"]
    assert shown[0].get_data() == next(file.content for file in files if "hotspots.map" in file.name)
    for no_map in (addresses[0].replace("hotspots.map", "nothing"), f"{addresses[0]}.5", addresses[0].replace(WEEK, "2026-W45")):
        assert client.get(no_map).status_code == 404


def test_two_drafts_of_the_same_data_are_the_same_bytes_whenever_they_are_made(office: Dash) -> None:
    week = week_named("2026-W45")
    desk = desk_of(office)
    later = replace(desk, clock=Clock(desk.clock.now() + timedelta(days=2)))

    (first, files), (second, more) = (draft_files(one, "110114011", week) for one in (desk, later))

    assert first == second
    assert {f.name: f.sha256 for f in files} == {f.name: f.sha256 for f in more}


def test_stale_empty_and_unfinished_weeks_need_a_note(office: Dash) -> None:
    desk = desk_of(office)

    for week in ("2026-W48", "2023-W10"):
        with pytest.raises(BadRequest, match="须写明原因"):
            issue(desk, Order("11", week_named(week), "jian"))
    assert not [x for x in editions.listing(desk.engine, Scope.municipal(), desk.pack) if x.area == "11"]


def test_a_correction_needs_a_note_too(office: Dash) -> None:
    desk = desk_of(office)
    made = replace(numbered(made_by_hand(with_maps=False), week="2026-W44"), area="110105")
    editions.freeze(desk.engine, desk.pack, made, "t" * 64, FILES)

    with pytest.raises(BadRequest, match="更正"):
        issue(desk, Order("110105", week_named("2026-W44"), "jian", is_correction=True))


def test_nothing_is_issued_while_a_load_is_on_its_way(tmp_path: Path, pack: Pack) -> None:
    settings = replace(home_of(tmp_path), now=local(datetime(2026, 11, 23, 9)), rate_limits="off")
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city(60))
    with write_transaction(engine) as store:
        row = dict(store.execute(Batch.__table__.select()).mappings().first() or {})
        store.execute(Batch.__table__.insert().values({**row, "id": row["id"] + 1}))
    engine.dispose()
    app = create_app(settings, is_demo=True)

    with pytest.raises(BadRequest, match="正在导入数据"):
        issue(desk_of(app), Order("11", week_named(WEEK), "jian"))
    drafted = app.server.test_client().get(f"/brief/draft?area=11&week={WEEK}").get_data(as_text=True)

    assert "尚未完成汇总" in drafted
    desk_of(app).engine.dispose()


@pytest.mark.parametrize("query", ["area=999&week=2026-W46", "area=11&week=2026-46", "area=11&week=2027-W30", ""])
def test_what_is_no_area_or_week_is_said_above_the_list(office: Dash, query: str) -> None:
    answer = office.server.test_client().get(f"/brief/draft?{query}")

    assert answer.status_code == 400
    assert "said alarm" in answer.get_data(as_text=True)


@pytest.fixture(scope="module")
def kept(closed_app: Dash) -> tuple[int, int]:
    """Ids of an edition of one street and of one of the focus area, in the home with accounts."""
    desk = closed_app.server.extensions[DESK]
    street = replace(numbered(made_by_hand(with_maps=False)), area="110114011", area_name="回龙观街道")
    lines = [editions.freeze(desk.engine, desk.pack, made, "t" * 64, FILES) for made in (street, numbered(made_by_hand(with_maps=False)))]
    return lines[0].id, lines[1].id


@pytest.mark.parametrize(("login", "sees"), [("city", (200, 200)), ("huitian", (200, 200)), ("huilongguan", (200, 404))])
def test_an_edition_is_seen_by_who_may_see_its_whole_area(
    closed_app: Dash, access: Access, kept: tuple[int, int], login: str, sees: tuple[int, int]
) -> None:
    client = signed_in(closed_app, access, login)

    assert tuple(client.get(f"/brief/{number}").status_code for number in kept) == sees
    assert tuple(client.get(f"/brief/{number}/brief.docx").status_code for number in kept) == sees


def test_who_may_not_issue_is_not_offered_it(closed_app: Dash, access: Access) -> None:
    client = signed_in(closed_app, access, "huilongguan")

    assert "看草稿" not in client.get("/brief").get_data(as_text=True)
    assert client.get(f"/brief/draft?area=110114011&week={WEEK}").status_code == 403
    assert client.post("/brief", data={"area": "110114011", "week": WEEK}, headers=OURS).status_code == 403


def every_way(numbers: tuple[int, int], area: str) -> dict[str, str]:
    """Every address of briefs that can be opened, by what it is."""
    own, wide = numbers
    return {
        "list": "/brief", "draft": f"/brief/draft?area={area}&week={WEEK}", "own": f"/brief/{own}", "wide": f"/brief/{wide}",
        "picture": f"/brief/{own}/picture/brief.png", "file": f"/brief/{own}/brief.docx",
        "sketch": f"/brief/draft/picture/hotspots.map?area={area}&week={WEEK}",
    }  # fmt: skip


def test_a_link_to_one_view_shows_no_brief(closed_app: Dash, access: Access, kept: tuple[int, int]) -> None:
    maker = signed_in(closed_app, access, "briefing")
    link = maker.post("/api/share", json={"address": "/hotspots?area=huitian&period=7d", "days": 7}).get_json()
    holder = closed_app.server.test_client()
    holder.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    assert holder.get(link["url"].removeprefix("http://localhost")).status_code == 303
    assert holder.get(link["view"]).status_code == 200

    seen = {what: holder.get(address).status_code for what, address in every_way(kept, "huitian").items()}

    assert seen == dict.fromkeys(seen, 403)
    assert holder.post("/brief", data={"area": "huitian", "week": WEEK, "note": "x"}).status_code == 403


def test_a_walls_device_reads_the_briefs_of_its_area_and_no_more(closed_app: Dash, access: Access, kept: tuple[int, int]) -> None:
    hire(access, "wall-of-one-street", WALL, "110114011")
    street, wide = (signed_in(closed_app, access, name) for name in ("wall-of-one-street", "wall"))

    seen = {what: street.get(address).status_code for what, address in every_way(kept, "110114011").items()}

    assert seen == {"list": 200, "draft": 403, "own": 200, "wide": 404, "picture": 200, "file": 403, "sketch": 403}
    assert [wide.get(f"/brief/{number}").status_code for number in kept] == [200, 200]
    listed = street.get("/brief").get_data(as_text=True)
    assert f'"/brief/{kept[0]}"' in listed
    assert f"/brief/{kept[1]}" not in listed
    assert f"/brief/{kept[0]}/" not in listed + street.get(f"/brief/{kept[0]}").get_data(as_text=True)
    assert street.post("/brief", data={"area": "110114011", "week": WEEK, "note": "x"}).status_code == 403


def test_of_two_people_who_issue_the_same_edition_one_is_told_who_was_first(closed_app: Dash, access: Access) -> None:
    order = {"area": "110114012", "week": "2026-W45", "note": "同时编发"}
    hire(access, "wu", "briefing", "110114012")
    hire(access, "zheng", "briefing", "110114012")
    start, answers = threading.Barrier(2), dict[str, Any]()

    def issue_as(login: str) -> None:
        client = signed_in(closed_app, access, login)
        start.wait()
        answers[login] = client.post("/brief", data=order)

    threads = [threading.Thread(target=issue_as, args=(login,)) for login in ("wu", "zheng")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    won, lost = sorted(answers, key=lambda login: answers[login].status_code)
    assert (answers[won].status_code, answers[lost].status_code in (400, 409)) == (200, True)
    assert "已编发 2026 年第 1 期" in answers[won].get_data(as_text=True)
    said = answers[lost].get_data(as_text=True)
    assert "正在编发另一期周报" in said or f"已由 {won} 于" in said
    desk = closed_app.server.extensions[DESK]
    lines = [x for x in editions.listing(desk.engine, Scope.municipal(), desk.pack) if x.area == "110114012"]
    assert [(x.issued_by, x.number, x.revision) for x in lines] == [(won, 1, 1)]
    again = signed_in(closed_app, access, lost).post("/brief", data=order)
    assert again.status_code == 400
    assert f"已由 {won} 于" in again.get_data(as_text=True)


def test_taking_a_file_away_is_in_the_trail(closed_app: Dash, access: Access, kept: tuple[int, int]) -> None:
    signed_in(closed_app, access, "city").get(f"/brief/{kept[0]}/brief.docx")

    entry = access.trail.rows(1, action="export")[0]
    assert entry.actor == "city"
    assert f"/brief/{kept[0]}/brief.docx" in entry.subject


def test_the_navigation_leads_to_the_briefs(closed_app: Dash, access: Access) -> None:
    assert '<a href="/brief" class="on"' in signed_in(closed_app, access, "briefing").get("/brief").get_data(as_text=True)
