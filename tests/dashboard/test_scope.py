from __future__ import annotations

import pytest

from dashboard.access.scope import Scope

DISTRICT, STREET, FOCUS = (("110114", "110115"),), (("110114011", "110114012"),), (("110114007", "110114014"),)


@pytest.mark.parametrize("ranges", [DISTRICT, STREET, FOCUS, (("11", "12"),)])
def test_a_municipal_reader_sees_all_of_everything(ranges: tuple[tuple[str, str], ...]) -> None:
    scope = Scope.municipal()

    assert scope.covers(ranges)
    assert scope.within(ranges) == ranges
    assert scope.is_municipal


@pytest.mark.parametrize(
    ("mine", "asked", "seen"),
    [
        (DISTRICT, STREET, STREET),
        (STREET, DISTRICT, STREET),
        (STREET, FOCUS, STREET),
        (FOCUS, DISTRICT, FOCUS),
        (STREET, (("110105", "110106"),), ()),
        ((), DISTRICT, ()),
        (STREET, (("110114012", "110114013"),), ()),
    ],
)
def test_a_reader_sees_what_is_in_both(mine: tuple[tuple[str, str], ...], asked: tuple[tuple[str, str], ...], seen: object) -> None:
    assert Scope(mine).within(asked) == seen


def test_a_reader_of_a_street_does_not_cover_its_district() -> None:
    assert not Scope(STREET).covers(DISTRICT)
    assert Scope(DISTRICT).covers(STREET)


def test_a_reader_of_the_whole_city_is_municipal_only_with_the_records_outside_it() -> None:
    assert not Scope(Scope.municipal().ranges).is_municipal
    assert not Scope((("11", "12"),), includes_outside=True).is_municipal
