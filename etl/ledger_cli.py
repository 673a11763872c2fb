"""`huitian ledger` and `huitian quarantine`: what came in, and what did not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from etl import texts
from geodata.settings import Settings

if TYPE_CHECKING:
    from etl.ledger import Receipt


@click.command("ledger", help=texts.LEDGER_HELP)
@click.option("--json", "is_json", is_flag=True, help=texts.JSON_HELP)
@click.option("--limit", type=click.IntRange(min=1), help=texts.LEDGER_LIMIT_HELP)
@click.pass_obj
def ledger(settings: Settings, is_json: bool, limit: int | None) -> None:
    """Prints one line a batch, newest first; with --json the keys of `load --json`."""
    from etl.ledger import batches, receipt_of
    from geodata.store.engine import read_session
    from geodata.store.home import open_home

    with read_session(open_home(settings)) as session:
        receipts = [receipt_of(batch) for batch in batches(session, limit)]
    if is_json:
        _echo_json(receipt.as_dict() for receipt in receipts)
        return
    rows = [
        (r.batch, r.file, r.feed, r.read, r.loaded, r.updated, r.unchanged, r.quarantined, f"{r.seconds:.1f}") for r in receipts
    ]
    _echo_table(texts.LEDGER_HEADS, rows)


@click.group("quarantine", help=texts.QUARANTINE_HELP)
def quarantine() -> None:
    """The group of commands about rows that could not be used."""


@quarantine.command("list", help=texts.QUARANTINE_LIST_HELP)
@click.option("--batch", type=int, help=texts.QUARANTINE_BATCH_HELP)
@click.option("--json", "is_json", is_flag=True, help=texts.JSON_HELP)
@click.pass_obj
def listing(settings: Settings, batch: int | None, is_json: bool) -> None:
    """Prints one line a waiting row."""
    from dataclasses import asdict

    from etl.quarantine import waiting
    from geodata.store.home import open_home

    rows = waiting(open_home(settings), batch=batch)
    if is_json:
        _echo_json(asdict(row) for row in rows)
        return
    _echo_table(texts.QUARANTINE_HEADS, [(r.id, r.batch, r.file, r.row_no, r.reason) for r in rows])


@quarantine.command("export", help=texts.QUARANTINE_EXPORT_HELP)
@click.option("--batch", type=int, required=True, help=texts.QUARANTINE_BATCH_HELP)
@click.option("-o", "--output", "path", type=click.Path(dir_okay=False, path_type=Path), required=True, help=texts.QUARANTINE_OUT_HELP)
@click.pass_obj
def export_rows(settings: Settings, batch: int, path: Path) -> None:
    """Writes a batch's waiting rows as a file to be mended."""
    from etl.quarantine import export
    from geodata.store.home import open_home

    count = export(open_home(settings), batch, path)
    click.echo(texts.QUARANTINE_EXPORTED.format(count=count, path=path))


@quarantine.command("replay", help=texts.QUARANTINE_REPLAY_HELP)
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--crs", default="", metavar="S", help=texts.LOAD_CRS_HELP)
@click.option("--mapping", type=click.Path(path_type=Path), help=texts.LOAD_MAPPING_HELP)
@click.option("--json", "is_json", is_flag=True, help=texts.JSON_HELP)
@click.pass_obj
def replay_rows(settings: Settings, path: Path, *, crs: str, mapping: Path | None, is_json: bool) -> None:
    """Loads a mended export; with --json its receipt."""
    from etl import build
    from etl.contracts import Mapping
    from etl.feeds import FEEDS
    from etl.mapping import read_mapping
    from etl.pipeline import Source, Workshop, load_source
    from etl.privacy import shown_name
    from etl.quarantine import replay
    from geodata.pack import load_pack
    from geodata.store.audit import operator, trail_of
    from geodata.store.home import is_demo_home, open_home

    engine, pack = open_home(settings), load_pack(settings.pack)
    workshop = Workshop.open(settings, pack, is_demo=is_demo_home(settings))

    def load(feed: str) -> Receipt:
        mapped = read_mapping(mapping, FEEDS[feed]) if mapping else Mapping()
        return load_source(Source(path, FEEDS[feed], mapped, crs.strip().lower()), engine, workshop)

    trail_of(settings, engine).append(operator(), "replay", shown_name(path))
    receipt, count = replay(engine, path, load)
    build.refresh(engine, settings, pack)
    if is_json:
        _echo_json([receipt.as_dict()])
    else:
        click.echo(texts.REPLAYED.format(count=count, **receipt.as_dict()))


def _echo_json(objects: Iterable[dict[str, Any]]) -> None:
    for item in objects:
        click.echo(json.dumps(item, ensure_ascii=False))


def _echo_table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    for row in [heads, *rows]:
        click.echo("\t".join(str(cell) for cell in row))
