"""Brings a store back from an archive: written beside what is there, held against the digests, and only then switched live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, Table, inspect, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from geodata import texts
from geodata.errors import FileRefused, SettingsError, StoreError
from geodata.history import MANIFEST as HISTORY
from geodata.settings import Settings
from geodata.store.archive import Archive, Manifest, fingerprint, open_archive
from geodata.store.audit import operator, trail_of
from geodata.store.audit_chain import Verdict
from geodata.store.engine import open_store, read_transaction
from geodata.store.founding import SECRET_FILE, secret_of
from geodata.store.migration import known_version
from geodata.store.restoring import Restoring, restoring_of
from geodata.store.rowstream import tables

OnRows = Callable[[int], None]
# what every founded home has
_FOUNDED = ("area", "area_version", "meta")
OLD_TRAIL = "audit-before-restore-{digest}.jsonl"


@dataclass(frozen=True)
class Wish:
    """What the operator allows: that what is there goes, that the secret is another one than at the backup."""

    replaces: bool = False
    new_secret: bool = False


@dataclass(frozen=True)
class Restored:
    """What was restored; the state of the trail that came with it; where the old trail lies when the secret is a new one."""

    manifest: Manifest
    trail: Verdict | None
    old_trail: Path | None = None
    old_trail_rows: int = 0


def check(settings: Settings, path: Path) -> tuple[Manifest, bool]:
    """The manifest of an archive whose parts are all whole, and whether it was signed with this home's secret. Raises FileRefused."""
    with open_archive(path) as archive:
        archive.require_whole()
        secret = held_secret(settings)
        return archive.manifest, bool(secret) and archive.is_signed_with(secret)


def restore(settings: Settings, path: Path, wish: Wish | None = None, *, on_rows: OnRows | None = None) -> Restored:
    """Make the store of this home what the archive holds. All sign-ins end; history and tiles are to be rebuilt by the caller.

    Until all tables have the digests of the archive nothing of the present store is touched. Raises FileRefused for an archive that is
    damaged, cut, foreign or newer, SettingsError for another secret or for data in the way that `wish` does not give up, StoreError where
    the store is away or in use.
    """
    wish = wish or Wish()
    with open_archive(path) as archive:
        is_same = _require_secret(settings, archive, wish)
        if archive.manifest.revision > known_version():
            raise FileRefused(texts.RESTORE_NEWER.format(file=path.name, found=archive.manifest.revision, known=known_version()))
        archive.require_whole()
        if not wish.replaces and not _is_empty(settings):
            raise SettingsError(texts.RESTORE_NOT_EMPTY.format(where=_where(settings)))
        work = restoring_of(settings, archive, on_rows or (lambda rows: None))
        return _restored(settings, work, secret_of(settings) if is_same else "")


def held_secret(settings: Settings) -> str:
    """The secret of the home as it is, "" without one; none is made."""
    path = settings.home / SECRET_FILE
    return secret_of(settings) if settings.secret or path.is_file() else ""


def _restored(settings: Settings, work: Restoring, secret: str) -> Restored:
    """`secret` is "" where it is not the one of the backup."""
    settings.home.mkdir(parents=True, exist_ok=True)
    manifest = work.archive.manifest
    old_trail, count = (None, 0) if secret else _old_trail(settings, work.archive)
    verdict = work.run(secret, before_switch=lambda: (settings.history_dir / HISTORY).unlink(missing_ok=True))
    engine = open_store(settings.store_url)
    try:
        trail, subject = trail_of(settings, engine), work.archive.path.name
        if secret:
            trail.reseal(operator(), texts.RESTORE_RESEAL.format(file=subject, digest=manifest.digest[:16]))
        else:
            settings.audit_head_file.unlink(missing_ok=True)
        details = {"digest": manifest.digest, "created_at": manifest.created_at, "rows": manifest.rows, "is_new_secret": not secret}
        trail.append(operator(), "restore", subject, details={**details, "old_trail_rows": count})
    finally:
        engine.dispose()
    return Restored(manifest, verdict, old_trail, count)


def _require_secret(settings: Settings, archive: Archive, wish: Wish) -> bool:
    """Whether the secret is that of the backup; raises where it has to be."""
    here = held_secret(settings)
    is_same = bool(here) and fingerprint(here) == archive.manifest.secret_fingerprint
    if is_same and not archive.is_signed_with(here):
        raise FileRefused(texts.RESTORE_UNSIGNED.format(file=archive.path.name))
    if not is_same and not wish.new_secret:
        there = archive.manifest.secret_fingerprint
        template = texts.RESTORE_OTHER_SECRET if here else texts.RESTORE_NO_SECRET
        raise SettingsError(template.format(home=settings.home, here=here and fingerprint(here), there=there))
    return is_same


def _is_empty(settings: Settings) -> bool:
    """Whether nothing would be lost: no store, or one as it was founded. A store that cannot be read is not empty."""
    url = make_url(settings.store_url)
    if settings.is_embedded and url.database and not Path(url.database).exists():
        return True
    engine = open_store(settings.store_url)
    try:
        return not any(_has_rows(engine, table) for table in tables() if table.name not in _FOUNDED)
    except (StoreError, SQLAlchemyError):
        return False
    finally:
        engine.dispose()


def _has_rows(engine: Engine, table: Table) -> bool:
    with read_transaction(engine) as store:
        if not inspect(store).has_table(table.name):
            return False
        return store.execute(select(*table.primary_key.columns).limit(1)).first() is not None


def _where(settings: Settings) -> str:
    return make_url(settings.store_url).render_as_string(hide_password=True)


def _old_trail(settings: Settings, archive: Archive) -> tuple[Path | None, int]:
    """The trail signed with a secret that is gone, kept as lines of JSON: it cannot be carried on, and must not be lost."""
    table = next((t for t in archive.manifest.tables if t.name == "audit" and t.rows), None)
    if table is None:
        return None, 0
    path = settings.home / OLD_TRAIL.format(digest=table.digest[:12])
    with path.open("wb") as file:
        path.chmod(0o600)
        for frame in archive.frames(table):
            frame.write_ndjson(file)
    return path, table.rows
