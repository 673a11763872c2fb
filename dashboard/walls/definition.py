"""Walls (大屏) as the office defines them: TOML into plain values. The ready-made ones, and over them HOME/walls.toml.

Every fault names its file, its line and what stands there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.state import FLOOD_SEASON
from dashboard.texts import walls as words
from dashboard.walls.reading import Place, Reader, WallError, line_of_fault
from geodata.pack import Pack
from geodata.settings import Settings

__all__ = ["DayPart", "Scene", "Wall", "WallError", "walls"]

READY = Path(__file__).with_name("ready.toml")
OFFICE = "walls.toml"               # in the home
_KEPT = 8                           # states of files


@dataclass(frozen=True)
class Scene:
    """One page of a wall. `side` are two or three panels, `low` four, `wide` at most nine further ones for wide sets.

    It rotates only from `from_hour` until before `to_hour` (past midnight where it is the smaller; equal: always), `is_flood_only` only in
    the flood season or its mode.
    """

    name: str
    title: str
    dwell_s: int
    layers: tuple[str, ...]
    period: str
    kpis: tuple[str, ...]
    side: tuple[str, ...]
    low: tuple[str, ...]
    wide: tuple[str, ...] = ()
    from_hour: int = 0
    to_hour: int = 24
    is_flood_only: bool = False

    def rotates(self, hour: int, month_day: tuple[int, int], *, is_flood_mode: bool = False) -> bool:
        """Whether it takes its turn at an hour of a day (month, day)."""
        is_season = FLOOD_SEASON[0] <= month_day <= FLOOD_SEASON[1]
        return is_within(hour, self.from_hour, self.to_hour) and (is_season or is_flood_mode or not self.is_flood_only)


@dataclass(frozen=True)
class DayPart:
    """Some hours in which a wall shows only these of its pages, each for `dwell_s` seconds (0: its own time)."""

    title: str
    from_hour: int
    to_hour: int
    pages: tuple[str, ...]
    dwell_s: int = 0


@dataclass(frozen=True)
class Wall:
    """One wall. `area` is an area's code; "" is the start area of whoever looks. `sizes` are names of layout sets."""

    name: str
    title: str
    area: str
    sizes: tuple[str, ...]
    scenes: tuple[Scene, ...]
    day_parts: tuple[DayPart, ...] = ()

    def scene(self, name: str) -> Scene:
        """The scene of that name; the first for any other word."""
        return next((s for s in self.scenes if s.name == name), self.scenes[0])


def is_within(hour: int, first: int, end: int) -> bool:
    """Whether an hour lies from `first` until before `end`, past midnight where `end` is the smaller one; equal ends are the whole day."""
    return first == end or (first <= hour < end if first < end else hour >= first or hour < end)


def walls(settings: Settings, pack: Pack) -> dict[str, Wall]:
    """Every wall by name, the office's own last. Raises WallError naming file and line."""
    office = settings.home / OFFICE
    stamp = (office.stat().st_mtime_ns, office.stat().st_size) if office.is_file() else None
    return _walls(office if stamp else None, stamp, pack)


@lru_cache(maxsize=_KEPT)
def _walls(office: Path | None, stamp: tuple[int, int] | None, pack: Pack) -> dict[str, Wall]:
    """Read once for a state of the office's file."""
    readers = [Reader(path.name, *_read(path), pack) for path in (READY, *([office] if office else []))]
    scenes: dict[str, Scene] = {}
    for reader in readers:
        for name, place in reader.sections("page"):
            scenes[name] = _scene(name, place)
    found: dict[str, Wall] = {}
    for reader in readers:
        for name, place in reader.sections("wall"):
            found[name] = _wall(name, place, scenes)
    return found


def _read(path: Path) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WallError(words.NOT_UTF8.format(file=path.name, reason=error)) from error
    try:
        return tomllib.loads(text), tuple(text.splitlines())
    except tomllib.TOMLDecodeError as error:
        raise WallError(words.UNREADABLE.format(file=path.name, line=line_of_fault(error, text), reason=error)) from error


_PAGE_KEYS = ("title", "dwell_s", "layers", "period", "kpis", "side", "low", "wide", "from_hour", "to_hour", "is_flood_only")
_WALL_KEYS = ("title", "area", "sizes", "pages", "day_parts")
_PART_KEYS = ("title", "from_hour", "to_hour", "pages", "dwell_s")


def _scene(name: str, place: Place) -> Scene:
    place.require_known(_PAGE_KEYS)
    place.require_once(("side", "low", "wide"))
    return Scene(
        name=name, title=place.text("title"), dwell_s=place.whole("dwell_s", 5, 3600, 30), layers=place.layers("layers"),
        period=place.period("period"), kpis=place.tiles("kpis", 8, 8), side=place.panels("side", 2, 3), low=place.panels("low", 4, 4),
        wide=place.panels("wide", 0, 9), from_hour=place.whole("from_hour", 0, 23, 0), to_hour=place.whole("to_hour", 0, 24, 24),
        is_flood_only=place.flag("is_flood_only"),
    )  # fmt: skip


def _wall(name: str, place: Place, scenes: Mapping[str, Scene]) -> Wall:
    place.require_known(_WALL_KEYS)
    pages = place.pages("pages", scenes)
    parts = tuple(_part(part, {n: scenes[n] for n in pages}) for part in place.tables("day_parts"))
    return Wall(name, place.text("title"), place.area("area"), place.sizes("sizes"), tuple(scenes[n] for n in pages), parts)


def _part(place: Place, scenes: Mapping[str, Scene]) -> DayPart:
    place.require_known(_PART_KEYS)
    return DayPart(
        place.text("title"), place.whole("from_hour", 0, 23, 0), place.whole("to_hour", 0, 24, 24), place.pages("pages", scenes),
        place.whole("dwell_s", 0, 3600, 0),
    )  # fmt: skip
