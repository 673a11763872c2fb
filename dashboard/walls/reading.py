"""Reading one section of a definition of walls: each value checked, each fault said with its file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.components.switches import all_layers
from dashboard.state import PERIODS, root_area
from dashboard.texts import walls as words
from dashboard.walls.names import PANELS, TILES
from geodata.errors import SettingsError
from geodata.pack import Pack

SIZES = ("1080p", "4k", "triple", "dual4k", "grid")
CITY, DISTRICT = "city", "district"         # words for areas that every pack has
_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_HEAD = re.compile(r"\s*(\[\[?)\s*([^\]#]+?)\s*\]")
_KEY = re.compile(r'\s*"?([\w-]+)"?\s*=')
_AT_LINE = re.compile(r"line (\d+)")


class WallError(SettingsError):
    """A definition of walls is wrong. The message names its file and line."""


def line_of_fault(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The line where a file stops being TOML, from 1."""
    found = _AT_LINE.search(str(error))
    return int(found[1]) if found else text.count("\n") + 1


@dataclass(frozen=True)
class Reader:
    """One file: its table, and its lines for messages."""

    file: str
    table: Mapping[str, Any]
    lines: tuple[str, ...]
    pack: Pack

    def sections(self, kind: str) -> Iterator[tuple[str, Place]]:
        """The sections [kind.NAME]. Raises WallError for a name that cannot be an address, and for any other kind."""
        Place(self, (), self.table).require_known(("page", "wall"))
        given = self.table.get(kind, {})
        if not isinstance(given, dict):
            raise Place(self, (), self.table).fault(kind, words.WRONG_TYPE.format(name=kind, wanted=words.TABLE, value=given))
        for name, table in given.items():
            place = Place(self, (kind, name), table if isinstance(table, dict) else {})
            if not isinstance(table, dict):
                raise place.fault("", words.WRONG_TYPE.format(name=name, wanted=words.TABLE, value=table))
            if not _NAME.fullmatch(name):
                raise place.fault("", words.BAD_NAME.format(name=name))
            yield name, place


@dataclass(frozen=True)
class Place:
    """One section; `path` is its name, for an array of tables ending in the number of the entry."""

    reader: Reader
    path: tuple[str | int, ...]
    table: Mapping[str, Any]

    def fault(self, key: str, what: str, value: str = "") -> WallError:
        """The error that names where a value of a key stands."""
        return WallError(words.AT.format(file=self.reader.file, line=_line(self.reader.lines, self.path, key, value), what=what))

    def require_known(self, keys: Iterable[str]) -> None:
        """Raises WallError for a key that means nothing here."""
        known = tuple(keys)
        for key in self.table:
            if key not in known:
                raise self.fault(key, words.UNKNOWN_KEY.format(name=key, known="、".join(known)))

    def require_once(self, keys: Iterable[str]) -> None:
        """Raises WallError for a panel that stands in two lists of a page."""
        seen = set[str]()
        for key in keys:
            for name in self._listed(key):
                if name in seen and self._listed(key).count(name) == 1:
                    raise self.fault(key, words.STANDS.format(name=name), name)
            seen.update(self._listed(key))

    def text(self, key: str, default: str | None = None) -> str:
        """A text; it must be there where it has no default."""
        value = self._given(key, default)
        if not isinstance(value, str) or len(value) > 60 or not value.isprintable():
            raise self._wrong(key, words.TEXT)
        return value

    def whole(self, key: str, least: int, most: int, default: int) -> int:
        """A whole number within bounds."""
        value = self.table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(key, words.NUMBER)
        if not least <= value <= most and value != default:
            raise self.fault(key, words.OUT_OF.format(name=key, least=least, most=most, value=value))
        return value

    def flag(self, key: str) -> bool:
        """Yes or no; no where it is not said."""
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, words.FLAG)
        return value

    def tables(self, key: str) -> list[Place]:
        """The entries of an array of tables."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self._wrong(key, words.TABLE)
        return [Place(self.reader, (*self.path, key, n), v) for n, v in enumerate(value)]

    def layers(self, key: str) -> tuple[str, ...]:
        """Names of map layers."""
        return self._names(key, all_layers(), words.UNKNOWN_LAYER, bounds=(0, 20))

    def period(self, key: str) -> str:
        """A word for a period."""
        known = tuple(word for word in PERIODS if word != "custom")
        value = self.text(key, "30d")
        if value not in known:
            raise self.fault(key, words.UNKNOWN_PERIOD.format(name=value, known="、".join(known)))
        return value

    def tiles(self, key: str, least: int, most: int) -> tuple[str, ...]:
        """Names of KPI tiles."""
        return self._names(key, TILES, words.UNKNOWN_TILE, bounds=(least, most))

    def panels(self, key: str, least: int, most: int) -> tuple[str, ...]:
        """Names of panels."""
        return self._names(key, PANELS, words.UNKNOWN_PANEL, bounds=(least, most))

    def pages(self, key: str, known: Mapping[str, object]) -> tuple[str, ...]:
        """Names of pages, at least one."""
        return self._names(key, tuple(known), words.UNKNOWN_PAGE, bounds=(1, 20))

    def sizes(self, key: str) -> tuple[str, ...]:
        """Names of layout sets; all of them where none is named."""
        return self._names(key, SIZES, words.UNKNOWN_SIZE, bounds=(0, len(SIZES))) or SIZES

    def area(self, key: str) -> str:
        """An area's code; "" for everybody's own."""
        value, pack = self.text(key, ""), self.reader.pack
        code = {"": "", CITY: root_area(pack), DISTRICT: _district(pack)}.get(value, value)
        if code and pack.areas.get(code) is None:
            raise self.fault(key, words.UNKNOWN_AREA.format(name=value))
        return code

    def _names(self, key: str, known: tuple[str, ...], unknown: str, *, bounds: tuple[int, int]) -> tuple[str, ...]:
        value = self._given(key, [] if bounds[0] == 0 else None)
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self._wrong(key, words.LIST)
        for name in value:
            if name not in known:
                raise self.fault(key, unknown.format(name=name, known="、".join(known)), name)
            if value.count(name) > 1:
                raise self.fault(key, words.TWICE.format(name=key, value=name), name)
        if not bounds[0] <= len(value) <= bounds[1]:
            wanted = str(bounds[0]) if bounds[0] == bounds[1] else f"{bounds[0]}–{bounds[1]}"
            raise self.fault(key, words.WRONG_COUNT.format(name=key, wanted=wanted, count=len(value)))
        return tuple(value)

    def _listed(self, key: str) -> list[str]:
        value = self.table.get(key)
        return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []

    def _given(self, key: str, default: Any) -> Any:
        if key not in self.table and default is None:
            raise self.fault("", words.MISSING_KEY.format(what=".".join(map(str, self.path)), name=key))
        return self.table.get(key, default)

    def _wrong(self, key: str, wanted: str) -> WallError:
        return self.fault(key, words.WRONG_TYPE.format(name=key, wanted=wanted, value=str(self.table.get(key))[:40]))


def _district(pack: Pack) -> str:
    line = pack.areas.breadcrumb(pack.config.default_area)
    return next((a.code for a in line if a.level == "district" and not a.is_focus), line[-1].code)


def _line(lines: tuple[str, ...], path: tuple[str | int, ...], key: str, value: str) -> int:
    """Line, from 1, of a key of a section, of its value where that stands below the key; the section's head for no key."""
    first, end = _section(lines, path)
    if not key:
        return first
    at = next((n for n in range(first, end) if (found := _KEY.match(lines[n])) and found[1] == key), None)
    if at is None:                                   # written inline, or as a section of its own
        named = (n for n in range(len(lines)) if key in lines[n].split("#")[0])
        return next(named, first - 1) + 1
    quoted = (f'"{value}"', f"'{value}'")
    return next((n for n in range(at, end) if value and any(q in lines[n] for q in quoted)), at) + 1


def _section(lines: tuple[str, ...], path: tuple[str | int, ...]) -> tuple[int, int]:
    """(line of the head from 1, index behind its last line) of a section; lines before the first head for the empty path."""
    wanted, number = ".".join(str(p) for p in path if isinstance(p, str)), next((p for p in path if isinstance(p, int)), 0)
    heads = [(n, found[2].replace('"', "").replace(" ", "")) for n, line in enumerate(lines) if (found := _HEAD.match(line))]
    mine = [n for n, name in heads if name == wanted]
    if not path or not mine:
        return 1, (heads[0][0] if heads else len(lines)) if not path else len(lines)
    start = mine[min(number, len(mine) - 1)]
    return start + 1, next((n for n, _ in heads if n > start), len(lines))
