"""What the demo was made to contain, by number: the effects that the product has to find in it, and those it must not invent.

Everything here is synthetic. The places are real and serve as locations only; projects, waterlogging points and enforcements are 示例.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

import h3.api.basic_int as h3_int
import numpy as np
import shapely

from etl.demo.crowd import Crowd
from etl.demo.ground import EXACT_KINDS, Ground, Section, apart, degrees, point_of
from etl.demo.rain import Rain, rains
from geodata.coords import LonLat
from geodata.gazetteer import Place
from geodata.grid import boundaries_of
from geodata.pack import Pack
from geodata.plane import distance_m, to_metres

HELPED_PROJECT, UNCHANGED_PROJECT = "2-001", "2-002"  # −30 % of the complaints around it after its end; nothing at all
HELPED_SHARE = 0.70
TREATED_SITE, RELAPSED_SITE, FEW_RAINS_SITE, SENSED_SITE = "JS-001", "JS-002", "JS-003", "JS-004"
DISPLACED_WORK, CONTAINED_WORK = "ZZ-01", "ZZ-02"  # an enforcement that moved the offences next door, and one that did not

WINDOW_WEEKS = 26  # of a comparison before the start and after the end: 52 weeks apart, so that both lie in the same season
WORK_BEGAN_WEEKS, WORK_ENDED_WEEKS = 60, 34  # before the moment the data ends
ENFORCED_WEEKS, ENFORCED_FOR_WEEKS = 20, 2
HISTORY_DAYS = 730
EFFECT_GAP_M, SITE_GAP_M, WORK_GAP_M = 2600, 700, 2800
PLOT_M, PLOT_RINGS = 260, 1  # a plot so wide, in the middle of its hexagon, meets the ring of hexagons round it and no other
BUSY_M = 800
# of a pack that has a demo with all layers
LEAST_STREETS, LEAST_NEAR, LEAST_FOCUS, LEAST_SECTIONS, LEAST_PLACES, LEAST_LONELY = 100, 6, 4, 60, 40, 16
CATCHMENT_M, RELAPSED_CATCHMENT_M = 500, 300
CLEAR_M, INSIDE_M = 170, 440  # a planted complaint lies in the catchment, but clear of the radius in which it counts as a relapse


@dataclass(frozen=True)
class Truths:
    """The planted places and days of one demo: of a pack, and of the moment its data ends (naive Shanghai)."""

    pack: Pack
    as_of: datetime

    @cached_property
    def ground(self) -> Ground:
        """The roads and places they stand on."""
        return Ground(self.pack)

    @cached_property
    def crowd(self) -> Crowd:
        """Who complains where."""
        return Crowd(self.pack)

    @cached_property
    def is_possible(self) -> bool:
        """Whether the pack has ground enough to draw on: roads, stations and streets. Where it has not, a demo is the hotline alone."""
        home = self.pack.areas.breadcrumb(self.pack.config.default_area)[1].code
        outlined = [area.code for area in self.pack.areas.outlined("street")]
        near = [code for code in outlined if code.startswith(home) and code not in self.ground.focus]
        enough = (
            (len(outlined), LEAST_STREETS),
            (len(near), LEAST_NEAR),
            (len(self.ground.focus), LEAST_FOCUS),
            (len(self.ground.sections), LEAST_SECTIONS),
            (sum(p.kind == "station" for p in self.ground.places), 1),
            (len(self.ground.places), LEAST_PLACES),
        )
        return all(count >= least for count, least in enough) and len(self.lonely) >= LEAST_LONELY

    @cached_property
    def rains(self) -> tuple[Rain, ...]:
        """All rains of the two years of data."""
        return rains((self.as_of - timedelta(days=HISTORY_DAYS)).date(), self.as_of)

    @property
    def work(self) -> tuple[datetime, datetime]:
        """When the two projects began and ended."""
        return self.as_of - timedelta(weeks=WORK_BEGAN_WEEKS), self.as_of - timedelta(weeks=WORK_ENDED_WEEKS)

    @property
    def enforced(self) -> tuple[date, date]:
        """First and last day of the two enforcements."""
        first = (self.as_of - timedelta(weeks=ENFORCED_WEEKS)).date()
        return first, first + timedelta(weeks=ENFORCED_FOR_WEEKS)

    @cached_property
    def project_spots(self) -> tuple[LonLat, LonLat]:
        """Where the project that helped and the one that did not are: the two busiest catchments that lie far enough apart."""
        spots = [point_of(p) for p in self.ground.places if p.kind not in EXACT_KINDS]
        busy = sorted(((self._weight_round(spot), i) for i, spot in enumerate(spots)), reverse=True)
        first, second = apart(((spots[i], i) for _, i in busy), EFFECT_GAP_M)[:2]
        return spots[first], spots[second]

    def _weight_round(self, spot: LonLat) -> float:
        """How much is complained of around a spot, about as far as a catchment reaches."""
        lon, lat = (np.array([getattr(p, axis) or 0.0 for p in self.crowd.places]) for axis in ("lon", "lat"))
        east, north = to_metres(lon, lat, spot).T
        return float(self.crowd.weights[np.hypot(east, north) < BUSY_M].sum())

    @cached_property
    def near_projects(self) -> tuple[np.ndarray, np.ndarray]:
        """Which places of the crowd may fall into the catchment of either project."""
        helped, unchanged = self.project_spots
        return self.near(helped), self.near(unchanged)

    def near(self, spot: LonLat) -> np.ndarray:
        """Mask over the crowd's places: those whose reach meets the hexagons of a plot at the spot, or the rings of its catchment."""
        rings = PLOT_RINGS + self.pack.rules.effects.catchment_rings
        cells = h3_int.grid_disk(h3_int.latlng_to_cell(spot.lat, spot.lon, 9), rings)
        catchment = shapely.union_all([shapely.Polygon(ring) for ring in boundaries_of(cells)])
        points, reach = self._reaches
        found = shapely.distance(points, catchment) <= reach
        return np.asarray(found & ~np.isnan(reach), bool)

    @cached_property
    def treated(self) -> tuple[LonLat, date]:
        """A point whose complaints per mm fell, and the day its case was closed: half of the heavy rains lie on either side."""
        heavy = [r for r in self.rains if r.is_heavy]
        return self.lonely[0], heavy[len(heavy) // 2].end.date() + timedelta(days=1)

    @cached_property
    def few_rains(self) -> tuple[LonLat, date]:
        """A point whose case was closed so late that at most two rains have fallen since."""
        return self.lonely[1], self.rains[-2].end.date() + timedelta(days=1)

    @cached_property
    def relapsed(self) -> tuple[Place, date]:
        """A station beside which water came back, and the day the case had been closed: five heavy rains before the data ends."""
        taken = [*self.project_spots, self.treated[0], self.few_rains[0]]
        stations = [p for p in self.ground.places if p.kind == "station"]
        heavy = [r for r in self.rains if r.is_heavy]
        place = max(stations, key=lambda p: min(distance_m(point_of(p), t) for t in taken))
        return place, heavy[-5].end.date() + timedelta(days=1)

    @cached_property
    def sensed(self) -> tuple[LonLat, date]:
        """A point that no complaint reaches, at which a sensor saw water after its case had been closed."""
        heavy = [r for r in self.rains if r.is_heavy]
        return self.lonely[2], heavy[-4].end.date() + timedelta(days=1)

    @cached_property
    def enforced_sections(self) -> tuple[Section, Section]:
        """The stretches of the enforcement that displaced and of the one that did not."""
        sections = self.ground.sections
        middle = self.pack.config.centre
        order = sorted(range(len(sections)), key=lambda i: distance_m(sections[i].middle, middle))
        first, second = apart(((sections[i].middle, i) for i in order), WORK_GAP_M)[:2]
        return sections[first], sections[second]

    def homes(self, spot: LonLat) -> list[tuple[Place, str]]:
        """Buildings in the catchment of a point whose complaints are planted."""
        return self.ground.homes(spot, CLEAR_M, INSIDE_M)

    @cached_property
    def lonely(self) -> tuple[LonLat, ...]:
        """Points apart from each other that no complaint can relapse, those with most homes in their catchment first."""
        quiet = self.ground.quiet_spots
        counts = [len(self.homes(spot)) for spot in quiet]
        order = sorted(range(len(quiet)), key=lambda i: -counts[i])
        return tuple(quiet[i] for i in apart(((quiet[i], i) for i in order), SITE_GAP_M))

    @cached_property
    def _reaches(self) -> tuple[np.ndarray, np.ndarray]:
        places = self.crowd.places
        points = shapely.points([p.lon or 0.0 for p in places], [p.lat or 0.0 for p in places])
        # in degrees of latitude, a little more on the ground than needed to the east
        reach = [np.nan if p.point is None else degrees(0 if p.kind in EXACT_KINDS else p.radius_m or 0) * 1.3 for p in places]
        return points, np.array(reach)
