"""What a masking rule is: a pattern, a placeholder, and a check for what only looks like an identifier."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

Match = re.Match[str]
Span = tuple[int, int]


class Finder(Protocol):
    """Anything that finds stretches of one kind to replace by `[placeholder]`."""

    @property
    def kind(self) -> str:
        """The kind counted, one of etl.privacy.KINDS."""

    @property
    def placeholder(self) -> str:
        """What is said in place of the identifier."""

    def spans(self, view: str) -> list[Span]:
        """Start and end of each stretch, in order, never overlapping."""


def _always(match: Match) -> bool:
    return True


@dataclass(frozen=True)
class Rule:
    """Finds group `v` of `pattern` (the whole match where there is no such group) where `holds` agrees.

    Patterns are bounded: their time grows with the text's length only. They see text with half-width digits, letters and signs.
    """

    kind: str
    placeholder: str
    pattern: re.Pattern[str]
    holds: Callable[[Match], bool] = _always

    def spans(self, view: str) -> list[Span]:
        """Start and end of each stretch, in order, never overlapping."""
        group: int | str = "v" if "v" in self.pattern.groupindex else 0
        return [match.span(group) for match in self.pattern.finditer(view) if self.holds(match)]


@dataclass(frozen=True)
class Family:
    """Rules that can only fire where `gate` is found. The gate is written so that Python and Rust read it alike."""

    gate: str
    finders: tuple[Finder, ...]


def before(match: Match, length: int) -> str:
    """Up to `length` characters that stand before the match."""
    return match.string[max(0, match.start() - length):match.start()]
