"""How long the pack is read and the street index built, and how many points a second one core gives their street."""

from __future__ import annotations

import time

from numpy.random import default_rng

from geodata.areas import assign_streets
from geodata.grid import cells_of
from geodata.pack import load_pack


def run(*, points: int) -> None:
    """Prints seconds of reading and building, and points/s."""
    start = time.perf_counter()
    pack = load_pack("huitian")
    read = time.perf_counter()
    _ = pack.areas.street_index
    built = time.perf_counter()
    draw = default_rng(7)
    lon, lat = draw.uniform(116.25, 116.5, points), draw.uniform(40.0, 40.15, points)
    cells = cells_of(lon, lat)
    ready = time.perf_counter()
    assign_streets(pack.areas, lon, lat, cells)
    rate = points / (time.perf_counter() - ready)
    print(f"pack       {read - start:>10.2f} s to read it, {built - read:.2f} s to build its street index")
    print(f"assign     {rate:>10,.0f} points/s, one core, {points:,} points")
