"""Attempts at other people's areas, written down: a page shows the reader's own area instead, and the trail says what was asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable

from dashboard.access.viewer import Viewer
from dashboard.guard.limits import Limits
from dashboard.guard.matrix import Bucket
from dashboard.guard.wall import REFUSED, actor_of
from geodata.errors import AuditError, TooMany
from geodata.store.audit import Trail

Note = Callable[[Viewer, str], None]

log = logging.getLogger("huitian.guard")


def foreign_noted(trail: Trail) -> Note:
    """Writes down who asked for which page and area, unless one reader does little else: nobody fills the store with it."""
    limits = Limits()

    def note(viewer: Viewer, subject: str) -> None:
        actor = actor_of(viewer)
        try:
            limits.take(Bucket.REFUSALS, actor)
            trail.append(actor, REFUSED, subject, address=viewer.address, details={"kind": "area"})
        except (TooMany, AuditError):       # nothing foreign was shown
            log.warning("a refused area was not written down")

    return note
