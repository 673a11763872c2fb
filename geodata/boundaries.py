"""Former units (行政区划调整): what a street-level area was called and how far it reached before it was split or merged into others.

Only whole units change here: a former unit is the sum of today's ones, so counts under its boundary need no point to be assigned again
and no total can move. A unit that gave away a part of itself cannot be told so; `pack check` says that such a row is wrong.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from geodata import texts
from geodata.areas import Area, AreaTree
from geodata.errors import PackError

COLUMNS = ("code", "name", "parent", "members", "valid_from", "valid_to", "source")
SAMPLE = "示例"


@dataclass(frozen=True)
class Former:
    """A unit that stood from `valid_from` until the day before `valid_to`, where `members` (codes of today) took its place."""

    code: str
    name: str
    parent_code: str
    members: tuple[str, ...]
    valid_from: date
    valid_to: date
    source: str

    @property
    def is_sample(self) -> bool:
        """Whether the change, or its day, is invented for the demo."""
        return self.source.startswith(SAMPLE)

    def stood(self, on: date) -> bool:
        """Whether this was the boundary on a day."""
        return self.valid_from <= on < self.valid_to


def read_formers(path: Path, tree: AreaTree) -> tuple[Former, ...]:
    """The former units of a pack, oldest change first; none where the pack has no such file.

    Raises PackError naming the line that does not parse, names an unknown unit, or claims one twice for a time.
    """
    if not path.is_file():
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            found = [_former(path, reader.line_num, row, tree) for row in reader]
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(texts.PACK_FILE_UNREADABLE.format(file=path.name, error=error)) from error
    _require_apart(path, found)
    return tuple(sorted(found, key=lambda f: (f.valid_to, f.code)))


def tree_on(tree: AreaTree, formers: Iterable[Former], on: date) -> AreaTree:
    """The tree with the units that stood on a day in the place of their members; the same tree where nothing was different."""
    stood = [_area(f, tree) for f in formers if f.stood(on)]
    return tree.with_former(stood) if stood else tree


def outline_of(former: Former, tree: AreaTree) -> BaseGeometry | None:
    """The union of its members' outlines, WGS-84; None where one has none."""
    parts = [area.geometry for code in former.members if (area := tree.get(code))]
    return None if None in parts or not parts else shapely.union_all([p for p in parts if p is not None])


def _area(former: Former, tree: AreaTree) -> Area:
    outline = outline_of(former, tree)
    return Area(former.code, "street", former.name, former.parent_code, outline, True, members=former.members)


def _former(path: Path, line: int, row: dict[str, str], tree: AreaTree) -> Former:
    try:
        code, name, parent, members, since, until, source = (row[c].strip() for c in COLUMNS)
        found = Former(code, name, parent, tuple(members.split("|")), date.fromisoformat(since), date.fromisoformat(until), source)
    except (KeyError, ValueError, AttributeError) as error:
        raise PackError(texts.PACK_ROW_WRONG.format(file=path.name, line=line, error=error)) from error
    known = [area for m in found.members if (area := tree.get(m)) and area.level == "street" and area.parent_code == parent]
    is_new = tree.get(code) is None and len(code) == 9 and code.isdigit() and code.startswith(parent)
    if not is_new or len(known) != len(found.members) or found.valid_from >= found.valid_to or not (name and source):
        raise PackError(texts.PACK_ROW_WRONG.format(file=path.name, line=line, error=f"{code} {members} {since} {until}"))
    return found


def _require_apart(path: Path, formers: list[Former]) -> None:
    for at, one in enumerate(formers):
        for other in formers[:at]:
            if set(one.members) & set(other.members) and one.valid_from < other.valid_to and other.valid_from < one.valid_to:
                raise PackError(texts.PACK_ROW_WRONG.format(file=path.name, line=at + 2, error=f"{one.code} {other.code}"))
