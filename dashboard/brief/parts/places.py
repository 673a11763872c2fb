"""诉求热点: the hexagons with most complaints, and which of them hold more than chance would put there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import h3
import numpy as np

from dashboard.brief.asked import Asked, Figures, Part, feed_of
from dashboard.brief.content import Block, MapPicture, Table
from dashboard.brief.parts.complaints import has_data
from dashboard.brief.sentences import Phrase, listed, say
from dashboard.queries.cube import COARSE, UNPLACED
from dashboard.queries.cubes import cell_label, cells_cube
from dashboard.queries.figures import cell_counts
from dashboard.queries.hotspots import significant_cells
from dashboard.queries.resolutions import first_resolution
from dashboard.texts import brief as words
from geodata import grid
from geodata.pack import Pack

PAGE, QUERY = "/hotspots", "hotspots.significant_cells"
MOST_LISTED, MOST_NAMED = 10, 3
HOT = "hot_cells"


@dataclass(frozen=True)
class CellLine:
    """One hexagon: its count this week and the week before (None: hidden as too few, or not known)."""

    cell: str
    street: str
    now: int
    before: int | None
    is_hot: bool

    @property
    def name(self) -> str:
        """What people can find it by."""
        return words.CELL.format(street=self.street, label=cell_label(self.cell))


def part(asked: Asked) -> Part:
    """Hexagons of the week. Raises NotFound, RightsError, HistoryError."""
    pack, history = asked.history.pack, asked.history.history
    feed = feed_of("complaints", history.newest_at, asked, pack.rules.freshness.complaints_hours)
    lines = _cells(asked) if has_data(asked) else ()
    hot = [line for line in lines if line.is_hot]
    source = asked.source(QUERY, PAGE, feed.at, resolution=str(first_resolution(asked.area, pack)))
    made = Figures(source, feed.is_stale)
    count = made.add("hotspots.cell_count", len(hot) if has_data(asked) else None, words.CELLS)
    items = [say(words.COUNTED, name=x.name, count=made.add(f"hotspots.cell.{x.cell}", x.now, words.CASES)) for x in hot[:MOST_NAMED]]
    none = words.HOT_CELLS_NONE if has_data(asked) else words.HOT_CELLS_UNKNOWN
    told = say(words.HOT_CELLS, count=count, items=listed(items, "", most=MOST_NAMED)) if items else Phrase(none)
    facts = {HOT: {line.cell: line.name for line in hot}}
    return Part(made.made, {"hotspots.cells": told}, _blocks(asked, lines, made), feed, history.is_sample, facts)


def _cells(asked: Asked) -> tuple[CellLine, ...]:
    pack = asked.history.pack
    counts, before = _counts(asked, asked.first, asked.last), _counts(asked, *asked.earlier(7))
    hot = set(significant_cells(counts, least=pack.rules.suppression.min_count))
    shown = sorted((cell for cell, count in counts.items() if count), key=lambda cell: (cell not in hot, -counts[cell], cell))
    streets = _streets(shown, pack)
    return tuple(CellLine(cell, streets[cell], counts[cell], before.get(cell), cell in hot) for cell in shown)


def _counts(asked: Asked, first: date, last: date) -> dict[str, int]:
    """Hexagons and their counts, none but the cells themselves; small ones are hidden by the cube, for a brief is read by anybody."""
    oldest = asked.history.history.first_day
    if oldest is None or last < oldest:
        return {}
    res = first_resolution(asked.area, asked.history.pack)
    cube = cells_cube(asked.history, asked.area, res, first=first, last=last)
    found = cell_counts(cube, first, last)
    return {cell: count for cell, count in found.items() if cell not in (COARSE, UNPLACED)}


def _streets(cells: Sequence[str], pack: Pack) -> Mapping[str, str]:
    """The street that each hexagon's middle lies in; its district where none is known, "" outside of all."""
    if not cells:
        return {}
    lat, lon = np.array([h3.cell_to_latlng(cell) for cell in cells]).T
    cells11 = grid.cells_of(lon, lat)
    indexes = (pack.areas.street_index, pack.areas.district_index)
    codes = [index.codes_of(lon, lat, cells11).tolist() for index in indexes]
    return {cell: _name(pack, street or district) for cell, street, district in zip(cells, *codes, strict=True)}


def _name(pack: Pack, code: str) -> str:
    return pack.areas.short_name(code) if code else ""


def _blocks(asked: Asked, lines: Sequence[CellLine], made: Figures) -> dict[str, Block]:
    pack, res = asked.history.pack, first_resolution(asked.area, asked.history.pack)
    rows = tuple(
        (cell_label(x.cell), x.street, x.now, x.before, words.YES if x.is_hot else words.NO)
        for x in sorted(lines, key=lambda x: (-x.now, x.cell))[:MOST_LISTED]
    )
    edge = h3.average_hexagon_edge_length(res, unit="m")
    said = f"{edge / 1000:.1f} 公里" if edge >= 1000 else f"{edge:.0f} 米"
    note = words.CELL_NOTE.format(edge=f" {said}", least=pack.rules.suppression.min_count)
    title = words.HEX_MAP.format(area=asked.area_name)
    formats = ("", "", "#,##0", "#,##0", "")
    return {
        "hotspots.table": Table("hotspots.table", words.CELL_TABLE, words.CELL_HEAD, rows, made.source, formats, note=note),
        "hotspots.map": MapPicture("hotspots.map", title, "hexagons", asked.area, asked.first, asked.last, made.source),
    }
