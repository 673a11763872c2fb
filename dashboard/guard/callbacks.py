"""What a callback post must look like, made from the app's own list of callbacks, and of which types its values are.

Dash itself answers most misshapen posts with a fault. Every value that a callback of the server takes must have its type in TYPES,
else the app does not start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from dash import Dash
from flask import Request

from dashboard import texts
from geodata.errors import BadRequest, SettingsError

CALLBACK_PATH = "/_dash-update-component"
BODY_KEYS = {"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"}
END_ID = "endId"
_TOKEN = re.compile(r"[A-Za-z0-9_~.-]{0,200}")
MOST_WHOLE = 2**53          # the largest count a browser can hold

Check = Callable[[Any], bool]


def text(most: int) -> Check:
    """Text of at most so many characters that can be written as UTF-8."""
    return lambda value: isinstance(value, str) and len(value) <= most and _is_writable(value)


def whole(value: Any) -> bool:
    """A whole number, not negative."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_WHOLE


def optional(check: Check) -> Check:
    """Nothing, or what the other check takes."""
    return lambda value: value is None or check(value)


def fields(needed: Mapping[str, Check], more: Mapping[str, Check] | None = None) -> Check:
    """An object that has all of `needed`, perhaps some of `more`, and nothing else."""
    known = {**needed, **(more or {})}
    return lambda value: isinstance(value, dict) and set(needed) <= set(value) <= set(known) and all(known[k](v) for k, v in value.items())


# "id.property" of each input and state that a callback of the server takes -> what it may be
TYPES: MappingProxyType[str, Check] = MappingProxyType({
    "address.data": optional(fields({"path": text(500), "query": text(8000)}, {"n": whole})),   # where the browser is (assets/nav.js)
})  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """One callback of the server: its outputs as a browser names them, and "id.property" of its inputs and states in order."""

    outputs: Any
    inputs: tuple[str, ...]
    states: tuple[str, ...]


def shapes(app: Dash) -> dict[str, Shape]:
    """Every callback that is answered by the server, by its output. Raises SettingsError where a value has no type."""
    found = {name: _shape(name, entry) for name, entry in app.callback_map.items() if "callback" in entry}
    taken = {value for shape in found.values() for value in (*shape.inputs, *shape.states)}
    if missing := sorted(taken - set(TYPES)):
        raise SettingsError(texts.CALLBACK_UNTYPED.format(names="、".join(missing)))
    return found


def require_shape(request: Request, known: Mapping[str, Shape]) -> None:
    """Raises BadRequest for a post that no page of ours sends."""
    try:
        body = request.get_json(silent=True)
    except RecursionError:              # brackets within brackets
        body = None
    if not _is_query(request) or not isinstance(body, dict) or not is_callback(body, known):
        raise BadRequest(texts.CALLBACK_SHAPE)


def is_callback(body: dict[str, Any], known: Mapping[str, Shape]) -> bool:
    """Whether a body names a callback of the server and brings exactly its outputs, inputs and states, each of its type."""
    name = body.get("output")
    shape = known.get(name) if isinstance(name, str) else None
    if shape is None or not set(body) <= BODY_KEYS or body.get("outputs") != shape.outputs:
        return False
    if not _are_values(body.get("inputs"), shape.inputs) or not _are_values(body.get("state", []), shape.states):
        return False
    changed, parsed = body.get("changedPropIds", []), body.get("parsedChangedPropsIds", [])
    return _are_among(changed, shape.inputs) and _are_among(parsed, shape.inputs)


def _is_query(request: Request) -> bool:
    """Nothing, or the token that Dash's renderer sends back as it got it; Dash checks its signature."""
    return set(request.args) <= {END_ID} and len(request.args.getlist(END_ID)) <= 1 and bool(_TOKEN.fullmatch(request.args.get(END_ID, "")))


def _shape(name: str, entry: Mapping[str, Any]) -> Shape:
    parts = tuple(tuple(f"{p['id']}.{p['property']}" for p in entry[kind]) for kind in ("inputs", "state"))
    return Shape(_outputs(name), *parts)


def _outputs(name: str) -> Any:
    """What a browser sends as `outputs` for an output name of Dash: "id.prop", or "..a.b...c.d.." for several."""
    if name.startswith(".."):
        return [_output(part) for part in name[2:-2].split("...")]
    return _output(name)


def _output(name: str) -> dict[str, str]:
    target, _, prop = name.rpartition(".")
    if not target or target.startswith("{"):
        raise SettingsError(texts.CALLBACK_PATTERN.format(name=name))
    return {"id": target, "property": prop.split("@")[0]}


def _are_values(given: Any, wanted: tuple[str, ...]) -> bool:
    return isinstance(given, list) and len(given) == len(wanted) and all(_is_value(g, w) for g, w in zip(given, wanted, strict=True))


def _is_value(given: Any, wanted: str) -> bool:
    if not isinstance(given, dict) or not {"id", "property"} <= set(given) <= {"id", "property", "value"}:
        return False
    target, prop = given["id"], given["property"]
    is_named = isinstance(target, str) and isinstance(prop, str) and f"{target}.{prop}" == wanted
    return is_named and TYPES[wanted](given.get("value"))


def _are_among(names: Any, wanted: tuple[str, ...]) -> bool:
    return isinstance(names, list) and len(names) <= len(wanted) and all(isinstance(n, str) and n in wanted for n in names)


def _is_writable(value: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in value)
