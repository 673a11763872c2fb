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
    "bad_json": "读取 {file}：第 {line} 行第 {column} 列不合 JSON（{error}）",
    "json_shape": "读取 {file}：JSON 里没有记录的列表；应是对象的数组、每行一个对象，或 GeoJSON 的 FeatureCollection",
    "too_big": "读取 {file}：{kind} 文件有 {size} MB，超过 {limit} MB；请改用 csv 或分开导出",
    "bad_parquet": "读取 {file}：Parquet 文件损坏，打不开（{error}）",
}

KINDS = {
    "pdf": " PDF 文档", "image": "图片", "archive": "压缩包，请先解压", "html": "网页（常见于把网页表格存成 .xls），请用 Excel 打开后另存为 xlsx", "xml": " XML 文件",
    "xlsb": "二进制工作簿（xlsb），请另存为 xlsx", "ods": " ODS 表格，请另存为 xlsx", "word": " Word 文档",
}

# ---- rows that are put aside: code -> sentence; {column} as the file names it, {found} the masked value

REASONS = {
    "width": "列数不符：应有 {expected} 列，实有 {found} 列",
    "quotes": "引号不成对：这一行的引号没有正常结束",
    "long_cell": "内容过长：一个单元格有 {found} 个字符，上限 100,000",
    "zero_byte": "含有空字节（NUL），这一行可能在传送中损坏",
    "bad_text": "含有不成字的代码（半个代理字符）",
    "bad_json": "这一行不是 JSON 对象：{found}",
}
