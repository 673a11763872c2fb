"""Text cells of a feed -> typed columns, and the rows that cannot be used with the reason why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import polars as pl

from etl import times
from etl.privacy import mask_series
from etl.readers.table import NO_RESULT, ROW_NO

EARLIEST = datetime(1990, 1, 1)
AHEAD = timedelta(days=1)  # clocks differ; tomorrow's order is still a slip
DEADLINE_AHEAD = timedelta(days=3660)
ORDER_NO_LIMIT = 64  # characters
CATEGORY_LEVELS = tuple(f"category_{n}" for n in range(1, 6))
LEVEL_SEPARATOR = "->"

# blanks that files pad with: NBSP, ideographic space, zero-width, byte-order mark
BLANKS = " \t\r\n\v\f\u00a0\u3000\u2002\u2003\u2009\u200b\u200c\u200d\u2060\ufeff"
NOTHING = ("NULL", "null", "None", "none", "nan", "NaN", "N/A", "#N/A", "\\N", "-", "--", "—", "——", "/")

TEXTS = {  # canonical -> column of the store and the characters it holds (0: no bound)
    "order_type": ("order_type", 16),
    "channel": ("channel", 32),
    "title": ("title", 0),
    "content": ("content", 0),
    "tags": ("tags", 0),
    "district": ("district_text", 0),
    "street": ("street_text", 0),
    "community": ("community_text", 0),
    "place": ("place_text", 0),
    "handler": ("handler", 64),
    "dispatch_type": ("dispatch_type", 16),
    "result": ("result", 0),
}
TIMES = ("created_at", "dispatched_at", "responded_at", "deadline_at", "feedback_at", "solved_at", "closed_at")
FLAGS = ("is_callback_valid", "is_contacted", "is_resolved", "is_sample")

YES = ("是", "有", "有效", "已解决", "已联系", "已响应", "1", "1.0", "true", "yes", "y", "t", "√")
NO = ("否", "无", "无效", "未解决", "未联系", "未响应", "0", "0.0", "false", "no", "n", "f", "×")
STATUSES = {
    "closed": (
        "已办结",
        "办结",
        "已办理",
        "已回复",
        "已结案",
        "结案",
        "已完成",
        "已解决",
        "已归档",
        "已办",
        "closed",
        "resolved",
        "completed",
    ),
    "pending": (
        "待办",
        "待办理",
        "待回复",
        "待受理",
        "待处理",
        "待派单",
        "待签收",
        "未办理",
        "未回复",
        "新建",
        "open",
        "pending",
        "new",
        "assigned",
    ),
    "handling": ("办理中", "处理中", "在办", "已派单", "已受理", "已签收", "正在办理", "in progress", "started", "inprogress"),
    "returned": ("已退回", "退回", "直退", "退单", "回退", "returned", "rejected"),
}
SATISFACTIONS = {
    "满意": ("满意", "非常满意", "很满意"),
    "基本满意": ("基本满意", "一般", "较满意", "比较满意"),
    "不满意": ("不满意", "非常不满意", "很不满意"),
}


@dataclass(frozen=True)
class Rules:
    """What a file's rows are read by: the time now (naive, Shanghai), strftime layouts by column, order of slashed dates by column."""

    now: datetime
    layouts: Mapping[str, str] = field(default_factory=dict)
    day_orders: Mapping[str, str] = field(default_factory=dict)
    is_projected: bool = False  # coordinates are metres, not degrees


@dataclass(frozen=True)
class Cleaned:
    """`frame`: row_no, the typed columns of etl.prepared.SOURCE_SCHEMA with caller_phone for caller_key and is_sample; lon and lat still in
    the file's system. `faults`: row_no, code, column, found (String) of the rows left out. `cut`: texts shortened, by column.
    """

    frame: pl.DataFrame
    faults: pl.DataFrame
    cut: dict[str, int]


FAULTS_SCHEMA = {ROW_NO: pl.UInt32, "code": pl.String, "column": pl.String, "found": pl.String}


def clean(cells: pl.DataFrame, rules: Rules) -> Cleaned:
    """The canonical text cells of a chunk, typed; each row comes out in `frame` or, with its first fault, in `faults`."""
    stripped = cells.with_columns(_stripped(c) for c in cells.columns if c != ROW_NO)
    typed = _typed(stripped, rules)
    checks = _checks(rules)
    fault = typed.select(pl.coalesce(pl.when(c.wrong).then(pl.lit(i)) for i, c in enumerate(checks))).to_series()
    faults = _faults(stripped.filter(fault.is_not_null()), fault.drop_nulls().to_list(), checks)
    kept = typed.filter(fault.is_null())
    return Cleaned(*_shortened(_columns(kept), faults))


def time_texts(cells: pl.DataFrame, column: str) -> pl.Series:
    """Plain texts of a time column, as the order of their slashed dates is judged from them."""
    return times.plain(cells.select(_stripped(column)).to_series())


@dataclass(frozen=True)
class _Check:
    code: str
    column: str
    wrong: pl.Expr


def _stripped(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars(BLANKS)
    return pl.when((text != "") & ~text.is_in(NOTHING)).then(text).alias(column)


def _typed(cells: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """The cells with typed columns beside them: `order_no` mended, times as `<name>`, their texts as `<name>_text`."""
    texts = [times.plain(cells[t]).alias(f"{t}_text") for t in TIMES]
    plain = cells.with_columns(_order_nos(cells["order_no"]), *texts, *(cells[c].alias(f"{c}_text") for c in ("lon", "lat")))
    read = [_read_time(plain[f"{t}_text"], t, rules).alias(t) for t in TIMES]
    flags = [_coded(f, {True: YES, False: NO}, pl.Boolean) for f in FLAGS]
    typed = plain.with_columns(read).with_columns(*flags, *(_number(c) for c in ("lon", "lat")), _repeats())
    is_nowhere = (pl.col("lon") == 0) & (pl.col("lat") == 0)
    typed = typed.with_columns(pl.when(~is_nowhere.fill_null(False)).then(pl.col(c)).alias(c) for c in ("lon", "lat"))
    same_day = (pl.col("closed_at").dt.truncate("1d") == pl.col("closed_at")) & (
        pl.col("closed_at").dt.date() == pl.col("created_at").dt.date()
    )
    closed_at = pl.when(same_day).then(pl.max_horizontal("created_at", "closed_at")).otherwise("closed_at")  # a bare date means that day
    return typed.with_columns(closed_at.alias("closed_at"))


def _order_nos(texts: pl.Series) -> pl.Series:
    """Text with leading zeros kept; without the tricks by which spreadsheets keep it text, and the `.0` of those that did not."""
    if not texts.str.contains(r"[^0-9A-Za-z_-]").any():
        return texts
    text = pl.col("order_no").str.normalize("NFKC").str.replace(r'^="?(.*?)"?$', "${1}").str.strip_chars("'`" + BLANKS)
    text = text.str.replace_all(r"\s", "").str.replace(r"^([0-9]+)\.0+$", "${1}")
    return texts.to_frame().select(pl.when(text != "").then(text).alias("order_no")).to_series()


def _read_time(texts: pl.Series, name: str, rules: Rules) -> pl.Series:
    if layout := rules.layouts.get(name):
        return times.read_as(texts, layout)
    return times.read(texts, order=rules.day_orders.get(name))


def _coded(column: str, codes: Mapping[bool, tuple[str, ...]], kind: type[pl.DataType]) -> pl.Expr:
    table = {text: code for code, texts in codes.items() for text in texts}
    return pl.col(column).str.to_lowercase().replace_strict(table, default=None, return_dtype=kind).alias(column)


def _named(column: str, codes: Mapping[str, tuple[str, ...]]) -> pl.Expr:
    table = {text: code for code, texts in codes.items() for text in texts}
    return pl.col(column).str.to_lowercase().replace_strict(table, default=None, return_dtype=pl.String)


def _number(column: str) -> pl.Expr:
    return pl.col(column).str.normalize("NFKC").str.strip_chars("°").cast(pl.Float64, strict=False).alias(column)


def _repeats() -> pl.Expr:
    number = pl.col("repeat_count").str.normalize("NFKC").str.strip_suffix("次").cast(pl.Float64, strict=False)
    return pl.when(number.is_between(0, 32_767)).then(number).cast(pl.Int16).alias("repeat_count")


def _checks(rules: Rules) -> list[_Check]:
    """What is wrong with a row, the plainest first."""
    number = pl.col("order_no")
    checks = [_Check("formula", c, pl.col(c) == NO_RESULT) for c in ("order_no", *(f"{t}_text" for t in TIMES), "title", "content")]
    checks += [
        _Check("no_order_no", "order_no", number.is_null()),
        _Check("order_no_digits", "order_no", number.str.contains(r"^[0-9]+\.[0-9]+[eE]\+?[0-9]+$|^[0-9]+[eE]\+[0-9]+$")),
        _Check("order_no_long", "order_no", number.str.len_chars() > ORDER_NO_LIMIT),
        _Check("no_created_at", "created_at", pl.col("created_at_text").is_null()),
    ]
    for name in TIMES:
        latest = rules.now + (DEADLINE_AHEAD if name == "deadline_at" else AHEAD)
        checks += [
            _Check("bad_time", name, pl.col(name).is_null() & pl.col(f"{name}_text").is_not_null()),
            _Check("future_time", name, pl.col(name) > latest),
            _Check("old_time", name, pl.col(name) < EARLIEST),
        ]
    checks.append(_Check("time_order", "closed_at", pl.col("closed_at") < pl.col("created_at")))
    return [*checks, *(_Check("bad_point", c, _is_bad_point(c, rules)) for c in ("lon", "lat"))]


def _is_bad_point(column: str, rules: Rules) -> pl.Expr:
    text, bound = pl.col(f"{column}_text"), 1e8 if rules.is_projected else 180
    is_no_number = pl.col(column).is_null() & text.is_not_null() & text.cast(pl.Float64, strict=False).is_null()
    return (pl.col(column).abs() > bound) | pl.col(column).is_nan() | is_no_number


def _faults(rows: pl.DataFrame, found: list[int], checks: list[_Check]) -> pl.DataFrame:
    columns = [checks[i].column.removesuffix("_text") for i in found]
    cells = [row[c] for row, c in zip(rows.iter_rows(named=True), columns, strict=True)]
    return pl.DataFrame(
        [rows[ROW_NO].to_list(), [checks[i].code for i in found], columns, [c or "" for c in cells]], schema=FAULTS_SCHEMA, orient="col"
    )


def _columns(typed: pl.DataFrame) -> pl.DataFrame:
    levels = pl.concat_str([pl.col(c) for c in CATEGORY_LEVELS], separator=LEVEL_SEPARATOR, ignore_nulls=True)
    status = pl.coalesce(
        _named("status", STATUSES), pl.when(pl.col("closed_at").is_not_null()).then(pl.lit("closed")).otherwise(pl.lit("handling"))
    )
    return typed.select(
        ROW_NO,
        "order_no",
        *(pl.col(c).str.replace_all("\u00a0", " ", literal=True).fill_null("").alias(name) for c, (name, _) in TEXTS.items()),
        pl.coalesce(pl.col("category"), pl.when(levels != "").then(levels), pl.lit("")).alias("category_text"),
        *TIMES,
        status.alias("status"),
        _named("satisfaction", SATISFACTIONS).alias("satisfaction"),
        "is_callback_valid",
        "is_contacted",
        "is_resolved",
        "repeat_count",
        "lon",
        "lat",
        "caller_phone",
        pl.col("is_sample").fill_null(False),
    )


def _shortened(frame: pl.DataFrame, faults: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, int]]:
    bounded = {name: limit for name, limit in TEXTS.values() if limit}
    cut = frame.select((pl.col(n).str.len_chars() > limit).sum().alias(n) for n, limit in bounded.items()).row(0, named=True)
    # masked before it is cut: a telephone number without its end is no longer known for one
    whole = frame.with_columns(mask_series(frame[n])[0] for n in bounded if cut[n])
    short = whole.with_columns(pl.col(n).str.head(limit) for n, limit in bounded.items() if cut[n])
    return short, faults, {n: count for n, count in cut.items() if count}
