"""The look is held in two places, for figures and for CSS; they say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.theme import DEFAULT, FONT_FAMILIES, THEMES, named, with_alpha

ASSETS = Path(__file__).resolve().parents[2] / "dashboard" / "assets"
TOKENS = (ASSETS / "tokens.css").read_text(encoding="utf-8")


def css_colors(theme: str) -> dict[str, str]:
    block = re.search(rf'\[data-theme="{theme}"\] {{(.*?)\n}}', TOKENS, re.S)
    assert block
    found = dict(re.findall(r"--([\w-]+): ([^;]+);", block[1]))
    return {name: value for name, value in found.items() if not name.startswith("elev")}


@pytest.mark.parametrize("theme", THEMES)
def test_css_and_figures_have_the_same_colours(theme: str) -> None:
    assert css_colors(theme) == dict(named(theme).colors)


def test_css_and_figures_have_the_same_font_families() -> None:
    stack = re.search(r"--font: ([^;]+);", TOKENS)

    assert stack
    assert tuple(name.strip().strip('"') for name in stack[1].split(",")) == FONT_FAMILIES


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", ["surface", "surface-2", "bg"])
@pytest.mark.parametrize("ink", ["text", "text-2", "text-3", "accent", "warn", "alarm", "ok"])
def test_text_stands_out_from_its_surface_by_four_and_a_half_to_one(theme: str, surface: str, ink: str) -> None:
    assert contrast(named(theme)[ink], named(theme)[surface]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_the_ramp_reads_in_grey_because_its_lightness_only_goes_one_way(theme: str) -> None:
    steps = [luminance(color) for color in named(theme).ramp]

    assert steps == sorted(steps, reverse=not named(theme).is_dark)


def test_every_variable_that_a_style_sheet_uses_is_defined() -> None:
    sheets = "".join(path.read_text(encoding="utf-8") for path in ASSETS.glob("*.css"))

    assert set(re.findall(r"var\((--[\w-]+)", sheets)) <= set(re.findall(r"(--[\w-]+):", sheets))


def test_an_unknown_theme_is_the_default_one() -> None:
    assert named("neon").name == DEFAULT


def test_a_colour_takes_an_opacity() -> None:
    assert with_alpha("#0d1217", 0.5) == "rgba(13,18,23,0.5)"


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
