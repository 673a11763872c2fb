"""One pass over one file: each chunk of cells becomes rows for the store and rejects for the quarantine."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import polars as pl

from etl import clean, contracts, rejects, survey
from etl.contracts import HeaderMap
from etl.finishing import Finished
from etl.points import PointReader
from etl.readers.table import ROW_NO, Chunk, Table
from etl.workshop import Source, Workshop


class Passage:
    """One pass over one file; counts what the ledger wants to know."""

    def __init__(self, source: Source, workshop: Workshop, table: Table, mapped: HeaderMap) -> None:
        self._source, self._table, self._mapped = source, table, mapped
        self._points = PointReader(source.path, source.crs or source.mapping.crs or source.feed.crs, mapped, workshop.pack)
        now = workshop.settings.clock.now().replace(tzinfo=None)
        self._rules = clean.Rules(now, source.mapping.units, is_projected=self._points.is_projected)
        self._has_surveyed = False
        self._blank_count = 0
        self._masked: Counter[str] = Counter()
        self._cut: Counter[str] = Counter()
        self._service_fault = ""
        self.located: Counter[str] = Counter()
        self.is_sample = False
        self.done = 0.0  # share of the file read

    def step(self, chunk: Chunk) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Cleaned rows with their points in WGS-84, to be finished, and rejects with REJECT_SCHEMA."""
        self._blank_count += chunk.blank_count
        again = contracts.repeats_header(self._mapped, chunk.rows)
        repeated = chunk.rows.filter(again)
        rows = chunk.rows.filter(~again) if repeated.height else chunk.rows
        cleaned = self._clean(rows)
        faults = pl.concat([cleaned.faults, _header_faults(repeated)])
        put_aside = [*rejects.of_records(chunk.bad, self._mapped), *rejects.of_rows(chunk.rows, faults, self._mapped, self._source.feed)]
        self.done = chunk.done
        return self._points.to_wgs84(cleaned.frame), rejects.frame_of(put_aside)

    def take(self, finished: Finished) -> pl.DataFrame:
        """Rows with ROW_SCHEMA, counted."""
        self._masked.update(finished.masked)
        self._service_fault = self._service_fault or finished.service_fault
        self.located.update(finished.rows["place_level"].to_list())
        self.is_sample = self.is_sample or bool(finished.rows["is_sample"].any())
        return finished.rows

    def notes(self) -> dict[str, Any]:
        """What the ledger keeps beside the counts; empty entries are left out."""
        head, mapped = self._table.head, self._mapped
        kept = {
            **head.notes,
            "sheet": head.sheet,
            "header_row": head.header_row if head.header_row > 1 else None,
            "ignored_columns": list(mapped.ignored),
            "personal_columns": [mapped.headers[at].strip() for at in sorted(mapped.personal)],
            "blank_rows": self._blank_count,
            "masked": dict(self._masked),
            "shortened": dict(self._cut),
            "day_orders": dict(self._rules.day_orders),
            "crs": self._points.crs,
            "mapping": self._source.mapping.digest,
            "service_fault": self._service_fault,
        }
        return {name: value for name, value in kept.items() if value}

    def _clean(self, rows: pl.DataFrame) -> clean.Cleaned:
        cells = contracts.apply(self._mapped, self._source.feed, rows)
        units = self._source.mapping.units
        if not self._has_surveyed and survey.has_slashed_dates(cells, units):
            orders = survey.day_orders(self._table, self._mapped, self._source.feed, self._source.path, units)
            self._rules, self._has_surveyed = replace(self._rules, day_orders=orders), True
        cleaned = clean.clean(cells, self._rules)
        self._cut.update(cleaned.cut)
        return cleaned


def _header_faults(repeated: pl.DataFrame) -> pl.DataFrame:
    blank = pl.lit("")
    return repeated.select(ROW_NO, code=pl.lit("header_again"), column=blank, found=blank).cast(clean.FAULTS_SCHEMA)  # type: ignore[arg-type]
