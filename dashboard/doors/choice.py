"""An area as somebody types or picks it: its code, or its name as the list offers it."""

from __future__ import annotations

from dashboard import texts
from geodata.areas import Area
from geodata.errors import BadRequest
from geodata.pack import Pack

OFFERED = ("city", "district", "street")      # communities by code or name: there are thousands
MOST_NAMED = 4


def area_names(pack: Pack) -> list[str]:
    """What the list offers: 回龙观街道 110114011, focus areas first."""
    return [f"{a.name} {a.code}" for a in (*pack.areas.focus_areas(), *(a for level in OFFERED for a in pack.areas.at(level)))]


def chosen_area(pack: Pack, typed: str) -> str:
    """The code of what was typed; "" for nothing. Raises BadRequest where no area, or more than one, has that name."""
    text = typed.strip()
    if not text:
        return ""
    code = text.split()[-1]
    if pack.areas.get(code):
        return code
    found = _named(pack, text)
    if not found:
        raise BadRequest(texts.DOORS["area_unknown"].format(text=text[:32]))
    if len(found) > 1:
        names = "、".join(f"{a.name} {a.code}" for a in found[:MOST_NAMED])
        raise BadRequest(texts.DOORS["area_many"].format(text=text[:32], names=names))
    return found[0].code


def _named(pack: Pack, text: str) -> list[Area]:
    """Areas of that name on the highest level that has one."""
    levels = (pack.areas.focus_areas(), *(pack.areas.at(level) for level in (*OFFERED, "community")))
    full = ([a for a in areas if a.name == text] for areas in levels)
    short = ([a for a in areas if pack.areas.short_name(a.code) == text] for areas in levels)
    return next((found for found in (*full, *short) if found), [])
