"""`huitian retain`: ends what the pack's rules say is kept long enough."""

from __future__ import annotations

import json

import click

from geodata import texts
from geodata.pack import load_pack
from geodata.settings import Settings


@click.command("retain", help=texts.RETAIN_HELP)
@click.option("--dry-run", is_flag=True, help=texts.RETAIN_DRY_HELP)
@click.option("--json", "as_json", is_flag=True, help=texts.RETAIN_JSON_HELP)
@click.pass_obj
def retain(settings: Settings, dry_run: bool, as_json: bool) -> None:
    """One line, or one key of the object, for each kind."""
    from geodata.store import retention
    from geodata.store.audit import operator, trail_of
    from geodata.store.home import open_home

    rules, engine = load_pack(settings.pack).rules.retention, open_home(settings)
    try:
        if dry_run:
            done = retention.due(engine, rules, settings.clock)
        else:
            done = retention.retain(engine, rules, settings.clock, trail_of(settings, engine), actor=operator())
    finally:
        engine.dispose()
    if as_json:
        counts = {d.kind: {"days": d.days, "before": d.before.isoformat(timespec="seconds"), "count": d.count} for d in done}
        click.echo(json.dumps({"is_dry_run": dry_run, **counts}, ensure_ascii=False))
        return
    for d in done:
        what = texts.RETAIN_KINDS[d.kind]
        click.echo(texts.RETAIN_LINE.format(what=what, count=d.count, before=f"{d.before:%Y-%m-%d}", days=d.days), err=True)
    if dry_run:
        click.echo(texts.RETAIN_DRY, err=True)
