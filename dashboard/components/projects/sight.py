"""What the parts of the page share: the view, what was read for it, the rules and the time in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import quote_plus

from dashboard.components.links import href
from dashboard.listings.projects import filters_of
from dashboard.queries.programme.records import NONE_LIGHT, Filters, Overview, ProjectLine
from dashboard.state import ViewState
from dashboard.texts import projects as words
from geodata.rules.programme import Lights

_MARK = "-here-"                      # stands for a number in an address


@dataclass(frozen=True)
class Look:
    """A look at the programme on a day. `as_of` is the time of the newest entry in words."""

    state: ViewState
    rules: Lights
    today: date
    as_of: str

    def to(self, line: ProjectLine) -> str:
        """The address of a project's own page."""
        before, after = self._around
        return f"{before}{quote_plus(line.no, safe=',:')}{after}"

    @cached_property
    def _around(self) -> tuple[str, str]:
        """What stands before and after the number in such an address: written once, not for each of 240 rows."""
        before, _, after = href(self.state, item=_MARK).partition(_MARK)
        return before, after

    def picking(self, name: str, value: str) -> str:
        """The address of the same view with one choice other; "" takes it back."""
        return href(self.state, pick=self.state.picking(name, value))

    def picks(self, name: str, values: Iterable[str]) -> list[str]:
        """The same for many values: the address is written once."""
        before, _, after = self.picking(name, _MARK).partition(_MARK)
        return [f"{before}{quote_plus(value, safe=',:')}{after}" if value else self.picking(name, "") for value in values]

    @property
    def tab(self) -> str:
        """The sub-view shown; the list for an unknown one."""
        return self.state.tab if self.state.tab in words.TABS else ""


@dataclass(frozen=True)
class Sight(Look):
    """A look at the projects of an area, with what was read for it."""

    found: Overview

    @property
    def filters(self) -> Filters:
        """The choices of the address."""
        return filters_of(self.state)

    @property
    def is_filtered(self) -> bool:
        """Whether any choice narrows the list."""
        return self.filters != Filters()


def light_word(code: str) -> tuple[str, str]:
    """Shape and word of a light."""
    return words.LIGHTS[code]


def light_pick(code: str) -> str:
    """How the address writes a light."""
    return code or NONE_LIGHT


def short_day(day: date, today: date) -> str:
    """07-16 within the year, 2025-07-16 across years."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def days_words(days: int) -> str:
    """+334 天, −5 天, 持平; a true minus."""
    return f"{'+' if days > 0 else '−'}{abs(days):,} {words.DAY}" if days else words.FLAT
