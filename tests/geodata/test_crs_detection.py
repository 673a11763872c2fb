"""The system coordinates are really in, told by places known twice or by the district their rows name."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import shapely

from geodata.coords import from_wgs84
from geodata.crs_detection import UNKNOWN, Detection, detect_by_anchors, detect_by_district, require
from geodata.errors import CoordinateError
from geodata.pack import Pack
from tests.shared import SHARED, needs_shared

STATIONS = (np.array([116.32976, 116.40664, 116.35417]), np.array([40.06953, 40.07377, 40.06992]))


@pytest.mark.parametrize("system", ["wgs84", "gcj02", "bd09"])
def test_three_known_places_tell_the_system(system: str) -> None:
    found = detect_by_anchors(*from_wgs84(*STATIONS, system), *STATIONS)

    assert (found.system, found.is_certain) == (system, True)
    assert "3 个已知地点" in found.evidence


def test_two_known_places_are_not_enough() -> None:
    assert not detect_by_anchors(STATIONS[0][:2], STATIONS[1][:2], STATIONS[0][:2], STATIONS[1][:2]).is_certain


def test_nothing_to_compare_is_unknown() -> None:
    assert detect_by_anchors([np.nan], [np.nan], [116.3], [40.0]) == Detection(UNKNOWN, "没有可以对照的已知地点", False)
    assert detect_by_district([116.3], [40.0], [""], {}).system == UNKNOWN


@needs_shared
def test_real_places_are_seen_to_be_gcj02() -> None:
    pairs = pl.read_csv(SHARED / "data" / "coords" / "paired_wgs84_gcj02.csv")

    found = detect_by_anchors(pairs["lng"], pairs["lat"], pairs["stop_lon"], pairs["stop_lat"])

    assert (found.system, found.is_certain) == ("gcj02", True)


@pytest.mark.parametrize("system", ["wgs84", "bd09"])
def test_points_inside_the_districts_their_rows_name_tell_the_system(pack: Pack, system: str) -> None:
    outlines = {a.code: a.geometry for a in pack.areas.outlined("district") if a.geometry is not None}
    rng = np.random.default_rng(7)
    lon, lat, codes = rng.uniform(116.2, 116.6, 6000), rng.uniform(39.8, 40.1, 6000), np.full(6000, "", "U6")
    for code, outline in outlines.items():
        codes[shapely.contains_xy(outline, lon, lat)] = code

    found = detect_by_district(*from_wgs84(lon, lat, system), codes, outlines)

    assert (found.system, found.is_certain) == (system, True)


def test_a_wrong_declaration_is_refused_with_the_evidence_and_the_distance() -> None:
    found = detect_by_anchors(*from_wgs84(*STATIONS, "gcj02"), *STATIONS)

    with pytest.raises(CoordinateError, match=r"积水点\.csv：声明为 wgs84，实为 gcj02（.*相距.*偏约 54\d 米"):
        require("wgs84", found, what="积水点.csv")


def test_unknown_is_taken_only_where_detection_is_certain() -> None:
    found = detect_by_anchors(*from_wgs84(*STATIONS, "bd09"), *STATIONS)

    assert require(UNKNOWN, found, what="a.csv") == "bd09"
    assert require("gcj02", Detection("wgs84", "", False), what="a.csv") == "gcj02"
    assert require("cgcs2000", Detection("wgs84", "", True), what="a.csv") == "cgcs2000"
    with pytest.raises(CoordinateError, match="--crs"):
        require(UNKNOWN, Detection("wgs84", "两处", False), what="a.csv")
