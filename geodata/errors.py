"""Every way this product says no, and what each means for a shell and for a browser."""

from __future__ import annotations


class HuitianError(Exception):
    """A fault the product knows. The message is Chinese and complete: what was being done, to what, what was expected and found."""


class SettingsError(HuitianError):
    """A setting is missing, unknown, out of bounds or contradicts another."""


class RightsError(HuitianError):
    """The act is refused by settings or rights: no account, wrong scope, closed home."""


class PackError(HuitianError):
    """The city pack is missing something or contradicts itself."""


class FileRefused(HuitianError):
    """A file or input cannot be used as a whole; nothing of it was stored."""


class CoordinateError(FileRefused):
    """Coordinates are swapped, in an undeclared or a wrong system, or need a transform that would be a guess."""


class StoreError(HuitianError):
    """The store is away, too old, too new or locked."""


class HistoryError(StoreError):
    """The derived columns cannot be read; the store can, and `huitian build` makes them anew."""


class AuditError(StoreError):
    """An act could not be written to the audit trail, and so was not done; or the trail does not hold."""


class TooMany(HuitianError):
    """A rate limit was passed; `retry_after_seconds` says how long to wait."""

    def __init__(self, message: str, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class SignInNeeded(RightsError):
    """Nobody is signed in, or the sign-in has ended."""


class ServiceError(HuitianError):
    """An outside geocoding service answered with an error, or not in time."""


class PictureError(HuitianError):
    """A picture of a page cannot be taken: no browser on this machine, or it does not run. Its message is for whoever asked."""


class PictureLate(PictureError):
    """A picture of a page was not done in time; the browser has been ended."""


class NotFound(HuitianError):
    """The address names a page, area, cell or file that does not exist."""


class BadRequest(HuitianError):
    """A request to a machine route does not parse."""


# error class -> (exit code of the command line, HTTP status); the first class that matches in method resolution order counts
ANSWERS: dict[type[BaseException], tuple[int, int]] = {
    SettingsError: (3, 500),
    RightsError: (3, 403),
    PackError: (2, 500),
    FileRefused: (2, 400),
    TooMany: (3, 429),
    SignInNeeded: (3, 401),
    StoreError: (1, 503),
    ServiceError: (1, 502),
    PictureError: (3, 501),
    PictureLate: (1, 504),
    NotFound: (2, 404),
    BadRequest: (2, 400),
    HuitianError: (1, 500),
}


def exit_code(error: BaseException) -> int:
    """Exit code for an error: 2 input refused, 3 refused by settings or rights, 1 anything else."""
    return _answer(error)[0]


def http_status(error: BaseException) -> int:
    """HTTP status for an error; 500 for anything unknown."""
    return _answer(error)[1]


def _answer(error: BaseException) -> tuple[int, int]:
    return next((ANSWERS[c] for c in type(error).__mro__ if c in ANSWERS), (1, 500))
