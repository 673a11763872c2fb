"""Every Chinese sentence of this package that a user may read, by the part that says it."""

from __future__ import annotations

# -- store -----------------------------------------------------------------------------------------------------------------------

STORE_ADDRESS = "打开数据库：地址「{url}」不是 sqlite:/// 或 postgresql+psycopg:// 开头的有效地址"
STORE_MISSING = "打开数据库：文件 {path} 不存在；请先运行 huitian init，或用 --home 指明数据目录"
STORE_AWAY = "访问数据库 {where}：连不上或中途断开（{found}）"
STORE_LOCKED = "写入数据库 {where}：正在写入别的数据，等候超时（{found}）；请稍后再试"
STORE_FULL = "写入数据库 {where}：磁盘已满（{found}）；本次写入已全部撤回，请腾出空间后重试"
STORE_DISK = "访问数据库 {where}：磁盘读写出错（{found}）；本次写入已全部撤回，请检查磁盘"
STORE_SLOW = "访问数据库 {where}：查询超时（{found}）；请缩小区域或时段后再试"
STORE_CROWDED = "访问数据库 {where}：连接已占满，3 秒内没有空出；请稍后再试"
STORE_SILENT = "{seconds:g} 秒内没有回答，连接已断开"
STORE_STILL_AWAY = "刚才没有连上，稍后自动再试"
STORE_TOO_NEW = "打开数据库：库的版本 {found} 比本程序（{known}）新；请升级程序后再用，数据未作改动"
STORE_OLD = "打开数据库：库的版本 {found} 比本程序（{known}）旧；请先备份数据库，再运行 huitian init 升级，原有数据都会保留；本次未作改动"
STORE_OLD_DEMO = "打开数据库：演示库的版本 {found} 比本程序（{known}）旧；请重新运行 huitian demo，原有演示数据会删除并重新生成；本次未作改动"
STORE_EMPTY = "打开数据库：库里还没有任何表；请先运行 huitian init 建立正式库，或运行 huitian demo 生成演示库"
STORE_NO_POSTGIS = "建立数据库 {where}：没有 PostGIS 扩展，也无权安装；请由管理员执行 CREATE EXTENSION postgis（{found}）"
STORE_NO_VIEWER = "建立数据库 {where}：没有只读角色 {role}，也无权建立；请由管理员执行 CREATE ROLE {role} NOLOGIN; GRANT {role} TO {user};（{found}）"
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
RULES_AUDIT_DAYS = "retention.audit_days 不得少于 {days} 天（《网络安全法》第二十一条：日志留存不少于六个月）"
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
CHECK_SKETCHES = "is_sketch_boundaries 为 false，但 areas.geojson 中还有 {count} 个示意轮廓（approx）"
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
PACK_IMPORT_AREAS_HELP = "导入自有界线（GeoJSON、GPKG、SHP；须有编码列），替换示意界线。"
PACK_IMPORT_OSM_HELP = "由 OSM 摘录（.osm 或 .osm.pbf）补充底图、地名、站点与带国标编码的界线。"
PACK_INTO_HELP = "要改的城市包文件夹；不存在则以当前城市包为底新建（默认：当前城市包文件夹，或数据目录下的 pack）"
PACK_CRS_HELP = "坐标系；file 为按文件自己的声明"
PACK_CODE_HELP = "编码列的列名（默认 code、adcode、区划代码 等）"
PACK_NAME_HELP = "名称列的列名（默认 name、名称 等）"
PACK_VALID_HELP = "界线自哪天起有效（默认今天）"
PACK_AREAS_DONE = "已写入 {folder}：替换 {replaced} 个轮廓，新增 {added} 个区域。设置 HUITIAN_PACK 为该文件夹即可使用。"
PACK_SKETCH_LEFT = "仍有 {count} 个街道为示意轮廓；全部换成正式界线后，请把 pack.toml 的 is_sketch_boundaries 改为 false 并填写审图号。"
PACK_OSM_DONE = "已写入 {folder}：车站 {station}，出入口 {exit}，小区与村 {community}，新道路名 {road}，轨道线段 {rail}，水面与河道 {water}，界线 {area}。"
PACK_BUILT_IN = "修改城市包：「{name}」是随程序安装的内置城市包，升级会覆盖；请用 --into 指明自己的文件夹"
OUTLINE_ORPHAN = "导入界线：编码 {code}（名称「{name}」）不在 areas.csv 中，且没有上级或没有名称，无法新增"
SOURCE_UNREADABLE = "重建城市包：来源文件夹 {folder} 中的 {file} 打不开或格式不对（{error}）"
OSM_UNREADABLE = "读取 OSM 摘录 {file}：不是完整的 .osm 或 .osm.pbf 文件（{error}）"
OSM_EMPTY = "读取 OSM 摘录 {file}：没有可用的道路、轨道、车站、水面、小区或界线"
OSM_ELSEWHERE = "导入 OSM 摘录：内容都不在「{name}」所在的城市范围内"
OSM_NOTE = "© OpenStreetMap contributors，ODbL 1.0"
OUTLINES_UNREADABLE = "读取界线文件 {file}：打不开或格式不认识（{error}）"
OUTLINES_NO_COLUMN = "读取界线文件 {file}：没有列 {wanted}；文件里有 {found}"
OUTLINES_NO_CRS = "读取界线文件 {file}：没有声明坐标系；请用 --crs 指明（{systems}）"
OUTLINES_SWAPPED = "读取界线文件 {file}：经度与纬度写反了（例如 {lon:.5f}，{lat:.5f}）"
OUTLINES_FAR = "读取界线文件 {file}：坐标范围 {west:.3f}，{south:.3f} 至 {east:.3f}，{north:.3f} 不是中国境内的经纬度；请核对坐标系"
OUTLINES_BALLPARK = "读取界线文件 {file}：坐标系 {crs}（基准 {datum}）到 WGS-84 没有可靠的转换，近似转换会偏移数十至上百米，不予采用；请先由测绘部门转为 CGCS2000"
OUTLINES_WRONG_SYSTEM = "读取界线文件 {file}：坐标看来是 {system} 而不是所声明的坐标系。与城市包已有的 {count} 个同编码轮廓相比，重合度按声明为 {as_is:.0%}，按 {system} 为 {other:.0%}；确认后请加 --crs {name} 重新导入"
OUTLINES_CODE = "读取界线文件 {file} 第 {row} 个图形：编码「{code}」不是 6、9 或 12 位国标编码"
OUTLINES_TWICE = "读取界线文件 {file} 第 {row} 个图形：编码 {code} 重复"
OUTLINES_NO_AREA = "读取界线文件 {file} 第 {row} 个图形：{code} 不是面"
OUTLINES_EMPTY = "读取界线文件 {file}：没有一个图形"

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

# -- administration --------------------------------------------------------------------------------------------------------------

INIT_HELP = "在数据目录里建库、登记区划、生成密钥；已建好的不变。"
INIT_DONE = "数据目录已就绪：{home}"
DOCTOR_HELP = "列出每项设置及其含义，检查城市包、数据库与历史数据。"
DOCTOR_SET = "（已设置）"
DOCTOR_UNSET = "（无）"
DOCTOR_PACK = "城市包：{found}"
DOCTOR_STORE = "数据库：{found}"
DOCTOR_HISTORY = "历史数据版本：{found}"
DOCTOR_CHROMIUM = "Chromium（图片功能用，可无）：{found}"

# -- outside services ------------------------------------------------------------------------------------------------------------

SERVICE_TIMEOUT = "外部地理编码（{title}）：{seconds:.0f} 秒内没有回答"
SERVICE_AWAY = "外部地理编码（{title}）：连不上（{error}）"
SERVICE_STATUS = "外部地理编码（{title}）：回答状态 {status}"
SERVICE_UNREADABLE = "外部地理编码（{title}）：回答不是约定的格式"
SERVICE_REFUSED = "外部地理编码（{title}）：拒绝服务（代码 {code}：{reason}）"

# -- audit trail -----------------------------------------------------------------------------------------------------------------

AUDIT_UNWRITTEN = "写入审计：写不进去（{found}）；操作未执行"
AUDIT_END_MISSING = "写入审计：审计记录的末尾与数据目录中的 audit.head 不符（被截断，或该文件丢失）；操作未执行。请先运行 huitian audit verify 查明原因，再由管理员运行 huitian audit reseal"
AUDIT_GAP = "第 {before} 条之后不是第 {id} 条应在的位置：缺行或乱序"
AUDIT_UNLINKED = "第 {id} 条与前一条接不上：前面有行被改、被换或被插入"
AUDIT_UNSIGNED = "第 {id} 条的签名不符：内容被改，或不是用本库的密钥写入"
AUDIT_NOT_HEAD = "第 {id} 条与 audit.head 所记的不同：末尾被换过"
AUDIT_START_MISSING = "第 {id} 条及以前的记录不在，也没有清理记录为证"
AUDIT_HEAD_MISSING = "数据目录中没有 audit.head，无法确认末尾没有被截断"
AUDIT_HEAD_DAMAGED = "数据目录中的 audit.head 损坏或被改，无法确认末尾没有被截断"
AUDIT_CUT = "audit.head 所记的第 {id} 条不在：末尾被截断"
AUDIT_GONE = "审计记录曾经开始，现在一条也没有"
AUDIT_PRUNED = "第 {id} 条及以前"

AUDIT_HELP = "审计：核验、查看、导出。记录只增不改，逐条签名并前后相连。"
AUDIT_VERIFY_HELP = "逐条核验全部审计记录，并与数据目录中的 audit.head 对照；不完整时退出码为 1。"
AUDIT_SINCE_HELP = "以前核验时记下的末尾（如 1024:9f3c…），确认它仍在其中；另存于他处可防连同 audit.head 一起回退"
AUDIT_LIST_HELP = "列出审计记录，最新的在前。"
AUDIT_EXPORT_HELP = "导出全部审计记录为 CSV；导出本身也记入审计。"
AUDIT_RESEAL_HELP = "恢复备份或丢失 audit.head 之后，以现有末尾为准继续记录；此举与理由永久留在审计中。"
AUDIT_JSON_HELP = "输出 JSON，每行一个对象"
AUDIT_LIMIT_HELP = "最多几条"
AUDIT_ACTOR_HELP = "只看这个人（登录名，或 cli:用户）"
AUDIT_ACTION_HELP = "只看这种操作，如 share.create"
AUDIT_OUT_HELP = "写入的 CSV 文件"
AUDIT_REASON_HELP = "理由，记入审计"
AUDIT_WHOLE = "审计完整：{rows} 条，末尾 {head}"
AUDIT_NO_HEAD = "（尚无）"
AUDIT_RESEALS = "其中有 {count} 次重新封存（audit.reseal），请逐次核对理由。"
AUDIT_BROKEN = "核验审计：不完整。{reason}"
AUDIT_NOT_SINCE = "以前记下的末尾 {since} 不在其中（被换过、被截断，或已按期清理）"
AUDIT_NO_FILE = "导出审计：文件 {path} 写不进去（{error}）"
AUDIT_EXPORTED = "已导出 {count} 条审计记录到 {path}"
AUDIT_RESEALED = "已以现有末尾为准继续，见第 {id} 条。"

AUDIT_ACTIONS = {
    "audit.prune": "清理过期审计",
    "audit.reseal": "重新封存审计末尾",
    "audit.export": "导出审计",
    "audit.verify": "核验审计",
    "refused": "访问被拒",
    "export": "导出表格或图片",
    "flood.mode": "切换汛期模式",
    "case.view": "查看单件诉求",
    "report.enter": "报送项目日报",
    "brief.issue": "编发周报",
    "closure.propose": "提出销账",
    "closure.decide": "确认、退回或复账",
    "evidence.view": "查看佐证文件",
    "load": "导入文件",
    "replay": "重新导入隔离行",
    "backup": "备份",
    "restore": "恢复备份",
    "retain": "按保存期限清理",
    "share.create": "建立分享链接",
    "share.open": "打开分享链接",
    "share.revoke": "撤销分享链接",
    "sign_in": "登录",
    "sign_in.code": "通过动态口令",
    "sign_in.refuse": "登录被拒",
    "sign_out": "退出",
    "session.end": "结束登录",
    "account.add": "开户",
    "account.stop": "停用账户",
    "account.start": "启用账户",
    "account.unlock": "解除锁定",
    "password.change": "修改口令",
    "password.refuse": "修改口令被拒",
    "password.reset": "重置口令",
    "factor.set": "设置动态口令",
    "factor.clear": "清除动态口令",
    "grant.add": "授予角色",
    "grant.revoke": "收回角色",
    "device.add": "发放大屏设备令牌",
    "device.revoke": "收回大屏设备令牌",
    "device.sign_in": "大屏设备登录",
    "device.refuse": "大屏设备登录被拒",
}

# -- backup, restore, retention --------------------------------------------------------------------------------------------------

BACKUP_HELP = "把整个库写成一个备份文件：某一刻的全部表，导入照常进行，两种数据库通用。密钥不在其中，须另行保管。"
BACKUP_OUT_HELP = "备份文件（不得已存在；只有本人可读）"
BACKUP_JSON_HELP = "输出一个 JSON 对象"
BACKUP_ROWS = "写入备份"
BACKUP_DONE = "已备份 {rows:,} 行（{tables} 张表）到 {path}，{megabytes:,.0f} MB，{seconds:.1f} 秒；内容摘要 {digest}"
BACKUP_LEFT_OUT = "未包含：密钥（{secret}）、分类模型、城市包与历史列存（恢复后自动重建）。没有原密钥，恢复后双因素、分享链接与同一来电人的识别都会失效，请另行保管密钥。"
RESTORE_HELP = "从备份文件恢复整个库：先逐表核对摘要，完全相符才切换；请先停止 huitian serve。"
RESTORE_CHECK_HELP = "只核对备份文件是否完好，不写任何东西"
RESTORE_REPLACE_HELP = "替换现有的数据（现有内容不再保留）"
RESTORE_NEW_SECRET_HELP = "本机密钥与备份时不同也恢复：双因素须重设，分享链接作废，新导入的来电人与旧工单不再对得上，旧审计另存为文件"
RESTORE_ROWS = "恢复"
RESTORE_CHECKED = "备份文件完好：{rows:,} 行，建于 {at}，表结构 {revision}，内容摘要 {digest}；签名{signed}"
RESTORE_SIGNED = {True: "与本机密钥相符", False: "无法用本机密钥核对"}
RESTORE_DONE = "已恢复 {rows:,} 行（{tables} 张表），逐表摘要与备份相同：{digest}；{seconds:.1f} 秒。所有登录已失效，须重新登录。"
RESTORE_TRAIL = "注意：备份中的审计记录不完整（{reason}），已照原样恢复。"
RESTORE_NEW_SECRET_DONE = "密钥与备份时不同：双因素已清除，分享链接已作废，新导入的来电人与旧工单不再对得上；旧审计 {count} 条另存为 {path}，审计从头开始。"
RESTORE_NOT_EMPTY = "恢复备份：{where} 中已有数据；确要替换请加 --replace（现有内容不再保留，建议先 huitian backup）"
RESTORE_IN_USE = "恢复备份：{where} 正被其他程序使用；请先停止 huitian serve 与导入，再试一次"
RESTORE_NO_SECRET = "恢复备份：数据目录 {home} 没有密钥。请先放回备份时的密钥（HUITIAN_SECRET，或文件 {home}/secret）；原密钥已丢失则加 --new-secret"
RESTORE_OTHER_SECRET = "恢复备份：本机密钥（指纹 {here}）与备份时的（指纹 {there}）不同。请换用备份时的密钥；原密钥已丢失则加 --new-secret"
RESTORE_UNSIGNED = "恢复备份：{file} 的签名不符，内容清单被改过；未恢复"
RESTORE_NEWER = "恢复备份：{file} 的表结构为 {found}，比本程序认识的（{known}）新；请先升级程序"
RESTORE_COLUMNS = "恢复备份：{file} 中表 {table} 的列与表结构 {revision} 不符；未恢复"
RESTORE_UNEQUAL = "恢复备份：表 {table} 写入后的摘要与备份不同；未切换，现有数据未动"
RESTORE_REFUSED = "恢复备份：写入表 {table} 时被数据库拒绝（{found}）；未切换，现有数据未动"
RESTORE_RESEAL = "恢复备份 {file}（摘要 {digest}）"
ARCHIVE_EXISTS = "写备份：{path} 已存在；请换一个文件名"
ARCHIVE_WRITE = "写备份 {path}：写不进去（{error}）；没有留下半个文件"
ARCHIVE_READ = "读备份 {path}：打不开（{error}）"
ARCHIVE_FOREIGN = "读备份 {file}：不是本产品的备份文件，或已被截断"
ARCHIVE_FORMAT = "读备份 {file}：格式为 {found}，本程序只认识 {known}；请先升级程序"
ARCHIVE_MISSING = "读备份 {file}：缺少 {what}；文件不完整，未使用"
ARCHIVE_DAMAGED = "读备份 {file}：{what} 已损坏；未使用"
RETAIN_HELP = "按城市包的保存期限（rules.toml 的 retention）清理：到期工单抹去文字，到期的隔离行、登录、分享与审计删除。"
RETAIN_DRY_HELP = "只报告会清理多少，不改动"
RETAIN_JSON_HELP = "输出一个 JSON 对象"
RETAIN_LINE = "{what}：{count:,} 条（早于 {before}，期限 {days} 天）"
RETAIN_DRY = "试运行，没有改动。"
RETAIN_KINDS = {
    "case_text": "工单文字与来电人散列抹去",
    "quarantine": "隔离行删除",
    "session": "已失效登录删除",
    "share": "已失效分享链接删除",
    "audit": "审计删除并留校验点",
}

# -- programme: the traffic light's rules in words -------------------------------------------------------------------------------

LIGHT_NAMES = {"red": "红", "grey": "灰", "yellow": "黄", "green": "绿", "done": "完工", "": "无数据"}
LIGHT_BEHIND = "进度落后计划 {behind} 个百分点（实际 {actual}%，计划 {plan}%）：落后 {low}–{high} 个百分点为黄"
LIGHT_FAR_BEHIND = "进度落后计划 {behind} 个百分点（实际 {actual}%，计划 {plan}%）：落后超过 {high} 个百分点为红"
LIGHT_ON_PLAN = "进度 {actual}%，计划 {plan}%：落后不足 {low} 个百分点为绿"
LIGHT_LATE_START = "计划开工月已过 {late} 个月仍未开工：当月未开工为黄，连续三个月未开工为红"
LIGHT_START_AHEAD = "未开工，计划开工月未过"
LIGHT_UNPAID = "应支付日期已过 {unpaid} 天仍未付足：支付逾期为红"
LIGHT_MENDED = "红灯整改后第 {days} 天：整改后先转黄 {least} 天"
LIGHT_SILENT = "未报 {days} 天"
LIGHT_DONE = "已完工"
LIGHT_DONE_ON = "{day} 完工"
LIGHT_PUBLIC = "公开项目，进度未公布"
LIGHT_UNKNOWN = "没有可判断的计划与日报"
