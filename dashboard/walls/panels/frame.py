"""The frame of a panel: head, time of the data, signs of data that are old, and what stands there when there is nothing to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from dashboard.texts import wallpanels as words
from dashboard.walls.panels.drawing import glyph, moment, width
from dashboard.walls.view import Feed, WallView

STRIP = 90.0                  # in less room there are numbers in a row instead of a drawing
HEAD, SIDE, FOOT, EDGE = 46.0, 13.0, 9.0, 2.0
MOST_ROW = 46.0               # a list of few lines in a high panel breathes so far, and no further
TITLE_SIZE, NOTE_SIZE, GAP = 20.5, 13.5, 12.0
NOTHING = Markup("")


class Box(Protocol):
    """The place of a panel or tile on a wall, in units of 0.1 % of its height."""

    @property
    def w(self) -> float:
        """Its width."""

    @property
    def h(self) -> float:
        """Its height."""


@dataclass(frozen=True)
class Room:
    """What of a box is left to draw in, in the same units."""

    w: float
    h: float


@dataclass(frozen=True)
class Told:
    """What stands in a panel's head: `sub` gives way where there is no room, `key` (a legend, `key_width` units wide) stays."""

    title: str
    sub: str = ""
    key: Markup = NOTHING
    key_width: float = 0


def room(box: Box) -> Room:
    """What a panel's frame leaves of its box."""
    return Room(box.w - 2 * SIDE - EDGE, box.h - HEAD - FOOT - EDGE)


def panel(view: WallView, box: Box, told: Told, feed: Feed | None, body: Markup) -> Markup:
    """A whole panel. A `feed` tells how old what it shows is: None where each line has an age of its own.

    Where the head has not room for all, its subtitle goes first, then the key, then the hour of an earlier day.
    """
    is_stale = bool(feed and feed.is_stale)
    tag = stale_tag(feed) if feed and is_stale else NOTHING
    tag_width = width(words.STALE.format(age=feed.age), NOTE_SIZE) + 2 * GAP if feed and is_stale else 0
    free = box.w - 2 * SIDE - EDGE - width(told.title, TITLE_SIZE) - (tag_width + GAP if tag else 0)
    at, key_room = as_of(view, feed), told.key_width + GAP if told.key else 0
    has_key = bool(told.key) and key_room + width(at, NOTE_SIZE) + GAP <= free
    if width(at, NOTE_SIZE) + GAP > free:
        at = as_of(view, feed, is_short=True)
    free -= width(at, NOTE_SIZE) + GAP + (key_room if has_key else 0)
    sub = told.sub if GAP + width(told.sub, NOTE_SIZE) <= free else ""
    return Markup(
        '<section class="panel wp{}"><div class="ph"><h2>{}</h2><span class="s">{}</span><span class="r k">{}</span>{}'
        '<span class="at">{}</span></div><div class="wb">{}</div></section>'
    ).format(" is-stale" if is_stale else "", told.title, sub, told.key if has_key else "", tag, at, body)


def as_of(view: WallView, feed: Feed | None, *, is_short: bool = False) -> str:
    """截至 14:30."""
    return words.AS_OF.format(at=moment(feed.as_of, view.now, is_short=is_short)) if feed and feed.as_of else ""


def stale_tag(feed: Feed) -> Markup:
    """▨ 数据停更 3 小时."""
    return Markup('<span class="stale-tag">{}{}</span>').format(glyph("stale"), words.STALE.format(age=feed.age))


def empty(told: str = words.NO_DATA, sign: str = "nodata") -> Markup:
    """What stands where there is nothing to draw."""
    return Markup('<p class="none">{}{}</p>').format(glyph(sign), told)
