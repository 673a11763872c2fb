"""Rows put aside: why, in a Chinese sentence, and their cells with every personal thing masked or left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import polars as pl

from etl import texts
from etl.contracts import Feed, HeaderMap
from etl.prepared import REJECT_SCHEMA
from etl.privacy import mask_series, mask_text
from etl.readers.table import ROW_NO, BadRecord

SLIPPED = ("width", "quotes", "above_header")  # cells may stand under other headers than their own
FOUND_LIMIT = 40  # characters of a value shown in a reason

# what a geometry is written with and nothing else
_SHAPE = r"^(?i)\s*(SRID=[0-9]+;)?\s*(\{\s*\"type\"|(MULTI)?(POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)[-A-Za-z0-9.,:;+()\[\]{}\"\s]*$"

Reject = tuple[int, str, str, str]  # the columns of REJECT_SCHEMA


def of_rows(rows: pl.DataFrame, faults: pl.DataFrame, mapped: HeaderMap, feed: Feed) -> list[Reject]:
    """Rejects of whole rows: `rows` as read (row_no, c0, c1 …), `faults` as etl.clean gives them."""
    if not faults.height:
        return []
    wrong = rows.filter(pl.col(ROW_NO).is_in(faults[ROW_NO].implode()))
    raw = dict(zip(wrong[ROW_NO].to_list(), _masked_rows(wrong, mapped, _shape_at(mapped, feed)), strict=True))
    return [(row_no, code, _reason(code, name, found, mapped, feed), raw[row_no]) for row_no, code, name, found in faults.iter_rows()]


def of_records(bad: Iterable[BadRecord], mapped: HeaderMap) -> list[Reject]:
    """Rejects of records that are no rows. Where cells may have slipped, those a personal cell may have slipped to are left out, too."""
    width = len(mapped.headers)
    return [(b.row_no, b.code, _width_reason(b, width), _json(_record_cells(b, mapped))) for b in bad]


def frame_of(rejects: list[Reject]) -> pl.DataFrame:
    """A frame with REJECT_SCHEMA, in file order."""
    return pl.DataFrame(sorted(rejects), schema=REJECT_SCHEMA, orient="row")


def _shape_at(mapped: HeaderMap, feed: Feed) -> int | None:
    """Where the geometry stands: its digits are no telephone number."""
    return next((mapped.positions[c.name] for c in feed.columns if c.kind == "geometry" and c.name in mapped.positions), None)


def _masked_rows(rows: pl.DataFrame, mapped: HeaderMap, shape_at: int | None) -> Iterator[str]:
    shown = [at for at in range(len(mapped.headers)) if at not in mapped.personal]
    names = _names(mapped, len(mapped.headers))
    columns = [_masked(rows[f"c{at}"].fill_null(""), is_shape=at == shape_at) for at in shown]
    for cells in zip(*columns, strict=True):
        yield _json({names[at]: cell for at, cell in zip(shown, cells, strict=True)})


def _masked(cells: pl.Series, *, is_shape: bool) -> list[str]:
    masked = mask_series(cells)[0]
    if not is_shape:
        return list(masked)
    plain = cells.str.contains(_SHAPE)
    return [cell if keep else hidden for cell, hidden, keep in zip(cells, masked, plain, strict=True)]


def _record_cells(record: BadRecord, mapped: HeaderMap) -> dict[str, str]:
    slip = abs(len(record.cells) - len(mapped.headers)) if record.code in SLIPPED else 0
    hidden = {at + shift for at in mapped.personal for shift in range(-slip, slip + 1)}
    names = _names(mapped, len(record.cells))
    return {names[at]: mask_text(cell).text for at, cell in enumerate(record.cells) if at not in hidden}


def _names(mapped: HeaderMap, count: int) -> list[str]:
    """A name for each cell: its header, made unique."""
    names: list[str] = []
    for at in range(count):
        header = mapped.headers[at].strip() if at < len(mapped.headers) else ""
        name = header or texts.EXTRA_CELL.format(number=at + 1)
        names.append(name if name not in names else f"{name}_{at + 1}")
    return names


def _reason(code: str, name: str, found: str, mapped: HeaderMap, feed: Feed) -> str:
    column = feed.column(name)
    shown = "" if column is None or column.is_personal else mask_text(found).text[:FOUND_LIMIT]
    return {**texts.REASONS, **texts.RECORD_REASONS}[code].format(column=mapped.header_of(name) if name else "", found=shown)


def _width_reason(record: BadRecord, width: int) -> str:
    found = record.found.split("/")[0]
    return texts.REASONS[record.code].format(expected=width, found=found)


def _json(cells: dict[str, str]) -> str:
    return json.dumps(cells, ensure_ascii=False)
