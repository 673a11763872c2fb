"""The access matrix: every rule of the server, Dash's own included, with what it asks for. What is not here is not answered.

A new route is one line in ROUTES, a new page one line in PAGE_RIGHTS; the app does not start without them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from flask import Flask

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.access.viewer import Viewer
from dashboard.guard.refusal import MOST_BODY_BYTES
from dashboard.walls.names import PREFIX
from geodata.errors import SettingsError


class Door(StrEnum):
    """What a rule asks for where it is not one of the rights."""

    PUBLIC = "public"           # nothing: anybody at all; nobody is looked up, so it answers with the store away
    READER = "reader"           # somebody who may see anything: an account, a device, the holder of a share link, an open demo home
    SIGNED_IN = "signed_in"     # an account of one's own, whatever its rights; on open homes anybody
    PAGE = "page"               # what PAGE_RIGHTS says of the path
    CLOSED = "closed"           # a rule of Dash or Flask that nobody needs: as if it were not there


PUBLIC, READER, SIGNED_IN, PAGE, CLOSED = Door
Needs = Right | Door


class Bucket(StrEnum):
    """Which limit a request counts against (guard.limits)."""

    NONE = "none"
    VIEWS = "views"             # pages, maps, numbers
    CALLBACKS = "callbacks"
    SIGN_IN = "sign_in"
    FILES = "files"             # pictures and exports
    REFUSALS = "refusals"       # rows of the audit trail about one address
    ALL_REFUSALS = "all_refusals"


@dataclass(frozen=True)
class Entry:
    """What one rule asks for, for these methods. `act` names the row of the audit trail that is written before the view runs; "" none.

    `is_by_itself`: pages ask for it without anybody doing anything, so that it does not put the end by idleness off. `most_bytes` of a
    body: more only where files come in.
    """

    rule: str
    needs: Needs
    methods: tuple[str, ...] = ("GET", "HEAD")
    bucket: Bucket = Bucket.VIEWS
    act: str = ""
    is_by_itself: bool = False
    most_bytes: int = MOST_BODY_BYTES


POST = ("POST",)
MOST_FILE_BYTES = 5 << 20           # a photograph or a scanned sheet, and the form around it

ROUTES: tuple[Entry, ...] = (
    # ---- Dash's and Flask's own
    Entry("/", PAGE),
    Entry("/<path:path>", PAGE),
    Entry("/_dash-layout", READER),
    Entry("/_dash-dependencies", READER),
    Entry("/_dash-update-component", READER, POST, Bucket.CALLBACKS),
    Entry("/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>", PUBLIC, bucket=Bucket.NONE),
    Entry("/assets/<path:filename>", PUBLIC, bucket=Bucket.NONE),
    Entry("/static/<path:filename>", CLOSED),
    Entry("/_reload-hash", CLOSED),
    Entry("/_favicon.ico", CLOSED),
    # ---- doors: what leads to signing in is for everybody, and looks for itself how far somebody has come
    Entry("/sign-in", PUBLIC),
    Entry("/sign-in", PUBLIC, POST, Bucket.SIGN_IN),
    Entry("/sign-in/code", PUBLIC),
    Entry("/sign-in/code", PUBLIC, POST, Bucket.SIGN_IN),
    Entry("/sign-in/change", PUBLIC),
    Entry("/sign-in/change", PUBLIC, POST, Bucket.SIGN_IN),
    Entry("/sign-in/device", PUBLIC),
    Entry("/sign-in/device", PUBLIC, POST, Bucket.SIGN_IN),
    Entry("/sign-in/oidc", PUBLIC),
    Entry("/sign-in/oidc/back", PUBLIC, bucket=Bucket.SIGN_IN),
    Entry("/sign-out", PUBLIC, POST),
    Entry("/account", SIGNED_IN),
    Entry("/account/password", SIGNED_IN, POST, Bucket.SIGN_IN),
    Entry("/account/code", SIGNED_IN, POST),
    Entry("/account/end", SIGNED_IN, POST),
    Entry("/account/end-rest", SIGNED_IN, POST),
    Entry("/account/link", SIGNED_IN, POST),
    Entry("/admin/accounts", Right.ACCOUNTS),
    Entry("/admin/accounts/add", Right.ACCOUNTS, POST),
    Entry("/admin/accounts/reset", Right.ACCOUNTS, POST),
    Entry("/admin/accounts/<any(stop,start):act>", Right.ACCOUNTS, POST),
    Entry("/admin/grants", Right.GRANTS),
    Entry("/admin/grants/<any(add,revoke,unlock,clear,end,device,withdraw,link):act>", Right.GRANTS, POST),
    Entry("/admin/audit", Right.AUDIT),
    Entry("/admin/audit/verify", Right.AUDIT, POST),
    Entry("/admin/audit.csv", Right.AUDIT, bucket=Bucket.FILES),
    # ---- reporting: what project leads enter
    Entry("/report", Right.REPORT),
    Entry("/report/closures", Right.REPORT),
    Entry("/report/closures", Right.REPORT, POST, act="closure.propose", most_bytes=MOST_FILE_BYTES),
    Entry("/report/closures/<any(confirm,refuse,undo):verdict>", Right.REPORT, POST, act="closure.decide"),
    Entry("/report/project/<no>", Right.REPORT),
    Entry("/report/project/<no>", Right.REPORT, POST, act="report.enter", most_bytes=MOST_FILE_BYTES),
    Entry("/report/evidence/<int:number>", Right.VIEW, bucket=Bucket.FILES, act="evidence.view"),
    # ---- walls: a phone drives them, they ask what they are told
    Entry("/wall/<name>/control", Right.WALL_CONTROL, is_by_itself=True),       # asks for itself again
    Entry("/wall/<name>/mark", Right.WALL_CONTROL, POST),
    Entry("/wall/<name>/order", Right.WALL_CONTROL, POST),
    Entry("/api/wall/<name>/order", Right.VIEW, is_by_itself=True),
    Entry("/api/walls", Right.VIEW),
    # ---- 周报
    Entry("/brief", Right.VIEW),
    Entry("/brief", Right.BRIEF, POST, Bucket.FILES, act="brief.issue"),
    Entry("/brief/draft", Right.BRIEF, bucket=Bucket.FILES),
    Entry("/brief/draft/picture/<key>", Right.BRIEF),
    Entry("/brief/<int:number>", Right.VIEW),
    Entry("/brief/<int:number>/picture/<key>", Right.VIEW),
    Entry("/brief/<int:number>/<name>", Right.EXPORT, bucket=Bucket.FILES, act="export"),
    # ---- share links: whoever holds one is let in to its one view
    Entry("/s/<token>", PUBLIC),
    Entry("/api/share", Right.SHARE, POST, Bucket.FILES),
    # ---- machines
    Entry("/healthz", PUBLIC),
    Entry("/readyz", PUBLIC),
    Entry("/metrics", PUBLIC),                          # asks for a token of its own
    # ---- maps and numbers
    Entry("/tiles/<version>/base/<layer>.geojson", Right.VIEW),
    Entry("/tiles/<version>/area/<area>/<layer>.geojson", Right.VIEW),
    Entry("/tiles/<version>/hex_<int:res>/<area>.geojson", Right.VIEW),
    Entry("/tiles/<version>/hex_<int:res>/<int:z>/<int:x>/<int:y>.mvt", Right.VIEW),
    Entry("/tiles/<version>/layer/<marks>/<area>.geojson", Right.VIEW),
    Entry("/cube/<version>/cells/<area>/<int:res>.htc", Right.VIEW),
    Entry("/cube/<version>/areas/<area>.htc", Right.VIEW),
    # ---- cases and files
    Entry("/api/openapi.json", READER),
    Entry("/api/cases", Right.CASES),
    Entry("/api/pulse", READER, is_by_itself=True),
    Entry("/api/wall/<name>/news", Right.VIEW, is_by_itself=True),
    Entry("/api/case/<order_no>", Right.CASE_TEXT, act="case.view"),
    Entry("/api/export/<name>.csv", Right.EXPORT, bucket=Bucket.FILES, act="export"),
    Entry("/api/table/<name>.csv", Right.EXPORT, bucket=Bucket.FILES, act="export"),
    Entry("/api/table/<name>.xlsx", Right.EXPORT, bucket=Bucket.FILES, act="export"),
    Entry("/api/snapshot.png", Right.EXPORT, bucket=Bucket.FILES, act="export"),
    Entry("/flood/<any(on,off):mode>", Right.FLOOD, POST, act="flood.mode"),
    Entry("/api/compliance/<name>.csv", Right.COMPLIANCE, bucket=Bucket.FILES, act="export"),
)

PAGE_RIGHTS: MappingProxyType[str, Needs] = MappingProxyType({
    "/": Right.VIEW,
    "/hotspots": Right.VIEW,
    "/waterlogging": Right.VIEW,
    "/parking": Right.VIEW,
    "/projects": Right.VIEW,
    "/towns": Right.VIEW,
    "/quality": Right.QUALITY,
    "/compliance": Right.COMPLIANCE,
    "/help": READER,
})  # fmt: skip


def table() -> dict[tuple[str, str], Entry]:
    """ROUTES by rule and method. Raises SettingsError where two entries claim the same."""
    found: dict[tuple[str, str], Entry] = {}
    for entry in ROUTES:
        for method in entry.methods:
            if (entry.rule, method) in found:
                raise SettingsError(texts.MATRIX_TWICE.format(rule=f"{method} {entry.rule}"))
            found[entry.rule, method] = entry
    return found


def require_complete(server: Flask, pages: Iterable[str]) -> None:
    """Raises SettingsError when a rule or a page of the app has no entry, or an entry no rule: such an app must not be opened."""
    listed = table()
    served = {(rule.rule, method) for rule in server.url_map.iter_rules() for method in (rule.methods or ()) if method != "OPTIONS"}
    missing = [f"{method} {rule}" for rule, method in sorted(served - set(listed))]
    missing += [page for page in sorted(pages) if right_of(page) is Door.CLOSED]
    if missing:
        raise SettingsError(texts.MATRIX_MISSING.format(rules="、".join(missing)))


def needs_of(entry: Entry, path: str, pages: Container[str]) -> Needs:
    """What a request of this entry asks for: for pages what the page asks for, CLOSED for a path that is no page."""
    if entry.needs is not Door.PAGE:
        return entry.needs
    return right_of(path) if path in pages else Door.CLOSED


def right_of(path: str) -> Needs:
    """What a page asks for; walls, which an office names as it likes, ask all for the same."""
    return Right.VIEW if path.startswith(PREFIX) else PAGE_RIGHTS.get(path, Door.CLOSED)


def allows(needs: Needs, viewer: Viewer) -> bool:
    """Whether the viewer has what is asked for."""
    if isinstance(needs, Right):
        return viewer.may(needs)
    if needs is Door.PUBLIC:
        return True
    if needs is Door.READER:
        return is_somebody(viewer)
    return needs is Door.SIGNED_IN and (bool(viewer.login) or viewer.is_open)


def is_somebody(viewer: Viewer) -> bool:
    """Whether the viewer is known at all: an account, the holder of a share link, or the reader of an open home."""
    return bool(viewer.login or viewer.frozen_address) or viewer.is_open
