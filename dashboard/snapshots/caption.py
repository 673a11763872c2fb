"""What every picture says of itself: of what, where, when, under which filter and boundaries, from which source, and how real it is.

The same words stand on the picture, in its PNG texts and in its alternative text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from dashboard import texts
from dashboard.desk import Desk
from dashboard.snapshots.forms import Form
from dashboard.state import ViewState
from dashboard.texts import snapshots as words
from dashboard.walls.names import PREFIX

PERIODICAL = ("/", "/hotspots", "/waterlogging", "/parking", "/quality", PREFIX)       # pages whose numbers follow the period


@dataclass(frozen=True)
class Caption:
    """`title` of the page, `signs` that must not be overlooked (演示数据, 示意边界), `lines` of facts; `as_of` the data's own time."""

    title: str
    signs: tuple[str, ...]
    lines: tuple[str, ...]
    source: str
    as_of: datetime | None

    @property
    def alt(self) -> str:
        """The picture in words, for who cannot see it."""
        return words.ALT.format(title=self.title, facts="；".join((*self.lines, *self.signs)))

    def of_tile(self, name: str) -> Caption:
        """The same of one tile."""
        return replace(self, title=words.BESIDE.join((self.title, name))) if name else self

    def texts(self) -> dict[str, str]:
        """The PNG's texts. Its time is that of the data: equal data, equal bytes."""
        found = {"Title": self.title, "Description": self.alt, "Source": self.source}
        return found | ({"Creation Time": self.as_of.isoformat(timespec="minutes")} if self.as_of else {})


def caption_of(state: ViewState, desk: Desk, name: str, *, has_map: bool = True) -> Caption:
    """The caption of a view; `name` is the page's, `has_map` whether a map is on the picture."""
    data, kind = desk.data(), PREFIX if state.path.startswith(PREFIX) else state.path
    facts = [
        *([words.PERIOD.format(first=state.period_from, last=state.period_to)] if kind in PERIODICAL else []),
        *_filters(state, desk),
        words.AREA.format(area=_area(desk, state.area)),
        words.BOUNDARY.format(day=state.boundary) if state.boundary else words.BOUNDARY_NOW,
    ]
    made = _Made(words.SOURCES.get(kind, words.SOURCE), data.as_of, desk.is_demo or data.is_sample, has_map)
    return _caption(desk, (_area(desk, state.area), name), facts, made)


def caption_of_form(form: Form, desk: Desk) -> Caption:
    """The caption of a page of forms; an edition tells the time that it was issued with, whatever there is now."""
    data, area = desk.data(), _area(desk, form.area)
    facts = [*([form.period] if form.period else []), words.AREA.format(area=area)]
    made = _Made(form.source, form.as_of or data.as_of, form.is_sample or desk.is_demo or data.is_sample, form.has_map)
    return _caption(desk, (area, form.title), facts, made)


@dataclass(frozen=True)
class _Made:
    """Of what a picture is made."""

    source: str
    as_of: datetime | None
    is_sample: bool
    has_map: bool


def _caption(desk: Desk, named: tuple[str, str], facts: list[str], made: _Made) -> Caption:
    config, (area, page) = desk.pack.config, named
    origin = [
        words.AS_OF.format(at=f"{made.as_of:%Y-%m-%d %H:%M}") if made.as_of else texts.DATA_NONE,
        words.FROM.format(source=made.source),
        *([words.GROUND.format(attribution=config.attribution)] if made.has_map else []),
    ]
    return Caption(
        title=words.TITLE.format(area=area, page=page, site=config.title),
        signs=tuple(_signs(desk, is_sample=made.is_sample)),
        lines=(words.BETWEEN.join(facts), words.BETWEEN.join(origin)),
        source=words.BETWEEN.join((made.source, *([config.attribution] if made.has_map else []))),
        as_of=made.as_of,
    )


def _area(desk: Desk, code: str) -> str:
    return desk.pack.areas.breadcrumb(code)[-1].name


def _signs(desk: Desk, *, is_sample: bool) -> list[str]:
    config = desk.pack.config
    ground = config.map_approval or (config.boundary_note if config.is_sketch_boundaries else words.NO_APPROVAL)
    return [*([texts.DEMO_DATA] if is_sample else []), ground]


def _filters(state: ViewState, desk: Desk) -> list[str]:
    """What of everything is shown, where it is not everything."""
    names = {c.code: c.name for c in desk.pack.catalog.roots()} | {"": words.NO_CATEGORY}
    said = [words.CATEGORIES.format(names="、".join(names[c] for c in state.categories))] if state.categories else []
    said += [words.CELL.format(cell=state.cell)] if state.cell else []
    said += [words.ITEM.format(item=state.item)] if state.item else []
    said += [words.PICKS.format(picks="、".join(value for _, value in state.pick))] if state.pick else []
    return said
