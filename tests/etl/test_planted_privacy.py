"""5,000 planted persons go through a whole import; afterwards they are in no file of the home and in nothing that it says."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import polars.selectors as cs
import pytest
from ahocorasick_rs import BytesAhoCorasick

from etl.feeds import FEEDS
from etl.mapping import Mapping
from etl.pipeline import prepare
from etl.workshop import Source, Workshop
from geodata.pack import Pack
from geodata.settings import Settings
from tests.etl.planted import Planted, planted
from tests.etl.planted_hard import planted_hard

COUNT = 5_000
SECRET = "0123456789abcdef" * 2
HEADERS = (
    "工单编号", "创建时间", "标题", "主要内容", "办理结果", "发生地址", "承办单位", "工单标签", "来电渠道", "来电人", "联系电话",
    "联系地址", "备注",
)  # fmt: skip
# columns a sentence may stand in: all that are stored as they were written
TEXTS = (2, 3, 4, 5, 6, 7, 8)
NAMED = "回访13912345678王建国.csv"


@dataclass(frozen=True)
class Home:
    """A home that took the planted file in, what was planted there, and all that the commands said."""

    settings: Settings
    source: Path
    items: tuple[Planted, ...]
    said: bytes


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The file loaded, listed, exported, mended and backed up by the real commands."""
    folder = tmp_path_factory.mktemp("planted")
    settings = Settings(home=folder / "home", secret=SECRET)
    items = (*planted(COUNT // 2, seed=5), *planted_hard(COUNT // 2, seed=6))
    source = folder / NAMED
    write(source, items)
    outputs = folder / "out"
    outputs.mkdir()
    commands = (
        ("load", "complaints", str(source)),
        ("load", "complaints", str(source), "--json"),
        ("ledger", "--json"),
        ("quarantine", "list"),
        ("quarantine", "export", "1", "-o", str(outputs / "rejects.csv")),
        ("quarantine", "replay", str(outputs / "rejects.csv")),
        ("audit", "export", "-o", str(outputs / "audit.csv")),
        ("show", "quality", "--json"),
        ("backup", "-o", str(outputs / "b.zip")),
        ("doctor",),
    )
    said = b"".join(run(settings, *command) for command in commands)
    return Home(settings, source, items, said)


def write(path: Path, items: tuple[Planted, ...]) -> None:
    """One row a sentence, in turn in each text column; in every tenth row something is wrong with its time or its width."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        for number, item in enumerate(items):
            persons = [item.secret] * 3
            row = [f"P-{number:05}", "2026-07-01 08:30:00", "路灯不亮", "路灯不亮", "", "", "某科", "", "电话", *persons, item.text]
            row[TEXTS[number % len(TEXTS)]] = item.text
            if number % 20 == 0:
                row[1] = item.text
            if number % 20 == 10:
                row.insert(5, item.text)
            writer.writerow(row)


def run(settings: Settings, *arguments: str) -> bytes:
    """All that a command says."""
    command = [sys.executable, "-m", "huitian", "--home", str(settings.home), *arguments]
    env = {"PATH": "/usr/bin:/bin", "HUITIAN_SECRET": SECRET, "LANG": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, check=False, cwd=Path(__file__).parents[2], env=env)
    assert done.returncode in (0, 1, 2), done.stderr.decode()
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.stdout + done.stderr


def everything(home: Home) -> Iterator[tuple[str, bytes]]:
    """Each file of the home and beside it, but the source itself; what is compressed as its texts."""
    yield "said", home.said
    for path in sorted(home.source.parent.rglob("*")):
        if path.is_file() and path != home.source:
            yield path.name, path.read_bytes()
            if path.suffix == ".parquet":
                yield path.name, texts_of(pl.read_parquet(path))
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as parts:
                    for name in parts.namelist():
                        content = parts.read(name)
                        yield name, texts_of(pl.read_parquet(io.BytesIO(content))) if name.endswith(".parquet") else content


def texts_of(frame: pl.DataFrame) -> bytes:
    """The texts of a frame; a geometry is written in digits, too."""
    return frame.select(cs.string() - cs.by_name("geom", require_all=False)).write_csv().encode()


def formatted(items: tuple[Planted, ...]) -> list[Planted]:
    """Those with a form of their own; a name is known only by what stands beside it."""
    return [item for item in items if item.kind != "name"]


def test_no_formatted_item_is_in_any_file_or_word(taken: Home) -> None:
    wanted = formatted(taken.items)
    finder = BytesAhoCorasick([item.secret.encode() for item in wanted])

    found: Counter[str] = Counter()
    for name, content in everything(taken):
        for index, _, _ in finder.find_matches_as_indexes(content):
            found[f"{wanted[index].kind} {wanted[index].secret!r} {name}"] += 1

    assert len(wanted) > COUNT * 0.75
    assert not found, found.most_common(10)


def test_hardly_a_name_is_left_where_it_stood(taken: Home) -> None:
    names = [item for item in taken.items if item.kind == "name"]
    finder = BytesAhoCorasick([item.text.encode() for item in names])

    kept = sum(1 for _, content in everything(taken) for _ in finder.find_matches_as_indexes(content))

    assert len(names) > 500
    assert kept == 0


def test_every_row_is_accounted_for(taken: Home) -> None:
    said = taken.said.decode()

    assert f'"read": {COUNT}' in said
    assert f'"quarantined": {COUNT // 10}' in said


def test_the_name_of_a_file_tells_nothing_either(taken: Home) -> None:
    for name, content in everything(taken):
        assert b"13912345678" not in content, name


def test_what_waits_to_be_loaded_is_masked_already(taken: Home, tmp_path: Path, pack: Pack) -> None:
    workshop = Workshop.open(taken.settings, pack, is_demo=False)

    prepared = prepare(Source(taken.source, FEEDS["complaints"], Mapping(), ""), workshop, tmp_path)

    finder = BytesAhoCorasick([item.secret.encode() for item in formatted(taken.items)])
    for path in (prepared.rows, prepared.rejects):
        assert not finder.find_matches_as_indexes(texts_of(pl.read_parquet(path)))
