"""Rows of the task lists -> tasks. Quantities are stored in m², m or the unit as written, so that those of one kind can be added."""

from __future__ import annotations

import polars as pl

from etl.governance.belonging import TOWN, town_faults, with_town
from etl.records.bench import Workbench
from etl.records.feed import Refined, Rows, faults_of
from geodata.store.models import Task

LISTS: dict[str, tuple[str, ...]] = {
    "money": ("资金项目", "资金项目清单", "资金", "项目清单"),
    "matter": ("任务事项", "任务事项清单", "事项", "任务", "任务清单"),
}
STATUSES: dict[str, tuple[str, ...]] = {
    "open": ("在办", "办理中", "进行中", "未完成", "未销账", "推进中", "实施中", "未启动", "未开工"),
    "closed": ("已销账", "销账", "已完成", "完成", "完工", "已完工", "办结", "已办结"),
    "reopened": ("复账", "已复账", "重新立账", "反弹", "返账"),
}
# as written (NFKC, lower case) -> stored unit, factor
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("m2", "平方米", "平米", "平方"), ("m²", 1.0)),
    **dict.fromkeys(("万m2", "万平方米", "万平米"), ("m²", 1e4)),
    **dict.fromkeys(("公顷", "ha"), ("m²", 1e4)),
    **dict.fromkeys(("m", "米", "延米", "延长米"), ("m", 1.0)),
    **dict.fromkeys(("km", "公里", "千米"), ("m", 1e3)),
}
TENFOLD = 10                # done or paid so many times what was planned is a slip of unit
_TEXTS = ("title", "kind", "owner", "note")
_OWN = ("list_name", *_TEXTS, "planned_date", "done_date", "planned_cny", "paid_cny", "done_quantity")
OTHER_KIND = "其他"


def refine(rows: pl.DataFrame, bench: Workbench) -> Refined:
    """Tasks as the store has them; each lies where its town does."""
    rows = _measured(with_town(rows, bench))
    has_money = pl.col("planned_cny").is_not_null() | pl.col("paid_cny").is_not_null()
    status = pl.when(pl.col("done_date").is_not_null()).then(pl.lit("closed")).otherwise(pl.lit("open"))
    rows = rows.with_columns(
        kind=pl.when(pl.col("kind") == "").then(pl.lit(OTHER_KIND)).otherwise("kind"),
        list_name=_said("list_name", pl.when(has_money).then(pl.lit("money")).otherwise(pl.lit("matter"))),
        status=_said("status", status),
    )
    tasks = rows.select("row_no", "task_no", "town_no", *_OWN, "planned_quantity", "unit", "status", "district_code", "street_code",
                        "is_sample")  # fmt: skip
    silent = tuple(name for name in _OWN if not bench.has(name))
    if not bench.has("status", "done_date"):
        silent = (*silent, "status")
    return Refined((Rows(Task, tasks, key=("task_no",), parent=TOWN, silent=silent),), _faults(rows, bench))


def _faults(rows: pl.DataFrame, bench: Workbench) -> pl.DataFrame:
    is_closed, is_open = pl.col("status") == "closed", pl.col("status") == "open"
    planned, done = pl.col("planned_quantity"), pl.col("done_quantity")
    return pl.concat([
        town_faults(rows),
        faults_of(rows, pl.col("done_date") > bench.today, "future_day", "done_date"),
        faults_of(rows, planned == 0, "task_nothing", "planned_quantity"),
        faults_of(rows, is_closed & done.is_null(), "task_no_quantity", "done_quantity"),
        faults_of(rows, is_open & pl.col("done_date").is_not_null(), "task_unclear", "done_date"),
        faults_of(rows, done >= TENFOLD * planned, "task_tenfold", "done_quantity"),
        faults_of(rows, (pl.col("planned_cny") > 0) & (pl.col("paid_cny") >= TENFOLD * pl.col("planned_cny")), "task_tenfold", "paid_cny"),
    ])


def _measured(rows: pl.DataFrame) -> pl.DataFrame:
    """Both quantities in the stored unit."""
    plain = pl.col("unit").str.normalize("NFKC").str.to_lowercase().str.replace_all(r"\s", "")
    unit = plain.replace_strict({w: u for w, (u, _) in UNITS.items()}, default=pl.col("unit"), return_dtype=pl.String)
    factor = plain.replace_strict({w: f for w, (_, f) in UNITS.items()}, default=1.0, return_dtype=pl.Float64)
    return rows.with_columns(unit, pl.col("planned_quantity") * factor, pl.col("done_quantity") * factor)


def _said(column: str, otherwise: pl.Expr) -> pl.Expr:
    return pl.when(pl.col(column) == "").then(otherwise).otherwise(column)
