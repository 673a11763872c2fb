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

PACK_HELP = "城市包：检查、重建、导入本地界线与 OSM 底图。"
PACK_CHECK_HELP = "检查城市包文件夹（或内置名称），逐条说明缺什么、错在哪个文件第几行。"
PACK_MAKE_HELP = "由公开来源文件夹 SRC 重建城市包「回天」的数据文件，写入 DIR（其中须有 pack.toml）。"
CHECK_NOTE = "提示："
CHECK_GOOD = "城市包 {folder}：齐全，没有发现错误。"
CHECK_FAULTS = "共 {count} 处须改正。"
CHECK_FILE_MISSING = "缺少这个文件"
CHECK_UNREADABLE = "打不开或格式不对（{error}）"
CHECK_EMPTY = "没有一行数据"
CHECK_COLUMNS = "表头缺少 {columns}"
CHECK_CODE_UNKNOWN = "编码 {code} 不在 areas.csv 中"
CHECK_NO_APPROVAL = "没有审图号（approval）；公开展示地图前须送审并填写"
CHECK_NO_BOUNDARY_NOTE = "界线为示意（is_sketch_boundaries = true），须填写 boundary_note"
CHECK_NO_ATTRIBUTION = "须填写 [map] attribution，写明底图来源"
CHECK_NO_SOURCES = "缺少这个文件；须写明每个文件的来源与许可"
CHECK_NAME_EMPTY = "名称为空"
CHECK_CODE_LEVEL = "编码「{code}」与级别「{level}」不符：city 2 位、district 6 位、street 9 位、community 12 位数字"
CHECK_PARENT = "{code} 的上级「{parent}」不在表内，或不是它的编码前缀"
CHECK_TWICE = "编码 {code} 与第 {line} 行重复"
CHECK_DATE = "日期「{date}」不合格式，例：2023-06-30"
CHECK_OUTLINE = "轮廓「{code}」须有 code 属性，图形须为 Polygon 或 MultiPolygon，得到 {kind}"
CHECK_OUTLINE_TWICE = "{code} 的轮廓出现两次"
CHECK_OUTLINE_INVALID = "{code} 的轮廓自相交或有误（{reason}）"
CHECK_NOT_DEGREES = "{code} 的坐标不是经纬度"
CHECK_OUTSIDE_PARENT = "{code} 的轮廓不在上级 {parent} 之内"
CHECK_STREETS_BARE = "{count} 个街道没有轮廓（{codes} …），将显示为「无边界」"
CHECK_KIND = "类别「{kind}」不认识，可用的是 {kinds}"
CHECK_ID_NAME = "id「{id}」须为数字，名称「{name}」不能为空"
CHECK_APPROX = "approx「{approx}」须为 0 或 1，radius_m「{radius}」须为整数米或空"
CHECK_POINT = "坐标「{lon}，{lat}」须同时给出经度和纬度"
CHECK_POINT_SWAPPED = "坐标 {lon}，{lat} 的经度与纬度写反了"
CHECK_POINT_FAR = "坐标 {lon}，{lat} 远在本市之外"
CHECK_POINT_OUTSIDE = "「{name}」的点不在街道 {street} 的轮廓内"
CHECK_AREAS_UNNAMED = "{count} 个区域没有地名（{codes} …）"

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

# -- geocode ---------------------------------------------------------------------------------------------------------------------

GEOCODE_HELP = "在本市找到文字所说的地点：级别、坐标、半径、把握与所属街道，每条文字一行。"
GEOCODE_FILE_HELP = "文本文件（UTF-8 或 GB18030），取每行第一个制表符之前的文字，无表头"
GEOCODE_JSON_HELP = "每行输出一个 JSON 对象"
GEOCODE_EITHER = "请给出文字，或用 -f 指定文件，二者取一"
GEOCODE_NOT_TEXT = "读取 {file}：既不是 UTF-8 也不是 GB18030 文本；请另存为其中一种后再试"
GEOCODE_NONE = "{text} → 无：没有提到本市的地点"
GEOCODE_NO_POINT = "无坐标"
GEOCODE_NO_AREA = "所属不明"
GEOCODE_OTHERS = "，也可能是 {names}"
GEOCODE_FOUND = "{text} → {what}（{area}），{where}，把握 {confidence:.2f}{others}"
CROSSINGS_UNREADABLE = "读取底图道路 {file}：不是带名称的线要素（{error}）"

# -- coordinates -----------------------------------------------------------------------------------------------------------------

CRS_UNKNOWN = "换算坐标：不认识坐标系「{system}」，可用的是 {known}"
CRS_NO_ANCHORS = "没有可以对照的已知地点"
CRS_ANCHOR_FIGURE = "按 {system} 相距 {metres:.0f} 米"
CRS_ANCHOR_EVIDENCE = "与 {count} 个已知地点对照（中位数）：{figures}"
CRS_NO_DISTRICTS = "没有写明所属区的点可以对照"
CRS_SHARE_FIGURE = "按 {system} 有 {share:.1f}% 落在所写的区内"
CRS_SHARE_EVIDENCE = "{count} 个写明所属区的点：{figures}"
CRS_UNDECIDED = "{what}：坐标系未声明，也无法确定（{evidence}）；请用 --crs 写明 wgs84、gcj02、bd09、cgcs2000 之一"
CRS_WRONG = "{what}：声明为 {declared}，实为 {detected}（{evidence}）；用错坐标系在回龙观会偏约 {gap:.0f} 米，未导入"
CRS_SWAPPED = "{what}：经度与纬度写反了（首个坐标为 {lon}，{lat}）；应经度在前，未导入"
CRS_ZONE = "换算高斯-克吕格坐标：带号不明或不一致（东坐标前缀 {found}，声明 {declared}）；请写明带号，例如 39"
CRS_NO_ZONE = "换算高斯-克吕格坐标：没有 {zone} 带；三度带为 25–45，六度带为 13–23"
CRS_BALLPARK = "换算高斯-克吕格坐标：本机 PROJ 对 EPSG:{code} 只有粗略（ballpark）变换，未采用"
