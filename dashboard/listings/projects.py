"""项目清单: the list of `/projects` as its filters leave it, one row a project."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.listings.listing import Line, Listing, Value
from dashboard.queries.programme.lines import projects
from dashboard.queries.programme.records import Filters, ProjectLine
from dashboard.queries.register import Register
from dashboard.state import ViewState
from dashboard.texts import projects as words


def filters_of(state: ViewState) -> Filters:
    """The filters that an address names."""
    return Filters(
        round=state.picked("round"), package=state.picked("package"), category=state.picked("category"), owner=state.picked("owner"),
        level=state.picked("level"), light=state.picked("light"), waits_for=state.picked("waits"), text=state.picked("q"),
    )  # fmt: skip


def _lines(register: Register, state: ViewState) -> Sequence[Line]:
    return [Line(_cells(line), line.is_sample) for line in projects(register, state.area, filters=filters_of(state))]


def _cells(p: ProjectLine) -> tuple[Value, ...]:
    is_public = words.YES if p.is_public else words.NO
    return (
        p.no, p.round_name, p.name, p.package, p.category, p.level, p.owner, "、".join(p.support_units), p.street_code or p.district_code,
        p.street_name, p.status_name, words.LIGHTS[p.light.code][1], p.light.words, p.light.since,
        _rounded(p.progress_pct), _rounded(p.planned_progress_pct), p.planned_start, p.planned_end, p.actual_start, p.actual_end,
        p.forecast_end, p.before_end, p.delay_first_days, p.delay_last_days, p.delay_reason, p.last_report_day, p.silent_days, p.waits_for,
        p.money.planned_cny, p.money.in_place_cny, p.money.paid_cny, is_public, p.published, p.source, p.lon, p.lat,
    )  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


LISTING = Listing(words.EXPORT_TITLE, "/projects", words.EXPORT_HEADS, _lines, words.EXPORT_SOURCE)
