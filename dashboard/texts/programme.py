"""What the queries on the programme say: states, areas, verdicts of an effect, the printed report."""

from __future__ import annotations

STATUS_NAMES = {"waiting": "未开工", "running": "在建", "done": "完工", "in_use": "投用", "stopped": "停工", "": ""}
LEVELS = ("市", "区", "街")
OUTSIDE = "辖区外"
ROUND = "第 {code} 轮"
UNNAMED = "未分类"
NO_PROJECT = "没有编号为「{no}」的项目，或它不在可见范围内"
