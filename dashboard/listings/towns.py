"""The list of towns on the day that the page shows, and the items of both task lists as its choices leave them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.listings.listing import Line, Listing, Value
from dashboard.queries.register import Register
from dashboard.queries.town_tasks import Ask, TaskLine, items
from dashboard.queries.towns import TownLine, board, moment_of
from dashboard.state import ViewState
from dashboard.texts import towns as words

NOW = "now"                       # pick=known:now


def _towns(register: Register, state: ViewState) -> Sequence[Line]:
    moment = moment_of(register, _day(state.picked("on")), is_hindsight=state.picked("known") == NOW)
    return [Line(_town(line), line.is_sample) for line in board(register, state.area, moment).lines]


def _tasks(register: Register, state: ViewState) -> Sequence[Line]:
    ask = Ask(state.tab if state.tab in words.LEDGER else "", state.picked("kind"), state.picked("status"), state.item)
    return [Line(_task(line), line.is_sample) for line in items(register, state.area, ask, most=None)]


def _town(line: TownLine) -> tuple[Value, ...]:
    month = line.months[-1] if line.months else None
    figures = (month.month, month.count, _rounded(month.per_10k), month.resolution_pct, month.satisfaction_pct) if month else (None,) * 5
    stay = line.stay
    return (
        line.no, line.name, words.STAGES[line.stage][1], stay.from_date, stay.known_on, stay.document_no, line.months_in_stage, *figures,
        line.entry.run, line.exit.run, words.NOTES[line.note][1], line.items.done, line.items.open, line.items.reopened,
    )  # fmt: skip


def _task(line: TaskLine) -> tuple[Value, ...]:
    return (
        line.no, line.town_no, line.town_name, words.LEDGER[line.list_name], line.title, line.kind, line.owner,
        words.STATUSES[line.status][1], words.YES if line.is_late else words.NO, line.planned_date, line.done_date, line.planned_quantity,
        line.done_quantity, line.unit, line.planned_cny, line.paid_cny,
    )  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


TOWNS = Listing(words.EXPORT_TOWNS, "/towns", words.EXPORT_TOWN_HEADS, _towns, words.EXPORT_SOURCE, has_own_names=True)
TASKS = Listing(words.EXPORT_TASKS, "/towns", words.EXPORT_TASK_HEADS, _tasks, words.EXPORT_SOURCE, has_own_names=True)
