"""`huitian brief`: a draft or an edition as files, what is due by the schedule, and the files of an edition again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.texts import brief as words
from geodata.errors import BadRequest, FileRefused
from geodata.settings import Settings

if TYPE_CHECKING:
    from dashboard.brief.content import Brief
    from dashboard.brief.editions import Line
    from dashboard.brief.week import Week
    from dashboard.desk import Desk
    from geodata.store.paper import Paper

ACTION = "brief.issue"


@click.command("brief", help=words.BRIEF_HELP)
@click.option("--area", default="", help=words.AREA_HELP)
@click.option("--week", default="", help=words.WEEK_HELP)
@click.option("-o", "--output", "folder", type=click.Path(file_okay=False, path_type=Path), help=words.FOLDER_HELP)
@click.option("--issue", "is_issued", is_flag=True, help=words.ISSUE_HELP)
@click.option("--note", default="", help=words.NOTE_HELP)
@click.option("--correct", "is_correction", is_flag=True, help=words.CORRECT_HELP)
@click.option("--edition", type=click.IntRange(min=1), help=words.EDITION_HELP)
@click.option("--scheduled", "is_scheduled", is_flag=True, help=words.SCHEDULED_HELP)
@click.option("--json", "as_json", is_flag=True, help=words.JSON_HELP)
@click.pass_obj
def brief(settings: Settings, /, **given: Any) -> None:
    """Writes files, or issues. Raises what the rooms of the brief raise: BadRequest, FileRefused, SettingsError, StoreError."""
    with _desk(settings) as desk:
        if given["is_scheduled"]:
            _scheduled(desk, as_json=given["as_json"])
        elif given["folder"] is None:
            raise BadRequest(words.FOLDER_NEEDED)
        elif given["edition"]:
            _again(desk, given["edition"], given["folder"], as_json=given["as_json"])
        else:
            _made(desk, given)


def _made(desk: Desk, given: dict[str, Any]) -> None:
    from dashboard.brief.folder import put_into
    from dashboard.brief.issuing import draft_files
    from dashboard.brief.week import last_whole_week, week_named
    from dashboard.state import root_area

    area = given["area"] or root_area(desk.pack)
    week = week_named(given["week"]) if given["week"] else last_whole_week(desk.clock.today())
    if given["is_issued"] or given["is_correction"]:
        _issued(desk, area, week, given)
        return
    made, files = draft_files(desk, area, week)
    put_into(given["folder"], files)
    _say(None, made, files, given["folder"], as_json=given["as_json"])


def _issued(desk: Desk, area: str, week: Week, given: dict[str, Any]) -> None:
    """The folder takes the files before the store does: where there is no room for them nothing is issued."""
    from dashboard.brief import editions
    from dashboard.brief.folder import staged
    from dashboard.brief.issuing import Order, issue
    from geodata.store.audit import operator

    by = operator()
    desk.access.trail.append(by, ACTION, f"{area} {week.name}")
    with staged(given["folder"]) as stage:
        line = issue(desk, Order(area, week, by, given["note"], given["is_correction"]), put=stage.write)
        try:
            stage.show()
        except FileRefused as error:
            raise FileRefused(words.ISSUED_NOT_SHOWN.format(number=line.name, error=error, id=line.id)) from error
    _, made = editions.opened(desk.engine, desk.scope, desk.pack, line.id)
    _say(line, made, _kept(desk, line), given["folder"], as_json=given["as_json"])


def _again(desk: Desk, number: int, folder: Path, *, as_json: bool) -> None:
    from dashboard.brief import editions
    from dashboard.brief.folder import put_into

    line, made = editions.opened(desk.engine, desk.scope, desk.pack, number)
    files = _kept(desk, line)
    put_into(folder, files)
    _say(line, made, files, folder, as_json=as_json)


def _kept(desk: Desk, line: Line) -> tuple[Paper, ...]:
    """The files of an edition as they were issued."""
    from dashboard.brief import editions

    return tuple(editions.file_of(desk.engine, desk.scope, desk.pack, line.id, name) for name in line.files)


def _scheduled(desk: Desk, *, as_json: bool) -> None:
    from dashboard.brief.schedule import run_due

    lines = run_due(desk)
    if as_json:
        click.echo(json.dumps([{"edition": x.id, "area": x.area, "week": x.week, "number": x.number} for x in lines]))
        return
    click.echo("\n".join(f"{x.area_name} {x.week} {x.name}" for x in lines) or words.NOT_DUE)


def _say(line: Line | None, made: Brief, files: tuple[Paper, ...], folder: Path, *, as_json: bool) -> None:
    if not as_json:
        for note in made.notes:
            click.echo(note, err=True)
        told = words.WROTE if line else words.WROTE_DRAFT
        click.echo(told.format(number=line.name if line else "", count=len(files), folder=folder))
        return
    click.echo(json.dumps({
        "edition": line.id if line else None, "area": made.area, "week": made.week, "number": made.number, "revision": made.revision,
        "digest": line.digest if line else None, "as_of": made.as_of.isoformat() if made.as_of else None, "notes": list(made.notes),
        "note": made.note, "is_sample": made.is_sample, "files": {f.name: f.sha256 for f in files},
        "figures": {key: f.value for key, f in made.figures.items()},
    }, ensure_ascii=False, indent=1))  # fmt: skip


@contextmanager
def _desk(settings: Settings) -> Iterator[Desk]:
    """The desk as seen by who may see every area, small counts nowhere."""
    from dashboard.access.scope import Scope
    from dashboard.app import create_desk
    from dashboard.brief.issuing import publishing
    from geodata.store.home import is_demo_home

    desk = create_desk(settings, is_demo=is_demo_home(settings), is_open=False)
    try:
        yield publishing(desk, Scope.municipal())
    finally:
        desk.engine.dispose()
