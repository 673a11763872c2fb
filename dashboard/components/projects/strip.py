"""The strip over the list: state tiles that filter, work packages as stacked bars, what changed this week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.links import nav_link
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.projects.sight import Sight, light_pick, light_word, short_day
from dashboard.queries.programme.records import ProjectLine, Tally, WeekChanges
from dashboard.texts import projects as words

BAR_LIGHTS = ("done", "green", "yellow", "red", "grey", "")     # of a package's bar, left to right


def state_tiles(sight: Sight) -> html.Section:
    """Counts by light; each is a link that filters, the chosen one takes its filter back."""
    tiles = [_tile(code, name, sight) for code, name in words.STATE_TILES]
    return panel(words.STATE, words.STATE_SUB, [html.Div(tiles, className="kp"), _below(sight)], kind="states")


def package_bars(sight: Sight) -> html.Section:
    """One bar a work package, as long as its number of projects; each filters."""
    right = html.Span(words.PACKAGES_RIGHT, className="r key")
    return panel(words.PACKAGES, words.PACKAGES_SUB, [tally_bars(sight.found.summary.by_package, "package", sight)], right=right,
                 kind="packages")  # fmt: skip


def tally_bars(tallies: Sequence[Tally], pick: str, sight: Sight) -> html.Div | html.P:
    """One stacked bar a tally, largest first; a click chooses it under the name `pick` of the address."""
    ordered = sorted(tallies, key=lambda t: (-t.total, t.name))
    most = max((t.total for t in ordered), default=1)
    return html.Div([_bar(t, most, pick, sight) for t in ordered], className="pk", tabIndex=0) if ordered else _nothing()


def week_changes(sight: Sight) -> html.Section:
    """What became different within the week, each with its number, its first project and what it amounts to."""
    found = sight.found.changes
    rows = [html.Li(_change(kind, name, tip, *_counted(n, found, sight))) for n, (kind, name, tip) in enumerate(_changes(found, sight))]
    span = words.CHANGES_SUB.format(first=short_day(found.first, sight.today), last=short_day(found.last, sight.today))
    return panel(words.CHANGES, span, [html.Ul(rows, className="chg")], kind="changes")


def _tile(code: str, name: str, sight: Sight) -> html.A:
    summary, chosen = sight.found.summary, sight.state.picked("light")
    is_all = name == words.ALL
    count = summary.total if is_all else summary.by_light.get(code, 0)
    is_on = chosen == ("" if is_all else code)
    glyph = [] if is_all else [html.I(className=f"g g-{light_word(code)[0]}")]
    tip = words.TILE_TIP.format(name=name, count=count, tip=_meaning(code, sight), source=sight.rules.source, as_of=sight.as_of)
    to = sight.picking("light", "" if is_all or is_on else light_pick(code))
    return nav_link([html.Span([*glyph, name]), html.B(f"{count:,}")], to, className="on" if is_on else "",
                    **marked(tip=tip, light=light_pick(code) if not is_all else "all"))  # fmt: skip


def _meaning(code: str, sight: Sight) -> str:
    r = sight.rules
    return words.STATE_TIPS[code].format(
        yellow=r.behind_yellow_pct, red=r.behind_red_pct, mended=r.mended_yellow_days, late=r.late_start_red_months, silent=r.silent_days,
        hatched=sight.found.summary.hatched_count,
    )


def _below(sight: Sight) -> html.Div:
    s = sight.found.summary
    on_time = f"{s.on_time_pct:.1f}%" if s.on_time_pct is not None else words.NONE
    median = words.DAYS.format(days=s.median_delay_days) if s.median_delay_days is not None else words.NONE
    facts: list[Any] = [
        _fact(words.ON_TIME, on_time, words.ON_TIME_TIP.format(known=s.dated_count, as_of=sight.as_of)),
        _fact(words.LATE_MEDIAN, median, words.LATE_MEDIAN_TIP.format(late=s.late_count, as_of=sight.as_of)),
    ]
    if unknown := s.by_light.get("", 0):
        is_on = sight.state.picked("light") == light_pick("")
        name = [words.NONE, " ", html.B(str(unknown))]
        facts.append(nav_link(name, sight.picking("light", "" if is_on else light_pick("")), className="on" if is_on else "",
                              **marked(tip=words.NODATA_TIP.format(as_of=sight.as_of), light=light_pick(""))))  # fmt: skip
    return html.Div(facts, className="kq")


def _fact(name: str, value: str, tip: str) -> html.Span:
    return html.Span([name, " ", html.B(value)], tabIndex=0, **marked(tip=tip))


def _bar(tally: Tally, most: int, pick: str, sight: Sight) -> html.A | html.Div:
    parts = [(code, tally.by_light.get(code, 0)) for code in BAR_LIGHTS if tally.by_light.get(code, 0)]
    said = "，".join(words.PACKAGE_PART.format(name=light_word(code)[1], count=count) for code, count in parts)
    tip = words.PACKAGE_TIP.format(name=tally.name or words.NONE, total=tally.total, parts=said, as_of=sight.as_of)
    bar = [html.I(className=f"s-{light_word(code)[0]}", style={"flexGrow": count}) for code, count in parts]
    red, is_on = tally.by_light.get("red", 0), sight.state.picked(pick) == tally.code
    width = f"{100 * tally.total / most:.1f}%"
    late: Any = [html.I(className="g g-alarm"), str(red)] if red else "—"
    shown = [html.Span(tally.name or words.NONE, className="n"), html.Span(html.Span(bar, style={"width": width}), className="track"),
             html.B(str(tally.total)), html.Em(late)]  # fmt: skip
    if not tally.code:                  # those without one cannot be asked for
        return html.Div(shown, className="row", tabIndex=0, **marked(tip=tip))
    return nav_link(shown, sight.picking(pick, "" if is_on else tally.code), className="row on" if is_on else "row", **marked(tip=tip))


def _changes(found: WeekChanges, sight: Sight) -> list[tuple[str, str, str]]:
    gaps = {"first": short_day(found.first, sight.today), "last": short_day(found.last, sight.today), "silent": sight.rules.silent_days}
    return [(kind, name, tip.format(**gaps)) for (kind, name), tip in zip(words.CHANGE_NAMES, words.CHANGE_TIPS, strict=True)]


def _change(kind: str, name: str, tip: str, count: int, said: Any) -> list[Any]:
    named = html.Span(name, tabIndex=0, **marked(tip=tip))
    return [html.I(className=f"g g-{kind}"), named, html.B(str(count)), html.Em(said)]


def _counted(number: int, found: WeekChanges, sight: Sight) -> tuple[int, Any]:
    """Count of one kind of change, and the words or links beside it."""
    if number == 0:
        return len(found.turned_red), _names(found.turned_red, sight)
    if number == 1:
        return len(found.turned_yellow), _names(found.turned_yellow, sight)
    if number == 2:
        return len(found.replanned), _replans(found, sight)
    if number == 3:
        return len(found.completed), words.CHANGE_DONE.format(count=sight.found.summary.by_light.get("done", 0))
    longest = words.CHANGE_SILENT.format(days=found.longest_silent_days) if found.longest_silent_days else words.CHANGE_NONE
    return len(found.silent), longest


def _names(lines: Sequence[ProjectLine], sight: Sight) -> Any:
    if not lines:
        return words.CHANGE_NONE
    return [nav_link(lines[0].name, sight.to(lines[0]), title=lines[0].name), words.CHANGE_MORE if len(lines) > 1 else ""]


def _replans(found: WeekChanges, sight: Sight) -> Any:
    days = found.median_replan_days
    if days is None:
        return _names([r.line for r in found.replanned], sight)
    kind = "late" if days > 0 else "early" if days < 0 else "same"
    said = words.CHANGE_REPLAN[kind].format(days=abs(days))
    return nav_link(said, sight.to(found.replanned[0].line)) if len(found.replanned) == 1 else said


def _nothing() -> html.P:
    return html.P([html.I(className="g g-nodata"), words.NONE], className="failed")
