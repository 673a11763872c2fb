"""水深传感器: how deep the water stands over the road."""

from __future__ import annotations

from dashboard.layers.datalayer import DataLayer, State
from dashboard.queries.layers.waterlogging import sensor_rows
from dashboard.texts import layers as shared
from dashboard.texts import waterlogging as words

_SIGNS = (("deep", "■", "alarm"), ("medium", "▲", "alarm"), ("shallow", "◆", "warn"), ("dry", "◇", "ly-water"), ("silent", "▨", "stale"))

depth = DataLayer(
    name="depth",
    title=words.LAYER_DEPTH,
    unit=shared.PLACES,
    query=sensor_rows,
    states=tuple(State(code, words.SENSOR_STATES[code], sign, color) for code, sign, color in _SIGNS),
    table=(("name", shared.NAME), ("note", words.LAYER_DEPTH)),
    source=words.LAYER_SOURCE,
)
