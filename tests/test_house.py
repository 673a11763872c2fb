"""The house polices itself: arrows, documents and texts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import huitian
from geodata import settings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_imports_point_one_way_without_exceptions() -> None:
    done = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_nothing_imports_the_command_line() -> None:
    rooms = [p for folder in ("geodata", "etl", "dashboard") for p in (ROOT / folder).rglob("*.py")]

    assert not [p.name for p in rooms if re.search(r"^\s*(import|from) huitian\b", p.read_text(encoding="utf-8"), re.MULTILINE)]


def test_asking_for_help_loads_nothing_heavy() -> None:
    heavy = "{'polars', 'scipy', 'pandas', 'sklearn', 'sqlalchemy', 'dash', 'flask', 'pypinyin', 'dask'}"
    program = f"import sys, huitian; print(sorted({heavy} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


@pytest.mark.parametrize("variable", [name for name, _, _ in settings.documented()])
def test_every_setting_stands_in_the_readme(variable: str) -> None:
    assert f"`{variable}`" in README


@pytest.mark.parametrize("command", sorted(huitian.cli.commands))
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert re.search(rf"`huitian [^`]*\b{command}\b", README)


def test_the_readme_names_no_setting_that_does_not_exist() -> None:
    known = {name for name, _, _ in settings.documented()} | {settings.CONFIG}

    named = {name for name in re.findall(r"HUITIAN_[A-Z_]+", README) if not name.startswith(settings.TEST_PREFIX)}

    assert named <= known | {"HUITIAN_DB_PASSWORD"}


def test_only_the_settings_read_the_environment_and_only_the_clock_the_time() -> None:
    rooms = [p for folder in ("geodata", "etl", "dashboard") for p in (ROOT / folder).rglob("*.py")]
    reads_env = {p.relative_to(ROOT).as_posix() for p in rooms if re.search(r"os\.environ|os\.getenv", p.read_text(encoding="utf-8"))}
    reads_time = {
        p.relative_to(ROOT).as_posix()
        for p in rooms
        if re.search(r"datetime\.now\(|date\.today\(|time\.time\(", p.read_text(encoding="utf-8"))
    }

    assert reads_env <= {"geodata/settings.py"}
    assert reads_time <= {"geodata/clock.py"}


def test_no_test_reads_a_clock_on_the_wall() -> None:
    waits = {"browser/test_outages.py", "geodata/test_patience.py"}      # what they promise is a wait; their bounds are for a busy machine
    rooms = [p for p in (ROOT / "tests").rglob("*.py") if "benchmarks" not in p.parts and p != Path(__file__)]
    clock = re.compile(r"perf_counter|monotonic|stopwatch|\btime\.time\(|timeit|datetime\.now\(|date\.today\(")

    found = {p.relative_to(ROOT / "tests").as_posix() for p in rooms if clock.search(p.read_text(encoding="utf-8"))}

    assert found <= waits


def test_bandit_finds_nothing_of_medium_severity_or_above() -> None:
    rooms = ["geodata", "etl", "dashboard", "huitian.py"]

    done = subprocess.run(
        [Path(sys.executable).with_name("bandit"), "-q", "-r", "-ll", *rooms], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_bandit_is_silenced_only_where_the_line_says_why() -> None:
    rooms = [ROOT / "huitian.py", *(p for folder in ("geodata", "etl", "dashboard") for p in (ROOT / folder).rglob("*.py"))]
    silenced = [line for p in rooms for line in p.read_text(encoding="utf-8").splitlines() if "nosec" in line]

    assert not [line for line in silenced if not re.search(r"# nosec B\d{3} - \w.{8,}", line)]


@pytest.mark.parametrize("name", ["compose.yml", "compose.demo.yml"])
def test_the_compositions_hold_no_secret_and_publish_only_what_they_must(name: str) -> None:
    text = (ROOT / "docker" / name).read_text(encoding="utf-8")
    ports = re.findall(r"^\s*- \"([^\"]*:\d+)\"$", text, re.MULTILINE)

    assert not re.search(r"(PASSWORD|SECRET|TOKEN):-[^}\s]", text)                      # no default that everybody knows
    assert all(port.startswith("127.0.0.1:") or port.endswith(":443") for port in ports)
