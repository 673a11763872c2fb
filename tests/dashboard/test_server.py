"""The real server on a real socket: what is too large, cut off or not HTTP is answered or closed, and the next reader is served."""

from __future__ import annotations

import errno
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import waitress
from dash import Dash

from dashboard.serve_cli import MOST_HEADER_BYTES, server_options

PATIENCE_S = 120
CLOSED = {errno.ENOTCONN, errno.EPIPE, errno.ECONNRESET}


@pytest.fixture(scope="module")
def port(closed_app: Dash) -> Iterator[int]:
    """The closed home behind waitress, as `huitian serve` runs it."""
    door = socket.create_server(("127.0.0.1", 0))
    server = waitress.create_server(closed_app.server, sockets=[door], **server_options())
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield door.getsockname()[1]
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(PATIENCE_S)
    door.close()


def _said(port: int, request: bytes) -> bytes:
    """Everything the server answers to these bytes until it closes; it may close before it has read them all."""
    parts = []
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as line:
        with _closed_or_not():
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
        with _closed_or_not():       # what came before the close is still there to be read
            while part := line.recv(65536):
                parts.append(part)
    return b"".join(parts)


@contextmanager
def _closed_or_not() -> Iterator[None]:
    """The other end may have closed already; any other fault is one."""
    try:
        yield
    except OSError as error:
        if error.errno not in CLOSED:
            raise


CLOSE = b"Host: 127.0.0.1\r\nConnection: close\r\n"
STRANGE = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "a method of its own": b"BREW / HTTP/1.1\r\n" + CLOSE + b"\r\n",
    "headers without end": b"GET / HTTP/1.1\r\n" + CLOSE + b"X: " + b"x" * (MOST_HEADER_BYTES + 1) + b"\r\n\r\n",
    "a body without end": b"POST /sign-in HTTP/1.1\r\n" + CLOSE + b"Content-Length: 99999999999\r\n\r\nx",
    "two lengths": b"POST /sign-in HTTP/1.1\r\n" + CLOSE + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "a length that is none": b"POST /sign-in HTTP/1.1\r\n" + CLOSE + b"Content-Length: -1\r\n\r\n",
    "length and chunks": b"POST /sign-in HTTP/1.1\r\n" + CLOSE + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks that are none": b"POST /sign-in HTTP/1.1\r\n" + CLOSE + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n",
    "a folded header": b"GET / HTTP/1.1\r\n" + CLOSE + b"X: a\r\n b\r\n\r\n",
    "a host that is none": b"GET / HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
    "an address of somewhere else": b"GET http://evil.example/ HTTP/1.1\r\n" + CLOSE + b"\r\n",
    "an address that is no text": b"GET /\xff\xfe HTTP/1.1\r\n" + CLOSE + b"\r\n",
    "a null in the address": b"GET /%00 HTTP/1.1\r\n" + CLOSE + b"\r\n",
}


@pytest.mark.parametrize("request_bytes", STRANGE.values(), ids=STRANGE)
def test_strange_requests_are_no_fault_and_the_next_reader_is_served(port: int, request_bytes: bytes) -> None:
    answer = _said(port, request_bytes)

    assert b" 500 " not in answer.split(b"\r\n")[0]
    assert b"Traceback" not in answer
    assert b"ok\n" in _said(port, b"GET /healthz HTTP/1.1\r\n" + CLOSE + b"\r\n")


def test_a_body_over_the_limit_has_the_one_shape_of_refusals(port: int) -> None:
    body = b"x" * (300 * 1024)
    head = b"POST /_dash-update-component HTTP/1.1\r\n" + CLOSE + b"Content-Type: application/json\r\nSec-Fetch-Site: same-origin\r\n"

    answer = _said(port, head + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    assert answer.startswith((b"HTTP/1.1 401", b"HTTP/1.1 413"))
    assert b'"reference"' in answer


def test_the_server_says_its_name_and_no_version(port: int) -> None:
    answer = _said(port, b"GET /healthz HTTP/1.1\r\n" + CLOSE + b"\r\n")

    assert b"Server: huitian\r\n" in answer
