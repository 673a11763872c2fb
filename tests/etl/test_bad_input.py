"""The bad input a clerk's desk brings: each refused or put aside as the design says, in clear Chinese, nothing lost."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from etl.contracts import Mapping
from geodata import coords
from geodata.errors import CoordinateError, FileRefused
from tests.etl.conftest import HEADERS, ROW, Desk, csv_text, with_cells

GOOD = csv_text([with_cells(工单编号=f"{n:08}") for n in range(20)])


def refusal(desk: Desk, content: bytes | str, name: str = "orders.csv") -> str:
    with pytest.raises(FileRefused) as caught:
        desk.prepare(desk.file(content, name))
    return str(caught.value)


# ---- whole files


def test_an_encoding_that_is_neither_utf8_nor_gb18030_is_refused_with_the_place(desk: Desk) -> None:
    said = refusal(desk, GOOD.encode("gb18030") + b"\x81\x20\xff\xff,\n" + GOOD.encode("gb18030"))

    assert "既不是 UTF-8" in said
    assert "第 22 行" in said


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_a_file_cut_in_the_middle_of_a_character_is_refused(desk: Desk, encoding: str) -> None:
    whole = GOOD.encode(encoding)
    cut = whole[: whole.rindex("办结".encode("gb18030" if encoding == "gb18030" else "utf-8")) + 1]

    said = refusal(desk, cut)

    assert "断在半个字符上" in said
    assert "第 21 行" in said
    assert f"第 {len(cut)} 字节" in said


@pytest.mark.parametrize(("first", "then"), [("gb18030", "utf-8"), ("utf-8", "gb18030")])
def test_two_encodings_in_one_file_are_refused_with_the_place(desk: Desk, first: str, then: str) -> None:
    said = refusal(desk, GOOD.encode(first) + GOOD.encode(then))

    assert "混有两种编码" in said
    assert "第 22 行" in said


def test_a_missing_required_header_is_refused_with_its_variants_and_what_was_found(desk: Desk) -> None:
    said = refusal(desk, csv_text([ROW], ["编号", *HEADERS[1:]]))

    assert "缺少必需的列 order_no" in said
    assert "案件编号" in said
    assert "编号、创建时间、标题" in said


def test_a_file_that_says_nothing_of_the_matter_is_refused(desk: Desk) -> None:
    assert "没有一列说明诉求是什么" in refusal(desk, "工单编号,创建时间\n1,2026-07-16\n")


def test_a_header_that_stands_twice_for_one_column_is_refused_with_both_places(desk: Desk) -> None:
    said = refusal(desk, csv_text([(*ROW, "2")], [*HEADERS, "工单编号"]))

    assert "表头“工单编号”（order_no）出现不止一次，在第 1、11 列" in said


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n  \n", b"\xff\xfe"])
def test_an_empty_file_is_refused(desk: Desk, content: bytes) -> None:
    assert "文件是空的" in refusal(desk, content)


def test_a_header_alone_is_a_file_of_no_rows(desk: Desk) -> None:
    assert desk.prepare(desk.file(csv_text([]))).prepared.read_count == 0


@pytest.mark.parametrize(
    ("start", "kind"),
    [(b"%PDF-1.7", "PDF"), (b"\x89PNG\r\n", "图片"), (b"<html><table>", "网页"), (b"\x1f\x8b\x08", "压缩包"), (b"Rar!\x1a", "压缩包")],
)
def test_a_file_of_another_kind_is_named_whatever_its_suffix(desk: Desk, start: bytes, kind: str) -> None:
    assert kind in refusal(desk, start + b"\0" * 100, "工单.xlsx")


def test_a_missing_file_and_a_folder_are_refused(desk: Desk) -> None:
    with pytest.raises(FileRefused, match="没有这个文件"):
        desk.prepare(desk.folder / "none.csv")
    with pytest.raises(FileRefused, match="这是文件夹"):
        desk.prepare(desk.folder)


# ---- workbooks


def workbook(desk: Desk, *rows: tuple[object, ...], merge: str = "", formulas: dict[str, tuple[str, object]] | None = None) -> Path:
    path = desk.folder / "工单.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("工单")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if merge:
            sheet.merge_range(merge, "合并")
        for cell, (formula, value) in (formulas or {}).items():
            sheet.write_formula(cell, formula, None, value)
    return path


def test_a_formula_without_a_stored_value_puts_its_row_aside(desk: Desk) -> None:
    path = workbook(
        desk, HEADERS, ROW, with_cells(工单编号="2"), with_cells(工单编号="3"), formulas={"A3": ("=A2+1", ""), "C4": ("=C3", "停水")}
    )

    result = desk.prepare(path)

    assert result.reasons == [(3, "formula")]
    assert "列“工单编号”的单元格是没有保存结果的公式" in result.reason
    assert result.rows["title"].to_list() == ["暖气不热", "停水"]


def test_a_formula_that_ended_in_an_error_puts_its_row_aside(desk: Desk) -> None:
    result = desk.prepare(workbook(desk, HEADERS, ROW, with_cells(工单编号="2"), formulas={"B3": ("=1/0", "#DIV/0!")}))

    assert result.reasons == [(3, "formula")]


def test_merged_cells_in_the_header_are_refused(desk: Desk) -> None:
    with pytest.raises(FileRefused, match="表头（第 1 行）有合并单元格 C1:D1"):
        desk.prepare(workbook(desk, HEADERS, ROW, merge="C1:D1"))


def test_merged_cells_in_the_body_belong_to_their_first_row_and_are_noted(desk: Desk) -> None:
    rows = [with_cells(工单编号="1"), with_cells(工单编号="2"), with_cells(工单编号="3", 标题="")]

    result = desk.prepare(workbook(desk, HEADERS, *rows, merge="C3:C4"))

    assert result.rows["title"].to_list() == ["暖气不热", "合并", ""]
    assert result.prepared.notes["merged_cells"] == ["C3:C4"]


def test_a_title_over_merged_cells_stands_above_the_header(desk: Desk) -> None:
    result = desk.prepare(workbook(desk, ("",), HEADERS, ROW, merge="A1:F1"))

    assert result.rows["row_no"].to_list() == [3]
    assert result.prepared.notes["header_row"] == 2


def test_a_zip_bomb_is_refused_before_it_is_unpacked(desk: Desk) -> None:
    path = desk.folder / "工单.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))

    with pytest.raises(FileRefused, match="疑似压缩炸弹，没有展开"):
        desk.prepare(path)


def test_a_workbook_whose_directory_lies_about_sizes_is_refused(desk: Desk) -> None:
    path = workbook(desk, HEADERS, ROW)
    content = path.read_bytes()
    entry = zipfile.ZipFile(path).getinfo("xl/sharedStrings.xml")
    wrong = content.replace(entry.file_size.to_bytes(4, "little"), (entry.file_size // 2).to_bytes(4, "little"))

    assert "工作簿损坏" in refusal(desk, wrong, "工单.xlsx")


def test_a_cut_workbook_is_refused(desk: Desk) -> None:
    content = workbook(desk, HEADERS, ROW).read_bytes()

    assert "工作簿损坏" in refusal(desk, content[: len(content) // 2], "cut.xlsx")


def test_an_encrypted_workbook_is_refused(desk: Desk) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")

    assert "有密码" in refusal(desk, content, "工单.xlsx")


def test_a_sheet_that_spans_a_desert_is_refused(desk: Desk) -> None:
    path = desk.folder / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("工单")
        sheet.write_row(0, 0, HEADERS)
        sheet.write(1_048_575, 16_383, "x")

    with pytest.raises(FileRefused, match="请删去表格以外的空白单元格"):
        desk.prepare(path)


# ---- cells


def test_a_cell_of_two_million_characters_puts_its_row_aside_without_swelling(desk: Desk) -> None:
    rows = [
        ROW,
        with_cells(工单编号="2", 主要内容="很" * 2_000_000),
        with_cells(工单编号="3", 主要内容="长\n" * 1_000_000),
        with_cells(工单编号="4"),
    ]

    result = desk.prepare(desk.file(csv_text(rows)))

    assert result.reasons == [(3, "long_cell"), (4, "long_cell")]
    assert "2,000,000 个字符" in result.rejects["reason"][0]
    assert result.rejects["raw"].str.len_chars().max() < 5_000
    assert result.rows["order_no"].to_list() == ["00012026", "4"]


@pytest.mark.parametrize(
    ("written", "code", "said"),
    [
        ("2099-01-01 00:00:00", "future_time", "时间在将来：列“创建时间”的“2099-01-01 00:00:00”"),
        ("1899-12-30 00:00:00", "old_time", "时间过早"),
        ("2026-02-30 08:00", "bad_time", "时间认不出：列“创建时间”的“2026-02-30 08:00”"),
        ("昨天下午", "bad_time", "时间认不出"),
        ("", "no_created_at", "缺少创建时间"),
        ("05/13/2026 25:00", "bad_time", "时间认不出"),
    ],
)
def test_an_impossible_time_puts_its_row_aside(desk: Desk, written: str, code: str, said: str) -> None:
    result = desk.row(创建时间=written, 办结时间="")

    assert result.reasons == [(2, code)]
    assert said in result.reason


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-07-15 24:00", "2026-07-16T00:00:00"),
        ("２０２６－０７－１６　０８：０５", "2026-07-16T08:05:00"),
        ("2026/7/16 8:05", "2026-07-16T08:05:00"),
        ("2026年7月16日 8时5分", "2026-07-16T08:05:00"),
        ("20260716080500", "2026-07-16T08:05:00"),
        ("46219.33680555555", "2026-07-16T08:05:00"),
        ("07/16/2026 08:05:00 PM", "2026-07-16T20:05:00"),
        ("16/07/2026 08:05", "2026-07-16T08:05:00"),
        ("2026-07-16T00:05:00Z", "2026-07-16T08:05:00"),
    ],
)
def test_a_time_is_understood_however_it_is_written(desk: Desk, written: str, read: str) -> None:
    assert desk.row(创建时间=written).rows["created_at"][0].isoformat() == read


def test_us_dates_that_can_be_read_both_ways_throughout_are_refused(desk: Desk) -> None:
    said = refusal(desk, csv_text([with_cells(创建时间="05/01/2026 12:00:27 AM")]))

    assert "分不清月和日" in said
    assert "[units]" in said


def test_a_declared_us_layout_is_used(desk: Desk) -> None:
    path = desk.file(csv_text([with_cells(创建时间="05/01/2026 12:00:27 AM")]))

    result = desk.prepare(path, mapping=Mapping(units={"created_at": "%m/%d/%Y %I:%M:%S %p"}))

    assert result.rows["created_at"][0].isoformat() == "2026-05-01T00:00:27"


def test_one_clear_us_date_far_down_decides_for_the_whole_file(desk: Desk) -> None:
    rows = [with_cells(工单编号=str(n), 创建时间="05/01/2026 08:00") for n in range(30)] + [
        with_cells(工单编号="x", 创建时间="05/13/2026 08:00")
    ]

    assert desk.prepare(desk.file(csv_text(rows))).rows["created_at"].dt.month().unique().to_list() == [5]


def test_a_file_that_writes_days_both_ways_is_refused(desk: Desk) -> None:
    rows = [with_cells(工单编号="1", 创建时间="05/13/2026 08:00"), with_cells(工单编号="2", 创建时间="13/05/2026 08:00")]

    assert "两种写法" in refusal(desk, csv_text(rows))


def test_full_width_digits_are_read_as_digits(desk: Desk) -> None:
    assert desk.row(工单编号="ＢＪ００１２").rows["order_no"].to_list() == ["BJ0012"]


def test_an_order_number_in_scientific_notation_puts_its_row_aside(desk: Desk) -> None:
    result = desk.row(工单编号="1.23457E+14")

    assert result.reasons == [(2, "order_no_digits")]
    assert "“1.23457E+14”是科学计数法" in result.reason


def test_a_long_number_that_excel_shortened_puts_its_row_aside(desk: Desk) -> None:
    result = desk.prepare(workbook(desk, HEADERS, (12345678901234567890, *ROW[1:]), (742, *ROW[1:]), ("007", *ROW[1:])))

    assert result.reasons == [(2, "order_no_digits")]
    assert result.rows["order_no"].to_list() == ["742", "007"]


@pytest.mark.parametrize(
    ("written", "read"), [("742.0", "742"), ("00042", "00042"), ('="0042"', "0042"), ("'0042", "0042"), (" 4 2 ", "42")]
)
def test_an_order_number_is_text_without_the_tricks_of_spreadsheets(desk: Desk, written: str, read: str) -> None:
    assert desk.row(工单编号=written).rows["order_no"].to_list() == [read]


def test_an_order_closed_before_it_came_is_put_aside(desk: Desk) -> None:
    result = desk.row(办结时间="2026-07-15 08:00:00")

    assert result.reasons == [(2, "time_order")]
    assert "时间倒置" in result.reason


def test_an_order_closed_on_the_day_it_came_is_no_fault_when_only_the_day_is_known(desk: Desk) -> None:
    assert desk.row(办结时间="2026-07-16").rows["closed_at"].to_list() == desk.row().rows["created_at"].to_list()


def test_a_header_repeated_in_the_body_is_put_aside(desk: Desk) -> None:
    result = desk.prepare(desk.file(csv_text([ROW, HEADERS, with_cells(工单编号="2")])))

    assert result.reasons == [(3, "header_again")]
    assert result.rows.height == 2


def test_rows_with_too_many_or_too_few_cells_are_put_aside_without_the_caller(desk: Desk) -> None:
    result = desk.prepare(desk.file(csv_text([ROW, ROW[:-2], (*ROW[:3], "多一格", *ROW[3:]), with_cells(工单编号="2")])))

    assert result.reasons == [(3, "width"), (4, "width")]
    assert result.rejects["reason"].to_list() == ["列数不符：应有 10 列，实有 8 列", "列数不符：应有 10 列，实有 11 列"]
    assert not any(secret in raw for raw in result.rejects["raw"] for secret in ("欧阳明日", "13912345678"))
    assert result.rows.height == 2


def test_a_quote_never_closed_costs_its_own_row_only(desk: Desk) -> None:
    lines = csv_text([with_cells(工单编号=str(n), 主要内容="有,逗号") for n in range(5)]).splitlines()
    lines[2] = lines[2].replace('逗号"', "逗号")

    result = desk.prepare(desk.file("\n".join(lines)))

    assert result.reasons == [(3, "quotes")]
    assert result.rows["order_no"].to_list() == ["0", "2", "3", "4"]


def test_a_nul_byte_puts_its_row_aside(desk: Desk) -> None:
    result = desk.prepare(desk.file(csv_text([ROW, with_cells(工单编号="2", 标题="停\0水")])))

    assert result.reasons == [(3, "zero_byte")]


@pytest.mark.parametrize(
    "cells", [{"被反映区": "非辖属"}, {"被反映区": ""}, {"小区点位": "不详"}, {"小区点位": "", "标题": "咨询政策", "主要内容": ""}]
)
def test_what_is_unknown_of_the_place_is_no_bad_input(desk: Desk, cells: dict[str, str]) -> None:
    assert desk.row(**cells).rejects.height == 0


def test_a_rejected_row_shows_neither_the_caller_nor_numbers_in_its_text(desk: Desk) -> None:
    result = desk.row(工单编号="", 主要内容="请打我电话13800138000")

    assert not any(secret in result.rejects["raw"][0] for secret in ("欧阳明日", "13912345678", "13800138000"))
    assert "来电号码" not in result.rejects["raw"][0]


# ---- coordinates

POINTS = [(116.30 + 0.01 * n, 40.05 + 0.004 * n) for n in range(5)]


def with_points(points: list[tuple[float, float]], places: list[str] | None = None) -> str:
    rows = [(*with_cells(工单编号=str(n), 小区点位=(places or [""] * len(points))[n]), str(x), str(y)) for n, (x, y) in enumerate(points)]
    return csv_text(rows, (*HEADERS, "经度", "纬度"))


def stations(desk: Desk) -> dict[str, tuple[float, float]]:
    found = [p for p in desk.workshop.pack.gazetteer if p.kind == "station" and not p.is_approx and p.point]
    return {p.name: p.point for p in found[:12] if p.point}


def test_coordinates_turned_round_are_refused(desk: Desk) -> None:
    path = desk.file(with_points([(y, x) for x, y in POINTS]))

    with pytest.raises(CoordinateError, match="经度与纬度写反了"):
        desk.prepare(path, crs="wgs84")


def test_coordinates_in_another_system_than_declared_are_refused_with_the_evidence(desk: Desk) -> None:
    known = stations(desk)
    shifted = [tuple(float(v) for v in coords.from_wgs84(*p, "gcj02")) for p in known.values()]
    path = desk.file(with_points(shifted, list(known)))  # type: ignore[arg-type]

    with pytest.raises(CoordinateError, match=r"声明为 wgs84，实为 gcj02.*已知地点对照"):
        desk.prepare(path, crs="wgs84")


def test_coordinates_without_a_declared_system_are_refused_unless_it_is_certain(desk: Desk) -> None:
    known = stations(desk)
    certain = desk.file(with_points(list(known.values()), list(known)), "certain.csv")

    with pytest.raises(CoordinateError, match="坐标系未声明，也无法确定"):
        desk.prepare(desk.file(with_points(POINTS)))
    assert desk.prepare(certain).prepared.notes["crs"] == "wgs84"


def test_an_unknown_coordinate_system_is_refused_by_name(desk: Desk) -> None:
    with pytest.raises(FileRefused, match="坐标系“gps”不认识"):
        desk.prepare(desk.file(with_points(POINTS)), crs="gps")


def test_coordinates_far_outside_the_city_are_kept_as_outside(desk: Desk) -> None:
    result = desk.prepare(desk.file(with_points([(-73.94, 40.83)])), crs="wgs84")

    assert result.rows.select("lon", "lat", "district_code", "h3_11").row(0) == (-73.94, 40.83, None, None)


def test_a_coordinate_that_is_no_number_puts_its_row_aside(desk: Desk) -> None:
    content = with_points(POINTS).replace("116.31", "东经116度")

    assert desk.prepare(desk.file(content), crs="wgs84").reasons == [(3, "bad_point")]
