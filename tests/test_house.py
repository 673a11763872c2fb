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
