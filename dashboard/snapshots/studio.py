"""Where pictures are taken: one warm browser, one picture at a time, each within a limit, a new browser after so many or after a fault."""

from __future__ import annotations

import errno
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from dashboard.access.viewer import Viewer
from dashboard.snapshots.browser import Browser, PageError, Taken, Visit
from dashboard.snapshots.found import chromium
from dashboard.snapshots.listener import Application, Listener
from dashboard.snapshots.order import DPI, Order
from dashboard.snapshots.picture import with_texts
from dashboard.snapshots.wire import WireError
from dashboard.texts import snapshots as words
from geodata.clock import stopwatch
from geodata.errors import BadRequest, PictureError, PictureLate, StoreError, TooMany

LIMIT_S = 30.0
HANGS_S = 18.0              # a browser that is not done by then counts as hanging, and another one tries
MOST_WAITING = 3            # of the eight threads that answer
MOST_TAKEN = 100
AGAIN_S = 5
FULL = (errno.ENOSPC, errno.EDQUOT)

log = logging.getLogger("huitian.snapshots")


@dataclass(frozen=True)
class Bounds:
    """Seconds for one picture, from the start of its turn, and for the first browser that tries; pictures of one browser; who may wait."""

    limit_s: float = LIMIT_S
    hangs_s: float = HANGS_S
    most_taken: int = MOST_TAKEN
    most_waiting: int = MOST_WAITING


@dataclass
class Studio:
    """The browser of one running dashboard; made at the first picture, ended by `close`."""

    application: Application
    find: Callable[[], str] = chromium
    bounds: Bounds = Bounds()
    watch: Callable[[], float] = stopwatch
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _waiting: threading.Semaphore = field(init=False)
    _browser: Browser | None = None
    _listener: Listener | None = None

    def __post_init__(self) -> None:
        self._waiting = threading.Semaphore(self.bounds.most_waiting + 1)

    def take(self, order: Order, viewer: Viewer) -> bytes:
        """A PNG of what `viewer` sees there. Raises TooMany where others wait already, PictureLate, PictureError, BadRequest for an
        unknown tile, StoreError where the disk is full."""
        with self._queued():
            until = self.watch() + self.bounds.limit_s
            try:
                taken = self._taken(order, viewer, until)
            except PageError as error:
                raise _told(error) from error
            except WireError as error:
                self._end_browser()
                if error.is_late:
                    raise PictureLate(words.LATE.format(seconds=f"{self.bounds.limit_s:g}")) from error
                raise PictureError(words.BROKEN.format(reason=str(error))) from error
            except OSError as error:
                self._end_browser()
                if error.errno in FULL:
                    raise StoreError(words.DISK_FULL) from error
                raise PictureError(words.BROKEN.format(reason=error.strerror)) from error
            return with_texts(taken.png, order.caption.of_tile(taken.tile_name).texts(), DPI)

    def close(self) -> None:
        """End browser and ear."""
        with self._turn:
            self._end_browser()
            if self._listener is not None:
                self._listener.close()
                self._listener = None

    @contextmanager
    def _queued(self) -> Iterator[None]:
        if not self._waiting.acquire(blocking=False):
            raise TooMany(words.BUSY, AGAIN_S)
        try:
            with self._turn:
                yield
        finally:
            self._waiting.release()

    def _taken(self, order: Order, viewer: Viewer, until: float) -> Taken:
        """Once more in a new browser, in what is left of the time, where one hangs or a warm one turns out to be dead."""
        is_warm = self._browser is not None
        try:
            return self._once(order, viewer, min(until, self.watch() + self.bounds.hangs_s))
        except PageError:
            raise
        except WireError as error:
            if self.watch() >= until or not (error.is_late or is_warm):
                raise
            log.warning(words.AGAIN, error)
            self._end_browser()
            return self._once(order, viewer, until)

    def _once(self, order: Order, viewer: Viewer, until: float) -> Taken:
        browser = self._ready(until)
        if self._listener is None:
            self._listener = Listener(self.application)
        with self._listener.lent(viewer) as key:
            return browser.picture(Visit(self._listener.base, order.address, key), order, until)

    def _ready(self, until: float) -> Browser:
        if self._browser is not None and (self._browser.taken_count >= self.bounds.most_taken or self._browser.has_ended):
            self._end_browser()
        if self._browser is None:
            executable = self.find()
            if not executable:
                raise PictureError(words.NO_CHROMIUM)
            self._browser = Browser(executable, until)
        return self._browser

    def _end_browser(self) -> None:
        browser, self._browser = self._browser, None
        if browser is not None:
            browser.end()


def _told(error: PageError) -> BadRequest | PictureError:
    """What the page said: an unknown tile is the asker's, all else is not."""
    said = str(error).removeprefix("Error: ")
    if said.startswith("tiles:"):
        known = said.removeprefix("tiles:").strip()
        return BadRequest(words.NO_TILE.format(known=known or words.NONE))
    return PictureError(words.PAGE_SAYS.format(reason=said))
