"""The store: opened, migrated, marked, written by many at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, delete, func, insert, inspect, select, text

from geodata.clock import SHANGHAI
from geodata.errors import SettingsError, StoreError
from geodata.settings import Settings
from geodata.store.engine import open_store, read_transaction, write_session, write_transaction
from geodata.store.home import create_home, is_demo_home, open_home
from geodata.store.meta import IS_DEMO, write_meta
from geodata.store.migration import SCRIPTS, context_options, known_version, migrate, move_to, require_current, store_version
from geodata.store.models import Audit, Base, Batch

OLDER = "0005"
AT = datetime(2026, 7, 1, 8, 30, tzinfo=SHANGHAI)


def act(subject: str) -> dict[str, object]:
    """The smallest audit row."""
    return {"at": AT, "actor": "test", "action": "write", "subject": subject, "details": {}, "address": "", "previous_hash": "", "hash": ""}


def batch() -> dict[str, object]:
    """The smallest batch row."""
    counts = dict.fromkeys(("read_count", "loaded_count", "updated_count", "unchanged_count", "quarantined_count", "seconds"), 0)
    texts = dict.fromkeys(("feed", "file_name", "sha256", "options", "encoding", "code_version"), "")
    return {**counts, **texts, "located": {}, "notes": {}, "touched_months": [], "started_at": AT, "is_sample": True}


def test_models_and_migrations_agree(store: Engine) -> None:
    with read_transaction(store) as connection:
        context = MigrationContext.configure(connection, opts=context_options())

        assert compare_metadata(context, Base.metadata) == []


def test_every_migration_can_be_undone_and_done_again(store: Engine) -> None:
    with write_transaction(store) as connection:
        downgrade(connection, "base")
    assert not set(Base.metadata.tables) & set(inspect(store).get_table_names())

    migrate(store)

    assert set(Base.metadata.tables) <= set(inspect(store).get_table_names())


def test_migrating_twice_changes_nothing(store: Engine) -> None:
    assert migrate(store) == migrate(store) == store_version(store) == known_version()


def test_a_store_newer_than_the_program_is_refused_and_left_alone(store: Engine) -> None:
    with write_transaction(store) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    for step in (migrate, require_current):
        with pytest.raises(StoreError, match=r"比本程序（.*）新"):
            step(store)

    assert store_version(store) == "9999"


def test_a_store_without_tables_is_told_how_to_get_them(tmp_path: Path) -> None:
    engine = open_store(f"sqlite:///{tmp_path / 'empty.sqlite'}", create=True)

    with pytest.raises(StoreError, match=r"还没有任何表；请先运行 huitian init .*huitian demo"):
        require_current(engine)

    engine.dispose()


@pytest.mark.parametrize(("is_demo", "helps", "not_this"), [
    ("no", "huitian init", "demo"), (None, "huitian init", "demo"), ("yes", "huitian demo", "init")])  # fmt: skip
def test_a_store_older_than_the_program_is_told_what_really_helps(store: Engine, is_demo: str | None, helps: str, not_this: str) -> None:
    with write_transaction(store) as connection:
        if is_demo:
            write_meta(connection, IS_DEMO, is_demo)
        move_to(connection, OLDER)

    with pytest.raises(StoreError, match=rf"{OLDER} 比本程序（.*）旧；.*{helps}") as refused:
        require_current(store)

    assert f"huitian {not_this}" not in str(refused.value)
    assert store_version(store) == OLDER


def test_an_older_home_comes_up_to_date_by_the_command_it_is_told(home: Settings) -> None:
    for is_demo in (False, True):
        settings = replace(home, home=home.home / str(is_demo))
        engine = create_home(settings, demo=is_demo)
        with write_transaction(engine) as connection:
            move_to(connection, OLDER)
        engine.dispose()

        create_home(settings, demo=is_demo).dispose()

        open_home(settings).dispose()


def test_an_older_home_of_the_other_kind_is_left_as_it_is(home: Settings) -> None:
    engine = create_home(home, demo=True)
    with write_transaction(engine) as connection:
        move_to(connection, OLDER)

    with pytest.raises(SettingsError, match="已是演示库"):
        create_home(home)

    assert store_version(engine) == OLDER
    engine.dispose()


@pytest.mark.parametrize("url", ["mysql://localhost/huitian", "postgresql://localhost/huitian", "no address", ""])
def test_an_address_of_no_engine_of_ours_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="不是 sqlite:/// 或"):
        open_store(url)


def test_a_missing_file_is_not_made_by_looking(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"

    with pytest.raises(StoreError, match="不存在；请先运行 huitian init"):
        open_store(f"sqlite:///{path}")

    assert not path.exists()


def test_a_file_that_is_no_database_is_a_store_error(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("订单编号,创建时间\n" * 100, encoding="utf-8")
    engine = open_store(f"sqlite:///{path}")

    with pytest.raises(StoreError, match="file is not a database"):
        store_version(engine)

    engine.dispose()


def test_a_server_that_is_away_is_a_store_error_without_its_password() -> None:
    engine = open_store("postgresql+psycopg://someone:hidden@127.0.0.1:1/nowhere")

    with pytest.raises(StoreError, match="连不上或中途断开") as caught:
        store_version(engine)

    assert "hidden" not in str(caught.value)
    engine.dispose()


def test_an_error_inside_a_transaction_leaves_nothing(store: Engine) -> None:
    def write_and_fail() -> None:
        with write_transaction(store) as connection:
            connection.execute(insert(Audit), [act("a")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    with read_transaction(store) as connection:
        assert connection.scalar(select(func.count()).select_from(Audit)) == 0


def test_a_savepoint_can_be_taken_back_alone(store: Engine) -> None:
    with write_transaction(store) as connection:
        connection.execute(insert(Audit), [act("kept")])
        inner = connection.begin_nested()
        connection.execute(insert(Audit), [act("dropped")])
        inner.rollback()

    with read_transaction(store) as connection:
        assert connection.scalars(select(Audit.subject)).all() == ["kept"]


def test_a_reader_sees_one_state_while_others_write(store: Engine) -> None:
    with read_transaction(store) as reader:
        before = reader.scalar(select(func.count()).select_from(Audit))
        with write_transaction(store) as writer:
            writer.execute(insert(Audit), [act("a")])

        assert reader.scalar(select(func.count()).select_from(Audit)) == before == 0


def test_a_reading_transaction_cannot_write_on_postgis(postgis_store: Engine) -> None:
    with pytest.raises(Exception, match="read-only transaction"), read_transaction(postgis_store) as connection:
        connection.execute(insert(Audit), [act("a")])


def test_many_small_writes_at_once_all_arrive(store: Engine) -> None:
    def write_some(worker: int) -> None:
        for number in range(40):
            with write_session(store) as session:
                seen = session.scalar(select(func.count()).select_from(Audit))
                session.add(Audit(**act(f"{worker}-{number} after {seen}")))

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(write_some, range(4)))

    with read_transaction(store) as connection:
        assert connection.scalar(select(func.count()).select_from(Audit)) == 160
        assert connection.scalar(select(func.count(Audit.id.distinct()))) == 160


def test_times_come_back_aware_and_are_kept_as_shanghai_wall_time(store: Engine) -> None:
    with write_session(store) as session:
        session.add(Audit(**{**act("a"), "at": datetime.fromisoformat("2026-07-01T00:30:00+00:00")}))

    with read_transaction(store) as connection:
        assert connection.scalar(select(Audit.at)) == AT
        assert str(connection.scalar(text("SELECT at FROM audit"))).startswith("2026-07-01 08:30:00")


def test_a_home_remembers_what_it_is(home: Settings) -> None:
    create_home(home, demo=True).dispose()
    create_home(home, demo=True).dispose()

    assert is_demo_home(home)


def test_a_real_home_never_becomes_a_demo_home(home: Settings) -> None:
    create_home(home).dispose()

    with pytest.raises(SettingsError, match="已是正式库，不能改作演示库"):
        create_home(home, demo=True)

    assert not is_demo_home(home)


def test_opening_a_home_that_was_never_made_says_what_to_do(home: Settings) -> None:
    with pytest.raises(StoreError, match="huitian init"):
        open_home(home)


def test_the_embedded_store_writes_ahead_and_keeps_power_cuts_in_mind(sqlite_store: Engine) -> None:
    with read_transaction(sqlite_store) as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_no_id_is_given_twice_even_when_its_row_is_gone(store: Engine) -> None:
    with write_transaction(store) as connection:
        first = connection.execute(insert(Batch).values(batch()).returning(Batch.id)).scalar_one()
        connection.execute(delete(Batch))

        assert connection.execute(insert(Batch).values(batch()).returning(Batch.id)).scalar_one() > first


def downgrade(connection: Connection, revision: str) -> None:
    """Take a store back to a revision."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.downgrade(config, revision)
