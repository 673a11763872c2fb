"""Figures (queries/): names of what has no code."""

from __future__ import annotations

KEY_COARSE = "位置较粗"
KEY_UNPLACED = "无坐标"
KEY_UNKNOWN = "未定"
KEY_OUTSIDE = "辖区外或未定"
