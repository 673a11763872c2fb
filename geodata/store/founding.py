"""How a home comes to be: store, areas of its pack and a secret of its own, in whatever state it is found."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sqlalchemy import Engine

from geodata.errors import StoreError
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.engine import write_session
from geodata.store.home import create_home, open_home
from geodata.store.meta import PACK_DIGEST, read_meta, write_meta
from geodata.store.models import Audit, Base
from geodata.store.outlines import register_areas

SECRET_FILE = "secret"


def found_home(settings: Settings, pack: Pack, *, demo: bool = False) -> Engine:
    """Make the home ready for a load: tables brought up to date, areas of the pack registered, secret made. Safe to repeat.

    Raises SettingsError when the home is of the other kind (demo or real), StoreError when the store is away or newer than this code.
    """
    engine = create_home(settings, demo=demo)
    secret_of(settings)
    if read_meta(engine, PACK_DIGEST) != pack.digest:
        with write_session(engine) as session:
            register_areas(session, pack.areas, pack.formers)
            write_meta(session.connection(), PACK_DIGEST, pack.digest)
    return engine


def ready_home(settings: Settings, pack: Pack) -> Engine:
    """The store of the home as it is, demo or real; a home that is not there yet is founded as a real one."""
    try:
        return open_home(settings)
    except StoreError:
        if settings.database_url or Path(settings.home / "store.sqlite").exists():
            raise
        return found_home(settings, pack)


def secret_of(settings: Settings) -> str:
    """The home's secret: HUITIAN_SECRET, else the random one kept in the home (readable by its owner only), made at first need."""
    if settings.secret:
        return settings.secret
    path = settings.home / SECRET_FILE
    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


def empty_store(engine: Engine) -> None:
    """Delete every row of every table but the audit trail, which only its own Trail may end; for demo homes that are made anew."""
    with write_session(engine) as session:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name != Audit.__tablename__:
                session.execute(table.delete())
