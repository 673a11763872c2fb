"""What a feed promises: its columns, the headers they come under, which are needed and which are personal; and how a file keeps it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from etl import texts
from etl.readers.header import is_junk, plain
from etl.readers.table import ROW_NO, Head
from etl.units import split_header
from geodata.errors import FileRefused

# headers of no known column that still speak of a person: never shown, not even of a rejected row
_PERSONAL = re.compile(
    r"电话|手机|号码|联系|姓名|身份证|证件|来电人|诉求人|投诉人|举报人|反映人|用户|邮箱|微信号|住址|phone|mobile|e-?mail|caller"
)


COORDINATE = "coordinate"
_SAID_TWICE = frozenset({"geometry", "geometry.lon", "geometry.lat"})  # a reader gives a feature's place in two forms


@dataclass(frozen=True)
class Column:
    """A canonical column: kinds are text, number, coordinate, time, flag, code; `headers` are those it comes under, the likeliest first.

    Feeds of records (etl.records) know more kinds, words for codes (stored code -> words of files) and a bound on the characters.
    """

    name: str
    headers: tuple[str, ...]
    kind: str = "text"
    is_required: bool = False
    is_personal: bool = False
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    limit: int = 0


@dataclass(frozen=True)
class Feed:
    """A kind of file: its columns, those of which at least one must be there, other names a mapping file may use, its coordinate system."""

    name: str
    title: str
    columns: tuple[Column, ...]
    one_of: tuple[str, ...] = ()
    aliases: dict[str, str] = field(default_factory=dict)
    crs: str = ""

    @property
    def has_units(self) -> bool:
        """Whether headers may end in a unit: 计划资金（万元）."""
        return False

    def known_headers(self) -> frozenset[str]:
        """All headers of the feed in plain form."""
        return frozenset(plain(h) for c in self.columns for h in c.headers)

    def column(self, name: str) -> Column | None:
        """The column of a canonical name or one of its aliases."""
        wanted = self.aliases.get(name, name)
        return next((c for c in self.columns if c.name == wanted), None)


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says: canonical -> header, -> constant, -> unit or time format, the coordinate system; the file's digest."""

    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    crs: str = ""
    digest: str = ""


@dataclass(frozen=True)
class HeaderMap:
    """How the columns of one file serve a feed: canonical name -> position; positions that are personal; headers that nothing uses."""

    headers: tuple[str, ...]
    positions: dict[str, int]
    constants: dict[str, str]
    personal: frozenset[int]
    ignored: tuple[str, ...]

    def header_of(self, name: str) -> str:
        """How the file calls a canonical column; the canonical name when a constant stands for it."""
        return self.headers[self.positions[name]].strip() if name in self.positions else name


def match_headers(feed: Feed, head: Head, path: Path, mapping: Mapping | None = None) -> HeaderMap:
    """The map from a file's headers to the feed's columns; the mapping goes first, then header variants in their order.

    Raises FileRefused when a needed column is missing or two columns claim the same one under the same header.
    """
    mapping = mapping or Mapping()
    places = _places(feed, head)
    positions = {name: _mapped(name, header, places, head, path) for name, header in mapping.columns.items()}
    taken = set(positions.values())
    for column in feed.columns:
        if column.name in positions or column.name in mapping.constants or (mapping.columns and column.kind == COORDINATE):
            continue  # who writes a mapping says which coordinates are those of the matter, and in which system
        found = [at for header in column.headers for at in _single(places.get(plain(header), []), header, column, path) if at not in taken]
        if found:
            positions[column.name] = found[0]
            taken.add(found[0])
    _check_needed(feed, {*positions, *(n for n, v in mapping.constants.items() if v)}, head, path)
    personal = _personal(feed, head, positions)
    ignored = tuple(_shown(h, at) for at, h in enumerate(head.headers) if at not in taken and at not in personal and h not in _SAID_TWICE)
    return HeaderMap(head.headers, positions, mapping.constants, personal, ignored)


def apply(mapped: HeaderMap, feed: Feed, rows: pl.DataFrame) -> pl.DataFrame:
    """row_no and every column of the feed, all String; null where the file has none."""
    return rows.select(ROW_NO, *(_source(mapped, c.name) for c in feed.columns))


def repeats_header(mapped: HeaderMap, rows: pl.DataFrame) -> pl.Series:
    """Which rows are the header once more, as exports glued together have it: each mapped cell says its own header."""
    cells = [pl.col(f"c{at}").str.strip_chars() == mapped.headers[at].strip() for at in sorted(set(mapped.positions.values()))[:3]]
    return rows.select(pl.all_horizontal(c.fill_null(False) for c in cells)).to_series()


def nearest(word: str, known: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    """The closest known words, for a refusal; empty when none is close."""
    close = difflib.get_close_matches(word, list(known), n=3, cutoff=0.5)
    return texts.NEAREST.format(words="、".join(close)) if close else ""


def _places(feed: Feed, head: Head) -> dict[str, list[int]]:
    """Plain header -> the columns under it; where the feed knows units a header stands for itself without its unit, too."""
    places: dict[str, list[int]] = {}
    for at, name in enumerate(head.headers):
        bare = split_header(name)[0] if feed.has_units else ""
        for form in dict.fromkeys(f for f in (plain(name), bare) if f or not bare):
            places.setdefault(form, []).append(at)
    return places


def _mapped(name: str, header: str, places: dict[str, list[int]], head: Head, path: Path) -> int:
    found = places.get(plain(header), [])
    if not found:
        hint = nearest(header, list(head.headers))
        raise FileRefused(
            texts.REFUSED["mapped_missing"].format(file=path.name, column=name, header=header, hint=hint, headers=_listed(head))
        )
    if len(found) > 1:
        raise FileRefused(_twice(header, name, found, path))
    return found[0]


def _single(found: list[int], header: str, column: Column, path: Path) -> list[int]:
    if len(found) > 1 and not column.is_personal:
        raise FileRefused(_twice(header, column.name, found, path))
    return found


def _twice(header: str, name: str, found: list[int], path: Path) -> str:
    where = "、".join(str(at + 1) for at in found)
    return texts.REFUSED["header_twice"].format(file=path.name, header=header, column=name, where=where)


def _check_needed(feed: Feed, there: set[str], head: Head, path: Path) -> None:
    for column in feed.columns:
        if column.is_required and column.name not in there:
            variants = "、".join(column.headers)
            raise FileRefused(
                texts.REFUSED["no_column"].format(file=path.name, column=column.name, variants=variants, headers=_listed(head))
            )
    if feed.one_of and not there & set(feed.one_of):
        variants = "、".join(c.headers[0] for c in feed.columns if c.name in feed.one_of)
        raise FileRefused(texts.REFUSED["no_text"].format(file=path.name, variants=variants, headers=_listed(head)))


def _personal(feed: Feed, head: Head, positions: dict[str, int]) -> frozenset[int]:
    named = {plain(h) for c in feed.columns if c.is_personal for h in c.headers}
    declared = {at for name, at in positions.items() if (column := feed.column(name)) and column.is_personal}
    public = set(positions.values()) - declared
    found = {at for at, h in enumerate(head.headers) if plain(h) in named or _PERSONAL.search(plain(h))}
    return frozenset((found - public) | declared)


def _source(mapped: HeaderMap, name: str) -> pl.Expr:
    if name in mapped.positions:
        return pl.col(f"c{mapped.positions[name]}").alias(name)
    return pl.lit(mapped.constants.get(name), pl.String).alias(name)


def _listed(head: Head) -> str:
    return "、".join(h.strip() for h in head.headers if not is_junk(h))[:300] or texts.NO_HEADERS


def _shown(header: str, at: int) -> str:
    return header.strip() or texts.UNNAMED.format(number=at + 1)
