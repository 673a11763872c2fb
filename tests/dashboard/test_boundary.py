"""The switch between boundaries: totals stay, town sums move, series show where units changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dash import Dash

from dashboard.components.boundary import breaks_of
from dashboard.queries.cubes import Source, areas_cube
from dashboard.state import parse, to_query
from geodata.pack import Pack
from tests.people import signed_in

OLD, NEW = "110114102", ("110114011", "110114012", "110114013")
BEFORE = date(2026, 6, 30)


def sums(source: Source, area: str) -> dict[str, int]:
    """Orders of each part of an area."""
    cube = areas_cube(source, area)
    counts = dict.fromkeys(cube.keys, 0)
    for key, count in zip(cube.arrays["key"].tolist(), cube.arrays["count"].tolist(), strict=True):
        counts[cube.keys[key]] += count
    return counts


def under(source: Source, pack: Pack) -> Source:
    """The same orders under the boundary of before."""
    return replace(source, pack=pack.under(BEFORE))


def test_totals_stay_and_town_sums_move(city_source: Source, pack: Pack) -> None:
    for area in ("11", "110114", "huitian"):
        now, then = sums(city_source, area), sums(under(city_source, pack), area)
        assert sum(now.values()) == sum(then.values()) > 0
    assert then[OLD] == sum(now[code] for code in NEW) > 0
    assert not set(then) & set(NEW)


def test_cubes_of_both_boundaries_never_share_an_address(city_source: Source, pack: Pack) -> None:
    assert under(city_source, pack).version != city_source.version


def test_a_series_is_marked_where_its_units_changed(pack: Pack) -> None:
    assert [b["date"] for b in breaks_of("huitian", pack)] == ["2026-07-01"]
    assert [b["date"] for b in breaks_of("110114011", pack)] == ["2026-07-01"]
    assert breaks_of("110114010", pack) == []


def test_a_unit_of_today_gives_way_to_the_one_of_the_day(pack: Pack) -> None:
    state, problems = parse("/", f"?area=110114011&boundary={BEFORE}", pack, date(2026, 11, 23))

    assert state.area == OLD
    assert state.boundary == BEFORE
    assert "回龙观镇" in problems[0]
    assert parse("/", to_query(state), pack, date(2026, 11, 23)) == (state, ())


def test_a_day_on_which_nothing_differed_is_today_s_boundary(pack: Pack) -> None:
    state, problems = parse("/", f"?boundary={BEFORE + timedelta(days=1)}", pack, date(2026, 11, 23))

    assert state.boundary is None
    assert problems == ()


def test_machines_answer_for_the_former_unit_and_for_nobody_else_s(closed_app: Dash, access: object) -> None:
    city, street = (signed_in(closed_app, access, login) for login in ("city", "huilongguan"))  # type: ignore[arg-type]

    for path in (f"/cube/x/areas/{OLD}.htc?boundary={BEFORE}", f"/tiles/x/area/{OLD}/shapes.geojson?boundary={BEFORE}"):
        assert city.get(path).status_code == 200
        assert street.get(path).status_code == 403
        assert city.get(path.partition("?")[0]).status_code == 404
