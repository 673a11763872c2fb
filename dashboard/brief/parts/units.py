"""通报: how the units handled what was dispatched to them in the week."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.brief.asked import Asked, Figures, Part, feed_of
from dashboard.brief.content import Block, Cell, Chart, Formula, Table
from dashboard.brief.parts.complaints import has_data
from dashboard.brief.sentences import Phrase, say
from dashboard.queries.handling import UnitLine, by_unit, summed
from dashboard.texts import brief as words
from geodata.clock import local

PAGE, QUERY = "/", "handling.by_unit"
MOST_LISTED, MOST_DRAWN = 40, 8
COUNTS = ("dispatched", "on_time", "late", "open", "late_open", "returned")
FORMATS = ("", *("#,##0",) * 6, "0.0", "0.0", "#,##0", "#,##0", "0.0")
SHARES = {
    7: '=IF(B{row}=0,"",(C{row}+D{row})/B{row}*100)',
    8: '=IF(B{row}=0,"",C{row}/B{row}*100)',
    11: '=IF(J{row}=0,"",K{row}/J{row}*100)',
}
SUMMED = {1: "B", 2: "C", 3: "D", 4: "E", 5: "F", 6: "G", 9: "J", 10: "K"}
FORMULAS = (
    *(Formula(column, "", f"=SUM({letter}{{first}}:{letter}{{last}})") for column, letter in SUMMED.items()),
    *(Formula(column, text, text) for column, text in SHARES.items()),
)


def part(asked: Asked) -> Part:
    """The week's orders by unit. Raises NotFound, RightsError, StoreError."""
    history = asked.history.history
    feed = feed_of("complaints", history.newest_at, asked, asked.history.pack.rules.freshness.complaints_hours)
    lines = by_unit(asked.register, asked.area, asked.first, asked.last) if has_data(asked) else ()
    made, total = Figures(asked.source(QUERY, PAGE, feed.at), feed.is_stale), summed(lines)
    counts = (*COUNTS, "valid", "unsatisfied")
    told = {name: made.add(f"units.{name}", getattr(total, name) if lines else None, words.CASES) for name in counts}
    for name in ("closed_pct", "on_time_pct", "unsatisfied_pct"):
        told[name] = made.add(f"units.{name}", getattr(total, name), words.PCT)
    phrase = say(words.UNITS, **told) if lines else Phrase(words.UNITS_NONE)
    return Part(made.made, {"units.summary": phrase}, _blocks(asked, lines, made), feed, history.is_sample)


def _blocks(asked: Asked, lines: Sequence[UnitLine], made: Figures) -> dict[str, Block]:
    named = [line for line in lines if line.unit][:MOST_DRAWN]
    series = tuple(
        (name, tuple(getattr(line, key) for line in named))
        for name, key in ((words.ON_TIME, "on_time"), (words.LATE, "late"), (words.OPEN, "open"))
    )
    chart = Chart("units.chart", "stack", words.UNIT_CHART, tuple(line.unit for line in named), series, words.CASES, made.source)
    return {"units.table": _table(asked, tuple(lines), made), "units.chart": chart}


def _table(asked: Asked, lines: tuple[UnitLine, ...], made: Figures) -> Table:
    shown = [(line.unit or words.NO_UNIT, line) for line in lines[:MOST_LISTED]]
    if rest := lines[MOST_LISTED:]:
        shown.append((words.OTHER_UNITS, summed(rest)))
    rows = [_row(name, line) for name, line in shown]
    if lines:
        rows.append(_row(words.TOTAL, summed(lines)))
    at = local(made.source.as_of or asked.moment)
    note = words.UNIT_NOTE.format(at=f"{at:%Y-%m-%d %H:%M}")
    return Table("units.table", words.UNIT_TABLE, words.UNIT_HEAD, tuple(rows), made.source, FORMATS, FORMULAS, note, has_total=bool(lines))


def _row(name: str, line: UnitLine) -> tuple[Cell, ...]:
    shares = [None if value is None else round(value, 4) for value in (line.closed_pct, line.on_time_pct, line.unsatisfied_pct)]
    counts = [getattr(line, key) for key in COUNTS]
    return name, *counts, shares[0], shares[1], line.valid, line.unsatisfied, shares[2]


