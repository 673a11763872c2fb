from __future__ import annotations

import json
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.queries.cube import Cube, decode, encode, encode_gzip
from geodata.errors import BadRequest

HEADER: dict[str, Any] = {"kind": "cells", "from": "2026-02-27", "step": "day", "steps": 3, "categories": ["01", ""]}
LIMITS = {"u1": 2**8 - 1, "u2": 2**16 - 1, "u4": 2**32 - 1}

columns = st.lists(st.tuples(*(st.integers(0, LIMITS[t]) for t in LIMITS), st.floats(allow_nan=False)), max_size=40)


def plain(cube: Cube) -> dict[str, tuple[str, list[float]]]:
    return {name: (array.dtype.str, array.tolist()) for name, array in cube.arrays.items()}


@given(rows=columns, name=st.text(max_size=9))
def test_what_is_encoded_comes_back(rows: list[tuple[int, int, int, float]], name: str) -> None:
    types = (*LIMITS, "f8")
    cube = Cube({**HEADER, "area": name}, {t: np.array([r[i] for r in rows], t) for i, t in enumerate(types)})

    for data in (encode(cube), encode_gzip(cube)):
        back = decode(data)
        assert back.header == cube.header
        assert plain(back) == plain(cube)


@given(rows=columns, name=st.text(max_size=9))
def test_every_array_begins_at_a_multiple_of_eight_bytes(rows: list[tuple[int, int, int, float]], name: str) -> None:
    cube = Cube({**HEADER, "area": name}, {t: np.array([r[i] for r in rows], t) for i, t in enumerate((*LIMITS, "f8"))})

    data = encode(cube)

    start = 8 + int.from_bytes(data[4:8], "little")
    assert data[:4] == b"HTC1"
    assert all((start + a["offset"]) % 8 == 0 for a in json.loads(data[8:start])["arrays"])
    assert len(data) % 8 == 0


def test_equal_cubes_give_equal_compressed_bytes() -> None:
    cube = Cube(HEADER, {"count": np.arange(9, dtype="u2")})

    assert encode_gzip(cube) == encode_gzip(Cube(dict(HEADER), {"count": np.arange(9, dtype="u2")}))


def test_day_steps_follow_from_the_first_day_and_other_steps_are_listed() -> None:
    days = Cube(HEADER, {})
    weeks = Cube({**HEADER, "step": "week", "steps": 2, "dates": ["2026-02-23", "2026-03-02"]}, {})

    assert days.starts == (date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1))
    assert weeks.starts == (date(2026, 2, 23), date(2026, 3, 2))


def test_other_bytes_are_refused() -> None:
    with pytest.raises(BadRequest, match="HTC1"):
        decode(b"PK\x03\x04 something else")
