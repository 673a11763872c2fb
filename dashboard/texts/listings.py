"""What tables say of themselves when they are taken away as files."""

STAMP = ("是否演示数据", "数据截至", "来源")
AS_OF = "数据截至：{at}"
SOURCE = "来源：{source}"
SAMPLES = "演示数据：{total} 行中 {count} 行由程序生成，不对应真实项目、单位或地点"
NO_SAMPLES = "共 {total} 行，不含演示数据"
HERE = "所选区域"
FILE = "回天_{area}_{title}_{day}.{kind}"
