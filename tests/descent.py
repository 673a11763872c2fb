"""Which processes stand below this one, zombies too (Linux)."""

from __future__ import annotations

import os
from pathlib import Path


def below_us() -> dict[int, str]:
    """Name of every process below this one by its number."""
    table: dict[int, tuple[int, str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                name, _, rest = (entry / "stat").read_text(encoding="utf-8", errors="replace").partition(" (")[2].rpartition(")")
            except OSError:
                continue
            table[int(entry.name)] = (int(rest.split()[1]), name)
    ours, last = {os.getpid()}, set[int]()
    while ours != last:
        last = set(ours)
        ours |= {number for number, (parent, _) in table.items() if parent in ours}
    return {number: table[number][1] for number in ours - {os.getpid()} if number in table}
