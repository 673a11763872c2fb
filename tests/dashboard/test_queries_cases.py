from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.access.scope import NOTHING, Scope
from dashboard.queries.cases import SHORT, Selection, case_numbered, cases
from dashboard.queries.cube import COARSE, UNPLACED
from dashboard.queries.cubes import Source, areas_cube, cells_cube
from dashboard.queries.figures import cell_counts, ranking
from geodata.clock import local
from geodata.errors import BadRequest, NotFound, RightsError
from geodata.pack import Pack
from tests.scene import LAST_DAY, NEWEST, filled, home_of, placed

NOW = local(NEWEST + timedelta(hours=1))
SINCE = LAST_DAY - timedelta(days=365)
MUNICIPAL = Scope.everything()


def small(store: Engine, folder: Path, pack: Pack, *rows: dict[str, Any]) -> Source:
    numbered = [{"order_no": f"C{i}", "created_at": NEWEST - timedelta(hours=i), **row} for i, row in enumerate(rows)]
    return filled(store, home_of(folder), pack, numbered)


@pytest.mark.parametrize("res", [7, 8, 9, 10])
def test_the_cases_of_every_hexagon_are_those_its_count_counts(city_on_store: tuple[Engine, Source], res: int) -> None:
    engine, source = city_on_store
    counts = cell_counts(cells_cube(source, "huitian", res), SINCE, LAST_DAY)

    for cell in [c for c in counts if c not in (COARSE, UNPLACED)][:12]:
        found = cases(engine, MUNICIPAL, source.pack, Selection("huitian", SINCE, LAST_DAY, cell), now=NOW, readable=MUNICIPAL)
        assert found.total == counts[cell]


@pytest.mark.parametrize("chosen", [(), ("01",), ("02", ""), ("",)])
def test_the_cases_of_every_area_are_those_the_ranking_counts(city_on_store: tuple[Engine, Source], chosen: tuple[str, ...]) -> None:
    engine, source = city_on_store
    lines = ranking(areas_cube(source, "11"), SINCE, LAST_DAY, categories=chosen)

    for line in [line for line in lines if line.code]:
        found = cases(engine, MUNICIPAL, source.pack, Selection(line.code, SINCE, LAST_DAY, categories=chosen), now=NOW, limit=0)
        assert found.total == line.now.count
    everything = cases(engine, MUNICIPAL, source.pack, Selection("11", SINCE, LAST_DAY, categories=chosen), now=NOW, limit=0)
    assert everything.total == sum(line.now.count for line in lines)


def test_cases_come_newest_first_and_in_pages(city_on_store: tuple[Engine, Source]) -> None:
    engine, source = city_on_store
    selection = Selection("11", SINCE, LAST_DAY)

    pages = [cases(engine, MUNICIPAL, source.pack, selection, now=NOW, limit=20, offset=offset).cases for offset in (0, 20)]

    times = [c.created_at for page in pages for c in page]
    assert len({c.order_no for page in pages for c in page}) == 40
    assert times == sorted(times, reverse=True)
    assert times[0] == local(NEWEST)


def test_a_reader_sees_cases_of_the_own_street_only(city_on_store: tuple[Engine, Source]) -> None:
    engine, source = city_on_store
    street = Scope(source.pack.areas.ranges("110114011"))

    mine = cases(engine, street, source.pack, Selection("110114011", SINCE, LAST_DAY), now=NOW, limit=500)

    assert {c.street_name for c in mine.cases} == {"回龙观"}
    for area in ("110114", "huitian", "110105", "110114012"):
        with pytest.raises(RightsError, match="无权查看"):
            cases(engine, street, source.pack, Selection(area, SINCE, LAST_DAY), now=NOW)


def test_texts_leave_the_store_only_for_those_who_handle_the_case(city_on_store: tuple[Engine, Source]) -> None:
    engine, source = city_on_store
    district, street = (Scope(source.pack.areas.ranges(code)) for code in ("110114", "110114011"))

    found = cases(engine, district, source.pack, Selection("110114", SINCE, LAST_DAY), now=NOW, readable=street, limit=500).cases

    assert {c.street_name for c in found if c.is_readable} == {"回龙观"} < {c.street_name for c in found}
    assert {(c.title, c.content, c.place_name) for c in found if not c.is_readable} == {("", "", "")}


def test_a_unit_lists_and_reads_the_cases_it_handles(store: Engine, tmp_path: Path, pack: Pack) -> None:
    source = small(store, tmp_path, pack, {"handler": "市水务局", "title": "积水"}, {"handler": "区园林局", "title": "修树"})
    unit = replace(Scope(pack.areas.ranges("110114")), units=("市水务局",))

    found = cases(store, unit, source.pack, Selection("110114", LAST_DAY, LAST_DAY), now=NOW, readable=unit)

    assert (found.total, [c.title for c in found.cases]) == (1, ["积水"])
    assert case_numbered(store, unit, pack, "C0", now=NOW).title == "积水"
    with pytest.raises(NotFound):
        case_numbered(store, unit, pack, "C1", now=NOW)


def test_one_case_has_its_whole_text(sqlite_store: Engine, tmp_path: Path, pack: Pack) -> None:
    text = "积水" * SHORT
    small(sqlite_store, tmp_path, pack, {"content": text})

    assert case_numbered(sqlite_store, MUNICIPAL, pack, "C0", now=NOW).content == text
    with pytest.raises(NotFound, match="没有这个编号"):
        case_numbered(sqlite_store, NOTHING, pack, "C0", now=NOW)


def test_cases_of_one_hexagon_are_for_those_who_read_them(sqlite_store: Engine, tmp_path: Path, pack: Pack) -> None:
    source = small(sqlite_store, tmp_path, pack, placed(116.36, 40.07))
    selection = Selection("11", LAST_DAY, LAST_DAY, cells_cube(source, "11", 9).keys[0])

    with pytest.raises(RightsError, match="按格"):
        cases(sqlite_store, MUNICIPAL, pack, selection, now=NOW)


def test_records_outside_every_area_are_listed_for_municipal_readers_of_the_city(store: Engine, tmp_path: Path, pack: Pack) -> None:
    source = small(store, tmp_path, pack, {"street_code": None, "district_code": None, "code_source": "none"}, {})
    selection = Selection("11", LAST_DAY, LAST_DAY)

    assert cases(store, MUNICIPAL, source.pack, selection, now=NOW, readable=MUNICIPAL).total == 2
    assert cases(store, Scope(pack.areas.ranges("11")), source.pack, selection, now=NOW).total == 1


@pytest.mark.parametrize(
    ("given", "is_overdue"),
    [
        ({"status": "handling", "deadline_at": NEWEST - timedelta(minutes=1)}, True),
        ({"status": "pending", "deadline_at": NEWEST + timedelta(hours=2)}, False),
        ({"status": "closed", "deadline_at": NEWEST, "closed_at": NEWEST + timedelta(minutes=1)}, True),
        ({"status": "closed", "deadline_at": NEWEST, "closed_at": NEWEST - timedelta(minutes=1)}, False),
        ({"status": "closed", "deadline_at": NEWEST - timedelta(days=1), "closed_at": None}, False),
        ({"status": "returned", "deadline_at": NEWEST - timedelta(days=1)}, False),
        ({"status": "pending", "deadline_at": None}, False),
    ],
)
def test_a_case_is_overdue_when_its_deadline_went_by_before_it_was_closed(
    store: Engine, tmp_path: Path, pack: Pack, given: dict[str, Any], is_overdue: bool
) -> None:
    source = small(store, tmp_path, pack, given)

    found = cases(store, MUNICIPAL, source.pack, Selection("11", LAST_DAY, LAST_DAY), now=NOW, readable=MUNICIPAL)

    assert (found.cases[0].is_overdue, found.overdue_count) == (is_overdue, int(is_overdue))


def test_a_line_speaks_to_people(sqlite_store: Engine, tmp_path: Path, pack: Pack) -> None:
    text = "积水" * SHORT
    row = placed(116.36, 40.07, content=text, status="handling", street_code="110114011", repeat_count=3)
    source = small(sqlite_store, tmp_path, pack, row)

    page = cases(sqlite_store, MUNICIPAL, source.pack, Selection("11", LAST_DAY, LAST_DAY), now=NOW, readable=MUNICIPAL)

    line = page.cases[0]
    assert (line.status_name, line.street_name, line.category_name) == ("办理中", "回龙观", pack.catalog.short_name("010101"))
    assert line.content == text[: SHORT - 1] + "…"
    assert line.created_at == local(NEWEST)
    assert (page.repeat_count, line.repeat_count) == (1, 3)


def test_a_sketched_position_is_in_no_hexagon_where_the_pack_forbids_it(sqlite_store: Engine, tmp_path: Path, pack: Pack) -> None:
    source = small(sqlite_store, tmp_path, pack, placed(116.36, 40.07, place_approx=True))
    strict = replace(pack, config=replace(pack.config, allow_approx=False))
    cell = next(iter(cells_cube(source, "11", 9).keys))
    selection = Selection("11", LAST_DAY, LAST_DAY, cell)

    assert cases(sqlite_store, MUNICIPAL, pack, selection, now=NOW, readable=MUNICIPAL).total == 1
    assert cases(sqlite_store, MUNICIPAL, strict, selection, now=NOW, readable=MUNICIPAL).total == 0


def test_a_day_is_whole_and_ends_at_midnight(store: Engine, tmp_path: Path, pack: Pack) -> None:
    times = ("2026-11-20 23:59:59.999999", "2026-11-21 00:00:00", "2026-11-21 23:59:59.5", "2026-11-22 00:00:00")
    source = small(store, tmp_path, pack, *({"created_at": datetime.fromisoformat(t)} for t in times))

    found = cases(store, MUNICIPAL, source.pack, Selection("11", date(2026, 11, 21), date(2026, 11, 21)), now=NOW)

    assert [c.order_no for c in found.cases] == ["C2", "C1"]


@pytest.mark.parametrize("cell", ["nonsense", "8531aa5bfffffff", "8b31aa5aac7ffff"])
def test_a_cell_that_is_none_or_of_another_resolution_is_refused(sqlite_store: Engine, pack: Pack, cell: str) -> None:
    with pytest.raises(BadRequest, match="网格"):
        cases(sqlite_store, MUNICIPAL, pack, Selection("11", LAST_DAY, LAST_DAY, cell), now=NOW, readable=MUNICIPAL)


def test_an_unknown_area_is_refused(sqlite_store: Engine, pack: Pack) -> None:
    with pytest.raises(NotFound):
        cases(sqlite_store, MUNICIPAL, pack, Selection("nowhere", LAST_DAY, LAST_DAY), now=NOW, readable=MUNICIPAL)
