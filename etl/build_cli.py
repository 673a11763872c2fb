"""`huitian build`: makes history, daily table and tiles from the store, or says where they differ from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from etl import texts
from etl.runners import KINDS, open_runner
from geodata.errors import StoreError
from geodata.settings import Settings

if TYPE_CHECKING:
    from etl.build import Derived


@click.command("build")
@click.option("--check", is_flag=True, help="只核对：历史列存与日表是否与库一致；不一致时退出码为 1")
@click.option("--runner", type=click.Choice(KINDS), default="local", show_default=True, help="在本机运行，或在 Dask 集群上运行")
@click.option("--address", default="", help="Dask 调度器地址（如 tcp://10.0.0.5:8786）；不给则在本机临时起一个")
@click.pass_obj
def build(settings: Settings, *, check: bool, runner: str, address: str) -> None:
    """由库重建历史列存、日表与六边形瓦片。"""
    from etl.build import differences, rebuild
    from geodata.pack import load_pack
    from geodata.store.home import open_home

    engine = open_home(settings)
    if check:
        if found := differences(engine, settings):
            raise StoreError("\n".join((texts.CHECK_DIFFERENT, *found, texts.CHECK_REMEDY)))
        click.echo(texts.CHECK_EQUAL)
        return
    with open_runner(runner, address=address) as where:
        _say(rebuild(engine, settings, load_pack(settings.pack), runner=where))


def rebuild_home(settings: Settings) -> None:
    """Makes everything derived anew, on this machine, and says so on stderr; after a restore."""
    from etl.build import rebuild
    from geodata.pack import load_pack
    from geodata.store.home import open_home

    engine = open_home(settings)
    try:
        _say(rebuild(engine, settings, load_pack(settings.pack)), err=True)
    finally:
        engine.dispose()


def _say(done: Derived, *, err: bool = False) -> None:
    cells = "、".join(f"{res} 级 {count}" for res, count in done.cells.items()) or texts.BUILD_NO_CELLS
    click.echo(texts.BUILD_DONE.format(rows=done.rows, months=done.months, version=done.history_version, cells=cells), err=err)
