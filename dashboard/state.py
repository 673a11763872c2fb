"""The address of a view: what a page shows is all in its URL, read once here into a ViewState and written back in one way only.

A period word (近 30 日) ends at the newest day that has data, never at the clock's day: a feed that lags must not look like a quiet week.
Callers pass that day as `today`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import parse_qs, urlencode

from dashboard import texts
from geodata import grid
from geodata.areas import Area
from geodata.pack import Pack

CUSTOM = "custom"
DEFAULT_PERIOD = "30d"
LONGEST_DAYS = 731                    # two years: the span of the cubes
EARLIEST = date(2000, 1, 1)
FLOOD_SEASON = ((6, 1), (9, 15))      # 汛期: Beijing, each year 1 June to 15 September
CELL_RES = range(7, 11)
NO_CATEGORY = "none"                  # how the URL writes the category "" (待人工)
NO_LAYER = "none"
THEMES = ("light", "dark")
LEVELS = ("city", "district", "street")
OWN_LEVEL = "community"               # shown to its own readers only
KNOWN = ("level", "area", "period", "from", "to", "category", "cell", "tab", "theme", "layers", "boundary", "item", "pick")
PRINT = "print"                       # 1: a page as a picture, in its default theme, without controls (assets/print.css); no part of a view
MOST_PICKS = 12

_SLUG = re.compile(r"[a-z][a-z0-9_-]{0,30}")
_NUMBER = re.compile(r"[\w.()（）/#-]{1,64}")      # of a project, a place, a town: whatever registers call theirs
_PICKED = re.compile(r"[^,:\s][^,:]{0,39}")


@dataclass(frozen=True)
class ViewState:
    """What one address shows. Both period days are included; `categories` () is all of them; `layers` None is the page's own choice.

    `item` is the number of the one project, place or town looked at, "" none; `pick` are the page's own choices, name -> value.
    """

    path: str
    level: str
    area: str
    period_from: date
    period_to: date
    period: str
    categories: tuple[str, ...] = ()
    cell: str | None = None
    tab: str = ""
    theme: str = "light"
    layers: tuple[str, ...] | None = None
    boundary: date | None = None
    item: str = ""
    pick: tuple[tuple[str, str], ...] = ()

    def picked(self, name: str, default: str = "") -> str:
        """The page's own choice of a name."""
        return dict(self.pick).get(name, default)

    def picking(self, name: str, value: str) -> tuple[tuple[str, str], ...]:
        """The choices with one other; "" takes it back."""
        chosen = {**dict(self.pick), name: value}
        return tuple(sorted((n, v) for n, v in chosen.items() if v))


def parse(path: str, query: str, pack: Pack, today: date, *, home: str = "") -> tuple[ViewState, tuple[str, ...]]:
    """The view an address asks for, and in Chinese what of it was not understood; never raises, defaults stand in.

    `query` with or without "?"; `pack` is that of today, a `boundary` in the address leads to the areas of its day.
    `today` is the newest day that has data; `home` the code of the reader's own area, "" for the pack's.
    """
    problems: list[str] = []
    given = _fields(query, problems)
    boundary = _date(given, "boundary", problems)
    current, pack = pack, pack.under(boundary)
    area, level = _area(given, pack, problems, home)
    period, first, last = _period(given, today, problems)
    state = ViewState(
        path=path,
        level=level,
        area=area,
        period_from=first,
        period_to=last,
        period=period,
        categories=_categories(given.get("category", ""), pack, problems),
        cell=_cell(given.get("cell", ""), problems),
        tab=_one(given, "tab", _SLUG.fullmatch, "", problems),
        theme=default_theme(path) if given.get(PRINT) == "1" else _one(given, "theme", THEMES.__contains__, default_theme(path), problems),
        layers=_layers(given.get("layers", ""), problems),
        boundary=None if pack is current else boundary,
        item=_one(given, "item", _NUMBER.fullmatch, "", problems),
        pick=_picks(given.get("pick", ""), problems),
    )
    return state, tuple(problems)


def to_query(state: ViewState) -> str:
    """The one query string of a view, without "?": equal views give equal text, and `parse` gives the view back."""
    pairs = [("level", state.level), ("area", state.area)]
    if state.period == CUSTOM:
        pairs += [("from", state.period_from.isoformat()), ("to", state.period_to.isoformat())]
    else:
        pairs += [("period", state.period)]
    pairs += [("category", ",".join(c or NO_CATEGORY for c in state.categories)), ("cell", state.cell or ""), ("tab", state.tab)]
    pairs += [("theme", state.theme if state.theme != default_theme(state.path) else "")]
    pairs += [("layers", "" if state.layers is None else ",".join(state.layers) or NO_LAYER)]
    pairs += [("boundary", state.boundary.isoformat() if state.boundary else ""), ("item", state.item)]
    pairs += [("pick", ",".join(f"{name}:{value}" for name, value in state.pick))]
    return urlencode([(name, value) for name, value in pairs if value], safe=",:")


def at_area(state: ViewState, area: str, pack: Pack) -> ViewState:
    """The same view of another area (drilling, breadcrumbs): level follows, what was selected goes; an unknown area changes nothing."""
    found = pack.areas.get(area)
    return replace(state, area=area, level=found.level, cell=None, item="") if found and found.level in (*LEVELS, OWN_LEVEL) else state


def default_theme(path: str) -> str:
    """Dark on walls, light on desks."""
    return "dark" if path.startswith("/wall") else "light"


def root_area(pack: Pack) -> str:
    """Code of the whole pack: the city."""
    return pack.areas.breadcrumb(pack.config.default_area)[0].code


def period_dates(word: str, today: date) -> tuple[date, date] | None:
    """First and last day of a period word ending at `today`; None for an unknown word.

    7d, 30d, 90d: so many days, `today` included. week, month, year: from its first day (ISO week). flood: the current or last flood season.
    """
    rule = _PERIODS.get(word)
    return rule(today) if rule else None


def _days(count: int) -> Callable[[date], tuple[date, date]]:
    return lambda today: (today - timedelta(days=count - 1), today)


def _flood(today: date) -> tuple[date, date]:
    (month, day), (last_month, last_day) = FLOOD_SEASON
    year = today.year if (today.month, today.day) >= (month, day) else today.year - 1
    return date(year, month, day), min(date(year, last_month, last_day), today)


_PERIODS: dict[str, Callable[[date], tuple[date, date]]] = {
    "7d": _days(7),
    "30d": _days(30),
    "90d": _days(90),
    "week": lambda today: (today - timedelta(days=today.weekday()), today),
    "month": lambda today: (today.replace(day=1), today),
    "year": lambda today: (today.replace(month=1, day=1), today),
    "flood": _flood,
}
PERIODS = (*_PERIODS, CUSTOM)


def _fields(query: str, problems: list[str]) -> dict[str, str]:
    try:
        pairs = parse_qs(query.removeprefix("?")[:4000], max_num_fields=60)
    except ValueError:
        problems.append(texts.STATE_UNREADABLE)
        return {}
    if strange := sorted(set(pairs) - {*KNOWN, PRINT}):
        problems.append(texts.STATE_UNKNOWN.format(names="、".join(_shown(s) for s in strange[:5])))
    return {name: ",".join(values) if name in ("category", "layers", "pick") else values[-1].strip() for name, values in pairs.items()}


def _area(given: dict[str, str], pack: Pack, problems: list[str], home: str) -> tuple[str, str]:
    code, level = given.get("area", ""), given.get("level", "")
    found = pack.areas.get(code) if code else None
    if found and code in pack.areas.merged:
        former = pack.areas.get(pack.areas.merged[code])
        problems.append(texts.STATE_MERGED.format(area=found.name, former=former.name if former else ""))
        found = former
    if code and found is None:
        problems.append(texts.STATE_AREA.format(area=_shown(code), default=_name(pack, home or pack.config.default_area)))
    if found and found.level not in LEVELS and not _is_own(found, home, pack):
        problems.append(texts.STATE_COMMUNITY.format(area=found.name))
        found = pack.areas.get(found.parent_code or "")
    found = found or _default_area(level if not code else "", pack, home)
    if level and level != found.level:
        problems.append(texts.STATE_LEVEL.format(level=_shown(level), area=found.name))
    return found.code, found.level


def _is_own(area: Area, home: str, pack: Pack) -> bool:
    """Whether this is a community, asked for by a reader of communities."""
    own = pack.areas.get(home)
    return own is not None and own.level == area.level == OWN_LEVEL


def _default_area(level: str, pack: Pack, home: str) -> Area:
    line = pack.areas.breadcrumb(home or pack.config.default_area)
    return line[0] if level == "city" else line[-1]


def _name(pack: Pack, code: str) -> str:
    found = pack.areas.get(code)
    return found.name if found else code


def _period(given: dict[str, str], today: date, problems: list[str]) -> tuple[str, date, date]:
    word = given.get("period", "")
    if word and word not in PERIODS:
        problems.append(texts.STATE_PERIOD.format(period=_shown(word), known="、".join(PERIODS)))
        word = ""
    if dates := period_dates(word, today):
        return word, *dates
    first, last = _date(given, "from", problems), _date(given, "to", problems)
    if first is None and last is None:
        if word == CUSTOM:
            problems.append(texts.STATE_CUSTOM)
        first, last = _PERIODS[DEFAULT_PERIOD](today)
        return DEFAULT_PERIOD, first, last
    return CUSTOM, *_custom(first, last, today, problems)


def _custom(first: date | None, last: date | None, today: date, problems: list[str]) -> tuple[date, date]:
    last = last or today
    first = first or max(last - timedelta(days=29), EARLIEST)
    if first > last:
        problems.append(texts.STATE_SWAPPED)
        first, last = last, first
    if last > today:
        problems.append(texts.STATE_FUTURE.format(today=today))
        first, last = min(first, today), today
    if (last - first).days >= LONGEST_DAYS:
        problems.append(texts.STATE_LONG.format(days=LONGEST_DAYS))
        first = last - timedelta(days=LONGEST_DAYS - 1)
    return first, last


def _date(given: dict[str, str], name: str, problems: list[str]) -> date | None:
    text = given.get(name, "")
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if found < EARLIEST:
        problems.append(texts.STATE_DATE.format(name=name, text=_shown(text)))
        return None
    return found


def _categories(text: str, pack: Pack, problems: list[str]) -> tuple[str, ...]:
    known = [c.code for c in pack.catalog.roots()] + [""]
    asked = ["" if c == NO_CATEGORY else c for c in _split(text)]
    if wrong := [c for c in asked if c not in known]:
        problems.append(texts.STATE_CATEGORY.format(codes="、".join(_shown(c) for c in wrong[:5])))
    chosen = tuple(c for c in known if c in asked)
    return () if len(chosen) == len(known) else chosen


def _cell(text: str, problems: list[str]) -> str | None:
    if not text:
        return None
    cell = grid.cell_named(text)
    if cell is None or grid.resolution_of(cell) not in CELL_RES:
        problems.append(texts.STATE_CELL.format(cell=_shown(text)))
        return None
    return grid.name_of(cell)


def _layers(text: str, problems: list[str]) -> tuple[str, ...] | None:
    names = _split(text)
    if not names:
        return None
    if wrong := [n for n in names if not _SLUG.fullmatch(n)]:
        problems.append(texts.STATE_LAYERS.format(names="、".join(_shown(n) for n in wrong[:5])))
    return tuple(sorted({n for n in names if _SLUG.fullmatch(n) and n != NO_LAYER}))


def _picks(text: str, problems: list[str]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for part in _split(text)[:MOST_PICKS]:
        name, _, value = part.partition(":")
        if _SLUG.fullmatch(name) and _PICKED.fullmatch(value) and value.isprintable():
            found[name] = value
        else:
            problems.append(texts.STATE_VALUE.format(name="pick", text=_shown(part)))
    return tuple(sorted(found.items()))


def _one(given: dict[str, str], name: str, is_fine: Callable[[str], object], default: str, problems: list[str]) -> str:
    text = given.get(name, "")
    if text and not is_fine(text):
        problems.append(texts.STATE_VALUE.format(name=name, text=_shown(text)))
        return default
    return text or default


def _split(text: str) -> list[str]:
    return [part for part in (p.strip() for p in text.split(",")) if part]


def _shown(text: str) -> str:
    return "".join(c for c in text if c.isprintable())[:24]
