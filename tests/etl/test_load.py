"""Loading: what becomes of each row, on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from etl.ledger import Receipt, store_digest
from etl.load import decide, load_prepared
from etl.prepared import ROW_SCHEMA, Prepared
from etl.sinks import Known
from geodata.clock import SHANGHAI
from geodata.errors import HuitianError
from geodata.store.engine import open_store, read_session, read_transaction
from geodata.store.migration import migrate
from geodata.store.models import Batch, Complaint, Daily, Quarantine
from tests.factories import CREATED_AT, complaint_frame, prepared, reject_frame

HOUR = timedelta(hours=1)


@pytest.fixture
def load(store: Engine, tmp_path: Path) -> Callable[..., Receipt]:
    """Load rows (dicts of fields) as one file."""

    def run(*rows: dict[str, Any], rejects: pl.DataFrame | None = None, **fields: Any) -> Receipt:
        return load_prepared(store, prepared(tmp_path, complaint_frame(*rows), rejects, **fields))

    return run


def fates(receipt: Receipt) -> tuple[int, int, int, int, int]:
    """read, loaded, updated, unchanged, quarantined."""
    return receipt.read, receipt.loaded, receipt.updated, receipt.unchanged, receipt.quarantined


def stored(store: Engine, column: Any) -> list[Any]:
    """A column of all complaints in the order of their ids."""
    with read_transaction(store) as connection:
        return list(connection.scalars(select(column).order_by(Complaint.id)))


def daily_count(store: Engine) -> dict[tuple[str, str], int]:
    """(day, status) -> count."""
    with read_transaction(store) as connection:
        rows = connection.execute(select(Daily.day, Daily.status, func.sum(Daily.count)).group_by(Daily.day, Daily.status))
        return {(day.isoformat(), status): count for day, status, count in rows}


def test_new_orders_are_loaded(load: Callable[..., Receipt], store: Engine) -> None:
    receipt = load({"order_no": "A"}, {"order_no": "B"})

    assert fates(receipt) == (2, 2, 0, 0, 0)
    assert stored(store, Complaint.order_no) == ["A", "B"]


def test_every_column_arrives_as_it_was_prepared(load: Callable[..., Receipt], store: Engine) -> None:
    row = {
        "order_no": "A", "order_type": "投诉", "channel": "微信", "title": "标题", "content": "内容，“引号”\n换行 🏮", "tags": "a|b",
        "place_text": "龙腾苑三区", "handler": "示例单位 1", "dispatch_type": "直派", "status": "closed", "result": "已办",
        "created_at": CREATED_AT, "dispatched_at": CREATED_AT + HOUR, "responded_at": CREATED_AT + 2 * HOUR,
        "deadline_at": CREATED_AT + 99 * HOUR,
        "feedback_at": CREATED_AT + 4 * HOUR, "solved_at": CREATED_AT + 5 * HOUR, "closed_at": CREATED_AT + timedelta(microseconds=1),
        "is_callback_valid": True, "is_contacted": False, "is_resolved": None, "satisfaction": "满意",
        "repeat_count": 3, "caller_key": "ab" * 16,
        "lon": 116.3456789012345, "lat": 40.0765432109876, "category_code": "010203", "category_confidence": 0.75,
        "category_method": "rule",
        "place_level": "小区", "place_name": "龙腾苑三区", "place_radius_m": 250, "place_confidence": 0.9, "place_approx": True,
        "h3_11": 626741161025536000, "district_code": "110114", "street_code": "110114012", "community_code": "110114012004",
        "code_source": "community", "is_boundary_conflict": True, "is_sample": True,
    }  # fmt: skip
    load(row)

    with read_session(store) as session:
        found = session.scalars(select(Complaint)).one()
        values = {name: getattr(found, name) for name in row}

    naive = {k: v.replace(tzinfo=None) if isinstance(v, datetime) else v for k, v in values.items()}
    assert naive == row
    assert found.version_at == datetime(2026, 7, 1, 13, 30, tzinfo=SHANGHAI)
    assert set(ROW_SCHEMA) - {"row_no", "row_digest", "version_at"} == set(row)


def test_the_same_row_in_another_file_is_unchanged(load: Callable[..., Receipt]) -> None:
    load({"order_no": "A"})

    assert fates(load({"order_no": "A"}, {"order_no": "B"})) == (2, 1, 0, 1, 0)


def test_a_later_export_updates_the_order_and_keeps_its_id_and_case(load: Callable[..., Receipt], store: Engine) -> None:
    load({"order_no": "A"}, {"order_no": "B"})
    receipt = load({"order_no": "A", "status": "closed", "closed_at": CREATED_AT + HOUR})

    assert fates(receipt) == (1, 0, 1, 0, 0)
    assert stored(store, Complaint.status) == ["closed", "pending"]
    assert stored(store, Complaint.batch_id) == [receipt.batch, receipt.batch - 1]


def test_an_update_can_take_a_value_away(load: Callable[..., Receipt], store: Engine) -> None:
    load({"order_no": "A", "lon": 116.3, "lat": 40.0, "satisfaction": "满意"})
    load({"order_no": "A", "dispatched_at": CREATED_AT + HOUR})

    assert stored(store, Complaint.lon) == stored(store, Complaint.satisfaction) == [None]


def test_an_older_export_never_overwrites_a_newer_one(load: Callable[..., Receipt], store: Engine) -> None:
    load({"order_no": "A", "status": "closed", "closed_at": CREATED_AT + HOUR})
    receipt = load({"order_no": "A", "status": "handling"})

    assert fates(receipt) == (1, 0, 0, 1, 0)
    assert stored(store, Complaint.status) == ["closed"]
    with read_transaction(store) as connection:
        assert connection.scalars(select(Batch.notes).order_by(Batch.id)).all() == [{"older": 0}, {"older": 1}]


def test_a_better_geocoder_alone_makes_no_update(load: Callable[..., Receipt]) -> None:
    load({"order_no": "A", "place_level": "街道"})

    assert fates(load({"order_no": "A", "place_level": "小区", "place_name": "龙腾苑三区"}, sha256="b" * 64)) == (1, 0, 0, 1, 0)


def test_a_number_that_comes_again_in_a_file_is_applied_in_file_order(load: Callable[..., Receipt], store: Engine) -> None:
    later = {"status": "closed", "closed_at": CREATED_AT + HOUR}
    receipt = load({"order_no": "A"}, {"order_no": "B"}, {"order_no": "A", **later}, {"order_no": "A", **later}, {"order_no": "A"})

    assert fates(receipt) == (5, 2, 1, 2, 0)
    assert stored(store, Complaint.order_no) == ["B", "A"]   # each new order is written once, where its last version stood
    assert stored(store, Complaint.status) == ["pending", "closed"]
    assert daily_count(store) == {("2026-07-01", "closed"): 1, ("2026-07-01", "pending"): 1}


def test_the_same_file_twice_adds_nothing(load: Callable[..., Receipt], store: Engine) -> None:
    rows = [{"order_no": "A"}, {"order_no": "A", "status": "closed"}, {"order_no": "B"}]
    load(*rows, rejects=reject_frame({"row_no": 5}))
    before = store_digest(store, tables=("complaint", "quarantine"))

    receipt = load(*rows, rejects=reject_frame({"row_no": 5}))

    assert fates(receipt) == (4, 0, 0, 3, 1)
    assert store_digest(store, tables=("complaint", "quarantine")) == before


def test_the_same_file_after_a_newer_one_changes_nothing(load: Callable[..., Receipt], store: Engine) -> None:
    load({"order_no": "A", "title": "旧"})
    load({"order_no": "A", "title": "新"})

    assert fates(load({"order_no": "A", "title": "旧"})) == (1, 0, 0, 1, 0)
    assert stored(store, Complaint.title) == ["新"]


def test_the_same_file_read_another_way_is_another_file(load: Callable[..., Receipt], store: Engine) -> None:
    rejected = reject_frame({"row_no": 2})
    load(rejects=rejected, sha256="a" * 64, options="mapping 1")
    receipt = load({"order_no": "A"}, sha256="a" * 64, options="mapping 2")

    assert fates(receipt) == (1, 1, 0, 0, 0)


def test_rows_that_are_no_longer_rejected_are_loaded_from_the_same_file(load: Callable[..., Receipt]) -> None:
    load({"order_no": "A"}, rejects=reject_frame({"row_no": 3, "reason_code": "in_future"}), sha256="a" * 64)

    assert fates(load({"order_no": "A"}, {"order_no": "B"}, sha256="a" * 64)) == (2, 1, 0, 1, 0)


def test_rejected_rows_go_to_quarantine_with_their_place_and_reason(load: Callable[..., Receipt], store: Engine) -> None:
    raw = {"工单编号": "A", "创建时间": "2026-13-01", "内容": "“a”\x00\n"}
    receipt = load(rejects=reject_frame({"row_no": 7, "reason_code": "bad_time", "reason": "创建时间「2026-13-01」", "raw": raw}))

    with read_session(store) as session:
        row = session.scalars(select(Quarantine)).one()
    assert (row.batch_id, row.row_no, row.reason_code, row.raw, row.replayed_batch_id) == (receipt.batch, 7, "bad_time", raw, None)


def test_texts_that_one_engine_cannot_hold_are_kept_alike_on_both(load: Callable[..., Receipt], store: Engine) -> None:
    load({"order_no": "A\x00", "title": "\x00标题\x00", "handler": "长" * 5_000, "place_name": "名" * 300})

    assert stored(store, Complaint.order_no) == ["A"]
    assert stored(store, Complaint.title) == ["标题"]
    assert [len(x) for x in stored(store, Complaint.handler)] == [5_000]


def test_unknown_codes_are_null_and_empty_texts_stay_empty(load: Callable[..., Receipt], store: Engine) -> None:
    load({"order_no": "A", "district_code": "", "street_code": "", "category_code": "", "title": ""})

    with read_transaction(store) as connection:
        found = connection.execute(select(Complaint.district_code, Complaint.street_code, Complaint.category_code, Complaint.title)).one()
        assert tuple(found) == (None, None, "", "")
        assert connection.scalars(select(Daily.area_code)).all() == [""]


def test_an_update_that_moves_the_day_changes_the_sums_of_both(load: Callable[..., Receipt], store: Engine) -> None:
    load({"order_no": "A"}, {"order_no": "B"})
    receipt = load({"order_no": "A", "created_at": CREATED_AT + timedelta(days=31)})

    assert daily_count(store) == {("2026-07-01", "pending"): 1, ("2026-08-01", "pending"): 1}
    with read_transaction(store) as connection:
        batch = connection.execute(select(Batch.touched_months, Batch.newest_at).where(Batch.id == receipt.batch)).one()
    assert batch.touched_months == ["2026-07", "2026-08"]
    assert batch.newest_at == datetime(2026, 8, 1, 8, 30, tzinfo=SHANGHAI)


def test_a_file_without_rows_is_a_batch_that_touches_nothing(load: Callable[..., Receipt], store: Engine) -> None:
    assert fates(load()) == (0, 0, 0, 0, 0)

    with read_transaction(store) as connection:
        assert connection.execute(select(Batch.touched_months, Batch.newest_at)).one() == ([], None)


def test_a_file_whose_rows_do_not_add_up_is_not_loaded_at_all(load: Callable[..., Receipt], store: Engine) -> None:
    with pytest.raises(HuitianError, match="合计不符；未载入任何一行"):
        load({"order_no": "A"}, read_count=2)

    assert stored(store, Complaint.id) == []
    with read_transaction(store) as connection:
        assert connection.scalar(select(func.count()).select_from(Batch)) == 0


def test_progress_is_told_chunk_by_chunk(store: Engine, tmp_path: Path) -> None:
    told: list[int] = []

    load_prepared(store, prepared(tmp_path, many(2_500)), on_rows=told.append, chunk_rows=1_000)

    assert told == [1_000, 1_000, 500]


def test_a_number_that_comes_again_in_a_later_chunk_is_an_update(store: Engine, tmp_path: Path) -> None:
    again = complaint_frame({"order_no": "0", "status": "closed", "closed_at": CREATED_AT + HOUR})

    receipt = load_prepared(store, prepared(tmp_path, pl.concat([many(2_500), again])), chunk_rows=1_000)

    assert fates(receipt) == (2_501, 2_500, 1, 0, 0)


def test_four_loaders_at_once_leave_what_one_after_another_leaves(store: Engine, tmp_path: Path) -> None:
    files = [prepared(tmp_path, part(number), reject_frame({"row_no": 9})) for number in range(8)]
    with ThreadPoolExecutor(4) as loaders:
        receipts = list(loaders.map(lambda file: load_prepared(store, file), files))

    assert sum(r.loaded for r in receipts) == 8 * 150 + 50
    assert digest_alone(files, tmp_path) == store_digest(store, tables=("complaint", "quarantine"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from("ABCDE"), st.integers(0, 3), st.sampled_from(["pending", "closed"])), max_size=8),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_whatever_comes_rows_add_up_and_the_newest_version_stays(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[tuple[str, int, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("files")
    with fresh(folder) as store:
        for rows in files:
            frame = complaint_frame(*({"order_no": o, "dispatched_at": CREATED_AT + age * HOUR, "status": s} for o, age, s in rows))
            receipt = load_prepared(store, prepared(folder, frame))
            assert receipt.read == receipt.loaded + receipt.updated + receipt.unchanged + receipt.quarantined

        newest = {order_no: max(age for rows in files for o, age, _ in rows if o == order_no) for rows in files for order_no, _, _ in rows}
        with read_transaction(store) as connection:
            found = dict(connection.execute(select(Complaint.order_no, Complaint.dispatched_at)).all())
        assert {o: int((at.replace(tzinfo=None) - CREATED_AT) / HOUR) for o, at in found.items()} == newest
        assert sum(daily_count(store).values()) == len(newest)


def test_deciding_needs_no_store() -> None:
    known = {"A": Known(7, "old", CREATED_AT, CREATED_AT), "C": Known(8, "new", CREATED_AT + HOUR, CREATED_AT)}
    tomorrow = CREATED_AT + timedelta(days=1)
    rows = [("A", "new", tomorrow), ("B", "x", CREATED_AT), ("C", "old", CREATED_AT), ("B", "y", CREATED_AT)]

    decision = decide([(order_no, digest, CREATED_AT, at) for order_no, digest, at in rows], known)

    assert (decision.added, decision.changed) == ([3], {0: 7})
    assert dict(decision.fates) == {"updated": 2, "loaded": 1, "older": 1}
    assert decision.days == {CREATED_AT.date(), tomorrow.date()}


def many(count: int) -> pl.DataFrame:
    """That many rows with numbers "0", "1", … and digests of their own."""
    number = pl.int_range(count).cast(pl.String)
    row = complaint_frame({})
    return row.select(pl.all().repeat_by(count).explode()).with_columns(number.alias("order_no"), number.alias("row_digest"))


def part(number: int) -> pl.DataFrame:
    """Rows 150·number to 150·number + 199: each file shares fifty rows with the next."""
    return many(150 * number + 200)[150 * number :]


@contextmanager
def fresh(folder: Path) -> Iterator[Engine]:
    """A SQLite store of its own, closed at the end."""
    engine = open_store(f"sqlite:///{folder / 'alone.sqlite'}", create=True)
    migrate(engine)
    yield engine
    engine.dispose()


def digest_alone(files: list[Prepared], folder: Path) -> str:
    """Digest of a SQLite store that loaded the files one after another."""
    with fresh(folder) as store:
        for file in files:
            load_prepared(store, file)
        return store_digest(store, tables=("complaint", "quarantine"))
