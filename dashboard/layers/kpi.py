"""The figures of a data layer in its legend (5 处，其中有积水 2 处): how many things it has, and those of them to look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from dashboard.queries.layers.age import AsOf
from dashboard.texts import layers as words

Number = Callable[[pl.DataFrame], int]      # from the rows of a layer's query


@dataclass(frozen=True)
class Kpi:
    """The figure beside a layer's total: what it is called, its number from the rows, its unit."""

    name: str
    number: Number
    unit: str


def among(*states: str) -> Number:
    """How many things are in some states."""
    return lambda rows: int(rows.filter(pl.col("state").is_in(states))["weight"].sum())


def sum_of(column: str) -> Number:
    """The sum of a further column of the rows."""
    return lambda rows: int(rows[column].sum())


def off_map(rows: pl.DataFrame) -> int:
    """How many things have no place on the map."""
    return int(rows.filter(pl.col("h3_11").is_null())["weight"].sum())


def figures(kpi: Kpi, unit: str, rows: pl.DataFrame, at: datetime | None) -> str:
    """The line for the rows of an area; 无数据 where nothing was ever loaded (`at` None), which is not the same as none."""
    total = int(rows["weight"].sum())
    if at is None and not total:
        return words.NO_DATA
    told = words.TOTAL.format(count=total, unit=unit)
    return words.KPI.format(total=told, name=kpi.name, count=kpi.number(rows), unit=kpi.unit) if total else told


def age(as_of: AsOf, at: datetime | None) -> str:
    """数据截至 2026-11-23 09:00 for a layer of events, 最近更新 for a register."""
    word = words.AS_OF if as_of.is_event else words.LOADED
    return f"{word} {at:%Y-%m-%d %H:%M}" if at else f"{word} {words.NO_DATA}"
