"""H3 cells as signed 64-bit integers: indexed once at resolution 11, every coarser cell derived by bit operations.

Cell layout (h3geo.org, "H3 index representations"): bits 52-55 hold the resolution, then three bits a digit, unused digits all ones.
"""

from __future__ import annotations

from collections.abc import Iterable

import h3.api.basic_int as h3_int
import numpy as np
import numpy.typing as npt

BASE_RES = 11

Cells = npt.NDArray[np.int64]

_RES_MASK = np.int64(0xF << 52)


def cells_of(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Cells:
    """Resolution-11 cells of WGS-84 degrees, shape (n,). Costs about 1 µs a distinct position."""
    points = np.column_stack([np.asarray(lon, float), np.asarray(lat, float)])
    if not len(points):
        return np.empty(0, np.int64)
    distinct, where = np.unique(points, axis=0, return_inverse=True)
    cells = np.fromiter((h3_int.latlng_to_cell(y, x, BASE_RES) for x, y in distinct.tolist()), np.int64, len(distinct))
    return cells[where.ravel()]


def parents_of(cells: npt.ArrayLike, res: int) -> Cells:
    """Cells of resolution `res` that hold the given finer ones; shape kept."""
    finer = np.asarray(cells, np.int64)
    unused = np.int64((1 << (3 * (15 - res))) - 1)
    return (finer & ~_RES_MASK) | np.int64(res << 52) | unused


def name_of(cell: int) -> str:
    """The cell's usual hexadecimal name."""
    return f"{cell:x}"


def cell_named(name: str) -> int | None:
    """The cell with that hexadecimal name, or None where the text names no valid cell."""
    try:
        cell = int(name, 16)
    except ValueError:
        return None
    return cell if 0 < cell < 1 << 63 and h3_int.is_valid_cell(cell) else None


def resolution_of(cell: int) -> int:
    """Resolution 0-15 of a cell."""
    return (cell >> 52) & 0xF


def boundaries_of(cells: Iterable[int]) -> list[list[tuple[float, float]]]:
    """Closed rings of (lon, lat), WGS-84 degrees, one a cell."""
    rings = ([(lon, lat) for lat, lon in h3_int.cell_to_boundary(int(c))] for c in cells)
    return [[*ring, ring[0]] for ring in rings]
