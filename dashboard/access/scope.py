"""What a viewer may see: ranges of area codes, and whether records outside every area (辖区外) are among it."""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[str, str]

EVERY_CODE: Range = ("0", ":")      # ":" follows "9", so that this holds every code of digits


@dataclass(frozen=True)
class Scope:
    """Half-open ranges [lo, hi) of prefix-ordered area codes; `includes_outside` adds the records without any code."""

    ranges: tuple[Range, ...]
    includes_outside: bool = False

    @classmethod
    def municipal(cls) -> Scope:
        """Everything, records outside every area included."""
        return cls((EVERY_CODE,), True)

    @property
    def is_municipal(self) -> bool:
        """Whether nothing is kept from this viewer."""
        return self.includes_outside and EVERY_CODE in self.ranges

    def covers(self, ranges: tuple[Range, ...]) -> bool:
        """Whether all codes of `ranges` may be seen."""
        return all(any(lo <= a and b <= hi for lo, hi in self.ranges) for a, b in ranges)

    def within(self, ranges: tuple[Range, ...]) -> tuple[Range, ...]:
        """The part of `ranges` that may be seen, in their order; () where nothing may."""
        cut = ((max(a, lo), min(b, hi)) for a, b in ranges for lo, hi in self.ranges)
        return tuple((lo, hi) for lo, hi in cut if lo < hi)
