"""What reporting says: 日报告, 周调度, 月汇报, 销账."""

TITLE = "项目日报"
SUB = "每日 {hour}:00 前报送；周调度、月汇报由日报自动生成，不再另填"
NO_PROJECT = "没有编号为「{no}」的项目，或不在您的范围内"
CLOSED = "项目 {no} 已完工、停工或只有公开信息，不再报送日报"

NEEDED = "必填"
NOT_A_NUMBER = "「{text}」不是数"
NOT_A_DATE = "「{text}」不是日期（应如 2026-12-31）"
PROGRESS_RANGE = "进度应在 0 至 100 之间"
PAID_NEGATIVE = "累计支付不能为负"
REASON_UNKNOWN = "不认识这个调整原因"
REASON_NEEDED = "预计完工日期有变，请选调整原因"
WAITS_UNKNOWN = "待协调层级限市、区、街"
TEXT_LONG = "最多 {most} 字"
TEXT_PERSONAL = "请勿填写电话、身份证号、邮箱等个人信息"
TEXT_FELL = "进度低于上次的 {before}%，请说明原因"

FORM = {
    "progress": "形象进度（%）", "paid": "累计支付（万元）", "forecast": "预计完工", "reason": "调整原因", "waits_for": "待协调", "text": "进展与问题",
    "no_reason": "日期未变", "nobody": "无", "save": "报送", "saved": "已报送 {no}，{at}", "again": "今日已报，再报即更新", "last": "上次报送 {day}",
    "never": "此前没有报送", "planned_end": "首次计划完工", "expected_end": "最近预计完工", "planned": "计划资金", "back": "返回清单", "public": "公开项目，只有公开信息",
    "wrong": "有 {count} 处要改，已填内容都保留", "photo": "现场照片（可选）", "photo_note": "JPG、PNG，至多 {most} MB；拍摄地点、时间、机型等信息会去掉",
    "closed": "已完工或停工，不再报送", "open_demo": "演示库：任何人都可试填，留名「演示」", "wan": "{value} 万元",
}
LIST = {
    "mine": "我的项目", "mine_sub": "在建 {live} 项，今日已报 {done} 项", "missing": "今日未报", "missing_after": "{hour}:00 已过，{count} 项未报", "missing_before": "{hour}:00 截止，还有 {count} 项",
    "none_missing": "在建项目今日都已报送", "no": "编号", "name": "项目", "owner": "责任单位", "street": "街道", "light": "状态", "progress": "进度", "last_day": "最近报送",
    "report": "填报", "again": "更新", "none": "您的范围内没有在建项目", "never": "从未", "week": "周调度表", "week_sub": "{first} 至 {last}，由日报计算",
    "month": "月汇报表", "month_sub": "{month}，由日报计算", "file": "下载 xlsx", "files": "自动生成的表", "close": "销账", "close_sub": "一人提出并附佐证，另一人确认",
}
CLOSURE = {
    "title": "销账", "back": "返回日报", "waiting": "待确认", "waiting_sub": "提出人自己不能确认", "none": "没有待确认的销账", "propose": "提出销账", "kind": "对象", "no": "编号", "note": "完成情况",
    "file": "佐证文件", "file_note": "JPG、PNG、PDF，至多 {most} MB；照片会去掉拍摄信息", "send": "提出", "confirm": "确认销账", "refuse": "退回", "by": "提出人", "at": "时间",
    "done": "已确认", "refused": "已退回", "undone": "已复账", "undo": "复账", "reason": "原因", "history": "最近的销账", "state": "状态", "evidence": "佐证", "proposed": "待确认",
    "sent": "已提出 {no} 的销账，等另一人确认", "confirmed": "{no} 已销账", "was_refused": "{no} 的销账已退回", "was_undone": "{no} 已复账", "subject": "{kind} {no}",
}
SUBJECTS = {"project": "项目", "task": "任务", "site": "积水点"}
SUBJECT_NONE = "您的范围内没有编号为「{no}」的{kind}"
SUBJECT_CLOSED = "{kind} {no} 已经销账"
SUBJECT_WAITS = "{kind} {no} 的销账正等人确认"
OWN_PROPOSAL = "销账要两个人：您提出的由另一人确认"
OPEN_DEMO = "演示库不登录，分不出两个人，不能确认销账"
DECIDED = "这条销账已有结论"
NO_CLOSURE = "没有这条销账，或不在您的范围内"
NOTE_NEEDED = "请写明完成情况"
REASON_FOR_UNDO = "请写明复账原因"
FILE_NEEDED = "请附一份佐证文件"
FILE_KIND = "「{name}」不是 JPG、PNG 或 PDF 文件"
FILE_BROKEN = "「{name}」打不开，可能已损坏"
FILE_LARGE = "「{name}」超过 {most} MB"
NO_FILE = "没有这份文件，或不在您的范围内"
