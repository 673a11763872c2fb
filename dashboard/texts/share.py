"""Share links (access/share.py, routes/share.py, components/actions.py)."""

from __future__ import annotations

SHARE_DAYS = "分享链接：有效期须在 1 至 {most} 天之间"
SHARE_NO_RIGHT = "分享链接：无权分享这个区域"
SHARE_TOO_MANY = "分享链接：有效的链接已有 {most} 个，请先在「账户」中收回不用的"
SHARE_UNKNOWN = "分享链接：没有这个有效链接"
SHARE_REFUSED = "分享链接无效、已到期或已收回。请向分享人索取新的链接"
FLOOD_BACK = "切换汛期模式：返回的地址须是积水治理页"
SHARE_BODY = "分享链接：请求须为 JSON，含 address（本系统页面的地址）与 days（天数）"
SHARE_NO_PAGE = "分享链接：这一页不能分享"
COPY_ADDRESS = "复制地址"
SHARE_TITLE = "分享这个视图"
SHARE_NOTE = "持有链接的人不用登录就能看到这一个视图：区域与起止日期固定，件数少的网格不显示，不含诉求正文，不能导出。到期自动失效，可随时在「账户」中收回。"
SHARE_FOR = "有效期"
SHARE_TERMS = ((1, "1 天"), (7, "7 天"), (30, "30 天"))
SHARE_MAKE = "生成链接"
SHARE_COPY = "复制"
SHARE_CLOSE = "关闭"
SHARE_LINK = "链接（只显示这一次）"
SHARE_UNTIL = "有效期至"
