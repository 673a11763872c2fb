"""Projects of the programme (行动计划) with their lights, as points, lines and areas."""

from __future__ import annotations

from datetime import date

import polars as pl
import shapely
from geoalchemy2.shape import to_shape
from sqlalchemy import select

from dashboard.queries.layers import rows_frame
from dashboard.queries.programme.lines import projects
from dashboard.queries.programme.records import NONE_LIGHT, ProjectLine
from dashboard.queries.register import Register
from dashboard.texts import layers as words
from geodata.grid import cells_of
from geodata.store.models import Project


def project_rows(register: Register, area: str, first: date, last: date) -> pl.DataFrame:
    """The area's projects as of today, whatever the period; columns of ROWS. Raises NotFound, RightsError, StoreError."""
    lines, shapes = projects(register, area), _shapes(register, area)
    placed = [(line.no, line.lon, line.lat) for line in lines if line.lon is not None and line.lat is not None]
    cells = cells_of([lon for _, lon, _ in placed], [lat for _, _, lat in placed]).tolist() if placed else []
    cell = {no: found for (no, _, _), found in zip(placed, cells, strict=True)}
    return rows_frame([
        {"id": line.no, "name": line.name, "state": line.light.code or NONE_LIGHT, "note": _note(line), "lon": line.lon, "lat": line.lat,
         "h3_11": cell.get(line.no), "shape": shapes.get(line.no)}
        for line in lines
    ])  # fmt: skip


def _shapes(register: Register, area: str) -> dict[str, str]:
    """Lines and polygons as GeoJSON, by number."""
    wanted = select(Project.project_no, Project.geom).where(Project.geom.is_not(None), register.within(area, Project))
    with register.read() as store:
        found = {no: to_shape(geom) for no, geom in store.execute(wanted)}
    return {no: shapely.to_geojson(shape) for no, shape in found.items() if shape.geom_type != "Point"}


def _note(line: ProjectLine) -> str:
    said = [f"{line.no} {line.package}".strip(), line.light.words]
    if line.progress_pct is not None and not line.is_done:
        said.append(words.PROJECT_PROGRESS.format(progress=f"{line.progress_pct:.0f}", planned=_percent(line.planned_progress_pct)))
    if line.expected_end and not line.is_done:
        said.append(words.PROJECT_END.format(day=line.expected_end))
    return "\n".join(said)


def _percent(value: float | None) -> str:
    return words.NO_DATA if value is None else f"{value:.0f}%"
