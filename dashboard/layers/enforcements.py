"""整治: enforcements by their verdict."""

from __future__ import annotations

from dashboard.layers.datalayer import DataLayer, State
from dashboard.layers.kpi import Kpi, among
from dashboard.queries.layers.age import AsOf
from dashboard.queries.layers.enforcements import enforcement_rows
from dashboard.texts import layers as shared
from dashboard.texts import parking as words
from geodata.displacement import HELPED, MOVED, TOO_FEW, UNCHANGED

enforcements = DataLayer(
    name="enforcements",
    title=words.ENFORCEMENTS_TITLE,
    unit=words.PLACES,
    query=enforcement_rows,
    kpi=Kpi(shared.KPIS["enforcements"], among(MOVED), words.PLACES),
    as_of=AsOf(("enforcements",)),
    states=(
        State(MOVED, words.VERDICTS[MOVED], "▲", "warn"),
        State(UNCHANGED, words.VERDICTS[UNCHANGED], "◇", "notice"),
        State(HELPED, words.VERDICTS[HELPED], "★", "ok"),
        State(TOO_FEW, words.VERDICTS[TOO_FEW], "☆", "nodata"),
    ),
    page="/parking",
    table=(("name", words.ENFORCEMENTS_TITLE), ("note", words.ENFORCEMENTS)),
)
