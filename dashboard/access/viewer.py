"""Who is looking: grants, and what they add up to for one right. Nobody may see anything; an open demo home lets everybody see all."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.access.roles import ROLES, Right, Role
from dashboard.access.scope import EVERY_CODE, NOTHING, Range, Scope

OWN_LEVELS = ("street", "community")   # within these a viewer's own small counts are shown
OPEN_RIGHTS = frozenset(
    {
        Right.VIEW, Right.CASES, Right.CASE_TEXT, Right.EXPORT, Right.QUALITY, Right.COMPLIANCE, Right.FLOOD, Right.REPORT,
        Right.WALL_CONTROL, Right.BRIEF,
    }
)


@dataclass(frozen=True)
class Granted:
    """One role within one area; `ranges` are the area's codes, () for administrators; `unit` the 承办单位 of a unit."""

    role: Role
    area: str = ""
    level: str = ""
    ranges: tuple[Range, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class Viewer:
    """One reader of one request. `login` "" is nobody; `address` the client's.

    `is_open` is the reader of an open demo home. `frozen_address` is the one view that the holder of a share link may see ("" for others).
    """

    login: str = ""
    name: str = ""
    grants: tuple[Granted, ...] = ()
    account_id: int | None = None
    session_id: int | None = None
    address: str = ""
    is_open: bool = False
    frozen_address: str = ""

    @property
    def is_nobody(self) -> bool:
        """Whether nobody is signed in and the home is not open."""
        return not self.login and not self.is_open

    def may(self, right: Right) -> bool:
        """Whether any grant gives this right."""
        return right in OPEN_RIGHTS if self.is_open else any(right in g.role.rights for g in self.grants)

    def scope(self, right: Right = Right.VIEW) -> Scope:
        """Where this right holds; nothing where no grant gives it."""
        if self.is_open:
            return Scope.everything() if right in OPEN_RIGHTS else NOTHING
        held = [g for g in self.grants if right in g.role.rights and g.ranges]
        if not held:
            return NOTHING
        ranges = tuple(dict.fromkeys(r for g in held for r in (_every(g) or g.ranges)))
        exact = tuple(r for g in held if g.level in OWN_LEVELS and not g.role.is_public_screen and not g.unit for r in g.ranges)
        is_outside = any(g.level == "city" for g in held)
        return Scope(ranges, is_outside, exact, _units(held) if right in (Right.CASES, Right.CASE_TEXT) else None)

    @property
    def area(self) -> str:
        """The area to begin with: that of the first grant that shows anything; "" where none does or the home is open."""
        return next((g.area for g in self.grants if Right.VIEW in g.role.rights and g.ranges), "")


NOBODY = Viewer()
ANYBODY = Viewer(is_open=True)


def role_named(code: str) -> Role | None:
    """The role of a code; None where there is none (any more), which gives no right."""
    return ROLES.get(code)


def _every(grant: Granted) -> tuple[Range, ...]:
    return (EVERY_CODE,) if grant.level == "city" else ()


def _units(held: list[Granted]) -> tuple[str, ...] | None:
    """Names of units where every grant is a unit's; one grant of another role lifts the limit."""
    return tuple(g.unit for g in held) if all(g.role.code == "unit" for g in held) else None
