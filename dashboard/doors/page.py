"""How a door's page is put together: theme, navigation, name menu, what is said; templates hold no words of their own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from dashboard import texts
from dashboard.access.actor import Actor
from dashboard.access.granting import WALL
from dashboard.access.roles import Right
from dashboard.access.viewer import Granted, Viewer
from dashboard.components.name_menu import ADMIN_RIGHTS, PLAIN_RIGHTS
from dashboard.desk import Desk
from dashboard.doors.picture import area_picture
from dashboard.guard.matrix import PAGE_RIGHTS, allows
from dashboard.guard.refusal import ICON
from dashboard.state import PRINT
from dashboard.texts import snapshots as pictures
from dashboard.theme import DEFAULT, THEMES
from geodata.errors import HuitianError, NotFound, RightsError, SignInNeeded

MOST_NEXT = 2000
WALLS = {"city": "/wall/city", "district": "/wall/district", "street": "/wall/scenes"}     # the ready-made wall of a screen's level
PICTURE = SimpleNamespace(name=pictures.BUTTON, tip=pictures.BUTTON_TIP, working=pictures.WORKING)
WORDS = SimpleNamespace(**texts.DOORS)     # no dict: its methods would answer to names like `copy`


@dataclass(frozen=True)
class Said:
    """One message above a page. `kind` is a status (ok, notice, warn, alarm); `secret` is shown this once and kept nowhere."""

    kind: str
    text: str
    secret: str = ""
    note: str = ""


class Pages:
    """What the doors of one dashboard share."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @cached_property
    def picture(self) -> str:
        """The map beside the sign-in form."""
        return area_picture(self.desk.pack)

    def show(
        self, template: str, *, title: str, here: str = "", message: Said | None = None, status: int = 200, **context: Any
    ) -> Response:
        """A page as an answer that nobody keeps. `here` is the address of the page where it answers a form."""
        config, viewer, theme = self.desk.pack.config, self.desk.viewer, theme_asked()
        shown = {
            "t": WORDS, "to": to, "title": title, "site": config.title, "icon": ICON, "theme": theme or DEFAULT, "theme_asked": theme,
            "other_theme": _other_theme(here), "message": message, "sample": texts.DEMO_DATA, "is_sample": self._is_sample(),
            "settings": self.desk.settings, "viewer": viewer, "here": here or request.path, "is_print": is_print(), **context,
        }  # fmt: skip
        response = make_response(render_template(template, **shown), status)
        response.headers["Cache-Control"] = "no-store"
        return response

    def door(self, template: str, **context: Any) -> Response:
        """A page for whoever is not (yet) signed in."""
        config = self.desk.pack.config
        approval = texts.DOORS["approval"].format(number=config.map_approval) if config.map_approval else config.boundary_note
        note = " ・ ".join(filter(None, (approval, texts.DOORS["boundary"], texts.MAP_SOURCES)))
        return self.show(template, picture=self.picture, map_note=note, next=next_asked(), **context)

    def inside(self, template: str, *, has_picture: bool = False, **context: Any) -> Response:
        """A page for whoever is signed in; `has_picture` gives it the button 图片 (snapshots.forms)."""
        viewer = self.desk.viewer
        return self.show(
            template, navigation=navigation(viewer), skip=texts.SKIP, nav_label=texts.NAV_LABEL, sign_out=texts.SIGN_OUT,
            menu_label=texts.NAME_MENU.format(name=viewer.name), roles_line=roles_line(viewer),
            picture=PICTURE if has_picture and viewer.may(Right.EXPORT) else None, **context,
        )  # fmt: skip

    def require(self, right: Right | None = None) -> Viewer:
        """Who is asking; the wall has asked before. Raises NotFound on an open home, SignInNeeded, RightsError."""
        viewer = self.desk.viewer
        if self.desk.is_open:
            raise NotFound(texts.NOT_FOUND.format(path=request.path[:80]))
        if not viewer.login:
            raise SignInNeeded(texts.SIGN_IN_NEEDED)
        if right is not None and not viewer.may(right):
            raise RightsError(texts.NO_RIGHT)
        return viewer

    def actor(self) -> Actor:
        """Whoever is asking, for the audit trail."""
        return Actor(self.desk.viewer.login, address())

    def note(self, action: str, subject: str) -> None:
        """Write an act to the audit trail, in front of doing it. Raises AuditError."""
        by = self.actor()
        self.desk.access.trail.append(by.login, action, subject, address=by.address)

    def area_name(self, code: str) -> str:
        """The area's name with its district's; "" for none."""
        area = self.desk.pack.areas.get(code)
        if area is None:
            return code
        above = [a for a in self.desk.pack.areas.breadcrumb(code)[1:-1] if not a.is_focus]
        return " ".join(a.name for a in (*above, area))

    def _is_sample(self) -> bool:
        return self.desk.is_demo or self.desk.pack.config.is_demo


def address() -> str:
    """The client's address."""
    return request.remote_addr or ""


def number(text: str | None) -> int:
    """A number of a form or address; 0, which nothing has, for any other text."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


def plain(error: HuitianError) -> str:
    """What a form says of a refusal: without the name of the act, which stands above the form already."""
    act, colon, reason = str(error).partition("：")
    return reason if colon and len(act) <= 4 else str(error)


def is_print() -> bool:
    """Whether a picture is taken of the page, or it is printed: in the usual theme, without controls (assets/print.css)."""
    return request.args.get(PRINT) == "1"


def theme_asked() -> str:
    """The theme of the address, else of the page to go on to; "" for the usual one."""
    if is_print():
        return ""
    later = parse_qs(urlsplit(next_asked()).query).get("theme", [""])[0]
    asked = request.args.get("theme", "") or later
    return asked if asked in THEMES and asked != DEFAULT else ""


def next_asked() -> str:
    """The page to go on to after signing in, only ever one of this dashboard; "" for none."""
    given = request.args.get("next", "")
    return given if is_own(given) else ""


def is_own(given: str) -> bool:
    """Whether an address is a path of ours that a browser cannot take for another site, and no door itself."""
    if not given.startswith("/") or given.startswith("//") or len(given) > MOST_NEXT or not given.isprintable() or "\\" in given:
        return False
    path = given.partition("?")[0]
    return path in (*PAGE_RIGHTS, *ADMIN_RIGHTS, *PLAIN_RIGHTS, "/account") or path.startswith("/wall/")


def to(path: str, **query: Any) -> str:
    """An address of ours, the theme kept."""
    asked = {k: v for k, v in {**query, "theme": theme_asked()}.items() if v not in ("", None)}
    return f"{path}?{urlencode(asked)}" if asked else path


def navigation(viewer: Viewer) -> list[tuple[str, str]]:
    """(path, name) of the pages that somebody may open."""
    pages = [(path, name) for path, name in texts.NAVIGATION.items() if path in PAGE_RIGHTS and allows(PAGE_RIGHTS[path], viewer)]
    plain = [(path, texts.PLAIN_NAVIGATION[path]) for path, right in PLAIN_RIGHTS.items() if viewer.may(right)]
    return [*[(path, texts.ADMIN_NAVIGATION[path]) for path, right in ADMIN_RIGHTS.items() if viewer.may(right)], *pages, *plain]


def landing(viewer: Viewer) -> str:
    """Where somebody begins who asked for no page: a screen on its level's wall, others on the first page they may open, or /account."""
    if viewer.grants and all(g.role.code == WALL for g in viewer.grants):
        return WALLS[viewer.grants[0].level]
    pages = navigation(viewer)
    return pages[0][0] if viewer.grants and pages else "/account"


def may_open(viewer: Viewer, path: str) -> bool:
    """Whether a page of ours is open to somebody."""
    if (right := {**ADMIN_RIGHTS, **PLAIN_RIGHTS}.get(path)) is not None:
        return viewer.may(right)
    return allows(PAGE_RIGHTS[path], viewer) if path in PAGE_RIGHTS else bool(viewer.login)


def role_name(grant: Granted) -> str:
    """A role in words."""
    return texts.ROLE_NAMES.get(grant.role.code, grant.role.code)


def roles_line(viewer: Viewer) -> str:
    """Somebody's roles in one line."""
    return "、".join(dict.fromkeys(role_name(g) for g in viewer.grants)) or texts.DOORS["no_grants"]


def _other_theme(here: str) -> dict[str, str]:
    now = theme_asked() or DEFAULT
    other = next(name for name in THEMES if name != now)
    kept = {k: v for k, v in request.args.items() if k != "theme"} if request.method == "GET" else {}
    name = texts.TO_DARK if other == "dark" else texts.TO_LIGHT
    return {"name": name, "address": f"{here or request.path}?{urlencode({**kept, 'theme': other})}"}
