"""What the row policies cost (`python -m tests.benchmarks.row_policy`): a page's queries behind their own filter, and behind both walls."""

from __future__ import annotations

import os
import secrets
from statistics import median

from sqlalchemy import Connection, Engine, Select, func, make_url, select, text

from dashboard.access.reading import scoped_read
from dashboard.access.scope import Scope
from dashboard.queries.region import Region
from geodata.clock import stopwatch
from geodata.store.engine import open_store, read_transaction, write_transaction
from geodata.store.migration import migrate
from geodata.store.models import Complaint, Daily

ROWS, REPEATS = 200_000, 15
SCOPES = {
    "市": Scope.municipal(),
    "区": Scope((("110114", "110115"),)),
    "回天": Scope((("110114005", "110114012"),)),
    "街": Scope((("110114007", "110114008"),)),
    "承办单位": Scope((("110114", "110115"),), units=("甲局", "乙局")),
}
_FILL = f"""INSERT INTO complaint SELECT row.* FROM (
  SELECT n, '1101' || lpad((n % 16 + 1)::text, 2, '0') AS d FROM generate_series(1, {ROWS}) AS n) AS made,
  LATERAL jsonb_populate_record(null::complaint, jsonb_build_object(
  'id', n, 'order_no', 'B' || n, 'order_type', '诉求', 'channel', '', 'category_code', '010101', 'category_confidence', 1,
  'category_method', 'given', 'title', '路灯不亮', 'content', repeat('请尽快维修。', 20), 'tags', '',
  'place_text', '', 'place_level', '小区', 'place_confidence', 1, 'place_approx', false,
  'code_source', 'named', 'is_boundary_conflict', false,
  'handler', CASE n % 5 WHEN 0 THEN '甲局' ELSE '丙局' END,
  'district_code', d, 'street_code', d || lpad((n % 20)::text, 3, '0'), 'created_at', timestamp '2026-07-01' - n * interval '2 minutes',
  'dispatch_type', '', 'status', 'closed', 'result', '', 'batch_id', 1, 'row_digest', '',
  'version_at', timestamp '2026-07-01', 'is_sample', true)) AS row"""
_DAYS = """INSERT INTO daily
  SELECT created_at::date, street_code, category_code, status, count(*), 0, 0, 0, 0, 0, 0 FROM complaint GROUP BY 1, 2, 3, 4"""


def run() -> None:
    """Prints milliseconds without and with the second wall, and their ratio, a line a query and scope."""
    server = make_url(os.environ["HUITIAN_TEST_POSTGIS_URL"])
    schema = f"bench_{secrets.token_hex(4)}"
    admin = open_store(server.render_as_string(hide_password=False))
    _run(admin, f"CREATE SCHEMA {schema}")
    engine = open_store(server.update_query_dict({"options": f"-csearch_path={schema},public"}).render_as_string(hide_password=False))
    try:
        migrate(engine)
        _run(engine, _FILL, _DAYS)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE complaint, daily"))
        for name, scope in SCOPES.items():
            for query, asked in _queries(scope).items():
                alone, walled = _times(engine, scope, asked)
                print(f"{name} {query}: {alone:.1f} ms, with the second wall {walled:.1f} ms, ×{walled / alone:.2f}")
    finally:
        engine.dispose()
        _run(admin, f"DROP SCHEMA {schema} CASCADE")
        admin.dispose()


def _queries(scope: Scope) -> dict[str, Select[tuple[object, ...]]]:
    inside = Region(scope.ranges, scope.includes_outside).clause()
    own = [inside] if scope.units is None else [inside, Complaint.handler.in_(scope.units)]
    recent = [*own, Complaint.created_at >= text("timestamp '2026-06-01'")]
    newest = select(Complaint.id, Complaint.title, Complaint.street_code).where(*recent).order_by(Complaint.created_at.desc()).limit(50)
    counted = select(func.count(), func.count().filter(Complaint.status == "closed")).select_from(Complaint)
    days = select(Daily.day, func.sum(Daily.count)).where(Daily.day >= text("date '2026-01-01'")).group_by(Daily.day)
    month, everything = counted.where(*recent), counted.where(*own)
    return {"newest 50": newest, "count of a month": month, "count of all": everything, "days of a half-year": days}


def _times(engine: Engine, scope: Scope, asked: Select[tuple[object, ...]]) -> tuple[float, float]:
    alone, walled = [], []
    for _ in range(REPEATS):
        with read_transaction(engine) as store:
            alone.append(_ms(store, asked))
        with scoped_read(engine, scope) as store:
            walled.append(_ms(store, asked))
    return median(alone), median(walled)


def _ms(store: Connection, asked: Select[tuple[object, ...]]) -> float:
    started = stopwatch()
    store.execute(asked).all()
    return (stopwatch() - started) * 1000


def _run(engine: Engine, *statements: str) -> None:
    with write_transaction(engine) as store:
        for statement in statements:
            store.execute(text(statement))


if __name__ == "__main__":
    run()
