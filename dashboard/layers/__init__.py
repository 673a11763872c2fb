"""The layers of a map, from below to above. A new layer of data is one new file here and one line in DATA_LAYERS."""

from __future__ import annotations

from types import MappingProxyType

from dashboard.layers.berths import berths
from dashboard.layers.bikes import bikes
from dashboard.layers.datalayer import DataLayer
from dashboard.layers.depth import depth
from dashboard.layers.enforcements import enforcements
from dashboard.layers.hexagons import hexagons
from dashboard.layers.hotspots import hotspots, selection
from dashboard.layers.labels import labels
from dashboard.layers.land import land
from dashboard.layers.mapview import Layer
from dashboard.layers.outlines import outlines
from dashboard.layers.projects import projects
from dashboard.layers.rail import rail
from dashboard.layers.rain import rain
from dashboard.layers.roads import roads
from dashboard.layers.towns import towns
from dashboard.layers.vending import vending
from dashboard.layers.violations import violations
from dashboard.layers.waterlogging import waterlogging

LAYERS: dict[str, Layer] = {
    "land": land,
    "hexagons": hexagons,
    "roads": roads,
    "rail": rail,
    "outlines": outlines,
    "hotspots": hotspots,
    "selection": selection,
    "labels": labels,
}

# layers of registers and events, from below to above, between the hexagons' marks and the names
_OF_DATA = (towns, berths, violations, vending, bikes, enforcements, projects, rain, depth, waterlogging)

DATA_LAYERS: MappingProxyType[str, DataLayer] = MappingProxyType({layer.name: layer for layer in _OF_DATA})
