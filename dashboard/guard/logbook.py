"""The log: one JSON object a line on stderr, with nothing personal in it - rules instead of addresses, numbers instead of names.

Of an error its class and where it was, never its message: messages repeat what somebody typed, or the query with its values.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from geodata.clock import Clock

LOGGER = "huitian"
OWN = "huitian."                        # loggers whose messages are written by this product, without values from outside
MOST_FRAMES = 24
REQUEST = "request_line"                # attribute of a log record that holds a request's fields

log = logging.getLogger(OWN + "guard")


class JsonLines(logging.Formatter):
    """Formats any record, also other libraries', so that nothing personal can be in it."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object: time, level, logger, then a request's fields, or words, or where something was logged."""
        at = self._clock.now().isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": at, "level": record.levelname.lower(), "logger": record.name}
        line |= getattr(record, REQUEST, {})
        if record.name.startswith(OWN) and record.msg:
            line["said"] = record.getMessage()
        elif not record.name.startswith(OWN):
            line["at"] = f"{Path(record.pathname).name}:{record.lineno}:{record.funcName}"
        if record.exc_info and record.exc_info[1] is not None:
            line |= shown(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def shown(error: BaseException) -> dict[str, Any]:
    """What may be said of an error: its classes, the cause's after it, and its frames as file:line:function, the outermost first."""
    chain = list(_chain(error))
    frames = [f for e in reversed(chain) for f in _frames(e.__traceback__)]
    return {"error": [_name(e) for e in chain], "frames": frames[-MOST_FRAMES:]}


def open_logbook(stream: TextIO, clock: Clock) -> None:
    """Send everything that is logged in this process to `stream` as JSON lines, Python's warnings too; what was set up before goes."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(clock))
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(LOGGER).setLevel(logging.INFO)
    logging.captureWarnings(True)


def write_request(fields: dict[str, Any], *, is_fault: bool, error: BaseException | None = None) -> None:
    """One line for one request; `fields` hold nothing personal."""
    log.log(logging.ERROR if is_fault else logging.INFO, "", extra={REQUEST: fields}, exc_info=error)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _frames(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{Path(code.co_filename).name}:{trace.tb_lineno}:{code.co_name}"
        trace = trace.tb_next


def _name(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
