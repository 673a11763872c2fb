"""All that the page of a view needs, from one reading of the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dashboard.queries.programme.book import Book, open_book
from dashboard.queries.programme.changes import WEEK_DAYS, changes
from dashboard.queries.programme.lines import EVERY, filtered, lines_of
from dashboard.queries.programme.records import Filters, Overview
from dashboard.queries.programme.sums import summed
from dashboard.queries.register import Register


def overview(register: Register, area: str, *, filters: Filters = EVERY) -> Overview:
    """Lines, sums and the week's changes of an area. Raises NotFound, RightsError."""
    return overview_of(open_book(register, area), filters)


def overview_of(book: Book, filters: Filters = EVERY) -> Overview:
    """The same of a book that is open."""
    everything = lines_of(book)
    lines = filtered(everything, replace(filters, light=""))
    rounds = {line.round: line.round_name for line in everything if line.round}
    return Overview(
        shown=filtered(lines, Filters(light=filters.light)),
        lines=lines,
        everything=everything,
        summary=summed(book, lines),
        changes=changes(book, lines, book.day - timedelta(days=WEEK_DAYS)),
        rounds=tuple(sorted(rounds.items())),
    )
