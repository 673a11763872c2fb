"""One invented project of the demo's programme, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shapely.geometry.base import BaseGeometry

from etl.demo.courses import Course
from etl.demo.kinds import Kind

Money = tuple[float, float, float]   # planned, in place, paid; 万元


@dataclass(frozen=True)
class Spot:
    """Where a project lies: its shape or nothing but a text, the place and street that the register names."""

    shape: BaseGeometry | None
    text: str
    street: str


@dataclass(frozen=True)
class Project:
    """One invented project as its register shows it; money in 万元."""

    no: str
    name: str
    kind: Kind
    course: Course
    spot: Spot
    output: int
    money: Money
    due: tuple[date, float] | None
    owner: str
