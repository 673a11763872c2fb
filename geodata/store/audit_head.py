"""The head of the audit trail: number and hash of its newest row, kept in a file outside of the store, so that a cut tail is seen."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Head:
    """The newest row that was written to the end: its number and its hash."""

    id: int
    hash: str


class DamagedHead(ValueError):
    """The file is there, but was not written with this key."""


class HeadFile:
    """One head in one file, signed; it only moves forward. Writers of several processes wait for each other."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key

    def read(self) -> Head | None:
        """The head; None where there is no file. Raises DamagedHead, OSError."""
        try:
            text = self.path.read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise DamagedHead(str(self.path)) from error
        return self._parsed(text)

    def advance(self, head: Head) -> None:
        """Replace the head by a later one, on the disk when this returns; an earlier one changes nothing. Raises DamagedHead, OSError."""
        with self._held():
            before = self.read()
            if before is None or before.id < head.id:
                self._write(head)

    def replace(self, head: Head) -> None:
        """Replace the head, whatever it was. Raises OSError."""
        with self._held():
            self._write(head)

    def _parsed(self, text: str) -> Head:
        try:
            found = json.loads(text)
            head, mac = Head(int(found["id"]), str(found["hash"])), str(found["mac"])
        except (ValueError, TypeError, KeyError) as error:
            raise DamagedHead(str(self.path)) from error
        if not hmac.compare_digest(mac.encode(), self._mac(head).encode()):
            raise DamagedHead(str(self.path))
        return head

    def _mac(self, head: Head) -> str:
        return hmac.new(self._key, f"head {head.id} {head.hash}".encode(), hashlib.sha256).hexdigest()

    def _write(self, head: Head) -> None:
        """By a rename, so that a power cut leaves the old head or the new one, never half of one."""
        beside = self.path.with_name(self.path.name + ".part")
        with open(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            json.dump({"id": head.id, "hash": head.hash, "mac": self._mac(head)}, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)

    @contextmanager
    def _held(self) -> Iterator[None]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(self.path.with_name(self.path.name + ".lock"), os.O_CREAT | os.O_RDWR, 0o600), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
