"""Which role may be given to whom, for where: the rules, and who may not hold what beside what (三员分立)."""

from __future__ import annotations

from dashboard import texts
from dashboard.access.roles import ROLES, Role
from dashboard.access.viewer import Granted
from geodata.errors import BadRequest, RightsError
from geodata.pack import Pack

Held = tuple[str, str, str]        # role, area code, unit

UNIT, WALL = "unit", "wall"


def require_grantable(pack: Pack, role_code: str, area_code: str, unit: str) -> Role:
    """The role, where it can be given for this area and unit at all. Raises BadRequest, in Chinese, where not."""
    role = ROLES.get(role_code)
    if role is None or not (role.levels or role.is_administrator):
        raise BadRequest(texts.GRANT_ROLE.format(role=role_code, roles="、".join(grantable())))
    area = pack.areas.get(area_code)
    if role.is_administrator and area_code:
        raise BadRequest(texts.GRANT_NO_AREA.format(role=name_of(role_code)))
    if not role.is_administrator and (area is None or area.level not in role.levels):
        raise BadRequest(texts.GRANT_AREA.format(role=name_of(role_code), area=area_code, levels="、".join(map(level_name, role.levels))))
    if bool(unit.strip()) != (role_code == UNIT) or len(unit) > 64 or not unit.isprintable():
        raise BadRequest(texts.GRANT_UNIT.format(role=name_of(role_code)))
    return role


def require_separate(held: tuple[Held, ...], wanted: Held, *, is_device: bool) -> None:
    """Raises RightsError where this role may not stand beside those held: an administrator has one role, a device only that of a wall."""
    if wanted in held:
        raise RightsError(texts.GRANT_AGAIN)
    if is_device != (wanted[0] == WALL) or (is_device and held):
        raise RightsError(texts.GRANT_DEVICE)
    if held and not is_separate((*held, wanted)):
        raise RightsError(texts.GRANT_SEPARATE.format(held="、".join(dict.fromkeys(name_of(h[0]) for h in held))))


def is_separate(held: tuple[Held, ...]) -> bool:
    """Whether whoever holds all of these holds no administrator's role beside another."""
    return len(held) < 2 or not any((role := ROLES.get(code)) is not None and role.is_administrator for code, _, _ in held)


def granted(pack: Pack, held: tuple[Held, ...]) -> tuple[Granted, ...]:
    """What grants come to now; nothing at all where they should not stand beside each other, however they got there."""
    return tuple(found for one in held if (found := _granted(pack, one))) if is_separate(held) else ()


def grantable() -> tuple[str, ...]:
    """Codes of the roles that can be given to accounts."""
    return tuple(code for code, role in ROLES.items() if role.levels or role.is_administrator)


def name_of(role_code: str) -> str:
    """The role in Chinese; an unknown one's code."""
    return texts.ROLE_NAMES.get(role_code, role_code)


def level_name(level: str) -> str:
    """A level of areas in Chinese."""
    return texts.ROLE_LEVELS.get(level, level)


def _granted(pack: Pack, held: Held) -> Granted | None:
    code, area_code, unit = held
    role = ROLES.get(code)
    if role is None or not (role.levels or role.is_administrator):
        return None
    if role.is_administrator:
        return Granted(role)
    area = pack.areas.get(area_code)
    if area is None or area.level not in role.levels or bool(unit) != (code == UNIT):
        return None
    return Granted(role, area_code, area.level, pack.areas.ranges(area_code), unit)
