"""The smallest valid objects; a test states only the fields it is about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from etl.prepared import REJECT_SCHEMA, ROW_SCHEMA, SOURCE_SCHEMA, Prepared, stamp
from geodata.clock import SHANGHAI

CREATED_AT = datetime.fromisoformat("2026-07-01 08:30")   # naive: Shanghai wall time, as in frames
STARTED_AT = datetime(2026, 7, 2, 9, 0, tzinfo=SHANGHAI)

_EMPTY = {pl.String: "", pl.Boolean: False, pl.Float64: 0.0}
_ROW = {
    "order_no": "T0001",
    "order_type": "诉求",
    "status": "pending",
    "created_at": CREATED_AT,
    "category_code": "010101",
    "category_method": "given",
    "place_level": "街道",
    "street_code": "110114009",
    "district_code": "110114",
    "code_source": "named",
}
_NULL = (
    "lon", "lat", "dispatched_at", "responded_at", "deadline_at", "feedback_at", "solved_at", "closed_at", "is_callback_valid",
    "is_contacted", "is_resolved", "satisfaction", "repeat_count", "caller_key", "place_name", "place_radius_m", "h3_11", "community_code",
)  # fmt: skip


def complaint(**given: Any) -> dict[str, Any]:
    """One complaint: columns of ROW_SCHEMA (without row_no and the stamp) and the source columns that are not stored."""
    unknown = set(given) - set(SOURCE_SCHEMA) - set(ROW_SCHEMA)
    assert not unknown, unknown
    types = {**SOURCE_SCHEMA, **ROW_SCHEMA}
    plain = {name: None if name in _NULL else _EMPTY.get(kind) for name, kind in types.items()}  # type: ignore[call-overload]
    return {k: v for k, v in {**plain, **_ROW, **given}.items() if k not in ("row_no", "row_digest", "version_at")}


def complaint_frame(*rows: Mapping[str, Any], first_row_no: int = 2) -> pl.DataFrame:
    """Stamped rows of ROW_SCHEMA in the given order, each with the fields it names: `complaint_frame({"order_no": "A"}, {})`."""
    schema = {k: v for k, v in {**SOURCE_SCHEMA, **ROW_SCHEMA}.items() if k not in ("row_no", "row_digest", "version_at")}
    frame = stamp(pl.DataFrame([complaint(**row) for row in rows], schema=schema))
    numbered = frame.with_columns(pl.int_range(first_row_no, first_row_no + pl.len(), dtype=pl.UInt32).alias("row_no"))
    return numbered.select(pl.col(name).cast(kind) for name, kind in ROW_SCHEMA.items())


def reject_frame(*rows: Mapping[str, Any]) -> pl.DataFrame:
    """Rejected rows of REJECT_SCHEMA; `raw` is given as a dict."""
    plain = {"row_no": 2, "reason_code": "created_at_missing", "reason": "创建时间为空", "raw": {"工单编号": "T0001"}}
    filled = [{**plain, **row} for row in rows]
    return pl.DataFrame([{**row, "raw": json.dumps(row["raw"], ensure_ascii=False)} for row in filled], schema=REJECT_SCHEMA)


def prepared(folder: Path, rows: pl.DataFrame, rejects: pl.DataFrame | None = None, **given: Any) -> Prepared:
    """A prepared file with these rows, spooled under `folder`; its sha256 follows from them unless given."""
    rejects = reject_frame() if rejects is None else rejects
    sha256 = given.get("sha256") or _digest([rows, rejects])
    folder.mkdir(parents=True, exist_ok=True)
    rows.write_parquet(folder / f"{sha256[:16]}-rows.parquet")
    rejects.write_parquet(folder / f"{sha256[:16]}-rejects.parquet")
    values: dict[str, Any] = {
        "feed": "complaints",
        "file_name": "工单.csv",
        "sha256": sha256,
        "encoding": "utf-8",
        "started_at": STARTED_AT,
        "read_count": rows.height + rejects.height,
        "rows": folder / f"{sha256[:16]}-rows.parquet",
        "rejects": folder / f"{sha256[:16]}-rejects.parquet",
        "located": dict(rows["place_level"].value_counts().iter_rows()),
    }
    return Prepared(**{**values, **given})


def _digest(frames: Iterable[pl.DataFrame]) -> str:
    return hashlib.sha256("".join(frame.write_csv() for frame in frames).encode()).hexdigest()
