"""`huitian snapshot`: a page, or one tile of it, as a PNG file, drawn from the home's data without a running server."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.texts import snapshots as words
from geodata.errors import PictureError, StoreError
from geodata.settings import Settings

if TYPE_CHECKING:
    from dashboard.access.viewer import Viewer
    from geodata.pack import Pack

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
CITY = "city"


@click.command("snapshot", help=words.CLI_HELP)
@click.argument("path")
@click.option("-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help=words.CLI_OUT)
@click.option("--size", default="", help=words.CLI_SIZE)
@click.option("--tile", default="", help=words.CLI_TILE)
@click.pass_obj
def snapshot(settings: Settings, path: str, out: Path, *, size: str, tile: str) -> None:
    """Takes one picture. Raises PictureError without a browser, BadRequest for what is no page, StoreError where the disk is full."""
    from dataclasses import replace

    from dashboard.app import DESK, create_app
    from dashboard.desk import Desk
    from dashboard.pages import PAGES
    from dashboard.snapshots.asked import order_of
    from dashboard.snapshots.found import chromium
    from dashboard.snapshots.picture import size_of
    from dashboard.snapshots.routes import STUDIO
    from geodata.store.home import is_demo_home

    if not chromium():
        raise PictureError(words.NO_CHROMIUM)
    is_demo = is_demo_home(settings)
    server = create_app(settings, is_demo=is_demo, is_open=is_demo).server
    home: Desk = server.extensions[DESK]
    viewer = home.viewer if is_demo else municipal(home.pack)
    order = order_of(replace(home, viewer_of=lambda: viewer), path, size=size, tile=tile, pages=PAGES)
    studio = server.extensions[STUDIO]
    try:
        png = studio.take(order, viewer)
    finally:
        studio.close()
        home.engine.dispose()
    write_whole(out, png)
    width, height = size_of(png)
    click.echo(words.CLI_DONE.format(file=out, width=width, height=height, kb=-(-len(png) // 1024), title=order.caption.title))


def municipal(pack: Pack) -> Viewer:
    """Whoever holds the home's folder: a city's reader, small counts suppressed."""
    from dashboard.access.granting import granted
    from dashboard.access.viewer import Viewer
    from dashboard.state import root_area

    return Viewer(login="snapshot", name=words.CLI_READER, grants=granted(pack, ((CITY, root_area(pack), ""),)))


def write_whole(file: Path, body: bytes) -> None:
    """The file as a whole or not at all. Raises StoreError where there is no room for it or it cannot be written."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(body)
        os.replace(part, file)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno in FULL:
            raise StoreError(words.DISK_FULL) from error
        raise StoreError(words.CLI_NOT_WRITTEN.format(file=file, reason=error.strerror)) from error
