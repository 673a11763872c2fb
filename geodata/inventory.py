"""What the store keeps (数据清单): every table and column in words, what of it is personal, how far personal data gets, what ends it.

The words are in two tables beside this file; a test holds them equal to the models, so that a new column without a word fails.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from geodata.store.models import Base

COLUMNS = Path(__file__).with_name("inventory.csv")
FLOW = Path(__file__).with_name("personal_data.csv")
STAGES = ("file", "memory", "store", "history", "cube", "page", "export", "log", "audit", "backup")


class Personal(StrEnum):
    """In what form a column holds something about a person."""

    NONE = "none"
    MASKED = "masked"        # text whose identifiers were masked before it was stored
    KEYED = "keyed"          # salted hash, only to see the same caller again
    PLACE = "place"          # where something happened, to the building at most
    STAFF = "staff"          # login or name of somebody who works here
    NETWORK = "network"      # address of their terminal
    SEALED = "sealed"        # hash of a password or token, or an encrypted key


class State(StrEnum):
    """In what form a personal item is found at one stage."""

    RAW = "raw"
    MASKED = "masked"
    KEYED = "keyed"
    PLACE = "place"
    STAFF = "staff"
    NETWORK = "network"
    SEALED = "sealed"
    COUNT = "count"          # only in counts, small ones suppressed
    GONE = "gone"
    NEVER = ""               # does not pass here


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds in Chinese, in what form that is personal, its type in the store."""

    name: str
    holds: str
    personal: Personal
    kind: str

    @property
    def is_personal(self) -> bool:
        """Whether it says anything about a person, in whatever form."""
        return self.personal is not Personal.NONE


@dataclass(frozen=True)
class Table:
    """One table; `retention` names a limit of the pack's rules (session_days …) or why there is none (business, pack …)."""

    name: str
    holds: str
    retention: str
    columns: tuple[Column, ...]

    @property
    def personal(self) -> tuple[Personal, ...]:
        """The forms in which its columns are personal, each once."""
        return tuple(dict.fromkeys(c.personal for c in self.columns if c.is_personal))


@dataclass(frozen=True)
class Item:
    """One personal item and its form at each of STAGES; `kinds` are the importer's names of it."""

    name: str
    kinds: tuple[str, ...]
    states: tuple[State, ...]

    @property
    def last_raw(self) -> int:
        """Position of the last stage that sees it as it is, -1 where none does."""
        return max((i for i, state in enumerate(self.states) if state is State.RAW), default=-1)


def inventory() -> tuple[Table, ...]:
    """Every table of the store with every column, as the list tells them. Raises KeyError for a column that the store does not have."""
    lines = _lines(COLUMNS)
    columns = [(line["table"], _column(line)) for line in lines if line["column"]]
    heads = [line for line in lines if not line["column"]]
    return tuple(Table(h["table"], h["holds"], h["retention"], tuple(c for t, c in columns if t == h["table"])) for h in heads)


def flow() -> tuple[Item, ...]:
    """Every personal item, from the file it comes in to the backup: where it ends, and what is left of it."""
    return tuple(Item(x["item"], tuple(x["kinds"].split()), tuple(State(x[stage]) for stage in STAGES)) for x in _lines(FLOW))


def unlisted() -> tuple[str, ...]:
    """Columns of the store (table.column) that the list does not tell."""
    told = {(line["table"], line["column"]) for line in _lines(COLUMNS)}
    return tuple(f"{t.name}.{c.name}" for t in Base.metadata.sorted_tables for c in t.columns if (t.name, c.name) not in told)


def _column(line: dict[str, str]) -> Column:
    kind = str(Base.metadata.tables[line["table"]].columns[line["column"]].type).partition("(")[0].lower()
    return Column(line["column"], line["holds"], Personal(line["personal"]), kind)


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
