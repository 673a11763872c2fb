"""`python -m tests.benchmarks [--smoke]`: prints what this machine does; asserts nothing about time."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.benchmarks import imports, plain_loop, texts


def main() -> None:
    """Runs every benchmark once; `--smoke` with few rows, to see that they still run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="few rows: only shows that the benchmarks run")
    parser.add_argument("--rows", type=int, default=200_000, help="rows of the import (default 200,000)")
    options = parser.parse_args()
    rows, sample = (2_000, 60) if options.smoke else (options.rows, 2_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
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
