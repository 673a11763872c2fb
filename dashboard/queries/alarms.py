"""Alarms (告警与提示): what the rules find in the store now; computed each time, never stored. Only that somebody acknowledged one is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ALARM, WARN, STALE, NOTICE = "alarm", "warn", "stale", "notice"
KINDS = (ALARM, WARN, STALE, NOTICE)            # gravest first: the order of the list
SCENES = ("overview", "water", "parking", "vending", "programme", "towns")


@dataclass(frozen=True)
class Alarm:
    """One thing that wants to be known. `key` names it with its onset: what comes again is another alarm; at most 128 characters.

    `kind` is one of KINDS, `scene_hint` one of SCENES. `area_code` "" is the whole place or lies outside every area. `item` names the
    site, project, town or feed to show, "" none. `since` is the onset, None where nobody can know it.
    """

    key: str
    kind: str
    scene_hint: str
    title: str
    area_code: str
    area_name: str
    since: datetime | None
    note: str
    item: str = ""
    is_acknowledged: bool = False
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None

    @property
    def calls(self) -> bool:
        """Whether it brings its scene up and holds it: an alarm that nobody has acknowledged."""
        return self.kind == ALARM and not self.is_acknowledged
