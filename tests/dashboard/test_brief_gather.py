"""What a brief says: each number of a sentence is a figure, figures are those of the pages, nothing is made up where data are missing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from dashboard.access.scope import Scope
from dashboard.brief.asked import Figures
from dashboard.brief.content import Brief, Chart, MapPicture, Paragraph, Source, Table
from dashboard.brief.difference import part as difference
from dashboard.brief.fields import BLOCKS, FIELDS
from dashboard.brief.frozen import digest_of, from_json, to_json
from dashboard.brief.gather import PARTS, reasons
from dashboard.brief.sentences import change, say
from dashboard.brief.week import last_whole_week, week_named
from dashboard.queries.cubes import Source as History
from dashboard.queries.cubes import areas_cube
from dashboard.queries.figures import totals
from dashboard.queries.handling import by_unit
from dashboard.texts import brief as words
from etl.load import load_prepared
from geodata.clock import local
from geodata.errors import BadRequest, RightsError
from geodata.pack import Pack
from geodata.store.engine import read_transaction
from geodata.store.models import Complaint
from geodata.store.steady import steady
from tests.dashboard.brief_desk import WEEK, asked_on, brief_on
from tests.factories import complaint_frame, prepared
from tests.programme_rows import planted, put
from tests.scene import LAST_DAY, city, filled, home_of

ABOUT = ("area", "week", "period", "number", "unit", "as_of")
City = tuple[Engine, History]


def table_of(brief: Brief, key: str) -> Table:
    """The table of a brief by its key."""
    return next(block for section in brief.sections for block in section.blocks if isinstance(block, Table) and block.key == key)


def test_each_number_of_each_sentence_is_a_figure_with_its_query(city_on_store: City, pack: Pack) -> None:
    brief = brief_on(*city_on_store, pack)

    said = [block for section in brief.sections for block in section.blocks if isinstance(block, Paragraph)]
    assert said
    for paragraph in said:
        rest = paragraph.text.replace("11月9日至11月15日", "")
        for key in sorted(paragraph.keys, key=lambda k: -len(brief.figures[k].text)):
            assert brief.figures[key].source.query
            rest = rest.replace(brief.figures[key].text, "")
        rest = re.sub(r"网格[0-9a-f]{5}", "", rest)                # the name of a hexagon
        assert not re.search(r"\d", rest), (paragraph.text, rest)


def test_the_templates_of_sentences_hold_no_number_of_their_own() -> None:
    rules = [text for name, text in vars(words).items() if name.isupper() and isinstance(text, str) and "{" in text]
    sentences = [text for text in rules if text in _sentence_rules()]

    assert len(sentences) > 20
    assert not [text for text in sentences if re.search(r"\d", text)]


def _sentence_rules() -> list[str]:
    names = ("COUNT", "SHARE", "TOP_", "RISEN", "HOT_", "CELL", "UNITS", "LIGHTS", "PROJECT_CHANGES", "TURNED", "WATER_", "RAINS",
             "PARKING", "ROADS", "TOWN", "SINCE")  # fmt: skip
    return [text for name, text in vars(words).items() if name.startswith(names) and isinstance(text, str) and not name.endswith("NOTE")]


def test_fields_and_blocks_of_the_list_are_those_that_the_parts_bring(city_on_store: City, pack: Pack) -> None:
    asked = asked_on(*city_on_store, pack)
    parts = [make(asked) for make in PARTS]
    parts.append(difference(asked, {}, None, None))

    named = {name for found in parts for name in (*found.figures, *found.phrases)} | set(ABOUT)
    assert set(FIELDS) <= named
    assert {name for found in parts for name in found.phrases} <= set(FIELDS)
    assert {name for found in parts for name in found.blocks} == set(BLOCKS)


def test_the_count_is_that_of_the_page(city_on_store: City, pack: Pack) -> None:
    engine, source = city_on_store
    week = week_named(WEEK)
    cube = areas_cube(source, "110114")

    on_page, figures = totals(cube, week.first, week.last, rates=pack.rules.rates), brief_on(engine, source, pack).figures

    assert figures["complaints.count"].value == on_page.now.count > 0
    assert on_page.previous is not None
    assert figures["complaints.previous"].value == on_page.previous.count
    assert figures["complaints.change_pct"].value == pytest.approx(100 * (on_page.change or 0), abs=1e-3)


def test_a_week_that_is_not_over_is_held_against_as_many_days(city_on_store: City, pack: Pack) -> None:
    engine, source = city_on_store
    thursday = local(datetime(2026, 11, 19, 12))
    early = [row for row in city(250) if row["created_at"] < datetime(2026, 11, 19, 12)]
    assert len(early) < 250

    brief = brief_on(engine, source, pack, week="2026-W47", now=thursday)

    assert any("尚未结束" in note for note in reasons(brief))


def test_units_add_up_and_their_shares_are_what_the_formulas_give(city_on_store: City, pack: Pack) -> None:
    engine, source = city_on_store
    asked = asked_on(engine, source, pack, area="11")
    lines = by_unit(asked.register, "11", asked.first, asked.last)
    table = table_of(brief_on(engine, source, pack, area="11"), "units.table")

    with read_transaction(engine) as store:
        at = func.coalesce(Complaint.dispatched_at, Complaint.created_at)
        begin, end = datetime(2026, 11, 9), datetime(2026, 11, 16)
        count = store.scalar(select(func.count()).select_from(Complaint).where(at >= begin, at < end))
    assert sum(line.dispatched for line in lines) == count
    assert all(line.dispatched == line.on_time + line.late + line.open + line.returned for line in lines)
    assert table.rows[-1][1] == count
    for row in table.rows:
        _, dispatched, on_time, late, *_ = row
        assert row[7] == pytest.approx(100 * (on_time + late) / dispatched, abs=1e-3)       # type: ignore[operator]


def test_what_is_loaded_meanwhile_changes_nothing(store: Engine, tmp_path: Path, pack: Pack) -> None:
    source = filled(store, home_of(tmp_path), pack, _in_the_week("A"))
    with steady(store) as held:
        before = brief_on(held, source, pack, area="11")
        load_prepared(store, prepared(tmp_path / "more", complaint_frame(*_in_the_week("B"))))
        after = brief_on(held, source, pack, area="11")

    assert after == before
    assert before.figures["units.dispatched"].value == 30
    assert brief_on(store, source, pack, area="11").figures["units.dispatched"].value == 60


def _in_the_week(series: str) -> list[dict[str, Any]]:
    """Thirty complaints of the week."""
    times = {name: datetime(2026, 11, 11, 8) for name in ("created_at", "dispatched_at")}
    return [{**row, **times, "order_no": f"{series}{i}"} for i, row in enumerate(city(30))]


def test_a_week_without_data_says_so_and_draws_no_nought(city_on_store: City, pack: Pack) -> None:
    brief = brief_on(*city_on_store, pack, week="2023-W10")

    assert brief.is_empty
    assert words.NOTE_EMPTY in brief.notes
    assert brief.figures["complaints.count"].value is None
    assert "没有诉求数据" in brief.sections[0].blocks[0].text            # type: ignore[union-attr]
    assert not any(isinstance(b, Table | Chart) and b.key.startswith(("complaints", "units")) for s in brief.sections for b in s.blocks)


def test_a_week_that_has_not_begun_is_refused(city_on_store: City, pack: Pack) -> None:
    with pytest.raises(BadRequest, match="还没有开始"):
        brief_on(*city_on_store, pack, week="2027-W01")


def test_another_area_is_refused(city_on_store: City, pack: Pack) -> None:
    from dashboard.brief.gather import asked_of
    from dashboard.queries.register import Register

    engine, source = city_on_store
    scope = Scope((("110114011", "110114012"),))
    with pytest.raises(RightsError):
        asked_of(replace(source, scope=scope), Register(engine, pack, scope, local(datetime(2026, 11, 16))), "110114012", week_named(WEEK))


def test_a_feed_that_stopped_is_named(city_on_store: City, pack: Pack) -> None:
    late = local(datetime(2026, 12, 28, 9))

    brief = brief_on(*city_on_store, pack, week="2026-W50", now=late)

    assert brief.is_stale
    assert any("诉求数据停更" in reason for reason in reasons(brief))


def test_projects_whose_light_changed_in_the_week_are_listed(store: Engine, tmp_path: Path, pack: Pack) -> None:
    source = filled(store, home_of(tmp_path), pack, city(60))
    put(store, [planted("1-001", status="done", actual_end_date=datetime(2026, 11, 12).date()), planted("1-002")])

    brief = brief_on(store, source, pack)

    assert brief.figures["projects.total"].value == 2
    assert brief.figures["projects.completed"].value == 1
    table = table_of(brief, "projects.table")
    assert ("1-001", "完工") in [(row[0], row[3]) for row in table.rows]


def test_a_brief_is_the_same_again_from_its_json_and_twice_from_the_same_data(city_on_store: City, pack: Pack) -> None:
    first, again = brief_on(*city_on_store, pack), brief_on(*city_on_store, pack)

    assert first == again
    assert from_json(to_json(first)) == first
    assert digest_of(to_json(first)) == digest_of(to_json(again))
    assert {type(b) for s in first.sections for b in s.blocks} >= {Paragraph, Table, Chart, MapPicture}


@pytest.mark.parametrize(("now", "before", "said"), [
    (112, 100, "环比上升12.0%（上周100件）"), (88, 100, "环比下降12.0%（上周100件）"), (100, 100, "与上周持平（上周100件）"),
    (5, 0, "上周为0件"), (5, None, "上周无数据，不作环比"),
])  # fmt: skip
def test_a_change_is_told_by_its_rule(now: int, before: int | None, said: str) -> None:
    made = Figures(Source("q"))
    past = made.add("b", before, "件")
    pct = made.add("p", 100 * (now - before) / before if before else None, "%")

    assert change(pct, past, words.CHANGE).text == said


def test_a_phrase_keeps_the_keys_of_what_it_says_only() -> None:
    made = Figures(Source("q"))
    told, other = made.add("a", 1, "件"), made.add("b", 2, "件")

    assert say("共{told}", told=told, other=other).keys == ("a",)


@pytest.mark.parametrize("text", ["2026-46", "2026-W54", "2026-W00", "", "abc", "2025-W53", "２０２６-W46"])
def test_a_week_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="2026-W46"):
        week_named(text)


def test_weeks_run_from_monday_to_sunday_over_new_year() -> None:
    week = week_named("2026-w53")

    assert (week.first.isoformat(), week.last.isoformat(), week.year) == ("2026-12-28", "2027-01-03", 2026)
    assert last_whole_week(LAST_DAY).name == "2026-W46"
    assert week.before.name == "2026-W52"


def test_a_brief_shows_small_counts_nowhere(city_on_store: City, pack: Pack) -> None:
    brief: Brief = brief_on(*city_on_store, pack)
    cells = [b for s in brief.sections for b in s.blocks if isinstance(b, Table) and b.key == "hotspots.table"]

    assert all(row[2] >= pack.rules.suppression.min_count for table in cells for row in table.rows)      # type: ignore[operator]
