"""The cookie of a browser: read, given anew at each step of a sign-in, taken away; and where somebody goes on to then."""

from __future__ import annotations

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from dashboard.access.identify import Identity, cookie_name, cookie_options, identify
from dashboard.access.sessions import CHANGE, CODE, SignedIn
from dashboard.access.sign_in import Step, sign_out
from dashboard.access.viewer import Viewer
from dashboard.doors.page import Pages, address, landing, may_open, next_asked, to
from dashboard.guard.limits import Limits, neighbourhood
from dashboard.guard.matrix import Bucket

STEPS = {CODE: "/sign-in/code", CHANGE: "/sign-in/change"}


class Seat:
    """Cookies of one dashboard."""

    def __init__(self, pages: Pages) -> None:
        self.access = pages.desk.access
        self._settings = pages.desk.settings

    def token(self) -> str:
        """What the browser brought along, "" for nothing."""
        return request.cookies.get(cookie_name(self._settings), "")

    def identity(self) -> Identity:
        """Whose it is. Raises StoreError while the store is away."""
        return identify(self.access, self.token(), address())

    def half_way(self, stage: str) -> SignedIn | None:
        """The sign-in that waits at this stage; None where there is none."""
        found = self.identity()
        return found.signed if found.stage == stage else None

    def onward(self) -> Response:
        """To the step that this browser's sign-in waits at; to the form without one; past the doors when it is done."""
        found = self.identity()
        if found.viewer.login:
            return redirect(self._inside(self.token(), next_asked()), 303)
        return redirect(to(STEPS.get(found.stage, "/sign-in"), next=next_asked()), 303)

    def take(self, step: Step, *, next_page: str | None = None) -> Response:
        """Give the step's token to the browser and go on."""
        wanted = next_asked() if next_page is None else next_page
        path = to(STEPS[step.stage], next=wanted) if step.stage in STEPS else self._inside(step.token, wanted)
        return self.keep(redirect(path, 303), step)

    def keep(self, response: Response, step: Step) -> Response:
        """The answer with the step's token as cookie."""
        response.set_cookie(cookie_name(self._settings), step.token, **cookie_options(self._settings))
        return response

    def leave(self) -> Response:
        """End the browser's sign-in, on the server first."""
        if token := self.token():
            sign_out(self.access, token, address=address())
        response = redirect(to("/sign-in", out=1), 303)
        response.delete_cookie(cookie_name(self._settings), **cookie_options(self._settings))
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def viewer_of(self, token: str) -> Viewer:
        """Who holds this token now."""
        return identify(self.access, token, address()).viewer

    def _inside(self, token: str, wanted: str) -> str:
        """The page that was asked for where it may be opened, else the first that may."""
        viewer = self.viewer_of(token)
        return wanted if wanted and may_open(viewer, wanted.partition("?")[0]) else to(landing(viewer))

    def uncount(self, login: str = "") -> None:
        """Take one attempt back from the limit on signing in: one that succeeded was no guess."""
        limits: Limits = current_app.extensions["guard"].limits
        limits.give_back(Bucket.SIGN_IN, neighbourhood(address()), f"login {login.strip().casefold()[:64]}" if login.strip() else "")


