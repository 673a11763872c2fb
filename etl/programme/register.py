"""Rows of the programme's register -> rounds, projects, their cells, outputs, forecasts and the report that a progress is."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import shapely

from etl import texts
from etl.programme.forecasts import Moves, judged
from etl.programme.outputs import read_outputs
from etl.records.bench import Workbench
from etl.records.feed import ADD, REPLACE, Parent, Refined, Rows, faults_of
from etl.records.shapes import CELL_RES, cells_of_shape
from geodata.store.models import Project, ProjectCell, ProjectOutput, ProjectReport, Round

CODES: dict[str, dict[str, tuple[str, ...]]] = {
    "status": {
        "waiting": ("未开工", "待开工", "前期", "前期手续", "前期工作", "未启动", "筹备"),
        "running": ("在建", "建设中", "施工中", "进行中", "已开工", "开工", "实施中", "推进中"),
        "done": ("完工", "已完工", "竣工", "已竣工", "完成", "已完成"),
        "in_use": ("投用", "已投用", "投入使用", "已投入使用", "运营"),
        "stopped": ("停工", "已停工", "暂停", "暂缓", "终止", "取消"),
    },
    "level": {"市": ("市级", "市属", "市区共建"), "区": ("区级", "区属"), "街": ("街道", "街镇", "街乡镇", "街道级", "属地")},
}

PROJECT = Parent("project_id", Project, ("project_no",))
_PLACE = ("street", "place", "lon", "lat", "geometry", "district", "community")
_PLACED = (
    "place_text", "place_level", "place_radius_m", "place_approx", "geom", "lon", "lat", "district_code", "street_code", "community_code",
)  # fmt: skip
# a row that bears a published name holds what was published and nothing else
_UNPUBLISHED = {
    "": ("owner", "status", "level", "package", "delay_reason", "reason_code", "outputs", "outputs_done", "support_units"),
    None: (
        "planned_start_date", "planned_end_date", "forecast_end_date", "actual_start_date", "actual_end_date", "planned_cny",
        "in_place_cny", "paid_cny", "payment_due_date", "payment_due_cny", "progress_pct",
    ),
}  # fmt: skip
_ROUNDS = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9", "十": "10"}


def refine(rows: pl.DataFrame, bench: Workbench) -> Refined:
    """The register's rows as the store has them."""
    rows = _published(rows).with_columns(round=_round(), said_on=pl.col("report_date").fill_null(bench.today))
    rows = _with_known(rows, bench)
    moves = judged(rows, bench)
    outputs = read_outputs(rows)
    faults = pl.concat([_faults(rows, bench), moves.faults, outputs.faults])
    last = rows.unique("project_no", keep="last", maintain_order=True)
    kept_plans = int(last.select((pl.col("planned_end_said") != pl.col("planned_end_date")).sum()).item())
    return Refined(
        tables=(
            Rows(Round, _rounds(last), key=("code",), mode=ADD),
            Rows(Project, _projects(rows, bench), key=("project_no",), silent=_silent(bench)),
            Rows(ProjectCell, _cells(last, bench), key=("project_id",), parent=PROJECT, mode=REPLACE),
            *_parts(last, outputs.frame, moves),
        ),
        faults=faults,
        notes={"first_plans_kept": kept_plans},
    )


def _parts(last: pl.DataFrame, outputs: pl.DataFrame, moves: Moves) -> tuple[Rows, ...]:
    named = last.select("row_no", "project_no")
    reports = last.filter(pl.col("progress_pct").is_not_null()).select(
        "row_no", "project_no", "progress_pct", "paid_cny", "is_sample", day="said_on", entered_at="loaded_at", text="delay_reason",
        entered_by=pl.lit(texts.ENTERED_BY_FILE),
    )  # fmt: skip
    return (
        Rows(ProjectOutput, outputs.join(named, on="row_no"), key=("project_id",), parent=PROJECT, mode=REPLACE),
        moves.rows(),
        Rows(ProjectReport, reports, key=("project_id", "day"), parent=PROJECT, silent=("waits_for",), unsaid=("entered_at", "entered_by")),
    )


def _published(rows: pl.DataFrame) -> pl.DataFrame:
    values = {column: value for value, columns in _UNPUBLISHED.items() for column in columns}
    return rows.with_columns(pl.when("is_public").then(pl.lit(v, rows.schema[c])).otherwise(c).alias(c) for c, v in values.items())


def _round() -> pl.Expr:
    """1 of 第一轮, 一, 1.0, 第1轮行动计划; any other text as it is."""
    digit = pl.col("round").str.normalize("NFKC").str.extract(r"^第?([0-9]{1,2})(?:\.0)?(?:轮.*)?$")
    word = pl.col("round").str.extract("^第?([一二三四五六七八九十])轮?").replace_strict(_ROUNDS, default=None, return_dtype=pl.String)
    return pl.coalesce(digit, word, pl.col("round")).str.head(16)


def _with_known(rows: pl.DataFrame, bench: Workbench) -> pl.DataFrame:
    """With the first approved plan in the place of a later one: a plan that is stored is never overwritten."""
    first = bench.known(Project, rows.select("project_no"), ("id", "planned_start_date", "planned_end_date"))
    named = first.rename({"planned_start_date": "first_start", "planned_end_date": "first_end", "id": "project_id"})
    joined = rows.join(named, on="project_no", how="left", maintain_order="left")
    in_file = [pl.col(c).drop_nulls().first().over("project_no").alias(f"{c}_in_file") for c in ("planned_start_date", "planned_end_date")]
    joined = joined.with_columns(in_file, planned_end_said="planned_end_date", loaded_at=pl.lit(bench.now).cast(pl.Datetime("us")))
    return joined.with_columns(
        planned_start_date=pl.coalesce("first_start", "planned_start_date_in_file"),
        planned_end_date=pl.coalesce("first_end", "planned_end_date_in_file"),
    )


def _faults(rows: pl.DataFrame, bench: Workbench) -> pl.DataFrame:
    end, start = pl.coalesce("planned_end_said", "planned_end_date"), pl.col("planned_start_date")
    return pl.concat([
        faults_of(rows, end < start, "dates_turned", "planned_end_date", "planned_end_said"),
        faults_of(rows, pl.col("forecast_end_date") < start, "dates_turned", "forecast_end_date"),
        faults_of(rows, pl.col("actual_end_date") < pl.col("actual_start_date"), "dates_turned", "actual_end_date"),
        *(faults_of(rows, pl.col(c) > bench.today, "future_day", c) for c in ("actual_start_date", "actual_end_date", "report_date")),
    ])


def _is_sure(bench: Workbench) -> pl.Expr:
    """Whether the place is given, or known as well as a hexagon is large: of a street or a long road no point is drawn."""
    radius = pl.col("place_radius_m")
    return pl.col("shape").is_not_null() & (radius.is_null() | (radius <= bench.pack.rules.hex.max_radius_m[CELL_RES]))


def _projects(rows: pl.DataFrame, bench: Workbench) -> pl.DataFrame:
    units = pl.col("support_units").str.split("、").list.eval(pl.element().str.split("，").explode().str.strip_chars())
    return rows.with_columns(
        geom=pl.when(_is_sure(bench)).then("shape"), support_units=units.list.eval(pl.element().filter(pl.element() != "")),
    )


def _silent(bench: Workbench) -> tuple[str, ...]:
    """Columns of which the file says nothing; a file that says nothing of places moves no project."""
    columns = ("round", "package", "category", "level", "owner", "support_units", "status", "actual_start_date", "actual_end_date",
               "planned_cny", "in_place_cny", "paid_cny", "payment_due_date", "payment_due_cny", "delay_reason", "published", "source",
               "is_public")  # fmt: skip
    return (*(c for c in columns if not bench.has(c)), *(() if bench.has(*_PLACE) else _PLACED))


def _rounds(last: pl.DataFrame) -> pl.DataFrame:
    codes = last.filter(pl.col("round") != "").group_by("round").agg(pl.col("is_sample").all()).sort("round")
    names = {code: texts.ROUND_NAME.format(number=word) for word, code in _ROUNDS.items()}
    return codes.select(code="round", name=pl.col("round").replace(names), is_sample="is_sample")


def _cells(last: pl.DataFrame, bench: Workbench) -> pl.DataFrame:
    """row_no, project_no, h3_09, share: the cells of every project whose place is sure, nulls for the others; none of a known project
    where the file says nothing of places.
    """
    schema = {"row_no": pl.UInt32, "h3_09": pl.Int64, "share": pl.Float64}
    cells = pl.DataFrame(list(_each_cell(last.filter(_is_sure(bench)))), schema=schema, orient="row")
    moved = last if bench.has(*_PLACE) else last.filter(pl.col("project_id").is_null())
    return moved.select("row_no", "project_no").join(cells, on="row_no", how="left")


def _each_cell(rows: pl.DataFrame) -> Iterator[tuple[int, int, float]]:
    for row_no, shape in rows.select("row_no", "shape").iter_rows():
        for cell, share in cells_of_shape(shapely.from_wkb(shape), CELL_RES).items():
            yield row_no, cell, share
