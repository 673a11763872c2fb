"""The feeds of governance towns on both engines: history is only added to, months and tasks belong to known towns, quantities add up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from etl.feeds import FEEDS
from etl.ledger import Receipt
from etl.pipeline import load_source
from etl.workshop import Source, Workshop
from geodata.governance.stages import StageRow, history, stage_on
from geodata.store.engine import read_transaction
from geodata.store.models import Quarantine, Task, Town, TownMonth, TownStage
from tests.etl.conftest import csv_text

TOWN = {"街镇编号": "JZ-01", "街镇名称": "示例街镇 01", "所在街道": "110114011", "阶段": "治理督导", "进入日期": "2025-03-01",
        "得知日期": "2025-03-01", "文号": "示例〔2025〕3 号"}  # fmt: skip
MONTH = {"街镇编号": "JZ-01", "月份": "2026-05", "诉求量": "812", "常住人口": "90000", "解决率(%)": "91.2", "满意率(%)": "93"}
TASK = {"任务编号": "RW-1", "街镇编号": "JZ-01", "清单": "资金项目", "任务名称": "示例任务", "任务类型": "道路整修",
        "责任单位": "示例单位 1", "计划完成日期": "2026-05-31", "实际完成日期": "2026-05-20", "计划数量": "1200", "完成数量": "1200",
        "单位": "平方米", "计划资金(万元)": "30.5", "支付资金(万元)": "28", "状态": "已销账"}  # fmt: skip


class Desk:
    """A place to put files and load them from."""

    def __init__(self, folder: Path, store: Engine, workshop: Workshop) -> None:
        self.folder, self.store, self.workshop = folder, store, workshop
        self.count = 0

    def load(self, feed: str, row: dict[str, str], *changes: dict[str, str], drop: Sequence[str] = ()) -> Receipt:
        """Loads a file with a row for each set of changed cells."""
        heads = [h for h in {**row, **{k: "" for c in changes for k in c}} if h not in drop]
        self.count += 1
        path = self.folder / f"{feed}-{self.count}.csv"
        rows = [tuple({**row, **change}.get(h, "") for h in heads) for change in changes or ({},)]
        path.write_text(csv_text(rows, heads), encoding="utf-8")
        return load_source(Source(path, FEEDS[feed]), self.store, self.workshop)

    def reasons(self) -> list[str]:
        """Codes of what was put aside, in order."""
        with read_transaction(self.store) as store:
            return list(store.scalars(select(Quarantine.reason_code).order_by(Quarantine.id)))

    def stages(self) -> list[StageRow]:
        """The record of the one town."""
        with read_transaction(self.store) as store:
            asked = select(TownStage.stage, TownStage.from_date, TownStage.known_on, TownStage.document_no).order_by(TownStage.id)
            return [StageRow(*row) for row in store.execute(asked)]


@pytest.fixture
def desk(tmp_path: Path, store: Engine, workshop: Workshop) -> Desk:
    return Desk(tmp_path, store, workshop)


def fates(receipt: Receipt) -> tuple[int, int, int, int]:
    """loaded, updated, unchanged, quarantined; together all that was read."""
    found = (receipt.loaded, receipt.updated, receipt.unchanged, receipt.quarantined)
    assert sum(found) == receipt.read
    return found


def test_a_list_comes_in_with_towns_streets_and_stages(desk: Desk) -> None:
    changes = ({}, {"街镇编号": "JZ-02", "街镇名称": "示例街镇 02", "所在街道": "龙泽园街道"}, {"街镇编号": "JZ-03", "所在街道": ""},
               {"街镇编号": "JZ-04", "所在街道": "没有这个街道"}, {"街镇编号": "JZ-05", "所在街道": "999999999"})  # fmt: skip

    assert fates(desk.load("towns", TOWN, *changes)) == (5, 0, 0, 0)
    with read_transaction(desk.store) as store:
        towns = store.execute(select(Town.town_no, Town.name, Town.district_code, Town.street_code).order_by(Town.town_no)).all()
    assert towns[0] == ("JZ-01", "示例街镇 01", "110114", "110114011")
    assert towns[1] == ("JZ-02", "示例街镇 02", "110114", "110114012")
    assert {tuple(t)[2:] for t in towns[2:]} == {(None, None)}


def test_the_same_list_again_changes_nothing(desk: Desk) -> None:
    desk.load("towns", TOWN, {}, {"阶段": "退出指导", "进入日期": "2026-01-01", "得知日期": ""})

    again = desk.load("towns", TOWN, {}, {"阶段": "退出指导", "进入日期": "2026-01-01", "得知日期": ""}, {"进入日期": "2025-03-02"})

    assert fates(again) == (1, 0, 2, 0)


def test_a_correction_is_a_new_row_and_the_old_list_stays(desk: Desk) -> None:
    desk.load("towns", TOWN, {}, {"阶段": "退出指导", "进入日期": "2025-09-01", "得知日期": "2025-09-01"})

    corrected = desk.load("towns", TOWN, {"阶段": "更正撤销", "进入日期": "2025-09-01", "得知日期": "2025-10-10"})

    assert fates(corrected) == (1, 0, 0, 0)
    assert stage_on(history(desk.stages(), date(2025, 10, 9)), date(2025, 9, 30)) == "aftercare"
    assert stage_on(history(desk.stages(), date(2025, 10, 10)), date(2025, 9, 30)) == "supervised"


def test_what_was_known_on_a_day_is_never_rewritten(desk: Desk) -> None:
    desk.load("towns", TOWN)

    assert fates(desk.load("towns", TOWN, {"阶段": "未进先治"})) == (0, 0, 0, 1)
    assert desk.reasons() == ["town_rewritten"]
    assert [r.stage for r in desk.stages()] == ["supervised"]


def test_another_stage_without_a_day_of_knowledge_became_known_today(desk: Desk) -> None:
    today = desk.workshop.settings.clock.today()
    desk.load("towns", TOWN, {"得知日期": ""})

    assert fates(desk.load("towns", TOWN, {"得知日期": "", "阶段": "未进先治"})) == (1, 0, 0, 0)
    assert fates(desk.load("towns", TOWN, {"得知日期": "", "阶段": "未进先治"}, {"得知日期": "", "阶段": "未进先治"})) == (0, 0, 2, 0)
    assert [(r.stage, r.known_on) for r in desk.stages()] == [("supervised", date(2025, 3, 1)), ("watch", today)]


def test_an_older_export_that_comes_late_adds_nothing(desk: Desk) -> None:
    desk.load("towns", TOWN, {"得知日期": ""})
    desk.load("towns", TOWN, {"阶段": "更正撤销", "得知日期": "2025-10-10"})

    assert fates(desk.load("towns", TOWN, {"得知日期": ""}, {"得知日期": "", "文号": "示例〔2025〕3 号"})) == (0, 0, 2, 0)


@pytest.mark.parametrize(("change", "code"), [
    ({"阶段": "不详"}, "bad_code"), ({"阶段": ""}, "blank"), ({"进入日期": ""}, "blank"), ({"进入日期": "2025-13-40"}, "bad_date"),
    ({"街镇编号": ""}, "blank"), ({"得知日期": "2090-01-01"}, "future_day"), ({"街镇编号": "1.2E+11"}, "key_digits"),
])  # fmt: skip
def test_a_row_of_the_list_that_cannot_be_used_is_put_aside_with_its_reason(desk: Desk, change: dict[str, str], code: str) -> None:
    assert fates(desk.load("towns", TOWN, change, {"街镇编号": "JZ-09"})) == (1, 0, 0, 1)
    assert desk.reasons() == [code]


def test_two_stages_of_one_day_are_both_put_aside(desk: Desk) -> None:
    assert fates(desk.load("towns", TOWN, {}, {"阶段": "未进先治"}, {"街镇编号": "JZ-02"})) == (1, 0, 0, 2)
    assert desk.reasons() == ["town_twice", "town_twice"]


def test_a_town_that_moves_takes_its_tasks_along(desk: Desk) -> None:
    desk.load("towns", TOWN)
    desk.load("tasks", TASK)

    desk.load("towns", TOWN, {"所在街道": "110114012", "进入日期": "2026-02-01", "得知日期": "2026-02-01", "阶段": "退出指导"})

    with read_transaction(desk.store) as store:
        assert store.execute(select(Task.street_code)).scalar() == "110114012"


def test_a_list_without_streets_leaves_them_as_they_are(desk: Desk) -> None:
    desk.load("towns", TOWN)
    desk.load("towns", TOWN, {"进入日期": "2026-02-01", "得知日期": "2026-02-01", "阶段": "退出指导"}, drop=("所在街道",))

    with read_transaction(desk.store) as store:
        assert store.execute(select(Town.street_code)).scalar() == "110114011"


def test_months_come_in_and_are_updated(desk: Desk) -> None:
    desk.load("towns", TOWN)

    assert fates(desk.load("town-months", MONTH, {}, {"月份": "2026年6月", "解决率(%)": "92%"})) == (2, 0, 0, 0)
    assert fates(desk.load("town-months", MONTH, {"诉求量": "815"}, {"月份": "202606", "解决率(%)": "92"})) == (0, 1, 1, 0)
    with read_transaction(desk.store) as store:
        asked = select(TownMonth.month, TownMonth.complaint_count, TownMonth.population, TownMonth.resolution_pct).order_by(TownMonth.month)
        assert store.execute(asked).all() == [("2026-05", 815, 90_000, 91.2), ("2026-06", 812, 90_000, 92)]


def test_people_may_be_counted_in_ten_thousands(desk: Desk) -> None:
    desk.load("towns", TOWN)
    desk.load("town-months", {**{k: v for k, v in MONTH.items() if k != "常住人口"}, "常住人口（万人）": "9.2"})

    with read_transaction(desk.store) as store:
        assert store.execute(select(TownMonth.population)).scalar() == 92_000


def test_a_month_without_rates_is_a_month_without_rates(desk: Desk) -> None:
    desk.load("towns", TOWN)
    desk.load("town-months", MONTH, {"解决率(%)": "", "满意率(%)": "", "常住人口": ""})

    with read_transaction(desk.store) as store:
        assert store.execute(select(TownMonth.resolution_pct, TownMonth.satisfaction_pct, TownMonth.population)).one() == (None, None, None)


@pytest.mark.parametrize(("change", "code"), [
    ({"街镇编号": "JZ-99"}, "no_town"), ({"月份": "2026年13月"}, "bad_month"), ({"月份": "2090-01"}, "future_month"),
    ({"诉求量": "-3"}, "negative"), ({"诉求量": "8.5"}, "bad_number"), ({"诉求量": ""}, "blank"), ({"常住人口": "9.2"}, "town_people"),
    ({"常住人口": "90,000,000"}, "town_people"), ({"解决率(%)": "191"}, "bad_percent"),
])  # fmt: skip
def test_a_month_that_cannot_be_used_is_put_aside_with_its_reason(desk: Desk, change: dict[str, str], code: str) -> None:
    desk.load("towns", TOWN)

    assert fates(desk.load("town-months", MONTH, change, {"月份": "2026-01"})) == (1, 0, 0, 1)
    assert desk.reasons() == [code]


def test_tasks_are_stored_in_one_unit_a_kind_and_add_up(desk: Desk) -> None:
    desk.load("towns", TOWN)
    said = (("平方米", "1200"), ("m²", "800"), ("万平方米", "0.3"), ("㎡", "1000.0"), ("公里", "1.5"), ("延米", "500"), ("处", "3"))
    changes = [{"任务编号": f"RW-{n}", "单位": unit, "计划数量": size, "完成数量": size} for n, (unit, size) in enumerate(said)]

    assert fates(desk.load("tasks", TASK, *changes)) == (7, 0, 0, 0)
    with read_transaction(desk.store) as store:
        sums = store.execute(select(Task.unit, func.sum(Task.done_quantity)).group_by(Task.unit).order_by(Task.unit)).all()
        assert dict(tuple(r) for r in sums) == {"m": 2000, "m²": 6000, "处": 3}
        task = store.execute(select(Task.planned_cny, Task.paid_cny, Task.street_code, Task.list_name, Task.status)).first()
        assert task == (305_000, 280_000, "110114011", "money", "closed")


def test_list_and_status_follow_from_the_row_where_it_does_not_say(desk: Desk) -> None:
    desk.load("towns", TOWN)
    plain = {"清单": "", "状态": "", "任务类型": ""}
    blank = dict.fromkeys(("计划资金(万元)", "支付资金(万元)", "实际完成日期", "完成数量"), "")
    desk.load("tasks", TASK, plain, {**plain, **blank, "任务编号": "RW-2"})

    with read_transaction(desk.store) as store:
        found = store.execute(select(Task.list_name, Task.status, Task.kind).order_by(Task.task_no)).all()
    assert found == [("money", "closed", "其他"), ("matter", "open", "其他")]


def test_a_later_file_closes_and_reopens_an_item(desk: Desk) -> None:
    desk.load("towns", TOWN)
    desk.load("tasks", TASK, {"状态": "办理中", "实际完成日期": "", "完成数量": ""})

    assert fates(desk.load("tasks", TASK)) == (0, 1, 0, 0)
    assert fates(desk.load("tasks", TASK, {"状态": "复账"})) == (0, 1, 0, 0)
    with read_transaction(desk.store) as store:
        assert store.execute(select(Task.status)).scalar() == "reopened"


def test_a_file_without_money_leaves_the_money_as_it_is(desk: Desk) -> None:
    desk.load("towns", TOWN)
    desk.load("tasks", TASK)
    desk.load("tasks", TASK, {"责任单位": "示例单位 2"}, drop=("计划资金(万元)", "支付资金(万元)"))

    with read_transaction(desk.store) as store:
        assert store.execute(select(Task.planned_cny, Task.owner)).one() == (305_000, "示例单位 2")


@pytest.mark.parametrize(("change", "code"), [
    ({"街镇编号": "JZ-99"}, "no_town"), ({"任务编号": ""}, "blank"), ({"任务名称": ""}, "blank"), ({"计划数量": ""}, "blank"),
    ({"单位": ""}, "blank"), ({"计划数量": "0"}, "task_nothing"), ({"完成数量": ""}, "task_no_quantity"),
    ({"状态": "办理中"}, "task_unclear"), ({"完成数量": "12000"}, "task_tenfold"), ({"支付资金(万元)": "305"}, "task_tenfold"),
    ({"计划数量": "-5"}, "negative"), ({"计划资金(万元)": "很多"}, "bad_number"), ({"实际完成日期": "2090-01-01"}, "future_day"),
    ({"状态": "不详的"}, "bad_code"),
])  # fmt: skip
def test_a_task_that_cannot_be_used_is_put_aside_with_its_reason(desk: Desk, change: dict[str, str], code: str) -> None:
    desk.load("towns", TOWN)

    assert fates(desk.load("tasks", TASK, change, {"任务编号": "RW-7"})) == (1, 0, 0, 1)
    assert desk.reasons() == [code]
