"""The app factory: puts pack, store, pages, machine routes and guard together. Wiring only; it owns everything that lives."""

from __future__ import annotations

import json
from functools import reduce
from html import escape
from pathlib import Path
from typing import Any, cast

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from flask import g, has_request_context, request

from dashboard import texts
from dashboard.access.access import open_access
from dashboard.access.viewer import ANYBODY, NOBODY, Viewer
from dashboard.brief.routes import brief_routes
from dashboard.components.frame import refused
from dashboard.components.shell import STORE
from dashboard.desk import Desk
from dashboard.doors.blueprint import doors
from dashboard.guard.foreign import foreign_noted
from dashboard.guard.gate import guard
from dashboard.guard.matrix import allows, right_of
from dashboard.guard.refusal import ICON
from dashboard.pages import PAGES, page_at
from dashboard.queries.memory import Memory
from dashboard.reporting.routes import reporting_routes
from dashboard.routes.cases import cases_routes
from dashboard.routes.compliance import compliance_routes
from dashboard.routes.exports import export_routes
from dashboard.routes.flood import flood_routes
from dashboard.routes.layers import layer_routes
from dashboard.routes.mapdata import MapData, mapdata
from dashboard.routes.openapi import openapi_routes
from dashboard.routes.pulse import pulse_routes
from dashboard.routes.share import share_routes
from dashboard.routes.tables import table_routes
from dashboard.snapshots.routes import snapshot_routes
from dashboard.state import PRINT, default_theme
from dashboard.theme import THEMES
from dashboard.walls.address import with_own_view
from dashboard.walls.control import control_routes
from dashboard.walls.definition import walls
from dashboard.walls.names import PREFIX
from dashboard.walls.routes import wall_news_routes
from geodata.errors import HistoryError, HuitianError, StoreError
from geodata.pack import load_pack
from geodata.settings import Settings
from geodata.store.home import open_home

ADDRESS, PAGE, STARTED = "address", "page", "started"
DESK = "desk"  # the desk of a running server, for tests and tools
HELD = "huitian.held"  # in the WSGI environment of one request
CLIENT = "huitian"  # namespace of assets/*.js

_INDEX = (
    """<!DOCTYPE html><html lang="zh-CN" data-theme="{%theme%}"{%print%}><head>{%metas%}<title>{%title%}</title>
"""
    + ICON
    + """{%css%}</head>
<body class="desk" data-pulse="{%pulse%}">{%app_entry%}<footer>{%config%}{%scripts%}{%renderer%}</footer></body></html>"""
)


_PULSE = escape(json.dumps(texts.PULSE, ensure_ascii=False))     # there before any page, for a first visit while the store is away


def create_app(settings: Settings, *, is_demo: bool = False, is_open: bool | None = None) -> Dash:
    """The dashboard of one home. `is_open` lets everybody in without sign-in (only `serve` can know whether that is safe); by default
    demo homes are open and others closed.

    Raises PackError, StoreError, and SettingsError where limits are off for a home that is no demo home.
    """
    desk = create_desk(settings, is_demo=is_demo, is_open=is_demo if is_open is None else is_open)
    app = _Themed(
        __name__,
        assets_folder=str(Path(__file__).parent / "assets"),
        title=desk.pack.config.title,
        update_title="",
        serve_locally=True,
        index_string=_INDEX,
        suppress_callback_exceptions=True,
        add_log_handler=False,
        pages_folder="",
        use_pages=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = html.Div([dcc.Store(id=ADDRESS), dcc.Store(id=STARTED), html.Div(id=PAGE)])
    app.server.extensions[DESK] = desk
    pages = (*PAGES, *(PREFIX + name for name in walls(settings, desk.pack)))
    _register(app, desk, pages)
    guard(app, desk, pages)
    return app


def create_desk(settings: Settings, *, is_demo: bool, is_open: bool) -> Desk:
    """Everything a page is given. Raises PackError, StoreError."""
    pack, engine = load_pack(settings.pack), open_home(settings, is_serving=True)
    maps = MapData(pack, lambda: desk.source(), settings)
    viewer_of = (lambda: ANYBODY) if is_open else asking
    access = open_access(settings, engine, pack, settings.clock)
    desk = Desk(
        settings=settings, pack=pack, engine=engine, clock=settings.clock, viewer_of=viewer_of, is_demo=is_demo, maps=maps,
        access=access, note_foreign=foreign_noted(access.trail), is_open=is_open, of_request=of_request,
    )  # fmt: skip
    return desk


def asking() -> Viewer:
    """Who asks in the current request, as the guard found out; nobody otherwise."""
    found = g.get("viewer", NOBODY) if has_request_context() else NOBODY
    assert isinstance(found, Viewer)
    return found


def of_request() -> Memory:
    """What is kept for the current request and goes with it; outside of any an empty one each time."""
    if not has_request_context():
        return Memory()
    held = request.environ.setdefault(HELD, Memory())
    assert isinstance(held, Memory)
    return held


def _register(app: Dash, desk: Desk, pages: tuple[str, ...]) -> None:
    app.server.register_blueprint(mapdata(desk.maps))
    app.server.register_blueprint(layer_routes(desk))
    app.server.register_blueprint(openapi_routes(desk.pack.config.title))
    app.server.register_blueprint(cases_routes(desk))
    app.server.register_blueprint(export_routes(desk))
    app.server.register_blueprint(table_routes(desk))
    app.server.register_blueprint(share_routes(desk))
    app.server.register_blueprint(compliance_routes(desk))
    app.server.register_blueprint(flood_routes(desk))
    app.server.register_blueprint(pulse_routes(desk))
    app.server.register_blueprint(wall_news_routes(desk))
    app.server.register_blueprint(doors(desk))
    app.server.register_blueprint(reporting_routes(desk))
    app.server.register_blueprint(brief_routes(desk))
    app.server.register_blueprint(control_routes(desk))
    app.server.register_blueprint(snapshot_routes(desk, PAGES))
    in_browser: Any = app.clientside_callback
    in_browser(ClientsideFunction(CLIENT, "address"), Output(ADDRESS, "data"), Input(ADDRESS, "id"))
    in_browser(ClientsideFunction(CLIENT, "start"), Output(STARTED, "data"), Input(STORE, "data"))

    @app.callback(Output(PAGE, "children"), Input(ADDRESS, "data"), prevent_initial_call=True)
    def page(address: Any) -> html.Div:
        path, query = (_text(address, part) for part in ("path", "query"))
        path = path if path in pages else "/"
        if not allows(right_of(path), desk.viewer):
            return refused(texts.NO_RIGHT)
        try:
            state, problems = desk.read(path, with_own_view(path, query, desk))
            return page_at(state.path).layout(state, desk.under(state.boundary), problems)
        except HistoryError:
            return refused(texts.HISTORY_BROKEN)
        except StoreError:
            raise                       # 503: the browser keeps the page it has
        except HuitianError as error:
            return refused(str(error))


def _text(address: Any, part: str) -> str:
    found = address.get(part) if isinstance(address, dict) else None
    return found if isinstance(found, str) else ""


class _Themed(Dash):
    """Dash whose first paint already has the theme that the address asks for."""

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        """The index page as text."""
        is_print, asked, page = request.args.get(PRINT) == "1", request.args.get("theme", ""), cast(Any, super())
        theme = asked if asked in THEMES and not is_print else default_theme(request.path)
        kind = (' data-print="1"' if is_print else "") + (' data-screen="wall"' if request.path.startswith(PREFIX) else "")
        given = {"{%theme%}": theme, "{%print%}": kind, "{%pulse%}": _PULSE}
        return reduce(lambda text, name: text.replace(name, given[name]), given, str(page.interpolate_index(**parts)))
