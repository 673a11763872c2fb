"""Towns for tests: the smallest valid rows, and a list of 61 drawn by seed with sums that are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Engine, insert, select

from geodata.governance.thresholds import first_day, next_month
from geodata.store.engine import write_transaction
from geodata.store.models import Task, Town, TownMonth, TownStage

FIRST_MONTH, MONTHS = "2024-11", 24
SIZES = {"道路整修": (500_000, "m²"), "屋面防水": (340_000, "m²"), "停车位建设": (15_000, "m²"), "管线改造": (200_000, "m")}
DONE_PER_KIND = 775                     # 4 kinds: 3,100 items
Row = dict[str, Any]


def town(no: str, street: str | None = "110114011", **given: Any) -> Row:
    """A town on a street's outline."""
    return {"town_no": no, "name": f"示例街镇 {no}", "street_code": street, "district_code": street[:6] if street else None,
            "is_sample": True, **given}  # fmt: skip


def stage(town_no: str, name: str, from_date: str, known_on: str = "", **given: Any) -> Row:
    """A row of a town's record, known on its day unless said otherwise."""
    days = {"from_date": date.fromisoformat(from_date), "known_on": date.fromisoformat(known_on or from_date)}
    return {"town_no": town_no, "stage": name, **days, "document_no": "", "is_sample": True, **given}


def month(town_no: str, name: str, count: int, **given: Any) -> Row:
    """A town's figures of a month: 100,000 residents, rates that keep the thresholds of exit."""
    plain = {"population": 100_000, "resolution_pct": 95.0, "satisfaction_pct": 95.0, "is_sample": True}
    return {"town_no": town_no, "month": name, "complaint_count": count, **plain, **given}


def task(no: str, town_no: str, **given: Any) -> Row:
    """A finished item of a square metre."""
    plain = {
        "list_name": "matter", "title": f"事项 {no}", "kind": "道路整修", "owner": "示例单位 1", "planned_date": date(2026, 1, 31),
        "done_date": date(2026, 1, 20), "planned_quantity": 1.0, "done_quantity": 1.0, "unit": "m²", "planned_cny": None,
        "paid_cny": None, "status": "closed", "note": "", "row_digest": no, "is_sample": True,
    }  # fmt: skip
    return {"task_no": no, "town_no": town_no, **plain, **given}


def put(engine: Engine, towns: Sequence[Row], stages: Iterable[Row] = (), months: Iterable[Row] = (), tasks: Iterable[Row] = ()) -> None:
    """All of it into a store, as rows; tasks take the codes of their town."""
    codes = {t["town_no"]: {"street_code": t["street_code"], "district_code": t["district_code"]} for t in towns}
    with write_transaction(engine) as store:
        store.execute(insert(Town), list(towns))
        keys = {no: key for key, no in store.execute(select(Town.id, Town.town_no))}
        for model, rows in ((TownStage, stages), (TownMonth, months), (Task, tasks)):
            filled = [_keyed(row, keys, codes if model is Task else {}) for row in rows]
            if filled:
                store.execute(insert(model), filled)


def _keyed(row: Row, keys: dict[str, int], codes: dict[str, Row]) -> Row:
    rest = {name: value for name, value in row.items() if name != "town_no"}
    return {"town_id": keys[row["town_no"]], **codes.get(row["town_no"], {}), **rest}


def many(streets: Sequence[str], *, count: int = 61, seed: int = 7) -> tuple[list[Row], list[Row], list[Row], list[Row]]:
    """Towns, stages, months, tasks: 61 towns in turn on the streets, 24 months to 2026-10, sums as SIZES say over 3,100 finished items."""
    rng = np.random.default_rng(seed)
    names = [f"{n:02d}" for n in range(1, count + 1)]
    towns = [town(no, streets[i % len(streets)]) for i, no in enumerate(names)]
    stages = [row for i, no in enumerate(names) for row in _record(no, i, rng)]
    months = [row for i, no in enumerate(names) for row in _year(no, i, rng)]
    return towns, stages, months, _ledger(names, rng)


def _record(no: str, i: int, rng: np.random.Generator) -> list[Row]:
    """Watched, supervised from 2025, every third in aftercare since 2026; one came back, one was corrected, one has left."""
    begun = date(2024, 7, 1) + timedelta(days=int(rng.integers(0, 150)))
    rows = [stage(no, "watch" if i % 2 else "supervised", f"{begun}", document_no=f"示例〔2024〕{i + 1} 号")]
    if i % 2 and i % 3:
        rows.append(stage(no, "supervised", f"{begun + timedelta(days=int(rng.integers(120, 420)))}"))
    if i % 3 == 0 and not i % 2:
        left = date(2026, 1, 1) + timedelta(days=int(rng.integers(0, 300)))
        rows.append(stage(no, "aftercare", f"{left}", f"{left + timedelta(days=5)}", document_no=f"示例〔2026〕{i + 1} 号"))
    if i == 6:
        rows += [stage(no, "void", f"{rows[-1]['from_date']}", "2026-11-10"), stage(no, "aftercare", "2026-11-01", "2026-11-10")]
    return rows


def _year(no: str, i: int, rng: np.random.Generator) -> list[Row]:
    people = int(rng.integers(60_000, 140_000))
    level, slope = rng.uniform(420, 820), rng.uniform(-14, 8) if i % 9 else 22.0
    rows, name = [], FIRST_MONTH
    for n in range(MONTHS):
        seen = max(40, round(level + slope * n + rng.normal(0, 35)))
        rates = {"resolution_pct": round(min(99.0, 86 + 0.35 * n + rng.normal(0, 1.2)), 1)}
        rates["satisfaction_pct"] = round(min(99.0, rates["resolution_pct"] + rng.normal(1.5, 0.8)), 1)
        rows.append(month(no, name, seen, population=people, **rates))
        name = next_month(name)
    return rows


def _ledger(names: Sequence[str], rng: np.random.Generator) -> list[Row]:
    rows = []
    for k, (kind, (total, unit)) in enumerate(SIZES.items()):
        cuts = np.sort(rng.choice(np.arange(1, total), DONE_PER_KIND - 1, replace=False))
        for n, size in enumerate(np.diff(np.concatenate([[0], cuts, [total]])).tolist()):
            due = first_day("2025-01") + timedelta(days=int(rng.integers(0, 640)))
            money = {"list_name": "money", "planned_cny": 300.0 * size, "paid_cny": 270.0 * size} if k < 2 else {}
            day = due + timedelta(days=int(rng.integers(-40, 15)))
            done = {"planned_quantity": float(size), "done_quantity": float(size), "done_date": day}
            rows.append(task(f"{k + 1}-{n + 1:04d}", names[n % len(names)], kind=kind, unit=unit, planned_date=due, **done, **money))
        for n in range(60):
            status, quantity = ("reopened", 120.0) if n % 12 == 0 else ("open", 40.0 if n % 2 else None)
            rows.append(task(f"{k + 1}-9{n:03d}", names[(7 * n) % len(names)], kind=kind, unit=unit, planned_quantity=120.0,
                             done_quantity=quantity, status=status, done_date=None,
                             planned_date=date(2026, 10, 1) + timedelta(days=2 * n)))  # fmt: skip
    return rows
