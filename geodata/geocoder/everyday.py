"""Place names that are everyday words: they mean a place only where the text says so."""

from __future__ import annotations

import re
from pathlib import Path

# need their area and a kind word (和平社区, 朝阳区); two characters are never enough without a kind word or an area
EVERYDAY = frozenset((Path(__file__).parent / "everyday_names.txt").read_text(encoding="utf-8").split())

# a district's name without 区 that is also an ordinary word, or part of one
BARE_DISTRICTS_IN_WORDS = frozenset(("朝阳", "大兴", "东城", "西城"))

# communities named after a road: the bare name means the road
_ROADS = ("路", "街", "巷", "胡同", "条")
# communities named after an institution: the bare name may mean another house of it
_INSTITUTION = re.compile(r"(?:大学|学院|中学|小学|附中|医院|部|局|院|公司|集团|厂|馆|所|基地|机场|部队|银行|宾馆|饭店|中心区|办)$")
_LONGEST_SHORT_NAME = 4      # 空军指挥学院 is one house only


def is_everyday(name: str) -> bool:
    """Whether a name is an everyday word."""
    return name in EVERYDAY


def is_road_name(name: str) -> bool:
    """Whether a community's name first means a road (万寿路)."""
    return name.endswith(_ROADS)


def is_institution(name: str) -> bool:
    """Whether a community's name first means an institution (中央民族大学)."""
    return len(name) <= _LONGEST_SHORT_NAME and _INSTITUTION.search(name) is not None
