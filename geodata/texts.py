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
