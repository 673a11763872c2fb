"""Each page is laid out at each level, says what it shows and when it is from, and says so when an address is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard import texts
from dashboard.components.shell import STORE
from dashboard.components.tiles import tile_table
from dashboard.desk import Desk
from dashboard.guard.callbacks import CALLBACK_PATH
from dashboard.pages import PAGES
from dashboard.queries.cubes import MEASURES
from etl.feeds import FEEDS

AREAS = {"city": "11", "district": "110114", "focus": "huitian", "street": "110114012", "no outline": "110105011"}


def layout(app: Dash, href: str) -> dict[str, Any]:
    desk: Desk = app.server.extensions["desk"]
    path, _, query = href.partition("?")
    state, problems = desk.read(path, query)
    found: dict[str, Any] = json.loads(json.dumps(PAGES[state.path].layout(state, desk, problems), default=lambda c: c.to_plotly_json()))
    return found


def walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for item in node:
            yield from walk(item)
    elif isinstance(node, dict) and "props" in node:
        yield node
        yield from walk(node["props"].get("children"))


def words(node: Any) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, list):
        return " ".join(map(words, node))
    return words(node["props"].get("children") or "") if isinstance(node, dict) and "props" in node else ""


def shell_of(page: dict[str, Any]) -> dict[str, Any]:
    return next(n["props"]["data"] for n in walk(page) if n["props"].get("id") == STORE)  # type: ignore[no-any-return]


def test_the_navigation_leads_to_every_page_and_to_nothing_else() -> None:
    assert list(texts.NAVIGATION) == list(PAGES)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("area", AREAS)
def test_every_page_is_laid_out_at_every_level(app: Dash, path: str, area: str) -> None:
    page = layout(app, f"{path}?area={AREAS[area]}")

    assert shell_of(page)["state"]["area"] == AREAS[area]


@pytest.mark.parametrize("area", AREAS)
def test_every_file_that_the_browser_is_sent_for_is_there(app: Dash, client: FlaskClient, area: str) -> None:
    told = shell_of(layout(app, f"/hotspots?area={AREAS[area]}"))

    for address in (*told["cubes"].values(), *told["maps"].values()):
        assert client.get(address).status_code == 200, address


def test_the_breadcrumb_leads_up_through_the_focus_area_to_the_city(app: Dash) -> None:
    page = layout(app, "/hotspots?area=110114012")
    crumbs = next(n for n in walk(page) if n["props"].get("className") == "bc")

    assert words(crumbs).replace(" ", "") == "北京市/昌平区/回天地区/龙泽园街道"


@pytest.mark.parametrize(("query", "said"), [("area=999999", "999999"), ("period=forever", "forever"), ("from=yesterday", "yesterday")])
def test_a_wrong_address_is_answered_with_defaults_and_a_notice(app: Dash, query: str, said: str) -> None:
    page = layout(app, f"/hotspots?{query}")

    notices = next(n for n in walk(page) if n["props"].get("className") == "notices")
    assert said in words(notices)


def test_a_demo_home_says_that_it_is_one(app: Dash) -> None:
    said = words(layout(app, "/"))

    assert texts.DEMO_DATA in said
    assert texts.DEMO_OPEN in said
    assert texts.CLOCK_FIXED in said
    assert "数据 20 分钟前" in said


def test_tiles_measure_columns_that_the_areas_cube_has() -> None:
    for tile in tile_table(0.9):
        assert set(tile["part"]) | ({tile["whole"]} - {None}) <= set(MEASURES), tile["name"]


def test_fairly_satisfied_counts_as_the_rules_of_the_pack_say() -> None:
    satisfaction = next(t for t in tile_table(0.9) if t["name"] == "satisfaction")

    assert satisfaction["part"] == {"satisfied": 1, "fairly": 0.9}
    assert "0.9" in satisfaction["tip"]


def test_the_quality_page_shows_each_batch_with_its_four_counts_and_that_they_add_up(app: Dash) -> None:
    said = words(layout(app, "/quality?area=11&period=year"))

    assert texts.Q_ADDS_UP in said
    assert "差" not in said.replace("差值", "")


def test_the_help_names_every_required_header_of_the_feed_and_each_variant_of_it() -> None:
    told = " ".join(" ".join(row) for row in texts.HELP_HEADERS)

    missing = [h for c in FEEDS["complaints"].columns if c.is_required for h in c.headers if h not in told]
    assert not missing


def test_the_help_names_no_header_that_the_feed_does_not_know() -> None:
    known = FEEDS["complaints"]
    plain = {h for c in known.columns for h in c.headers}
    told = [part for name, _, variants in texts.HELP_HEADERS for text in (name, variants) for part in text.replace("；", "、").split("、")]
    loose = [t for t in told if t and not any(sign in t for sign in "或。须")]

    assert [t for t in loose if t not in plain] == []


def test_the_help_names_only_commands_that_exist() -> None:
    import click

    from etl.cli import COMMANDS

    said = json.dumps(texts.HELP, ensure_ascii=False)
    commands = {c.name: c for c in COMMANDS}
    quarantine = commands["quarantine"]
    assert isinstance(quarantine, click.Group)
    for name in ("list", "export", "replay"):
        assert (f"huitian quarantine {name}" in said) == (name in quarantine.commands)
    assert {"load", "quarantine"} <= set(commands)


def test_a_page_that_cannot_be_laid_out_says_why(app: Dash) -> None:
    desk: Desk = app.server.extensions["desk"]
    manifest = desk.settings.history_dir / "manifest.json"
    kept = manifest.read_bytes()
    call = {
        "output": "page.children", "outputs": {"id": "page", "property": "children"}, "changedPropIds": ["address.data"], "state": [],
        "inputs": [{"id": "address", "property": "data", "value": {"path": "/", "query": ""}}],
    }
    try:
        manifest.write_text("{", encoding="utf-8")
        answer = app.server.test_client().post(CALLBACK_PATH, json=call)
    finally:
        manifest.write_bytes(kept)

    assert answer.status_code == 200
    assert "huitian build" in json.dumps(answer.get_json(), ensure_ascii=False)


def test_every_command_and_option_that_the_help_names_exists() -> None:
    import re

    import click

    import huitian

    said = json.dumps(texts.HELP, ensure_ascii=False)
    named = re.findall(r"huitian ([a-z]+)(?: ([a-z]+))?[^，。；）\"]*?(?: --([a-z-]+))?[，。；）\"]", said)
    known = huitian.cli.commands

    assert len(named) > 8
    for command, sub, option in named:
        found = known[command]
        found = found.commands[sub] if isinstance(found, click.Group) and sub else found
        assert not option or f"--{option}" in {o for p in found.params for o in p.opts}, (command, sub, option)
