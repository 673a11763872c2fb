"""The look as data: the values that assets/tokens.css gives to the browser, for figures and the map style. A test holds the two equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

FONT_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "Hiragino Sans GB",
    "sans-serif",
)
FONT = ", ".join(f'"{name}"' if " " in name else name for name in FONT_FAMILIES)
DEFAULT = "light"
AXIS_PX = 12.4  # text on axes, in chart units (1 px on desks)
LINE_PX = 2.8  # this year's line

_DARK = {
    "bg": "#0d1217",
    "surface": "#151c23",
    "surface-2": "#1c252e",
    "surface-3": "#26313c",
    "line": "#2a3540",
    "line-2": "#435261",
    "text": "#eaf0f5",
    "text-2": "#b9c5d0",
    "text-3": "#93a3b2",
    "accent": "#6bb3f2",
    "accent-ink": "#08131d",
    "accent-soft": "#17324a",
    "shade": "rgba(13,18,23,.86)",
    "seq-1": "#1d3a55",
    "seq-2": "#1f5273",
    "seq-3": "#266d8b",
    "seq-4": "#38899a",
    "seq-5": "#61a8a3",
    "seq-6": "#9fcaae",
    "seq-7": "#edf0c0",
    "seq-ring": "#ffffff",
    "ok": "#4cc09a",
    "notice": "#6bb3f2",
    "warn": "#f2b04a",
    "alarm": "#ff7f66",
    "stale": "#a9b4be",
    "nodata": "#93a3b2",
    "ok-soft": "#14332c",
    "notice-soft": "#17324a",
    "warn-soft": "#3a2b12",
    "alarm-soft": "#43201a",
    "on-status": "#0d1217",
    "hatch": "#2c3843",
    "ly-hot": "#61a8a3",
    "ly-water": "#62b6ff",
    "ly-park": "#f3a0c8",
    "ly-proj": "#bda6ff",
    "ly-vend": "#e3b57f",
    "ly-ink": "#0d1217",
    "map-land": "#12181e",
    "map-in": "#18212a",
    "map-edge": "#2f3b47",
    "map-edge-in": "#aebdca",
    "map-road": "#5b6a78",
    "map-rail": "#8795a3",
    "map-halo": "#0d1217",
}
_LIGHT = {
    "bg": "#eef1f4",
    "surface": "#ffffff",
    "surface-2": "#f5f7f9",
    "surface-3": "#e6ebf0",
    "line": "#d8dfe6",
    "line-2": "#9aa8b5",
    "text": "#17212b",
    "text-2": "#3f4e5c",
    "text-3": "#586878",
    "accent": "#0b5fa8",
    "accent-ink": "#ffffff",
    "accent-soft": "#dcebf8",
    "shade": "rgba(255,255,255,.92)",
    "seq-1": "#e6f0cf",
    "seq-2": "#c3e0c6",
    "seq-3": "#90cac2",
    "seq-4": "#58abbc",
    "seq-5": "#3186ab",
    "seq-6": "#225f8e",
    "seq-7": "#163763",
    "seq-ring": "#17212b",
    "ok": "#0a7653",
    "notice": "#0b5fa8",
    "warn": "#8f5400",
    "alarm": "#bb2d12",
    "stale": "#586878",
    "nodata": "#586878",
    "ok-soft": "#dff2ea",
    "notice-soft": "#dcebf8",
    "warn-soft": "#fbecd2",
    "alarm-soft": "#fbe2db",
    "on-status": "#ffffff",
    "hatch": "#dfe5ea",
    "ly-hot": "#2b7f8c",
    "ly-water": "#0a66c2",
    "ly-park": "#b0246d",
    "ly-proj": "#5a3fc0",
    "ly-vend": "#84561a",
    "ly-ink": "#ffffff",
    "map-land": "#eceff1",
    "map-in": "#fafbfb",
    "map-edge": "#c5ced6",
    "map-edge-in": "#44525f",
    "map-road": "#b3a892",
    "map-rail": "#7d8894",
    "map-halo": "#ffffff",
}


@dataclass(frozen=True)
class Theme:
    """One theme: `theme["accent"]` is the colour that CSS calls `--accent`."""

    name: str
    colors: Mapping[str, str]

    def __getitem__(self, token: str) -> str:
        return self.colors[token]

    @property
    def ramp(self) -> tuple[str, ...]:
        """The seven classes of the sequential ramp, low to high."""
        return tuple(self.colors[f"seq-{i}"] for i in range(1, 8))

    @property
    def is_dark(self) -> bool:
        """Whether ink is lighter than paper."""
        return self.name == "dark"


THEMES: Mapping[str, Theme] = MappingProxyType({name: Theme(name, MappingProxyType(c)) for name, c in (("dark", _DARK), ("light", _LIGHT))})


def named(name: str) -> Theme:
    """The theme of that name; the default one for any other word."""
    return THEMES.get(name, THEMES[DEFAULT])


def with_alpha(color: str, alpha: float) -> str:
    """`#rrggbb` with an opacity of 0–1, as `rgba()`."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"
