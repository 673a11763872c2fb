"""Names as citizens write them, derived from the names the statistics office prints."""

from __future__ import annotations

import re
from collections.abc import Iterable

# what the register appends to the name of a place to name its committee; 村 alone stands for the committee in 丰台区
_COMMITTEE = re.compile(r"(?:社区)?(?:居民委员会|村民委员会|居委会|村委会)$|村?股份经济合作社生活区$|社区$|村$")
_STREET_SUFFIX = re.compile(r"(?:街道|地区|镇|乡)$")
_TIANTONG = re.compile(r"天通(?P<side>[东西南北中])苑第(?P<no>[一二三四五六七八九])(?P<half>[东西南北]?)$")
_TIANTONG_OLD = re.compile(r"天通苑第(?P<no>[一二三四五六七八九])$")
_HOMOPHONES = ("家园", "嘉园", "佳园")

# same place, no rule behind it
COMMUNITY_NAMES = {"万柳（集团）股份经济合作社六郎庄生活区": "六郎庄"}
COMMUNITY_ALIASES = {
    "110114007030": ("森林大第",),
    "110114008011": ("天通苑本三区",),
    "110114010006": ("上坡家园",),
    "110114010011": ("田园风光",),
    "110114010018": ("紫金新干线小区",),
    "110114011003": ("龙城花园",),
    "110114011015": ("二拨子新村",),
    "110114011021": ("金域国际中心",),
    "110114011027": ("上奥世纪中心",),
    "110114012026": ("龙跃苑东四区", "龙跃苑东五区", "龙跃苑东四五区"),
    "110114013003": ("领秀慧谷A区", "领秀慧谷B区"),
}
STREET_ALIASES = {
    "110115403": ("北京经开区", "亦庄开发区", "亦庄经济开发区"),
    "110115404": ("大兴生物医药产业基地", "大兴生物医药基地"),
    "110115406": ("北京大兴国际机场",),
    "110116400": ("雁栖经济开发区",),
    "110118400": ("密云科技园",),
}


def bare_name(registered: str) -> str:
    """The place behind a committee's registered name: 龙腾苑三区社区居委会 → 龙腾苑三区; never shorter than two characters."""
    if registered in COMMUNITY_NAMES:
        return COMMUNITY_NAMES[registered]
    bare = _COMMITTEE.sub("", registered, count=1)
    return bare if len(bare) >= 2 else registered


def community_aliases(name: str, code: str, taken: Iterable[str] = ()) -> tuple[str, ...]:
    """Other wordings of a community's bare name, none of them in `taken` (the bare names of all communities)."""
    found = [*COMMUNITY_ALIASES.get(code, ()), *_tiantong(name), *_homophones(name)]
    known = set(taken)
    return tuple(a for a in dict.fromkeys(found) if a != name and a not in known)


def street_aliases(name: str, code: str) -> tuple[str, ...]:
    """Other wordings of a street-level unit: with every suffix citizens give it, and bare from three characters on.

    Bare names of two characters (和平, 东风) are everyday words; only those of 昌平区 are let in.
    """
    bare = _STREET_SUFFIX.sub("", name)
    if bare == name:
        return STREET_ALIASES.get(code, ())
    forms = [bare + s for s in ("街道", "地区", "镇", "乡", "街道办", "街道办事处", "地区办事处")]
    short = [bare] if len(bare) >= 3 or code.startswith("110114") else []
    return tuple(f for f in [*short, *forms] if f != name)


def station_aliases(station: str) -> tuple[str, ...]:
    """Other wordings of a subway station named X站: X地铁站, 地铁X站, X地铁."""
    bare = station.removesuffix("站")
    return (f"{bare}地铁站", f"地铁{bare}站", *_before_word(bare))


def exit_aliases(station: str, letter: str) -> tuple[str, ...]:
    """Other wordings of a station's exit X站A口: X地铁站A口, 地铁X站A口, X站A出口 …"""
    bare = station.removesuffix("站")
    stems = (f"{bare}地铁站", f"地铁{bare}站", *_before_word(bare), f"{bare}站")
    forms = [f"{stem}{letter}{word}" for word in ("口", "出口", "出入口") for stem in stems]
    return tuple(f for f in forms if f != f"{bare}站{letter}口")


def _before_word(bare: str) -> tuple[str, ...]:
    """X地铁, but 北京地铁 is the whole network."""
    return () if bare == "北京" else (f"{bare}地铁",)


def _tiantong(name: str) -> list[str]:
    """天通西苑第二西 is 天通苑西二区 (西二区西边) to those who live there; 本区 are the oldest quarters."""
    if match := _TIANTONG.match(name):
        side, no = match["side"], match["no"]
        quarter, stems = match["half"], (f"天通苑{side}", f"天通{side}苑", f"天通苑{side}区", f"天通苑{side}苑")
        whole = [*(f"{stem}{no}区" for stem in stems), f"天通{side}苑第{no}", f"天通{side}苑第{no}区"]
        return [*whole, *(f"{stem}{no}区{quarter}" for stem in stems[:2] if quarter)]
    if match := _TIANTONG_OLD.match(name):
        no = match["no"]
        return [f"天通苑{no}区", f"天通苑本{no}区", f"天通苑老{no}区"]
    return []


def _homophones(name: str) -> list[str]:
    """融泽家园 is often written 融泽嘉园."""
    written = next((h for h in _HOMOPHONES if h in name), None)
    return [name.replace(written, other) for other in _HOMOPHONES if other != written] if written else []
