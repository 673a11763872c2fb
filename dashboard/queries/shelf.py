"""Cube files kept in memory as they travel, so that the second reader of a view costs nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

MOST_BYTES = 64 * 2**20


class Shelf:
    """The most recently asked files, together never more than `most_bytes`; one for the application, safe for its threads.

    Keys hold a cube's version, so that nothing on the shelf is ever wrong, only forgotten.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._files: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """The file of a key, made now if it is not here. Two threads may both make it; one is kept."""
        with self._lock:
            if key in self._files:
                self._files.move_to_end(key)
                return self._files[key]
        made = make()
        with self._lock:
            self._put(key, made)
        return made

    def __len__(self) -> int:
        return len(self._files)

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._size

    def _put(self, key: Hashable, file: bytes) -> None:
        if key in self._files or len(file) > self._most_bytes:
            return
        self._files[key] = file
        self._size += len(file)
        while self._size > self._most_bytes:
            self._size -= len(self._files.popitem(last=False)[1])
