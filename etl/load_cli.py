"""`huitian load`: files into the store, one receipt a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from etl import texts
from geodata.errors import FileRefused
from geodata.settings import Settings

if TYPE_CHECKING:
    from etl.ledger import Receipt
    from etl.pipeline import OnRows


WORTH_A_CREW_BYTES = 8_000_000  # about 20,000 rows: below, starting processes costs more than it saves


@click.command("load", help=texts.LOAD_HELP)
@click.argument("feed", metavar="FEED")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--crs", default="", metavar="S", help=texts.LOAD_CRS_HELP)
@click.option("--mapping", type=click.Path(path_type=Path), help=texts.LOAD_MAPPING_HELP)
@click.option("--dry-run", "is_dry", is_flag=True, help=texts.LOAD_DRY_HELP)
@click.option("--json", "is_json", is_flag=True, help=texts.LOAD_JSON_HELP)
@click.pass_obj
def load(settings: Settings, feed: str, files: Sequence[Path], *, crs: str, mapping: Path | None, is_dry: bool, is_json: bool) -> None:
    """Imports each file in its own transaction, after a row in the audit trail that it is going to.

    A refused one keeps no other out: its reason goes to stderr, the exit code is 2.
    """
    from etl import build
    from etl.contracts import Mapping
    from etl.crew import hired
    from etl.feeds import FEEDS
    from etl.mapping import read_mapping
    from etl.pipeline import load_source, rehearse
    from etl.privacy import shown_name
    from etl.records import RecordFeed
    from etl.workshop import Source, Workshop
    from geodata.pack import load_pack
    from geodata.store.audit import operator, trail_of
    from geodata.store.founding import ready_home
    from geodata.store.home import is_demo_home

    if feed not in FEEDS:
        raise FileRefused(texts.LOAD_FEED.format(feed=feed, known="、".join(FEEDS)))
    mapped = read_mapping(mapping, FEEDS[feed]) if mapping else Mapping()
    pack = load_pack(settings.pack)
    engine = ready_home(settings, pack)
    workshop = Workshop.open(settings, pack, is_demo=is_demo_home(settings))
    act, trail = (rehearse if is_dry else load_source), trail_of(settings, engine)
    is_shared = not isinstance(FEEDS[feed], RecordFeed)      # records are read whole: nothing to share among processes
    refused, loaded_count = [], 0
    with hired(workshop, workers=None if is_shared and _is_much(files) else 0) as crew:
        for path in files:
            if not is_dry:
                trail.append(operator(), "load", shown_name(path), details={"feed": feed})
            try:
                with _progress(path, is_json) as on_rows:
                    receipt = act(Source(path, FEEDS[feed], mapped, crs.strip().lower()), engine, workshop, on_rows=on_rows, crew=crew)
            except FileRefused as error:
                refused.append(str(error))
                continue
            loaded_count += not is_dry
            _print(receipt, is_json=is_json, is_dry=is_dry)
    if loaded_count:
        build.refresh(engine, settings, workshop.pack)
    if refused:
        raise FileRefused("\n".join(refused))


def _is_much(files: Sequence[Path]) -> bool:
    return sum(path.stat().st_size for path in files if path.is_file()) > WORTH_A_CREW_BYTES


def _print(receipt: Receipt, *, is_json: bool, is_dry: bool) -> None:
    if is_json:
        click.echo(json.dumps(receipt.as_dict(), ensure_ascii=False))
        return
    click.echo((texts.LOAD_DRY if is_dry else texts.LOAD_DONE).format(**receipt.as_dict()))


@contextmanager
def _progress(path: Path, is_json: bool) -> Iterator[OnRows | None]:
    """A bar on stderr: rows done, rows a second, time left; the rows in all are reckoned from the share of the file read."""
    if is_json:
        yield None
        return
    from tqdm import tqdm

    from etl.privacy import shown_name

    name = shown_name(path)
    with tqdm(desc=texts.LOAD_READING.format(file=name), unit="行", file=sys.stderr, dynamic_ncols=True, leave=False) as bar:

        def on_rows(done: int, share: float) -> None:
            bar.total = max(done, int(done / share)) if share else None
            bar.update(done - bar.n)
            if share >= 1:
                bar.set_description(texts.LOAD_WRITING.format(file=name))

        yield on_rows
