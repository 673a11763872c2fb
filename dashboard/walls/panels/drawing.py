"""Escaped pieces of HTML and SVG, and the numbers on them as the look writes them. A drawing's unit is 0.1 % of a wall's height."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import floor, log10

from markupsafe import Markup

from dashboard.texts import wallpanels as words

FEW = 30                      # a percentage of fewer says nothing
MANY = 4                      # more numbers in a row are smaller
NEUTRAL_PCT = 5               # in dense charts
SMALL, LABEL, BODY = 14, 14.5, 15.5          # type in units
UP, DOWN, FLAT, NONE = "up", "down", "flat", "none"
BAD, GOOD, PLAIN = "bad", "good", "flat"
_ARROWS = {UP: "M5 1L9.4 9H.6Z", DOWN: "M5 9L9.4 1H.6Z", FLAT: "M.6 5H9.4"}
_NARROW = 0.56                # of a digit or letter, in em


@dataclass(frozen=True)
class Change:
    """A comparison: its arrow, whether it is for the worse, and its figure; `direction` NONE where there is nothing to compare with."""

    direction: str
    mood: str
    text: str


@dataclass(frozen=True)
class Scale:
    """An axis from 0, which lies at `start`, to `top`, which lies at `end`."""

    start: float
    end: float
    top: float

    def at(self, value: float) -> float:
        """Where a value lies."""
        return self.start + (self.end - self.start) * value / self.top


NO_CHANGE = Change(NONE, PLAIN, "—")


def count(value: float) -> str:
    """2,946; −3."""
    return f"{'−' if round(value) < 0 else ''}{abs(round(value)):,}"


def fixed(value: float, digits: int = 1) -> str:
    """94.7; −0.3."""
    shown = f"{abs(value):,.{digits}f}"
    return f"−{shown}" if value < 0 and float(shown.replace(",", "")) else shown


def count_change(now: float, before: float | None, *, worse: str = UP, unit: str = words.UNIT_CASE, is_dense: bool = False) -> Change:
    """Change of a count: per cent, the difference where the earlier one is under 30."""
    if before is None:
        return NO_CHANGE
    if before < FEW:
        return _change(now - before, worse, f"{_signed(now - before, count)} {unit}", is_neutral=is_dense)
    pct = 100 * (now - before) / before
    shown = round(pct) if is_dense else round(pct, 1)
    return _change(shown, worse, _signed(shown, count if is_dense else fixed) + "%", is_neutral=is_dense and abs(pct) < NEUTRAL_PCT)


def point_change(now: float | None, before: float | None, *, worse: str = DOWN) -> Change:
    """Change of a rate (both in percent) in points."""
    if now is None or before is None:
        return NO_CHANGE
    points = round(now - before, 1)
    return _change(points, worse, f"{_signed(points, fixed)} {words.POINTS}", is_neutral=False)


def day(at: date, today: date) -> str:
    """07-16 within the year, 2026-07-16 across years."""
    return f"{at:%m-%d}" if at.year == today.year else f"{at:%Y-%m-%d}"


def moment(at: datetime | None, now: datetime, *, is_short: bool = False) -> str:
    """14:30 today, 07-15 or 07-15 14:30 before; "" for never."""
    if at is None:
        return ""
    if at.date() == now.date():
        return f"{at:%H:%M}"
    return day(at, now) if is_short else f"{day(at, now)} {at:%H:%M}"


def width(text: str, size: float) -> float:
    """About how wide a text is, in units: Chinese signs are square."""
    return size * sum(1 if ord(sign) > 0x2000 else _NARROW for sign in text)


def cut(text: str, size: float, room: float) -> str:
    """The text where there is room for it, else its beginning and …."""
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(kept, size) + size > room:
        kept = kept[:-1]
    return f"{kept}…"


def nice_step(top: float, lines: int = 4) -> float:
    """1, 2, 2.5 or 5 times a power of ten, so that about `lines` of it make `top`."""
    rough = max(top, 1e-9) / lines
    power = 10.0 ** floor(log10(rough))
    return float(next(s * power for s in (1, 2, 2.5, 5, 10) if s * power >= rough * 0.999))


def levels(scale: Scale, step: float, left: float, right: float) -> list[Markup]:
    """Hairlines of a vertical axis and what they stand for, left of them."""
    values = [step * i for i in range(int(scale.top / step + 1e-6) + 1)]
    hairs = [line([(left, scale.at(v)), (right, scale.at(v))], "grid") for v in values]
    return hairs + [text(left - 6, scale.at(v) + 5, f"{v:,.6g}", size=SMALL, kind="e t3") for v in values]


def glyph(kind: str) -> Markup:
    """The sign of a status: ok, notice, warn, alarm, stale, nodata, done."""
    return Markup('<i class="g g-{}"></i>').format(kind)


def counts(told: Iterable[tuple[str, str, str]]) -> Markup:
    """Sign ("" none), word and number of each, in one row."""
    parts = [(glyph(kind) if kind else Markup(""), name, number) for kind, name, number in told]
    small = " many" if len(parts) > MANY else ""
    row = join(Markup("<div><span>{}{}</span><b>{}</b></div>").format(*part) for part in parts)
    return Markup('<div class="lk{}">{}</div>').format(small, row)


def shown_change(change: Change) -> Markup:
    """A comparison in HTML."""
    if change.direction == NONE:
        return Markup('<span class="d none">{}</span>').format(change.text)
    arrow = Markup('<svg viewBox="0 0 10 10"><path d="{}"/></svg>').format(_ARROWS[change.direction])
    return Markup('<span class="d {}">{}{}</span>').format(change.mood, arrow, change.text)


def drawn_change(change: Change, x: float, y: float, size: float = LABEL) -> Markup:
    """A comparison in a drawing, its right end at x; the arrow stands in a column of its own."""
    if change.direction == NONE:
        return text(x, y, change.text, size=size, kind="e t3")
    told = text(x, y, change.text, size=size, kind=f"e d-{change.mood}")
    place = f"translate({x - 4.1 * size:.1f} {y - 0.74 * size:.1f}) scale({size / 18:.2f})"
    arrow = Markup('<path class="ar d-{}" transform="{}" d="{}"/>').format(change.mood, place, _ARROWS[change.direction])
    return arrow + told


def svg(width_: float, height: float, parts: Iterable[Markup], *, label: str = "") -> Markup:
    """A drawing of so many units, which stay 0.1 vh each."""
    style = f"width:{width_ / 10:.2f}vh;height:{height / 10:.2f}vh"
    return Markup('<svg class="ch" viewBox="0 0 {:.0f} {:.0f}" style="{}" role="img" aria-label="{}">{}</svg>').format(
        width_, height, style, label, join(parts)
    )


def text(x: float, y: float, told: object, *, size: float = LABEL, kind: str = "") -> Markup:
    """Words in a drawing; `kind` are classes: e and m anchor at the end and the middle, t2 and t3 are fainter, b is bold."""
    return Markup('<text x="{}" y="{}" font-size="{:g}" class="{}">{}</text>').format(_n(x), _n(y), size, kind, told)


def rect(x: float, y: float, w: float, h: float, kind: str) -> Markup:
    """A filled rectangle."""
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" class="{}"/>').format(_n(x), _n(y), _n(max(w, 0)), _n(max(h, 0)), kind)


def line(points: Sequence[tuple[float, float]], kind: str, *, is_closed: bool = False) -> Markup:
    """A line through points."""
    told = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    return Markup('<path d="M{}{}" class="{}"/>').format(told, "Z" if is_closed else "", kind)


def dot(x: float, y: float, r: float, kind: str) -> Markup:
    """A disc."""
    return Markup('<circle cx="{}" cy="{}" r="{}" class="{}"/>').format(_n(x), _n(y), _n(r), kind)


def join(parts: Iterable[Markup]) -> Markup:
    """Pieces one after the other."""
    return Markup("").join(parts)


def _change(delta: float, worse: str, told: str, *, is_neutral: bool) -> Change:
    if not delta:
        return Change(FLAT, PLAIN, words.SAME)
    is_bad = (delta > 0) == (worse == UP)
    return Change(UP if delta > 0 else DOWN, PLAIN if is_neutral or worse == NONE else BAD if is_bad else GOOD, told)


def _signed(value: float, show: object) -> str:
    assert callable(show)
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{show(abs(value))}"


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
