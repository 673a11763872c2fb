"""`huitian backup` and `huitian restore`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata import texts
from geodata.clock import stopwatch
from geodata.settings import Settings

if TYPE_CHECKING:
    from geodata.store.archive import Manifest

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup", help=texts.BACKUP_HELP)
@click.option("-o", "--output", "path", type=FILE, required=True, help=texts.BACKUP_OUT_HELP)
@click.option("--json", "as_json", is_flag=True, help=texts.BACKUP_JSON_HELP)
@click.pass_obj
def backup(settings: Settings, path: Path, as_json: bool) -> None:
    """Writes the act to the trail, then the store of that moment into the file."""
    from geodata.store.audit import operator, trail_of
    from geodata.store.backup import Stamp, back_up
    from geodata.store.founding import secret_of
    from geodata.store.home import open_home

    started, engine = stopwatch(), open_home(settings)
    try:
        trail_of(settings, engine).append(operator(), "backup", path.name)
        with _progress(texts.BACKUP_ROWS) as on_rows:
            manifest = back_up(engine, path, Stamp(settings.clock.now(), secret_of(settings)), on_rows=on_rows)
    finally:
        engine.dispose()
    _tell(as_json, texts.BACKUP_DONE, manifest, path, seconds=stopwatch() - started)
    click.echo(texts.BACKUP_LEFT_OUT.format(secret=settings.home / "secret"), err=True)


@click.command("restore", help=texts.RESTORE_HELP)
@click.argument("path", metavar="FILE", type=FILE)
@click.option("--replace", "replaces", is_flag=True, help=texts.RESTORE_REPLACE_HELP)
@click.option("--new-secret", is_flag=True, help=texts.RESTORE_NEW_SECRET_HELP)
@click.option("--check", "is_check", is_flag=True, help=texts.RESTORE_CHECK_HELP)
@click.option("--json", "as_json", is_flag=True, help=texts.BACKUP_JSON_HELP)
@click.pass_obj
def restore(settings: Settings, /, path: Path, is_check: bool, as_json: bool, **wished: bool) -> bool:
    """Checks, restores, and says whether the store is another one now: then history and tiles are to be rebuilt."""
    from geodata.store import restore as restoring

    started = stopwatch()
    if is_check:
        manifest, is_signed = restoring.check(settings, path)
        what = {"at": manifest.created_at, "revision": manifest.revision, "signed": texts.RESTORE_SIGNED[is_signed]}
        _tell(as_json, texts.RESTORE_CHECKED, manifest, path, seconds=stopwatch() - started, **what)
        return False
    with _progress(texts.RESTORE_ROWS) as on_rows:
        done = restoring.restore(settings, path, restoring.Wish(**wished), on_rows=on_rows)
    _tell(as_json, texts.RESTORE_DONE, done.manifest, path, seconds=stopwatch() - started)
    if done.trail and not done.trail.is_whole:
        click.echo(texts.RESTORE_TRAIL.format(reason=done.trail.reason), err=True)
    if done.trail is None:
        click.echo(texts.RESTORE_NEW_SECRET_DONE.format(count=done.old_trail_rows, path=done.old_trail), err=True)
    return True


def _tell(as_json: bool, template: str, manifest: Manifest, path: Path, **also: Any) -> None:
    """One line for people on stderr, or one JSON object on stdout."""
    size = path.stat().st_size
    if not as_json:
        sizes = {"rows": manifest.rows, "tables": len(manifest.tables), "megabytes": size / 1e6, "digest": manifest.digest}
        click.echo(template.format(path=path, **sizes, **also), err=True)
        return
    tables = {t.name: {"rows": t.rows, "digest": t.digest} for t in manifest.tables}
    values = {k: v for k, v in asdict(manifest).items() if k not in ("tables", "kind", "format")}
    print_values = {**values, "digest": manifest.digest, "rows": manifest.rows, "bytes": size, "tables": tables}
    click.echo(json.dumps({"file": str(path), **print_values, "seconds": round(also["seconds"], 2)}, ensure_ascii=False))


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int], None]]:
    from tqdm import tqdm

    with tqdm(desc=what, unit="行", file=sys.stderr, dynamic_ncols=True, leave=False) as bar:

        def more(rows: int) -> None:
            bar.update(rows)

        yield more
