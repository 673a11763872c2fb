"""The data inventory tells every column, and where every personal item of every feed ends."""

from __future__ import annotations

from dataclasses import fields

from etl.feeds import FEEDS
from etl.privacy import KINDS
from geodata.inventory import STAGES, Personal, State, flow, inventory, unlisted
from geodata.rules import Retention
from geodata.store.models import Base

BUSINESS = {"business", "derived", "ledger", "account", "pack"}     # kept as long as what they belong to


def test_every_column_of_the_store_is_told_and_none_that_does_not_exist() -> None:
    told = {(t.name, c.name) for t in inventory() for c in t.columns}

    assert unlisted() == ()
    assert told == {(t.name, c.name) for t in Base.metadata.sorted_tables for c in t.columns}


def test_every_table_and_column_says_what_it_holds() -> None:
    assert not [t.name for t in inventory() if not t.holds]
    assert not [f"{t.name}.{c.name}" for t in inventory() for c in t.columns if not c.holds]


def test_every_limit_of_the_rules_ends_some_table_and_every_table_says_what_ends_it() -> None:
    limits = {f.name for f in fields(Retention)} - {"source"}
    named = {t.retention for t in inventory()}

    assert limits <= named
    assert named - limits == BUSINESS


def test_every_personal_column_of_every_feed_and_every_masked_kind_has_its_way_told() -> None:
    told = {kind for item in flow() for kind in item.kinds}

    assert {c.name for feed in FEEDS.values() for c in feed.columns if c.is_personal} <= told
    assert set(KINDS) <= told


def test_nothing_personal_is_in_the_store_or_after_it_as_it_came() -> None:
    after = STAGES.index("store")

    assert not [item.name for item in flow() if State.RAW in item.states[after:]]
    assert all(item.last_raw < after for item in flow())


def test_no_personal_column_of_a_feed_has_a_column_of_its_name_in_the_store() -> None:
    personal = {c.name for feed in FEEDS.values() for c in feed.columns if c.is_personal}

    assert not personal & {c.name for t in inventory() for c in t.columns}


def test_columns_that_end_in_hash_or_sealed_are_told_as_sealed() -> None:
    secret = {f"{t.name}.{c.name}" for t in inventory() for c in t.columns if c.name.endswith(("_hash", "_sealed")) and t.name != "audit"}

    assert secret == {f"{t.name}.{c.name}" for t in inventory() for c in t.columns if c.personal is Personal.SEALED}
