"""Rules of the pack: values with their sources, and refusals of what contradicts itself."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from geodata.errors import PackError
from geodata.pack import Pack
from geodata.rules import Rules, read_rules


@pytest.fixture
def rules(pack: Pack) -> Rules:
    return pack.rules


def test_every_rule_cites_its_source(rules: Rules) -> None:
    groups = [getattr(rules, f.name) for f in fields(rules)]
    entries = [e for g in groups for e in (g if isinstance(g, tuple) else (g,))]

    assert all(e.source for e in entries)
    assert rules.samples() == ("deadlines", "freshness", "alarms", "retention", "lights", "reporting", "waterlogging", "towns")


def test_rates_follow_the_evaluation_rule(rules: Rules) -> None:
    rates = rules.rates

    assert rates.response(90, 100) == 0.9
    assert rates.resolution(80, 100) == 0.8
    assert rates.satisfaction(70, 20, 100) == pytest.approx(0.88)
    assert rates.score(0.9, 0.8, 0.88) == pytest.approx(0.1 * 0.9 + 0.5 * 0.8 + 0.4 * 0.88)


def test_without_a_valid_call_back_there_is_no_rate(rules: Rules) -> None:
    assert rules.rates.response(0, 0) is None
    assert rules.rates.resolution(0, 0) is None
    assert rules.rates.satisfaction(0, 0, 0) is None


def test_the_four_deadline_classes_are_there(rules: Rules) -> None:
    assert [(d.name, d.hours, d.goal) for d in rules.deadlines] == [
        ("30 分钟解决", 0.5, "solved"), ("24 小时反馈", 24, "feedback"), ("7 日反馈", 168, "feedback"), ("15 日反馈", 360, "feedback"),
    ]  # fmt: skip
    assert rules.deadline("day") == rules.deadlines[1]
    assert rules.deadline("never") is None


def test_hexagons_claim_only_what_is_known(rules: Rules) -> None:
    assert rules.hex.max_radius_m == {7: 2800, 8: 1060, 9: 400, 10: 150}
    assert rules.hex.breaks == (5, 10, 15, 25, 40, 60, 90)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("response_weight = 0.1", "response_weight = 0.3", "合计为 1"),
        ("breaks = [5, 10", "breaks = [10, 5", "递增"),
        ("min_count = 5", "min_count = 0", "min_count"),
        ('goal = "solved"', 'goal = "maybe"', "goal"),
        ("complaints_hours = 26", "", "complaints_hours"),
        ("[hex]", "[hexagon]", "hex"),
        ("[rates]", "[rates", "格式"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(pack: Pack, tmp_path: Path, old: str, new: str, why: str) -> None:
    text = (pack.dir / "rules.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "rules.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(PackError, match=why):
        read_rules(path)
