"""Enforcements with what became of the offences there and next door."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.element import Element, element
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.parking.sight import Sight
from dashboard.components.parking.strip import SIGNS
from dashboard.queries.enforcement import Enforcement
from dashboard.texts import parking as words
from geodata.displacement import TOO_FEW, Ratio


def enforced(sight: Sight) -> html.Section:
    """The panel."""
    rules = sight.desk.pack.rules.parking
    how = words.ENFORCEMENT_TIP.format(rings=rules.rings, confidence=f"{rules.confidence_pct:g}", least=rules.least_count)
    sub = html.Span(words.ENFORCEMENTS_SUB.format(weeks=rules.window_weeks), tabIndex=0, **marked(tip=f"{how}{sight.foot}"))
    names = [name.format(rings=rules.rings) for name in words.ENFORCEMENT_HEADS]
    heads = [element("Th", name, className="num" if 1 < n < 4 else "", scope="col") for n, name in enumerate(names)]
    ordered = sorted(sight.enforcements, key=lambda one: one.found.verdict == TOO_FEW)      # what can be judged first, newest first
    rows = [row for one in ordered for row in _lines(one)]
    table = element("Table", [element("Thead", element("Tr", heads)), element("Tbody", rows)], className="tbl")
    body = table if rows else element("P", [element("I", className="g g-nodata"), words.ENFORCEMENT_NONE], className="failed")
    return panel(words.ENFORCEMENTS, sub, [element("Div", body, className="pk-scroll", tabIndex=0)], kind="pk-enforced")


def sentence(one: Enforcement) -> str:
    """What the verdict stands on, in words."""
    (t0, t1), (r0, r1) = one.treated, one.rings
    told = [words.REASONS[one.reason]] if one.reason else []
    if one.weeks_before or one.weeks_after:
        told.append(words.SUMS.format(t0=t0, t1=t1, r0=r0, r1=r1, before=one.weeks_before, after=one.weeks_after))
    if one.found.fewer_count is not None and one.found.more_count is not None:
        told.append(words.MOVED_COUNT.format(fewer=f"{one.found.fewer_count:.0f}", more=f"{one.found.more_count:.0f}"))
    return "；".join([*told, *([words.PARTIAL] if one.is_partial else [])])


def _lines(one: Enforcement) -> tuple[Element, Element]:
    """The enforcement with its verdict, and below what the verdict stands on."""
    why = sentence(one)
    sign = element("I", className=SIGNS[one.found.verdict])
    verdict = element("Span", [sign, words.VERDICTS[one.found.verdict]], tabIndex=0, className="nb", **marked(tip=why))
    numbers = [element("Td", _ratio(found), className="num") for found in (one.found.treated, one.found.rings)]
    name = element("Td", [element("Span", one.name), element("Small", words.KINDS[one.kind])])
    return (
        element("Tr", [name, element("Td", _days(one)), *numbers, element("Td", verdict)]),
        element("Tr", element("Td", why, colSpan=len(words.ENFORCEMENT_HEADS), className="clip", title=why), className="why"),
    )


def _days(one: Enforcement) -> Element:
    until = words.TO.format(first=one.first, last=one.until) if one.until else f"{one.first}"
    return element("Span", f"{one.first:%m-%d}", title=until)


def _ratio(found: Ratio | None) -> Any:
    if found is None:
        return element("Span", "—", className="nodata")
    return element("Span", [element("B", f"×{found.value:.2f}"), element("Small", f"（{found.low:.2f}–{found.high:.2f}）")], className="nb")
