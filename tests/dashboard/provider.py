"""A small identity provider on loopback: real addresses, real keys, real signatures, and lies where a test asks for them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

CLIENT_ID, CLIENT_SECRET = "huitian-client", "a secret of the client: 口令"


@dataclass
class Provider:
    """`login` is who signs in next; `claims` are told instead of the truth, `key` or `forge` signs instead of the right one."""

    url: str = ""
    login: str = "city"
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey | None = None
    forge: Callable[[dict[str, Any]], str] | None = None
    status: int = 200
    issued: dict[str, dict[str, str]] = field(default_factory=dict)
    own_key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048))

    def token(self, asked: dict[str, str], now: int) -> str:
        """The identity token for what was asked."""
        who = {"iss": self.url, "aud": CLIENT_ID, "sub": self.login, "preferred_username": "district"}
        told = {**who, "nonce": asked["nonce"], "iat": now, "exp": now + 300}
        made = {k: v for k, v in {**told, **self.claims}.items() if v is not None}
        return self.forge(made) if self.forge else jwt.encode({"alg": "RS256"}, made, self.key or self.own_key)


def shared_key_token(claims: dict[str, Any], key: bytes) -> str:
    """A token signed with a shared key (HS256); unsigned (none) for an empty key."""
    head = {"alg": "HS256" if key else "none"}
    text = ".".join(_part(json.dumps(part).encode()) for part in (head, claims))
    return f"{text}.{_part(hmac.new(key, text.encode(), hashlib.sha256).digest()) if key else ''}"


def _part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@contextmanager
def provider_on_loopback(now: int) -> Iterator[Provider]:
    """Serves until the end of the block."""
    provider, server_log = Provider(), logging.getLogger("werkzeug")
    server_log.setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, _app(provider, now), threaded=True)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()


def _app(provider: Provider, now: int) -> Flask:
    app = Flask("provider")

    @app.get("/.well-known/openid-configuration")
    def metadata() -> Response:
        at = provider.url
        return jsonify(issuer=at, authorization_endpoint=f"{at}/authorize", token_endpoint=f"{at}/token", jwks_uri=f"{at}/keys")

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(keys=[provider.own_key.as_dict(private=False)])

    @app.get("/authorize")
    def authorize() -> Response:
        code = f"code-{len(provider.issued)}"
        provider.issued[code] = request.args.to_dict()
        return redirect(f"{request.args['redirect_uri']}?{urlencode({'code': code, 'state': request.args['state']})}")

    @app.post("/token")
    def token() -> Any:
        asked = provider.issued.pop(request.form["code"], None)
        if asked is None or not _is_proven(asked) or provider.status != 200:
            return jsonify(error="invalid_grant"), 400
        return jsonify(access_token="x", token_type="Bearer", id_token=provider.token(asked, now))

    return app


def _is_proven(asked: dict[str, str]) -> bool:
    """Whether whoever brings the code is the client, and the browser that began."""
    hashed = _part(hashlib.sha256(request.form["code_verifier"].encode()).digest())
    who = request.authorization
    is_client = who is not None and who.username == CLIENT_ID and bool(who.password)
    return is_client and hashed == asked["code_challenge"] and asked["redirect_uri"] == request.form["redirect_uri"]
