"""The roles and what each may do: a table. Whatever is not in it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Right(StrEnum):
    """One thing somebody may do. A route, page, picture or export asks for exactly one of these."""

    VIEW = "view"                  # counts, maps and rankings of the areas granted
    CASES = "cases"                # lists of single cases, without their texts
    CASE_TEXT = "case_text"        # title, content and place of a case (masked texts all the same): for those who handle it
    EXPORT = "export"              # tables and pictures as files
    SHARE = "share"                # links for others
    QUALITY = "quality"            # batches and rejected rows
    REPORT = "report"              # enter the progress of projects
    FLOOD = "flood"                # switch the mode of the flood season (汛期模式), for everybody
    WALL_CONTROL = "wall_control"  # tell a wall what to show, acknowledge its alarms
    BRIEF = "brief"                # issue weekly briefs
    ACCOUNTS = "accounts"          # system administrator: create, stop, reset
    GRANTS = "grants"              # security administrator: roles, unlocking, ending sign-ins, devices and links
    AUDIT = "audit"                # audit administrator: read the trail
    COMPLIANCE = "compliance"      # what is kept, for how long, who may see what


@dataclass(frozen=True)
class Role:
    """`levels` are the area levels it can be granted for, () for administrators. `is_public_screen`: even a street's small counts go."""

    code: str
    levels: tuple[str, ...]
    rights: frozenset[Right]
    is_administrator: bool = False
    is_public_screen: bool = False


_ANY = ("city", "district", "street")
_OFFICE = (Right.VIEW, Right.EXPORT, Right.SHARE, Right.COMPLIANCE)


def _role(code: str, levels: tuple[str, ...], *rights: Right, is_administrator: bool = False, is_public_screen: bool = False) -> Role:
    return Role(code, levels, frozenset(rights), is_administrator, is_public_screen)


ROLES: MappingProxyType[str, Role] = MappingProxyType({
    role.code: role
    for role in (
        _role("city", ("city",), *_OFFICE, Right.CASES, Right.QUALITY, Right.FLOOD, Right.WALL_CONTROL),
        _role("district", ("district",), *_OFFICE, Right.CASES, Right.FLOOD, Right.WALL_CONTROL),
        _role("street", ("street",), *_OFFICE, Right.CASES, Right.CASE_TEXT, Right.WALL_CONTROL),
        _role("community", ("community",), Right.VIEW, Right.CASES, Right.CASE_TEXT),
        _role("unit", _ANY, Right.VIEW, Right.CASES, Right.CASE_TEXT),
        _role("lead", _ANY, Right.VIEW, Right.EXPORT, Right.REPORT),
        _role("clerk", _ANY, Right.VIEW, Right.EXPORT, Right.CASES, Right.CASE_TEXT, Right.QUALITY, Right.WALL_CONTROL),
        _role("briefing", _ANY, Right.VIEW, Right.EXPORT, Right.SHARE, Right.BRIEF),
        _role("wall", _ANY, Right.VIEW, is_public_screen=True),
        _role("share", (), Right.VIEW, is_public_screen=True),      # whoever holds a link; not for accounts
        _role("system", (), Right.ACCOUNTS, Right.COMPLIANCE, is_administrator=True),
        _role("security", (), Right.GRANTS, Right.COMPLIANCE, is_administrator=True),
        _role("audit", (), Right.AUDIT, Right.COMPLIANCE, is_administrator=True),
    )
})  # fmt: skip
