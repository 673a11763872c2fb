"""Every Chinese text of the import and of what is derived from it, a section a part."""

from __future__ import annotations

# ---- what is derived from the store (history.py, runners.py, tiles.py, build.py)

HISTORY_LOCKED = "写历史列存 {folder}：另一个进程已占用超过 {seconds:.0f} 秒"
RUNNER_NO_DASK = "选择 Dask 运行：没有安装 dask；请先 pip install 'huitian[dask]'"
RUNNER_NO_CLUSTER = "连接 Dask 集群 {address}：连不上（{error}）"

# ---- loading and the ledger (load.py, ledger.py, ledger_cli.py)

LOAD_UNACCOUNTED = "载入 {file}：读入 {read} 行，但交来 {rows} 行、退回 {rejected} 行，合计不符；未载入任何一行"

# ---- classify (etl/classify/)

MODEL_UNREADABLE = "读取分类模型 {file}：打不开，或不是 huitian classify train 写出的文件（{error}）"
MODEL_OTHER_KIND = "内容不符"
MODEL_DAMAGED = "内容残缺"
MODEL_OTHER_TREE = "读取分类模型 {file}：它是为另一棵分类树训练的（{found}，现用 {wanted}）；请用 huitian classify train 重新训练"
MODEL_OTHER_VERSION = "读取分类模型 {file}：由 scikit-learn {found} 写出，现用 {wanted}；请用 huitian classify train 重新训练"
MODEL_UNWRITABLE = "写出分类模型 {file}：写不了（{error}）"
CLASSIFY_HELP = "诉求分类：用已标注的工单训练分类模型。"
TRAIN_HELP = "用已标注的工单（CSV 或 XLSX：标题或内容，加问题分类）训练分类模型，并报告在留出样本上的正确率。"
TRAIN_OUT_HELP = "模型写到哪个文件；不写则放在数据目录下，导入时自动使用"
TRAIN_JSON_HELP = "打印一行 JSON"
TRAIN_COLUMNS = "训练分类模型 {file}：须有标题或内容列，以及问题分类（或 一级…三级分类、分类编码）列；表头是 {found}"
TRAIN_TOO_FEW = "训练分类模型 {file}：读入 {rows} 行，可用 {used} 行；至少要有两个三级类各有 {least} 行以上"
TRAIN_DONE = (
    "{file}：读入 {rows} 行，用于训练 {used} 行、{classes} 类；留出 {held_out} 行，正确率 {accuracy:.1%}；"
    "其中 {decided_share:.1%} 有把握，正确率 {decided_accuracy:.1%}；{seconds} 秒，已写入 {model}"
)
TRAIN_SKIPPED = "  跳过 {count} 行：{reason}"
TRAIN_REASONS = {
    "bad": "不成一行的记录",
    "blank": "标题和内容都空",
    "unlabelled": "没有分类",
    "unknown": "分类不在本包的分类树内",
    "coarse": "分类只到一级或二级",
    "rare": "所属的类样本太少",
    "surplus": "所属的类样本已足够",
}

# ---- reading a file: why a whole file is refused (readers, contracts, mapping, clean)

REFUSED = {
    "missing": "读取 {file}：没有这个文件",
    "folder": "读取 {file}：这是文件夹，不是文件",
    "empty": "读取 {file}：文件是空的，没有表头也没有数据",
    "no_header": "读取 {file}：前 10 行里找不到表头",
    "cut": "读取 {file}：{encoding} 文本在第 {byte} 字节（第 {line} 行）断在半个字符上，文件像是没有传完；请重新导出或重新传送，未载入任何一行",
    "broken": "读取 {file}：文件开头标明是 {encoding}，但第 {byte} 字节（第 {line} 行）不合 {encoding}；请重新导出，未载入任何一行",
    "mixed": "读取 {file}：同一文件里混有两种编码，前面是 {first}，到第 {byte} 字节（第 {line} 行）出现 {then}；请把两部分分别导出，未载入任何一行",
    "foreign": "读取 {file}：既不是 UTF-8（第 {utf8} 字节不合），也不是 GB18030（第 {byte} 字节、第 {line} 行不合）；请另存为 UTF-8 的 CSV，未载入任何一行",
    "long_line": "读取 {file}：第 {row} 条记录超过 {limit} MB 仍没有换行，不像表格文件",
    "kind": "读取 {file}：这是{kind}，不是表格；可导入的是 csv、tsv、xlsx、xls、json、geojson、parquet",
    "bad_zip": "读取 {file}：工作簿损坏，打不开（{error}）；请重新导出或重新传送",
    "zip_bomb": "读取 {file}：压缩内容展开后有 {size} MB，是文件的 {ratio} 倍（上限 {size_limit} MB、{ratio_limit} 倍），疑似压缩炸弹，没有展开",
    "zip_entries": "读取 {file}：压缩包里有 {count} 个文件，超过 {limit} 个，没有展开",
    "encrypted": "读取 {file}：工作簿有密码，请去掉密码后另存",
    "sheet_size": "读取 {file}：工作表“{sheet}”占 {rows} 行 × {columns} 列，超出上限；请删去表格以外的空白单元格，或改用 csv",
    "merged_header": "读取 {file}：工作表“{sheet}”的表头（第 {row} 行）有合并单元格 {ref}，列名对不上；请取消合并，每列写一个列名",
    "bad_json": "读取 {file}：第 {line} 行第 {column} 列不合 JSON 的写法，文件可能没有传完；请重新导出或重新传送",
    "json_shape": "读取 {file}：JSON 里没有记录的列表；应是对象的数组、每行一个对象，或 GeoJSON 的 FeatureCollection",
    "too_big": "读取 {file}：{kind} 文件有 {size} MB，超过 {limit} MB；请改用 csv 或分开导出",
    "no_column": "读取 {file}：缺少必需的列 {column}（表头可写作 {variants}）；文件的表头是 {headers}。表头不同的文件请用 --mapping 说明对应关系",
    "no_text": "读取 {file}：没有一列说明诉求是什么（表头可写作 {variants}）；文件的表头是 {headers}。表头不同的文件请用 --mapping 说明对应关系",
    "header_twice": "读取 {file}：表头“{header}”（{column}）出现不止一次，在第 {where} 列，不知以哪一列为准；请删去或改名",
    "mapped_missing": "读取 {file}：对应表里 {column} 写的是表头“{header}”，文件里没有{hint}；文件的表头是 {headers}",
    "mapping_file": "读取对应表 {file}：打不开或不是 TOML（{error}）",
    "mapping_table": "读取对应表 {file}：不认识 {names}；可用的是 {known}",
    "mapping_value": "读取对应表 {file}：[{table}] 里每一项应是 名称 = \"值\"",
    "mapping_column": "读取对应表 {file}：[{table}] 里的 {name} 不是本类数据的列{hint}；可用的是 {known}",
    "mapping_both": "读取对应表 {file}：{names} 同时写在 [columns] 和 [constants] 里，只能留一处",
    "mapping_crs": "读取对应表 {file}：crs 只能写一个坐标系，例：crs = \"gcj02\"",
    "mapping_unit": "读取对应表 {file}：[units] 里 {column} = “{unit}” 不是时间写法，例：{column} = \"%m/%d/%Y %I:%M:%S %p\"",
    "day_order": "读取 {file}：列“{column}”的日期如“{example}”，全文件都分不清月和日；请在对应表 [units] 里写明，例：created_at = \"%m/%d/%Y %I:%M:%S %p\"",
    "day_order_mixed": "读取 {file}：列“{column}”里“{month_first}”是月在前，“{day_first}”是日在前，一个文件里两种写法；请分别导出",
    "crs_name": "坐标系“{crs}”不认识；可用的是 {known}",
    "bad_parquet": "读取 {file}：Parquet 文件损坏，打不开（{error}）",
}

REFUSED |= {
    "no_unit": "读取 {file}：列“{column}”没有写明单位（例：“{found}”）；请在表头写明，例：{column}（{units} 之一），或在对应表 [units] 里写 {name} = \"单位\"",
    "unit_name": "读取对应表：[units] 里 {column} = “{unit}” 不是这一列能用的单位；可用的是 {known}（文件 {file}）",
}

KINDS = {
    "pdf": " PDF 文档", "image": "图片", "archive": "压缩包，请先解压", "html": "网页（常见于把网页表格存成 .xls），请用 Excel 打开后另存为 xlsx", "xml": " XML 文件",
    "xlsb": "二进制工作簿（xlsb），请另存为 xlsx", "ods": " ODS 表格，请另存为 xlsx", "word": " Word 文档",
}

NEAREST = "（相近的有 {words}）"
NO_HEADERS = "（没有）"
UNNAMED = "第 {number} 列（无列名）"

# ---- rows that are put aside: code -> sentence; {column} as the file names it, {found} the masked value

REASONS = {
    "above_header": "在表头之前：这一行数据写在表头上面，不知各列是什么",
    "width": "列数不符：应有 {expected} 列，实有 {found} 列",
    "quotes": "引号不成对：这一行的引号没有正常结束",
    "long_cell": "内容过长：一个单元格有 {found} 个字符，上限 100,000",
    "zero_byte": "含有空字节（NUL），这一行可能在传送中损坏",
    "bad_text": "含有不成字的代码（半个代理字符）",
    "bad_json": "这一行不是 JSON 对象",
    "header_again": "重复表头：数据中间又出现一次表头",
    "formula": "公式无结果：列“{column}”的单元格是没有保存结果的公式或错误值",
    "no_order_no": "缺少工单编号：列“{column}”是空的",
    "order_no_digits": "工单编号丢了数字：列“{column}”的“{found}”是科学计数法，请把该列设为文本后重新导出",
    "order_no_long": "工单编号过长：列“{column}”的“{found}”超过 64 个字符",
    "no_created_at": "缺少创建时间：列“{column}”是空的",
    "bad_time": "时间认不出：列“{column}”的“{found}”",
    "future_time": "时间在将来：列“{column}”的“{found}”",
    "old_time": "时间过早（1990 年以前）：列“{column}”的“{found}”",
    "time_order": "时间倒置：办结早于创建，列“{column}”的“{found}”",
    "bad_point": "经纬度不成数或超出范围：列“{column}”的“{found}”",
}

# ---- rows of records that are put aside (records/, programme/, feeds): code -> sentence; a feed adds its own below

RECORD_REASONS = {
    "blank": "缺少必填内容：列“{column}”是空的",
    "key_digits": "编号丢了数字：列“{column}”的“{found}”是科学计数法，请把该列设为文本后重新导出",
    "key_long": "编号过长：列“{column}”的“{found}”",
    "bad_code": "写法认不出：列“{column}”的“{found}”",
    "bad_date": "日期认不出：列“{column}”的“{found}”（请写到日，例：2026-07-16）",
    "far_date": "日期超出 1990—2100 年：列“{column}”的“{found}”",
    "bad_month": "月份认不出：列“{column}”的“{found}”（例：2026-07）",
    "bad_number": "不是数：列“{column}”的“{found}”",
    "bad_unit": "单位认不出：列“{column}”的“{found}”",
    "negative": "不能是负数：列“{column}”的“{found}”",
    "percent_unclear": "分不清是百分数还是小数：列“{column}”的“{found}”；请写成 60% 这样带百分号的",
    "bad_percent": "不在 0—100% 之间：列“{column}”的“{found}”",
    "reading_unit": "单位疑似差十倍：列“{column}”的“{found}”，本文件里该传感器的读数整体约为近期的十倍（或十分之一），请核对单位",
    "no_project": "没有这个项目：列“{column}”的“{found}”不在项目台账里；请先导入项目台账，再重新导入本文件",
    "public_project": "公开项目只登记已公布的内容：列“{column}”的“{found}”是公开项目，不接收进度、节点和资金",
    "closed_project": "项目已完工、投用、停工或销账，此后的日报不再接收：列“{column}”的“{found}”",
    "shape_unreadable": "图形读不出：列“{column}”不是完整的 WKT 或 GeoJSON，或含有不成数的坐标",
    "shape_broken": "图形自相交且修补后面积变化超过 1%：列“{column}”，请在制图软件里改好",
    "future_day": "日期在将来：列“{column}”的“{found}”",
    "dates_turned": "日期倒置：完工早于开工，列“{column}”的“{found}”",
    "replan_no_reason": "改了完工日期却没有写调整原因：列“{column}”，{found}；请在“调整原因”里写明（征地拆迁、审批手续、资金……）",
    "bad_reason": "调整原因认不出：列“{column}”的“{found}”；可用的见规则 lights.reasons（征地拆迁、审批手续、资金……）",
    "bad_outputs": "产出认不出：列“{column}”的“{found}”；写法如“学位 1080 个；道路 1 条”，完成的产出须在计划产出之内、单位相同",
    "shape_empty": "图形是空的，没有点、长度或面积：列“{column}”",
    "no_town": "没有这个街镇：列“{column}”的“{found}”不在治理类名单里；请先导入名单（huitian load towns），再重新导入本文件",
    "town_twice": "同一街镇、同一进入日期、同一得知日期写了不同的阶段：列“{column}”的“{found}”；更正请另写得知日期",
    "town_rewritten": "名单历史不可改写：列“{column}”的“{found}”与已记下的阶段不同；更正请写新的得知日期，撤销请把阶段写作“更正撤销”",
    "town_people": "人口不像一个街镇的人数：列“{column}”的“{found}”；以万人计的请把表头写成“常住人口（万人）”",
    "future_month": "月份在将来：列“{column}”的“{found}”",
    "task_nothing": "计划数量是 0：列“{column}”",
    "task_no_quantity": "已销账却没有完成数量：列“{column}”是空的；合计只由各条相加得出",
    "task_unclear": "状态是在办却写了完成日期：列“{column}”的“{found}”",
    "task_tenfold": "疑似单位差十倍以上：列“{column}”的“{found}”不小于计划的十倍，请核对单位",
    "reading_far": "超出仪器可能的范围：列“{column}”的“{found}”，请核对单位",
    "reading_tenfold": "与前后读数相差约十倍：列“{column}”的“{found}”，疑似单位有误",
    "reading_twice": "同一时间有两个不同的读数：列“{column}”的“{found}”，保留先出现的",
    "until_before_from": "结束早于开始：列“{column}”的“{found}”",
    "bad_interval": "累计时长须在 1 至 1440 分钟之间：列“{column}”的“{found}”",
}
ENTERED_BY_FILE = "文件导入"
STATE_BY_REGISTER = "台账登记"
STATE_BY_COMPLAINT = "销账后 {metres} 米处又有积水诉求"
STATE_BY_DEPTH = "销账后水深又达 {mm} 毫米"
ROUND_NAME = "第{number}轮行动计划"

QUARANTINE_NONE = "导出退回行：批次 {batch} 没有待修正的退回行"
QUARANTINE_NO_BATCH = "查看退回行：没有批次 {batch}；用 huitian ledger 查看已有批次"
QUARANTINE_SUFFIX = "导出退回行：{path} 的后缀须是 .csv 或 .xlsx"
QUARANTINE_WRITE = "导出退回行：写不了 {path}（{error}）"
REPLAY_NO_ID = "重新载入退回行 {file}：没有「{column}」列；请修正由 huitian quarantine export 导出的文件，不要删去末尾四列"
REPLAY_UNKNOWN = "重新载入退回行 {file}：「{column}」列里没有一个是本库的退回编号；请用本库 huitian quarantine export 导出的文件"
# heads of the columns that an export adds behind the file's own
QUARANTINE_ID, QUARANTINE_ROW, QUARANTINE_CODE, QUARANTINE_REASON = "退回编号", "原行号", "原因代码", "退回原因"
LEDGER_HELP = "已导入的批次，新的在前：读入 = 新增 + 更新 + 未变 + 退回。"
LEDGER_HEADS = ("批次", "文件", "数据", "读入", "新增", "更新", "未变", "退回", "用时(秒)")
LEDGER_LIMIT_HELP = "最多列出多少个批次"
JSON_HELP = "每行输出一个 JSON 对象"
QUARANTINE_HELP = "未能载入的行：查看、导出修正、重新载入。"
QUARANTINE_LIST_HELP = "待修正的退回行：批次、原行号、原因。"
QUARANTINE_EXPORT_HELP = "把一个批次待修正的退回行导出为 CSV 或 XLSX：原有各列（个人信息已遮盖），末尾是退回编号、行号与原因。"
QUARANTINE_REPLAY_HELP = "把导出后修正好的文件重新载入；载入成功的行不再列为待修正。"
QUARANTINE_BATCH_HELP = "批次号（见 huitian ledger）"
QUARANTINE_OUT_HELP = "写到的文件，.csv 或 .xlsx"
QUARANTINE_HEADS = ("编号", "批次", "文件", "行号", "原因")
QUARANTINE_EXPORTED = "已导出 {count} 行到 {path}；修正后运行 huitian quarantine replay {path}"
REPLAYED = "已重新载入：读入 {read} = 新增 {loaded} + 更新 {updated} + 未变 {unchanged} + 退回 {quarantined}；原退回行已解决 {count} 行"
CHECK_EQUAL = "一致：历史列存与日表等于库中数据。"
CHECK_DIFFERENT = "核对历史列存与日表：与库不一致"
CHECK_REMEDY = "可运行 huitian build 重建。"
CHECK_BEHIND = "历史列存缺最近 {count} 个批次"
CHECK_FILE_MISSING = "历史文件 {file} 不见了"
CHECK_FILE_CHANGED = "历史文件 {file} 的内容与清单的摘要不符"
CHECK_COUNT = "{day}：历史 {has} 件，库中 {should} 件"
CHECK_CONTENT = "{day}：历史与库都是 {count} 件，但内容不同"
CHECK_DAILY = "{day}：日表与库不一致"
CHECK_MORE = "另有 {count} 处不一致"
BUILD_DONE = "已重建：历史列存 {rows} 件、{months} 个月（版本 {version}），日表；六边形瓦片：{cells}"
BUILD_NO_CELLS = "不需要（各级格数不多，直接发送轮廓）"

# column of the feed -> what it is called where the file has no header for it, or a person must read it
EXTRA_CELL = "第{number}格"

# ---- the command load (load_cli.py)

LOAD_HELP = "导入文件：huitian load 数据 文件…（complaints 诉求、projects 项目、project-reports 日报、rain 雨量等，写错时列出全部）；每个文件一个事务，坏行进隔离区，文件不可用则整个不载入"
LOAD_CRS_HELP = "文件里经纬度的坐标系：wgs84、gcj02、bd09、cgcs2000"
LOAD_MAPPING_HELP = "列对应表（TOML）：[columns] 我方列名 = \"文件表头\""
LOAD_DRY_HELP = "只读不写：打印会有的结果"
LOAD_JSON_HELP = "每个文件打印一行 JSON，不显示进度条"
LOAD_FEED = "导入：没有“{feed}”这类数据；可用的是 {known}"
LOAD_DONE = "{file}：读入 {read} 行 = 新增 {loaded} + 更新 {updated} + 不变 {unchanged} + 退回 {quarantined}；{seconds:.1f} 秒，批次 {batch}"
LOAD_DRY = "{file}（试读，未写入）：读入 {read} 行 = 新增 {loaded} + 更新 {updated} + 不变 {unchanged} + 退回 {quarantined}；{seconds:.1f} 秒"
LOAD_REASON = "  退回 {count} 行：{reason}"
LOAD_IGNORED = "  没有用到的列：{columns}"
LOAD_READING = "读取 {file}"
LOAD_WRITING = "写入 {file}"
POINTS_OF = "读取 {file} 的经纬度"


# ---- the demo (etl/demo/)

DEMO_HELP = "一条命令从零开始：建库，生成两年示例数据，按正式流程导入、统计，打开看板。"
DEMO_AS_OF_HELP = "示例数据截止到哪一刻（默认现在）"
DEMO_ROWS_HELP = "最近一年的诉求件数"
DEMO_NO_DATE = "「{text}」不是日期，例：2026-07-16 或 2026-07-16T14:30"
DEMO_MAKING = "生成示例工单"
DEMO_LOADING = "导入 {file}"
DEMO_DERIVING = "汇总历史、日表与瓦片"
DEMO_DONE = "演示数据已就绪：{count:,} 件，{files} 个文件，都在 {home}。全部为示例，不是真实诉求。"

# -- a full disk -----------------------------------------------------------------------------------------------------------------

DISK_FULL = "{what}：磁盘已满（{found}）"
DISK_LOAD = "导入 {file}：写临时文件失败，整个文件没有入库，没有留下半成品；请腾出空间后重新导入"
DISK_REHEARSAL = "试导入 {file}：写临时文件失败，库没有改动；请腾出空间后再试"
DISK_DERIVED = "汇总历史与瓦片：工单已入库，汇总没有更新，看板仍显示上一次的汇总；请腾出空间后运行 huitian build"
