"""Which outline holds a point: a table of H3 cells that lie wholly inside one outline, and an exact test for the rest."""

from __future__ import annotations

import math
from collections.abc import Sequence

import h3.api.basic_int as h3_int
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.grid import Cells, parents_of

COARSE_RES, FINE_RES = 6, 9
OUTSIDE, ASK = -1, -2

# A cell's descendants at any depth stay within 1/(1 - 1/sqrt 7) * sqrt 3/sqrt 7 = 1.0525 edge lengths of its centre, plus one finest cell;
# the rest of the margin covers the 4 % by which edge lengths differ inside one cell and the plane's distortion over a city.
REACH = 1.25

Indices = npt.NDArray[np.int32]


class OutlineIndex:
    """Exact point lookup over outlines (WGS-84). Where outlines overlap the first one given wins, once."""

    def __init__(self, codes: Sequence[str], outlines: Sequence[BaseGeometry]) -> None:
        self._codes = np.array([*codes, ""])
        self._outlines = list(outlines)
        self._tree = shapely.STRtree(self._outlines)
        self._stretch = _stretch(self._outlines)
        shapely.prepare(self._outlines)
        self._cells, self._owners = self._table() if outlines else (np.empty(0, np.int64), np.empty(0, np.int32))

    def codes_of(self, lon: npt.ArrayLike, lat: npt.ArrayLike, cells11: npt.ArrayLike) -> npt.NDArray[np.str_]:
        """Code of the outline that holds each point, "" where none does; `cells11` are the points' own cells, shape (n,)."""
        return self._codes[self.indices_of(lon, lat, cells11)]

    def indices_of(self, lon: npt.ArrayLike, lat: npt.ArrayLike, cells11: npt.ArrayLike) -> Indices:
        """Index of the outline that holds each point, -1 where none does; shape (n,)."""
        x, y = np.asarray(lon, float), np.asarray(lat, float)
        owners = self._owners_of(parents_of(cells11, FINE_RES))
        asked = np.flatnonzero(owners == ASK)
        owners[asked] = self._exact(x[asked], y[asked])
        return owners

    def _owners_of(self, cells: Cells) -> Indices:
        if not len(self._cells):
            return np.full(len(cells), OUTSIDE, np.int32)
        at = np.minimum(np.searchsorted(self._cells, cells), len(self._cells) - 1)
        return np.where(self._cells[at] == cells, self._owners[at], OUTSIDE).astype(np.int32)

    def _exact(self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> Indices:
        found = np.full(len(lon), len(self._outlines), np.int32)
        point, outline = self._tree.query(shapely.points(lon, lat))        # by box; the outlines themselves are asked in bulk below
        order = np.argsort(outline, kind="stable")
        for group in np.split(order, np.flatnonzero(np.diff(outline[order])) + 1) if len(order) else ():
            owner, asked = int(outline[group[0]]), point[group]
            asked = asked[(found[asked] > owner) & shapely.intersects_xy(self._outlines[owner], lon[asked], lat[asked])]
            found[asked] = owner
        return np.where(found == len(self._outlines), OUTSIDE, found).astype(np.int32)

    def _table(self) -> tuple[Cells, Indices]:
        """Resolution-9 cells sorted, with the outline each lies wholly inside, OUTSIDE, or ASK where only the point can tell."""
        edges = self._edges()
        done: list[tuple[Cells, Indices]] = []
        cells = _covering(self._outlines)
        for res in range(COARSE_RES, FINE_RES + 1):
            owners = self._classified(cells, edges)
            open_ = owners == ASK
            settled = ~open_ if res < FINE_RES else np.ones(len(cells), bool)
            done.append((_children(cells[settled], FINE_RES - res), np.repeat(owners[settled], 7 ** (FINE_RES - res))))
            cells = _children(cells[open_], 1) if res < FINE_RES else cells
        table, owners = np.concatenate([c for c, _ in done]), np.concatenate([o for _, o in done])
        order = np.argsort(table)
        return table[order], owners[order]

    def _classified(self, cells: Cells, edges: shapely.STRtree) -> Indices:
        lat, lon = np.array([h3_int.cell_to_latlng(int(c)) for c in cells]).T
        near = edges.query(shapely.points(lon * self._stretch, lat), predicate="dwithin", distance=self._reach(cells))[0]
        owners = self._exact(lon, lat)
        owners[np.unique(near)] = ASK
        return owners

    def _reach(self, cells: Cells) -> float:
        """Degrees of latitude from a cell's centre within which all its descendants lie; edge lengths are read off a sample."""
        sample = [int(c) for c in cells[:: max(1, len(cells) // 16)]]
        rings = np.array([h3_int.cell_to_boundary(c)[:6] for c in sample])
        spokes = rings - np.array([h3_int.cell_to_latlng(c) for c in sample])[:, None, :]
        return float(REACH * np.hypot(spokes[..., 0], spokes[..., 1] * self._stretch).max())

    def _edges(self) -> shapely.STRtree:
        """Single segments of all outlines, in a plane where a degree is equally long both ways."""
        lines = [np.asarray(ring.coords) * (self._stretch, 1.0) for ring in _rings(self._outlines)]
        return shapely.STRtree(np.concatenate([shapely.linestrings(np.stack([ring[:-1], ring[1:]], axis=1)) for ring in lines]))


def _stretch(outlines: Sequence[BaseGeometry]) -> float:
    if not outlines:
        return 1.0
    _, south, _, north = shapely.total_bounds(np.array(outlines, object))
    return math.cos(math.radians((south + north) / 2))


def _rings(outlines: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    polygons = shapely.get_parts(np.array(outlines, object))
    return list(shapely.get_rings(polygons))


def _covering(outlines: Sequence[BaseGeometry]) -> Cells:
    """Coarsest cells over the outlines' box, wide enough that every point of the box has its ancestor among them."""
    west, south, east, north = shapely.total_bounds(np.array(outlines, object))
    margin = 0.06 + 0.02 * (east - west)
    west, south, east, north = west - margin, south - margin, east + margin, north + margin
    box = [(south, west), (south, east), (north, east), (north, west)]
    return np.array(h3_int.polygon_to_cells_experimental(h3_int.LatLngPoly(box), COARSE_RES, contain="overlap"), np.int64)


def _children(cells: Cells, steps: int) -> Cells:
    """All descendants `steps` resolutions down, those of one cell together."""
    for _ in range(steps):
        res = int(cells[0] >> 52 & 0xF) + 1 if len(cells) else 0
        shift = np.int64(3 * (15 - res))
        base = (cells & ~np.int64(0xF << 52) & ~(np.int64(7) << shift)) | np.int64(res << 52)
        cells = (base[:, None] | (np.arange(7, dtype=np.int64) << shift)).ravel()
    return cells
