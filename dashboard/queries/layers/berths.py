"""Car parks and their berths (停车供给)."""

from __future__ import annotations

from datetime import date

import polars as pl
from sqlalchemy import select

from dashboard.queries.layers import rows_frame
from dashboard.queries.register import Register
from dashboard.texts import layers as words
from geodata.store.models import Site

KIND = "parking"
BERTHS = "berth_count"             # column besides those of ROWS: the berths of a car park, 0 where nobody wrote them down


def berth_rows(register: Register, area: str, first: date, last: date) -> pl.DataFrame:
    """The area's registered car parks, whatever the period; columns of ROWS and BERTHS. Raises NotFound, RightsError, StoreError."""
    wanted = (
        select(Site.site_no, Site.name, Site.lon, Site.lat, Site.h3_11, Site.details)
        .where(Site.kind == KIND, register.within(area, Site))
        .order_by(Site.site_no)
    )
    with register.read() as store:
        found = store.execute(wanted).all()
    rows = rows_frame([
        {"id": r.site_no, "name": r.name, "state": KIND, "note": _berths(r.details), "lon": r.lon, "lat": r.lat, "h3_11": r.h3_11}
        for r in found
    ])  # fmt: skip
    return rows.with_columns(pl.Series(BERTHS, [int(r.details.get("berth_count") or 0) for r in found], pl.Int64))


def _berths(details: dict[str, object]) -> str:
    count = details.get("berth_count")
    return words.BERTHS_NONE if count is None else words.BERTHS.format(count=count)
