"""Milestones and daily reports of the demo's projects as the files that clerks keep beside the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from etl.demo.courses import WAITING, Course
from etl.demo.project import Project
from etl.demo.sheets import DemoFile, Row, frame_of, write_book, write_csv

MILESTONE_FILE = "行动计划_示例_节点.csv"
# step -> share of the plan's length at which it is due, and the progress at which it is passed
STEPS = (("前期手续", -0.12, 0.0), ("开工", 0.0, 0.5), ("主体过半", 0.5, 50.0), ("完工", 1.0, 100.0), ("投用", 1.08, 101.0))
BOOK_DAYS = 7  # the newest reports come as a workbook
DONE_TEXTS = (
    "按计划推进，现场正常施工。",
    "本日完成既定工作量。",
    "材料进场，质量抽检合格。",
    "多工序同步推进。",
    "完成阶段验收资料整理。",
)
WAIT_TEXTS = ("前期手续办理中。", "招标文件报审中。", "设计方案已报，待批复。")
TROUBLES = ("管线迁改未完，作业面受限。", "用地手续未办结。", "资金拨付未到位，材料款待付。", "雨天停工一天。", "设计变更待确认。")
LEVELS = ("区", "区", "市", "街")


def write_milestones(projects: Iterable[Project], folder: Path) -> DemoFile:
    """Five steps a project: planned as first approved, newest forecast, actual."""
    rows = [row for project in projects for row in _milestones(project)]
    bad = [{**rows[0], "项目编号": "9-999"}, {**rows[1], "节点": ""}]
    return write_csv(frame_of([*rows, *bad]), folder / MILESTONE_FILE, "milestones")


def write_reports(projects: Sequence[Project], folder: Path, seed: int, today: date) -> list[DemoFile]:
    """All daily reports: the older ones as a table, those of the last week as a workbook. Same arguments, same files."""
    rng = Random(seed + 21)
    rows = sorted(((day, row) for p in projects for day, row in _reports(rng, p)), key=lambda r: (r[0], r[1]["项目编号"]))
    start = today - timedelta(days=BOOK_DAYS - 1)
    older = [row for day, row in rows if day < start]
    newer = [row for day, row in rows if day >= start]
    bad = [
        {**older[0], "项目编号": "9-998"},
        {**older[1], "日期": "2099-01-01"},
        {**older[2], "进度": "160%"},
        {**older[3], "日期": ""},
    ]
    return [
        write_csv(frame_of([*older, *bad]), folder / "行动计划_示例_日报告.csv", "project-reports", encoding="utf-8-sig"),
        write_book(frame_of(newer), folder / "行动计划_示例_本周日报告.xlsx", "project-reports", title="项目日报告（示例数据）"),
    ]


def _milestones(project: Project) -> list[Row]:
    course = project.course
    start, end = course.planned
    length = (end - start).days
    late = (course.forecasts[-1].end - end).days if course.forecasts and not course.ended else 0
    found = []
    for ordinal, (name, share, passed_at) in enumerate(STEPS, 1):
        planned = start + timedelta(days=round(length * share))
        actual = _actual(course, share, passed_at)
        forecast = planned + timedelta(days=round(late * max(share, 0))) if late and not actual else None
        found.append(
            {
                "项目编号": project.no,
                "序号": str(ordinal),
                "节点": name,
                "首次计划": planned.isoformat(),
                "最近预计": forecast.isoformat() if forecast else "",
                "实际": actual.isoformat() if actual else "",
                "是否演示数据": "是",
            }
        )
    return found


def _actual(course: Course, share: float, passed_at: float) -> date | None:
    """When a step was passed, as far as the course tells; None for one that is still to come."""
    if course.started is None:
        return None
    if share < 0:
        return course.started - timedelta(days=20)
    if course.ended:
        day = course.started + timedelta(days=round((course.ended - course.started).days * min(share, 1.0)))
        return day if passed_at <= 100 else course.ended + timedelta(days=1) if course.status == "投用" else None
    if share == 0:
        return course.started
    return next((day for day, pct in sorted(course.progress.items()) if pct >= passed_at), None) or (
        min(course.progress) - timedelta(days=30) if course.progress and min(course.progress.values()) >= passed_at else None
    )


def _reports(rng: Random, project: Project) -> list[tuple[date, Row]]:
    course = project.course
    said = {} if course.ended else {s.on: s for s in course.forecasts}
    days = sorted({*course.progress, *said})
    if not days:
        return []
    paid, now, filler = project.money[2], max(course.progress_now, 1.0), f"示例填报员 {rng.randint(1, 60)}"
    asks = rng.random() < 0.22 and not course.ended
    found, pct = [], course.progress[min(course.progress)]
    for day in days:
        pct = course.progress.get(day, pct)
        forecast = said.get(day)
        found.append(
            (
                day,
                {
                    "项目编号": project.no,
                    "日期": day.isoformat(),
                    "进度": f"{pct:g}%",
                    "累计支付（万元）": f"{paid * min(pct / now, 1.0):.1f}",
                    "进展与问题": _words(rng, course),
                    "预计完工": forecast.end.isoformat() if forecast else "",
                    "调整原因": forecast.reason if forecast else "",
                    "待协调": rng.choice(LEVELS) if asks and day >= days[-1] - timedelta(days=9) else "",
                    "填报人": filler,
                    "是否演示数据": "是",
                },
            )
        )
    return found


def _words(rng: Random, course: Course) -> str:
    if course.status == WAITING:
        return rng.choice(WAIT_TEXTS)
    is_late = course.story in ("behind", "far_behind", "turned_red", "turned_yellow", "silent_red", "stopped", "replanned")
    return rng.choice(DONE_TEXTS) + (rng.choice(TROUBLES) if rng.random() < (0.5 if is_late else 0.06) else "")
