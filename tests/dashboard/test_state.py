from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.state import CUSTOM, KNOWN, LONGEST_DAYS, PERIODS, ViewState, at_area, parse, period_dates, root_area, to_query
from geodata.pack import Pack, load_pack

TODAY = date(2026, 7, 16)
PACK = load_pack("huitian")
CELL = "8931aa5aac7ffff"

texts = st.text(max_size=30)
words = ("huitian", "110114", "11", "110114011", "110114011001", "city", "none", "01,02", CELL, "2026-07-01", "30d", "dark")
values = st.one_of(texts, st.sampled_from(words))


def read(query: str, path: str = "/hotspots") -> tuple[ViewState, tuple[str, ...]]:
    return parse(path, query, PACK, TODAY)


def test_an_empty_address_is_the_packs_area_the_last_thirty_days_and_the_light_theme() -> None:
    state, problems = read("")

    assert state == ViewState("/hotspots", "district", "huitian", date(2026, 6, 17), TODAY, "30d")
    assert problems == ()


@given(query=st.one_of(texts, st.dictionaries(st.one_of(st.sampled_from(KNOWN), texts), values, max_size=12).map(urlencode)), path=texts)
def test_any_text_gives_a_view_that_reads_back_as_itself(query: str, path: str) -> None:
    state, _ = read(query, path)

    again, problems = read(to_query(state), path)

    assert again == state
    assert problems == ()
    assert to_query(again) == to_query(state)
    assert state.period_from <= state.period_to <= TODAY
    assert (state.period_to - state.period_from).days < LONGEST_DAYS


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("7d", date(2026, 7, 10), TODAY),
        ("30d", date(2026, 6, 17), TODAY),
        ("90d", date(2026, 4, 18), TODAY),
        ("week", date(2026, 7, 13), TODAY),
        ("month", date(2026, 7, 1), TODAY),
        ("year", date(2026, 1, 1), TODAY),
        ("flood", date(2026, 6, 1), TODAY),
    ],
)
def test_a_period_word_ends_at_the_newest_day_with_data(word: str, first: date, last: date) -> None:
    state, problems = read(f"period={word}")

    assert (state.period, state.period_from, state.period_to) == (word, first, last)
    assert problems == ()


def test_every_period_word_but_custom_has_dates() -> None:
    assert all(period_dates(word, TODAY) for word in PERIODS if word != CUSTOM)


def test_the_flood_season_of_last_year_is_shown_until_the_next_one_begins() -> None:
    assert period_dates("flood", date(2026, 5, 31)) == (date(2025, 6, 1), date(2025, 9, 15))
    assert period_dates("flood", date(2026, 12, 1)) == (date(2026, 6, 1), date(2026, 9, 15))


def test_two_dates_are_a_period_of_their_own() -> None:
    state, problems = read("from=2026-05-01&to=2026-05-31")

    assert (state.period, state.period_from, state.period_to) == ("custom", date(2026, 5, 1), date(2026, 5, 31))
    assert to_query(state) == "level=district&area=huitian&from=2026-05-01&to=2026-05-31"
    assert problems == ()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("area=999", "999"),
        ("area=110114011001", "社区"),
        ("level=street&area=110114", "street"),
        ("period=fortnight", "fortnight"),
        ("period=custom", "from"),
        ("from=2026-07-10&to=2026-07-01", "对调"),
        ("to=2027-01-01&from=2026-07-01", "2026-07-16"),
        ("from=2020-01-01", "731"),
        ("from=yesterday", "yesterday"),
        ("category=01,77", "77"),
        ("cell=8531aa5bfffffff", "8531aa5bfffffff"),
        ("cell=nonsense", "nonsense"),
        ("theme=pink", "pink"),
        ("tab=<script>", "tab"),
        ("layers=hexagons,<b>", "图层"),
        ("boundary=9", "boundary"),
        ("colour=red", "colour"),
    ],
)
def test_what_is_not_understood_is_said_in_chinese_and_a_default_stands_in(query: str, said: str) -> None:
    _, problems = read(query)

    assert len(problems) == 1
    assert said in problems[0]


def test_the_area_decides_the_level() -> None:
    assert read("level=district&area=110114011")[0].level == "street"
    assert read("area=11")[0].level == "city"
    assert read("level=city")[0].area == "11"


def test_a_community_shows_the_street_it_is_in() -> None:
    assert read("area=110114011001")[0].area == "110114011"


def test_categories_stand_in_the_catalogs_order_once_and_all_of_them_are_none() -> None:
    roots = [c.code for c in PACK.catalog.roots()]

    assert read("category=none,02,01,02")[0].categories == ("01", "02", "")
    assert read("category=" + ",".join([*roots, "none"]))[0].categories == ()
    assert "category=01,none" in to_query(read("category=none&category=01")[0])


def test_no_layers_is_not_the_same_as_the_pages_own_layers() -> None:
    assert read("")[0].layers is None
    assert read("layers=none")[0].layers == ()
    assert read("layers=roads,hexagons")[0].layers == ("hexagons", "roads")


def test_walls_are_dark_and_desks_light_unless_the_address_says_otherwise() -> None:
    assert read("", "/wall/main")[0].theme == "dark"
    assert "theme" not in to_query(read("theme=dark", "/wall/main")[0])
    assert "theme=dark" in to_query(read("theme=dark")[0])


def test_going_to_another_area_keeps_the_filters_and_drops_the_cell() -> None:
    state, _ = read(f"category=01&cell={CELL}&period=7d")

    down = at_area(state, "110114011", PACK)

    assert (down.area, down.level, down.cell, down.categories, down.period) == ("110114011", "street", None, ("01",), "7d")
    assert at_area(state, "nowhere", PACK) == state


def test_the_whole_pack_is_its_city(pack: Pack) -> None:
    assert root_area(pack) == "11"


def test_a_period_ends_earlier_when_the_data_does() -> None:
    late, _ = parse("/", "period=7d", PACK, TODAY - timedelta(days=3))

    assert late.period_to == TODAY - timedelta(days=3)
    assert replace(late, path="/x").period_from == TODAY - timedelta(days=9)
