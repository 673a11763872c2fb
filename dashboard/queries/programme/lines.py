"""Projects as lines: light, progress, dates and both delays of each on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np

from dashboard.queries.programme.book import Book, open_book
from dashboard.queries.programme.delays import delays
from dashboard.queries.programme.records import LIGHTS, NONE_LIGHT, Filters, Money, ProjectLine
from dashboard.queries.register import Register
from dashboard.texts import programme as words
from geodata.pack import Pack
from geodata.programme.lights import DONE, Light, planned_pct

EVERY = Filters()
_RANK = {code: i for i, code in enumerate(LIGHTS)}


def projects(register: Register, area: str, *, filters: Filters = EVERY) -> tuple[ProjectLine, ...]:
    """The projects of an area as of today, in order of their light, longest delay first. Raises NotFound, RightsError."""
    return filtered(lines_of(open_book(register, area)), filters)


def lines_of(book: Book) -> tuple[ProjectLine, ...]:
    """All projects of a book, in order of their light, then of their delay against the first plan; kept while nothing of them changes."""
    index = {row.id: i for i, row in enumerate(book.rows)}
    versions = {number: _read(book, i) for number, i in index.items()}

    def make(ids: list[int]) -> dict[int, ProjectLine]:
        reasons = {r.code: r.name for r in book.register.pack.rules.lights.reasons}
        areas = _area_names(book)
        return {number: _line(book, index[number], reasons, areas) for number in ids}

    lines = book.register.memory.each(("programme lines", book.day), versions, make).values()
    return tuple(sorted(lines, key=lambda line: (_RANK[line.light.code], -(line.delay_first_days or 0), line.no)))


def _read(book: Book, index: int) -> tuple[Any, ...]:
    """All that a line is made of."""
    row, facts, light = book.rows[index], book.facts[index], book.courses[index].light
    return row, facts.reports, book.forecasts.get(row.id), book.latest.get(row.id), book.round_names.get(row.round), light


def filtered(lines: Iterable[ProjectLine], filters: Filters) -> tuple[ProjectLine, ...]:
    """Those that pass the filters, order kept."""
    return tuple(line for line in lines if _passes(line, filters)) if filters != EVERY else tuple(lines)


def _passes(line: ProjectLine, wanted: Filters) -> bool:
    pairs = (
        (wanted.round, line.round), (wanted.package, line.package), (wanted.category, line.category), (wanted.owner, line.owner),
        (wanted.level, line.level), (wanted.light, line.light.code or NONE_LIGHT), (wanted.waits_for, line.waits_for),
    )  # fmt: skip
    if any(asked and asked != found for asked, found in pairs):
        return False
    text = wanted.text.strip().casefold()
    return not text or any(text in part.casefold() for part in (line.no, line.name, line.owner, line.place_text, line.street_name))


def _line(book: Book, index: int, reasons: dict[str, str], areas: dict[tuple[str | None, str | None], str]) -> ProjectLine:
    row, light, latest = book.rows[index], book.courses[index].light, book.latest.get(book.rows[index].id)
    said = book.forecasts.get(row.id, ())
    actual_end = _by(book.day, row.actual_end_date)
    late = delays(row.planned_end_date, actual_end, [f.end_date for f in said])
    progress, paid = _reported(book, index, light)
    return ProjectLine(
        project_id=row.id, no=row.project_no, name=row.name, round=row.round,
        round_name=book.round_names.get(row.round) or (words.ROUND.format(code=row.round) if row.round else ""),
        package=row.package, category=row.category, level=row.level, owner=row.owner, support_units=tuple(row.support_units or ()),
        district_code=row.district_code, street_code=row.street_code, street_name=areas[row.district_code, row.street_code],
        place_text=row.place_text, status=row.status, status_name=words.STATUS_NAMES.get(row.status, row.status),
        light=light, progress_pct=progress, planned_progress_pct=planned_pct(row.planned_start_date, row.planned_end_date, book.day),
        planned_start=row.planned_start_date, planned_end=row.planned_end_date, actual_start=_by(book.day, row.actual_start_date),
        actual_end=actual_end, forecast_end=late.newest, before_end=late.before, delay_first_days=late.first_days,
        delay_last_days=late.last_days, delay_reason=_reason(row, said, reasons),
        last_report_day=latest.day if latest else None, last_report_text=latest.text if latest else "",
        waits_for=latest.waits_for if latest and light.code != DONE else "",
        money=Money(row.planned_cny, row.in_place_cny, paid), is_public=row.is_public, is_sample=row.is_sample, published=row.published,
        source=row.source, lon=row.lon, lat=row.lat, place_level=row.place_level, place_approx=row.place_approx,
    )  # fmt: skip


def _reported(book: Book, index: int, light: Light) -> tuple[float | None, float | None]:
    """Progress and sum paid as of the day: of the reports, else of the register; what is finished is at 100 %."""
    row, reports = book.rows[index], book.facts[index].reports
    known = reports.up_to(book.day) - 1
    progress = _number(reports.known_progress_pct[known]) if known >= 0 else None
    paid = _number(reports.known_paid_cny[known]) if known >= 0 else None
    return 100.0 if light.code == DONE else progress, row.paid_cny if paid is None else paid


def _number(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)


def _reason(row: Any, said: tuple[Any, ...], reasons: dict[str, str]) -> str:
    if row.delay_reason:
        return str(row.delay_reason)
    code = next((f.reason_code for f in reversed(said) if f.reason_code), "")
    return reasons.get(code, code)


def _by(day: date, known: date | None) -> date | None:
    return known if known and known <= day else None


def _area_names(book: Book) -> dict[tuple[str | None, str | None], str]:
    pairs = {(row.district_code, row.street_code) for row in book.rows}
    return {(district, street): area_name(book.register.pack, district, street) for district, street in pairs}


def area_name(pack: Pack, district: str | None, street: str | None) -> str:
    """Where a project lies, by its codes: the street, else the district, else 辖区外."""
    code = street or district
    return pack.areas.short_name(code) if code else words.OUTSIDE
