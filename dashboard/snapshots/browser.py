"""One running Chromium, and the taking of one picture in it. Every step has its moment; what is not done by then ends the browser."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.snapshots.found import command
from dashboard.snapshots.order import Order
from dashboard.snapshots.picture import stacked
from dashboard.snapshots.wire import Answer, Wire, WireError, picture_in
from geodata.clock import stopwatch

KEEPER = Path(__file__).with_name("keeper.py")
ENDING_S = 10.0
LAST_WORD_S = 0.5            # for a page that is late to say what it waits for
COOKIE = "snapshot"
MOST_PX = 16_000             # of a picture's height: what Chromium draws in one piece
NOWHERE = "/nowhere"        # of the same origin: to any other a browser goes in a new process
TAKEN = "window.huitian = {isTaken: true}"       # print.js draws nothing before the end then
LOADING_SCALE = 1            # dots of a CSS pixel until all is loaded: a map draws many frames before the one that is taken
LOOK_PX = {"screenOrientation": {"type": "landscapePrimary", "angle": 0}, "mobile": False}
# a page of ours brings huitian.print; a refusal brings its reason, the sign-in page that nobody was let in
SETTLE = """new Promise((done, fail) => { const look = () => {
  const refusal = document.querySelector('.refusal p');
  if (refusal) fail(new Error(refusal.textContent));
  else if (location.pathname.startsWith('/sign-in')) fail(new Error(document.title));
  else if (window.huitian?.print) huitian.print.settled().then(done, fail);
  else setTimeout(look, 15);
}; look(); })"""


@dataclass(frozen=True)
class Taken:
    """A PNG, and what the tile on it is called ("" for a whole page)."""

    png: bytes
    tile_name: str


class PageError(WireError):
    """The page says itself why there is no picture of it."""


@dataclass(frozen=True)
class Visit:
    """Where a picture is taken: the product's own address on a private port, and the key that lets the browser in once."""

    base: str
    address: str
    key: str

    @property
    def url(self) -> str:
        """The page's whole address."""
        return self.base + self.address


class Browser:
    """A Chromium with its keeper. One thread at a time; `end` may come from any."""

    def __init__(self, executable: str, until: float) -> None:
        """Starts it. Raises WireError where it does not begin to speak `until` then, OSError where there is no room."""
        self._folder = tempfile.mkdtemp(prefix=f"huitian-chromium-{os.getpid()}-")
        self.taken_count = 0
        try:
            self._start(executable)
            self._wire.call("Browser.getVersion", until)
        except BaseException:
            self.end()
            raise

    def picture(self, visit: Visit, order: Order, until: float) -> Taken:
        """The page as `order` wants it. Raises WireError, PageError where the page gives the reason."""
        self.taken_count += 1
        tab = _Tab(self._wire, self._session or self._opened(until), until)
        if not self._session:
            tab.begin(visit)
            self._session = tab.session
        try:
            taken = tab.picture(visit, order)
            tab.leave(visit)
        except PageError:
            tab.leave(visit)
            raise
        except WireError as error:
            raise WireError(tab.waits(), is_late=True) if error.is_late else error from error
        return taken

    def _opened(self, until: float) -> str:
        """The tab of all pictures: in a new one the scripts would be made ready anew each time, half a second."""
        target = self._wire.call("Target.createTarget", until, url="about:blank")["targetId"]
        return str(self._wire.call("Target.attachToTarget", until, targetId=target, flatten=True)["sessionId"])

    @property
    def has_ended(self) -> bool:
        """Whether its keeper is gone."""
        return self._keeper is None or self._keeper.poll() is not None

    def end(self) -> None:
        """End the browser and everything it started; nothing is left, no zombie either."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            os.close(self._life)
            try:
                keeper.wait(ENDING_S)
            except subprocess.TimeoutExpired:
                os.killpg(keeper.pid, signal.SIGKILL)
                keeper.wait()
            self._wire.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    _keeper: subprocess.Popen[bytes] | None = None
    _session = ""

    def _start(self, executable: str) -> None:
        reads, self._life = os.pipe()
        ends = [os.pipe(), os.pipe()]
        try:
            line = [sys.executable, "-I", "-S", str(KEEPER), str(reads), *command(executable, self._folder)]
            self._keeper = subprocess.Popen(
                line, stdin=ends[0][0], stdout=ends[1][1], stderr=subprocess.DEVNULL, pass_fds=(reads,), start_new_session=True
            )
        except BaseException:
            for end in (self._life, ends[0][1], ends[1][0]):
                os.close(end)
            raise
        finally:
            for end in (reads, ends[0][0], ends[1][1]):
                os.close(end)
        self._wire = Wire(ends[0][1], ends[1][0])


@dataclass(frozen=True)
class _Tab:
    wire: Wire
    session: str
    until: float

    def picture(self, visit: Visit, order: Order) -> Taken:
        """Go there, wait, dress, and take it."""
        self.call("Network.setCookie", name=COOKIE, value=visit.key, url=visit.base, httpOnly=True, sameSite="Strict")
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
        self.call("Emulation.setTimezoneOverride", timezoneId="Asia/Shanghai")
        self.call("Page.bringToFront")
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)       # draws on whatever tab the browser thinks is in front
        self.size(order.width, order.height, LOADING_SCALE)
        self.go(visit.url)
        self.settle()
        found = self.asked(f"huitian.print.dress({json.dumps(order.dress())})")
        self.fit(order, int(found["height"]))
        png = self.shot() if order.tile else stacked(self.shot(), self.strip(order.width))
        return Taken(png, str(found["name"]))

    def fit(self, order: Order, height: int) -> None:
        """The window as high as what is on it; once more where what is on it has become higher by that."""
        for _ in range(2):
            height = min(height, MOST_PX // order.scale)
            self.size(order.width, height, order.scale)
            needed = int(self.asked("huitian.print.finished()"))
            if needed == height:
                return
            height = needed

    def strip(self, width: int) -> bytes:
        """The caption of a whole page: it takes none of the page's room, so it is taken by itself and put underneath."""
        height = self.asked("huitian.print.strip()")
        return self.shot(clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})

    def shot(self, **more: Any) -> bytes:
        """What stands there now."""
        return picture_in(self.call("Page.captureScreenshot", format="png", optimizeForSpeed=False, **more))

    def begin(self, visit: Visit) -> None:
        """Once for all pictures: pages are told that they are being taken."""
        self.call("Page.enable")
        self.call("Page.addScriptToEvaluateOnNewDocument", source=TAKEN)
        self.leave(visit)

    def leave(self, visit: Visit) -> None:
        """Take the key out of the browser, and go where there is nothing to see and nothing goes on."""
        self.call("Network.deleteCookies", name=COOKIE, url=visit.base)
        self.go(visit.base + NOWHERE)

    def go(self, url: str) -> None:
        """Navigate; returns when the page is begun."""
        answer = self.call("Page.navigate", url=url)
        if answer.get("errorText"):
            raise WireError(str(answer["errorText"]))

    def call(self, method: str, **given: Any) -> Answer:
        """A method of this tab."""
        return self.wire.call(method, self.until, session=self.session, **given)

    def size(self, width: int, height: int, scale: int) -> None:
        """The window in CSS pixels, and how many dots each has."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, **LOOK_PX)

    def settle(self) -> None:
        """Until the page has drawn all it has; a page that was just left answers with an error, and is asked again."""
        while True:
            try:
                self.asked(SETTLE)
                return
            except PageError:
                raise
            except WireError as error:
                if error.is_late or "context" not in str(error).lower():
                    raise

    def waits(self) -> str:
        """What a page that is late is waiting for, as it says itself."""
        words = "window.huitian?.print?.waits() ?? document.readyState"
        try:
            told = self.wire.call("Runtime.evaluate", stopwatch() + LAST_WORD_S, session=self.session, expression=words, returnByValue=True)
        except WireError as error:
            return f"no answer ({error})"
        return str(told["result"].get("value"))

    def asked(self, words: str) -> Any:
        answer = self.call("Runtime.evaluate", expression=words, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            told = answer["exceptionDetails"]
            raise PageError(str(told.get("exception", {}).get("description") or told.get("text", "")).partition("\n")[0])
        return answer["result"].get("value")
