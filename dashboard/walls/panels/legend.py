"""Keys of drawings, for the heads of panels."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dashboard.walls.panels.drawing import join, width
from dashboard.walls.panels.frame import NOTE_SIZE

SIGN, GAP = 20.0, 9.0


def legend(signs: Sequence[tuple[str, str]]) -> tuple[Markup, float]:
    """A key of (sign, word) and about how wide it is; "" for a word without a sign."""
    parts = [Markup('<i class="k-{}"></i>{}').format(sign, word) if sign else Markup("{}").format(word) for sign, word in signs]
    return join(Markup("<span>{}</span>").format(p) for p in parts), sum(width(w, NOTE_SIZE) + GAP + (SIGN if s else 0) for s, w in signs)
