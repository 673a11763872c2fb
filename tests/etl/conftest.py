"""What the tests of the import stand on: a workshop built once, files written on the spot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from etl.contracts import Mapping
from etl.feeds import FEEDS
from etl.pipeline import prepare
from etl.prepared import Prepared
from etl.workshop import Source, Workshop
from geodata.clock import local
from geodata.pack import Pack
from geodata.settings import Settings

NOW = local(datetime(2026, 11, 23, 12))
HEADERS = ("工单编号", "创建时间", "标题", "主要内容", "被反映区", "小区点位", "来电人", "来电号码", "办结时间", "工单状态")
ROW = (
    "00012026",
    "2026-07-16 08:05:00",
    "暖气不热",
    "家里暖气不热，望处理",
    "昌平区",
    "龙腾苑三区",
    "欧阳明日",
    "13912345678",
    "2026-07-18 09:00:00",
    "已办结",
)


@pytest.fixture(scope="session")
def workshop(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A workshop of a home of its own whose clock stands at NOW."""
    return Workshop.open(Settings(home=tmp_path_factory.mktemp("home"), secret="s" * 32, now=NOW), pack)


@pytest.fixture
def desk(tmp_path: Path, workshop: Workshop) -> Desk:
    """A desk with files on it."""
    return Desk(tmp_path, workshop)


class Desk:
    """Writes files and prepares them as the import does."""

    def __init__(self, folder: Path, workshop: Workshop) -> None:
        self.folder, self.workshop = folder, workshop

    def file(self, content: bytes | str, name: str = "orders.csv") -> Path:
        """A file with this content."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def prepare(self, path: Path, *, mapping: Mapping | None = None, crs: str = "", **settings: Any) -> Result:
        """The file prepared for a load."""
        workshop = replace(self.workshop, settings=replace(self.workshop.settings, **settings)) if settings else self.workshop
        source = Source(path, FEEDS["complaints"], mapping or Mapping(), crs)
        folder = self.folder / f"spool-{len(list(self.folder.iterdir()))}"
        folder.mkdir()
        return Result(prepare(source, workshop, folder))

    def row(self, **cells: str) -> Result:
        """One row, well-formed but for the cells named by header, prepared from a CSV."""
        return self.prepare(self.file(csv_text([with_cells(**cells)])))


class Result:
    """A prepared file with its rows and rejects in memory."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.rows = pl.read_parquet(prepared.rows)
        self.rejects = pl.read_parquet(prepared.rejects)
        assert prepared.read_count == self.rows.height + self.rejects.height

    @property
    def reasons(self) -> list[tuple[int, str]]:
        """(row_no, reason_code) of the rejects."""
        return [(row_no, code) for row_no, code in self.rejects.select("row_no", "reason_code").iter_rows()]

    @property
    def reason(self) -> str:
        """The only reject's Chinese sentence."""
        assert self.rejects.height == 1
        return str(self.rejects["reason"][0])


def with_cells(**cells: str) -> tuple[str, ...]:
    """ROW with cells changed, named by header."""
    assert set(cells) <= set(HEADERS)
    return tuple(cells.get(h, c) for h, c in zip(HEADERS, ROW, strict=True))


def csv_text(rows: Sequence[Sequence[str]], headers: Sequence[str] = HEADERS) -> str:
    """A comma-separated text with quotes where needed."""
    quoted: Callable[[str], str] = lambda c: '"' + c.replace('"', '""') + '"' if any(x in c for x in ',"\n') else c  # noqa: E731
    return "".join(",".join(map(quoted, r)) + "\n" for r in [headers, *rows])
