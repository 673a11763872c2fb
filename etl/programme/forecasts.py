"""When a project was expected to end, as said on a day: a date that moves needs a reason, one that stays is not said again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import polars as pl

from etl import texts
from etl.records.bench import Workbench
from etl.records.feed import FAULTS_SCHEMA, Parent, Rows
from geodata.store.models import Forecast, Project

_SCHEMA = {
    "row_no": pl.UInt32, "project_no": pl.String, "said_on": pl.Date, "end_date": pl.Date, "reason_code": pl.String, "note": pl.String,
    "is_sample": pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True)
class Moves:
    """`frame`: the forecasts that rows make (a line a row that moves a date); `faults` (FAULTS_SCHEMA) of moves without a reason."""

    frame: pl.DataFrame
    faults: pl.DataFrame

    def rows(self) -> Rows:
        """The forecasts for the store; one said again on the same day replaces the first."""
        frame = self.frame.with_columns(entered_by=pl.lit(texts.ENTERED_BY_FILE))
        return Rows(
            Forecast, frame, key=("project_id", "said_on"), parent=Parent("project_id", Project, ("project_no",)), unsaid=("entered_by",)
        )


def judged(rows: pl.DataFrame, bench: Workbench) -> Moves:
    """What rows (row_no, project_no, said_on, planned_end_date as first approved, planned_end_said, forecast_end_date, reason_code,
    delay_reason, is_sample) say of the end, in the order of their days, against what was known on each.
    """
    reasons = {word: r.code for r in bench.pack.rules.lights.reasons for word in (r.code, r.name)}
    known = _known(rows, bench)
    found, faults = [], []
    said = rows.select(
        "row_no", "project_no", "said_on", "planned_end_date", "planned_end_said", "forecast_end_date", "reason_code", "delay_reason",
        "is_sample",
    ).sort("project_no", "said_on", "row_no")  # fmt: skip
    for row_no, no, said_on, first, planned, forecast, reason, note, is_sample in said.iter_rows():
        end = forecast or (planned if planned != first else None)
        before = _as_of(known[no], said_on) or first
        code = reasons.get(reason.strip(), None if reason.strip() else "")
        if code is None:
            faults.append((row_no, "bad_reason", "reason_code", reason))
        elif end is not None and before is not None and end != before and not code:
            column = "forecast_end_date" if forecast else "planned_end_date"
            faults.append((row_no, "replan_no_reason", column, f"{before} → {end}"))
        elif end is not None and end != before:
            known[no][said_on] = end
            found.append((row_no, no, said_on, end, code, note, is_sample))
    return Moves(pl.DataFrame(found, schema=_SCHEMA, orient="row"), pl.DataFrame(faults, schema=FAULTS_SCHEMA, orient="row"))


def _known(rows: pl.DataFrame, bench: Workbench) -> defaultdict[str, dict[date, date]]:
    """Project -> day -> the end that was expected then."""
    ids = bench.known(Project, rows.select("project_no"), ("id",))
    stored = bench.known(Forecast, ids.select(project_id="id"), ("said_on", "end_date"))
    stored = stored.join(ids.rename({"id": "project_id"}), on="project_id")
    known: defaultdict[str, dict[date, date]] = defaultdict(dict)
    for no, said_on, end in stored.select("project_no", "said_on", "end_date").iter_rows():
        known[no][said_on] = end
    return known


def _as_of(said: dict[date, date], day: date) -> date | None:
    earlier = [d for d in said if d <= day]
    return said[max(earlier)] if earlier else None
