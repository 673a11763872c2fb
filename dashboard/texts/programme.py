"""What the queries on the programme say: states, areas, verdicts of an effect, the printed report."""

from __future__ import annotations

STATUS_NAMES = {"waiting": "未开工", "running": "在建", "done": "完工", "in_use": "投用", "stopped": "停工", "": ""}
LEVELS = ("市", "区", "街")
OUTSIDE = "辖区外"
ROUND = "第 {code} 轮"
UNNAMED = "未分类"
NO_PROJECT = "没有编号为「{no}」的项目，或它不在可见范围内"

# ---- effect (effects.py)

EFFECT_VERDICTS = {
    "fall": "下降",
    "rise": "上升",
    "none": "看不出变化",
    "few": "样本不足",
    "waiting": "尚未完工",
    "undated": "日期不明",
    "nowhere": "无位置",
    "closed": "不在分享范围",
}
EFFECT_FALL = "完工后 {after_weeks} 周与开工前 {before_weeks} 周相比，周边诉求扣除对照格子的变化后下降 {change}（{confidence:g}% 区间 {low} 至 {high}）"
EFFECT_RISE = "完工后 {after_weeks} 周与开工前 {before_weeks} 周相比，周边诉求扣除对照格子的变化后上升 {change}（{confidence:g}% 区间 {low} 至 {high}）"
EFFECT_NONE = "看不出变化：与对照格子相比 {change}，{confidence:g}% 区间 {low} 至 {high} 包含 0"
EFFECT_FEW_COUNT = "样本不足：开工前 {before_weeks} 周周边诉求 {before} 件，不到 {least} 件，不作判断"
EFFECT_FEW_WEEKS = "样本不足：开工前有 {before_weeks} 周、完工后有 {after_weeks} 周数据，各不少于 {weeks} 周才作判断"
EFFECT_FEW_CONTROLS = "样本不足：本区找不到足够的对照格子，不作判断"
EFFECT_WAITING = "尚未完工，完工满 {weeks} 周后与对照格子相比"
EFFECT_UNDATED = "完工日期不明，无法划分前后"
EFFECT_NOWHERE = "没有落到格子上，无法划定周边范围"
EFFECT_CLOSED = "分享链接只含所分享的一页，不含前后对比"
EFFECT_METHOD = "周边：项目所在 9 级格子及外 {rings} 圈。对照：同区、{untouched}、开工前诉求水平最接近的格子至多 {controls} 个。比值 =（周边后/前）÷（对照后/前），区间按拟泊松（计入过度离散）。"
EFFECT_UNTOUCHED = ("不在任何项目周边", "不在同期项目周边", "没有项目的")
FEWER_THAN = "少于 {least}"
