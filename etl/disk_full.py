"""A disk that has no room left: said in one sentence, with what became of the rows."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from polars.exceptions import PolarsError

from etl import texts
from geodata.errors import StoreError

_CODES = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_WORDS = ("No space left on device", "Disk quota exceeded", "File too large", "disk is full")     # of libraries that keep the words only
_WRITERS = (OSError, PolarsError, RuntimeError)      # the last: GDAL


@contextmanager
def room_for(what: str) -> Iterator[None]:
    """Turns a full disk within into a StoreError that begins with `what`; every other error passes."""
    try:
        yield
    except _WRITERS as error:
        if not is_full(error):
            raise
        raise StoreError(texts.DISK_FULL.format(what=what, found=_reason(error))) from error


def is_full(error: BaseException) -> bool:
    """Whether this error, or one it came from, says that the disk is full."""
    while True:
        if getattr(error, "errno", None) in _CODES or any(word in str(error) for word in _WORDS):
            return True
        if error.__cause__ is None and error.__context__ is None:
            return False
        error = error.__cause__ or error.__context__  # type: ignore[assignment]


def _reason(error: BaseException) -> str:
    return next((word for word in _WORDS if word in str(error)), _WORDS[0])
