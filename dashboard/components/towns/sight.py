"""What the parts of the page share: the view, the day looked at, what was read for it, and links to the same view with one choice other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dashboard.components.element import Element, element
from dashboard.components.links import href
from dashboard.components.marks import marked
from dashboard.queries.towns import Board, Moment, TownLine
from dashboard.state import EARLIEST, ViewState
from dashboard.texts import towns as words
from geodata.rules.towns import Towns

NOW = "now"                       # pick=known:now


@dataclass(frozen=True)
class Sight:
    """One look at the list. `is_bound`: the holder of a share link, for whom nothing on the page leads elsewhere."""

    state: ViewState
    board: Board
    rules: Towns
    today: date
    as_of: str
    is_bound: bool = False

    @property
    def moment(self) -> Moment:
        """The day looked at."""
        return self.board.moment

    @property
    def is_replay(self) -> bool:
        """Whether another day than today is looked at."""
        return self.moment.on != self.today

    @property
    def known_words(self) -> str:
        """As of whose knowledge the list is read."""
        return words.KNOWN[NOW if self.is_replay and self.moment.known == self.today else ""]

    def picking(self, **chosen: str) -> str:
        """The address of the same view with other choices; "" takes one back."""
        state = self.state
        for name, value in chosen.items():
            state = _with(state, name, value)
        return href(state)

    def link(self, text: Any, address: str, **attributes: Any) -> Element:
        """A link where the reader may move, the bare text where not."""
        if self.is_bound:
            return element("Span", text, **attributes)
        return element("A", text, href=address, **marked(nav=""), **attributes)

    def to(self, no: str) -> str:
        """The address of a town's own page, on the day looked at."""
        kept = tuple((name, value) for name, value in self.state.pick if name in ("on", "known"))
        return href(self.state, item=no, tab="", pick=kept)

    def town_link(self, line: TownLine, **attributes: Any) -> Element:
        """A town's name, leading to its page."""
        return self.link(line.name, self.to(line.no), **attributes)


def on_of(state: ViewState) -> date | None:
    """The day that an address asks for; None for today's list and for what is no day."""
    try:
        day = date.fromisoformat(state.picked("on"))
    except ValueError:
        return None
    return day if day >= EARLIEST else None


def stage_mark(stage: str) -> list[Any]:
    """Shape and word of a stage."""
    shape, word = words.STAGES[stage]
    return [glyph(shape), word]


def glyph(shape: str) -> Element:
    """The shape of a status."""
    return element("I", className=f"g g-{shape}")


def short_day(day: date, today: date) -> str:
    """07-16 within the year, 2025-07-16 across years."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def signed(value: float, digits: int = 0) -> str:
    """+12, −3.4, 0; a true minus."""
    shown = f"{abs(value):,.{digits}f}"
    return shown if float(shown.replace(",", "")) == 0 else f"{'+' if value > 0 else '−'}{shown}"


def _with(state: ViewState, name: str, value: str) -> ViewState:
    return replace(state, pick=state.picking(name, value))
