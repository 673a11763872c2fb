"""Refusals (guard.py, serve_cli.py)."""

from __future__ import annotations

NOT_FOUND_TITLE = "没有这个页面"
NOT_FOUND = "地址 {path} 不在本系统内。可能是链接抄写有误，或页面在后续版本才有。"
NOT_FOUND_BACK = "回到综合态势"
FAULT_TITLE = "这一页暂时打不开"
HISTORY_BROKEN = "汇总数据读不出来，工单本身没有丢。请管理员在服务器上运行 huitian build。"
FAULT = "服务器处理这个请求时出了错，已记入日志。请把编号 {reference} 告诉管理员。"
REFUSED = "请求不合要求，没有处理：{reason}"
TOO_LARGE = "请求正文超过 {limit} 字节"
CALLBACK_SHAPE = "回调请求的格式不对"
WRONG_METHOD = "这个地址不接受这种请求方法"
PROGRAM_FAULT = "程序出错，已记入日志"
REFERENCE = "编号 {reference}"
REFUSAL_TITLES = {
    400: "请求读不懂",
    401: "请先登录",
    403: "没有这个权限",
    404: NOT_FOUND_TITLE,
    405: "请求方法不对",
    413: "请求太大",
    429: "请求太频繁",
    501: "这台机器做不了",
    503: "数据库暂时连不上",
    504: "没有按时做完",
}
NOBODY_NAME = "未登录"
METRICS_TOKEN = "读取运行指标需要令牌（Authorization: Bearer …）"
AUDIT_AWAY = "审计记录写不进去，这一步没有执行；请稍候再试"
SIGN_IN_NEEDED = "请先登录；登录已失效时请重新登录"
NO_RIGHT = "当前账号没有这项权限；需要时请联系安全管理员授权"
STORE_IS_AWAY = "数据库暂时连不上或正在写入，请稍候再试；页面会自动恢复"
OTHER_ORIGIN = "请求不是从本系统的页面发出的，已拒绝"
OTHER_HOST = "演示库只应答本机地址（127.0.0.1、::1、localhost）"
WAIT_SECONDS = "{n} 秒"
WAIT_MINUTES = "{n} 分钟"
LIMITED = {
    "sign_in": "登录尝试太多，请 {wait}后再试",
    "files": "图片与导出每分钟至多 6 次，请 {wait}后再试",
    "callbacks": "操作太快，请 {wait}后再试",
    "views": "请求太多，请 {wait}后再试",
}
CALLBACK_UNTYPED = "启动看板：回调的值 {names} 没有在 dashboard/guard/callbacks.py 的 TYPES 中声明类型"
CALLBACK_PATTERN = "启动看板：回调输出 {name} 的写法不在本系统所用之列（只用固定的编号）"
MATRIX_TWICE = "启动看板：{rule} 在权限表中有两行"
MATRIX_MISSING = "启动看板：{rules} 不在权限表中（dashboard/guard/matrix.py），未列入的地址一律不开放"
OPENAPI_ABOUT = "本系统供机器读取的地址。时段与区域的写法同页面网址；所有拒绝都是 {error, reference} 一种格式。"
OPENAPI_COOKIE = "登录后由浏览器携带；https 之后名为 __Host-huitian。令牌从不出现在网址或正文中。"
OPENAPI_NEEDS = "所需权限：{needs}"
OPENAPI_EMPTY = "没有数据，或没有新的内容"
LIMITS_NEEDED = "启动看板：HUITIAN_RATE_LIMITS=off 只用于绑定本机回环地址的演示库"
SERVE_HELP = "打开看板网页：演示库在本机地址上免登录，其余都须登录。"
SERVE_HOST_HELP = "绑定的地址；不是本机回环地址时须先开户"
SERVE_PORT_HELP = "端口"
SERVE_NEEDS_ACCOUNT = "打开网页服务：{home} 不是演示库，须账号登录，但还没有可用的账号；请先运行 huitian user add 开户"
SERVE_DEMO_ELSEWHERE = "打开网页服务：{host} 不是本机回环地址；演示库免登录只能绑定 127.0.0.1、::1 或 localhost，绑定别的地址须先用 huitian user add 开户"
SERVE_FIXED_CLOCK = "打开网页服务：HUITIAN_NOW（固定时钟）只用于演示库，真实数据的库不能用"
SERVE_IS_OPEN = "演示库，免登录，只应答本机"
SERVE_IS_CLOSED = "须账号登录"
SERVE_PLAIN = "提醒：没有设置 https 的 HUITIAN_PUBLIC_URL，口令与 Cookie 在网络上不加密；正式使用请放在 TLS 反向代理之后"
SERVE_STARTED = "已打开 http://{host}:{port}/（按 Ctrl-C 停止）"
SERVE_PORT = "打开网页服务：{host}:{port} 绑定不了（{error}）；换一个 --port 再试"
STATUS_NAMES = {"pending": "待办", "handling": "办理中", "closed": "已办结", "returned": "已退回"}
CASES_CELL = "查询格内诉求：「{cell}」不是 7 至 10 级的网格编号"
