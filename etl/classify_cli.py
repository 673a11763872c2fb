"""`huitian classify train`: the category model from labelled rows."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from etl import texts
from geodata.settings import Settings


@click.group("classify", help=texts.CLASSIFY_HELP)
def classify() -> None:
    """The group of commands about the category model."""


@classify.command("train", help=texts.TRAIN_HELP)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("-o", "--out", "out", type=click.Path(path_type=Path), help=texts.TRAIN_OUT_HELP)
@click.option("--json", "is_json", is_flag=True, help=texts.TRAIN_JSON_HELP)
@click.pass_obj
def train(settings: Settings, file: Path, out: Path | None, *, is_json: bool) -> None:
    """Trains, writes the model (by default where imports look for it) and says how good it is on rows it has not seen."""
    from etl.classify.training import train as train_model  # scikit-learn takes a second to load; other commands do without
    from geodata.pack import load_pack

    report = train_model(file, out or settings.model_file, load_pack(settings.pack).catalog)
    if is_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False))
        return
    click.echo(texts.TRAIN_DONE.format(**asdict(report)))
    for reason, count in report.skipped.items():
        click.echo(texts.TRAIN_SKIPPED.format(count=count, reason=texts.TRAIN_REASONS[reason]))
