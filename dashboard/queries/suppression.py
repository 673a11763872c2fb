"""The door that every cube passes on its way out: few cases in a cell could name a person to a reader who may not see them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.access.scope import EVERY_CODE, Scope
from dashboard.queries.cube import COARSE, UNPLACED, Cube


def suppress(cube: Cube, scope: Scope, *, min_count: int) -> Cube:
    """A cells cube in which cells with fewer than `min_count` cases over the whole span count as 位置较粗; totals stay as they are.

    Where that hides one cell only, the next smallest goes too, so that nobody can subtract. A municipal reader gets the cube unchanged,
    and an areas cube is never altered.
    """
    if EVERY_CODE in scope.exact or cube.header["kind"] != "cells":
        return cube
    hidden = _hidden(cube, min_count)
    if not hidden.any():
        return cube
    keep = np.flatnonzero(~hidden)
    new_index = np.zeros(len(cube.keys), int)
    new_index[keep] = np.arange(len(keep))
    new_index[hidden] = new_index[cube.keys.index(COARSE)]
    header = {**cube.header, **{name: [cube.header[name][i] for i in keep] for name in ("keys", "key_names")}}
    keys = new_index[cube.arrays["key"]].astype(cube.arrays["key"].dtype)
    return replace(cube, header=header, arrays={**cube.arrays, "key": keys})


def _hidden(cube: Cube, min_count: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    totals = np.bincount(cube.arrays["key"], cube.arrays["count"], len(cube.keys))
    is_cell = np.array([k not in (COARSE, UNPLACED) for k in cube.keys], bool)
    hidden = is_cell & (totals < min_count)
    if hidden.sum() == 1 and (rest := np.flatnonzero(is_cell & ~hidden)).size:
        hidden[rest[np.argmin(totals[rest])]] = True
    return hidden
