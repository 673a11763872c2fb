"""What a viewer may see: ranges of area codes, whether records outside every area (辖区外) are among it, and where small counts stay."""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[str, str]

EVERY_CODE: Range = ("0", ":")      # ":" follows "9", so that this holds every code of digits


@dataclass(frozen=True)
class Scope:
    """Half-open ranges [lo, hi) of prefix-ordered area codes; nothing at all where none is given.

    `includes_outside` adds the records without any code. In `exact` ranges (a viewer's own street, an open demo home) counts below the
    pack's limit are shown; elsewhere they are suppressed. `units` limits records to those handled by these units, None being no limit.
    """

    ranges: tuple[Range, ...] = ()
    includes_outside: bool = False
    exact: tuple[Range, ...] = ()
    units: tuple[str, ...] | None = None

    @classmethod
    def everything(cls) -> Scope:
        """Every record, every count as it is: an open demo home, and the queries of tests."""
        return cls((EVERY_CODE,), True, (EVERY_CODE,))

    @classmethod
    def municipal(cls) -> Scope:
        """Every record, records outside every area included; small counts suppressed."""
        return cls((EVERY_CODE,), True)

    @property
    def is_municipal(self) -> bool:
        """Whether no area is kept from this viewer."""
        return self.includes_outside and EVERY_CODE in self.ranges

    def covers(self, ranges: tuple[Range, ...]) -> bool:
        """Whether all codes of `ranges` may be seen; False for no ranges."""
        return _holds(self.ranges, ranges)

    def is_exact(self, ranges: tuple[Range, ...]) -> bool:
        """Whether counts of these codes are shown however small."""
        return _holds(self.exact, ranges)

    def within(self, ranges: tuple[Range, ...]) -> tuple[Range, ...]:
        """The part of `ranges` that may be seen, in their order; () where nothing may."""
        cut = ((max(a, lo), min(b, hi)) for a, b in ranges for lo, hi in self.ranges)
        return tuple((lo, hi) for lo, hi in cut if lo < hi)


NOTHING = Scope()


def _holds(outer: tuple[Range, ...], inner: tuple[Range, ...]) -> bool:
    return bool(inner) and all(any(lo <= a and b <= hi for lo, hi in outer) for a, b in inner)
