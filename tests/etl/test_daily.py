"""The daily table: the sums of whole days, always what the complaints say."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

from etl.daily import COLUMNS, differing_days, replace_all, replace_days, spans
from etl.load import load_prepared
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Complaint, Daily
from tests.factories import CREATED_AT, complaint_frame, prepared

NEXT_DAY = CREATED_AT + timedelta(days=1)


def fill(store: Engine, folder: Path, *rows: dict[str, Any]) -> None:
    """Load the rows, numbered, as one file."""
    load_prepared(store, prepared(folder, complaint_frame(*({"order_no": str(i), **row} for i, row in enumerate(rows)))))


def daily(store: Engine) -> list[tuple[Any, ...]]:
    """The table in the order of its keys, columns as COLUMNS."""
    with read_transaction(store) as connection:
        rows = connection.execute(select(*(getattr(Daily, c) for c in COLUMNS)).order_by(*(getattr(Daily, c) for c in COLUMNS[:4])))
        return [tuple(row) for row in rows]


def test_complaints_are_summed_by_day_street_category_and_status(store: Engine, tmp_path: Path) -> None:
    asked = {"is_callback_valid": True, "is_contacted": True}
    fill(
        store, tmp_path,
        {"h3_11": 1, "status": "closed", **asked, "is_resolved": True, "satisfaction": "满意"},
        {"h3_11": 1, "status": "closed", **asked, "is_resolved": False, "satisfaction": "基本满意"},
        {"status": "closed", "is_callback_valid": False, "satisfaction": "不满意"},
        {"created_at": NEXT_DAY},
    )  # fmt: skip

    assert daily(store) == [
        (date(2026, 7, 1), "110114009", "010101", "closed", 3, 1, 2, 2, 1, 1, 1),
        (date(2026, 7, 2), "110114009", "010101", "pending", 1, 1, 0, 0, 0, 0, 0),
    ]


def test_the_area_is_the_finest_known_down_to_the_street(store: Engine, tmp_path: Path) -> None:
    fill(store, tmp_path, {"community_code": "110114009001"}, {"street_code": ""}, {"street_code": "", "district_code": ""})

    assert [row[1] for row in daily(store)] == ["", "110114", "110114009"]


def test_only_the_named_days_are_summed_anew(store: Engine, tmp_path: Path) -> None:
    fill(store, tmp_path, {}, {"created_at": NEXT_DAY}, {"created_at": NEXT_DAY + timedelta(days=1)})
    with write_transaction(store) as connection:
        connection.execute(update(Complaint).values(status="closed"))

        replace_days(connection, [CREATED_AT.date(), NEXT_DAY.date() + timedelta(days=1)])

        assert differing_days(connection) == [NEXT_DAY.date()]
    assert [row[3] for row in daily(store)] == ["closed", "pending", "closed"]


def test_a_table_that_went_wrong_is_found_out_and_made_right(store: Engine, tmp_path: Path) -> None:
    fill(store, tmp_path, {}, {"created_at": NEXT_DAY})
    with write_transaction(store) as connection:
        connection.execute(update(Daily).where(Daily.day == NEXT_DAY.date()).values(count=2))
        assert differing_days(connection) == [NEXT_DAY.date()]

        replace_all(connection)

        assert differing_days(connection) == []


@given(st.sets(st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 3, 1))))
def test_spans_hold_exactly_the_days_and_none_touch(days: set[date]) -> None:
    found = spans(days)

    assert {first + timedelta(n) for first, after in found for n in range((after - first).days)} == days
    assert all(after < first for (_, after), (first, _) in pairwise(found))
