"""A callback post must be one of ours to the letter: outputs, inputs, states, names and the types of values."""

from __future__ import annotations

from typing import Any

import pytest
from dash import Dash, Input, Output, html
from flask.testing import FlaskClient

from dashboard.guard.callbacks import TYPES, fields, is_callback, optional, shapes, text, whole
from geodata.errors import SettingsError
from tests.dashboard.test_guard import CALLBACK, PAGE_CALL


def _with(**parts: Any) -> dict[str, Any]:
    return {**PAGE_CALL, **parts}


def _value(value: Any) -> dict[str, Any]:
    return _with(inputs=[{"id": "address", "property": "data", "value": value}])


WRONG: dict[str, Any] = {
    "a callback of nobody": _with(output="nobody.children"),
    "a callback of the browser": _with(output="started.data", outputs={"id": "started", "property": "data"}),
    "another output": _with(outputs={"id": "page", "property": "style"}),
    "no output": {k: v for k, v in PAGE_CALL.items() if k != "outputs"},
    "an output too many": _with(outputs=[PAGE_CALL["outputs"]]),
    "no inputs": _with(inputs=[]),
    "an input too many": _with(inputs=[*PAGE_CALL["inputs"], *PAGE_CALL["inputs"]]),
    "an input of another name": _with(inputs=[{"id": "page", "property": "data", "value": None}]),
    "an input with more to it": _with(inputs=[{**PAGE_CALL["inputs"][0], "more": 1}]),
    "a pattern for an id": _with(inputs=[{"id": {"index": 1}, "property": "data", "value": None}]),
    "a state that is not asked for": _with(state=[{"id": "x", "property": "y", "value": 1}]),
    "a trigger of another name": _with(changedPropIds=["page.children"]),
    "triggers without end": _with(changedPropIds=["address.data"] * 99),
    "keys of its own": _with(background=True),
    "a number for an address": _value(7),
    "an address without its query": _value({"path": "/"}),
    "an address with more to it": _value({"path": "/", "query": "", "user": "root"}),
    "a list for a path": _value({"path": ["/"], "query": ""}),
    "a path without end": _value({"path": "/" * 9000, "query": ""}),
    "half a character": _value({"path": "/", "query": "\ud800"}),
    "a number that is none": _value({"path": "/", "query": "", "n": True}),
    "a number without end": _value({"path": "/", "query": "", "n": 10**400}),
    "a list": [],
    "nothing": None,
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_anything_else_is_refused_in_one_shape(client: FlaskClient, body: Any) -> None:
    answer = client.post(CALLBACK, json=body)

    assert answer.status_code == 400
    assert set(answer.get_json()) == {"error", "reference"}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"[" * 100_000, "application/json"),
        (b'{"a":' * 40_000, "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"NaN", "application/json"),
        (b"1" * 5000, "application/json"),
        (b"", "application/json"),
        (b"output=page.children", "application/x-www-form-urlencoded"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"{}", "text/plain"),
        (b"{}", "application/json; charset=nothing"),
    ],
    ids=str,
)
def test_a_body_that_is_no_json_is_refused(client: FlaskClient, data: bytes, kind: str) -> None:
    assert client.post(CALLBACK, data=data, content_type=kind).status_code == 400


def test_a_query_on_a_callback_is_refused(client: FlaskClient) -> None:
    assert client.post(CALLBACK + "?cancelJob=1&jobId=2", json=PAGE_CALL).status_code == 400


@pytest.mark.parametrize("path", ["//_dash-update-component", "///_dash-update-component", "/_dash-update-component?"])
def test_another_spelling_of_the_address_is_no_way_round(client: FlaskClient, path: str) -> None:
    assert client.post(f"http://localhost{path}", json={}).status_code in (400, 404)


def test_what_the_browser_sends_is_let_through(client: FlaskClient) -> None:
    body = _with(
        inputs=[{"id": "address", "property": "data", "value": {"path": "/", "query": "", "n": 3}}], parsedChangedPropsIds=["address.data"]
    )
    body.pop("state")

    assert client.post(CALLBACK, json=body).status_code == 200


def test_a_value_without_a_type_does_not_build() -> None:
    app = _toy("untold", "page")

    with pytest.raises(SettingsError, match=r"untold\.data"):
        shapes(app)


def test_an_output_made_of_patterns_does_not_build() -> None:
    app = Dash("toy", pages_folder="", add_log_handler=False)

    @app.callback(Output({"kind": "x"}, "children"), Input("address", "data"))
    def answer(value: Any) -> Any:
        return value

    with pytest.raises(SettingsError):
        shapes(app)


def test_several_outputs_are_named_as_the_browser_names_them() -> None:
    app = Dash("toy", pages_folder="", add_log_handler=False)

    @app.callback(Output("a", "children"), Output("b", "style"), Input("address", "data"))
    def answer(value: Any) -> Any:
        return value, value

    (known,) = [shapes(app)]
    body = {
        "output": "..a.children...b.style..",
        "outputs": [{"id": "a", "property": "children"}, {"id": "b", "property": "style"}],
        "inputs": [{"id": "address", "property": "data", "value": None}],
        "changedPropIds": [],
    }
    assert is_callback(body, known)
    assert not is_callback({**body, "outputs": body["outputs"][:1]}, known)


def test_every_type_is_of_a_value_some_callback_takes(app: Dash) -> None:
    taken = {value for shape in shapes(app).values() for value in (*shape.inputs, *shape.states)}

    assert taken == set(TYPES)


def test_types_take_what_they_say() -> None:
    point = fields({"x": whole}, {"name": optional(text(3))})

    assert point({"x": 1})
    assert point({"x": 0, "name": None})
    assert not point({"name": "a"})
    assert not point({"x": -1})
    assert not point({"x": 1, "name": "abcd"})
    assert not point(None)


def _toy(source: str, target: str) -> Dash:
    app = Dash("toy", pages_folder="", add_log_handler=False)
    app.layout = html.Div()

    @app.callback(Output(target, "children"), Input(source, "data"))
    def answer(value: Any) -> Any:
        return value

    return app
