"""`huitian audit`: does the trail hold, what is in it, and how to go on after its end was lost."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata import texts
from geodata.errors import AuditError, FileRefused
from geodata.settings import Settings

if TYPE_CHECKING:
    from geodata.store.audit import Entry, Trail

FIELDS = ("id", "at", "actor", "action", "action_name", "subject", "address", "details", "hash")

# a cell that starts so would be a formula to a spreadsheet program
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@click.group("audit", help=texts.AUDIT_HELP)
def audit() -> None:
    """The group of commands about the audit trail."""


@audit.command("verify", help=texts.AUDIT_VERIFY_HELP)
@click.option("--since", default="", metavar="ID:HASH", help=texts.AUDIT_SINCE_HELP)
@click.option("--json", "is_json", is_flag=True, help=texts.AUDIT_JSON_HELP)
@click.pass_obj
def verify(settings: Settings, since: str, is_json: bool) -> None:
    """Says that the trail is whole and where it ends now; else the first row that does not hold and why, with exit code 1."""
    trail = _trail(settings)
    verdict = trail.verify()
    fault = verdict.reason or _fault_since(trail, since)
    head = f"{verdict.head.id}:{verdict.head.hash}" if verdict.head else ""
    if is_json:
        found = {"is_whole": not fault, "rows": verdict.rows, "first_bad_id": verdict.first_bad_id, "reason": fault}
        click.echo(json.dumps({**found, "reseals": verdict.reseals, "head": head}, ensure_ascii=False))
    if fault:
        raise AuditError(texts.AUDIT_BROKEN.format(reason=fault))
    if not is_json:
        click.echo(texts.AUDIT_WHOLE.format(rows=verdict.rows, head=head or texts.AUDIT_NO_HEAD))
        if verdict.reseals:
            click.echo(texts.AUDIT_RESEALS.format(count=verdict.reseals))


@audit.command("list", help=texts.AUDIT_LIST_HELP)
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help=texts.AUDIT_LIMIT_HELP)
@click.option("--actor", default="", metavar="NAME", help=texts.AUDIT_ACTOR_HELP)
@click.option("--action", default="", metavar="ACTION", help=texts.AUDIT_ACTION_HELP)
@click.option("--json", "is_json", is_flag=True, help=texts.AUDIT_JSON_HELP)
@click.pass_obj
def listing(settings: Settings, *, limit: int, actor: str, action: str, is_json: bool) -> None:
    """Prints one line an act, newest first."""
    for entry in _trail(settings).rows(limit, actor=actor, action=action):
        row = _row(entry)
        click.echo(json.dumps(asdict(entry) | {"at": row["at"]}, ensure_ascii=False) if is_json else "\t".join(map(str, row.values())))


@audit.command("export", help=texts.AUDIT_EXPORT_HELP)
@click.option("-o", "--output", "path", type=click.Path(dir_okay=False, path_type=Path), required=True, help=texts.AUDIT_OUT_HELP)
@click.pass_obj
def export(settings: Settings, path: Path) -> None:
    """Writes the whole trail as CSV, oldest first; that it was taken out stands in the trail itself."""
    from geodata.store.audit import operator

    trail = _trail(settings)
    trail.append(operator(), "audit.export", path.name)
    try:
        count = write_csv(path, trail.entries())
    except OSError as error:
        raise FileRefused(texts.AUDIT_NO_FILE.format(path=path, error=error.strerror)) from error
    click.echo(texts.AUDIT_EXPORTED.format(count=count, path=path))


@audit.command("reseal", help=texts.AUDIT_RESEAL_HELP)
@click.option("--reason", required=True, help=texts.AUDIT_REASON_HELP)
@click.pass_obj
def reseal(settings: Settings, reason: str) -> None:
    """Takes the trail's end as it stands; the row that says so stays."""
    from geodata.store.audit import operator

    click.echo(texts.AUDIT_RESEALED.format(id=_trail(settings).reseal(operator(), reason)))


def write_csv(path: Path, entries: Iterable[Entry]) -> int:
    """Write entries as CSV (UTF-8 with BOM); the number of them. Raises OSError."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS)
        for entry in entries:
            writer.writerow([_harmless(str(cell)) for cell in _row(entry).values()])
            count += 1
    return count


def _trail(settings: Settings) -> Trail:
    from geodata.store.audit import trail_of
    from geodata.store.home import open_home

    return trail_of(settings, open_home(settings))


def _fault_since(trail: Trail, since: str) -> str:
    """Why a noted end (`ID:HASH`, as `verify` says it) is not in the trail; "" when it is, or none was noted."""
    number, _, noted = since.partition(":")
    if not since:
        return ""
    found = trail.hash_at(int(number)) if number.isdecimal() and len(number) < 16 else None
    return "" if found == noted else texts.AUDIT_NOT_SINCE.format(since=since)


def _row(entry: Entry) -> dict[str, Any]:
    shown = {**asdict(entry), "action_name": entry.action_name, "at": entry.at.isoformat(timespec="seconds")}
    shown["details"] = json.dumps(entry.details, ensure_ascii=False, sort_keys=True) if entry.details else ""
    return {name: shown[name] for name in FIELDS}


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
