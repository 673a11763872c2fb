"""Somebody with full power over store and head file, but without the home's secret: a hundred ways to falsify a trail of twelve rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, insert, select, text, update

from geodata.store.audit_chain import START, Entry, signed
from geodata.store.audit_head import Head, HeadFile
from geodata.store.engine import is_sqlite, read_transaction, write_transaction
from geodata.store.models import Audit

KEY, WRONG = b"k" * 32, b"w" * 32


class Forger:
    """Changes rows and head at will; `undo` brings back what was there at first."""

    def __init__(self, engine: Engine, head: Path) -> None:
        unlock(engine)
        self._engine = engine
        self.head = head
        self._rows, self._head = self.rows(), head.read_bytes()

    def rows(self) -> list[Entry]:
        """The trail as it is."""
        with read_transaction(self._engine) as connection:
            return [Entry(**row._mapping) for row in connection.execute(select(Audit.__table__).order_by(Audit.id))]

    def put(self, rows: list[Entry]) -> None:
        """The trail shall be this."""
        with write_transaction(self._engine) as connection:
            connection.execute(delete(Audit))
            if rows:
                connection.execute(insert(Audit), [asdict(row) for row in rows])

    def set(self, number: int, **columns: Any) -> None:
        """Change columns of one row."""
        with write_transaction(self._engine) as connection:
            connection.execute(update(Audit).where(Audit.id == number).values(**columns))

    def delete(self, where: str) -> None:
        """Take rows out."""
        with write_transaction(self._engine) as connection:
            connection.execute(text(f"DELETE FROM audit WHERE {where}"))

    def undo(self) -> None:
        """Everything as it was found."""
        self.put(self._rows)
        self.head.write_bytes(self._head)


Tamper = Callable[[Forger], object]


def unlock(engine: Engine) -> None:
    """Drop the triggers that refuse changes."""
    names = ("audit_no_update", "audit_no_delete") if is_sqlite(engine) else ("audit_only_grows ON audit",)
    with write_transaction(engine) as connection:
        for name in names:
            connection.execute(text(f"DROP TRIGGER {name}"))


def _changed_columns() -> Iterator[tuple[str, Tamper]]:
    """40: each column of the first, second, middle and two last rows."""
    for number in (1, 2, 6, 11, 12):
        yield f"actor of {number}", lambda f, n=number: f.set(n, actor=f.rows()[n - 1].actor + " ")
        yield f"action of {number}", lambda f, n=number: f.set(n, action="Export")
        yield f"subject of {number}", lambda f, n=number: f.set(n, subject="")
        yield f"address of {number}", lambda f, n=number: f.set(n, address="127.0.0.2")
        yield f"details of {number}", lambda f, n=number: f.set(n, details={**f.rows()[n - 1].details, "数": 99})
        yield f"time of {number}", lambda f, n=number: f.set(n, at=f.rows()[n - 1].at - timedelta(microseconds=1))
        yield f"link of {number}", lambda f, n=number: f.set(n, previous_hash="f" * 64)
        yield f"hash of {number}", lambda f, n=number: f.set(n, hash=f.rows()[n - 1].hash[::-1])


def _removed_rows() -> Iterator[tuple[str, Tamper]]:
    """17: from the front, the middle, the end, all."""
    wheres = [f"id = {n}" for n in range(1, 13)] + ["id <= 3", "id > 10", "id > 6", "id BETWEEN 4 AND 8", "id > 0"]
    for where in wheres:
        yield f"deleted {where}", lambda f, w=where: f.delete(w)


def _reordered_rows() -> Iterator[tuple[str, Tamper]]:
    """13: neighbours and others change places, numbers kept in order; with and without their links."""
    for one, other in ((1, 2), (4, 5), (6, 7), (11, 12), (1, 12), (3, 9)):
        yield f"swapped {one} and {other}", lambda f, a=one, b=other: f.put(_swapped(f.rows(), a, b, is_linked=False))
        yield f"swapped and linked {one} and {other}", lambda f, a=one, b=other: f.put(_swapped(f.rows(), a, b, is_linked=True))
    yield "turned round", lambda f: f.put([replace(r, id=13 - r.id) for r in f.rows()])


def _renumbered_rows() -> Iterator[tuple[str, Tamper]]:
    """6: a gap closed, all moved, one moved."""
    for gone in (1, 6, 11):
        yield f"removed {gone} and closed up", lambda f, g=gone: f.put([replace(r, id=r.id - (r.id > g)) for r in f.rows() if r.id != g])
    yield "all one higher", lambda f: f.put([replace(r, id=r.id + 1) for r in f.rows()])
    yield "last one higher", lambda f: f.set(12, id=13)
    yield "first made zero", lambda f: f.set(1, id=0)


def _inserted_rows() -> Iterator[tuple[str, Tamper]]:
    """9: at the end, in front, in between; copied, unsigned, signed with another key."""
    yield "appended with another key", lambda f: f.put(_resigned([*f.rows(), _next(f.rows())], 13, _hmac(WRONG)))
    yield "appended without hash", lambda f: f.put([*f.rows(), _next(f.rows())])
    yield "appended with the hash before", lambda f: f.put([*f.rows(), replace(_next(f.rows()), hash=f.rows()[-1].hash)])
    yield "appended a copy", lambda f: f.put([*f.rows(), replace(f.rows()[4], id=13)])
    yield "appended a linked copy", lambda f: f.put([*f.rows(), replace(f.rows()[4], id=13, previous_hash=f.rows()[-1].hash)])
    yield "appended far on", lambda f: f.put([*f.rows(), replace(_next(f.rows()), id=500)])
    yield "put in front", lambda f: f.put([replace(f.rows()[0], id=0), *f.rows()])
    yield "put in front, linked", lambda f: f.put(_resigned([replace(f.rows()[0], id=0), *f.rows()], 0, _hmac(WRONG)))
    yield "put in between", lambda f: f.put(_between(f.rows(), 6))


def _recomputed_chains() -> Iterator[tuple[str, Tamper]]:
    """7: rows changed and everything after them signed anew, without the key."""
    for start in (1, 6, 12):
        yield f"signed anew from {start} with another key", lambda f, s=start: f.put(_resigned(_edited(f.rows(), s), s, _hmac(WRONG)))
    yield "signed anew with no key", lambda f: f.put(_resigned(_edited(f.rows(), 3), 3, _hmac(b"")))
    yield "hashed anew without any key", lambda f: f.put(_resigned(_edited(f.rows(), 3), 3, _plain))
    yield "signed anew, head too", lambda f: _with_head(f, _resigned(_edited(f.rows(), 1), 1, _hmac(WRONG)))
    yield "a pruning made up", lambda f: _with_head(f, _made_up_pruning(f.rows()))


def _damaged_heads() -> Iterator[tuple[str, Tamper]]:
    """8: the head removed, emptied, forged, alone and together with a cut of the end."""
    yield "head removed", lambda f: f.head.unlink()
    yield "head emptied", lambda f: f.head.write_bytes(b"")
    yield "head's number changed", lambda f: _edit_head(f, "id", 11)
    yield "head's hash changed", lambda f: _edit_head(f, "hash", "a" * 64)
    yield "end cut, head removed", lambda f: (f.delete("id > 9"), f.head.unlink())
    yield "end cut, head signed with another key", lambda f: _with_head(f, f.rows()[:9])
    yield "end cut, head edited", lambda f: (_edit_head(f, "id", 9), _edit_head(f, "hash", f.rows()[8].hash), f.delete("id > 9"))
    yield "all removed, head too", lambda f: (f.delete("id > 0"), f.head.unlink())


def _swapped(rows: list[Entry], one: int, other: int, *, is_linked: bool) -> list[Entry]:
    places = {one: rows[other - 1], other: rows[one - 1]}
    put = [replace(places[r.id], id=r.id) if r.id in places else r for r in rows]
    return [replace(r, previous_hash=put[i - 1].hash if i else START) for i, r in enumerate(put)] if is_linked else put


def _next(rows: list[Entry]) -> Entry:
    return replace(rows[-1], id=rows[-1].id + 1, subject="forged", previous_hash=rows[-1].hash, hash="")


def _between(rows: list[Entry], place: int) -> list[Entry]:
    before, after = rows[:place], rows[place:]
    return _resigned([*before, _next(before), *(replace(r, id=r.id + 1) for r in after)], place + 1, _hmac(WRONG))


def _edited(rows: list[Entry], number: int) -> list[Entry]:
    return [replace(r, actor="nobody") if r.id == number else r for r in rows]


def _made_up_pruning(rows: list[Entry]) -> list[Entry]:
    kept = rows[5:]
    vouching = replace(_next(rows), action="audit.prune", details={"through": 5, "hash": rows[4].hash, "count": 5})
    return _resigned([*kept, vouching], 13, _hmac(WRONG))


def _resigned(rows: list[Entry], start: int, sign: Callable[[Entry], str]) -> list[Entry]:
    """The rows from number `start` on linked and signed anew."""
    made: list[Entry] = []
    for row in rows:
        bare = replace(row, previous_hash=made[-1].hash if made else row.previous_hash) if row.id >= start else row
        made.append(replace(bare, hash=sign(bare)) if row.id >= start else bare)
    return made


def _hmac(key: bytes) -> Callable[[Entry], str]:
    return lambda entry: signed(key, entry)


def _plain(entry: Entry) -> str:
    return hashlib.sha256(json.dumps([str(v) for v in asdict(entry).values()]).encode()).hexdigest()


def _with_head(forger: Forger, rows: list[Entry]) -> None:
    forger.put(rows)
    HeadFile(forger.head, WRONG).replace(Head(rows[-1].id, rows[-1].hash))


def _edit_head(forger: Forger, name: str, value: object) -> None:
    forger.head.write_text(json.dumps({**json.loads(forger.head.read_text(encoding="ascii")), name: value}), encoding="ascii")


TAMPERINGS: tuple[tuple[str, Tamper], ...] = (
    *_changed_columns(), *_removed_rows(), *_reordered_rows(), *_renumbered_rows(),
    *_inserted_rows(), *_recomputed_chains(), *_damaged_heads(),
)  # fmt: skip
