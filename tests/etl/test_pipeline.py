"""The pipeline: a file's rows cleaned, masked, classified and placed; nothing left behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.feeds import FEEDS
from etl.pipeline import load_file, load_source, rehearse
from etl.prepared import REJECT_SCHEMA, ROW_SCHEMA
from etl.workshop import Source, Workshop
from geodata.store.engine import read_transaction
from geodata.store.models import Batch, Complaint
from tests.etl.conftest import HEADERS, Desk, csv_text, with_cells

FEED = FEEDS["complaints"]


def orders(count: int, **cells: str) -> str:
    return csv_text([with_cells(工单编号=f"{n:06}", **cells) for n in range(count)])


def test_rows_and_rejects_have_their_schemas(desk: Desk) -> None:
    result = desk.prepare(desk.file(csv_text([with_cells(), with_cells(工单编号="")])))

    assert dict(result.rows.schema) == ROW_SCHEMA
    assert dict(result.rejects.schema) == REJECT_SCHEMA


def test_a_row_is_placed_and_classified(desk: Desk) -> None:
    row = desk.row().rows.row(0, named=True)

    assert (row["place_level"], row["place_name"], row["district_code"]) == ("小区", "龙腾苑三区", "110114")
    assert row["category_code"]


def test_the_caller_is_a_key_and_nothing_else(desk: Desk) -> None:
    result = desk.prepare(
        desk.file(
            csv_text([with_cells(工单编号="1"), with_cells(工单编号="2", 来电号码="139-1234-5678"), with_cells(工单编号="3", 来电号码="")])
        )
    )

    keys = result.rows["caller_key"].to_list()
    assert keys[0] == keys[1] != keys[2] is None
    stored = Path(result.prepared.rows).read_bytes()
    assert b"13912345678" not in stored
    assert "欧阳明日".encode() not in stored


def test_without_a_secret_no_caller_key_is_made(desk: Desk) -> None:
    desk.workshop = replace(desk.workshop, salt="")

    assert desk.row().rows["caller_key"].to_list() == [None]


def test_texts_are_masked_before_they_are_spooled(desk: Desk) -> None:
    result = desk.row(主要内容="联系电话13800138000，车牌京A12345", 标题="请联系13800138000")

    assert b"13800138000" not in Path(result.prepared.rows).read_bytes()
    assert result.prepared.notes["masked"]["phone"] == 2


def test_the_ledger_is_told_of_columns_nobody_used(desk: Desk) -> None:
    content = csv_text([(*with_cells(), "x", "")], (*HEADERS, "备注", "Unnamed: 11"))

    notes = desk.prepare(desk.file(content)).prepared.notes

    assert notes["ignored_columns"] == ["备注", "Unnamed: 11"]
    assert notes["personal_columns"] == ["来电人", "来电号码"]


def test_a_demo_home_marks_every_row_as_sample(desk: Desk) -> None:
    desk.workshop = replace(desk.workshop, is_demo=True)

    assert desk.row().prepared.is_sample


def test_a_column_can_mark_samples(desk: Desk) -> None:
    result = desk.prepare(desk.file(csv_text([(*with_cells(), "是")], (*HEADERS, "是否演示数据"))))

    assert (result.prepared.is_sample, result.rows["is_sample"].to_list()) == (True, [True])


def test_an_interrupted_import_leaves_nothing_behind(desk: Desk, workshop: Workshop, sqlite_store: Engine) -> None:
    def interrupt(done: int, share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_source(Source(desk.file(orders(10)), FEED), sqlite_store, workshop, on_rows=interrupt)

    assert not list((workshop.settings.home / "tmp").glob("load-*"))
    with read_transaction(sqlite_store) as store:
        assert not store.execute(Batch.__table__.select()).all()


def test_progress_reaches_all_rows_and_the_whole_file(desk: Desk, workshop: Workshop, sqlite_store: Engine) -> None:
    told: list[tuple[int, float]] = []

    load_source(Source(desk.file(orders(10)), FEED), sqlite_store, workshop, on_rows=lambda done, share: told.append((done, share)))

    assert told[-1] == (10, 1.0)


def test_a_rehearsal_says_what_a_load_would_and_writes_nothing(desk: Desk, workshop: Workshop, sqlite_store: Engine) -> None:
    load_source(Source(desk.file(orders(10)), FEED), sqlite_store, workshop)
    later = csv_text(
        [with_cells(工单编号=f"{n:06}", 办结时间="2026-07-20 08:00" if n < 13 else "") for n in range(8, 15)]
        + [with_cells(工单编号="000008")]
    )
    source = Source(desk.file(later, "later.csv"), FEED)

    rehearsed = rehearse(source, sqlite_store, workshop)
    loaded = load_source(source, sqlite_store, workshop)

    assert (rehearsed.loaded, rehearsed.updated, rehearsed.unchanged) == (loaded.loaded, loaded.updated, loaded.unchanged) == (5, 2, 1)
    assert rehearsed.batch == 0


def test_one_call_loads_a_file_and_brings_the_history_up_to_date(desk: Desk, workshop: Workshop) -> None:
    from geodata.history import open_history
    from geodata.store.home import create_home

    settings = replace(workshop.settings, home=desk.folder / "home")
    engine = create_home(settings)

    receipt = load_file(desk.file(orders(10)), FEED, engine=engine, pack=workshop.pack, settings=settings, workshop=workshop)

    assert (receipt.read, receipt.loaded) == (10, 10)
    assert open_history(settings).scan().collect().height == 10
    with read_transaction(engine) as store:
        assert len(store.execute(Complaint.__table__.select()).all()) == 10
    engine.dispose()
