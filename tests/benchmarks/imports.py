"""How many rows a second a whole import does, file to store, and how much memory it takes: a process of its own, as a clerk runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

from etl.demo.files import CSV_HEADERS, as_text
from etl.demo.orders import Plan, make_orders
from geodata import clock
from geodata.pack import load_pack

AS_OF = clock.local(datetime(2026, 7, 16, 14, 30))
# VmHWM, not ru_maxrss: the latter still counts what the parent held when it forked
CHILD = """
import re, sys, huitian
try:
    huitian.main(sys.argv[1:])
finally:
    print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
"""


def write_source(folder: Path, rows: int) -> Path:
    """A CSV of so many generated orders, with their free-text places."""
    import polars as pl

    orders = make_orders(load_pack("huitian"), Plan(AS_OF, rows // 2 + 200)).with_columns(mark=pl.lit("是"))
    path = folder / "orders.csv"
    as_text(orders.head(rows), CSV_HEADERS, "%Y-%m-%d %H:%M:%S").write_csv(path)
    return path


def run(folder: Path, source: Path) -> float:
    """Imports the file into a fresh home; prints and returns rows a second."""
    env = {**os.environ, "HUITIAN_HOME": str(folder / "home"), "HUITIAN_SECRET": "0" * 32, "HUITIAN_NOW": AS_OF.isoformat()}
    subprocess.run([sys.executable, "-m", "huitian", "init"], env=env, check=True, capture_output=True)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, "load", "complaints", str(source), "--json"], env=env, check=True, capture_output=True, text=True
    )
    seconds = time.perf_counter() - start
    receipt = json.loads(done.stdout.strip().splitlines()[-1])
    peak_mb = int(done.stderr.strip().splitlines()[-1]) / 1024
    rate = float(receipt["read"] / seconds)
    print(f"import     {rate:>10,.0f} rows/s, {receipt['read']:,} rows in {seconds:.1f} s with start-up, peak {peak_mb:,.0f} MB")
    return rate
