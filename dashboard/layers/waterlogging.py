"""积水点: the registered points, those under water now by how deep, the others by the state of their case."""

from __future__ import annotations

from dashboard.layers.datalayer import DataLayer, State
from dashboard.layers.kpi import Kpi, among
from dashboard.queries.layers.age import AsOf
from dashboard.queries.layers.waterlogging import point_rows
from dashboard.texts import layers as shared
from dashboard.texts import waterlogging as words

_SIGNS = (
    ("deep", "■", "alarm"), ("medium", "▲", "alarm"), ("shallow", "◆", "warn"), ("relapsed", "▼", "warn"), ("open", "●", "ly-water"),
    ("treating", "◎", "ly-water"), ("closed", "○", "ly-water"), ("unknown", "○", "nodata"),
)  # fmt: skip

waterlogging = DataLayer(
    name="waterlogging",
    title=words.LAYER_POINTS,
    unit=shared.PLACES,
    query=point_rows,
    kpi=Kpi(shared.KPIS["waterlogging"], among("deep", "medium", "shallow"), shared.PLACES),
    as_of=AsOf(("waterlogging", "depth")),
    states=tuple(State(code, words.POINT_STATES[code], sign, color) for code, sign, color in _SIGNS),
    page="/waterlogging",
    table=(("name", shared.NAME), ("note", words.LAYER_POINTS)),
    source=words.LAYER_SOURCE,
)
