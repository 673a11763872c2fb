"""`huitian pack …`: for the people who keep the city's data. Builders are imported when they are asked for: other commands start faster."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from geodata import texts
from geodata.errors import PackError
from geodata.pack import Pack, load_pack, pack_dir
from geodata.settings import Settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
SYSTEMS = ("file", "wgs84", "cgcs2000", "gcj02", "bd09")       # "file": as the file declares
INTO = click.Path(file_okay=False, path_type=Path)


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
    if faults:
        raise PackError("\n".join([*map(str, findings), texts.CHECK_FAULTS.format(count=len(faults))]))
    for note in findings:
        click.echo(str(note))
    click.echo(texts.CHECK_GOOD.format(folder=folder))


@pack.command("import-areas", help=texts.PACK_IMPORT_AREAS_HELP)
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--into", type=INTO, help=texts.PACK_INTO_HELP)
@click.option("--crs", type=click.Choice(SYSTEMS), default=SYSTEMS[0], show_default=True, help=texts.PACK_CRS_HELP)
@click.option("--code", "code_column", default="", metavar="COLUMN", help=texts.PACK_CODE_HELP)
@click.option("--name", "name_column", default="", metavar="COLUMN", help=texts.PACK_NAME_HELP)
@click.option("--valid-from", type=click.DateTime(["%Y-%m-%d"]), help=texts.PACK_VALID_HELP)
@click.pass_obj
def areas(
    settings: Settings, file: Path, into: Path | None, crs: str, code_column: str, name_column: str, valid_from: datetime | None,
) -> None:  # fmt: skip
    """Takes over the deployer's own boundaries; exit code 2 when they are refused."""
    from geodata.packmaker.imports import import_areas, sketch_left
    from geodata.packmaker.outlines import read_boundaries

    boundaries = read_boundaries(file, code_column=code_column, name_column=name_column, system=crs)
    target = _target(settings, into)
    counts = import_areas(target, boundaries, _day(settings, valid_from))
    click.echo(texts.PACK_AREAS_DONE.format(folder=target.dir, **counts))
    click.echo(texts.PACK_SKETCH_LEFT.format(count=sketch_left(load_pack(str(target.dir)).areas)))


@pack.command("import-osm", help=texts.PACK_IMPORT_OSM_HELP)
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--into", type=INTO, help=texts.PACK_INTO_HELP)
@click.pass_obj
def osm(settings: Settings, file: Path, into: Path | None) -> None:
    """Fills base map, gazetteer and boundaries from an OpenStreetMap extract; exit code 2 when it is refused."""
    from geodata.packmaker.imports import import_osm
    from geodata.packmaker.osm import read_extract

    extract = read_extract(file)
    target = _target(settings, into)
    counts = import_osm(target, extract, _day(settings, None))
    click.echo(texts.PACK_OSM_DONE.format(folder=target.dir, **counts))


@pack.command("make-huitian", help=texts.PACK_MAKE_HELP)
@click.argument("source", metavar="SRC", type=FOLDER)
@click.argument("folder", metavar="DIR", type=FOLDER)
def make(source: Path, folder: Path) -> None:
    """Rebuilds the data files of pack huitian."""
    from geodata.packmaker.huitian import make_huitian

    for path in make_huitian(source, folder):
        click.echo(str(path.relative_to(folder)))


def _target(settings: Settings, into: Path | None) -> Pack:
    """The pack folder to change: `--into`, else the active pack where it is a folder, else a new folder `pack` in the home."""
    from geodata.packmaker.folder import open_folder

    active = load_pack(settings.pack)
    is_folder = active.dir == Path(settings.pack)
    return open_folder(into or (active.dir if is_folder else settings.home / "pack"), active)


def _day(settings: Settings, given: datetime | None) -> str:
    day: date = given.date() if given else settings.clock.today()
    return day.isoformat()
