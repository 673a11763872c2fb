"""The names that definitions of walls may use. What each draws is registered in dashboard.walls.panels; a test holds both equal."""

from __future__ import annotations

PREFIX = "/wall/"                # of the addresses of walls
KPI = "kpi:"                    # a tile's panel is named kpi:complaints

TILES = (
    "complaints", "resolution", "satisfaction", "response", "closing", "duration", "water", "relapsed", "rain", "depth", "silent",
    "parking", "vending", "bikes", "false", "ontime", "late", "watched", "done", "running", "unreported", "supervised", "aftercare",
    "watch", "tasks",
)  # fmt: skip

PANELS = (
    "alarms", "programme", "ranking", "trend12", "categories", "durations", "reporting", "water_points", "rain_now", "parking_hours",
    "parking_roads", "projects_late", "projects_changes", "outputs", "towns_stages", "towns_nearest", "hot_cells", "emerging",
)  # fmt: skip

SPARE = (
    "hot_cells", "emerging", "projects_late", "water_points", "parking_roads", "ranking", "parking_hours", "projects_changes", "rain_now",
    "towns_nearest", "outputs", "reporting", "categories", "durations", "trend12", "towns_stages",
)  # fmt: skip
"""What fills the further slots of wide walls where a scene names none, in this order."""
