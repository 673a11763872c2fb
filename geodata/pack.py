"""The city pack (城市包): one folder that makes this city this city; read once, then only looked at."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from geodata import texts
from geodata.areas import Area, AreaTree, read_areas
from geodata.basemap import Basemap
from geodata.boundaries import Former, read_formers, tree_on
from geodata.catalog import Catalog, read_catalog
from geodata.coords import LonLat
from geodata.errors import PackError
from geodata.gazetteer import Place, read_gazetteer
from geodata.rules import Rules, read_rules
from geodata.workdays import WorkingCalendar, spans

PACKS = Path(__file__).parent / "packs"
CONFIG, AREAS, OUTLINES, FORMERS, GAZETTEER, CATALOG, RULES, BASEMAP = (
    "pack.toml", "areas.csv", "areas.geojson", "boundaries.csv", "gazetteer.csv", "categories.csv", "rules.toml", "basemap",
)


@dataclass(frozen=True)
class FolkArea:
    """A name citizens still use for what are several streets now (老地名)."""

    names: tuple[str, ...]
    street_codes: tuple[str, ...]


@dataclass(frozen=True)
class PackConfig:
    """What pack.toml says."""

    code: str
    name: str
    title: str
    is_demo: bool
    centre: LonLat
    zoom: float
    default_area: str
    map_approval: str               # 审图号, "" where the map has none
    attribution: str
    boundary_note: str
    is_sketch_boundaries: bool
    allow_approx: bool              # sketch positions may enter hexagons, said in legend and picture
    sketch_buildings: bool          # buildings are spread inside their community's radius
    focus: tuple[Area, ...]
    folk_areas: tuple[FolkArea, ...]
    calendar: WorkingCalendar


@dataclass(frozen=True)
class Pack:
    """A pack folder. Parts are read on first use and kept."""

    dir: Path
    config: PackConfig

    @cached_property
    def areas(self) -> AreaTree:
        """The tree of areas with outlines."""
        return read_areas(self.dir / AREAS, self.dir / OUTLINES, self.config.focus)

    @cached_property
    def formers(self) -> tuple[Former, ...]:
        """Units of the past whose place others took, oldest change first."""
        return read_formers(self.dir / FORMERS, self.areas)

    def under(self, on: date | None) -> Pack:
        """The pack under the boundaries of a day: same places, same rules, another tree of areas; itself for None and where none differed.

        A version is made once a boundary and kept.
        """
        stood = tuple(f for f in self.formers if on is not None and f.stood(on))
        if on is None or not stood:
            return self
        if stood not in self._versions:
            self._versions[stood] = self._version(on, stood)
        return self._versions[stood]

    @cached_property
    def _versions(self) -> dict[tuple[Former, ...], Pack]:
        return {}

    def _version(self, on: date, stood: tuple[Former, ...]) -> Pack:
        other = Pack(self.dir, self.config)
        digest = hashlib.sha256(f"{self.digest} {stood}".encode()).hexdigest()[:12]
        same = ("gazetteer", "catalog", "rules", "basemap", "formers")
        parts = {name: getattr(self, name) for name in same}
        other.__dict__.update(parts, areas=tree_on(self.areas, stood, on), digest=digest)       # where cached properties keep their values
        return other

    @cached_property
    def gazetteer(self) -> tuple[Place, ...]:
        """All named places."""
        return read_gazetteer(self.dir / GAZETTEER)

    @cached_property
    def catalog(self) -> Catalog:
        """The tree of complaint categories."""
        return read_catalog(self.dir / CATALOG)

    @cached_property
    def rules(self) -> Rules:
        """Rates, deadlines and thresholds."""
        return read_rules(self.dir / RULES)

    @cached_property
    def basemap(self) -> Basemap:
        """Layers of the base map."""
        return Basemap.of(self.dir / BASEMAP)

    @cached_property
    def digest(self) -> str:
        """Hash of the folder's content, 12 hexadecimal digits: changes with any file of the pack."""
        total = hashlib.sha256()
        for path in sorted(p for p in self.dir.rglob("*") if p.is_file() and not p.name.startswith((".", "__"))):
            total.update(f"{path.relative_to(self.dir).as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()[:12]


def pack_dir(name_or_path: str) -> Path:
    """Folder of a built-in pack by name, or the given folder. Raises PackError when neither exists."""
    built_in, given = PACKS / name_or_path, Path(name_or_path)
    folder = built_in if name_or_path.isidentifier() and built_in.is_dir() else given
    if not (folder / CONFIG).is_file():
        names = "、".join(sorted(p.parent.name for p in PACKS.glob(f"*/{CONFIG}")))
        raise PackError(texts.PACK_UNKNOWN.format(name=name_or_path, file=CONFIG, names=names))
    return folder


def load_pack(name_or_path: str) -> Pack:
    """The built-in pack of that name or the one in that folder; areas and gazetteer are read at once. Raises PackError."""
    folder = pack_dir(name_or_path)
    pack = Pack(folder, read_config(folder / CONFIG))
    if pack.areas.get(pack.config.default_area) is None:
        raise PackError(texts.DEFAULT_AREA_UNKNOWN.format(code=pack.config.default_area))
    _ = pack.gazetteer
    return pack


def read_config(path: Path) -> PackConfig:
    """What pack.toml says. Raises PackError naming the key that is missing or wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return _config(table)
    except KeyError as error:
        raise PackError(texts.CONFIG_KEY_MISSING.format(file=path.name, key=error.args[0])) from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise PackError(texts.PACK_FILE_UNREADABLE.format(file=path.name, error=error)) from error


def _config(table: dict[str, Any]) -> PackConfig:
    view, places = table["map"], table["places"]
    return PackConfig(
        code=table["code"], name=table["name"], title=table["title"], is_demo=table["is_demo"],
        centre=LonLat(*map(float, view["centre"])), zoom=float(view["zoom"]), default_area=view["default_area"],
        map_approval=view["approval"], attribution=view["attribution"], boundary_note=view["boundary_note"],
        is_sketch_boundaries=view["is_sketch_boundaries"],
        allow_approx=places["allow_approx"], sketch_buildings=places["sketch_buildings"],
        focus=tuple(_focus(f) for f in table.get("focus", ())),
        folk_areas=tuple(FolkArea(tuple(f["names"]), tuple(f["streets"])) for f in table.get("folk", ())),
        calendar=_calendar(table.get("calendar", {})),
    )


def _calendar(entry: dict[str, Any]) -> WorkingCalendar:
    days_off, days_on = spans(entry.get("holidays", ())), spans(entry.get("workdays", ()))
    return WorkingCalendar(days_off, days_on, frozenset(entry.get("years", ())), entry.get("source", ""))


def _focus(entry: dict[str, Any]) -> Area:
    return Area(entry["code"], entry["level"], entry["name"], entry["parent"], None, True, True, tuple(entry["members"]))
