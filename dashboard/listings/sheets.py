"""周调度表 and 月汇报表: the weekly and the monthly sheet, both computed from the daily reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.listings.listing import Line, Listing, Value
from dashboard.listings.projects import filters_of
from dashboard.queries.programme.records import MonthRow, WeekRow
from dashboard.queries.programme.sheets import monthly_sheet, weekly_sheet
from dashboard.queries.register import Register
from dashboard.state import CUSTOM, ViewState
from dashboard.texts import projects as project_words
from dashboard.texts import sheets as words


def _week(register: Register, state: ViewState) -> Sequence[Line]:
    sheet = weekly_sheet(register, state.area, filters=filters_of(state), day=_day(state))
    return [Line((sheet.first, sheet.last, *_week_cells(row)), row.line.is_sample) for row in sheet.rows]


def _week_cells(row: WeekRow) -> tuple[Value, ...]:
    p, plan = row.line, row.replan
    light = project_words.LIGHTS[p.light.code][1]
    before = project_words.LIGHTS[row.light_before][1] if row.light_before in project_words.LIGHTS else ""
    return (
        light, before, p.light.words, p.no, p.name, p.package, p.street_name, p.owner, _one(row.progress_before_pct), _one(p.progress_pct),
        _one(p.planned_progress_pct), _one(row.progress_added_pct), p.planned_end, p.expected_end, p.delay_first_days, p.delay_last_days,
        plan.reason if plan else "", row.paid_added_cny, row.report_count, row.problem, row.waits_for,
    )  # fmt: skip


def _month(register: Register, state: ViewState) -> Sequence[Line]:
    sheet = monthly_sheet(register, state.area, filters=filters_of(state), day=_day(state))
    is_sample = sheet.summary.is_sample
    return [Line((sheet.first, sheet.last, *_month_cells(row)), is_sample) for row in sheet.rows]


def _month_cells(row: MonthRow) -> tuple[Value, ...]:
    money, lights = row.money, (row.tally.by_light.get(code, 0) for code in words.MONTH_LIGHTS)
    return (
        row.package, row.tally.total, *lights, row.completed_count, _one(row.progress_pct), _one(row.planned_pct),
        money.planned_cny, money.in_place_cny, money.paid_cny, row.paid_in_month_cny,
    )  # fmt: skip


def _day(state: ViewState) -> date | None:
    """The day whose week or month is meant: the end of a period of one's own, else today."""
    return state.period_to if state.period == CUSTOM else None


def _one(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


WEEKLY = Listing(words.WEEK_TITLE, "/projects", words.WEEK_HEADS, _week, words.SOURCE)
MONTHLY = Listing(words.MONTH_TITLE, "/projects", words.MONTH_HEADS, _month, words.SOURCE)
