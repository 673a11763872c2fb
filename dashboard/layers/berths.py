"""停车供给: registered car parks with their berths."""

from __future__ import annotations

from dashboard.layers.datalayer import DataLayer, State
from dashboard.layers.kpi import Kpi, sum_of
from dashboard.queries.layers.age import AsOf
from dashboard.queries.layers.berths import BERTHS, KIND, berth_rows
from dashboard.texts import layers as words

berths = DataLayer(
    name="berths",
    title=words.BERTHS_TITLE,
    unit=words.PLACES,
    query=berth_rows,
    kpi=Kpi(words.KPIS["berths"], sum_of(BERTHS), words.BERTH_UNIT),
    as_of=AsOf(("berths",)),
    states=(State(KIND, words.BERTHS_STATE, "■", "ly-park"),),
    table=(("name", words.NAME), ("note", words.BERTHS_TITLE)),
)
