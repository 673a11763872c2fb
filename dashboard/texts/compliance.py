"""Compliance (pages/compliance.py)."""

from __future__ import annotations

C_CONTENTS = "本页内容"
C_PARTS = {"flow": "个人信息", "kept": "期限与标记", "access": "权限", "data": "数据清单", "checklist": "等保三级"}
C_PRINT = "打印"
C_UNFOLD = "全部展开"
C_FOLD = "收起"
C_FACTS = "合规概况"
C_TABLES = "库表"
C_TABLES_VALUE = "{columns} 列"
C_TABLES_TIP = "库里全部的表和列，由程序的数据模型生成；缺一列说明，程序就不能发布。"
C_PERSONAL = "与人有关的列"
C_PERSONAL_VALUE = "原文 0 列"
C_PERSONAL_TIP = "{forms}。没有一列保存来电人的姓名、号码、证件号或住址的原文。"
C_DEMANDS = "等保三级，本应用"
C_DEMANDS_VALUE = "项应用满足，{both} 项共同"
C_DEMANDS_TIP = "GB/T 22239—2019 第三级：{app} 项由应用满足，{both} 项须应用与部署方共同满足，{deployer} 项由部署方满足。本页是自查，不代替测评。"
C_AUDIT = "审计记录"
C_AUDIT_NEWEST = "条，最新 {at}"
C_AUDIT_NONE = "免登录演示，记导出与查看"
C_AUDIT_TIP = "只增不改，逐条以散列相连；完整与否由 huitian audit verify 或审计管理员核验。"
C_ACCOUNTS = "启用的账户"
C_ACCOUNTS_OPEN = "本机演示，免登录"
C_ACCOUNTS_UNIT = "个"
C_ACCOUNTS_TIP = "停用的不计。没有默认账户；系统、安全、审计三员互斥。"
C_MAP = "地图"
C_MAP_APPROVED = "审图号 {number}"
C_MAP_SKETCH = "示意，无审图号"
C_MAP_TIP = "没有审图号的底图只能作内部示意；公开展示前须送审，并把审图号写进城市包 pack.toml。"
C_FLOW = "个人信息走到哪里为止"
C_FLOW_SUB = "一行一项，从源文件到备份；竖线处完成遮盖和散列，原文不越过它"
C_FLOW_ITEM = "个人信息"
C_FLOW_NOTE = (
    "写法规整的号码、证件、车牌、邮箱按规则遮盖；随手写在句子里的人名、别名可能漏过，所以正文只对承办者开放，并逐次记审计。"
    "源文件留在导入者手里，由部署方按自己的规定保管或销毁。备份与库内容相同，按库的密级保管；密钥不在备份里。"
)
C_STAGES = {
    "file": "源文件", "memory": "读入内存", "store": "暂存与库", "history": "列存与日表", "cube": "地图与统计",
    "page": "页面", "export": "导出与分享", "log": "运行日志", "audit": "审计", "backup": "备份",
}  # fmt: skip
C_STATES = {
    "raw": "原文", "masked": "遮盖后", "keyed": "加盐散列", "place": "到楼栋为止", "staff": "登录名、姓名",
    "network": "终端地址", "sealed": "散列或密文", "count": "只剩件数", "gone": "不存在",
}  # fmt: skip
C_PERSONAL_FORMS = {
    "none": "", "masked": "遮盖后的文字", "keyed": "加盐散列", "place": "事发地点", "staff": "工作人员", "network": "终端地址", "sealed": "散列或密文",
}  # fmt: skip
C_KEPT = "保存期限"
C_KEPT_SUB = "到期由 huitian retain 处理；期限在城市包 rules.toml"
C_KEPT_WHAT = "对象"
C_KEPT_DAYS = "期限"
C_KEPT_THEN = "到期"
C_KEPT_TABLES = "库表"
C_KEPT_WORDS = {
    "case_text_days": ("工单正文与来电人键", "自办结起；清除正文、地点原文和来电人键，工单仍计数"),
    "quarantine_days": ("退回的行", "自导入起；一直没有改好的整行删除"),
    "session_days": ("已失效的登录", "自失效起；删除"),
    "share_days": ("过期或收回的分享链接", "自失效起；删除"),
    "audit_days": ("审计记录", "更早的部分删除，留下签名的校验点"),
    "derived": ("由工单推出的件数", "随工单更新"),
    "ledger": ("导入批次", "留作来历，不含个人信息"),
    "account": ("账户、授权、大屏设备", "停用后留名，使审计可查"),
    "business": ("隐患、项目、周报", "业务资料，随归档规定"),
    "pack": ("区域与库说明", "随城市包更新"),
}
C_DAYS = "{days:,} 天"
C_UNLIMITED = "不设期限"
C_SOURCE = "依据：{source}"
C_MARKS = "地图与数据标记"
C_MARKS_SUB = "屏幕、图片与导出上写明的来历"
C_MARK_MAP = "审图号"
C_MARK_BOUNDARY = "界线"
C_MARK_SURVEYED = "实测或官方界线"
C_MARK_SOURCE = "底图来源"
C_MARK_POINTS = "点位"
C_MARK_POINTS_APPROX = "允许示意位置，图例写明「位置示意」"
C_MARK_POINTS_EXACT = "只收实测位置"
C_MARK_SAMPLE = "演示数据"
C_MARK_SAMPLE_ALL = "全部 {count} 批为演示数据，处处标明"
C_MARK_SAMPLE_SOME = "{count} 批中有 {sample} 批为演示数据，逐行标明"
C_MARK_SAMPLE_NONE = "{count} 批均为正式数据"
C_MARK_RULES = "示例规则"
C_MARK_RULES_NONE = "没有，口径均有出处"
C_MARK_RULES_SOME = "{names}：正式使用前按本地规定改定"
C_RULE_GROUPS = {
    "rates": "三率", "window": "考核周期", "deadlines": "办理时限", "suppression": "小数抑制", "hex": "六边形", "freshness": "数据新鲜度",
    "alarms": "告警", "retention": "保存期限", "lights": "红黄绿灯", "reporting": "日报告", "waterlogging": "积水与雨情", "towns": "治理类街乡镇",
}  # fmt: skip
C_MARK_FEW = "小数抑制"
C_MARK_FEW_VALUE = "本街道以外，格内少于 {least} 件不显示，并同时隐去可由合计反推的一格"
C_MARK_SERVICE = "外部服务"
C_MARK_SERVICE_OFF = "关闭；没有任何请求离开本机"
C_MARK_SERVICE_ON = "{name}：遮盖后的地点文字会发往该服务"
C_ROLES = "角色与权限"
C_ROLES_SUB = "由安全管理员按区域授予，未授予的一概拒绝；● 有此权限"
C_ROLE = "角色"
C_LEVELS = "授予层级"
C_LEVEL_NAMES = {"city": "市", "district": "区", "street": "街", "community": "社"}
C_ADMINISTRATOR = "三员，互斥"
C_NO_LEVEL = "固定视图"
C_RIGHTS = {
    "view": "看数据", "cases": "看清单", "case_text": "看正文", "export": "导出", "share": "分享", "quality": "数据质量", "report": "填报",
    "flood": "汛期开关", "wall_control": "大屏遥控", "brief": "周报", "accounts": "管账户", "grants": "管授权", "audit": "查审计", "compliance": "看合规",
}  # fmt: skip
C_HAS = "有"
C_HAS_NOT = "无"
C_DOORS = {"public": "不需登录", "reader": "任何已知的人", "signed_in": "已登录", "page": "随页面", "closed": "关闭"}
C_ACCESS = "每项权限打开哪些地址"
C_ACCESS_SUB = "由程序的访问表生成；不在表里的地址一律 404"
C_NEED = "需要"
C_PAGES = "页面"
C_ADDRESSES = "接口"
C_ADDRESS_COUNT = "{count} 个"
C_DATA = "数据清单"
C_DATA_SUB = "每个表保存什么、与人有关的是哪几列、保存多久；点一行看各列"
C_TABLE = "表"
C_HOLDS = "保存什么"
C_COLUMNS = "列"
C_ABOUT_PEOPLE = "与人有关"
C_KEEPING = "保存"
C_NOBODY = "无"
C_FORM = "形式"
C_TYPE = "类型"
C_CHECK = "等级保护三级自查"
C_CHECK_SUB = "GB/T 22239—2019 第三级安全通用要求；条文为摘要，以标准原文为准；自查不代替测评"
C_CLAUSE = "条款"
C_CONTROL = "控制点"
C_ASKS = "要求"
C_BY = "由谁满足"
C_HOW = "怎样做到"
C_EVIDENCE = "程序与测试"
C_BY_NAMES = {"app": ("ok", "应用"), "both": ("notice", "共同"), "deployer": ("nodata", "部署方")}
C_FILES = {
    "inventory": ("数据清单", ("表", "表保存什么", "列", "列保存什么", "类型", "与人有关", "保存期限")),
    "access": ("访问矩阵", ("地址", "需要")),          # then one column a role
    "checklist": ("等保三级自查", ("条款", "控制点", "要求", "由谁满足", "怎样做到", "程序与测试")),
}
