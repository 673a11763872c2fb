"""The areas that columns of a row name (被反映区, 被反映街乡镇), as codes."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from geodata.address import Normaliser
from geodata.pack import Pack

_NOT_OURS = ("非辖属", "非辖区", "外省", "外埠", "市外")
_SUFFIXES = ("街道", "地区", "镇", "乡")
_BLANK = frozenset(("", "不详", "无", "未知", "其他", "其它", "/", "-"))


class Hint(NamedTuple):
    """Codes that a row names, "" where it names none or the name fits several."""

    district_code: str = ""
    street_code: str = ""


OUTSIDE = Hint("outside", "")
NO_HINT = Hint()


class AreaHints:
    """Looks up area names however a clerk writes them: 回龙观街道, 回龙观, 回龙观镇, 东小口地区办事处."""

    def __init__(self, pack: Pack) -> None:
        self._normaliser = Normaliser()
        self._city_names = tuple(n for a in pack.areas.at("city") for n in (a.name, a.name.removesuffix("市")))
        self._districts: dict[str, str] = {}
        self._streets: dict[str, set[str]] = defaultdict(set)
        for place in pack.gazetteer:
            for name in (place.name, *place.aliases):
                if place.kind == "district":
                    self._districts[self._normaliser.text(name)] = place.district_code
                elif place.kind == "street":
                    self._streets[_stem(self._normaliser.text(name))].add(place.street_code)
        for folk in pack.config.folk_areas:
            if len(folk.street_codes) == 1:
                for name in folk.names:
                    self._streets[_stem(self._normaliser.text(name))] |= set(folk.street_codes)
        self.of = lru_cache(maxsize=65536)(self._of)

    def _of(self, district_text: str, street_text: str) -> Hint:
        """Codes of the areas named; OUTSIDE for a row that says it belongs to no area of the city (非辖属)."""
        if district_text.strip().startswith(_NOT_OURS):
            return OUTSIDE
        district = self._district(district_text)
        streets = self._streets.get(self._plain_street(street_text), set())
        inside = {code for code in streets if not district or code.startswith(district)}
        street = next(iter(inside)) if len(inside) == 1 else ""
        return Hint(district or street[:6], street)

    def _district(self, text: str) -> str:
        plain = self._plain(text)
        return "" if plain in _BLANK else self._districts.get(plain, "")

    def _plain_street(self, text: str) -> str:
        plain = self._plain(text)
        for name in self._districts:
            if name.endswith("区") and plain.startswith(name) and len(plain) > len(name):
                plain = plain.removeprefix(name)
        return _stem(plain)

    def _plain(self, text: str) -> str:
        plain = self._normaliser.text(text)
        for name in self._city_names:
            if len(plain) > len(name) and plain.startswith(name) and plain not in self._streets:
                return plain.removeprefix(name)
        return plain


def _stem(name: str) -> str:
    """What the forms of one street's name share: 东小口地区办事处 and 东小口镇 are 东小口."""
    plain = name.removesuffix("办事处").removesuffix("人民政府").removesuffix("政府").removesuffix("街道办")
    suffix = next((s for s in _SUFFIXES if plain.endswith(s) and len(plain) - len(s) >= 2), "")
    return plain.removesuffix(suffix)
