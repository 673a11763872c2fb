"""Editions: frozen, numbered by year, one winner of a race, seen by who may see their whole area - also an area of several streets."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from dashboard.access.scope import Scope
from dashboard.brief import editions
from dashboard.brief.content import Brief
from dashboard.brief.difference import part as difference
from dashboard.brief.editions import Line, NumberTaken
from dashboard.brief.week import week_named
from dashboard.queries.cubes import Source
from geodata.errors import BadRequest, NotFound, StoreError
from geodata.pack import Pack
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Complaint, Edition, EditionFile
from tests.dashboard.brief_desk import FILES, WEEK, asked_on, brief_on, numbered
from tests.dashboard.brief_world import brief as made_by_hand

CITY = Scope.municipal()
City = tuple[Engine, Source]


def frozen(store: Engine, pack: Pack, **other: object) -> Line:
    given: dict[str, Any] = {"number": 1, "issued_by": "jian", "week": WEEK, **other}
    made = replace(made_by_hand(with_maps=False), **given)
    return editions.freeze(store, pack, made, "t" * 64, FILES)


def test_an_edition_is_opened_with_the_numbers_and_bytes_it_was_issued_with(city_on_store: City, pack: Pack) -> None:
    engine, source = city_on_store
    brief = numbered(brief_on(engine, source, pack, area="11"))
    line = editions.freeze(engine, pack, brief, "t" * 64, FILES)

    with write_transaction(engine) as store:
        store.execute(update(Complaint).values(status="returned", handler="另一单位"))

    again, opened = editions.opened(engine, CITY, pack, line.id)
    assert opened == brief
    assert again.digest == line.digest
    assert [editions.file_of(engine, CITY, pack, line.id, f.name) for f in FILES] == list(FILES)
    now = brief_on(engine, source, pack, area="11").figures["units.returned"].value
    assert now == brief.figures["units.dispatched"].value != brief.figures["units.returned"].value


def test_numbers_run_through_a_year_by_area_and_revisions_share_them(store: Engine, pack: Pack) -> None:
    frozen(store, pack, week="2026-W45")
    frozen(store, pack, week="2026-W46", number=2)
    frozen(store, pack, area="110114", area_name="昌平区", week="2026-W46")
    frozen(store, pack, week="2026-W45", revision=2)

    assert editions.place_of(store, pack, "huitian", week_named("2026-W47")).number == 3
    assert editions.place_of(store, pack, "110114", week_named("2026-W47")).number == 2
    assert editions.place_of(store, pack, "huitian", week_named("2027-W01")).number == 1
    again = editions.place_of(store, pack, "huitian", week_named("2026-W45"))
    assert (again.number, again.revision) == (1, 3)
    assert {line.name for line in editions.listing(store, CITY, pack)} >= {"2026 年第 2 期", "2026 年第 1 期（第 2 版）"}


def test_of_two_who_issue_the_same_edition_one_wins_and_the_other_is_told(store: Engine, pack: Pack) -> None:
    frozen(store, pack)

    with pytest.raises(BadRequest, match=r"刚由 jian 编发（2026 年第 1 期）"):
        frozen(store, pack, issued_by="li")

    assert len(editions.listing(store, CITY, pack)) == 1


def test_a_number_that_another_week_took_is_not_given_twice(store: Engine, pack: Pack) -> None:
    frozen(store, pack, week="2026-W45")

    with pytest.raises(NumberTaken):
        frozen(store, pack, week="2026-W46")


def test_eight_issuers_at_once_make_one_edition(store: Engine, pack: Pack) -> None:
    said: list[str] = []

    def issue(name: str) -> None:
        try:
            frozen(store, pack, issued_by=name)
            said.append("won")
        except BadRequest as refused:
            said.append(str(refused))

    threads = [threading.Thread(target=issue, args=(f"p{i}",)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert said.count("won") == 1
    assert len(said) == 8
    with read_transaction(store) as read:
        assert len(read.scalars(select(Edition.id)).all()) == 1
        assert len(read.scalars(select(EditionFile.id)).all()) == len(FILES)


def test_an_area_of_several_streets_is_seen_by_who_may_see_all_of_it(store: Engine, pack: Pack) -> None:
    line = frozen(store, pack)
    ranges = pack.areas.ranges("huitian")

    district, streets, street = Scope((("110114", "110115"),)), Scope(ranges), Scope((("110114011", "110114012"),))

    assert [found.id for found in editions.listing(store, district, pack)] == [line.id]
    assert editions.opened(store, streets, pack, line.id)[0].id == line.id
    assert editions.listing(store, street, pack) == ()
    with pytest.raises(NotFound):
        editions.opened(store, street, pack, line.id)
    with pytest.raises(NotFound):
        editions.file_of(store, street, pack, line.id, FILES[0].name)


def test_a_file_or_number_that_was_changed_is_not_opened(store: Engine, pack: Pack) -> None:
    line = frozen(store, pack)
    with write_transaction(store) as write:
        write.execute(update(EditionFile).values(content="AAAA"))
        told = write.scalar(select(Edition.figures))
        write.execute(update(Edition).values(figures={**(told or {}), "title": "另一标题"}))

    with pytest.raises(StoreError, match="不符"):
        editions.opened(store, CITY, pack, line.id)
    with pytest.raises(StoreError, match="不符"):
        editions.file_of(store, CITY, pack, line.id, FILES[0].name)


def test_a_file_or_edition_that_is_not_there_is_not_found(store: Engine, pack: Pack) -> None:
    line = frozen(store, pack)

    with pytest.raises(NotFound):
        editions.opened(store, CITY, pack, line.id + 1)
    with pytest.raises(NotFound):
        editions.file_of(store, CITY, pack, line.id, "../store.sqlite")


def test_what_changed_since_the_last_edition_is_told_from_its_own_facts(city_on_store: City, pack: Pack) -> None:
    engine, source = city_on_store
    asked = asked_on(engine, source, pack)
    facts = {"hot_cells": {"a": "网格甲", "b": "网格乙"}, "lights": {"1-001": "red", "1-002": "green"}, "stages": {"T1": "watch"}}
    were = {"hot_cells": {"b": "网格乙", "c": "网格丙"}, "lights": {"1-001": "yellow", "1-002": "green"}, "stages": {"T1": "supervised"}}
    then: Brief = replace(numbered(brief_on(engine, source, pack), week="2026-W45"), facts=were)

    found = difference(asked, facts, then, None)

    values = {key.partition(".")[2]: figure.value for key, figure in found.figures.items()}
    assert (values["hot_new"], values["hot_gone"], values["lights"], values["stages"]) == (1, 1, 1, 1)
    assert values["count"] == then.figures["complaints.count"].value
    assert "与上期（2026-W45）相比" in found.phrases["difference.summary"].text
    assert len(found.blocks["difference.table"].rows) == 4             # type: ignore[union-attr]


def test_the_last_edition_is_the_newest_revision_of_the_last_week_before(store: Engine, pack: Pack) -> None:
    frozen(store, pack, week="2026-W44")
    frozen(store, pack, week="2026-W45", number=2)
    frozen(store, pack, week="2026-W45", number=2, revision=2, title="更正")

    last = editions.before(store, "huitian", week_named(WEEK))

    assert last is not None
    assert (last.week, last.revision, last.title) == ("2026-W45", 2, "更正")
    assert editions.before(store, "huitian", week_named("2026-W44")) is None
