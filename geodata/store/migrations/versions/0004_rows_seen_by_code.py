"""Row policies on PostGIS: the readers' role sees only rows of the codes its transaction names, and no table of accounts at all."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

VIEWER = "huitian_viewer"

# a setting that was never made is null or '' and shows nothing; in a subquery it is read once a query instead of once a row
ALL = "(SELECT current_setting('huitian.all', true) = 'yes')"
OUTSIDE = "(SELECT current_setting('huitian.outside', true) = 'yes')"
UNITS = (
    "((SELECT coalesce(current_setting('huitian.units', true), '') = '') "
    "OR handler = ANY ((SELECT nullif(current_setting('huitian.units', true), '')::text[])::text[]))"
)


def _in(column: str, level: str) -> str:
    return f"coalesce({column}::text <@ (SELECT nullif(current_setting('huitian.{level}', true), '')::area_codes), false)"


def _any(*parts: str) -> str:
    return "(" + " OR ".join(parts) + ")"


DISTRICT, STREET, COMMUNITY = _in("district_code", "districts"), _in("street_code", "streets"), _in("community_code", "communities")
NO_CODE = f"(district_code IS NULL AND {OUTSIDE})"


def _one_code(column: str) -> str:
    """Tables with one code, of whichever level; '' is outside every area."""
    return _any(ALL, *(_in(column, level) for level in ("districts", "streets", "communities")), f"({column} = '' AND {OUTSIDE})")


OF_A_SEEN_PROJECT = "project_id IN (SELECT id FROM project)"      # the project's own policy holds in it

POLICIES: dict[str, str] = {
    "complaint": f"{_any(ALL, STREET, DISTRICT, COMMUNITY, NO_CODE)} AND {UNITS}",
    "daily": _one_code("area_code"),
    "site": _any(ALL, STREET, DISTRICT, COMMUNITY, NO_CODE),
    "event": _any(ALL, STREET, DISTRICT, NO_CODE),
    "project": _any(ALL, STREET, DISTRICT, NO_CODE),
    "milestone": OF_A_SEEN_PROJECT,
    "project_report": OF_A_SEEN_PROJECT,
    "task": _one_code("street_code"),
    "edition": _one_code("area_code"),
    "batch": ALL,                                                # a file holds the whole city
    "quarantine": ALL,
}
PUBLIC = ("area", "area_version")                                # boundaries and names


def upgrade() -> None:
    """The type of code ranges, what the role may read, and a policy a table."""
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute('CREATE TYPE area_code_range AS RANGE (subtype = text, collation = "C", multirange_type_name = area_codes)')
    op.execute(f"DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO {VIEWER}', current_schema()); END $$")
    op.execute(f"GRANT SELECT ON {', '.join([*POLICIES, *PUBLIC])} TO {VIEWER}")
    for table, condition in POLICIES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY seen_by_code ON {table} FOR SELECT TO {VIEWER} USING ({condition})")


def downgrade() -> None:
    """Every row is seen again by whoever may read the table; the role stays, it belongs to the whole server."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in POLICIES:
        op.execute(f"DROP POLICY seen_by_code ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute(f"REVOKE SELECT ON {', '.join([*POLICIES, *PUBLIC])} FROM {VIEWER}")  # nosec B608 - names of our own
    op.execute(f"DO $$ BEGIN EXECUTE format('REVOKE USAGE ON SCHEMA %I FROM {VIEWER}', current_schema()); END $$")
    op.execute("DROP TYPE area_code_range")
