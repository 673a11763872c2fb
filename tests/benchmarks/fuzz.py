"""`python -m tests.benchmarks.fuzz [--share 1.0]`: mutated callbacks, addresses and headers against an open and a closed home.

Stock Dash answers two thirds of such callbacks with a fault. Here none may be a fault, and no answer may show anything of the inside.
Requests go into the server as bytes, as waitress hands them over: a test client would mend half of them.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dash import Dash
from werkzeug.test import run_wsgi_app

from dashboard.access.access import open_access
from dashboard.app import DESK, create_app
from dashboard.guard.callbacks import CALLBACK_PATH
from dashboard.guard.matrix import PAGE, ROUTES
from geodata.clock import local
from geodata.pack import Pack, load_pack
from geodata.settings import Settings
from geodata.store.founding import found_home
from tests.people import PEOPLE, staff, token_of
from tests.scene import NEWEST, city, filled, home_of

CALLBACKS, ADDRESSES, HEADERS = 20_000, 10_000, 2_000
INSIDE = (
    "Traceback",
    "site-packages",
    "sqlalchemy",
    "sqlite3",
    "psycopg",
    "werkzeug",
    "SELECT ",
    "INSERT ",
    'File "',
    ".py:",
    '.py"',
    "NoneType",
    "huitian.guard",
)
PAGE_CALL = {
    "output": "page.children",
    "outputs": {"id": "page", "property": "children"},
    "inputs": [{"id": "address", "property": "data", "value": {"path": "/", "query": "?area=huitian&period=30d", "n": 1}}],
    "changedPropIds": ["address.data"],
    "parsedChangedPropsIds": ["address.data"],
    "state": [],
}
JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, 10**30, "", " ", "0", "null", "..", "%00", "\x00", "\ud800", "\u202e", "回龙观",
    "é" * 300, "x" * 9000, [], {}, [[]], [{}],
    {"": ""}, {"id": "page"}, {"props": {"children": "x"}, "type": "Div", "namespace": "dash_html_components"},
    "page.children", "__proto__",
    {"_dash_error": 1}, "' OR 1=1 --", "<script>", "{{7*7}}", "$(id)", "../../etc/passwd", {"index": ["ALL"]},
    "..page.children...address.data..",
)  # fmt: skip
VALUES = (
    "", "11", "110114", "110114011", "110114011001", "huitian", "999", "-1", "0", "9", "7", "10", "99999999999999999999",
    "2026-07-16", "0001-01-01",
    "9999-12-31", "2026-02-30", "week", "30d", "custom", "flood", "01", "none", "dark", "neon", "8931aa5051bffff",
    "8f31aa5051bffff", "ffffffffffffffff",
    "ranking", "cells", "cases", "D000001", "\x00", "%", "%zz", "'", '"', "\u202e", "回", "a" * 500, "..", "/", "null", "NaN",
    "1e5", "😀", "\r\nSet-Cookie: a=b",
)  # fmt: skip
NAMES = (
    "level",
    "area",
    "from",
    "to",
    "period",
    "layers",
    "category",
    "cell",
    "tab",
    "theme",
    "boundary",
    "limit",
    "next",
    "page",
    "actor",
    "token",
    "x",
    "",
)
PATHS = ("/", "/hotspots", "/quality", "/help", "/compliance", "/nothing", "", "//", "/wall/main")
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "BREW", "get")
HEADER_NAMES = (
    "Host", "Cookie", "Accept", "Accept-Encoding", "Accept-Language", "Range", "If-None-Match", "If-Modified-Since",
    "If-Range", "Content-Type",
    "Content-Length", "Transfer-Encoding", "Authorization", "Origin", "Referer", "Sec-Fetch-Site", "User-Agent",
    "X-Forwarded-For", "X-Forwarded-Proto",
    "X-Forwarded-Host", "Forwarded", "X-Request-Id", "X-HTTP-Method-Override", "Upgrade", "Expect", "Connection",
    "X-Remote-User", "Cache-Control",
)  # fmt: skip
HEADER_VALUES = (
    "", "x", "null", "*", "bytes=0-", "bytes=-1,5-2", "bytes=9999999999-", "W/\"", "\"", "Thu, 99 Foo 2026", "gzip;q=x",
    "gzip, br;q=-1", "localhost", "localhost:99999",
    "[::1", "evil.example", "http://[", "data:,", "same-origin", "cross-site", "Basic Og==", "Bearer " + "x" * 200,
    "Digest username=\"x", "huitian=x; huitian=y",
    "huitian=\"\\\"; x", "huitian-share=AAAA", "a=b;" * 500, "=;=;", "application/json; charset=utf-99", "multipart/form-data",
    "multipart/form-data; boundary=" + "x" * 300,
    "text/html", "-1", "99999999999", "chunked", "for=\"[::1", "1.2.3.4, 5.6.7.8", "\xff\xfe", "\x7f", "é", "x" * 4000,
    "100-continue", "websocket", "zh" + ",zh;q=0.1" * 200,
)  # fmt: skip


@dataclass
class Tally:
    """What came of one kind of request: answers by status, and the requests that failed."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many requests were made."""
        return sum(self.statuses.values())


@dataclass(frozen=True)
class Asked:
    """One request, as bytes where they can be wrong."""

    method: str = "GET"
    path: str = "/"
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    kind: str = ""


def environ_of(asked: Asked, cookie: str = "") -> dict[str, Any]:
    """The WSGI environment of a request; path and query as the bytes of a request line, percent signs resolved as a server does."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": asked.method, "SCRIPT_NAME": "", "PATH_INFO": _latin(asked.path), "QUERY_STRING": _latin(asked.query),
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8050", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1:8050",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_SEC_FETCH_SITE": "same-origin", "CONTENT_LENGTH": str(len(asked.body)), "CONTENT_TYPE": asked.kind,
        "HTTP_ACCEPT_ENCODING": "gzip",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(asked.body), "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    if cookie:
        environ["HTTP_COOKIE"] = cookie
    for name, value in asked.headers:
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = _latin(value)
    if not environ["CONTENT_LENGTH"].strip().isdigit():  # a server answers these itself
        environ["CONTENT_LENGTH"] = str(len(asked.body))
    return environ


def callbacks(chance: random.Random, count: int) -> Iterator[Asked]:
    """Mutations of a real callback post: parts replaced, dropped, doubled; values of the right type with hostile content; broken bytes."""
    for number in range(count):
        body = json.loads(json.dumps(PAGE_CALL))
        if number % 4 == 0:
            body["inputs"][0]["value"] = {"path": chance.choice(PATHS), "query": _query(chance)}
        else:
            for _ in range(chance.randint(1, 3)):
                body = _mutated(body, chance)
        data = json.dumps(body).encode()
        if number % 7 == 3:
            data = _broken(data, chance)
        kind = "application/json" if number % 23 else chance.choice(HEADER_VALUES)
        query = _query(chance) if number % 31 == 0 else ""
        path = CALLBACK_PATH if number % 13 else chance.choice(("/" + CALLBACK_PATH, CALLBACK_PATH + "/", CALLBACK_PATH.upper()))
        yield Asked("POST", path, query, body=data, kind=kind)


def addresses(chance: random.Random, count: int) -> Iterator[Asked]:
    """Rules filled with right and wrong values, then bent; any method; forms and JSON of junk."""
    for number in range(count):
        entry = chance.choice(ROUTES)
        path = chance.choice(PATHS) if entry.needs is PAGE else _filled(entry.rule, chance)
        if number % 3 == 0:
            path = _bent(path, chance)
        method = chance.choice(entry.methods) if chance.random() < 0.7 else chance.choice(METHODS)
        body, kind = _form(chance) if method == "POST" else (b"", "")
        yield Asked(method, path, _query(chance) if chance.random() < 0.7 else "", body=body, kind=kind)


def headers(chance: random.Random, count: int) -> Iterator[Asked]:
    """Real addresses with one to four headers that make no sense."""
    paths = (
        "/",
        "/api/cases",
        "/assets/tokens.css",
        "/cube/x/areas/huitian.htc",
        "/_dash-layout",
        "/sign-in",
        "/healthz",
        "/metrics",
        CALLBACK_PATH,
    )
    for _ in range(count):
        given = tuple((chance.choice(HEADER_NAMES), chance.choice(HEADER_VALUES)) for _ in range(chance.randint(1, 4)))
        path = chance.choice(paths)
        if path == CALLBACK_PATH:
            yield Asked("POST", path, headers=given, body=json.dumps(PAGE_CALL).encode(), kind="application/json")
        else:
            yield Asked("GET", path, headers=given)


def fire(app: Dash, requests: Iterator[Asked], cookie: Callable[[int], str], inside: tuple[str, ...] = INSIDE) -> Tally:
    """Send each request in and look at what comes back."""
    tally = Tally()
    for number, asked in enumerate(requests):
        answer, status, _ = run_wsgi_app(app.server.wsgi_app, environ_of(asked, cookie(number)), buffered=True)
        body, code = b"".join(answer), int(status.split()[0])
        tally.statuses[code] += 1
        if code >= 500:
            tally.faults.append(f"{code} {asked}")
        if code >= 400 and any(word.encode() in body for word in inside):
            tally.shown.append(f"{code} {asked} {body[:300]!r}")
    return tally


def homes(folder: Path, pack: Pack) -> tuple[Dash, Dash, Callable[[int], str]]:
    """One home opened twice, without sign-in and with; and the cookie of the n-th request: of each role in turn, and of nobody."""
    settings = replace(home_of(folder), now=local(NEWEST + timedelta(minutes=20)), rate_limits="off")
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city())
    access = open_access(settings, engine, pack, settings.clock)
    staff(access)
    tokens: dict[int, str] = {}

    def cookie(number: int) -> str:
        turn, person = number // 100, PEOPLE[number // 100 % len(PEOPLE)]
        if number % 10 == 9:
            return ""
        if turn not in tokens:  # what was fuzzed may have ended the session
            tokens.clear()
            tokens[turn] = _token(access, person.login)
        return f"huitian={tokens[turn]}"

    return create_app(settings, is_demo=True), create_app(settings, is_demo=True, is_open=False), cookie


def run(open_app: Dash, closed_app: Dash, cookie: Callable[[int], str], *, share: float, seed: int = 12345) -> dict[str, Tally]:
    """Everything, half of it at the open home and half at the closed one; `share` of the full counts."""
    found: dict[str, Tally] = {}
    home = str(_settings(open_app).home)
    for name, make, count in (("callbacks", callbacks, CALLBACKS), ("addresses", addresses, ADDRESSES), ("headers", headers, HEADERS)):
        chance, half = random.Random(f"{seed} {name}"), max(1, int(count * share / 2))
        found[f"{name} open"] = fire(open_app, make(chance, half), lambda _: "", (*INSIDE, home))
        found[f"{name} closed"] = fire(closed_app, make(chance, half), cookie, (*INSIDE, home))
    return found


def main() -> None:
    """Prints what came of each kind; ends with 1 where there was a fault or something of the inside."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="share of the full counts (default 1)")
    parser.add_argument("--seed", type=int, default=12345)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = run(*homes(Path(name), load_pack("huitian")), share=options.share, seed=options.seed)
    for kind, tally in found.items():
        failed = f"faults {len(tally.faults)}  insides shown {len(tally.shown)}"
        print(f"{kind:18} {tally.count:6,} requests  {failed}  {dict(sorted(tally.statuses.items()))}")
        for line in (tally.faults + tally.shown)[:12]:
            print("   ", line[:600])
    raise SystemExit(any(t.faults or t.shown for t in found.values()))


def _settings(app: Dash) -> Settings:
    found: Settings = app.server.extensions[DESK].settings
    return found


def _token(access: Any, login: str) -> str:
    try:
        return token_of(access, login)
    except Exception:  # noqa: BLE001 - a fuzzed administrator may have stopped the account
        return ""


def _query(chance: random.Random) -> str:
    return "&".join(f"{chance.choice(NAMES)}={chance.choice(VALUES)}" for _ in range(chance.randint(0, 6)))


def _mutated(value: Any, chance: random.Random) -> Any:
    """The value with one place in it, chosen by chance, replaced, dropped or doubled."""
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(sorted(value, key=str))
        if chance.random() < 0.15:
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: _mutated(value[key], chance)} if chance.random() < 0.9 else {**value, str(chance.choice(JUNK)): value[key]}
    if isinstance(value, list) and value and chance.random() < 0.85:
        index = chance.randrange(len(value))
        changed = [_mutated(value[index], chance)] * chance.choice((0, 1, 1, 1, 2))
        return [*value[:index], *changed, *value[index + 1 :]]
    return chance.choice(JUNK)


def _broken(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    ways = (
        data[:at],
        data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :],
        data * 2,
        b"[" * 50_000,
        data[:at] + b"\xff" + data[at:],
        b"",
    )
    return chance.choice(ways)


def _filled(rule: str, chance: random.Random) -> str:
    """A rule with its variables filled."""
    parts = []
    for part in rule.split("<"):
        _, closes, rest = part.partition(">")
        parts.append(chance.choice(VALUES) + rest if closes else part)
    return "".join(parts)


def _bent(path: str, chance: random.Random) -> str:
    at = chance.randrange(len(path) + 1)
    extra = chance.choice(
        (
            "/",
            "//",
            "..",
            "/../",
            "%2e%2e/",
            "%00",
            "\x00",
            ";",
            "\\",
            "?",
            "#",
            "\xff",
            "\u202e",
            "回",
            ".php",
            "~",
            " ",
            "\n",
            "@evil",
            "a" * 3000,
        )
    )
    return chance.choice((path[:at] + extra + path[at:], path.upper(), path + "/", path[:at], path[::-1], "/" + path))


def _form(chance: random.Random) -> tuple[bytes, str]:
    names = (
        "login",
        "password",
        "code",
        "token",
        "next",
        "name",
        "role",
        "area",
        "unit",
        "id",
        "grant",
        "account",
        "days",
        "old",
        "new",
        "again",
        "address",
    )
    if chance.random() < 0.3:
        return json.dumps(chance.choice(JUNK)).encode(), "application/json"
    pairs = "&".join(f"{chance.choice(names)}={quote(chance.choice(VALUES))}" for _ in range(chance.randint(0, 6)))
    return pairs.encode(), chance.choice(("application/x-www-form-urlencoded",) * 6 + ("multipart/form-data; boundary=x", "text/plain", ""))


def _latin(text: str) -> str:
    """Text as a server puts it into the environment: its UTF-8 bytes, each one character."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


if __name__ == "__main__":
    main()
