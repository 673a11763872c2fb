"""What a feed's `refine` may look at: the store as it is in this transaction, the pack, the clock, which columns the file has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import polars as pl
from sqlalchemy import Connection

from etl.records.tables import schema_of, table_of
from etl.sinks import sink_of

if TYPE_CHECKING:
    from geodata.pack import Pack
    from geodata.store.models import Base


@dataclass(frozen=True)
class Workbench:
    """`now` is Shanghai wall time; `columns` are the columns of the feed that the file (or a constant of the mapping) has."""

    store: Connection
    pack: Pack
    now: datetime
    columns: frozenset[str]
    is_demo: bool = False

    @property
    def today(self) -> date:
        """The day of the load."""
        return self.now.date()

    def has(self, *names: str) -> bool:
        """Whether the file has any of these columns."""
        return bool(self.columns & set(names))

    def known(self, model: type[Base], keys: pl.DataFrame, columns: Sequence[str] = ("id",)) -> pl.DataFrame:
        """Rows of the store whose key is among those of the frame (its columns are the key's, repeats do no harm): key and `columns`.

        `bench.known(Project, rows.select("project_no"), ("id", "status"))`, to be joined from the left.
        """
        table = table_of(model)
        names = [*keys.columns, *(c for c in columns if c not in keys.columns)]
        distinct = keys.unique().drop_nulls().cast(schema_of(table, keys.columns))  # type: ignore[arg-type]
        found = sink_of(self.store).match(table, distinct, names) if distinct.height else []
        return pl.DataFrame(found, schema=schema_of(table, names), orient="row")
