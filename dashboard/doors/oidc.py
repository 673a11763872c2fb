"""Single sign-on (统一身份认证, OpenID Connect): code flow with PKCE, state and nonce; who it is stands in a verified token."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from dashboard import texts
from dashboard.access.accounts import login_of
from geodata.errors import ServiceError
from geodata.settings import Settings

SCOPE = "openid profile"
BACK = "/sign-in/oidc/back"
WELL_KNOWN = "/.well-known/openid-configuration"
SIGNED_WITH = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")   # never none, never a shared key
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
PATIENCE_S = 5.0
LEEWAY_S = 120

T = texts.DOORS


@dataclass(frozen=True)
class Flow:
    """What a browser has to bring back from the identity provider; kept sealed in its cookie meanwhile."""

    state: str
    nonce: str
    verifier: str
    next: str = ""


def new_flow(next_page: str) -> Flow:
    """Random for each attempt."""
    return Flow(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), next_page)


def flow_of(kept: Any) -> Flow | None:
    """A flow from its parts, None for anything else."""
    is_whole = isinstance(kept, dict) and set(kept) == set(asdict(Flow("", "", ""))) and all(isinstance(v, str) for v in kept.values())
    return Flow(**kept) if is_whole else None


class Provider:
    """The identity provider of the settings; asked anew at each sign-in, so that changed keys hold at once. Raises ServiceError."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._back = settings.public_url.rstrip("/") + BACK

    def address(self, flow: Flow) -> str:
        """Where the browser goes to sign in."""
        with self._client() as client:
            endpoint = self._metadata(client)["authorization_endpoint"]
        proof = {"nonce": flow.nonce, "code_challenge": create_s256_code_challenge(flow.verifier), "code_challenge_method": "S256"}
        client_id = self._settings.oidc_client_id
        return str(prepare_grant_uri(endpoint, client_id, "code", redirect_uri=self._back, scope=SCOPE, state=flow.state, **proof))

    def login(self, flow: Flow, came_back: dict[str, str]) -> str:
        """The login that the provider vouches for, from the query that the browser came back with."""
        if not secrets.compare_digest(came_back.get("state", "").encode(), flow.state.encode()):
            raise ServiceError(T["sso_state"])
        if came_back.get("iss", self._settings.oidc_issuer) != self._settings.oidc_issuer:
            raise ServiceError(T["sso_token"])
        if not came_back.get("code"):
            raise ServiceError(T["sso_refused"])
        with self._client() as client:
            known = self._metadata(client)
            token = self._token(client, known["token_endpoint"], flow, came_back["code"])
            claims = self._claims(token, flow, self._asked(client, known["jwks_uri"]))
        login = login_of(str(claims.get(self._settings.oidc_claim, "")))
        if not login:
            raise ServiceError(T["sso_claim"])
        return login

    def _client(self) -> httpx.Client:
        return httpx.Client(timeout=PATIENCE_S, trust_env=False, follow_redirects=False)

    def _metadata(self, client: httpx.Client) -> dict[str, str]:
        found = self._asked(client, self._settings.oidc_issuer.rstrip("/") + WELL_KNOWN)
        is_own = found.get("issuer") == self._settings.oidc_issuer
        if not is_own or not all(self._is_safe(found.get(name)) for name in ENDPOINTS):
            raise ServiceError(T["sso_token"])
        return {name: str(found[name]) for name in ENDPOINTS}

    def _is_safe(self, endpoint: Any) -> bool:
        """Whether an endpoint is encrypted as the issuer is."""
        return isinstance(endpoint, str) and urlsplit(endpoint).scheme in ("https", urlsplit(self._settings.oidc_issuer).scheme)

    def _asked(self, client: httpx.Client, url: str) -> dict[str, Any]:
        try:
            answer = client.get(url)
            answer.raise_for_status()
            found = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise ServiceError(T["sso_away"]) from error
        if not isinstance(found, dict):
            raise ServiceError(T["sso_away"])
        return found

    def _token(self, client: httpx.Client, endpoint: str, flow: Flow, code: str) -> dict[str, Any]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self._back, "code_verifier": flow.verifier}
        proof = httpx.BasicAuth(quote_plus(self._settings.oidc_client_id), quote_plus(self._settings.oidc_client_secret))
        try:
            answer = client.post(endpoint, data=form, auth=proof)
            found = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ServiceError(T["sso_away"]) from error
        if answer.status_code != httpx.codes.OK or not isinstance(found, dict):
            raise ServiceError(T["sso_refused"])
        return found

    def _claims(self, token: dict[str, Any], flow: Flow, keys: Any) -> dict[str, Any]:
        """The identity token's claims: signature, issuer, audience, age and nonce checked."""
        expected = {"iss": {"essential": True, "value": self._settings.oidc_issuer}, "exp": {"essential": True}, "sub": {"essential": True}}
        params = {"nonce": flow.nonce, "client_id": self._settings.oidc_client_id}
        try:
            # the provider's own word on algorithms is not asked: a shared-key signature could be forged with its public key
            registry = JWSRegistry(algorithms=list(SIGNED_WITH), strict_check_header=False)
            read = jwt.decode(str(token["id_token"]), KeySet.import_key_set(keys), registry=registry)
            claims = CodeIDToken(read.claims, read.header, expected, params)
            claims.validate(now=int(self._settings.clock.now().timestamp()), leeway=LEEWAY_S)
        except (JoseError, KeyError, ValueError, TypeError, AuthlibBaseError) as error:
            raise ServiceError(T["sso_token"]) from error
        return dict(claims)
