"""Cases of a cell (routes/cases.py)."""

from __future__ import annotations

CASE_OVERDUE = "超期"
CASE_NEAR = "临期"
CASE_LEFT = "还剩 {days} 天"
CASE_TOOK = "用时 {days} 天"
CASE_REPEAT = "当月第 {count} 次"
CASES_LIMIT = "limit 应为 0 至 {most} 的整数，收到「{text}」"
