"""`huitian init` and `huitian doctor`: make a home, and say how it stands."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields

import click

from geodata import texts
from geodata.errors import HuitianError
from geodata.settings import PREFIX, Settings

HIDDEN = ("secret", "service_key", "oidc_client_secret", "metrics_token", "database_url")


@click.command("init", help=texts.INIT_HELP)
@click.pass_obj
def init(settings: Settings) -> None:
    """Founds the home and says where it is; repeating it changes nothing."""
    from geodata.pack import load_pack
    from geodata.store.founding import found_home

    found_home(settings, load_pack(settings.pack)).dispose()
    click.echo(texts.INIT_DONE.format(home=settings.home.resolve()), err=True)


@click.command("doctor", help=texts.DOCTOR_HELP)
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Prints each setting with its value and meaning, then each check with a sentence; exit code 1 when a needed one fails."""
    for field in fields(settings):
        value = str(getattr(settings, field.name) or "")
        shown = texts.DOCTOR_SET if value and field.name in HIDDEN else value or texts.DOCTOR_UNSET
        click.echo(f"{PREFIX}{field.name.upper():<20} {shown}\n    {field.metadata['doc']}")
    results = list(_checks(settings))
    for is_good, sentence in results:
        click.echo(f"{'●' if is_good else '■'} {sentence}")
    if not all(is_good for is_good, _ in results):
        raise click.exceptions.Exit(1)


def _checks(settings: Settings) -> Iterator[tuple[bool, str]]:
    from geodata.history import read_manifest
    from geodata.pack import load_pack
    from geodata.store.home import is_demo_home, open_home

    yield _check(texts.DOCTOR_PACK, lambda: load_pack(settings.pack).config.title)
    yield _check(texts.DOCTOR_STORE, lambda: (open_home(settings), texts.HOME_KINDS[is_demo_home(settings)])[1])
    manifest = read_manifest(settings.history_dir)
    yield True, texts.DOCTOR_HISTORY.format(found=manifest.version if manifest else texts.DOCTOR_UNSET)
    yield True, texts.DOCTOR_CHROMIUM.format(found=shutil.which("chromium") or texts.DOCTOR_UNSET)


def _check(sentence: str, find: Callable[[], str]) -> tuple[bool, str]:
    try:
        return True, sentence.format(found=find())
    except HuitianError as error:
        return False, str(error)
