"""Attributes that Dash takes only as a dictionary: `marked(panel="tiles", aria_label="…")` → data-panel, aria-label."""

from __future__ import annotations

from typing import Any


def marked(**named: str) -> Any:
    """Keyword arguments for a Dash element: names that start with aria_ become aria-…, all others data-…."""
    return {
        name.replace("_", "-") if name.startswith("aria_") else "data-" + name.replace("_", "-"): value for name, value in named.items()
    }
