"""What kinds of projects the demo has: so many of each, in which package, how they lie on the ground, what they bring.

The counts and outputs meet the published totals together with the public names (43 of education, 20 roads, 240 in all; 30,000 places at
school, 2,000 beds, 496 万 m² of green, 20 roads). Everything else is 示例.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

POINT, LINE, PLOT = "point", "line", "plot"


@dataclass(frozen=True)
class Output:
    """What projects of a kind bring together: `total` in `unit`, shared out in steps, none getting less than a step."""

    name: str
    unit: str
    total: int
    step: int


@dataclass(frozen=True)
class Kind:
    """One kind of project: how many, money in 万元 and months of work each (low, high), how it lies on the ground."""

    category: str
    package: str
    count: int
    shape: str
    money: tuple[int, int]
    months: tuple[int, int]
    output: Output | None = None


KINDS = (
    Kind("教育", "公共服务", 39, POINT, (2200, 21000), (14, 30), Output("学位", "个", 30_000, 30)),
    Kind("道路", "道路交通", 14, LINE, (3500, 42000), (12, 30), Output("道路", "条", 20, 1)),
    Kind("公园绿地", "生态环境", 19, PLOT, (900, 26000), (8, 24), Output("公园绿地", "m²", 4_960_000, 1000)),
    Kind("医疗卫生", "公共服务", 14, POINT, (3000, 60000), (16, 36), Output("床位", "张", 1_200, 10)),
    Kind("养老", "公共服务", 10, POINT, (600, 5200), (8, 18), Output("床位", "张", 800, 10)),
    Kind("文体", "公共服务", 18, POINT, (700, 32000), (10, 28), Output("文体设施", "处", 24, 1)),
    Kind("便民服务", "公共服务", 8, POINT, (200, 2600), (4, 12), Output("便民网点", "处", 31, 1)),
    Kind("轨道公交", "道路交通", 14, POINT, (1500, 38000), (8, 30), Output("公交场站", "处", 17, 1)),
    Kind("慢行", "道路交通", 13, LINE, (400, 9000), (5, 16), Output("慢行道", "m", 41_600, 100)),
    Kind("路口治理", "道路交通", 20, POINT, (60, 1400), (3, 9), Output("路口", "处", 36, 1)),
    Kind("停车", "停车秩序", 9, POINT, (300, 7800), (4, 14), Output("停车位", "个", 6_300, 10)),
    Kind("市政管网", "市政设施", 27, LINE, (800, 16000), (6, 20), Output("管线", "m", 58_300, 100)),
    Kind("水务", "市政设施", 10, POINT, (500, 9000), (6, 18), Output("积水治理", "处", 14, 1)),
    Kind("空间更新", "空间更新", 4, PLOT, (2000, 24000), (10, 26), Output("更新面积", "m²", 126_000, 1000)),
)
PUBLIC_KINDS = (("教育", ("幼儿园", "小学", "中学", "学校")), ("道路", ("路",)))  # what a name itself says; first match
OTHER = "其他"


def category_of(name: str) -> str:
    """The category that a public name itself speaks of, else 其他."""
    return next((category for category, words in PUBLIC_KINDS if any(word in name for word in words)), OTHER)


def shared_out(rng: Random, total: int, count: int, step: int) -> list[int]:
    """So many uneven multiples of `step`, none below it, whose sum is `total` exactly."""
    steps = total // step
    weights: Sequence[float] = [rng.uniform(0.4, 1.6) ** 2 for _ in range(count)]
    parts = [1 + int((steps - count) * w / sum(weights)) for w in weights]
    for index in range(steps - sum(parts)):
        parts[index % count] += 1
    values = [p * step for p in parts]
    values[-1] += total - steps * step
    return values
