"""Accounts that can be signed into: second factor, stages of a sign-in, wall devices, share counts, a chained audit trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# table -> columns that come with this revision; a default fills the rows that are there
ADDED: dict[str, tuple[sa.Column[object], ...]] = {
    "account": (
        sa.Column("password_changed_at", sa.DateTime(), nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("totp_sealed", sa.String(length=255), nullable=False, server_default=""),
        sa.Column("totp_confirmed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=False, server_default="0"),
    ),
    "grant": (sa.Column("unit_name", sa.String(length=64), nullable=False, server_default=""),),
    "session": (
        sa.Column("kind", sa.String(length=16), nullable=False, server_default="password"),
        sa.Column("stage", sa.String(length=16), nullable=False, server_default="code"),
        sa.Column("address", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
    ),
    "share": (sa.Column("opened_count", sa.Integer(), nullable=False, server_default="0"),),
    "audit": (
        sa.Column("address", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("previous_hash", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("hash", sa.String(length=64), nullable=False, server_default=""),
    ),
}
INDEXED = ("session", "share", "device")


def upgrade() -> None:
    """Columns and the table of devices."""
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column._copy())
    op.create_table(
        "device",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_device_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
        sa.UniqueConstraint("token_hash", name="uq_device_token_hash"),
    )
    for table in INDEXED:
        op.create_index(f"ix_{table}_account", table, ["account_id"], unique=False)


def downgrade() -> None:
    """Back to the first tables."""
    for table in INDEXED:
        op.drop_index(f"ix_{table}_account", table_name=table)
    op.drop_table("device")
    for table, columns in ADDED.items():
        for column in columns:
            op.drop_column(table, column.name)
