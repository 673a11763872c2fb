"""Towns under governance as a map layer: the outline of the street each is drawn on, the stage of the last day shown."""

from __future__ import annotations

from datetime import date

import polars as pl
import shapely

from dashboard.queries.layers import rows_frame
from dashboard.queries.register import Register
from dashboard.queries.towns import TownLine, board, moment_of
from dashboard.texts import towns as words
from geodata.governance.stages import STAGES
from geodata.grid import cells_of

PRECISION_DEG = 1e-4               # about 10 m: outlines of whole streets need no more


def town_rows(register: Register, area: str, first: date, last: date) -> pl.DataFrame:
    """The towns of an area that were on the list on the last day, as known then; columns of ROWS, the name always the town's own.

    A town without a street, or whose street has no outline, has no point. Raises NotFound, RightsError, StoreError.
    """
    lines = board(register, area, moment_of(register, last)).listed
    return rows_frame([_row(line, register) for line in lines])


def _row(line: TownLine, register: Register) -> dict[str, object]:
    months = words.MONTHS.format(months=line.months_in_stage)
    note = words.LAYER_NOTE.format(day=line.stay.from_date, months=months)
    told: dict[str, object] = {"id": line.no, "name": line.name, "state": line.stage, "note": note}
    street = register.pack.areas.get(line.street_code) if line.street_code else None
    if street is None or street.geometry is None or line.stage not in STAGES:
        return told
    point = street.geometry.representative_point()
    shape = shapely.to_geojson(shapely.simplify(street.geometry, PRECISION_DEG))
    return {**told, "lon": point.x, "lat": point.y, "h3_11": int(cells_of([point.x], [point.y])[0]), "shape": shape}
