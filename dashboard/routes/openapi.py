"""`/api/openapi.json`: what the machine routes take and answer, made from the access matrix and a table of answers."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, jsonify

from dashboard import texts
from dashboard.guard.matrix import ROUTES, Bucket, Door, Entry

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
YES_NO: Schema = {"type": "boolean"}
TIME: Schema = {"type": "string", "format": "date-time"}


def thing(**fields: Schema) -> Schema:
    """An object with exactly these fields."""
    return {"type": "object", "properties": fields, "required": sorted(fields), "additionalProperties": False}


def some(item: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": item}


ERROR = thing(error=TEXT, reference={"type": "string", "pattern": "^[0-9a-f]{16}$"})
FEATURES = {
    "type": "object",
    "properties": {"type": {"const": "FeatureCollection"}, "features": some({"type": "object"})},
    "required": ["features", "type"],
}
_CASE = {
    "no": TEXT, "glyph": {"enum": ["alarm", "warn", "ok", "done", "notice"]}, "state": TEXT, "category": TEXT, "at": TEXT, "title": TEXT,
    "is_readable": YES_NO, "note": TEXT,
}  # fmt: skip
CASES = thing(total=COUNT, overdue=COUNT, repeats=COUNT, cases=some(thing(**_CASE)))
CASE = thing(**_CASE, content=TEXT, place=TEXT, handler=TEXT)
PULSE = thing(version=TEXT, as_of=TEXT, age=TEXT, stale=TEXT, now=TIME, is_fixed=YES_NO, messages=some(TEXT))
WALL_ORDER = thing(step=COUNT, page=TEXT, area=TEXT, item=TEXT, is_paused=YES_NO, by=TEXT, at=TEXT)
WALLS = some(thing(name=TEXT, title=TEXT, sizes=some(TEXT), scenes=some(thing(name=TEXT, title=TEXT))))
LINK = thing(url=TEXT, until=TEXT, view=TEXT)
LINK_WANTED = thing(address={"type": "string", "pattern": "^/", "maxLength": 2000}, days={"type": "integer", "minimum": 1, "maximum": 30})

WALL_NEWS = thing(
    scene=TEXT, size=TEXT, step=COUNT, version=TEXT, now=TIME, is_fixed=YES_NO, as_of=TEXT, jump=TEXT, order=WALL_ORDER,
    panels={"type": "object", "additionalProperties": thing(html=TEXT, digest={"type": "string", "pattern": "^[0-9a-f]{8}$"})},
    alarms=some(thing(key=TEXT, scene=TEXT, is_new=YES_NO)), feeds=thing(ok=COUNT, stale=COUNT),
    banners=some(thing(kind={"enum": ["stale", "partial"]}, head=TEXT, what=TEXT)),
)  # fmt: skip

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON, GEOJSON, CSV, BYTES, TILE, PNG = (
    "application/json", "application/json", "text/csv", "application/octet-stream", "application/vnd.mapbox-vector-tile",
    "image/png",
)  # fmt: skip

# rule -> media type and schema of a good answer; a machine route that is not here is not in the document
ANSWERS: dict[str, tuple[str, Schema]] = {
    "/api/cases": (JSON, CASES),
    "/api/case/<order_no>": (JSON, CASE),
    "/api/pulse": (JSON, PULSE),
    "/api/share": (JSON, LINK),
    "/api/wall/<name>/order": (JSON, WALL_ORDER),
    "/api/wall/<name>/news": (JSON, WALL_NEWS),
    "/api/walls": (JSON, WALLS),
    "/api/export/<name>.csv": (CSV, TEXT),
    "/api/table/<name>.csv": (CSV, TEXT),
    "/api/table/<name>.xlsx": (XLSX, {}),
    "/api/snapshot.png": (PNG, {}),
    "/api/compliance/<name>.csv": (CSV, TEXT),
    "/tiles/<version>/base/<layer>.geojson": (GEOJSON, FEATURES),
    "/tiles/<version>/area/<area>/<layer>.geojson": (GEOJSON, FEATURES),
    "/tiles/<version>/layer/<marks>/<area>.geojson": (GEOJSON, FEATURES),
    "/tiles/<version>/hex_<int:res>/<area>.geojson": (GEOJSON, FEATURES),
    "/tiles/<version>/hex_<int:res>/<int:z>/<int:x>/<int:y>.mvt": (TILE, {}),
    "/cube/<version>/cells/<area>/<int:res>.htc": (BYTES, {}),
    "/cube/<version>/areas/<area>.htc": (BYTES, {}),
}
BODIES: dict[str, Schema] = {"/api/share": LINK_WANTED}
MORE_REFUSALS = {"/api/snapshot.png": ("501", "504")}     # no browser here, none that answered in time
MAY_BE_EMPTY = ("/tiles/<version>/hex_<int:res>/<int:z>/<int:x>/<int:y>.mvt", "/api/wall/<name>/order")

# rule -> names of the query it reads; the view's are those of a page's address
VIEW = ("level", "area", "from", "to", "period", "category", "cell")
QUERIES: dict[str, tuple[str, ...]] = {
    "/api/cases": (*VIEW, "limit"),
    "/api/wall/<name>/news": ("scene", "size", "area", "have"),
    "/api/wall/<name>/order": ("after", "scene"),
    "/api/export/<name>.csv": VIEW,
    "/api/snapshot.png": ("path", "tile", "size"),
    "/api/table/<name>.csv": (*VIEW, "pick", "item"),
    "/api/table/<name>.xlsx": (*VIEW, "pick", "item"),
    "/tiles/<version>/layer/<marks>/<area>.geojson": ("from", "to"),
    "/cube/<version>/cells/<area>/<int:res>.htc": ("from", "to", "category"),
    "/cube/<version>/areas/<area>.htc": ("from", "to"),
}
_VARIABLE = re.compile(r"<(?:(\w+):)?(\w+)>")


def openapi_routes(title: str) -> Blueprint:
    """The route; the document is the same for whoever may ask."""
    routes = Blueprint("openapi", __name__)

    @routes.get("/api/openapi.json")
    def answer() -> Response:
        response = jsonify(document(title))
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return routes


def document(title: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    paths: dict[str, Any] = {}
    for entry in ROUTES:
        if entry.rule in ANSWERS:
            method = "post" if "POST" in entry.methods else "get"
            paths.setdefault(_path(entry.rule), {})[method] = _operation(entry)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1", "description": texts.OPENAPI_ABOUT},
        "paths": paths,
        "components": {
            "schemas": {"Error": ERROR},
            "securitySchemes": {"cookie": {"type": "apiKey", "in": "cookie", "name": "huitian", "description": texts.OPENAPI_COOKIE}},
        },
    }


def _operation(entry: Entry) -> dict[str, Any]:
    kind, schema = ANSWERS[entry.rule]
    found: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", entry.rule).strip("_"),
        "description": texts.OPENAPI_NEEDS.format(needs=entry.needs.value),
        "parameters": [*_variables(entry.rule), *_queries(entry.rule)],
        "responses": {"200": {"description": "OK", "content": {kind: {"schema": schema} if schema else {}}}, **_refusals(entry)},
    }
    if entry.rule in MAY_BE_EMPTY:
        found["responses"]["204"] = {"description": texts.OPENAPI_EMPTY}
    if entry.rule in BODIES:
        found["requestBody"] = {"required": True, "content": {JSON: {"schema": BODIES[entry.rule]}}}
    if entry.needs is not Door.PUBLIC:
        found["security"] = [{"cookie": []}]
    return found


def _refusals(entry: Entry) -> dict[str, Any]:
    statuses = ["400", "401", "403", "404", "405", "503", *(["413"] if "POST" in entry.methods else []), *MORE_REFUSALS.get(entry.rule, ())]
    answers: dict[str, Any] = {status: _refusal(status) for status in statuses}
    if entry.bucket is not Bucket.NONE:
        wait = {"Retry-After": {"required": True, "schema": {"type": "integer"}}}
        answers["429"] = {**_refusal("429"), "headers": wait}
    return answers


def _refusal(status: str) -> dict[str, Any]:
    said = texts.REFUSAL_TITLES[int(status)]
    return {"description": said, "content": {JSON: {"schema": {"$ref": "#/components/schemas/Error"}}}}


def _path(rule: str) -> str:
    return _VARIABLE.sub(r"{\2}", rule)


def _variables(rule: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": COUNT if kind == "int" else {"type": "string", "minLength": 1}}
        for kind, name in _VARIABLE.findall(rule)
    ]


def _queries(rule: str) -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "schema": COUNT if name == "limit" else TEXT} for name in QUERIES.get(rule, ())]
