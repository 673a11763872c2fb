"""Sentences about pictures: their captions, and why there is none."""

from __future__ import annotations

TITLE = "{area} · {page}"
BETWEEN = " ・ "
BESIDE = " · "
PERIOD = "时段 {first} 至 {last}"
CATEGORIES = "只含 {names}"
CELL = "网格 {cell}"
ITEM = "编号 {item}"
PICKS = "选择 {picks}"
AREA = "区域 {area}"
BOUNDARY = "边界 {day}"
BOUNDARY_NOW = "边界 现行"
AS_OF = "数据截至 {at}"
FROM = "来源 {source}"
GROUND = "底图 {attribution}"
NO_APPROVAL = "示意图，无审图号"
DRAFT = "周报草稿"
NO_CATEGORY = "待人工分类"
ALT = "{title}的图片。{facts}。"
SOURCE = "12345 诉求工单"
EVERYTHING = "12345 诉求工单、积水点台账与读数、执法记录、行动计划报送、治理类街镇通报"
SOURCES = {
    "/waterlogging": "12345 诉求工单、积水点台账、雨量与水位读数",
    "/parking": "12345 诉求工单、执法记录、停车设施台账",
    "/projects": "行动计划项目库与报送记录",
    "/towns": "治理类街镇月度通报",
    "/quality": "导入批次与隔离区记录",
    "/compliance": "系统设置与审计记录",
    "/help": "系统说明",
    "/brief": EVERYTHING,
    "/report": "行动计划项目库与报送记录",
    "/report/closures": "销账记录与佐证",
    "/wall/": EVERYTHING,
}

BUTTON = "图片"
BUTTON_TIP = "把本页画成图片（PNG，浅色、不带按钮，标题、时段、区域、数据时间与来源写在图上）"
TILE_BUTTON = "此图块存为图片"
WORKING = "正在制图…"

NO_CHROMIUM = (
    "制图：这台机器上没有找到 Chromium。安装方法——Debian／Ubuntu：apt-get install chromium fonts-noto-cjk；麒麟、统信：在软件商店安装 chromium；"
    "也认 google-chrome 与 microsoft-edge。装好后不必重启。周报里的静态地图不需要它，照常可用。"
)
AGAIN = "制图：浏览器卡住或中途退出（%s），换一个再画一次"        # in the log
LATE = "制图：{seconds} 秒内没有画完，浏览器已关闭，下一张会另开一个。请稍后再试；如一再发生，请换较小的尺寸或较短的时段。"
BROKEN = "制图：浏览器没有启动或中途退出（{reason}），已全部清理。请再试一次；如一再发生，请在命令行运行 chromium --version 看它能否启动。"
PAGE_SAYS = "制图：页面没有画出来：{reason}"
DISK_FULL = "制图：磁盘已满，图片没有写出，没有留下半个文件。请清出空间后再试。"
BUSY = "已有几张图片在排队，请 5 秒后再试"
SIZE = "图片尺寸「{size}」不合格式，应为 宽x高，如 1920x1080"
SIZE_BOUNDS = "图片尺寸 {size} 超出范围，应在 {least} 与 {most} 之间"
TILE_NAME = "图块名「{tile}」不合格式"
TILE_SIZE = "单个图块固定为 16 厘米宽（300 dpi），不能另给尺寸"
WALL_WHOLE = "大屏只画整屏（图块随屏幕尺寸排版）；单个图块请到相应页面上取"
NO_TILE = "这一页没有这个图块；有的是：{known}"
NONE = "（无）"
NO_PAGE = "「{path}」不是本系统的页面；可以画的是：{pages}"
NOT_UNDERSTOOD = "地址没有全部读懂，不画：{problems}"

CLI_HELP = "把一个页面（或其中一个图块）画成 PNG：PATH 是页面地址，如 /hotspots?area=110114&period=30d；大屏也可以，如 /wall/city?tab=water。"
CLI_OUT = "写到哪个文件"
CLI_SIZE = "图片宽x高（像素），缺省 1920x1080；页面更长时按页面加高，说明条接在下面"
CLI_TILE = "只画一个图块（16 厘米宽、300 dpi），如 map、ranking、trend"
CLI_DONE = "已写出 {file}（{width}×{height}，{kb} KB）：{title}"
FILE = "回天_{title}_{day}.png"
CLI_READER = "命令行"
CLI_NOT_WRITTEN = "制图：写不出 {file}（{reason}）"
