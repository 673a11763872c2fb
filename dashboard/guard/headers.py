"""The headers every answer carries."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, request

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HALF_A_YEAR_SECONDS = 15_552_000


def content_policy(script_hashes: Iterable[str]) -> str:
    """The content security policy: nothing from another host, no eval, inline scripts only those of Dash by their hashes."""
    scripts = " ".join(["'self'", *script_hashes])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; img-src 'self' data: blob:; "
        "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )


def with_headers(response: Response, policy: str, *, request_id: str, is_https: bool) -> Response:
    """The response with what every answer carries; pages and Dash's own answers are not kept by anyone."""
    for name, value in _FIXED.items():
        response.headers[name] = value
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Request-Id"] = request_id
    if is_https:
        response.headers["Strict-Transport-Security"] = f"max-age={HALF_A_YEAR_SECONDS}"
    is_script = request.path.startswith("/_dash-component-suites/")
    if response.mimetype == "text/html" or (request.path.startswith("/_") and not is_script):
        response.headers.setdefault("Cache-Control", "no-store")
    if request.path.startswith("/_dash-") and not is_script:
        response.vary.add("Cookie")
    return response
