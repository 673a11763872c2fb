"""Rows that speak of a town by its number, and the codes of the street that a row names."""

from __future__ import annotations

import polars as pl

from etl.area_hints import OUTSIDE, AreaHints
from etl.records.bench import Workbench
from etl.records.feed import Parent, faults_of
from geodata.pack import Pack
from geodata.store.models import Town

TOWN = Parent("town_id", Town, ("town_no",))


def with_town(rows: pl.DataFrame, bench: Workbench) -> pl.DataFrame:
    """The rows with town_id (null where the store has no such town) and the town's district_code and street_code."""
    known = bench.known(Town, rows.select("town_no"), ("id", "district_code", "street_code")).rename({"id": "town_id"})
    return rows.join(known, on="town_no", how="left", maintain_order="left")


def town_faults(rows: pl.DataFrame) -> pl.DataFrame:
    """FAULTS_SCHEMA of rows `with_town` whose town is not known."""
    return faults_of(rows, pl.col("town_id").is_null(), "no_town", "town_no")


def with_codes(rows: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """The rows with district_code and street_code of their columns `district` and `street`; null where they name none that the pack has."""
    said = rows.select("district", "street").unique()
    hints = AreaHints(pack)
    codes = [(d, s, *_codes(d, s, pack, hints)) for d, s in said.iter_rows()]
    schema = {"district": pl.String, "street": pl.String, "district_code": pl.String, "street_code": pl.String}
    return rows.join(pl.DataFrame(codes, schema=schema, orient="row"), on=["district", "street"], how="left", maintain_order="left")


def _codes(district: str, street: str, pack: Pack, hints: AreaHints) -> tuple[str | None, str | None]:
    code = street.strip()
    if code.isascii() and code.isdigit():
        found = pack.areas.get(code)
        return (code[:6], code) if found and found.level == "street" else (None, None)
    hint = hints.of(district, street)
    if hint == OUTSIDE:
        return None, None
    return hint.district_code or None, hint.street_code or None
