"""The pulse (routes/pulse.py, assets/pulse.js): banners; gaps in braces are filled in by the browser, which has them before any page."""

from __future__ import annotations

PULSE = {
    "store": "库连不上",
    "server": "服务器没有回答",
    "kept": "显示最后一次的数据（截至 {at}），恢复后自动更新，不必刷新",
    "kept_none": "恢复后自动打开本页，不必刷新",
    "since": "自 {at} 起",
    "ended": "登录已失效",
    "ended_what": "显示的是失效前的数据（截至 {at}）",
    "sign_in": "重新登录",
    "clock": "时钟不一致",
    "clock_ahead": "本机时钟比服务器快 {minutes} 分钟，请校准本机时间；页面上的时间以服务器为准",
    "clock_behind": "本机时钟比服务器慢 {minutes} 分钟，请校准本机时间；页面上的时间以服务器为准",
    "stale_what": "最新一件诉求登记于 {at}，此后没有新的导入；以下为当时的数据",
    "news": "已更新到 {at} 的数据",
}
PULSE_CLOCK_BEHIND = "服务器时钟可疑：最新一件诉求登记于 {newest}，比服务器时间 {now} 晚 {minutes} 分钟，请管理员核对服务器时间"
PULSE_DISK = "磁盘将满：数据目录所在磁盘只剩 {free} GB，导入可能失败，请管理员清理"
