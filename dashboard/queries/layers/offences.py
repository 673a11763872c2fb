"""违停, 占道经营, 单车堆积: offences counted by hexagon."""

from __future__ import annotations

from datetime import date

import h3.api.basic_int as h3_int
import polars as pl

from dashboard.queries.hexagon_counts import hexagon_counts
from dashboard.queries.layers import Query, rows_frame
from dashboard.queries.offences import offences_of
from dashboard.queries.parking import Asked
from dashboard.queries.register import Register
from dashboard.texts import parking as words
from geodata import grid


def offence_rows(kind: str) -> Query:
    """The query of one kind's layer: a row a hexagon at its middle, `weight` its offences, and one without a place for those in none.

    Small counts are hidden as `hexagon_counts` says. The query raises NotFound, RightsError, StoreError.
    """

    def rows(register: Register, area: str, first: date, last: date) -> pl.DataFrame:
        found = hexagon_counts(offences_of(register), Asked(area, first, last, kind))
        middles = {cell: h3_int.cell_to_latlng(cell) for cell in found.counts}
        at = [(lon, lat) for lat, lon in middles.values()]
        finest = grid.cells_of([lon for lon, _ in at], [lat for _, lat in at]).tolist()
        placed: list[dict[str, object]] = [
            {"id": "", "name": words.KINDS[kind], "state": kind, "lon": lon, "lat": lat, "h3_11": cell, "weight": count}
            for (lon, lat), cell, count in zip(at, finest, found.counts.values(), strict=True)
        ]
        outside: list[dict[str, object]] = [{"state": kind, "weight": found.outside_count}] if found.outside_count else []
        return rows_frame([*placed, *outside])

    return rows
