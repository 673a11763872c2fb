"""Limits: exact where guessing is at stake, a burst where people click, and no way round them by clock, address or number."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.access.access import Access
from dashboard.app import create_app
from dashboard.guard import limits as limits_module
from dashboard.guard.limits import Limits, neighbourhood
from dashboard.guard.matrix import Bucket
from geodata.errors import TooMany
from geodata.settings import Settings
from tests.dashboard.test_guard import CALLBACK, PAGE_CALL
from tests.people import signed_in

MINUTE = 60.0


class Watch:
    """A watch that stands where it is put."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def limits(watch: Watch) -> Limits:
    return Limits(watch=watch)


def _taken(limits: Limits, bucket: Bucket, *askers: str, tries: int = 1000) -> int:
    """How many of many tries at once are let through."""
    count = 0
    for _ in range(tries):
        try:
            limits.take(bucket, *askers)
            count += 1
        except TooMany:
            break
    return count


@pytest.mark.parametrize(
    ("bucket", "at_once"), [(Bucket.SIGN_IN, 5), (Bucket.FILES, 6), (Bucket.CALLBACKS, 100), (Bucket.VIEWS, 600), (Bucket.NONE, 1000)]
)
def test_each_bucket_lets_through_its_number_at_once(limits: Limits, bucket: Bucket, at_once: int) -> None:
    assert _taken(limits, bucket, "a") == at_once


def test_five_sign_ins_in_any_quarter_of_an_hour_and_never_a_sixth(limits: Limits, watch: Watch) -> None:
    for _ in range(5):
        limits.take(Bucket.SIGN_IN, "a")
        watch.now += MINUTE
    watch.now = 15 * MINUTE - 0.001

    with pytest.raises(TooMany) as refusal:
        limits.take(Bucket.SIGN_IN, "a")

    assert refusal.value.retry_after_seconds == 1
    watch.now = 15 * MINUTE
    assert _taken(limits, Bucket.SIGN_IN, "a") == 1


def test_twenty_callbacks_a_second_after_the_burst(limits: Limits, watch: Watch) -> None:
    _taken(limits, Bucket.CALLBACKS, "a")
    watch.now = 3.0

    assert _taken(limits, Bucket.CALLBACKS, "a") == 60


def test_retry_after_is_when_there_is_room_again(limits: Limits, watch: Watch) -> None:
    _taken(limits, Bucket.FILES, "a")
    watch.now = 12.5
    with pytest.raises(TooMany, match="48 秒") as refusal:
        limits.take(Bucket.FILES, "a")

    watch.now += refusal.value.retry_after_seconds

    limits.take(Bucket.FILES, "a")


def test_askers_do_not_take_from_each_other(limits: Limits) -> None:
    _taken(limits, Bucket.SIGN_IN, "a")

    assert _taken(limits, Bucket.SIGN_IN, "b") == 5


def test_where_one_asker_has_no_more_the_other_is_not_counted(limits: Limits) -> None:
    _taken(limits, Bucket.SIGN_IN, "login li")

    assert _taken(limits, Bucket.SIGN_IN, "10.0.0.1", "login li") == 0
    assert _taken(limits, Bucket.SIGN_IN, "10.0.0.1") == 5


def test_a_sign_in_that_succeeded_is_given_back(limits: Limits) -> None:
    for _ in range(50):
        limits.take(Bucket.SIGN_IN, "a", "login li")
        limits.give_back(Bucket.SIGN_IN, "a", "login li")

    assert _taken(limits, Bucket.SIGN_IN, "a") == 5


def test_memory_does_not_grow_with_askers(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "MOST_ASKERS", 50)

    for number in range(500):
        limits.take(Bucket.SIGN_IN, f"10.0.{number // 250}.{number % 250}")

    assert len(limits._counts[Bucket.SIGN_IN]) == 50


def test_threads_together_get_no_more_than_the_burst(limits: Limits) -> None:
    taken: list[int] = []
    threads = [threading.Thread(target=lambda: taken.append(_taken(limits, Bucket.CALLBACKS, "a"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(taken) == 100


@pytest.mark.parametrize(
    ("address", "known_as"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("", ""),
        ("x" * 300, "x" * 64),
    ],
)
def test_an_address_is_known_by_its_neighbourhood(address: str, known_as: str) -> None:
    assert neighbourhood(address) == known_as


@pytest.fixture
def standing(closed_app: Dash) -> Iterator[Watch]:
    """The watch of the closed home's limits, standing still: how fast this machine asks does not matter."""
    found, still = closed_app.server.extensions["guard"].limits, Watch()
    found.forget()
    before = found.watch
    object.__setattr__(found, "watch", still)
    yield still
    object.__setattr__(found, "watch", before)
    found.forget()


@pytest.mark.usefixtures("standing")
def test_the_hundred_and_first_callback_of_a_session_is_429_and_another_session_goes_on(closed_app: Dash, access: Access) -> None:
    fast, calm = (signed_in(closed_app, access, "huitian") for _ in range(2))

    answers = [fast.post(CALLBACK, json={}) for _ in range(101)]

    assert [a.status_code for a in answers] == [400] * 100 + [429]
    assert answers[-1].headers["Retry-After"] == "1"
    assert set(answers[-1].get_json()) == {"error", "reference"}
    assert calm.post(CALLBACK, json={}).status_code == 400


@pytest.mark.usefixtures("standing")
def test_the_seventh_export_in_a_minute_is_429(closed_app: Dash, access: Access) -> None:
    reader = signed_in(closed_app, access, "huitian")

    statuses = [reader.get("/api/export/ranking.csv?area=huitian").status_code for _ in range(7)]

    assert statuses == [200] * 6 + [429]


def test_the_sixth_wrong_password_is_429_however_the_login_is_written(closed_app: Dash) -> None:
    closed_app.server.extensions["guard"].limits.forget()
    statuses = [_tried(closed_app, f"10.9.8.{n}", login).status_code for n, login in enumerate(("huitian", "HUITIAN", " huitian") * 2)]

    assert statuses[-1] == 429
    assert 429 not in statuses[:5]


def test_the_sixth_wrong_password_from_one_address_is_429_whatever_the_login(closed_app: Dash) -> None:
    closed_app.server.extensions["guard"].limits.forget()
    statuses = [_tried(closed_app, "10.9.9.9", f"nobody{n}").status_code for n in range(6)]

    assert statuses[-1] == 429
    assert 429 not in statuses[:5]


def _tried(app: Dash, address: str, login: str):  # type: ignore[no-untyped-def]
    client = app.server.test_client()
    form = {"login": login, "password": "not the password"}
    return client.post("/sign-in", data=form, headers={"Sec-Fetch-Site": "same-origin"}, environ_base={"REMOTE_ADDR": address})


def test_on_an_open_home_an_address_has_one_bucket(demo_home: Settings) -> None:
    app = create_app(replace(demo_home, rate_limits="on"), is_demo=True)
    client: FlaskClient = app.server.test_client()

    object.__setattr__(app.server.extensions["guard"].limits, "watch", Watch())

    statuses = [client.post(CALLBACK, json={**PAGE_CALL, "state": 1}).status_code for _ in range(101)]

    assert statuses == [400] * 100 + [429]
    app.server.extensions["desk"].engine.dispose()
