"""The city's layers: places and what is measured there, offences, the programme with its forecasts and proofs, towns and their tasks.

The tables of the first version for these had never held a row; they go.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD_LAST_FIRST = ("project_report", "milestone", "event", "task", "site", "project")

VIEWER = "huitian_viewer"
ALL = "(SELECT current_setting('huitian.all', true) = 'yes')"
OUTSIDE = "(SELECT current_setting('huitian.outside', true) = 'yes')"


def _geometry(kind: str) -> Geometry:
    return Geometry(kind, srid=4326, spatial_index=False)


def _in(column: str, level: str) -> str:
    return f"coalesce({column}::text <@ (SELECT nullif(current_setting('huitian.{level}', true), '')::area_codes), false)"


def _coded(*more: str) -> str:
    """Rows with codes of their own: those of the reader's areas, and without any code those of who sees 辖区外."""
    levels = {"street_code": "streets", "district_code": "districts", **({"community_code": "communities"} if "community" in more else {})}
    found = [ALL, *(_in(column, level) for column, level in levels.items()), f"(district_code IS NULL AND {OUTSIDE})"]
    return "(" + " OR ".join([*found, *(m for m in more if m != "community")]) + ")"


def _of(parent: str) -> str:
    """Rows that hang on another table's: seen with it."""
    return f"{parent}_id IN (SELECT id FROM {parent})"  # nosec B608 - names of our own


POLICIES: dict[str, str] = {
    "site": _coded("community", "kind = 'rain_station'"),            # weather is everybody's
    "site_state": _of("site"),
    "rain_reading": _of("site"),
    "depth_reading": _of("site"),
    "violation": _coded("community"),
    "project": _coded("community"),
    "project_cell": _of("project"),
    "project_output": _of("project"),
    "milestone": _of("project"),
    "forecast": _of("project"),
    "project_report": _of("project"),
    "closure": _coded(),
    "evidence": _coded(),
    "town": _coded(),
    "town_stage": _of("town"),
    "town_month": _of("town"),
    "task": _coded(),
}
PUBLIC = ("programme_round",)
OLD_POLICIES: dict[str, str] = {
    "site": _coded("community"),
    "event": _coded(),
    "project": _coded(),
    "milestone": _of("project"),
    "project_report": _of("project"),
    "task": f"({ALL} OR {_in('street_code', 'streets')} OR (street_code = '' AND {OUTSIDE}))",
}


def upgrade() -> None:
    """The old tables go, the new ones come, each with its policy."""
    for table in OLD_LAST_FIRST:
        op.drop_table(table)
    _hazards()
    _programme()
    _closing()
    _governance()
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute(f"GRANT SELECT ON {', '.join([*POLICIES, *PUBLIC])} TO {VIEWER}")
    for table, condition in POLICIES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY seen_by_code ON {table} FOR SELECT TO {VIEWER} USING ({condition})")


def downgrade() -> None:
    """The first version's tables again; what was entered since is lost."""
    for table in reversed([*PUBLIC, *POLICIES]):
        op.drop_table(table)
    _first_version()
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute(f"GRANT SELECT ON {', '.join(OLD_POLICIES)} TO {VIEWER}")
    for table, condition in OLD_POLICIES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY seen_by_code ON {table} FOR SELECT TO {VIEWER} USING ({condition})")


def _hazards() -> None:
    """Places, their states, what sensors measure, offences."""
    op.create_table(
        "site",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("site_no", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("parent_no", sa.String(length=64), nullable=False),
        sa.Column("place_text", sa.String(length=255), nullable=False),
        sa.Column("place_level", sa.String(length=8), nullable=False),
        sa.Column("place_radius_m", sa.Integer(), nullable=True),
        sa.Column("place_approx", sa.Boolean(), nullable=False),
        sa.Column("geom", _geometry("POINT"), nullable=True),
        sa.Column("area_geom", _geometry("GEOMETRY"), nullable=True),
        sa.Column("lon", sa.Float(precision=53), nullable=True),
        sa.Column("lat", sa.Float(precision=53), nullable=True),
        sa.Column("h3_11", sa.BigInteger(), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("street_code", sa.String(length=9), nullable=True),
        sa.Column("community_code", sa.String(length=12), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("row_digest", sa.String(length=32), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
        sa.UniqueConstraint("kind", "site_no", name="uq_site_kind_site_no"),
    )
    op.create_table(
        "site_state",
        sa.Column("id", KEY, nullable=False),
        sa.Column("site_id", KEY, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_site_state_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_site_state"),
        sa.UniqueConstraint("site_id", "at", "status", name="uq_site_state_site_id_at_status"),
    )
    op.create_table(
        "rain_reading",
        sa.Column("id", KEY, nullable=False),
        sa.Column("site_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("interval_min", sa.Integer(), nullable=False),
        sa.Column("rain_mm", sa.Float(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_rain_reading_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rain_reading"),
        sa.UniqueConstraint("site_id", "at", name="uq_rain_reading_site_id_at"),
    )
    op.create_index("ix_rain_reading_at", "rain_reading", ["at"], unique=False)
    op.create_table(
        "depth_reading",
        sa.Column("id", KEY, nullable=False),
        sa.Column("site_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("depth_mm", sa.Float(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_depth_reading_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_depth_reading"),
        sa.UniqueConstraint("site_id", "at", name="uq_depth_reading_site_id_at"),
    )
    op.create_index("ix_depth_reading_at", "depth_reading", ["at"], unique=False)
    op.create_table(
        "violation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("violation_no", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("camera_no", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("road_name", sa.String(length=64), nullable=False),
        sa.Column("place_text", sa.String(length=255), nullable=False),
        sa.Column("place_level", sa.String(length=8), nullable=False),
        sa.Column("place_radius_m", sa.Integer(), nullable=True),
        sa.Column("place_approx", sa.Boolean(), nullable=False),
        sa.Column("lon", sa.Float(precision=53), nullable=True),
        sa.Column("lat", sa.Float(precision=53), nullable=True),
        sa.Column("h3_11", sa.BigInteger(), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("street_code", sa.String(length=9), nullable=True),
        sa.Column("community_code", sa.String(length=12), nullable=True),
        sa.Column("is_false_alarm", sa.Boolean(), nullable=False),
        sa.Column("order_no", sa.String(length=64), nullable=False),
        sa.Column("row_digest", sa.String(length=32), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_violation"),
        sa.UniqueConstraint("violation_no", name="uq_violation_violation_no"),
    )
    op.create_index("ix_violation_at", "violation", ["at"], unique=False)
    op.create_index("ix_violation_street_at", "violation", ["street_code", "at", "kind", "source", "h3_11"], unique=False)


def _programme() -> None:
    """Rounds, projects and what hangs on them."""
    op.create_table(
        "programme_round",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_programme_round"),
    )
    op.create_table(
        "project",
        sa.Column("id", KEY, nullable=False),
        sa.Column("project_no", sa.String(length=32), nullable=False),
        sa.Column("round", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("package", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("support_units", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("planned_start_date", sa.Date(), nullable=True),
        sa.Column("planned_end_date", sa.Date(), nullable=True),
        sa.Column("actual_start_date", sa.Date(), nullable=True),
        sa.Column("actual_end_date", sa.Date(), nullable=True),
        sa.Column("planned_cny", sa.Float(precision=53), nullable=True),
        sa.Column("in_place_cny", sa.Float(precision=53), nullable=True),
        sa.Column("paid_cny", sa.Float(precision=53), nullable=True),
        sa.Column("payment_due_date", sa.Date(), nullable=True),
        sa.Column("payment_due_cny", sa.Float(precision=53), nullable=True),
        sa.Column("delay_reason", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("published", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=255), nullable=False),
        sa.Column("place_text", sa.String(length=255), nullable=False),
        sa.Column("place_level", sa.String(length=8), nullable=False),
        sa.Column("place_radius_m", sa.Integer(), nullable=True),
        sa.Column("place_approx", sa.Boolean(), nullable=False),
        sa.Column("geom", _geometry("GEOMETRY"), nullable=True),
        sa.Column("lon", sa.Float(precision=53), nullable=True),
        sa.Column("lat", sa.Float(precision=53), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("street_code", sa.String(length=9), nullable=True),
        sa.Column("community_code", sa.String(length=12), nullable=True),
        sa.Column("row_digest", sa.String(length=32), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
        sa.UniqueConstraint("project_no", name="uq_project_project_no"),
    )
    op.create_index("ix_project_street", "project", ["street_code"], unique=False)
    op.create_table(
        "project_cell",
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("h3_09", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_project_cell_project_id"),
        sa.PrimaryKeyConstraint("project_id", "h3_09", name="pk_project_cell"),
    )
    op.create_index("ix_project_cell_h3_09", "project_cell", ["h3_09"], unique=False)
    op.create_table(
        "project_output",
        sa.Column("id", KEY, nullable=False),
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("planned", sa.Float(precision=53), nullable=False),
        sa.Column("done", sa.Float(precision=53), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_project_output_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_project_output"),
        sa.UniqueConstraint("project_id", "name", name="uq_project_output_project_id_name"),
    )
    op.create_table(
        "milestone",
        sa.Column("id", KEY, nullable=False),
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("planned_date", sa.Date(), nullable=True),
        sa.Column("forecast_date", sa.Date(), nullable=True),
        sa.Column("actual_date", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_milestone_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_milestone"),
        sa.UniqueConstraint("project_id", "ordinal", name="uq_milestone_project_id_ordinal"),
    )
    op.create_table(
        "forecast",
        sa.Column("id", KEY, nullable=False),
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("reason_code", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_forecast_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_forecast"),
        sa.UniqueConstraint("project_id", "said_on", name="uq_forecast_project_id_said_on"),
    )
    op.create_table(
        "project_report",
        sa.Column("id", KEY, nullable=False),
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("progress_pct", sa.Float(), nullable=True),
        sa.Column("paid_cny", sa.Float(precision=53), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("waits_for", sa.String(length=8), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_project_report_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_project_report"),
        sa.UniqueConstraint("project_id", "day", name="uq_project_report_project_id_day"),
    )
    op.create_index("ix_project_report_day", "project_report", ["day"], unique=False)


def _closing() -> None:
    """Striking off, with evidence."""
    op.create_table(
        "closure",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject_no", sa.String(length=64), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("street_code", sa.String(length=9), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_closure"),
    )
    op.create_index("ix_closure_subject", "closure", ["subject_kind", "subject_no"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject_no", sa.String(length=64), nullable=False),
        sa.Column("closure_id", KEY, nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("street_code", sa.String(length=9), nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=64), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["closure_id"], ["closure.id"], name="fk_evidence_closure_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_subject", "evidence", ["subject_kind", "subject_no"], unique=False)


def _governance() -> None:
    """Towns, their stages, figures and tasks."""
    op.create_table(
        "town",
        sa.Column("id", KEY, nullable=False),
        sa.Column("town_no", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("street_code", sa.String(length=9), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_town"),
        sa.UniqueConstraint("town_no", name="uq_town_town_no"),
    )
    op.create_table(
        "town_stage",
        sa.Column("id", KEY, nullable=False),
        sa.Column("town_id", KEY, nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=64), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name="fk_town_stage_town_id"),
        sa.PrimaryKeyConstraint("id", name="pk_town_stage"),
        sa.UniqueConstraint("town_id", "from_date", "known_on", name="uq_town_stage_town_id_from_date_known_on"),
    )
    op.create_table(
        "town_month",
        sa.Column("id", KEY, nullable=False),
        sa.Column("town_id", KEY, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("complaint_count", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("resolution_pct", sa.Float(), nullable=True),
        sa.Column("satisfaction_pct", sa.Float(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name="fk_town_month_town_id"),
        sa.PrimaryKeyConstraint("id", name="pk_town_month"),
        sa.UniqueConstraint("town_id", "month", name="uq_town_month_town_id_month"),
    )
    op.create_table(
        "task",
        sa.Column("id", KEY, nullable=False),
        sa.Column("task_no", sa.String(length=32), nullable=False),
        sa.Column("town_id", KEY, nullable=False),
        sa.Column("list_name", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("planned_date", sa.Date(), nullable=True),
        sa.Column("done_date", sa.Date(), nullable=True),
        sa.Column("planned_quantity", sa.Float(precision=53), nullable=False),
        sa.Column("done_quantity", sa.Float(precision=53), nullable=True),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("planned_cny", sa.Float(precision=53), nullable=True),
        sa.Column("paid_cny", sa.Float(precision=53), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("street_code", sa.String(length=9), nullable=True),
        sa.Column("row_digest", sa.String(length=32), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name="fk_task_town_id"),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
        sa.UniqueConstraint("task_no", name="uq_task_task_no"),
    )
    op.create_index("ix_task_town", "task", ["town_id"], unique=False)


def _first_version() -> None:
    """The tables as they were before, empty as they were."""
    op.create_table(
        "project",
        sa.Column("id", KEY, nullable=False),
        sa.Column("project_no", sa.String(length=32), nullable=False),
        sa.Column("round", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("street_code", sa.String(length=9), nullable=True),
        sa.Column("planned_start_date", sa.Date(), nullable=True),
        sa.Column("planned_end_date", sa.Date(), nullable=True),
        sa.Column("forecast_end_date", sa.Date(), nullable=True),
        sa.Column("actual_start_date", sa.Date(), nullable=True),
        sa.Column("actual_end_date", sa.Date(), nullable=True),
        sa.Column("budget_cny", sa.Float(), nullable=True),
        sa.Column("spent_cny", sa.Float(), nullable=True),
        sa.Column("outputs", sa.JSON(), nullable=False),
        sa.Column("geom", _geometry("GEOMETRY"), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
        sa.UniqueConstraint("project_no", name="uq_project_project_no"),
    )
    op.create_table(
        "site",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("site_no", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("place_text", sa.String(length=255), nullable=False),
        sa.Column("geom", _geometry("POINT"), nullable=True),
        sa.Column("lon", sa.Float(precision=53), nullable=True),
        sa.Column("lat", sa.Float(precision=53), nullable=True),
        sa.Column("h3_11", sa.BigInteger(), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("street_code", sa.String(length=9), nullable=True),
        sa.Column("community_code", sa.String(length=12), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
        sa.UniqueConstraint("kind", "site_no", name="uq_site_kind_site_no"),
    )
    op.create_table(
        "task",
        sa.Column("id", KEY, nullable=False),
        sa.Column("task_no", sa.String(length=32), nullable=False),
        sa.Column("street_code", sa.String(length=9), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("planned_date", sa.Date(), nullable=True),
        sa.Column("done_date", sa.Date(), nullable=True),
        sa.Column("planned_quantity", sa.Float(), nullable=True),
        sa.Column("done_quantity", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
        sa.UniqueConstraint("task_no", name="uq_task_task_no"),
    )
    op.create_table(
        "event",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("event_no", sa.String(length=64), nullable=False),
        sa.Column("site_id", KEY, nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("lon", sa.Float(precision=53), nullable=True),
        sa.Column("lat", sa.Float(precision=53), nullable=True),
        sa.Column("h3_11", sa.BigInteger(), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("street_code", sa.String(length=9), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_event_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("kind", "event_no", name="uq_event_kind_event_no"),
    )
    op.create_index("ix_event_kind_at", "event", ["kind", "at"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("id", KEY, nullable=False),
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("planned_date", sa.Date(), nullable=True),
        sa.Column("forecast_date", sa.Date(), nullable=True),
        sa.Column("actual_date", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_milestone_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_milestone"),
        sa.UniqueConstraint("project_id", "ordinal", name="uq_milestone_project_id_ordinal"),
    )
    op.create_table(
        "project_report",
        sa.Column("id", KEY, nullable=False),
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("progress_pct", sa.Float(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_project_report_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_project_report"),
        sa.UniqueConstraint("project_id", "day", name="uq_project_report_project_id_day"),
    )
