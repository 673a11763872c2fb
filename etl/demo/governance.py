"""The demo's 61 governance towns, drawn by seed on sketch street areas, and the ledger of their tasks. All 示例, whatever lies beneath.

The sums of what is done meet the published totals exactly: 500,000 m² of roads, 340,000 m² of roofs, 15,000 m² of parking, 200 km of pipes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from random import Random

from etl.demo.kinds import shared_out
from etl.demo.sheets import DemoFile, Row, frame_of, write_book, write_csv, write_list
from etl.demo.truths import Truths
from geodata.rules.towns import Towns

TOWNS, MONTHS = 61, 24
IN_FOCUS, IN_HOME = 4, 6  # towns of the pack's default area, and others of its district, so that every level has some
WATCH, SUPERVISED, AFTERCARE, OUT, TAKEN_BACK = "未进先治", "治理督导", "退出指导", "已移出", "更正撤销"
# how a town went: stages with the months ago at which it came into each, oldest first; and how many go that way
WAYS: tuple[tuple[str, int, tuple[tuple[str, int], ...]], ...] = (
    ("long", 16, ((WATCH, 36), (SUPERVISED, 31))),
    ("newer", 11, ((WATCH, 16), (SUPERVISED, 9))),
    ("entered", 2, ((WATCH, 13), (SUPERVISED, 1))),
    ("watched", 9, ((WATCH, 11),)),
    ("rising", 4, ((WATCH, 14),)),
    ("leaving", 10, ((WATCH, 36), (SUPERVISED, 30), (AFTERCARE, 7))),
    ("left", 2, ((WATCH, 36), (SUPERVISED, 30), (AFTERCARE, 1))),
    ("relapsing", 3, ((WATCH, 36), (SUPERVISED, 29), (AFTERCARE, 12))),
    ("returned", 2, ((WATCH, 36), (SUPERVISED, 28), (AFTERCARE, 19), (OUT, 13), (SUPERVISED, 5))),
    ("ready", 2, ((WATCH, 34), (SUPERVISED, 24))),
)
LATE_SHARE, LATE_DAYS = 0.3, (12, 75)  # stages that became known only later


@dataclass(frozen=True)
class Work:
    """One kind of task: list, title, unit, items, what those done come to (None: one each), 万元 an item (None: no money)."""

    kind: str
    list_name: str
    title: str
    unit: str
    count: int
    done: int | None
    step: int
    money: tuple[int, int] | None


MONEY_LIST, MATTER_LIST = "资金项目", "任务事项"
WORKS = (
    Work("道路整修", MONEY_LIST, "道路整修", "m²", 420, 500_000, 50, (30, 900)),
    Work("屋面防水", MONEY_LIST, "屋面防水修缮", "m²", 360, 340_000, 20, (20, 400)),
    Work("停车位建设", MONEY_LIST, "停车位建设", "m²", 130, 15_000, 5, (8, 120)),
    Work("管线改造", MONEY_LIST, "老旧管线改造", "m", 310, 200_000, 10, (40, 900)),
    Work("楼道粉刷", MONEY_LIST, "楼道粉刷与照明", "处", 240, None, 1, (3, 40)),
    Work("充电设施", MONEY_LIST, "电动自行车充电设施", "处", 190, None, 1, (2, 30)),
    Work("环境整治", MATTER_LIST, "环境卫生整治", "件", 520, None, 1, None),
    Work("物业治理", MATTER_LIST, "物业服务突出问题", "件", 430, None, 1, None),
    Work("违建拆除", MATTER_LIST, "拆除违法建设", "件", 260, None, 1, None),
    Work("停车秩序", MATTER_LIST, "停车秩序治理", "件", 340, None, 1, None),
    Work("消防隐患", MATTER_LIST, "消防通道与隐患整改", "件", 250, None, 1, None),
)
DONE_SHARE, REOPENED_SHARE = 0.912, 0.007


@dataclass(frozen=True)
class Town:
    """One town: its number, the street area it is drawn on, the way it went."""

    no: str
    name: str
    street_code: str
    way: str
    stages: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Governance:
    """The towns of one demo."""

    truths: Truths
    seed: int

    @property
    def today(self) -> date:
        """The last day of the data."""
        return self.truths.as_of.date()

    @cached_property
    def towns(self) -> tuple[Town, ...]:
        """All towns by number; the numbers say nothing of where they lie."""
        rng = Random(self.seed + 50)
        codes = self._codes(rng)
        ways = [(way, stages) for way, count, stages in WAYS for _ in range(count)]
        rng.shuffle(ways)
        rows = enumerate(zip(codes, ways, strict=True), 1)
        return tuple(Town(f"JZ-{n:02d}", f"示例街镇 {n:02d}", code, way, stages) for n, (code, (way, stages)) in rows)

    def write(self, folder: Path) -> list[DemoFile]:
        """Stages, months and tasks as files, in the order in which they are to be loaded."""
        stages, months, tasks = self.stages(), self.months(), self.tasks()
        money = [row for row in tasks if row["清单"] == MONEY_LIST]
        matters = [row for row in tasks if row["清单"] == MATTER_LIST]
        bad_stages = [{**stages[0], "阶段": "不详"}, {**stages[1], "进入日期": ""}]
        bad_tasks = [{**money[0], "任务编号": ""}, {**money[1], "计划数量": ""}, {**money[2], "街镇编号": "JZ-99"}]
        title = "治理类街乡镇资金项目清单（示例数据，金额单位：万元）"
        return [
            write_list([*stages, *bad_stages], folder / "街乡镇_示例_阶段.json", "towns"),
            write_csv(frame_of([*months, {**months[0], "月份": "2026年13月"}]), folder / "街乡镇_示例_月度.csv", "town-months"),
            write_book(frame_of([*money, *bad_tasks]), folder / "街乡镇_示例_资金项目清单.xlsx", "tasks", title=title),
            write_csv(frame_of([*matters, {**matters[0], "任务名称": ""}]), folder / "街乡镇_示例_任务事项清单.csv", "tasks"),
        ]

    def stages(self) -> list[Row]:
        """One row a stage of a town, some known only weeks after they began."""
        rng = Random(self.seed + 51)
        rows = [row for town in self.towns for row in self._stages(rng, town)]
        return [*rows, *self._slip(next(t for t in self.towns if t.way == "left"))]

    def months(self) -> list[Row]:
        """What the thresholds are held against: 24 whole months a town."""
        rng = Random(self.seed + 52)
        rules = self.truths.pack.rules.towns
        return [row for town in self.towns for row in self._months(rng, town, rules)]

    def tasks(self) -> list[Row]:
        """The items of both lists by number; the quantities of those done add up to the published totals."""
        rng = Random(self.seed + 53)
        rows = [row for work in WORKS for row in self._tasks(rng, work)]
        rng.shuffle(rows)
        return [{"任务编号": f"RW-{number:05d}", **row} for number, row in enumerate(rows, 1)]

    def _codes(self, rng: Random) -> list[str]:
        focus = self.truths.ground.focus
        home = self.truths.pack.areas.breadcrumb(self.truths.pack.config.default_area)[1].code
        outlined = [a.code for a in self.truths.pack.areas.outlined("street")]
        near = [c for c in outlined if c.startswith(home) and c not in focus]
        far = [c for c in outlined if not c.startswith(home)]
        inner = rng.sample(sorted(focus & set(outlined)), IN_FOCUS)
        codes = [*inner, *rng.sample(near, IN_HOME), *rng.sample(far, TOWNS - IN_FOCUS - IN_HOME)]
        rng.shuffle(codes)
        return codes

    def _stages(self, rng: Random, town: Town) -> Iterable[Row]:
        for stage, months_ago in town.stages:
            first = self._month(months_ago) + timedelta(days=rng.choice((0, 0, 4, 9, 14)))
            known = first + timedelta(days=rng.randint(*LATE_DAYS)) if rng.random() < LATE_SHARE else first
            yield {
                "街镇编号": town.no,
                "街镇名称": town.name,
                "所在街道": town.street_code,
                "阶段": stage,
                "进入日期": first.isoformat(),
                "得知日期": min(known, self.today).isoformat(),
                "文号": f"示例〔{first.year}〕{rng.randint(1, 60)} 号",
                "是否演示数据": "是",
            }

    def _slip(self, town: Town) -> list[Row]:
        """A stage announced too early and taken back later: the list of the days between shows it, that of today does not."""
        told = {"街镇编号": town.no, "街镇名称": town.name, "所在街道": town.street_code, "文号": "", "是否演示数据": "是"}
        first = self._month(4)
        later = self.today - timedelta(days=20)
        return [
            {**told, "阶段": stage, "进入日期": first.isoformat(), "得知日期": known.isoformat()}
            for stage, known in ((AFTERCARE, first), (TAKEN_BACK, later))
        ]

    def _months(self, rng: Random, town: Town, rules: Towns) -> Iterable[Row]:
        population = rng.randint(42, 128) * 1000
        for ago in range(MONTHS, 0, -1):
            month = self._month(ago)
            level, solved = _level(rng, town, ago)
            season = 1.12 if month.month in (6, 7, 8, 11, 12) else 0.95
            # both thresholds move together: the count is drawn for the nearer one
            limit = min(rules.entry_count, rules.entry_per_10k * population / 10_000)
            yield {
                "街镇编号": town.no,
                "月份": f"{month:%Y-%m}",
                "诉求量": str(round(limit * level * season * rng.uniform(0.96, 1.04))),
                "常住人口": str(population),
                "解决率(%)": f"{min(solved + rng.uniform(-0.8, 0.8), 99.4):.1f}",
                "满意率(%)": f"{min(solved + 1.4 + rng.uniform(-0.9, 0.9), 99.6):.1f}",
                "是否演示数据": "是",
            }

    def _tasks(self, rng: Random, work: Work) -> Iterable[Row]:
        done_count = round(work.count * DONE_SHARE)
        reopened = max(round(work.count * REOPENED_SHARE), 1)
        done = shared_out(rng, work.done, done_count, work.step) if work.done else [1] * done_count
        typical = max(sum(done) // len(done), 1)
        for index in range(work.count):
            is_done = index < done_count
            planned = done[index] if is_done else max(round(typical * rng.uniform(0.6, 1.5) / work.step), 1) * work.step
            if work.done is None:
                planned = 1
            status = "已销账" if is_done else "复账" if index < done_count + reopened else "办理中"
            yield self._task(rng, work, status, planned)

    def _task(self, rng: Random, work: Work, status: str, quantity: int) -> Row:
        is_done = status == "已销账"
        day = self.today - timedelta(days=rng.randint(5, 1000)) if is_done else self.today + timedelta(days=rng.randint(-45, 300))
        planned = day + timedelta(days=rng.randint(-20, 40)) if is_done else day
        money = rng.uniform(*work.money) if work.money else 0.0
        paid = money * (rng.uniform(0.9, 1.0) if is_done else rng.uniform(0, 0.6))
        return {
            "街镇编号": rng.choice(self.towns).no,
            "清单": work.list_name,
            "任务名称": f"示例任务·{work.title}",
            "任务类型": work.kind,
            "责任单位": f"示例单位 {rng.randint(1, 24)}",
            "计划完成日期": planned.isoformat(),
            "实际完成日期": day.isoformat() if is_done else "",
            "计划数量": str(quantity),
            "完成数量": str(quantity) if is_done else "",
            "单位": work.unit,
            "计划资金(万元)": f"{money:.1f}" if work.money else "",
            "支付资金(万元)": f"{paid:.1f}" if work.money else "",
            "状态": status,
            "备注": "销账后又有诉求，已复账" if status == "复账" else "",
            "是否演示数据": "是",
        }

    def _month(self, months_ago: int) -> date:
        """The first of the month so many before this one."""
        index = self.today.year * 12 + self.today.month - 1 - months_ago
        return date(index // 12, index % 12 + 1, 1)


def _level(rng: Random, town: Town, months_ago: int) -> tuple[float, float]:
    """Complaints as a share of the entry threshold, and the share solved in percent, in a month of the town's way."""
    if town.way == "relapsing":
        return (0.50, 94.5) if months_ago > 2 else (0.82, 88.0)
    if town.way == "returned":
        return (0.52, 93.5) if months_ago > 8 else (1.12 + rng.uniform(0, 0.1), 84.0)
    if town.way == "leaving":
        return (1.05 - 0.03 * (MONTHS - months_ago), 86 + 0.5 * (MONTHS - months_ago)) if months_ago > 13 else (0.50, 95.0)
    if town.way == "left":
        return (1.1, 86.0) if months_ago > 10 else (0.50, 95.0)
    if town.way == "rising":
        return (0.84, 90.0) if months_ago > 1 + int(town.no[-2:]) % 4 else (1.14 + rng.uniform(0, 0.06), 88.0)
    if town.way == "ready":
        return (1.0, 87.0) if months_ago > 8 else (0.54, 94.0)
    if town.way == "watched":
        return 0.86 + rng.uniform(-0.06, 0.09), 90.5
    start = int(town.no[-2:]) % 7 * 0.03
    return 1.22 + start - 0.012 * (MONTHS - months_ago), 82 + 0.25 * (MONTHS - months_ago)
