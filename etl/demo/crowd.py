"""Who complains where: how likely each named place of a pack is to be the scene of an order."""

from __future__ import annotations

from functools import cached_property
from random import Random

import numpy as np
import numpy.typing as npt

from geodata.gazetteer import Place
from geodata.pack import Pack

FOCUS_SHARE, HOME_DISTRICT_SHARE = 0.70, 0.12  # the rest falls on the other districts
KIND_WEIGHTS = {"community": 1.0, "compound": 1.0, "station": 1.0, "exit": 0.12, "road": 0.8, "street": 1.2, "district": 2.0}

Floats = npt.NDArray[np.float64]


class Crowd:
    """The places of a pack that orders name, with their weights, the same however often it is asked."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.places: tuple[Place, ...] = tuple(p for p in pack.gazetteer if p.kind in KIND_WEIGHTS)

    @cached_property
    def is_focus(self) -> npt.NDArray[np.bool_]:
        """Which places lie in the pack's default area."""
        focus = {area.code for area in self.pack.areas.children(self.pack.config.default_area)}
        return np.array([p.street_code in focus for p in self.places])

    @cached_property
    def weights(self) -> Floats:
        """Likelihood of each place, shape (places,), summing to 1."""
        home = self.pack.areas.breadcrumb(self.pack.config.default_area)[1].code
        is_home = np.array([p.district_code == home for p in self.places])
        zone = np.where(self.is_focus, 0, np.where(is_home, 1, 2))
        steady = np.random.default_rng(11)
        weights = np.array([KIND_WEIGHTS[p.kind] for p in self.places]) * steady.lognormal(0, 0.65, len(self.places))
        weights *= np.array([Random(p.street_code).uniform(0.7, 1.5) for p in self.places])
        for index, share in enumerate((FOCUS_SHARE, HOME_DISTRICT_SHARE, 1 - FOCUS_SHARE - HOME_DISTRICT_SHARE)):
            weights[zone == index] *= share / weights[zone == index].sum()
        return weights
