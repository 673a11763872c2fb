"""治理类街乡镇: outlines by stage, each with the name that the list calls it by; names of areas step aside."""

from __future__ import annotations

from dashboard.layers.datalayer import DataLayer, State
from dashboard.layers.kpi import Kpi, among
from dashboard.queries.layers.age import AsOf
from dashboard.queries.layers.towns import town_rows
from dashboard.texts import layers as shared
from dashboard.texts import towns as words

_SIGNS = (("supervised", "▲", "warn"), ("watch", "◆", "notice"), ("aftercare", "●", "ok"))

towns = DataLayer(
    name="towns",
    title=words.LAYER,
    unit=words.TOWN_UNIT,
    query=town_rows,
    kpi=Kpi(shared.KPIS["towns"], among("supervised"), words.TOWN_UNIT),
    as_of=AsOf(("towns",)),
    states=tuple(State(code, words.STAGES[code][1], sign, color) for code, sign, color in _SIGNS),
    page="/towns",
    is_named=True,
    table=(("name", words.HEADS["name"]), ("note", words.HEADS["months"])),
    source=words.EXPORT_SOURCE,
)
