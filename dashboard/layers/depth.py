"""水深传感器: how deep the water stands over the road."""

from __future__ import annotations

from dashboard.layers.datalayer import DataLayer, State
from dashboard.layers.kpi import Kpi, among
from dashboard.queries.layers.age import AsOf
from dashboard.queries.layers.waterlogging import sensor_rows
from dashboard.texts import layers as shared
from dashboard.texts import waterlogging as words

_SIGNS = (("deep", "■", "alarm"), ("medium", "▲", "alarm"), ("shallow", "◆", "warn"), ("dry", "◇", "ly-water"), ("silent", "▨", "stale"))

depth = DataLayer(
    name="depth",
    title=words.LAYER_DEPTH,
    unit=shared.PLACES,
    query=sensor_rows,
    kpi=Kpi(shared.KPIS["depth"], among("deep", "medium", "shallow"), shared.PLACES),
    as_of=AsOf(("depth",), is_event=True),
    states=tuple(State(code, words.SENSOR_STATES[code], sign, color) for code, sign, color in _SIGNS),
    table=(("name", shared.NAME), ("note", words.LAYER_DEPTH)),
    source=words.LAYER_SOURCE,
)
