"""A tenth of the fuzz: no mutated callback, address or header is a fault of the server or shows its inside, open or closed.

`python -m tests.benchmarks.fuzz` does all of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from geodata.pack import Pack
from tests.benchmarks import fuzz

SHARE = 0.1
KINDS = tuple(f"{kind} {home}" for kind in ("callbacks", "addresses", "headers") for home in ("open", "closed"))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[dict[str, fuzz.Tally]]:
    """What came of each kind of request."""
    open_app, closed_app, cookie = fuzz.homes(tmp_path_factory.mktemp("fuzz"), pack)
    yield fuzz.run(open_app, closed_app, cookie, share=SHARE)
    for app in (open_app, closed_app):
        app.server.extensions[fuzz.DESK].engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_no_request_is_a_fault_of_the_server(found: dict[str, fuzz.Tally], kind: str) -> None:
    assert found[kind].faults == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_refusal_shows_the_inside(found: dict[str, fuzz.Tally], kind: str) -> None:
    assert found[kind].shown == []


def test_the_fuzz_reaches_what_it_is_to_reach(found: dict[str, fuzz.Tally]) -> None:
    assert sum(tally.count for tally in found.values()) == SHARE * (fuzz.CALLBACKS + fuzz.ADDRESSES + fuzz.HEADERS)
    assert found["callbacks open"].statuses[200] > 100
    assert found["callbacks open"].statuses[400] > 100
    assert found["addresses closed"].statuses.keys() >= {200, 303, 400, 401, 403, 404, 405}
