"""The two addresses of single sign-on: off to the identity provider, and back with its word."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import asdict

from cryptography.fernet import Fernet, InvalidToken
from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from dashboard import texts
from dashboard.access.accounts import UNKNOWN
from dashboard.access.identify import cookie_name, cookie_options
from dashboard.access.sessions import OIDC
from dashboard.access.sign_in import sign_in_outside
from dashboard.doors.oidc import Flow, Provider, flow_of, new_flow
from dashboard.doors.page import Pages, Said, address, next_asked
from dashboard.doors.seat import Seat
from dashboard.doors.signing import sign_in_form
from geodata.errors import NotFound, ServiceError, SignInNeeded
from geodata.keys import key_for
from geodata.settings import Settings
from geodata.store.founding import secret_of

FLOW_SECONDS = 600
T = texts.DOORS


class Keeping:
    """A flow in the browser's cookie: sealed, good for ten minutes and for one return."""

    def __init__(self, pages: Pages) -> None:
        self._settings: Settings = pages.desk.settings
        self._clock = pages.desk.access.clock
        self._name = cookie_name(self._settings) + "-flow"
        self._seal = Fernet(urlsafe_b64encode(key_for(secret_of(self._settings), "oidc-flow")))

    def keep(self, response: Response, flow: Flow) -> Response:
        """The answer with the flow as cookie."""
        sealed = self._seal.encrypt_at_time(json.dumps(asdict(flow)).encode(), self._now()).decode()
        response.set_cookie(self._name, sealed, max_age=FLOW_SECONDS, **cookie_options(self._settings))
        return response

    def forget(self, response: Response) -> Response:
        """The answer that takes the flow away."""
        response.delete_cookie(self._name, **cookie_options(self._settings))
        return response

    def found(self) -> Flow:
        """The flow this browser began. Raises ServiceError without one, or with one too old."""
        try:
            kept = self._seal.decrypt_at_time(request.cookies.get(self._name, "").encode(), FLOW_SECONDS, self._now())
        except InvalidToken as error:
            raise ServiceError(T["sso_state"]) from error
        if (flow := flow_of(json.loads(kept))) is None:
            raise ServiceError(T["sso_state"])
        return flow

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def sso_routes(doors: Blueprint, pages: Pages, seat: Seat) -> None:
    """Registers both addresses; without an issuer in the settings they answer 404."""
    provider, keeping = Provider(pages.desk.settings), Keeping(pages)

    @doors.get("/sign-in/oidc")
    def sso_away() -> Response:
        _require_on(pages)
        flow = new_flow(next_asked())
        try:
            return keeping.keep(redirect(provider.address(flow), 303), flow)
        except ServiceError as refused:
            return _refused(pages, refused)

    @doors.get("/sign-in/oidc/back")
    def sso_back() -> Response:
        _require_on(pages)
        try:
            flow = keeping.found()
            login = provider.login(flow, request.args.to_dict())
        except ServiceError as refused:
            details = {"kind": OIDC, "reason": str(refused)}
            seat.access.trail.append(UNKNOWN, "sign_in.refuse", UNKNOWN, address=address(), details=details)
            return keeping.forget(_refused(pages, refused))
        try:
            step = sign_in_outside(seat.access, login, OIDC, address=address(), held=seat.token())
        except SignInNeeded:
            return keeping.forget(sign_in_form(pages, Said("alarm", T["no_such_sso"].format(login=login)), status=401))
        seat.uncount()
        return keeping.forget(seat.take(step, next_page=flow.next))


def _require_on(pages: Pages) -> None:
    if not pages.desk.settings.oidc_issuer:
        raise NotFound(texts.NOT_FOUND.format(path=request.path))


def _refused(pages: Pages, refused: ServiceError) -> Response:
    return sign_in_form(pages, Said("alarm", T["sso_failed"].format(reason=refused)), status=401)
