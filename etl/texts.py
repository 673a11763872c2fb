"""Every Chinese text of the import and of what is derived from it, a section a part."""

from __future__ import annotations

# ---- what is derived from the store (history.py, runners.py, tiles.py, build.py)

HISTORY_LOCKED = "写历史列存 {folder}：另一个进程已占用超过 {seconds:.0f} 秒"
RUNNER_NO_DASK = "选择 Dask 运行：没有安装 dask；请先 pip install 'huitian[dask]'"
RUNNER_NO_CLUSTER = "连接 Dask 集群 {address}：连不上（{error}）"

# ---- loading and the ledger (load.py, ledger.py, ledger_cli.py)

LOAD_UNACCOUNTED = "载入 {file}：读入 {read} 行，但交来 {rows} 行、退回 {rejected} 行，合计不符；未载入任何一行"
