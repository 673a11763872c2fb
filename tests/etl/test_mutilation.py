"""Two hundred mutilated files: each is refused with a reason, or every record of it is accounted for."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Engine

from etl.feeds import FEEDS
from etl.ledger import Receipt
from etl.mapping import read_mapping
from etl.pipeline import load_source
from etl.workshop import Source, Workshop
from geodata.errors import FileRefused
from tests.etl.conftest import HEADERS, csv_text, with_cells
from tests.shared import SHARED

Change = Callable[[bytes, random.Random], bytes]
FILES = 200
CHINESE = re.compile(r"^读取 .*[\u4e00-\u9fff]{2}")


def flipped(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content))]


def doubled_lines(content: bytes, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    return b"\n".join(line for line in lines for _ in range(rng.choice((1, 1, 2, 3))))


def without_quotes(content: bytes, rng: random.Random) -> bytes:
    places = [m.start() for m in re.finditer(b'"', content)]
    gone = set(rng.sample(places, min(len(places), rng.randint(1, 5))))
    return bytes(b for at, b in enumerate(content) if at not in gone)


def with_quotes(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content))
    return content[:at] + b'"' * rng.randint(1, 3) + content[at:]


def with_zeros(content: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(content))
        content = content[:at] + b"\0" + content[at:]
    return content


def shuffled_lines(content: bytes, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def shuffled_columns(content: bytes, rng: random.Random) -> bytes:
    lines = [line.split(b",") for line in content.split(b"\n")]
    order = list(range(len(lines[0])))
    rng.shuffle(order)
    return b"\n".join(b",".join(line[at] for at in order if at < len(line)) for line in lines)


def other_line_ends(content: bytes, rng: random.Random) -> bytes:
    return content.replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n\n", b"\n\r")))


def dropped_bytes(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content))
    return content[:at] + content[at + rng.randint(1, 400) :]


CHANGES: tuple[Change, ...] = (
    flipped,
    cut,
    doubled_lines,
    without_quotes,
    with_quotes,
    with_zeros,
    shuffled_lines,
    shuffled_columns,
    other_line_ends,
    dropped_bytes,
)


def synthetic(encoding: str) -> bytes:
    rows = [
        with_cells(
            工单编号=f"2026{n:06}",
            主要内容=f'楼下"夜市",{n} 点还很吵\n请处理' if n % 3 else "暖气不热",
            创建时间=f"2026-07-{n % 28 + 1:02} 08:05:00",
            办结时间="",
        )
        for n in range(40)
    ]
    return csv_text(rows, HEADERS).encode(encoding)


def workbook(folder: Path) -> bytes:
    import xlsxwriter

    path = folder / "whole.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADERS, *(with_cells(工单编号=str(n)) for n in range(30))]):
            sheet.write_row(number, 0, row)
    return path.read_bytes()


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, bytes, bool]]:
    """(suffix, content, needs the Fuzhou mapping)."""
    made = [
        (".csv", synthetic("utf-8"), False),
        (".csv", synthetic("gb18030"), False),
        (".xlsx", workbook(tmp_path_factory.mktemp("book")), False),
    ]
    rows = [dict(zip(HEADERS, with_cells(工单编号=str(n)), strict=True)) for n in range(30)]
    made.append((".json", pl.DataFrame(rows).write_json().encode(), False))
    made.append((".jsonl", pl.DataFrame(rows).write_ndjson().encode(), False))
    real = SHARED / "data/encoding/fuzhou124_gb18030.csv"
    return [*made, (".csv", real.read_bytes(), True)] if real.exists() else made


def records_at_least(content: bytes) -> int:
    """Lines no reader may lose: those with an order number of the synthetic file's shape at their start."""
    return len(re.findall(rb"(?:^|\n|\r)2026\d{6},2026-07-\d\d 08:05:00,", content))


@pytest.mark.parametrize("part", range(4))
def test_a_mutilated_file_is_refused_or_accounted_for(
    part: int, originals: list[tuple[str, bytes, bool]], tmp_path: Path, sqlite_store: Engine, workshop: Workshop
) -> None:
    feed = FEEDS["complaints"]
    fuzhou = read_mapping(Path(__file__).parent / "mappings/fuzhou.toml", feed)
    outcomes: Counter[str] = Counter()

    for number in range(part * FILES // 4, (part + 1) * FILES // 4):
        rng = random.Random(number)
        suffix, content, is_mapped = originals[number % len(originals)]
        for _ in range(rng.choice((1, 1, 2))):
            content = rng.choice(CHANGES)(content, rng) or b"\n"
        path = tmp_path / f"{number}{suffix}"
        path.write_bytes(content)
        source = Source(path, feed, fuzhou) if is_mapped else Source(path, feed)
        outcome = fate(source, sqlite_store, workshop)
        if isinstance(outcome, str):
            outcomes["refused"] += 1
            assert CHINESE.search(outcome), f"{path.name}: {outcome}"
        else:
            outcomes["accounted"] += 1
            assert outcome.read == outcome.loaded + outcome.updated + outcome.unchanged + outcome.quarantined, path.name
            assert outcome.read >= (records_at_least(content) if source.path.suffix == ".csv" and not is_mapped else 0), path.name

    assert outcomes["refused"] > 3
    assert outcomes["accounted"] > 10


def fate(source: Source, store: Engine, workshop: Workshop) -> Receipt | str:
    """What became of a file: its receipt, or the reason it was refused."""
    try:
        return load_source(source, store, workshop)
    except FileRefused as error:
        return str(error)
