"""Mapping files: a clerk's TOML that says which column of a foreign file is which of ours."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from etl import texts
from etl.contracts import Feed, Mapping, nearest
from geodata.errors import FileRefused

TABLES = ("columns", "constants", "units", "crs")


def read_mapping(path: Path, feed: Feed) -> Mapping:
    """The mapping in the file, canonical names checked against the feed. Raises FileRefused naming what is unknown and what comes close."""
    try:
        raw = path.read_bytes()
        table = tomllib.loads(raw.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FileRefused(texts.REFUSED["mapping_file"].format(file=path.name, error=error)) from error
    if unknown := [name for name in table if name not in TABLES]:
        raise FileRefused(texts.REFUSED["mapping_table"].format(file=path.name, names="、".join(unknown), known="、".join(TABLES)))
    parts = {name: _section(table.get(name, {}), name, feed, path) for name in TABLES[:3]}
    if both := sorted(set(parts["columns"]) & set(parts["constants"])):
        raise FileRefused(texts.REFUSED["mapping_both"].format(file=path.name, names="、".join(both)))
    return Mapping(**parts, crs=_crs(table.get("crs", ""), path), digest=hashlib.sha256(raw).hexdigest()[:16])


def _section(section: Any, name: str, feed: Feed, path: Path) -> dict[str, str]:
    if not isinstance(section, dict) or not all(isinstance(v, str | int | float) for v in section.values()):
        raise FileRefused(texts.REFUSED["mapping_value"].format(file=path.name, table=name))
    found: dict[str, str] = {}
    for key, value in section.items():
        column = feed.column(key)
        if column is None:
            hint = nearest(key, [c.name for c in feed.columns])
            known = "、".join(c.name for c in feed.columns)
            raise FileRefused(texts.REFUSED["mapping_column"].format(file=path.name, table=name, name=key, hint=hint, known=known))
        found[column.name] = _plain_value(value)
        if name == "units" and column.kind == "time" and "%" not in found[column.name]:
            raise FileRefused(texts.REFUSED["mapping_unit"].format(file=path.name, column=key, unit=value))
    return found


def _plain_value(value: str | int | float | bool) -> str:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


def _crs(given: Any, path: Path) -> str:
    """`crs = "wgs84"`, or one entry in `[crs]`, whatever its name."""
    values = list(given.values()) if isinstance(given, dict) else [given]
    if len(set(values)) > 1 or not all(isinstance(v, str) for v in values):
        raise FileRefused(texts.REFUSED["mapping_crs"].format(file=path.name))
    return str(values[0]).strip().lower() if values else ""
