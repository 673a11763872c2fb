"""What the browser is told about a page, as one JSON store: the view, addresses of its cubes, names, periods, tiles, rules, texts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any
from urllib.parse import quote

from dash import dcc

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.components.boundary import breaks_of
from dashboard.components.switches import COMPLAINT_LAYERS, SWITCHES, all_layers, is_named, readable
from dashboard.components.tiles import tile_table
from dashboard.desk import Desk
from dashboard.figures.trend import blank_trend
from dashboard.layers import DATA_LAYERS
from dashboard.layers.datalayer import MOST_AT_ONCE
from dashboard.layers.mapview import MapView
from dashboard.queries.cubes import CELL_DAYS
from dashboard.state import ViewState, period_dates
from dashboard.theme import named
from geodata.freshness import stale_sentence
from geodata.pack import Pack

STORE = "shell"
SHOWN_PERIODS = ("7d", "30d", "month", "flood")


def plain_shell(state: ViewState, desk: Desk) -> dcc.Store:
    """The store of a page without cubes."""
    return dcc.Store(id=STORE, data={"state": _state(state), "title": title(state, desk), "texts": texts.CLIENT})


def shell(
    state: ViewState, desk: Desk, view: MapView, *, layers: tuple[str, ...] = COMPLAINT_LAYERS, wall: dict[str, Any] | None = None
) -> dcc.Store:
    """The store of a page whose panels are drawn from the cubes of its area, beside the map `view`; `layers` as `map_view` has them.

    `wall` is what a wall screen's script is told, with its "title"; no navigation lists it and its address stays as it is.
    """
    source, data, as_of = desk.source(), desk.data(), desk.as_of()
    today, base = as_of.date(), f"/cube/{quote(source.version)}"
    reach = view.cells_query if view.is_bound else _reach(state, today)
    return dcc.Store(
        id=STORE,
        data={
            "state": _state(state),
            "title": title(state, desk, wall["title"] if wall else ""),
            "wall": wall,
            "texts": {**texts.CLIENT, **_bound_texts(desk, is_bound=view.is_bound)},
            "cubes": {
                "areas": _dated(f"{base}/areas/{state.area}.htc", state),
                "cells": _dated(f"{base}/cells/{state.area}/{view.res}.htc{reach}", state),
            },
            "breaks": breaks_of(state.area, desk.pack),
            "is_bound": view.is_bound,
            "is_frozen": bool(desk.viewer.frozen_address),
            "may_list": desk.covers(state.area, Right.CASE_TEXT) and not view.is_bound,
            "maps": {"cells": view.cells_url, "shapes": view.area_url("shapes")},
            "names": short_names(state.area, desk.pack),
            "below_name": texts.BELOW[state.level],
            "today": today.isoformat(),
            "first": (source.history.first_day or today).isoformat(),
            "as_of": as_of.isoformat(timespec="minutes"),
            "as_of_words": "" if data.as_of is None else f"{as_of:%H:%M}" if as_of.date() == desk.clock.today() else f"{as_of:%m-%d %H:%M}",
            "age_words": data.age,
            "stale_words": stale_sentence(as_of, desk.clock.now()) if data.is_stale else "",
            "periods": _periods(today),
            "tiles": tile_table(desk.pack.rules.rates.fairly_satisfied_share),
            "rules": asdict(desk.pack.rules.alarms),
            "few": desk.pack.rules.suppression.min_count,
            "layers": [{"name": n, "is_data": n in SWITCHES or n in DATA_LAYERS, "is_named": is_named(n)} for n in all_layers()],
            "default_layers": list(readable(layers)),
            "most_layers": MOST_AT_ONCE,
            "trend": blank_trend(named(state.theme)),
        },
    )


def _dated(address: str, state: ViewState) -> str:
    """The address of a cube under the boundaries of the view."""
    return f"{address}{'&' if '?' in address else '?'}boundary={state.boundary}" if state.boundary else address


def _bound_texts(desk: Desk, *, is_bound: bool) -> dict[str, str]:
    """The browser's sentences that read otherwise where small counts are hidden."""
    least = desk.pack.rules.suppression.min_count
    return {name: text.replace("{least}", str(least)) for name, text in texts.CLIENT_BOUND.items()} if is_bound else {}


def _reach(state: ViewState, today: date) -> str:
    """Query of the cells cube: nothing while its usual days hold the period, else the day it must begin with."""
    return f"?from={state.period_from}" if (today - state.period_from).days >= CELL_DAYS else ""


def title(state: ViewState, desk: Desk, name: str = "") -> str:
    """The window's title."""
    return texts.SITE_TITLE.format(page=name or texts.NAVIGATION[state.path], site=desk.pack.config.title)


def short_names(area: str, pack: Pack) -> dict[str, str]:
    """Code -> the name people say, for the parts of an area."""
    return {a.code: pack.areas.short_name(a.code).removesuffix("居委会").removesuffix("村委会") for a in pack.areas.children(area)}


def _state(state: ViewState) -> dict[str, Any]:
    known = asdict(state)
    kept = {k: known[k] for k in ("level", "area", "period", "cell", "tab", "theme", "item", "pick")}
    dates = {
        "from": state.period_from.isoformat(),
        "to": state.period_to.isoformat(),
        "boundary": state.boundary.isoformat() if state.boundary else "",
    }
    lists = {"categories": list(state.categories) or None, "layers": None if state.layers is None else list(state.layers)}
    return {"page": state.path, **kept, **dates, **lists}


def _periods(today: date) -> list[dict[str, str]]:
    known = [(word, name, period_dates(word, today)) for word, name in texts.PERIODS.items()]
    rows = [{"word": w, "name": n, "from": d[0].isoformat(), "to": d[1].isoformat()} for w, n, d in known if d]
    return [row for word in SHOWN_PERIODS for row in rows if row["word"] == word]
