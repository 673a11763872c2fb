"""雨量站: where it rains, and how hard."""

from __future__ import annotations

from dashboard.layers.datalayer import DataLayer, State
from dashboard.layers.kpi import Kpi, among
from dashboard.queries.layers.age import AsOf
from dashboard.queries.layers.waterlogging import station_rows
from dashboard.texts import layers as shared
from dashboard.texts import waterlogging as words

_SIGNS = (("heavy", "▲", "warn"), ("wet", "▼", "ly-water"), ("dry", "▽", "ly-water"), ("silent", "▨", "stale"))

rain = DataLayer(
    name="rain",
    title=words.LAYER_RAIN,
    unit=shared.PLACES,
    query=station_rows,
    kpi=Kpi(shared.KPIS["rain"], among("heavy", "wet"), shared.PLACES),
    as_of=AsOf(("rain",), is_event=True),
    states=tuple(State(code, words.STATION_STATES[code], sign, color) for code, sign, color in _SIGNS),
    table=(("name", shared.NAME), ("note", words.LAYER_RAIN)),
    source=words.LAYER_SOURCE,
)
