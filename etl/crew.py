"""The slow half of an import on every core: masking, classing and placing rows, chunk by chunk, in processes that each know the city."""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import polars as pl

from etl.finishing import Finished, finish
from geodata.settings import Settings

if TYPE_CHECKING:
    from etl.workshop import Workshop

WAITING_CHUNKS = 2  # a worker; more would only hold memory

Finish = Callable[[pl.DataFrame], Finished]


class Crew:
    """Finishes chunks in order. Alone (`workers` 0) it works in this process; results are the same either way."""

    def __init__(self, workshop: Workshop, pool: ProcessPoolExecutor | None = None, workers: int = 0) -> None:
        self._workshop, self._pool, self._most = workshop, pool, max(workers, 1) * WAITING_CHUNKS

    @property
    def is_alone(self) -> bool:
        """Whether everything happens in this process."""
        return self._pool is None

    def finished(self, frames: Iterator[pl.DataFrame]) -> Iterator[Finished]:
        """One result a frame, in the frames' order; at most a few frames are under way."""
        if self._pool is None:
            yield from (finish(frame, self._workshop) for frame in frames)
            return
        waiting: deque[Future[Finished]] = deque()
        for frame in frames:
            waiting.append(self._pool.submit(_finish_here, frame))
            if len(waiting) > self._most:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def hired(workshop: Workshop, *, workers: int | None = None) -> Iterator[Crew]:
    """A crew of one process a core; none where an outside service paces the work anyway, or on a single core."""
    count = len(os.sched_getaffinity(0)) if workers is None else workers
    if count < 2 or workshop.settings.service:
        yield Crew(workshop)
        return
    start = (workshop.settings, workshop.is_demo)
    with ProcessPoolExecutor(count, mp_context=mp.get_context("spawn"), initializer=_begin, initargs=start) as pool:
        try:
            yield Crew(workshop, pool, count)
        finally:
            pool.shutdown(cancel_futures=True)


class _Bench:
    """What one worker process works with; made once when the process starts."""

    workshop: Workshop | None = None


def _begin(settings: Settings, is_demo: bool) -> None:
    from etl.workshop import Workshop
    from geodata.pack import load_pack

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its crew
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Bench.workshop = Workshop.open(settings, load_pack(settings.pack), is_demo=is_demo)


def _end_with_parent() -> None:
    parent = mp.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _finish_here(frame: pl.DataFrame) -> Finished:
    assert _Bench.workshop is not None
    return finish(frame, _Bench.workshop)
