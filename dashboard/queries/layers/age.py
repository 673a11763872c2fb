"""How old the rows of a layer are, by the ledger of loads and by what was entered on the reports' form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from dashboard.queries.register import Register
from geodata.store.engine import read_transaction
from geodata.store.models import Batch, ProjectReport

REPORTS = "project-reports"


@dataclass(frozen=True)
class AsOf:
    """What makes a layer's rows as old as they are: the newest load of some feeds, or the newest record (`is_event`)."""

    feeds: tuple[str, ...]
    is_event: bool = False


def age_of(register: Register, as_of: AsOf) -> datetime | None:
    """Time of the newest load or record of the whole store, also of daily reports entered by hand; None without any."""
    column = Batch.newest_at if as_of.is_event else Batch.started_at
    with read_transaction(register.engine) as store:
        found = [store.scalar(select(func.max(column)).where(Batch.feed.in_(as_of.feeds)))]
        if REPORTS in as_of.feeds:
            found.append(store.scalar(select(func.max(ProjectReport.entered_at))))
    return max((at for at in found if at), default=None)
