"""Every system there and back, against real pairs, and the refusal of what would be a guess."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.coords import SYSTEMS, distance_m, from_wgs84, is_swapped, offset_m, refuse_swapped, to_wgs84
from geodata.errors import CoordinateError
from tests.shared import SHARED, needs_shared

LON, LAT = st.floats(75.0, 134.0), st.floats(4.0, 53.0)


@given(st.sampled_from(["wgs84", "gcj02", "bd09", "cgcs2000"]), LON, LAT)
def test_there_and_back_is_the_same_position(system: str, lon: float, lat: float) -> None:
    x, y = to_wgs84(*from_wgs84(lon, lat, system), system)

    assert abs(float(x) - lon) < 1e-9
    assert abs(float(y) - lat) < 1e-9


@given(LON, LAT)
def test_gauss_krueger_there_and_back_is_the_same_position(lon: float, lat: float) -> None:
    x, y = to_wgs84(*from_wgs84([lon], [lat], "cgcs2000_gk"), "cgcs2000_gk")

    assert abs(x[0] - lon) < 1e-9
    assert abs(y[0] - lat) < 1e-9


@needs_shared
def test_real_pairs_meet_after_the_conversion() -> None:
    pairs = pl.read_csv(SHARED / "data" / "coords" / "paired_wgs84_gcj02.csv")

    before = distance_m(pairs["lng"], pairs["lat"], pairs["stop_lon"], pairs["stop_lat"])
    after = distance_m(*to_wgs84(pairs["lng"], pairs["lat"], "gcj02"), pairs["stop_lon"], pairs["stop_lat"])

    assert np.median(before) > 500
    assert np.median(after) < 30


def test_outside_china_gcj02_is_wgs84() -> None:
    x, y = from_wgs84([-73.9857, 2.3522], [40.7484, 48.8566], "gcj02")

    assert x.tolist() == [-73.9857, 2.3522]
    assert y.tolist() == [40.7484, 48.8566]


def test_unknown_positions_stay_unknown() -> None:
    for system in SYSTEMS:
        x, y = to_wgs84(*from_wgs84([116.3, np.nan], [40.0, np.nan], system), system)

        assert np.isnan(x).tolist() == [False, True]
        assert np.isnan(y).tolist() == [False, True]


def test_nothing_in_is_nothing_out() -> None:
    for system in SYSTEMS:
        x, y = to_wgs84([], [], system)

        assert (len(x), len(y)) == (0, 0)


def test_a_system_taken_for_another_is_off_by_a_known_distance_at_huilongguan() -> None:
    assert offset_m("gcj02", "wgs84") == pytest.approx(546, abs=3)
    assert offset_m("bd09", "wgs84") > 1000


def test_the_zone_may_be_declared_or_stand_before_the_easting() -> None:
    prefixed = to_wgs84([39442844.354], [4437516.627], "cgcs2000_gk")
    declared = to_wgs84([442844.354], [4437516.627], "cgcs2000_gk", zone=39)

    np.testing.assert_allclose(prefixed, declared)
    np.testing.assert_allclose(prefixed, [[116.33], [40.07]], atol=1e-8)


@pytest.mark.parametrize(("easting", "zone", "says"), [
    (442844.0, None, "带号"), (39442844.0, 40, "带号"), (99442844.0, None, "99"), (442844.0, 7, "7"),
])
def test_a_zone_that_is_missing_contradicted_or_unknown_is_refused(easting: float, zone: int | None, says: str) -> None:
    with pytest.raises(CoordinateError, match=says):
        to_wgs84([easting], [4437516.0], "cgcs2000_gk", zone=zone)


def test_an_unknown_system_is_refused_by_name() -> None:
    with pytest.raises(CoordinateError, match="beijing54"):
        to_wgs84([1.0], [1.0], "beijing54")


def test_latitude_first_is_seen_and_refused_with_the_first_position() -> None:
    assert is_swapped([40.07, 40.05], [116.33, 116.41])
    assert not is_swapped([116.33, np.nan], [40.07, np.nan])
    assert not is_swapped([], [])
    with pytest.raises(CoordinateError, match=r"写反了.*40\.07"):
        refuse_swapped([np.nan, 40.07], [np.nan, 116.33], what="停车场.csv")
