"""How long water and complaints come after the rain: the shift at which one series fits the other best."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

LEAST_FIT = 0.3         # correlation below which there is no telling


def lag_steps(rain: Sequence[float], follower: Sequence[float], *, most: int) -> int | None:
    """Steps (0 to `most`) by which `follower` (depth, complaints) comes after `rain`, both of the same steps; None where nothing fits.

    The smallest shift with the greatest correlation over the whole series, what is shifted in being 0.
    """
    wet, after = np.asarray(rain, float), np.asarray(follower, float)
    if len(wet) != len(after) or len(wet) < 3 or not wet.any() or not after.any():
        return None
    fits = [_fit(np.concatenate([np.zeros(k), wet[: len(wet) - k]]), after) for k in range(min(most, len(wet) - 2) + 1)]
    best = int(np.argmax(np.round(fits, 9)))
    return best if fits[best] >= LEAST_FIT else None


def _fit(a: np.ndarray[tuple[int], np.dtype[np.float64]], b: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    spread = float(a.std() * b.std())
    return float(((a - a.mean()) * (b - b.mean())).mean() / spread) if spread > 0 else -1.0
