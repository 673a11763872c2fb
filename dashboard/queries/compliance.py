"""What an inspector asks (合规): data inventory, way of personal data, retention, access matrix, map and sample marks, level-3 checklist.

Everything is read from what the program runs by: models, rules, roles, routes. Nothing here is about a single complaint.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, func, select

from dashboard.access.roles import ROLES, Right, Role
from geodata.inventory import Personal, Table
from geodata.rules import Retention
from geodata.store.engine import read_transaction
from geodata.store.models import Account, Audit, Batch

CHECKLIST = Path(__file__).with_name("checklist.csv")
APP, BOTH, DEPLOYER = "app", "both", "deployer"


class Route(Protocol):
    """What the access matrix says of one rule of the server."""

    @property
    def rule(self) -> str:
        """The rule, /api/cases."""

    @property
    def needs(self) -> str:
        """The right or door it asks for."""

    @property
    def methods(self) -> tuple[str, ...]:
        """Its methods."""


@dataclass(frozen=True)
class Demand:
    """One item of GB/T 22239-2019, level 3: what it asks, who meets it (APP, BOTH, DEPLOYER), how, and the files that show it."""

    clause: str
    control: str
    asks: str
    by: str
    how: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """What becomes of some tables' rows: `key` a limit of the rules or a reason, `days` None where there is no limit."""

    key: str
    days: int | None
    tables: tuple[str, ...]


@dataclass(frozen=True)
class Access:
    """What one need (a right or a door) opens: pages and other addresses of the server; which roles have it (rights only)."""

    need: str
    roles: tuple[str, ...]
    pages: tuple[str, ...]
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """What the store says of itself: accounts in use, audit rows and the newest, imports by sample mark."""

    accounts: int
    audit_rows: int
    audit_at: datetime | None
    sample_batches: int
    batches: int


def checklist() -> tuple[Demand, ...]:
    """Every item in the standard's order."""
    with CHECKLIST.open(encoding="utf-8", newline="") as file:
        return tuple(Demand(**{**line, "evidence": tuple(line["evidence"].split())}) for line in csv.DictReader(file))  # type: ignore[arg-type]


def retention(kept: Retention, tables: Iterable[Table]) -> tuple[Kept, ...]:
    """Tables by what ends their rows: the limits of the rules first, longest last, then what is kept without a limit."""
    found: dict[str, list[str]] = {}
    for table in tables:
        found.setdefault(table.retention, []).append(table.name)
    lines = [Kept(key, days_of(key, kept), tuple(names)) for key, names in found.items()]
    return tuple(sorted(lines, key=lambda line: (line.days is None, line.days or 0)))


def days_of(key: str, kept: Retention) -> int | None:
    """Days of a limit of the rules; None for a reason to keep without one."""
    return getattr(kept, key, None)


def role_rights() -> tuple[tuple[Role, frozenset[Right]], ...]:
    """Every role with its rights, as the access table has them."""
    return tuple((role, role.rights) for role in ROLES.values())


def access(routes: Iterable[Route], pages: Mapping[str, str]) -> tuple[Access, ...]:
    """What each right opens, in the order of rights, then what the doors without a right open; needs that open nothing are left out."""
    addresses: dict[str, list[str]] = {}
    for route in routes:
        addresses.setdefault(str(route.needs), []).append(f"{'·'.join(m for m in route.methods if m != 'HEAD')} {route.rule}")
    opened = {str(need): [p for p, n in pages.items() if n == need] for need in pages.values()}
    needs = list(dict.fromkeys([*map(str, Right), *opened, *addresses]))
    holders = {str(right): tuple(code for code, role in ROLES.items() if right in role.rights) for right in Right}
    lines = [Access(n, holders.get(n, ()), tuple(opened.get(n, ())), tuple(addresses.get(n, ()))) for n in needs]
    return tuple(line for line in lines if line.pages or line.addresses or line.roles)


def state_of(engine: Engine) -> State:
    """What the store says of itself; reads no complaint. Raises StoreError."""
    with read_transaction(engine) as connection:
        accounts = connection.execute(select(func.count()).select_from(Account).where(Account.is_active)).scalar_one()
        rows, newest = connection.execute(select(func.count(Audit.id), func.max(Audit.at))).one()
        marks = dict(connection.execute(select(Batch.is_sample, func.count()).group_by(Batch.is_sample)).all())
    return State(accounts, rows, newest, marks.get(True, 0), sum(marks.values()))


def personal_columns(tables: Iterable[Table]) -> Mapping[Personal, int]:
    """How many columns hold something about a person, by form."""
    return Counter(c.personal for t in tables for c in t.columns if c.is_personal)
