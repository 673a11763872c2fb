"""Walls and the weekly brief: who acknowledged an alarm, what a wall is told, an edition's number, note and files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
VIEWER = "huitian_viewer"
ALL = "(SELECT current_setting('huitian.all', true) = 'yes')"
OUTSIDE = "(SELECT current_setting('huitian.outside', true) = 'yes')"


def _in(level: str) -> str:
    return f"coalesce(area_code::text <@ (SELECT nullif(current_setting('huitian.{level}', true), '')::area_codes), false)"


POLICIES = {
    "alarm_mark": f"({ALL} OR {_in('districts')} OR {_in('streets')} OR {_in('communities')} OR (area_code = '' AND {OUTSIDE}))",
    "edition_file": "edition_id IN (SELECT id FROM edition)",       # the edition's own policy holds in it
}


def upgrade() -> None:
    """The tables, the columns of editions, and who sees which row."""
    _walls()
    _editions()
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute(f"GRANT SELECT ON {', '.join(POLICIES)} TO {VIEWER}")
    for table, condition in POLICIES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY seen_by_code ON {table} FOR SELECT TO {VIEWER} USING ({condition})")


def downgrade() -> None:
    """Without walls and issued files."""
    for table in ("edition_file", "wall_order", "alarm_mark"):
        op.drop_table(table)
    with op.batch_alter_table("edition") as edition:
        for column in ("number", "template_digest", "data_as_of", "note"):
            edition.drop_column(column)


def _walls() -> None:
    op.create_table(
        "alarm_mark",
        sa.Column("id", KEY, nullable=False),
        sa.Column("alarm_key", sa.String(length=128), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("marked_by", sa.String(length=64), nullable=False),
        sa.Column("marked_at", sa.DateTime(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alarm_mark"),
        sa.UniqueConstraint("alarm_key", name="uq_alarm_mark_alarm_key"),
    )
    op.create_table(
        "wall_order",
        sa.Column("id", KEY, nullable=False),
        sa.Column("wall", sa.String(length=64), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=64), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("item", sa.String(length=128), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("given_by", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wall_order"),
        sa.UniqueConstraint("wall", name="uq_wall_order_wall"),
    )


def _editions() -> None:
    """No edition was ever issued before this one, so that the defaults meet no row."""
    with op.batch_alter_table("edition") as edition:
        edition.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
        edition.add_column(sa.Column("template_digest", sa.String(length=64), nullable=False, server_default=""))
        edition.add_column(sa.Column("data_as_of", sa.DateTime(), nullable=True))
        edition.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("edition") as edition:
        for column in ("number", "template_digest", "note"):
            edition.alter_column(column, server_default=None)
    op.create_table(
        "edition_file",
        sa.Column("id", KEY, nullable=False),
        sa.Column("edition_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("media_type", sa.String(length=96), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_edition_file_edition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_edition_file"),
        sa.UniqueConstraint("edition_id", "name", name="uq_edition_file_edition_id_name"),
    )
