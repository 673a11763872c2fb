"""`huitian demo`: everything from nothing, by the ordinary path."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import click
from tqdm import tqdm

from etl.demo.home import make_demo
from etl.demo.orders import Plan
from geodata import clock
from geodata.pack import load_pack
from geodata.settings import Settings

DEFAULT_ROWS = 130_000


@dataclass
class Progress:
    """One bar over all files: rows done, rows a second and time left on stderr, the stage beside it."""

    bar: Any = field(default_factory=lambda: tqdm(total=0, unit="行", file=sys.stderr, dynamic_ncols=True))

    def __call__(self, stage: str, done: int, total: int) -> None:
        self.bar.total = total
        self.bar.set_description_str(stage, refresh=False)
        self.bar.update(done - self.bar.n)
        self.bar.refresh()


def _as_of(text: str | None, settings: Settings) -> datetime:
    if text is None:
        return settings.clock.now()
    try:
        return clock.parse(text)
    except ValueError as error:
        raise click.BadParameter(f"「{text}」不是日期，例：2026-07-16 或 2026-07-16T14:30") from error


@click.command("demo")
@click.option("--as-of", metavar="DATE", help="示例数据截止到哪一刻（默认现在）")
@click.option("--rows", default=DEFAULT_ROWS, show_default=True, type=click.IntRange(500, 5_000_000), help="最近一年的诉求件数")
@click.pass_obj
def demo(settings: Settings, as_of: str | None, rows: int) -> None:
    """一条命令从零开始：建库，生成两年示例数据，按正式流程导入、统计，打开看板。"""
    progress = Progress()
    made = make_demo(settings, load_pack(settings.pack), Plan(_as_of(as_of, settings), rows), progress)
    progress.bar.close()
    click.echo(
        f"演示数据已就绪：{made.loaded_count:,} 件，{len(made.receipts)} 个文件，都在 {settings.home}。全部为示例，不是真实诉求。", err=True
    )
