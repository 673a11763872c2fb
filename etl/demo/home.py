"""Makes a demo home: files in real shapes, then the ordinary import of each, then history, daily table and tiles."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from etl.build import rebuild
from etl.demo.files import write_files
from etl.demo.orders import Plan, make_orders
from etl.feeds import FEEDS
from etl.ledger import Receipt
from etl.pipeline import load_file
from geodata.errors import RightsError
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store import home as homes

FOLDER = "demo_files"

Report = Callable[[str, int, int], None]  # stage, rows done, rows in all


@dataclass(frozen=True)
class Made:
    """What the demo brought in: a receipt a file."""

    receipts: tuple[Receipt, ...]

    @property
    def loaded_count(self) -> int:
        """Orders now in the store."""
        return sum(r.loaded for r in self.receipts)


def make_demo(settings: Settings, pack: Pack, plan: Plan, report: Report) -> Made:
    """Fills the home anew. An earlier demo home is thrown away; a home with real data is refused (RightsError)."""
    _clear(settings)
    engine = homes.open_home(settings, pack, is_demo=True)
    report("生成示例工单", 0, 0)
    orders = make_orders(pack, plan)
    total, done, receipts = orders.height, 0, []
    for written in write_files(orders, settings.home / FOLDER, plan):
        report("导入 " + written.path.name, done, total)
        receipts.append(load_file(written.path, FEEDS["complaints"], engine=engine, pack=pack, settings=settings, refresh=False))
        done += written.rows
    report("汇总历史、日表与瓦片", total, total)
    rebuild(engine, settings, pack)
    return Made(tuple(receipts))


def _clear(settings: Settings) -> None:
    if not homes.exists(settings):
        return
    if not homes.is_demo_home(settings):
        raise RightsError(f"生成演示数据：{settings.home} 里已有正式数据，不能覆盖；请用 --home 另给一个空文件夹")
    homes.drop(settings)
    for folder in (settings.history_dir, settings.tiles_dir, Path(settings.home / FOLDER)):
        shutil.rmtree(folder, ignore_errors=True)
