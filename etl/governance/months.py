"""Rows of monthly figures -> months of towns."""

from __future__ import annotations

import polars as pl

from etl.governance.belonging import TOWN, town_faults, with_town
from etl.records.bench import Workbench
from etl.records.feed import Refined, Rows, faults_of
from geodata.store.models import TownMonth

LEAST_PEOPLE, MOST_PEOPLE = 1_000, 2_000_000      # of a town: fewer is a number of 万, more is a district
WAN = 10_000
MOST_COMPLAINTS = 1_000_000
_FIGURES = ("population", "resolution_pct", "satisfaction_pct")


def refine(rows: pl.DataFrame, bench: Workbench) -> Refined:
    """Months as the store has them; a figure that the file does not have stays as it is."""
    rows = with_town(rows, bench).with_columns(population=pl.coalesce("population", pl.col("population_wan") * WAN).round())
    count, people = pl.col("complaint_count"), pl.col("population")
    faults = pl.concat([
        town_faults(rows),
        faults_of(rows, pl.col("month") > f"{bench.today:%Y-%m}", "future_month", "month"),
        faults_of(rows, count < 0, "negative", "complaint_count"),
        faults_of(rows, (count != count.round()) | (count > MOST_COMPLAINTS), "bad_number", "complaint_count"),
        faults_of(rows, ~people.is_between(LEAST_PEOPLE, MOST_PEOPLE), "town_people", "population"),
    ])
    said = {"population": ("population", "population_wan")}
    silent = tuple(name for name in _FIGURES if not bench.has(*said.get(name, (name,))))
    months = rows.select("row_no", "town_no", "month", "complaint_count", *_FIGURES, "is_sample")
    return Refined((Rows(TownMonth, months, key=("town_id", "month"), parent=TOWN, silent=silent),), faults)
