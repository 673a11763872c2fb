"""All files of the demo's layers beside the hotline, in the order in which they are imported: registers before what refers to them."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from etl.demo.governance import Governance
from etl.demo.orders import Plan
from etl.demo.programme import Programme
from etl.demo.sheets import DemoFile
from etl.demo.streets import Streets
from etl.demo.truths import Truths
from etl.demo.water import Water
from geodata.pack import Pack


def write_layers(orders: pl.DataFrame, pack: Pack, plan: Plan, folder: Path) -> list[DemoFile]:
    """Writes programme, towns, water and streets into the folder; nothing where the plan leaves the layers out
    or the pack has no ground for them. Same plan, same files.
    """
    share, truths = plan.layer_share, Truths(pack, plan.ends_at)
    if not share or not truths.is_possible:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    return [
        *Programme(truths, plan.seed).write(folder),
        *Governance(truths, plan.seed).write(folder),
        *Water(truths, plan.seed, share).write(folder),
        *Streets(truths, plan.seed, share, orders).write(folder),
    ]
