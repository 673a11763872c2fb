"""Insert or overwrite by key, on both engines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from geodata.store.engine import is_sqlite


def upsert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]], *, key: Sequence[str]) -> int:
    """Write rows that all have the same columns; a row whose `key` is there already replaces it, its id kept. Returns the rows written."""
    written = list(rows)
    if not written:
        return 0
    insert = sqlite.insert(table) if is_sqlite(connection) else postgresql.insert(table)
    changed = {name: insert.excluded[name] for name in written[0] if name not in key}
    connection.execute(insert.on_conflict_do_update(index_elements=key, set_=changed), written)
    return len(written)
