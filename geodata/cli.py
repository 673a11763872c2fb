"""Commands of this package: `huitian pack …`, for the people who keep the city's data."""

from __future__ import annotations

from pathlib import Path

import click

from geodata import texts
from geodata.errors import PackError
from geodata.geocode_cli import geocode
from geodata.pack import pack_dir

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group("pack", help=texts.PACK_HELP)
def pack() -> None:
    """The group of commands about packs."""


@pack.command("check", help=texts.PACK_CHECK_HELP)
@click.argument("folder", metavar="DIR")
def check(folder: str) -> None:
    """Prints every finding, one a line; exit code 2 when something is missing or wrong."""
    from geodata.packmaker.inspection import inspect

    findings = inspect(pack_dir(folder))
    faults = [f for f in findings if not f.is_note]
    for note in (f for f in findings if f.is_note):
        click.echo(str(note), err=bool(faults))
    if faults:
        raise PackError("\n".join([*map(str, faults), texts.CHECK_FAULTS.format(count=len(faults))]))
    click.echo(texts.CHECK_GOOD.format(folder=folder))


@pack.command("make-huitian", help=texts.PACK_MAKE_HELP)
@click.argument("source", metavar="SRC", type=FOLDER)
@click.argument("folder", metavar="DIR", type=FOLDER)
def make(source: Path, folder: Path) -> None:
    """Rebuilds the data files of pack huitian."""
    from geodata.packmaker.huitian import make_huitian

    for path in make_huitian(source, folder):
        click.echo(str(path.relative_to(folder)))


COMMANDS = (pack, geocode)
