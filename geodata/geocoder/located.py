"""Where a text happens, as far as it says: the answer of the geocoder."""

from __future__ import annotations

from dataclasses import dataclass

# fine to coarse; a match from 街道 on has codes and no point
LEVELS = ("门牌", "楼栋", "出入口", "兴趣点", "小区", "路口", "道路", "社区", "街道", "区县", "无")
RADIUS_M: dict[str, int | None] = {
    "门牌": 50, "楼栋": 100, "出入口": 50, "兴趣点": 100, "小区": 250, "路口": 100, "道路": 1500, "社区": 500,
    "街道": 2500, "区县": 15000, "无": None,
}
_RANK = {level: rank for rank, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Located:
    """A text's place. `lon`/`lat` are WGS-84 degrees, None where only the area is known or several places share the name.

    `place` is the gazetteer's name, `matched` the words of the normalised text that gave it, `candidates` the places it may be when
    the text does not decide (怀柔区渤海镇辛庄), `approx` whether the point is a sketch position. `method`: exact | homophone | hint |
    service | none | elsewhere (a text of another city). `named_street` and `named_district` are the codes that text or row name
    outright, "" when none or several.
    """

    level: str = "无"
    place: str | None = None
    place_id: int | None = None
    matched: str = ""
    candidates: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None
    radius_m: int | None = None
    confidence: float = 0.0
    approx: bool = False
    street_code: str = ""
    district_code: str = ""
    community_code: str = ""
    building: str = ""
    method: str = "none"
    named_street: str = ""
    named_district: str = ""

    @property
    def has_point(self) -> bool:
        """Whether the place has a position."""
        return self.lon is not None


NOWHERE = Located()
ELSEWHERE = Located(method="elsewhere")


def is_finer(level: str, other: str) -> bool:
    """Whether the first place level says more than the second."""
    return _RANK[level] < _RANK[other]
