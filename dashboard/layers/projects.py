"""行动计划项目: the programme's projects with their lights; points, and lines and areas where the register has them."""

from __future__ import annotations

from dashboard.layers.datalayer import DataLayer, State
from dashboard.layers.kpi import Kpi, among
from dashboard.queries.layers.age import AsOf
from dashboard.queries.layers.projects import project_rows
from dashboard.texts import layers as words

_LOOKS = {
    "red": ("■", "alarm"), "grey": ("▨", "stale"), "yellow": ("▲", "warn"), "green": ("●", "ok"), "done": ("◎", "text-3"),
    "none": ("◌", "nodata"),
}  # fmt: skip

projects = DataLayer(
    name="projects",
    title=words.PROJECTS_TITLE,
    unit=words.PROJECT_ITEMS,
    query=project_rows,
    kpi=Kpi(words.KPIS["projects"], among("red"), words.PROJECT_ITEMS),
    as_of=AsOf(("projects", "milestones", "project-reports")),
    states=tuple(State(code, words.PROJECT_LIGHTS[code], *look) for code, look in _LOOKS.items()),
    page="/projects",
    table=(("id", words.PROJECT_ITEMS), ("name", words.NAME), ("note", words.PROJECT_PACKAGE)),
    source=words.PROJECT_RULE,
)
