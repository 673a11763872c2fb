"""How a count has changed: an arrow for the direction, filled where it is worse, hollow where it is better, and the words."""

from __future__ import annotations

from typing import Any

from dashboard.components.element import Element, element
from dashboard.components.marks import marked
from dashboard.texts import parking as words

LEAST_FOR_SHARE = 30               # under so many the difference is said, not a percentage
MINUS = "−"


def change(count: int, before: int | None, *, tip: str = "") -> Element:
    """▲ +12% in the colour of worse, ▽ −8% in that of better; more offences are worse."""
    told: dict[str, Any] = marked(tip=tip) if tip else {}
    if before is None:
        return element("Span", words.NO_BEFORE, className="d none", **told)
    by = count - before
    if not by or (before >= LEAST_FOR_SHARE and round(100 * by / before) == 0):
        return element("Span", ["– ", words.EVEN], className="d", **told)
    share = f"{abs(100 * by / before):.0f}%" if before >= LEAST_FOR_SHARE else f"{abs(by):,}"
    sign, kind = ("▲", "bad") if by > 0 else ("▽", "good")
    return element("Span", [element("B", sign), f" {'+' if by > 0 else MINUS}{share}"], className=f"d {kind}", **told)
