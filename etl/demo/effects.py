"""Planted truths in the hotline: fewer complaints round a project, standing water where the demo wants it. No row is added or lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from etl.demo.ground import point_of
from etl.demo.rain import Rain
from etl.demo.truths import CATCHMENT_M, HELPED_SHARE, WINDOW_WEEKS, Truths
from geodata.catalog import Category
from geodata.gazetteer import Place
from geodata.plane import distance_m

LEAST_SHARE = 0.2  # of a full demo: below it the hotline has too few orders to show any of this, and is left as drawn
WATER = "0305"
SPOKEN_WATER = ("030501", "030503")

Ints = npt.NDArray[np.int64]
Times = npt.NDArray[np.datetime64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Told:
    """An order that was planted: when, and what place text it gives."""

    at: datetime
    place: Place
    text: str


def told_waters(truths: Truths, seed: int) -> tuple[Told, ...]:
    """The planted complaints of standing water: many for each millimetre before a measure, few or none after it."""
    rng = np.random.default_rng(seed + 5)
    spot, closed = truths.treated
    found = _from_rains(rng, truths.rains, truths.homes(spot), lambda r: 0.10 if r.end.date() < closed else 0.022)
    spot, closed = truths.few_rains
    found += _from_rains(rng, truths.rains, truths.homes(spot), lambda r: 0.08 if r.end.date() < closed else 0.03)
    station, closed = truths.relapsed
    heavy = [r for r in truths.rains if r.is_heavy]
    found += _from_rains(rng, heavy, [(station, station.name)], lambda r: _station_rate(heavy, r, closed))
    return tuple(found)


def _station_rate(heavy: Sequence[Rain], rain: Rain, closed: date) -> float:
    """At the relapsed station: much before, nothing in the first rain after the closing, some again from the second on."""
    later = [r for r in heavy if r.end.date() >= closed]
    return 0.07 if rain.end.date() < closed else 0.0 if rain in later[:1] else 0.05


def _from_rains(
    rng: np.random.Generator, rains: Sequence[Rain], homes: list[tuple[Place, str]], rate: Callable[[Rain], float]
) -> list[Told]:
    found = []
    for rain in rains:
        wanted = rain.mm * rate(rain)
        count = int(wanted) + int(rng.random() < wanted % 1)
        for _ in range(count if homes else 0):
            place, text = homes[int(rng.integers(len(homes)))]
            found.append(Told(rain.start + timedelta(minutes=int(rng.uniform(40, rain.hours * 60))), place, text))
    return found


@dataclass(frozen=True)
class Drawn:
    """Orders before their places are drawn: index of the category, time, number of the planted order or −1; shape (n,) each."""

    category: Ints
    created: Times
    planted: Ints


def plant(category: Ints, created: Times, leaves: tuple[Category, ...], waters: tuple[Told, ...], seed: int) -> Drawn:
    """The drawn orders with the planted ones in place of as many others."""
    rng = np.random.default_rng(seed + 6)
    is_water = np.array([leaf.code.startswith(WATER) for leaf in leaves])
    free = np.flatnonzero(~is_water[category])
    rows = rng.choice(free, len(waters), replace=False)
    spoken = [i for i, leaf in enumerate(leaves) if leaf.code in SPOKEN_WATER] or [int(np.flatnonzero(is_water)[0])]
    category, created, planted = category.copy(), created.copy(), np.full(len(category), -1, np.int64)
    category[rows] = [spoken[i % len(spoken)] for i in range(len(waters))]
    created[rows] = np.array([w.at for w in waters], "datetime64[s]")
    planted[rows] = np.arange(len(waters))
    return Drawn(category, created, planted)


@dataclass(frozen=True)
class Orders:
    """What is known of the orders when their places are moved: index of the place, time, whether about standing water; shape (n,) each."""

    drawn: Ints
    created: Times
    is_water: Mask


def steered(orders: Orders, truths: Truths, seed: int) -> Ints:
    """The places of the orders after the planted effects: complaints leave or enter a catchment, none is lost."""
    rng = np.random.default_rng(seed + 7)
    drawn = orders.drawn.copy()
    helped, unchanged = truths.near_projects
    others = truths.crowd.is_focus & ~helped & ~unchanged
    _empty(rng, drawn, orders.is_water & _near_waters(truths)[drawn], truths.crowd.weights * others)
    began, ended = (np.datetime64(t.replace(microsecond=0), "s") for t in truths.work)
    window = np.timedelta64(7 * WINDOW_WEEKS, "D")
    before = (orders.created >= began - window) & (orders.created < began)
    after = (orders.created >= ended) & (orders.created < ended + window)
    shares = ((helped, HELPED_SHARE), (unchanged, 1.0), (others, 1.0))
    # what leaves a catchment goes to the others, which are what it will be compared with: the trend is that of the end, after all moves
    trend = (after & (helped | unchanged | others)[drawn]).sum() / sum(share * (before & zone[drawn]).sum() for zone, share in shares)
    for members, share in shares[:2]:
        wanted = round(float((before & members[drawn]).sum() * trend * share))
        _fill(rng, drawn, after, (members, others, truths.crowd.weights), wanted)
    late = (orders.created >= ended + window) & helped[drawn] & (rng.random(len(drawn)) > HELPED_SHARE)
    _empty(rng, drawn, late, truths.crowd.weights * others)
    return drawn


def _fill(rng: np.random.Generator, drawn: Ints, when: Mask, zones: tuple[Mask, Mask, npt.NDArray[np.float64]], wanted: int) -> None:
    """Moves orders of that time into or out of the members until so many are there."""
    members, others, weights = zones
    inside = np.flatnonzero(when & members[drawn])
    surplus = len(inside) - wanted
    source, target = (inside, others) if surplus > 0 else (np.flatnonzero(when & others[drawn]), members)
    rows = rng.choice(source, min(abs(surplus), len(source)), replace=False)
    likely = weights * target
    drawn[rows] = rng.choice(len(likely), len(rows), p=likely / likely.sum())


def _empty(rng: np.random.Generator, drawn: Ints, which: Mask, likely: npt.NDArray[np.float64]) -> None:
    rows = np.flatnonzero(which)
    drawn[rows] = rng.choice(len(likely), len(rows), p=likely / likely.sum())


def _near_waters(truths: Truths) -> Mask:
    """Places from which a chance complaint could fall into the catchment of a planted point: those are told by the plan alone."""
    spots = (truths.treated[0], truths.few_rains[0], point_of(truths.relapsed[0]))
    places = truths.crowd.places
    reach = [min(distance_m(p.point, s) - (p.radius_m or 0) for s in spots) if p.point else np.inf for p in places]
    return np.array(reach) < CATCHMENT_M
