"""Coordinates: WGS-84 is the only system inside the house; everything else is named and converted here."""

from __future__ import annotations

from typing import NamedTuple


class LonLat(NamedTuple):
    """A WGS-84 position in degrees, longitude first."""

    lon: float
    lat: float
