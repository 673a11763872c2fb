"""A home comes to be in one step, and only once."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from geodata.errors import SettingsError, StoreError
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.engine import read_transaction
from geodata.store.founding import empty_store, found_home, ready_home, secret_of
from geodata.store.home import is_demo_home
from geodata.store.models import Area


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "fresh")


def test_a_founded_home_knows_every_area_of_its_pack(fresh: Settings, pack: Pack) -> None:
    with read_transaction(found_home(fresh, pack)) as store:
        count = store.scalar(select(func.count()).select_from(Area))

    assert count == 1 + 16 + 349 + 7535 + len(pack.formers)


def test_founding_twice_changes_nothing(fresh: Settings, pack: Pack) -> None:
    found_home(fresh, pack).dispose()
    secret = secret_of(fresh)

    found_home(fresh, pack).dispose()

    assert secret_of(fresh) == secret


def test_a_secret_of_its_own_is_long_and_readable_by_its_owner_only(fresh: Settings) -> None:
    secret = secret_of(fresh)

    assert len(secret) >= 32
    assert stat.S_IMODE((fresh.home / "secret").stat().st_mode) == 0o600


def test_a_given_secret_wins_over_the_homes_own(fresh: Settings) -> None:
    assert secret_of(replace(fresh, secret="s" * 40)) == "s" * 40


def test_a_real_home_is_never_turned_into_a_demo_home(fresh: Settings, pack: Pack) -> None:
    found_home(fresh, pack).dispose()

    with pytest.raises(SettingsError, match="正式库"):
        found_home(fresh, pack, demo=True)


def test_the_first_load_founds_a_real_home(fresh: Settings, pack: Pack) -> None:
    ready_home(fresh, pack).dispose()

    assert not is_demo_home(fresh)


def test_a_store_that_is_away_is_never_founded_by_a_load(fresh: Settings, pack: Pack) -> None:
    away = replace(fresh, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")

    with pytest.raises(StoreError):
        ready_home(away, pack)


def test_an_emptied_store_keeps_its_tables(fresh: Settings, pack: Pack) -> None:
    engine = found_home(fresh, pack, demo=True)

    empty_store(engine)

    with read_transaction(engine) as store:
        assert store.scalar(select(func.count()).select_from(Area)) == 0
