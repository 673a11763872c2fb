"""The last few files made for browsers, by address: a cube is cut once, then handed out."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST = 48
MOST_BYTES = 128 * 1024 * 1024


class Shelf:
    """Keeps the most recent files, compressed, up to `MOST` and `MOST_BYTES`. Safe between threads; a file may be made twice at worst."""

    def __init__(self) -> None:
        self._files: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: Hashable, make: Callable[[], bytes]) -> bytes:
        """The file of that name, made now if it is not here."""
        with self._lock:
            found = self._files.get(name)
            if found is not None:
                self._files.move_to_end(name)
                return found
        made = make()
        with self._lock:
            self._files[name] = made
            while len(self._files) > MOST or sum(map(len, self._files.values())) > MOST_BYTES:
                self._files.popitem(last=False)
        return made
