"""The history: every complaint as columns, one Parquet file a month, for counting; this is its reader.

Derived from the store by `etl.history` and published by one switch of `manifest.json`: a History opened once stays whole while a
newer one is published.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from geodata.clock import local
from geodata.errors import HistoryError
from geodata.settings import Settings

MANIFEST = "manifest.json"
FORMAT = 1
EMPTY_VERSION = "empty"

# one row a complaint, files sorted by SORT; times are naive Shanghai wall time; h3_11 null: no point; status as in the store
SCHEMA: dict[str, pl.DataType] = {
    "id": pl.Int64(),
    "created_at": pl.Datetime("us"),
    "day": pl.Date(),
    "district_code": pl.String(),
    "street_code": pl.String(),
    "community_code": pl.String(),
    "category_code": pl.String(),
    "status": pl.String(),
    "channel": pl.String(),
    "place_level": pl.String(),
    "radius_m": pl.Int32(),
    "approx": pl.Boolean(),
    "h3_11": pl.Int64(),
    "is_boundary_conflict": pl.Boolean(),
    "is_valid": pl.Boolean(),
    "is_contacted": pl.Boolean(),
    "is_resolved": pl.Boolean(),
    "satisfaction": pl.String(),
    "closed_at": pl.Datetime("us"),
    "is_sample": pl.Boolean(),
}
SORT = ("street_code", "h3_11", "created_at", "id")


@dataclass(frozen=True)
class Month:
    """One file of the history: `month` as 2026-07, `sha256` of its bytes."""

    month: str
    file: str
    rows: int
    sha256: str
    first_day: date
    newest_at: datetime
    is_sample: bool


@dataclass(frozen=True)
class Manifest:
    """What the history consists of; `batch_id` is the newest load in it, `version` a hash of its content."""

    version: str
    batch_id: int
    months: tuple[Month, ...]


@dataclass(frozen=True)
class History:
    """A readable state of the history."""

    folder: Path
    manifest: Manifest

    @property
    def version(self) -> str:
        """Content version: equal exactly when the rows are equal."""
        return self.manifest.version

    @property
    def rows(self) -> int:
        """Number of complaints."""
        return sum(m.rows for m in self.manifest.months)

    @property
    def first_day(self) -> date | None:
        """Oldest day that has a complaint; None while empty."""
        return min((m.first_day for m in self.manifest.months), default=None)

    @property
    def newest_at(self) -> datetime | None:
        """Newest created_at, aware; None while empty. This is the as-of time (数据截至) of every count."""
        return max((local(m.newest_at) for m in self.manifest.months), default=None)

    @property
    def is_sample(self) -> bool:
        """Whether any of it is demonstration data (演示数据)."""
        return any(m.is_sample for m in self.manifest.months)

    def scan(self, first: date | None = None, last: date | None = None) -> pl.LazyFrame:
        """Rows with the columns of SCHEMA; `first` and `last` (both included) leave out other days, and their files unread."""
        wanted = [m for m in self.manifest.months if _overlaps(m.month, first, last)]
        if not wanted:
            return pl.LazyFrame(schema=SCHEMA)
        rows = pl.scan_parquet([self.folder / m.file for m in wanted], glob=False)
        days = [pl.col("day") >= first] if first else []
        days += [pl.col("day") <= last] if last else []
        return rows.filter(*days) if days else rows


def open_history(settings: Settings) -> History:
    """The history as published now; an empty one where nothing was built yet. Costs about a millisecond: open it for each request.

    Raises HistoryError where the manifest is of another format or broken.
    """
    return History(settings.history_dir, read_manifest(settings.history_dir) or Manifest(EMPTY_VERSION, 0, ()))


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in a folder, None where there is none. Raises HistoryError where it cannot be used."""
    try:
        raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if raw["format"] != FORMAT:
            raise HistoryError(f"读取历史列存 {folder}：清单格式是 {raw['format']}，本程序要 {FORMAT}；请运行 huitian build")
        return Manifest(raw["version"], raw["batch_id"], tuple(_month(m) for m in raw["months"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise HistoryError(f"读取历史列存 {folder}：清单 {MANIFEST} 已损坏（{error}）；请运行 huitian build") from error


def manifest_text(manifest: Manifest) -> str:
    """The manifest as JSON text, the inverse of `read_manifest`."""
    return json.dumps({"format": FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=1, default=lambda at: at.isoformat())


def months_of(days: Sequence[date]) -> tuple[str, ...]:
    """Distinct months ("2026-07") of days, ascending."""
    return tuple(sorted({f"{d:%Y-%m}" for d in days}))


def _month(raw: dict[str, str]) -> Month:
    read = {"first_day": date.fromisoformat(raw["first_day"]), "newest_at": datetime.fromisoformat(raw["newest_at"])}
    return Month(**{**raw, **read})  # type: ignore[arg-type]


def _overlaps(month: str, first: date | None, last: date | None) -> bool:
    return not (first and month < f"{first:%Y-%m}") and not (last and month > f"{last:%Y-%m}")
