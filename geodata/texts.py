"""Every Chinese sentence of this package that a user may read, by the part that says it."""

from __future__ import annotations

# -- store -----------------------------------------------------------------------------------------------------------------------

STORE_ADDRESS = "打开数据库：地址「{url}」不是 sqlite:/// 或 postgresql+psycopg:// 开头的有效地址"
STORE_MISSING = "打开数据库：文件 {path} 不存在；请先运行 huitian init，或用 --home 指明数据目录"
STORE_AWAY = "访问数据库 {where}：连不上或中途断开（{found}）"
STORE_LOCKED = "写入数据库 {where}：等候 2 分钟后仍被别的写入占用（{found}）；请稍后再试"
STORE_TOO_NEW = "打开数据库：库的版本 {found} 比本程序（{known}）新；请升级程序后再用，数据未作改动"
STORE_TOO_OLD = "打开数据库：库的版本 {found} 比本程序（{known}）旧；请先运行 huitian init 升级，数据未作改动"
STORE_NO_POSTGIS = "建立数据库 {where}：没有 PostGIS 扩展，也无权安装；请由管理员执行 CREATE EXTENSION postgis（{found}）"
HOME_KIND = "建立数据目录 {home}：它已是{found}，不能改作{wanted}；请换一个目录"
HOME_KINDS = {True: "演示库", False: "正式库"}

# -- pack ------------------------------------------------------------------------------------------------------------------------

PACK_UNKNOWN = "读取城市包：「{name}」不是内置城市包，也不是含有 {file} 的文件夹；内置的有 {names}"
PACK_FILE_UNREADABLE = "读取城市包：文件 {file} 打不开或格式不对（{error}）"
PACK_COLUMNS_MISSING = "读取城市包：文件 {file} 的表头缺少 {columns}"
PACK_ROW_SHORT = "读取城市包：文件 {file} 第 {line} 行列数不足"
PACK_ROW_WRONG = "读取城市包：文件 {file} 第 {line} 行有误（{error}）"
CONFIG_KEY_MISSING = "读取城市包：文件 {file} 缺少 {key}"
DEFAULT_AREA_UNKNOWN = "读取城市包：pack.toml 的 default_area「{code}」不在 areas.csv 中"
OUTLINE_WITHOUT_AREA = "读取城市包：文件 {file} 中的编码 {codes} 不在 areas.csv 中"
FOCUS_MEMBER_UNKNOWN = "读取城市包：重点区域「{name}」的成员 {codes} 不在 areas.csv 中"
RULES_WRONG = "读取城市包：文件 {file} 的规则有误：{wrong}"
SKETCH_ROADS = "示意道路：手绘，顶点很少，位置仅供参考"
OSM_RAIL = "© OpenStreetMap contributors，ODbL 1.0；线路为站间直线"
AREA_UNKNOWN = "查找区域：没有编码为「{code}」的区域"

# -- freshness -------------------------------------------------------------------------------------------------------------------

JUST_NOW = "刚刚"
MINUTES, HOURS, DAYS = "分钟", "小时", "天"
STALE = "数据停更 {age}"

# -- catalog ---------------------------------------------------------------------------------------------------------------------

CATALOG_UNREADABLE = "读取诉求分类 {file}：打不开或不是 UTF-8（{error}）"
CATALOG_COLUMNS_MISSING = "读取诉求分类 {file}：表头缺少 {columns}"
CATALOG_CODE = "读取诉求分类 {file} 第 {line} 行：编码「{code}」、级别「{level}」、上级「{parent}」、名称「{name}」不相符；编码每级两位，上级为去掉末两位"
CATALOG_LEAF = "读取诉求分类 {file} 第 {line} 行：三级类 {code} 须有七有五性标签和至少一个关键词，得到「{tag}」与 {count} 个关键词"
CATALOG_DAYS = "读取诉求分类 {file} 第 {line} 行：{code} 的时限「{days}」不是正整数天"
CATALOG_TWICE = "读取诉求分类 {file} 第 {line} 行：编码 {code} 与第 {first} 行重复"
CATALOG_ORPHAN = "读取诉求分类 {file} 第 {line} 行：{code} 的上级 {parent} 不在表内"
CATALOG_BARREN = "读取诉求分类 {file}：{codes} 下面没有三级类"
