"""What `/towns` says."""

TABS = {"": "街镇清单", "money": "资金项目清单", "matter": "任务事项清单", "whatif": "推演"}
TABS_LABEL = "治理类街乡镇的视图"
TITLE = "治理类街乡镇"
NONE = "无数据"
ALL = "全部"
TOWN_UNIT = "个"
ITEM_UNIT = "件"

# a stage: shape, word, what it means. Codes as in geodata.governance.stages
STAGES = {
    "supervised": ("warn", "治理督导"),
    "watch": ("notice", "未进先治"),
    "aftercare": ("ok", "退出指导"),
    "out": ("done", "已移出"),
    "void": ("nodata", "更正撤销"),
    "": ("nodata", "未列入"),
}
STAGE_TIPS = {
    "supervised": "列入治理类名单、由市级督导整治的街乡镇",
    "watch": "尚未列入督导、参照治理类提前整治的街乡镇",
    "aftercare": "达到退出条件、退出后继续跟踪指导的街乡镇",
}
STAGE_TIP = "{name} {count} 个\n定义：{tip}\n截至 {on}（{known}），来源：治理类街乡镇名单及其变动文件"

# the strip above: stages, what moved, what stands out
ABOVE = "阶段"
ABOVE_SUB = "共 {count} 个 ・ 点选即筛选"
OUT_COUNT = "另有 {count} 个已移出"
MOVED_SUB = "近 {days} 日 {count} 个"
REPLAY = "名单回放"
REPLAY_SUB = "每月末按当时所知"
REPLAY_STEP_TIP = "{day}：治理督导 {supervised}，未进先治 {watch}，退出指导 {aftercare}（按当日所知）"
REPLAY_BACK = "上月"
REPLAY_ON = "下月"
REPLAY_TODAY = "今日"
REPLAY_AT = "名单日期"
KNOWN = {"": "按当时所知", "now": "按今日所知"}
KNOWN_TIPS = {
    "": "名单照这一天已经得知的文件来读；此后才得知的变动与更正不算",
    "now": "名单照今天得知的全部文件来读这一天；事后的更正已经计入",
}
KNOWN_LABEL = "按何时所知"
REPLAY_NOTICE = "正在回放 {on} 的名单（{known}），不是今日名单"
FIGURES_NOTICE = "街镇月度数字停更：最新为 {month}，已超过 {hours} 小时"
TASKS_TODAY = "任务清单没有历史版本，始终为今日"

MOVED = "近期变动"
MOVED_NONE = "这段时间没有变动"
MOVED_FROM = "{before} → {after}"
MOVED_TIP = "{day} 起{after}（此前{before}），{known} 得知{document}\n来源：治理类街乡镇名单及其变动文件"
MOVED_DOCUMENT = "，文号 {no}"
MOVED_DOUBTFUL = "次序存疑"
MOVED_DOUBTFUL_TIP = "名单规则没有从「{before}」到「{after}」这一步，请核对文件"
CORRECTED = "更正"
CORRECTED_WORDS = "{day} 的「{was}」更正为「{now}」"
CORRECTED_VOID = "{day} 的「{was}」已撤销"
MORE_ROWS = "还有 {count} 条"

RISK = "进入风险"
RISK_SUB = "连续达到进入线"
RISK_NONE = "没有街镇达到进入线"
RISK_TIP = "不在治理督导阶段、诉求量不少于 {entry_count} 件、或万人诉求比不低于 {entry_per_10k:g} 的街镇；连续 {entry_months} 个月即达到进入线\n规则来源：{source}\n数字截至 {month}，来源：街乡镇月度数字"
READY = "可以退出"
READY_SUB = "连续满足退出线"
READY_NONE = "没有街镇满足退出线"
READY_TIP = "治理督导中、诉求量少于 {exit_count} 件、万人诉求比低于 {exit_per_10k:g}、解决率不低于 {exit_resolution_pct:g}%、满意率不低于 {exit_satisfaction_pct:g}% 的街镇；连续 {exit_months} 个月即可退出\n规则来源：{source}\n数字截至 {month}，来源：街乡镇月度数字"
RELAPSE = "退出后反弹"
RELAPSE_SUB = "较退出前"
RELAPSE_NONE = "退出后没有反弹"
RELAPSE_TIP = "退出督导后，月诉求量比退出前 {exit_months} 个月的均值高 {relapse_rise_pct:g}% 以上的街镇；连续 {relapse_months} 个月即为反弹\n规则来源：{source}\n数字截至 {month}，来源：街乡镇月度数字"
RUN = "{run}/{needed} 月"
RUN_LONG = "连续 {run} 月"
RUN_REACHED = "连续 {run} 个月"
RUN_LEFT = "再 {left} 个月即满"
# what stands out about a town: shape and word. Codes as in queries.towns.NOTES
NOTES = {
    "entry_reached": ("alarm", "达到进入线"),
    "relapse_reached": ("alarm", "反弹"),
    "entry_begun": ("warn", "接近进入线"),
    "relapse_begun": ("warn", "留意反弹"),
    "exit_reached": ("ok", "可以退出"),
    "exit_begun": ("notice", "接近退出"),
    "": ("", ""),
}
SAMPLE_RULE = "示例"

# the list
LIST = "街镇清单"
LIST_SUB = "进度条上 ┃ 为进入线，┆ 为退出线 ・ 数字截至 {month} ・ 阈值{source}"
LIST_SUB_NONE = "还没有月度数字 ・ 阈值{source}"
HEADS = {
    "state": "阶段", "name": "街镇", "note": "提示", "months": "在阶段", "count": "诉求量", "per_10k": "万人诉求比", "resolution": "解决率",
    "satisfaction": "满意率", "trend": "近 24 月", "items": "销账",
}  # fmt: skip
HEAD_TIPS = {
    "state": "所处阶段，点表头排序",
    "name": "编号与名称",
    "note": "按阈值得出的提示：达到或接近进入线、可以退出、退出后反弹",
    "months": "进入本阶段以来的整月数",
    "count": "最近一个月的诉求件数；后面是到阈值的差（督导中为退出线，其余为进入线）",
    "per_10k": "最近一个月每一万常住人口的诉求件数；后面是到阈值的差",
    "resolution": "最近一个月的解决率；后面是到退出线的差（点）",
    "satisfaction": "最近一个月的满意率；后面是到退出线的差（点）",
    "trend": "近 24 个月的诉求量",
    "items": "两张清单已销账的事项 ÷ 全部事项",
}
FIGURES = {"count": "诉求量", "per_10k": "万人诉求比", "resolution": "解决率", "satisfaction": "满意率"}
FIGURE_UNITS = {"count": "件", "per_10k": "件", "resolution": "%", "satisfaction": "%"}
DISTANCE_TIP = "{name} {value}\n{lines}\n{month}，来源：街乡镇月度数字；阈值来源：{source}"
DISTANCE_ENTRY = "进入线 {threshold}：{words}"
DISTANCE_EXIT = "退出线 {threshold}：{words}"
DISTANCE_MET = "已达到（{gap}）"
DISTANCE_NOT = "未达到（{gap}）"
DISTANCE_UNKNOWN = "无数据，不判断"
POINTS = "点"
MONTHS = "{months} 个月"
MONTHS_TIP = "自 {day} 起{stage}，{known} 得知{document}"
TREND_TIP = "{first} 至 {last}：最低 {low:,} 件，最高 {high:,} 件，最近 {now:,} 件"
ITEMS_OF = "{done:,} / {total:,}"
ITEMS_TIP = "已销账 {done:,} 件，在办 {open:,} 件，复账 {reopened:,} 件；来源：资金项目清单、任务事项清单，截至 {as_of}"
SORT_TIP = "点选按此排序"
SHOWN = {"risk": "进入风险", "ready": "可以退出", "relapse": "退出后反弹"}
SHOWN_ALL = "显示全部"
NOTHING_HERE = "{area}没有治理类街乡镇"
NOTHING_THEN = "{area}在 {on} 没有治理类街乡镇"
NOTHING_FILTERED = "没有符合筛选的街镇"
GO_UP = "看{area}"
IMPORT_HINT = "导入：huitian load towns、huitian load town-months、huitian load tasks"

# the ledger
LEDGER = {"money": "资金项目清单", "matter": "任务事项清单"}
ROLLUP = "按种类汇总"
ROLLUP_SUB = "数量为各条相加，不另行填报"
ROLLUP_HEADS = ("种类", "已完成", "", "计划", "销账", "在办", "复账", "逾期", "计划资金", "支付")
ROLLUP_HEADS_PLAIN = ROLLUP_HEADS[:-2]
ROLLUP_SUM = "合计"
ROLLUP_TIP = "{kind}：已销账事项的完成数量之和 {done} ÷ 全部事项的计划数量之和 {planned}\n在办、复账事项的数量不计入已完成\n截至 {as_of}，来源：{list}"
ITEMS = "事项"
ITEMS_SUB = "{shown} 件，逾期在前"
ITEMS_SUB_CUT = "显示 {shown} / {total} 件，逾期在前；全部见导出"
ITEM_HEADS = ("状态", "编号", "街镇", "事项", "种类", "责任单位", "计划完成", "实际完成", "计划数量", "完成数量")
ITEM_MONEY = ("计划资金", "支付")
STATUSES = {"open": ("notice", "在办"), "closed": ("done", "已销账"), "reopened": ("warn", "复账"), "late": ("alarm", "逾期")}
STATUS_CHIPS = (("", "全部"), ("late", "逾期"), ("reopened", "复账"), ("open", "在办"), ("closed", "已销账"))
STATUS_LABEL = "状态"
KIND_OFF = "全部种类"
NO_ITEMS = "没有事项"
BY_TOWN = "按街镇汇总"
BY_TOWN_SUB = "销账率低的在前"
BY_TOWN_HEADS = ("街镇", "", "销账率", "销账", "在办", "复账", "逾期")
WAN_M2 = "万 m²"
WAN = 10_000
YI = 100_000_000
MONEY_WAN = "万元"
MONEY_YI = "亿元"

# what if
WHATIF = "推演"
WHATIF_SUB = "移动阈值或诉求量，看哪些街镇会进出；结果不是结论"
WHATIF_MARK = "推演 ・ 示例"
WHATIF_TIP = "用现有月度数字按移动后的阈值重算，不改动任何数据；阈值来源：{source}"
WHATIF_GROUPS = {"figures": "数字", "entry": "进入线", "exit": "退出线"}
WHATIF_NAMES = {
    "volume": ("诉求量整体变化", "%"),
    "entry_count": ("诉求量不少于", "件"),
    "entry_per_10k": ("或万人诉求比不低于", "件"),
    "entry_months": ("连续", "个月"),
    "exit_count": ("诉求量少于", "件"),
    "exit_per_10k": ("万人诉求比低于", "件"),
    "exit_resolution_pct": ("解决率不低于", "%"),
    "exit_satisfaction_pct": ("满意率不低于", "%"),
    "exit_months": ("连续", "个月"),
}
WHATIF_STOP_TIP = "{name} {value}{unit}"
WHATIF_NOW = "（现行）"
WHATIF_RESET = "恢复现行"
WHATIF_OUTCOMES = {"entering": "会达到进入线", "leaving": "会满足退出线"}
WHATIF_NEW = "新增 {count}"
WHATIF_GONE = "不再 {count}"
WHATIF_SAME = "与现行相同"
WHATIF_NEW_WORD = "新增"
WHATIF_GONE_WORD = "不再"
WHATIF_KEPT_WORD = "现行即如此"
WHATIF_WRONG = "推演的阈值互相矛盾，已按现行计算：{said}"
WHATIF_BAD = "推演参数 {names} 的值不可用，已按现行计算"

# one town
BACK = "返回清单"
DOSSIER_SINCE = "{stage} {months} 个月"
DOSSIER_HISTORY = "阶段历程"
DOSSIER_HISTORY_SUB = "按所知文件，共 {count} 次变动"
DOSSIER_STAY = "{first} 起，{months} 个月"
DOSSIER_UNTIL = "{first} 至 {last}，{months} 个月"
DOSSIER_CORRECTIONS = "更正记录"
DOSSIER_MONTHS = "月诉求量"
DOSSIER_MONTHS_SUB = "件；虚线为进入线、点线为退出线（{source}）"
DOSSIER_RATES = "解决率与满意率"
DOSSIER_RATES_SUB = "%；虚线为退出线（{source}）"
DOSSIER_GAPS = "与阈值的距离"
DOSSIER_GAPS_SUB = "{month}"
DOSSIER_GAPS_NONE = "还没有月度数字"
DOSSIER_GAP_HEADS = ("指标", "本月", "进入线", "差", "退出线", "差")
DOSSIER_RUN = "连续达标"
DOSSIER_TASKS = "任务清单"
DOSSIER_TASKS_SUB = "按种类，数量为各条相加"
DOSSIER_RELAPSE = "退出后跟踪"
DOSSIER_RELAPSE_NONE = "不在退出后跟踪之列"
DOSSIER_RELAPSE_WORDS = "{left} 退出督导；退出前月均 {baseline:,.0f} 件，最近一月较之 {rise}，连续 {run}/{needed} 个月高于 {limit:g}%"
DOSSIER_RELAPSE_UNKNOWN = "{left} 退出督导；退出前没有可比的月度数字，不判断"
DOSSIER_RELAPSE_EARLY = "{left} 退出督导；退出后还没有整月的数字"
DOSSIER_UNKNOWN = "没有编号为「{no}」的街镇，或它在 {on} 还未列入"
DOSSIER_OTHERS = "其他街镇"

# map layer
LAYER = "治理类街乡镇"
LAYER_NOTE = "自 {day} 起{months}"

# files
EXPORT_TOWNS = "治理类街乡镇名单"
EXPORT_TASKS = "任务清单"
EXPORT_TOWN_HEADS = (
    "编号", "名称", "阶段", "进入日期", "得知日期", "文号", "在阶段月数", "数字月份", "诉求量", "万人诉求比", "解决率", "满意率",
    "进入线连续月数", "退出线连续月数", "提示", "已销账", "在办", "复账",
)  # fmt: skip
EXPORT_TASK_HEADS = (
    "编号", "街镇编号", "街镇", "清单", "事项", "种类", "责任单位", "状态", "是否逾期", "计划完成", "实际完成", "计划数量", "完成数量", "单位",
    "计划资金（元）", "支付（元）",
)  # fmt: skip
EXPORT_SOURCE = "治理类街乡镇名单、月度数字与任务清单导入批次"
YES, NO = "是", "否"
