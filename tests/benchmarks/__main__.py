"""`python -m tests.benchmarks [--smoke]`: prints what this machine does; asserts nothing about time.

`… restore` and `… kills` take many minutes and room: five million rows out and in again, two hundred loads killed. `… city` fills a home
with every layer at full size and asks each page for its views. `… snapshots` takes a hundred pictures of a page with the real browser, and
lets a hundred run out of time.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.benchmarks import city_layers, imports, kills, places, plain_loop, restore, snapshots, texts


def main() -> None:
    """Runs every benchmark once; `--smoke` with few rows, to see that they still run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=("imports", "restore", "kills", "city", "snapshots"), default="imports")
    parser.add_argument("--kills", type=int, default=100, help="kills that must land on each engine (default 100)")
    parser.add_argument("--smoke", action="store_true", help="few rows: only shows that the benchmarks run")
    parser.add_argument("--rows", type=int, default=0, help="rows of the import (default 200,000) or the restore (default 5,000,000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if options.what == "restore":
            restore.run(Path(name), 2_000 if options.smoke else options.rows or 5_000_000)
        elif options.what == "kills":
            kills.run(Path(name), 2 if options.smoke else options.kills)
        elif options.what == "city":
            city_layers.run(Path(name), is_smoke=options.smoke)
        elif options.what == "snapshots":
            snapshots.run(Path(name), 3 if options.smoke else 100)
        else:
            _imports(Path(name), *((2_000, 60) if options.smoke else (options.rows or 200_000, 2_000)))


def _imports(folder: Path, rows: int, sample: int) -> None:
    places.run(points=rows * 5)
    texts.run(short_count=min(rows, 40_000))
    source = imports.write_source(folder, rows)
    ours = imports.run(folder, source)
    plain = plain_loop.run(source, sample)
    print(
        f"ratio      our import does {ours / plain:,.0f} times the rows a second of the plain loop "
        f"(plain loop timed on {sample:,} rows and extrapolated)"
    )


if __name__ == "__main__":
    main()
