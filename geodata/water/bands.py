"""Classes of depth (轻度, 中度, 重度) of the water over a road."""

from __future__ import annotations

from geodata.rules.waterlogging import Band


def band_of(depth_mm: float | None, bands: tuple[Band, ...]) -> Band | None:
    """The highest band that begins at or below a depth; None below the first, and where the depth is not known."""
    if depth_mm is None:
        return None
    return next((band for band in reversed(bands) if depth_mm >= band.from_mm), None)


def band_range(code: str, bands: tuple[Band, ...]) -> tuple[float, float | None]:
    """From and below which depth (mm) a band reaches; None above the last."""
    at = [band.code for band in bands].index(code)
    return bands[at].from_mm, bands[at + 1].from_mm if at + 1 < len(bands) else None
