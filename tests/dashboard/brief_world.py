"""A small brief, made by hand: what the writers of its files are given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from dashboard.brief.content import Block, Brief, Chart, Figure, Formula, MapPicture, Paragraph, Section, Source, Table
from geodata.clock import local
from tests.scene import NEWEST

AT = local(NEWEST)
FIRST, LAST = date(2026, 11, 16), date(2026, 11, 22)
COUNTS = Source("诉求汇总", (("地区", "回天地区"), ("区间", "2026-11-16 至 2026-11-22")), AT, "/?area=huitian")
UNITS = Source("办理单位通报", (("地区", "回天地区"),), AT, "/handling?area=huitian")
CELLS = Source("诉求六边形", (("地区", "回天地区"),), AT, "/hotspots?area=huitian")

FIGURES = {
    figure.key: figure
    for figure in (
        Figure("total", 1234, "件", "1,234", COUNTS),
        Figure("change", 4.5, "%", "4.5", COUNTS),
        Figure("rate", None, "%", "无数据", UNITS),
    )
}
UNITS_TABLE = Table(
    key="units", title="各单位办理通报",
    head=("单位", "派遣", "按时", "超时", "未办", "按时率", "不满意"),
    rows=(("示例单位 1", 120, 100, 12, 8, 83.3, 3), ("示例单位 2", 80, 80, 0, 0, 100.0, 0), ("=示例单位 3", 0, 0, 0, 0, None, 0),
          ("合计", 200, 180, 12, 8, 90.0, 3)),
    source=UNITS, formats=("", "#,##0", "#,##0", "#,##0", "#,##0", "0.0", "#,##0"),
    formulas=(Formula(5, "=ROUND(C{row}/B{row}*100,1)", "=ROUND(C{last1}/B{last1}*100,1)".replace("{last1}", "{row}")),
              Formula(1, "=C{row}+D{row}+E{row}", "=SUM(B{first}:B{last})")),
    note="按时率＝按时÷派遣", has_total=True, marks=("red", "green", "none", ""),
)  # fmt: skip
THIS_YEAR, LAST_YEAR = (900, 950, 1010, 980, None, 1100, 1180, 1234), (880, 900, 940, 960, 970, 990, 1000, 1010)
WEEKS = tuple(f"第{n}周" for n in range(40, 48))
TREND = Chart("trend", "line", "近八周诉求量", WEEKS, (("今年", THIS_YEAR), ("去年同期", LAST_YEAR)), "件", COUNTS)
STREETS = Chart("streets", "bar", "各街道诉求量", ("示例街镇 1", "示例街镇 2", "示例街镇 3"), (("本周", (520, 414, 300)),), "件", COUNTS)
BY_LIGHT = (("滞后", (2, 0, 1)), ("关注", (3, 1, 0)), ("按期", (12, 6, 4)))
LIGHTS = Chart("lights", "stack", "各类项目灯色", ("道路", "教育", "医疗"), BY_LIGHT, "项", COUNTS)
CATEGORIES = Chart("categories", "column", "主要类别", ("停车管理", "市容环卫"), (("本周", (210, 160.5)),), "件", COUNTS)
HOT_MAP = MapPicture("hot", "诉求密度与显著聚集区", "hexagons", "huitian", FIRST, LAST, CELLS)


def brief(*, with_maps: bool = True) -> Brief:
    """The whole of it; without maps nothing needs a desk."""
    maps: tuple[Block, ...] = (HOT_MAP,) if with_maps else ()
    sections = (
        Section("week", "本周概况", (Paragraph("本周共受理诉求1,234件，环比上升4.5%。", ("total", "change")), TREND, CATEGORIES, *maps)),
        Section("units", "办理通报", (Paragraph("办理情况如下。"), UNITS_TABLE, STREETS)),
        Section("projects", "项目进展", (LIGHTS, Paragraph("停更资料未计入。", (), is_note=True))),
    )
    return Brief(
        area="huitian", area_name="回天地区", week="2026-W47", first=FIRST, last=LAST, number=47, revision=1, as_of=AT,
        made_at=local(datetime(2026, 11, 23, 9, 30)), title="回天地区城市运行周报", unit="示例单位 1", sections=sections, figures=FIGURES,
        is_sample=True, notes=("雨情数据停更 3 小时。",),
    )  # fmt: skip


def draft() -> Brief:
    """The same, issued by nobody."""
    return replace(brief(with_maps=False), number=0)
