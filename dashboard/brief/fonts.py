"""Type for the brief: the names that documents ask for (公文用字), and the Chinese font that pictures are drawn with on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.texts import brief_files as words
from dashboard.theme import FONT_FAMILIES
from geodata.errors import HuitianError

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

# families that pictures may be drawn with, best first: the look's own, then what Linux, Windows and office suites bring
DRAWN_WITH = (
    *(name for name in FONT_FAMILIES if name != "sans-serif"), "Source Han Sans CN", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei",
    "AR PL UMing CN", "Noto Serif CJK SC", "SimSun",
)  # fmt: skip


class FontMissing(HuitianError):
    """No installed font has Chinese characters, so no picture can be drawn."""


@dataclass(frozen=True)
class DocumentFont:
    """A font as a document names it: `name` for Chinese, `latin` for digits and letters, `instead` in its place where it is missing.

    `is_serif` lets a reader's program choose alike where none of them is there.
    """

    name: str
    latin: str
    instead: tuple[str, ...]
    is_serif: bool = True


# GB/T 9704-2012: title 小标宋, text 仿宋, headings 黑体 then 楷体. Old Windows names first; `instead` are today's names on each system.
TITLE = DocumentFont("方正小标宋简体", "Times New Roman", ("FZXiaoBiaoSong-B05S", "小标宋", "STZhongsong", "Noto Serif CJK SC", "SimSun"))
BODY = DocumentFont("仿宋_GB2312", "Times New Roman", ("仿宋", "FangSong", "STFangsong", "FandolFang", "Noto Serif CJK SC"))
HEADING = DocumentFont("黑体", "Arial", ("SimHei", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC"), is_serif=False)
SUBHEADING = DocumentFont("楷体_GB2312", "Times New Roman", ("楷体", "KaiTi", "STKaiti", "AR PL UKai CN", "Noto Serif CJK SC"))
PAGE_NUMBER = DocumentFont("宋体", "Times New Roman", ("SimSun", "STSong", "Noto Serif CJK SC"))
DOCUMENT_FONTS = (TITLE, BODY, HEADING, SUBHEADING, PAGE_NUMBER)

SLIDES = DocumentFont("微软雅黑", "Arial", ("Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC"), is_serif=False)
SHEETS = DocumentFont("等线", "Arial", ("DengXian", "SimSun", "Noto Sans CJK SC"), is_serif=False)


@dataclass(frozen=True)
class Type:
    """The font of pictures, found on this machine."""

    family: str

    def at(self, points: float, *, is_bold: bool = False) -> FontProperties:
        """That font in a size of typographic points."""
        from matplotlib.font_manager import FontProperties

        return FontProperties(family=[self.family], size=points, weight="bold" if is_bold else "regular")


def drawing_type() -> Type:
    """The first of DRAWN_WITH that is installed, fonts put there since matplotlib last looked included.

    Raises FontMissing, saying what to install. Costs about 0.3 s the first time.
    """
    family = _installed()
    if family is None:
        _look_again()
        family = _installed()
    if family is None:
        raise FontMissing(words.FONT_MISSING.format(names=words.AND_LIST.join(DRAWN_WITH[:5])))
    return Type(family)


def _installed() -> str | None:
    from matplotlib.font_manager import fontManager

    known = {entry.name for entry in fontManager.ttflist}
    return next((name for name in DRAWN_WITH if name in known), None)


def _look_again() -> None:
    """matplotlib keeps a list of fonts between runs: one installed since is added to it."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {entry.fname for entry in fontManager.ttflist}
    for path in sorted(findSystemFonts()):
        if path not in known:
            try:
                fontManager.addfont(path)
            except (OSError, RuntimeError, ValueError):      # a file that only looks like a font
                continue
