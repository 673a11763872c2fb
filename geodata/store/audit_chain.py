"""The chain of the audit trail: what an entry holds, how it is signed, and whether a row of entries still is what was written."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from geodata import texts
from geodata.store.audit_head import Head

START = "0" * 64                                      # what stands for the hash before the first row
PRUNED, RESEALED = "audit.prune", "audit.reseal"      # rows that vouch for a cut beginning, or say that the end was taken as it stood

ACTIONS = texts.AUDIT_ACTIONS                         # action -> Chinese words


@dataclass(frozen=True)
class Entry:
    """One row of the trail."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    address: str
    details: dict[str, Any]
    previous_hash: str
    hash: str

    @property
    def action_name(self) -> str:
        """The action in Chinese; its own name where the table has none."""
        return ACTIONS.get(self.action, self.action)


@dataclass(frozen=True)
class Verdict:
    """Whether the trail holds; else the first row that does not (None where there is none to name) and why, in Chinese.

    `reseals` counts the rows that took the end as it stood: each wants an explanation. `head` is what the head file says.
    """

    is_whole: bool
    rows: int
    first_bad_id: int | None = None
    reason: str = ""
    reseals: int = 0
    head: Head | None = None


def signed(key: bytes, entry: Entry) -> str:
    """The hash an entry must have: of all its other fields in one unmistakable form, times as both engines keep them."""
    at = entry.at.replace(tzinfo=None).isoformat(timespec="microseconds")
    fields = [entry.id, at, entry.actor, entry.action, entry.subject, entry.address, entry.details, entry.previous_hash]
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def check(entries: Iterable[Entry], head: Head | None, key: bytes) -> Verdict:
    """Whether entries, given from the first on, are all there and as they were written. `head` None: the file is missing or damaged."""
    chain = _Chain(key, head)
    for entry in entries:
        if fault := chain.fault(entry):
            return Verdict(False, chain.rows, entry.id, fault, head=head)
        chain.take(entry)
    return chain.end()


class _Chain:
    """What is known of the rows read so far."""

    def __init__(self, key: bytes, head: Head | None) -> None:
        self.rows = self.reseals = 0
        self._key, self._head = key, head
        self._last: Entry | None = None
        self._cut: tuple[object, object] | None = None    # (number, hash) before the first row, until a row vouches for it
        self._is_head_met = head == Head(0, START)

    def fault(self, entry: Entry) -> str:
        """Why this entry cannot come next; "" when it can."""
        last = self._last
        if last and entry.id != last.id + 1:
            return texts.AUDIT_GAP.format(id=entry.id, before=last.id)
        if last and entry.previous_hash != last.hash:
            return texts.AUDIT_UNLINKED.format(id=entry.id)
        if not hmac.compare_digest(entry.hash.encode(), signed(self._key, entry).encode()):
            return texts.AUDIT_UNSIGNED.format(id=entry.id)
        if self._head and entry.id == self._head.id and entry.hash != self._head.hash:
            return texts.AUDIT_NOT_HEAD.format(id=entry.id)
        return ""

    def take(self, entry: Entry) -> None:
        """Count an entry that holds."""
        if self._last is None and (entry.id, entry.previous_hash) != (1, START):
            self._cut = (entry.id - 1, entry.previous_hash)
        if entry.action == PRUNED and self._cut == (entry.details.get("through"), entry.details.get("hash")):
            self._cut = None
        self._is_head_met |= self._head is not None and entry.id == self._head.id
        self.rows, self.reseals, self._last = self.rows + 1, self.reseals + (entry.action == RESEALED), entry

    def end(self) -> Verdict:
        """The verdict after the last entry."""
        head = self._head
        if self._cut:
            return Verdict(False, self.rows, None, texts.AUDIT_START_MISSING.format(id=self._cut[0]), self.reseals, head)
        if head is None and self.rows:
            return Verdict(False, self.rows, None, texts.AUDIT_HEAD_MISSING, self.reseals)
        if head and not self._is_head_met:
            return Verdict(False, self.rows, None, texts.AUDIT_CUT.format(id=head.id), self.reseals, head)
        return Verdict(True, self.rows, reseals=self.reseals, head=head)
