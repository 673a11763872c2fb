"""Feeds of records: registers, readings, reports. Everything but what a row means is done here; a feed is one file of some 60 lines.

    from etl.contracts import COORDINATE, Column
    from etl.records import KEY, LENGTH, Parent, RecordFeed, Refined, Rows, Workbench, faults_of

    def _refine(rows: pl.DataFrame, bench: Workbench) -> Refined:
        stations = rows.unique("station_no", keep="last", maintain_order=True).select(
            pl.lit("rain_station").alias("kind"), pl.col("station_no").alias("site_no"), pl.col("station").alias("name"),
            "place_text", "place_level", "place_radius_m", "place_approx", "lon", "lat", "h3_11",
            "district_code", "street_code", "community_code", "is_sample", pl.col("point").alias("geom"),
        )
        readings = rows.select("row_no", "station_no", "at", rain_mm="rain", interval_min=pl.col("interval_min").fill_null(10),
                               is_sample="is_sample", kind=pl.lit("rain_station"))
        site = Parent("site_id", Site, ("kind", "site_no"), names={"site_no": "station_no"})
        return Refined(
            tables=(Rows(Site, stations, key=("kind", "site_no")), Rows(RainReading, readings, key=("site_id", "at"), parent=site)),
            faults=faults_of(rows, pl.col("rain") > 300, "reading_range", "rain"),
        )

    RAIN = RecordFeed(
        name="rain", title="雨量",
        columns=(Column("station_no", ("雨量站编号",), KEY, is_required=True), Column("at", ("时间",), "time", is_required=True),
                 Column("rain", ("雨量",), LENGTH, is_required=True), Column("lon", ("经度", "lon", "geometry.lon"), COORDINATE), ...),
        key=("station_no", "at"), places=("place", "station"), newest="at", refine=_refine,
    )

and one line in etl/feeds/__init__.py. A new reason goes to etl.texts.RECORD_REASONS ({column}: header, {found}: the cell).

What the core does with each kind of column, before `refine`:
key       text; 12, "12", 12.0, ="12" are one; blank only where not required (then "")     text   masked, "" when blank
code      stored code by `codes={"done": ("完工", "已完工")}`; other words are a fault        flag   false when blank
date, time, month   Date, Datetime, "2026-07"; Excel day numbers and slashed dates too     number, quantity   Float64 (3.4 万 is 34,000)
money, length, area, percent   元, mm, m², 0-100; unit from cell, header or mapping [units]; without one money is 元, the others refuse
coordinate, geometry   lon, lat in the file's system; WKT or GeoJSON: rows come with WGS-84 places (see RecordFeed)
A required column must be there and filled in every row. Negative money, length, area, percent, quantity are faults.
"""

from etl.records.bench import Workbench
from etl.records.feed import (
    ADD,
    CODE,
    DATE,
    FAULTS_SCHEMA,
    GEOMETRY,
    KEY,
    MONTH,
    REPLACE,
    UPSERT,
    Parent,
    RecordFeed,
    Refined,
    Rows,
    faults_of,
)
from etl.units import AREA, LENGTH, MONEY, PERCENT, QUANTITY

__all__ = [
    "ADD",
    "AREA",
    "CODE",
    "DATE",
    "FAULTS_SCHEMA",
    "GEOMETRY",
    "KEY",
    "LENGTH",
    "MONEY",
    "MONTH",
    "PERCENT",
    "QUANTITY",
    "REPLACE",
    "UPSERT",
    "Parent",
    "RecordFeed",
    "Refined",
    "Rows",
    "Workbench",
    "faults_of",
]
