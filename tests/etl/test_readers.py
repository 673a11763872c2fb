"""Readers: any file's records as text cells, none lost, in bounded memory."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.readers import encoding, open_table, records
from etl.readers.header import find, plain
from etl.readers.table import Chunk, Table

KNOWN = frozenset(map(plain, ("工单编号", "创建时间", "标题")))


def chunks(table: Table) -> list[Chunk]:
    return list(table.chunks())


def rows(table: Table) -> list[tuple[object, ...]]:
    return [row for chunk in table.chunks() for row in chunk.rows.iter_rows()]


def written(folder: Path, content: bytes | str, name: str = "orders.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_encoding_and_separator_are_found(tmp_path: Path, name: str, separator: str) -> None:
    text = "工单编号,创建时间,标题\n1,2026-07-16,暖气㐀𠀀\u00a0不热\n".replace(",", separator)

    table = open_table(written(tmp_path, text.encode(name)), KNOWN)

    assert rows(table) == [(2, "1", "2026-07-16", "暖气㐀𠀀\u00a0不热")]
    assert table.head.encoding == name


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_line_end_ends_a_record(tmp_path: Path, line_end: str) -> None:
    text = line_end.join(["工单编号,标题", "1,甲", '2,"乙', '乙"', "3,丙"])

    assert [r[1] for r in rows(open_table(written(tmp_path, text), KNOWN))] == ["1", "2", "3"]


def test_a_header_below_a_title_is_found_and_records_are_numbered_as_in_the_file(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, "回龙观街道工单,,\n\n 工单编号\u00a0,\ufeff创建时间,标题\n1,2,3\n\n,,\n4,5,6\n"), KNOWN)

    assert table.head.header_row == 3
    assert [r[0] for r in rows(table)] == [4, 7]
    assert sum(c.blank_count for c in chunks(table)) == 2


def test_a_row_that_stands_above_the_header_is_not_lost(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, "7,2026-07-16,丢在上面\n工单编号,创建时间,标题\n1,2,3\n"), KNOWN)

    assert [(b.row_no, b.code) for b in table.head.above] == [(1, "above_header")]


def test_empty_cells_beyond_the_header_are_no_fault(tmp_path: Path) -> None:
    found = chunks(open_table(written(tmp_path, "工单编号,标题\n1,甲,,\n2,乙,\n3,丙,x\n"), KNOWN))

    assert [r for c in found for r in c.rows["c0"]] == ["1", "2"]
    assert [(b.row_no, b.code) for c in found for b in c.bad] == [(4, "width")]


def test_a_large_file_comes_in_pieces_that_fit_together(tmp_path: Path) -> None:
    count = 60_000
    lines = (f'{n},"第 {n} 件,\n{"很长" * 40}"' if n % 5 == 0 else f"{n},第 {n} 件{'短' * 40}" for n in range(count))
    table = open_table(written(tmp_path, "工单编号,标题\n" + "\n".join(lines)), KNOWN)

    found = chunks(table)

    assert len(found) > 1
    assert [int(v) for c in found for v in c.rows["c0"]] == list(range(count))
    assert found[-1].done == 1.0


cell = st.text(st.sampled_from('a中,"\n\t 0;'), max_size=6)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=8), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_the_fast_way_reads_what_the_careful_way_and_the_standard_library_read(table: list[list[str]], quoting: int) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows(table)  # type: ignore[arg-type]
    block = text.getvalue().encode()

    found = records.cut(block, ",")

    assert found is not None
    assert (found.rest, found.widths.tolist()) == (len(block), [3] * len(table))
    careful = [record for record, _ in records.read_carefully(text.getvalue(), ",", is_last=True)]
    assert [list(r.cells) for r in careful] == table
    assert not any(r.code for r in careful)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('ab,"\n'), max_size=60))
def test_careful_reading_takes_every_character_of_any_text(text: str) -> None:
    whole = text + "\n"

    taken = sum(length for _, length in records.read_carefully(whole, ",", is_last=True))

    assert taken == len(whole)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from('ab,"\n'), min_size=1, max_size=60), st.integers(0, 60))
def test_text_read_in_two_pieces_gives_the_same_records(text: str, at: int) -> None:
    whole = text + "\n"
    expected = [r for r, _ in records.read_carefully(whole, ",", is_last=True)]

    first = list(records.read_carefully(whole[:at], ",", is_last=False))
    rest = whole[sum(length for _, length in first) :]

    assert [r for r, _ in first] + [r for r, _ in records.read_carefully(rest, ",", is_last=True)] == expected


def test_lone_carriage_returns_at_a_block_border_are_no_line_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "BLOCK", 7)
    path = written(tmp_path, b"ab,cdef\r\nx\ry,z\r\n")

    assert b"".join(encoding.blocks(path, "utf-8")) == b"ab,cdef\nx y,z\n"


def test_a_workbook_gives_dates_numbers_and_texts_as_a_clerk_sees_them(tmp_path: Path) -> None:
    from datetime import datetime

    path = tmp_path / "工单.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy/m/d h:mm"}) as book:
        book.add_worksheet("说明").write_row(0, 0, ["请填写"])
        sheet = book.add_worksheet("工单")
        sheet.write_row(2, 0, ["工单编号", "创建时间", "标题"])
        sheet.write_row(3, 0, ["0042", datetime(2026, 7, 16, 8, 5), "暖气"])
        sheet.write_row(5, 0, [742, datetime(2026, 7, 16), 1.5])

    table = open_table(path, KNOWN)

    assert rows(table) == [(4, "0042", "2026-07-16 08:05:00", "暖气"), (6, "742", "2026-07-16 00:00:00", "1.5")]
    assert (table.head.sheet, table.head.notes["other_sheets"]) == ("工单", ["说明"])


@pytest.mark.parametrize("name", ["array.json", "wrapped.json", "lines.jsonl"])
def test_json_in_its_usual_shapes(tmp_path: Path, name: str) -> None:
    one, two = '{"工单编号": "0042", "次数": 12345678901234567890}', '{"工单编号": 7, "标题": null, "已办": true}'
    content = {
        "array.json": f"[{one},{two}]",
        "wrapped.json": f'{{"code": 0, "data": [{one},{two}]}}',
        "lines.jsonl": f"{one}\n坏行\n{two}\n",
    }

    table = open_table(written(tmp_path, content[name], name), KNOWN)

    assert table.head.headers == ("工单编号", "次数", "标题", "已办")
    assert [r[1:] for r in rows(table)] == [("0042", "12345678901234567890", None, None), ("7", None, None, "是")]
    assert [b.code for c in chunks(table) for b in c.bad] == (["bad_json"] if name == "lines.jsonl" else [])


def test_geojson_features_have_their_point_beside_their_properties(tmp_path: Path) -> None:
    feature = '{"type":"Feature","geometry":{"type":"Point","coordinates":[116.3,40.0]},"properties":{"工单编号":"1"}}'
    table = open_table(written(tmp_path, f'{{"type":"FeatureCollection","features":[{feature}]}}', "a.geojson"), KNOWN)

    assert rows(table) == [(2, "1", "116.3", "40.0", '{"type": "Point", "coordinates": [116.3, 40.0]}')]
    assert table.head.headers == ("工单编号", "geometry.lon", "geometry.lat", "geometry")


def test_parquet_columns_become_text(tmp_path: Path) -> None:
    from datetime import datetime

    frame = pl.DataFrame({"工单编号": [42], "创建时间": [datetime(2026, 7, 16, 8, 5)], "已办": [True]})
    frame.write_parquet(tmp_path / "a.parquet")

    assert rows(open_table(tmp_path / "a.parquet")) == [(2, "42", "2026-07-16 08:05:00", "是")]


def test_the_header_is_the_record_with_most_known_words() -> None:
    assert find([["统计", "", ""], ["a", "b", "c"], ["工单编号", "标题", "x"]], KNOWN) == 2
    assert find([["标题"], ["a", "b"]], KNOWN) == 1
    assert find([["", ""]], KNOWN) is None
