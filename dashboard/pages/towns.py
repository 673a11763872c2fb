"""治理类街乡镇 `/towns`: towns by stage, what moved, who is at risk, ready, back; both task lists; what if; the list of any past day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.components.area_map import area_map, map_view
from dashboard.components.frame import frame
from dashboard.components.links import href, nav_link
from dashboard.components.shell import plain_shell, shell
from dashboard.components.switches import BASE_SWITCHES
from dashboard.components.towns import strip
from dashboard.components.towns.choices import choices, tab_of
from dashboard.components.towns.dossier import dossier
from dashboard.components.towns.ledger import asked, ledger, listed
from dashboard.components.towns.listing import listing
from dashboard.components.towns.sight import NOW, Sight, on_of
from dashboard.components.towns.supposing import notices as supposed_notices
from dashboard.components.towns.supposing import supposing
from dashboard.desk import Desk
from dashboard.queries.register import Register
from dashboard.queries.town_tasks import Ask, by_town, items, rollups
from dashboard.queries.towns import Moment, Record, board_of, moment_of, read, timeline, town_of
from dashboard.state import CUSTOM, ViewState, at_area
from dashboard.texts import towns as words
from geodata.errors import NotFound

LAYERS = ("towns", *(name for name in BASE_SWITCHES if name != "labels"))


def layout(state: ViewState, desk: Desk, notices: tuple[str, ...]) -> html.Div:
    """The page of a view; `notices` say what of the address was not understood."""
    register = desk.register()
    moment = moment_of(register, on_of(state), is_hindsight=state.picked("known") == NOW)
    records, counts = read(register, state.area)
    board = board_of(records, counts, moment, register)
    as_of = f"{register.now:%Y-%m-%d %H:%M}"
    sight = Sight(state, board, desk.pack.rules.towns, register.today, as_of, is_bound=bool(desk.viewer.frozen_address))
    said = [*notices, *_notices(sight, desk)]
    if not board.lines:
        main, store = _empty(sight, desk), plain_shell(state, desk)
    elif state.item:
        main, store = _town(sight, register, records), plain_shell(state, desk)
    else:
        shown, store = _map(state, desk, moment)
        above = [shown, strip.stages(sight, timeline(records, register.today)), strip.moved(sight), strip.watched(sight)]
        parts = [html.Div(above, className="towns-top"), _below(sight, register)]
        main = html.Main(parts, id="content", className="main towns towns-list", tabIndex=-1)
    return frame(state, desk, [main, store], notices=said, actions=choices(state, desk))


def _below(sight: Sight, register: Register) -> Any:
    tab = tab_of(sight.state)
    if tab == "whatif":
        return supposing(sight)
    if tab:
        ask, area = asked(sight), sight.state.area
        sums = rollups(register, area, Ask(tab))
        total = sum(r.items.total for r in (sums if ask == Ask(tab) else rollups(register, area, ask)))
        return ledger(ask, sums, by_town(register, area, Ask(tab)), listed(ask, items(register, area, ask), total, sight), sight)
    return listing(sight)


def _town(sight: Sight, register: Register, records: Sequence[Record]) -> html.Main:
    """A town's page; the way back to the list where there is none of that number."""
    area, no = sight.state.area, sight.state.item
    try:
        page = town_of(records, sight.board, no)
    except NotFound:
        body = [html.P(words.DOSSIER_UNKNOWN.format(no=no, on=sight.moment.on)), html.P(nav_link(words.BACK, href(sight.state, item="")))]
        return html.Main(html.Section(body, className="panel prose"), id="content", className="main sheet", tabIndex=-1)
    ask = replace(asked(sight), list_name="", town_no=no)
    sums = rollups(register, area, Ask(town_no=no))
    total = sum(r.items.total for r in (sums if ask == Ask(town_no=no) else rollups(register, area, ask)))
    parts = [*dossier(page, sums, sight), listed(ask, items(register, area, ask), total, sight)]
    return html.Main(parts, id="content", className="main sheet towns towns-one", tabIndex=-1)


def _map(state: ViewState, desk: Desk, moment: Moment) -> tuple[html.Section, Any]:
    """The map of the day looked at, and the page's store."""
    day = moment.on
    then = replace(state, period=CUSTOM, period_from=day, period_to=day)
    view = map_view(then, desk, layers=LAYERS)
    return area_map(view, desk, title=words.LAYER, has_switches=True), shell(state, desk, view, layers=LAYERS)


def _empty(sight: Sight, desk: Desk) -> html.Main:
    """No town in this area: why, where there are some, how they come in."""
    state, line = sight.state, desk.pack.areas.breadcrumb(sight.state.area)
    form = words.NOTHING_THEN if sight.is_replay else words.NOTHING_HERE
    above = next((a for a in reversed(line[:-1]) if desk.covers(a.code) and not sight.is_bound), None)
    body = [html.P([html.I(className="g g-nodata"), form.format(area=line[-1].name, on=sight.moment.on)])]
    if above is not None:
        body.append(html.P(nav_link(words.GO_UP.format(area=above.name), href(at_area(state, above.code, desk.pack)))))
    body.append(html.P(words.IMPORT_HINT, className="quiet"))
    return html.Main(html.Section(body, className="panel prose"), id="content", className="main sheet", tabIndex=-1)


def _notices(sight: Sight, desk: Desk) -> list[str]:
    said = [words.REPLAY_NOTICE.format(on=sight.moment.on, known=sight.known_words)] if sight.is_replay else []
    if sight.board.is_stale:
        said.append(words.FIGURES_NOTICE.format(month=sight.board.newest_month, hours=f"{desk.pack.rules.freshness.towns_hours:g}"))
    if sight.is_replay and tab_of(sight.state) in words.LEDGER:
        said.append(words.TASKS_TODAY)
    return [*said, *supposed_notices(sight.state, sight.rules)]
