"""违停: offences counted on the grid."""

from __future__ import annotations

from dashboard.layers.datalayer import DataLayer, State
from dashboard.layers.kpi import Kpi, off_map
from dashboard.queries.layers.age import AsOf
from dashboard.queries.layers.offences import offence_rows
from dashboard.texts import layers as shared
from dashboard.texts import parking as words

KIND = "parking"

violations = DataLayer(
    name="violations",
    title=words.VIOLATIONS_TITLE,
    unit=words.UNIT,
    query=offence_rows(KIND),
    kpi=Kpi(shared.KPIS["offences"], off_map, words.UNIT),
    as_of=AsOf(("violations",), is_event=True),
    states=(State(KIND, words.KINDS[KIND], "●", "ly-park"),),
    page="/parking",
    is_counted=True,
)
