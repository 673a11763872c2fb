"""What queries keep in memory between requests: big tables as columns, answers that cost much. Owned by the app, never by a module."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

MOST = 512

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Memory:
    """Keeps the last things made, by name, each as long as its version stays; the oldest go first. Safe between threads.

    It knows no reader: who asks for something cut to a reader's scope puts the scope into the name, who asks for everybody's cuts it then.
    """

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, tuple[Hashable, object]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def kept(self, name: Hashable, version: Hashable, make: Callable[[], T]) -> T:
        """The thing of that name and version, made now if it is not here; of two who ask at once one makes it and the other waits."""
        with self._lock:
            making = self._making.setdefault(name, threading.Lock())
        with making:
            with self._lock:
                found = self._held.get(name)
            if found is None or found[0] != version:
                found = (version, make())
            with self._lock:
                self._held[name] = found
                self._held.move_to_end(name)
                while len(self._held) > MOST:
                    gone, _ = self._held.popitem(last=False)
                    self._making.pop(gone, None)
        return found[1]  # type: ignore[return-value]

    def each(self, name: Hashable, versions: Mapping[K, Hashable], make: Callable[[list[K]], Mapping[K, T]]) -> dict[K, T]:
        """One thing of every key, each kept as long as its own version stays; `make` is given all keys at once that are to be made now."""
        held: dict[K, tuple[Hashable, T]] = self.kept(name, None, dict)
        found = {key: held.get(key) for key in versions}
        wanted = [key for key, one in found.items() if one is None or one[0] != versions[key]]
        made = {key: (versions[key], thing) for key, thing in make(wanted).items()} if wanted else {}
        held.update(made)
        return {key: made.get(key, one)[1] for key, one in found.items()}  # type: ignore[index]
