"""The wire to a Chromium: its DevTools protocol over two pipes, each answer awaited until a given moment and no longer.

Pipes, not a port: nobody else on this machine can speak to the browser.
"""

from __future__ import annotations

import base64
import json
import os
import select
from collections.abc import Callable
from typing import Any

from geodata.clock import stopwatch
from geodata.errors import HuitianError

END = b"\0"
PART_BYTES = 1 << 20
MOST_BYTES = 256 << 20      # of one message: a picture of the largest size is some 60 MB

Answer = dict[str, Any]


class WireError(HuitianError):
    """The browser cannot be spoken with; `is_late`: it lives but did not answer in time."""

    def __init__(self, message: str, *, is_late: bool = False) -> None:
        super().__init__(message)
        self.is_late = is_late


class Wire:
    """One browser's pipes. `call` is for one thread at a time."""

    def __init__(self, to_browser: int, from_browser: int, watch: Callable[[], float] = stopwatch) -> None:
        self._to, self._from, self._watch = to_browser, from_browser, watch
        self._number, self._left = 0, bytearray()
        os.set_blocking(to_browser, False)
        os.set_blocking(from_browser, False)

    def call(self, method: str, until: float, *, session: str = "", **given: Any) -> Answer:
        """The result of a method. Raises WireError for a refusal, an end of the browser, or no answer `until` then."""
        self._number += 1
        asked = {"id": self._number, "method": method, "params": given} | ({"sessionId": session} if session else {})
        self._send(json.dumps(asked).encode() + END, until)
        while True:
            heard = self._heard(until)
            if heard.get("id") != self._number:         # what it tells unasked
                continue
            if "error" in heard:
                raise WireError(f"{method}: {heard['error'].get('message', '')}")
            found: Answer = heard["result"]
            return found

    def close(self) -> None:
        """Give both pipes back."""
        os.close(self._to)
        os.close(self._from)

    def _send(self, message: bytes, until: float) -> None:
        rest = memoryview(message)
        while rest:
            if not select.select([], [self._to], [], self._seconds(until))[1]:
                raise WireError("write", is_late=True)
            try:
                rest = rest[os.write(self._to, rest) :]
            except OSError as error:
                raise WireError("the browser is gone") from error

    def _heard(self, until: float) -> Answer:
        while (at := self._left.find(END)) < 0:
            if not select.select([self._from], [], [], self._seconds(until))[0]:
                raise WireError("read", is_late=True)
            part = os.read(self._from, PART_BYTES)
            if not part or len(self._left) > MOST_BYTES:
                raise WireError("the browser is gone")
            self._left += part
        message = bytes(self._left[:at])
        del self._left[: at + 1]
        found: Answer = json.loads(message)
        return found

    def _seconds(self, until: float) -> float:
        left = until - self._watch()
        if left <= 0:
            raise WireError("time", is_late=True)
        return left


def picture_in(answer: Answer) -> bytes:
    """The bytes of a picture that a browser sent."""
    return base64.b64decode(answer["data"])
