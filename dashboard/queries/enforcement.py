"""Enforcements (整治) and what became of the offences there and next door; berths (泊位) beside the offences of an area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from sqlalchemy import Row, select

from dashboard.queries.offences import KINDS, Offences
from dashboard.queries.parking import COUNTED, Sheet, in_hexagons, parent
from geodata import grid
from geodata.displacement import LEAST_WEEKS, TOO_FEW, Displacement, Weeks, judge, rings_round
from geodata.errors import NotFound
from geodata.store.models import Site

ENFORCEMENT, PARKING = "enforcement", "parking"
RES = 9                                        # of the treated cells and the rings, about 0.1 km² each
NO_PLACE, EARLY, FEW, UNCLEAR = "no_place", "early", "few", "unclear"      # why it is too little to judge

_CHILD = {"city": "district_code", "district": "street_code", "street": "community_code"}


@dataclass(frozen=True)
class Enforcement:
    """One enforcement with its verdict. Days are the first and last of it, `until` None where it goes on or nobody said.

    `reason` says why a TOO_FEW is one; `is_partial`: the rest is only that part of the district which the reader may see. `weeks_before`
    and `weeks_after` are the windows used; the sums are theirs.
    """

    site_no: str
    name: str
    kind: str
    road_name: str
    street_code: str
    first: date
    until: date | None
    cells: tuple[int, ...]
    found: Displacement
    reason: str
    is_partial: bool
    weeks_before: int
    weeks_after: int
    treated: tuple[int, int]
    rings: tuple[int, int]
    lon: float | None
    lat: float | None
    is_sample: bool


@dataclass(frozen=True)
class SupplyLine:
    """Supply and demand of one area below; `code` "" are those not known to that level. None: no register says."""

    code: str
    name: str
    site_count: int
    berth_count: int | None
    lock_removed_count: int | None
    new_area_m2: float | None
    violation_count: int

    @property
    def per_100_berths(self) -> float | None:
        """Parking offences per 100 registered berths; None (无数据) without any berth."""
        return 100 * self.violation_count / self.berth_count if self.berth_count else None


@dataclass(frozen=True)
class _Zone:
    """Days (since 1970) and cells of what counts in a district, by time."""

    days: npt.NDArray[np.int64]
    cells: npt.NDArray[np.int64]


def enforcements(offences: Offences, area: str, *, kind: str = "", most: int | None = None) -> tuple[Enforcement, ...]:
    """Enforcements registered in an area, newest first. Raises NotFound, RightsError, StoreError."""
    rows = _sites(offences, area, ENFORCEMENT)
    dated = [(first, row) for row in rows if (first := _day(row.details, "from_date")) and kind in ("", row.details.get("violation_kind"))]
    dated.sort(key=lambda pair: (pair[0], pair[1].site_no), reverse=True)
    return tuple(_judged(offences, row, first) for first, row in dated[:most])


def supply(offences: Offences, of: Sheet) -> tuple[SupplyLine, ...]:
    """Berths, and parking offences on all days of the period, of the areas right below; most offences first. Raises StoreError."""
    return supply_of(offences, of.asked.area, demand(offences, of))


def demand(offences: Offences, of: Sheet) -> dict[str, int]:
    """Parking offences on all days of the period, by area right below."""
    column = _below(offences, of.asked.area)
    counted = of.period.select("kind", "counts", column).filter(COUNTED & (pl.col("kind") == PARKING))
    return {code or "": count for code, count in counted[column].value_counts().iter_rows()}


def supply_of(offences: Offences, area: str, counts: Mapping[str, int]) -> tuple[SupplyLine, ...]:
    """Berths beside these counts of `demand`. Raises NotFound, RightsError, StoreError."""
    areas, column = offences.register.pack.areas, _below(offences, area)
    held: dict[str, list[Mapping[str, Any]]] = {}
    for row in _sites(offences, area, PARKING):
        held.setdefault(getattr(row, column) or "", []).append(row.details)
    children = [a.code for a in areas.children(area)]
    codes = [*children, *sorted({*counts, *held} - {*children, ""}), *([""] if "" in counts or "" in held else [])]
    lines = [_supplied(code, areas.short_name(code) if code else "", held.get(code, ()), counts.get(code, 0)) for code in codes]
    return tuple(sorted(lines, key=lambda line: (line.code == "", -line.violation_count, line.code)))


def _below(offences: Offences, area: str) -> str:
    return _CHILD.get(offences.register.pack.areas.breadcrumb(area)[-1].level, "community_code")


def _supplied(code: str, name: str, sites: Sequence[Mapping[str, Any]], violations: int) -> SupplyLine:
    berths, locks, built = (_sum(sites, key) for key in ("berth_count", "lock_removed_count", "new_area_m2"))
    as_count = [None if value is None else round(value) for value in (berths, locks)]
    return SupplyLine(code, name, len(sites), as_count[0], as_count[1], built, violations)


def _sum(sites: Sequence[Mapping[str, Any]], key: str) -> float | None:
    told = [float(site[key]) for site in sites if isinstance(site.get(key), int | float)]
    return sum(told) if told else None


def _sites(offences: Offences, area: str, kind: str) -> Sequence[Row[Any]]:
    columns = (
        Site.site_no, Site.name, Site.details, Site.district_code, Site.street_code, Site.community_code, Site.h3_11, Site.lon, Site.lat,
        Site.place_radius_m, Site.row_digest, Site.is_sample,
    )  # fmt: skip
    wanted = select(*columns).where(Site.kind == kind, offences.register.within(area, Site)).order_by(Site.site_no)
    with offences.register.read() as store:
        return store.execute(wanted).all()


def _judged(offences: Offences, row: Row[Any], first: date) -> Enforcement:
    kind = row.details.get("violation_kind")
    kind = kind if kind in KINDS else ""
    cells = _treated(row, offences)
    name = ("enforcement", row.site_no, row.row_digest, row.details.get("from_date"), cells, kind)
    found, reason, weeks, sums = offences.derived(name, lambda: _displacement(offences, row.district_code, kind, first, cells))
    scope, areas = offences.register.scope, offences.register.pack.areas
    is_known = row.district_code is not None and areas.get(row.district_code) is not None
    return Enforcement(
        site_no=row.site_no, name=row.name, kind=kind, road_name=row.details.get("road_name") or "", street_code=row.street_code or "",
        first=first, until=_day(row.details, "until_date"), cells=cells, found=found, reason=reason,
        is_partial=bool(is_known and not scope.covers(areas.ranges(row.district_code))),
        weeks_before=weeks[0], weeks_after=weeks[1], treated=sums[0], rings=sums[1], lon=row.lon, lat=row.lat, is_sample=row.is_sample,
    )  # fmt: skip


def _displacement(
    offences: Offences, district: str | None, kind: str, first: date, cells: tuple[int, ...]
) -> tuple[Displacement, str, tuple[int, int], tuple[tuple[int, int], tuple[int, int]]]:
    """The finding, why it is none, weeks before and after, and the sums of the treated cells and the rings."""
    rules, nothing = offences.register.pack.rules.parking, ((0, 0), (0, 0))
    if not cells or not district:
        return Displacement(TOO_FEW), NO_PLACE, (0, 0), nothing
    zone, state = _zone(offences, district, kind), offences.state
    if state.newest_at is None or state.first_day is None:
        return Displacement(TOO_FEW), EARLY, (0, 0), nothing
    weeks_after = min(rules.window_weeks, max(0, (state.newest_at.date() - first).days // 7))      # the newest day may not be whole
    weeks_before = min(rules.window_weeks, max(0, (first - state.first_day).days // 7))
    rings = rings_round(cells, rules.rings)
    start = (first - date(1970, 1, 1)).days
    lo, hi = np.searchsorted(zone.days, [start - 7 * weeks_before, start + 7 * weeks_after])
    weeks, where = (zone.days[lo:hi] - start) // 7 + weeks_before, zone.cells[lo:hi]
    is_treated, is_ring = np.isin(where, np.array(cells)), np.isin(where, np.array(sorted(rings)))
    parts = (is_treated, is_ring, ~is_treated & ~is_ring)
    inner, outer, rest = (_weeks(weeks[part], weeks_before, weeks_after) for part in parts)
    found = judge(inner, outer, rest, rules)
    few = UNCLEAR if found.treated else EARLY if min(weeks_before, weeks_after) < LEAST_WEEKS else FEW
    reason = few if found.verdict == TOO_FEW else ""
    return found, reason, (weeks_before, weeks_after), (inner.sums, outer.sums)


def _weeks(weeks: npt.NDArray[np.int64], before: int, after: int) -> Weeks:
    counts = np.bincount(weeks, minlength=before + after).tolist()
    return Weeks(tuple(counts[:before]), tuple(counts[before:]))


def _zone(offences: Offences, district: str, kind: str) -> _Zone:
    """What the reader may see of a district; of one kind, or all."""

    def made() -> _Zone:
        try:
            rows = offences.seen_rows(district, date.min, date.max - timedelta(days=1))
        except NotFound:
            return _Zone(np.empty(0, np.int64), np.empty(0, np.int64))
        wanted = COUNTED & in_hexagons(offences.register.pack, RES) & (pl.col("kind") == kind if kind else pl.lit(True))
        found = rows.filter(wanted).select(days=pl.col("day").to_physical().cast(pl.Int64), cells=parent(RES))
        return _Zone(found["days"].to_numpy(), found["cells"].to_numpy())

    return offences.derived(("zone", district, kind), made)


def _treated(row: Row[Any], offences: Offences) -> tuple[int, ...]:
    """The hexagons of its stretch, else that of its point; none where its place is not known that well."""
    told = row.details.get("cells_09")
    cells = [grid.cell_named(str(name)) for name in told] if isinstance(told, list) else []
    known = tuple(sorted({cell for cell in cells if cell is not None and grid.resolution_of(cell) == RES}))
    radius = row.place_radius_m
    if known or row.h3_11 is None or radius is None or radius > offences.register.pack.rules.hex.max_radius_m[RES]:
        return known
    return tuple(grid.parents_of([row.h3_11], RES).tolist())


def _day(details: Mapping[str, Any], key: str) -> date | None:
    try:
        return date.fromisoformat(str(details.get(key) or ""))
    except ValueError:
        return None
