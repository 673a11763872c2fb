"""Every real file at hand: accounted for to the row, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.feeds import FEEDS
from etl.ledger import Receipt
from etl.mapping import read_mapping
from etl.pipeline import load_source
from etl.workshop import Source, Workshop
from geodata.errors import FileRefused
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
COMPLAINTS, ENCODING, MAPPINGS = SHARED / "data/complaints", SHARED / "data/encoding", Path(__file__).parent / "mappings"

READABLE = [
    (COMPLAINTS / "fuzhou12345_river_dev.csv", "fuzhou", 124),
    (COMPLAINTS / "taidi_a3_hot_dev.xlsx", "taidi_messages", 465),
    (COMPLAINTS / "taidi_a4_reply_dev.xlsx", "taidi_replies", 272),
    (COMPLAINTS / "rmw_gas_dev.csv", "rmw", 109),
    (COMPLAINTS / "nyc311_dev.csv", "nyc311", 96),
    *(
        (ENCODING / f"fuzhou124_{name}", "fuzhou", 124)
        for name in ("gbk.csv", "gb18030.csv", "utf-8.csv", "utf-8-sig.csv", "utf-16.csv", "tab_gb18030.txt")
    ),
]
REFUSED = [
    (ENCODING / "fuzhou124_gbk_truncated_midchar.csv", "fuzhou", "断在半个字符上"),
    (ENCODING / "fuzhou124_mixed_gbk_then_utf8.csv", "fuzhou", "混有两种编码"),
    (COMPLAINTS / "taidi_a1_taxonomy.xlsx", "", "缺少必需的列 order_no"),
    (COMPLAINTS / "nyc_capital_240.geojson", "", "缺少必需的列 order_no"),
]


def load(path: Path, mapping: str, store: Engine, workshop: Workshop) -> Receipt:
    feed = FEEDS["complaints"]
    source = Source(path, feed, read_mapping(MAPPINGS / f"{mapping}.toml", feed)) if mapping else Source(path, feed)
    return load_source(source, store, workshop)


def test_every_file_at_hand_is_in_the_lists_below() -> None:
    there = {p for folder in (COMPLAINTS, ENCODING) for p in folder.iterdir() if p.suffix != ".md"}

    assert there == {p for p, *_ in [*READABLE, *REFUSED]}


@pytest.mark.parametrize(("path", "mapping", "rows"), READABLE, ids=lambda v: v.name if isinstance(v, Path) else None)
def test_every_row_of_a_real_file_is_accounted_for(path: Path, mapping: str, rows: int, sqlite_store: Engine, workshop: Workshop) -> None:
    first = load(path, mapping, sqlite_store, workshop)
    again = load(path, mapping, sqlite_store, workshop)

    assert first.read == rows == first.loaded + first.updated + first.unchanged + first.quarantined
    assert first.quarantined <= rows * 0.02
    assert (again.loaded, again.updated, again.unchanged) == (0, 0, rows - first.quarantined)


@pytest.mark.parametrize(("path", "mapping", "reason"), REFUSED, ids=lambda v: v.name if isinstance(v, Path) else None)
def test_a_real_file_that_cannot_be_used_is_refused_with_the_reason(
    path: Path, mapping: str, reason: str, sqlite_store: Engine, workshop: Workshop
) -> None:
    with pytest.raises(FileRefused, match=reason):
        load(path, mapping, sqlite_store, workshop)


def test_eight_encodings_of_one_file_give_the_same_orders(sqlite_store: Engine, workshop: Workshop) -> None:
    receipts = [
        load(path, mapping, sqlite_store, workshop) for path, mapping, _ in READABLE if path.parent == ENCODING and "_gbk" not in path.name
    ]

    assert [r.loaded for r in receipts] == [123, 0, 0, 0, 0]  # one row has no number
    assert [r.unchanged for r in receipts[1:]] == [123] * 4
