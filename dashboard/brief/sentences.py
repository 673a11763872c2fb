"""The rules that make sentences: each takes figures and gives a phrase with the keys of the figures its numbers come from.

A template of a phrase holds no digits of its own; numbers stand in it only as figures. Names (areas, units, projects, days) are no numbers.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.brief.content import Figure
from dashboard.texts import brief as words

LEVEL_PCT = 0.05                # below what one decimal shows: 持平


@dataclass(frozen=True)
class Phrase:
    """Words of a sentence, and the figures in them by key."""

    text: str
    keys: tuple[str, ...] = ()


Part = Figure | Phrase | str


def say(template: str, **parts: Part) -> Phrase:
    """A template with its `{fields}` filled; a figure brings its unit. Only what is named in the template counts as said."""
    named = [name for _, name, _, _ in string.Formatter().parse(template) if name]
    keys = tuple(dict.fromkeys(key for name in named for key in _keys(parts[name])))
    return Phrase(template.format(**{name: shown(part) for name, part in parts.items()}), keys)


def joined(phrases: Sequence[Phrase], separator: str = "、") -> Phrase:
    """Phrases one after another."""
    return Phrase(separator.join(p.text for p in phrases), tuple(dict.fromkeys(key for p in phrases for key in p.keys)))


def shown(part: Part) -> str:
    """How something stands in a sentence."""
    if isinstance(part, Figure):
        return part.text if part.value is None else part.text + part.unit
    return part.text if isinstance(part, Phrase) else part


def change(pct: Figure, before: Figure, named: dict[str, str]) -> Phrase:
    """环比 or 同比: by how many per cent, and from what; `named` holds the words for it (CHANGE or YEAR_CHANGE)."""
    if before.value is None:
        return say(named["none"])
    if pct.value is None:
        return say(named["from_nothing"], before=before)
    if abs(pct.value) < LEVEL_PCT:
        return say(named["level"], before=before)
    return say(named["up" if pct.value > 0 else "down"], pct=pct, before=before)


def points(name: str, share: Figure, difference: Figure) -> Phrase:
    """A share of 0-100 and how many points it is above or below that of the week before."""
    if share.value is None:
        return say(words.SHARE_NONE, name=name)
    if difference.value is None:
        return say(words.SHARE, name=name, share=share)
    if abs(difference.value) < LEVEL_PCT:
        return say(words.SHARE_LEVEL, name=name, share=share)
    return say(words.SHARE_UP if difference.value > 0 else words.SHARE_DOWN, name=name, share=share, points=difference)


def listed(items: Sequence[Phrase], none: str, *, most: int, more: str = "") -> Phrase:
    """The first of some items, 等 where there are more; `none` where there is no item."""
    if not items:
        return Phrase(none)
    text = joined(items[:most])
    return Phrase(text.text + (more if len(items) > most else ""), text.keys)


def _keys(part: Part) -> tuple[str, ...]:
    if isinstance(part, Figure):
        return (part.key,)
    return part.keys if isinstance(part, Phrase) else ()
