"""Charts on the page of a brief: every value drawn to scale, a gap left open, no script, in the colours of whatever theme is worn."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from dashboard.brief.content import Chart
from dashboard.brief.drawing import HEAD, INK, PLOT, WIDE, drawn
from dashboard.brief.series import bar_tokens, series_token
from tests.dashboard import brief_world as world

CHARTS = (world.TREND, world.STREETS, world.LIGHTS, world.CATEGORIES)


def picture(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(str(drawn(chart)))


def rects(chart: Chart, token: str) -> list[dict[str, float]]:
    """Bars of one colour, without the key's sample."""
    found = [part for part in picture(chart).iter("rect") if part.get("fill") == f"var(--{token})"]
    return [{name: float(part.get(name, "")) for name in ("x", "y", "width", "height")} for part in found if part.get("height") != "10.0"]


def test_lying_bars_are_as_long_as_their_values() -> None:
    wide = [bar["width"] for bar in rects(world.STREETS, "seq-5")]

    assert [round(520 * w / wide[0]) for w in wide] == pytest.approx([520, 414, 300], abs=1)


def test_a_stacks_pieces_stand_on_each_other() -> None:
    late, watched, in_time = (rects(world.LIGHTS, token) for token in ("alarm", "warn", "ok"))

    assert late[0]["y"] + late[0]["height"] == HEAD + PLOT
    assert watched[0]["y"] + watched[0]["height"] == pytest.approx(late[0]["y"], abs=0.1)
    assert in_time[0]["height"] / late[0]["height"] == pytest.approx(6, abs=0.05)
    assert (late[1]["height"], watched[2]["height"]) == (0, 0)


def test_a_line_leaves_a_gap_where_nothing_is_known() -> None:
    strokes = [part for part in picture(world.TREND).iter("path") if part.get("class") == "first"]

    assert [path.get("d", "").count("L") + 1 for path in strokes] == [4, 3]
    assert len(list(picture(world.TREND).iter("circle"))) == 7


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.kind)
def test_every_value_is_in_the_label_and_nothing_stands_outside(chart: Chart) -> None:
    root = picture(chart)
    high = float(root.get("viewBox", "").split()[3])

    label = root.get("aria-label", "")
    assert all(f"{value:,}" in label for _, values in chart.series for value in values if value is not None)
    for bar in root.iter("rect"):
        assert 0 <= float(bar.get("x", "")) <= float(bar.get("x", "")) + float(bar.get("width", "")) <= WIDE
        assert 0 <= float(bar.get("y", "")) <= float(bar.get("y", "")) + float(bar.get("height", "")) <= high


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.kind)
def test_a_drawing_wears_the_colours_of_the_files(chart: Chart) -> None:
    tokens = set(re.findall(r"(?:fill|stroke)=\"var\(--([\w-]+)\)\"", str(drawn(chart))))

    numbers = range(len(chart.series))
    files = {series_token(chart, n) for n in numbers} | {token for n in numbers for token in bar_tokens(chart, n)}
    assert tokens == {INK.get(token, token) for token in files}


def test_what_a_unit_is_called_cannot_break_the_page() -> None:
    named = replace(world.STREETS, categories=("<script>x</script>", "&", '"'))

    assert "<script>" not in str(drawn(named))
    assert picture(named) is not None


def test_many_names_stand_side_by_side_or_are_left_out() -> None:
    many = replace(world.TREND, categories=tuple(f"2026 年第 {n} 周" for n in range(52)), series=(("今年", tuple(range(52))),))

    shown = [part for part in picture(many).iter("text") if "周" in (part.text or "")]

    assert 4 <= len(shown) <= 10
