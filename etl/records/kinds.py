"""Text cells of records -> typed columns by kind, each with the rows that it makes unusable. Whole columns at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from etl import times
from etl.clean import BLANKS, NO, NOTHING, YES
from etl.contracts import COORDINATE, Column
from etl.readers.table import NO_RESULT, ROW_NO
from etl.records import percent
from etl.records.feed import CODE, DATE, FAULTS_SCHEMA, GEOMETRY, KEY, MONTH
from etl.units import AREA, LENGTH, MONEY, PERCENT, QUANTITY, UNITS

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
AHEAD = timedelta(days=1)  # clocks differ
KEY_LIMIT = 64

_NUMBER = r"^([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?)([^0-9.+-].*)?$"
_SCIENTIFIC = r"^[0-9]+\.?[0-9]*[eE]\+?[0-9]+$"


@dataclass(frozen=True)
class Reading:
    """How the columns of one file are to be read: time now (naive, Shanghai), unit of a column (from its header or the mapping), strftime
    layouts by column, order of slashed dates by column.
    """

    now: datetime
    units: Mapping[str, str] = field(default_factory=dict)
    layouts: Mapping[str, str] = field(default_factory=dict)
    day_orders: Mapping[str, str] = field(default_factory=dict)
    is_projected: bool = False


@dataclass(frozen=True)
class Values:
    """A typed column, the rows (boolean) that are unusable by the code of the reason, and what the ledger should know of the reading.

    `without_unit` is a value that needs a unit which neither cell, header nor mapping gives: the file cannot be used.
    """

    series: pl.Series
    bad: Mapping[str, pl.Series] = field(default_factory=dict)
    note: Any = None
    without_unit: str = ""


def stripped(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells without blanks around them and in narrow signs; null where they say nothing."""
    return cells.with_columns(_said(c) for c in cells.columns if c != ROW_NO)


def read(texts: pl.Series, column: Column, reading: Reading) -> Values:
    """The column typed by its kind; a missing cell of a required column is a fault of its own."""
    values = _READERS.get(column.kind, _text)(texts, column, reading)
    bad = {"formula": (texts == NO_RESULT).fill_null(False), **values.bad}
    if column.is_required:
        bad = {"blank": texts.is_null(), **bad}
    return Values(values.series.alias(column.name), bad, values.note, values.without_unit)


def faults(row_nos: pl.Series, texts: pl.Series, bad: Mapping[str, pl.Series]) -> pl.DataFrame:
    """FAULTS_SCHEMA of one column's unusable rows."""
    parts = [pl.DataFrame(schema=FAULTS_SCHEMA)]
    for code, wrong in bad.items():
        if wrong.any():
            at = wrong.arg_true()
            shown = texts.gather(at).fill_null("")
            parts.append(pl.DataFrame({
                ROW_NO: row_nos.gather(at), "code": [code] * at.len(), "column": [texts.name] * at.len(), "found": shown,
            }, schema=FAULTS_SCHEMA))
    return pl.concat(parts)


def _said(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars(BLANKS)
    return pl.when((text != "") & ~text.is_in(NOTHING)).then(text).alias(column)


def _plain(texts: pl.Series) -> pl.Series:
    return times.plain(texts)


def _text(texts: pl.Series, column: Column, reading: Reading) -> Values:
    series = texts.fill_null("").str.replace_all("\u00a0", " ", literal=True)
    return Values(series)


def _key(texts: pl.Series, column: Column, reading: Reading) -> Values:
    """Numbers as text: 12, "12", 12.0 and ="12" are one; leading zeros stay."""
    text = pl.col(texts.name).str.normalize("NFKC").str.replace(r'^="?(.*?)"?$', "${1}").str.strip_chars("'`" + BLANKS)
    text = text.str.replace_all(r"\s", "").str.replace(r"^([0-9]+)\.0+$", "${1}")
    keys = texts.to_frame().select(text).to_series()
    bad = {
        "key_digits": keys.str.contains(_SCIENTIFIC).fill_null(False) & keys.str.contains(r"[eE]\+|\.").fill_null(False),
        "key_long": (keys.str.len_chars() > (column.limit or KEY_LIMIT)).fill_null(False),
    }
    return Values(keys.fill_null(""), bad)


def _code(texts: pl.Series, column: Column, reading: Reading) -> Values:
    table = {word.lower(): code for code, words in column.codes.items() for word in (code, *words)}
    plain = _plain(texts).str.to_lowercase()
    codes = plain.replace_strict(table, default=None, return_dtype=pl.String)
    return Values(codes.fill_null(""), {"bad_code": codes.is_null() & plain.is_not_null()})


def _flag(texts: pl.Series, column: Column, reading: Reading) -> Values:
    table = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}
    plain = _plain(texts).str.to_lowercase()
    flags = plain.replace_strict(table, default=None, return_dtype=pl.Boolean)
    return Values(flags.fill_null(False), {"bad_code": flags.is_null() & plain.is_not_null()})


def _time(texts: pl.Series, column: Column, reading: Reading) -> Values:
    at = _moments(texts, column, reading)
    is_said = texts.is_not_null()
    return Values(at, {
        "bad_time": at.is_null() & is_said,
        "future_time": (at > reading.now + AHEAD).fill_null(False),
        "old_time": (at.dt.date() < EARLIEST).fill_null(False),
    })


def _date(texts: pl.Series, column: Column, reading: Reading) -> Values:
    day = _moments(texts, column, reading).dt.date()
    return Values(day, {
        "bad_date": day.is_null() & texts.is_not_null(),
        "far_date": ((day < EARLIEST) | (day > LATEST)).fill_null(False),
    })


def _month(texts: pl.Series, column: Column, reading: Reading) -> Values:
    """"2026-07" of 2026-07, 2026年7月, 202607, or a day in it."""
    plain = _plain(texts)
    parts = plain.str.extract_groups(r"^(?P<year>[12][0-9]{3})[-/.年]?(?P<month>[0-9]{1,2})月?$").struct.unnest()
    short = parts.select(pl.when(pl.col("month").cast(pl.Int32).is_between(1, 12)).then(
        pl.col("year") + "-" + pl.col("month").str.zfill(2)
    )).to_series()
    months = pl.select(pl.coalesce(short, _moments(plain, column, reading).dt.strftime("%Y-%m"))).to_series()
    return Values(months.fill_null(""), {"bad_month": months.is_null() & plain.is_not_null()})


def _moments(texts: pl.Series, column: Column, reading: Reading) -> pl.Series:
    plain = _plain(texts)
    if layout := reading.layouts.get(column.name):
        return times.read_as(plain, layout)
    return times.read(plain, order=reading.day_orders.get(column.name))


def _numeric(texts: pl.Series, column: Column, reading: Reading) -> Values:
    number, rest = _split(texts)
    is_bad = texts.is_not_null() & (number.is_null() | rest.is_not_null())
    return Values(number, {"bad_number": is_bad})


def _quantity(texts: pl.Series, column: Column, reading: Reading) -> Values:
    """A number, perhaps in 万 or 亿, perhaps with a unit behind it that another column says again."""
    number, rest = _split(texts)
    many = rest.str.extract("^([万亿])").replace_strict(UNITS[QUANTITY], default=None, return_dtype=pl.Float64)
    values = number * many.fill_null(1.0)
    is_bad = texts.is_not_null() & (number.is_null() | (rest.str.len_chars() > 8).fill_null(False))
    return Values(values, {"bad_number": is_bad, "negative": (values < 0).fill_null(False)})


def _measure(texts: pl.Series, column: Column, reading: Reading) -> Values:
    """Money in 元, lengths in mm, areas in m²: the unit in the cell goes first, then that of the column; money without one is 元."""
    number, rest = _split(texts)
    units = UNITS[column.kind]
    own = rest.str.to_lowercase().replace_strict(units, default=None, return_dtype=pl.Float64)
    declared = units.get(reading.units.get(column.name, ""), 1.0 if column.kind == MONEY else None)
    is_bare = number.is_not_null() & rest.is_null()
    factors = own if declared is None else own.fill_null(declared).set(rest.is_not_null() & own.is_null(), None)
    values = number * factors
    lacking = str(texts.filter(is_bare)[0]) if declared is None and is_bare.any() else ""
    is_bad = texts.is_not_null() & values.is_null()
    return Values(values, {"bad_unit": is_bad & number.is_not_null(), "bad_number": is_bad, "negative": (values < 0).fill_null(False)},
                  without_unit=lacking)


def _percent(texts: pl.Series, column: Column, reading: Reading) -> Values:
    number, rest = _split(texts)
    found = percent.read(number, rest, reading.units.get(column.name, ""))
    is_bad = texts.is_not_null() & (number.is_null() | ~(rest.is_null() | (rest == "%")))
    over = ((found.values < 0) | (found.values > 100)).fill_null(False)
    return Values(found.values, {"bad_number": is_bad, "percent_unclear": found.unclear & ~is_bad, "bad_percent": over}, note=found.note)


def _coordinate(texts: pl.Series, column: Column, reading: Reading) -> Values:
    plain = texts.str.normalize("NFKC").str.strip_chars("°").cast(pl.Float64, strict=False)
    bound = 1e8 if reading.is_projected else 180
    return Values(plain, {"bad_point": (texts.is_not_null() & plain.is_null()) | (plain.abs() > bound).fill_null(False)
                          | plain.is_nan().fill_null(False)})


def _shape(texts: pl.Series, column: Column, reading: Reading) -> Values:
    return Values(texts)


def _split(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The number at the start and what follows it, null where nothing does; separators of thousands and signs of money taken out."""
    plain = texts.str.normalize("NFKC").str.replace_all(r"[\s,¥\u00a0]", "")
    groups = plain.str.extract_groups(_NUMBER).struct.unnest()
    return groups["1"].cast(pl.Float64, strict=False), groups["2"]


_READERS: dict[str, Callable[[pl.Series, Column, Reading], Values]] = {
    KEY: _key, CODE: _code, "flag": _flag, "time": _time, DATE: _date, MONTH: _month, "number": _numeric, QUANTITY: _quantity,
    MONEY: _measure, LENGTH: _measure, AREA: _measure, PERCENT: _percent, COORDINATE: _coordinate, GEOMETRY: _shape,
}  # fmt: skip
