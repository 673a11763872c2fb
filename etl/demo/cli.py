"""`huitian demo`: everything from nothing, by the ordinary path."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import click
from tqdm import tqdm

from etl import texts
from etl.demo import FULL_ROWS
from geodata import clock
from geodata.settings import Settings


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
        raise click.BadParameter(texts.DEMO_NO_DATE.format(text=text)) from error


@click.command("demo", help=texts.DEMO_HELP)
@click.option("--as-of", metavar="DATE", help=texts.DEMO_AS_OF_HELP)
@click.option("--rows", default=FULL_ROWS, show_default=True, type=click.IntRange(500, 5_000_000), help=texts.DEMO_ROWS_HELP)
@click.pass_obj
def demo(settings: Settings, as_of: str | None, rows: int) -> None:
    """Makes the demo home; opening the dashboard on it is for the command line to add."""
    from etl.demo.home import make_demo
    from etl.demo.orders import Plan
    from geodata.pack import load_pack

    plan, progress = Plan(_as_of(as_of, settings), rows), Progress()
    made = make_demo(settings, load_pack(settings.pack), plan, progress)
    progress.bar.close()
    done = texts.DEMO_DONE.format(count=made.loaded_count, files=len(made.receipts), home=settings.home)
    click.echo(done, err=True)
