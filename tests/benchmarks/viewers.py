"""200 viewers who refresh every 30 s for ten minutes, against `huitian serve` on a closed home, while new orders are loaded half-way.

By hand: python -m tests.benchmarks.viewers [--smoke] [--viewers 200] [--minutes 10] [--rows 100000] [--home DIR]
Needs the extra `load` (locust). Aim: p95 of all requests at most 500 ms, no error. HUITIAN_DATABASE_URL in the environment: on PostGIS.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from dashboard.access.access import Access, open_access
from dashboard.access.identify import cookie_name
from etl.demo.files import CSV_HEADERS, as_text
from etl.demo.orders import Plan, make_orders
from geodata import settings as settings_of
from geodata.pack import load_pack
from geodata.store.home import open_home
from tests.benchmarks.own_server import running
from tests.people import Person, staff, token_of

AIM_MS = 500
NEWS = 500                  # orders that arrive half-way
# of ten viewers: who they are and what they look at; None: a wall, which sees no cases
MIX = (
    *((("street", f"1101140{n:02d}"), f"area=1101140{n:02d}&period=30d") for n in (7, 8, 10, 11, 12)),
    (("district", "huitian"), "area=huitian&period=30d"),
    (("district", "110114"), "area=110114&period=30d"),
    (("city", "11"), "area=11&period=30d"),
    (("wall", "huitian"), "area=huitian&period=30d"),
    (("wall", "110114"), "area=110114&period=30d"),
)


def main() -> None:
    """Prepares, serves, lets the viewers loose, and prints what they met; exit code 1 where the aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--viewers", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--home", type=Path, help="an empty folder to keep; else a temporary one")
    parser.add_argument("--smoke", action="store_true", help="20 viewers, half a minute, 5,000 rows: only shows that it runs")
    given = parser.parse_args()
    viewers, minutes, rows = (20, 0.6, 5_000) if given.smoke else (given.viewers, given.minutes, given.rows)
    with tempfile.TemporaryDirectory() as name:
        folder = given.home or Path(name)
        env = {**os.environ, "HUITIAN_HOME": str(folder / "home"), "HUITIAN_SECRET": "0" * 32}
        later = prepare(folder, rows, env)
        (folder / "tickets.json").write_text(json.dumps(tickets(viewers, env)), encoding="utf-8")
        with serving(folder, env) as url:
            is_good = run(folder, url, viewers=viewers, seconds=round(minutes * 60), env=env, later=later)
    sys.exit(0 if is_good else 1)


def prepare(folder: Path, rows: int, env: Mapping[str, str]) -> Path:
    """A real home with so many generated orders, by the ordinary import; a file of orders that come later."""
    now = settings_of.load(env).clock.now()
    orders = make_orders(load_pack("huitian"), Plan(now, rows // 2 + 400))
    first, later = folder / "orders.csv", folder / "later.csv"
    _write(orders.head(min(rows, len(orders) - NEWS)), first)
    _write(orders.tail(NEWS), later)
    for command in (["init"], ["load", "complaints", str(first)]):
        subprocess.run([sys.executable, "-m", "huitian", *command], env=env, check=True, capture_output=True)
    return later


def tickets(viewers: int, env: Mapping[str, str]) -> list[dict[str, object]]:
    """Accounts and devices, each with a living sign-in: cookie, query of its view, whether it may list cases."""
    settings = settings_of.load(env)
    engine = open_home(settings)
    access = open_access(settings, engine, load_pack(settings.pack), settings.clock)
    try:
        return [_ticket(access, number) for number in range(viewers)]
    finally:
        engine.dispose()


def _ticket(access: Access, number: int) -> dict[str, object]:
    (role, area), query = MIX[number % len(MIX)]
    login = f"viewer{number:03d}"
    staff(access, (Person(login, role, area),))
    cookie = f"{cookie_name(access.settings)}={token_of(access, login)}"
    return {"number": number, "cookie": cookie, "query": query, "is_reader": role != "wall"}


@contextmanager
def serving(folder: Path, env: Mapping[str, str]) -> Iterator[str]:
    """`huitian serve` on a free port of this machine; its log is kept in the folder. Prints what it used of the processor."""

    def command(port: int) -> list[str]:
        return [sys.executable, "-m", "huitian", "serve", "--port", str(port)]

    with running(command, folder / "serve.log", env=env) as server:
        begun, start = _cpu_seconds(server.pid), time.monotonic()
        yield server.url
        share = (_cpu_seconds(server.pid) - begun) / (time.monotonic() - start)
        print(f"server     {100 * share:.0f}% of one core")


def run(folder: Path, url: str, *, viewers: int, seconds: int, env: Mapping[str, str], later: Path) -> bool:
    """Lets the viewers loose for so long, loads the later file half-way; prints a line a kind of request. Whether the aim is met."""
    arguments = ["-f", str(Path(__file__).with_name("locustfile.py")), "--headless", "--only-summary", "--host", url, "-u", str(viewers)]
    arguments += ["-r", str(max(1, viewers // 20)), "-t", f"{seconds}s", "--csv", str(folder / "viewers"), "--exit-code-on-error", "0"]
    crowd = subprocess.Popen(
        [sys.executable, "-m", "locust", *arguments], env={**env, "HUITIAN_TEST_TICKETS": str(folder / "tickets.json")},
        stdout=(folder / "locust.log").open("wb"), stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        crowd.wait(timeout=seconds / 2)
    except subprocess.TimeoutExpired:
        subprocess.run([sys.executable, "-m", "huitian", "load", "complaints", str(later)], env=dict(env), check=True, capture_output=True)
    crowd.wait()
    return _told(folder / "viewers_stats.csv", viewers)


def _told(path: Path, viewers: int) -> bool:
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    for line in lines:
        figures = {n: float(line[n]) for n in ("50%", "95%", "99%", "Max Response Time")}
        print(f"{line['Name']:<28} {int(line['Request Count']):>7,} requests {float(line['Requests/s']):>7.1f}/s "
              f"{int(line['Failure Count']):>4} errors   p50 {figures['50%']:>5.0f}  p95 {figures['95%']:>5.0f}  "
              f"p99 {figures['99%']:>5.0f}  most {figures['Max Response Time']:>6.0f} ms")  # fmt: skip
    every = lines[-1]
    is_good = float(every["95%"]) <= AIM_MS and int(every["Failure Count"]) == 0
    print(f"viewers    {viewers} viewers: p95 {float(every['95%']):.0f} ms, {every['Failure Count']} errors (aim {AIM_MS} ms, 0 errors)")
    return is_good


def _write(orders: pl.DataFrame, path: Path) -> None:
    as_text(orders.with_columns(mark=pl.lit("是")), CSV_HEADERS, "%Y-%m-%d %H:%M:%S").write_csv(path)


def _cpu_seconds(pid: int) -> float:
    """What a process has used of the processor so far (utime and stime of proc(5))."""
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
