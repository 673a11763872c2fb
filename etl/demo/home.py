"""Makes a demo home: files in real shapes, then the ordinary import of each, then history, daily table and tiles."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from etl import texts
from etl.build import rebuild
from etl.crew import hired
from etl.demo.files import write_files
from etl.demo.layers import write_layers
from etl.demo.orders import Plan, make_orders
from etl.demo.sheets import DemoFile
from etl.feeds import FEEDS
from etl.ledger import Receipt
from etl.pipeline import OnRows, Source, Workshop, load_source
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.audit import trail_of
from geodata.store.founding import empty_store, found_home

FOLDER = "demo_files"

Report = Callable[[str, int, int], None]  # stage, rows done, rows in all


@dataclass(frozen=True)
class Made:
    """What the demo brought in: a receipt a file."""

    receipts: tuple[Receipt, ...]

    @property
    def loaded_count(self) -> int:
        """Orders now in the store."""
        return sum(r.loaded for r in self.receipts if r.feed == "complaints")


def make_demo(settings: Settings, pack: Pack, plan: Plan, report: Report) -> Made:
    """Fills the home anew. An earlier demo home is thrown away; a home with real data is refused (SettingsError)."""
    engine = _fresh_home(settings, pack)
    report(texts.DEMO_MAKING, 0, 0)
    orders = make_orders(pack, plan)
    folder = settings.home / FOLDER
    written = [*write_files(orders, folder, plan), *write_layers(orders, pack, plan, folder)]
    workshop, receipts = Workshop.open(settings, pack, is_demo=True), []
    total, done = sum(file.rows for file in written), 0
    with hired(workshop) as crew:
        for file in written:
            stage = texts.DEMO_LOADING.format(file=file.path.name)
            report(stage, done, total)
            on_rows = _shifted(report, stage, done, total)
            receipts.append(load_source(source_of(file), engine, workshop, on_rows=on_rows, crew=crew))
            done += file.rows
    report(texts.DEMO_DERIVING, total, total)
    rebuild(engine, settings, pack)
    return Made(tuple(receipts))


def source_of(file: DemoFile) -> Source:
    """How a file is read: those with points say their coordinate system, as a clerk would with --crs."""
    return Source(file.path, FEEDS[file.feed], crs="" if file.feed == "complaints" else "wgs84")


def _shifted(report: Report, stage: str, before: int, total: int) -> OnRows:
    return lambda rows, _share: report(stage, before + rows, total)


def _fresh_home(settings: Settings, pack: Pack) -> Engine:
    engine = found_home(settings, pack, demo=True)
    empty_store(engine)
    trail_of(settings, engine).begin_anew()
    for folder in (settings.history_dir, settings.tiles_dir, settings.home / FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
    return found_home(settings, pack, demo=True)
