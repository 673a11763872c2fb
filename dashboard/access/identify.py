"""Who asks: the cookie of a request -> a viewer. A token anywhere else than in the cookie is not looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.access.access import Access
from dashboard.access.granting import granted
from dashboard.access.sessions import FULL, SignedIn
from dashboard.access.viewer import NOBODY, Viewer
from geodata.settings import Settings


@dataclass(frozen=True)
class Identity:
    """`viewer` has rights only at stage full; `signed` is the session at any stage; `has_ended`: a token came that opens nothing."""

    viewer: Viewer = NOBODY
    stage: str = ""
    signed: SignedIn | None = None
    has_ended: bool = False


def identify(access: Access, token: str, address: str, *, is_act: bool = True, share_token: str = "") -> Identity:
    """Whose cookie this is, read anew at each request so that a revocation holds at once. Raises StoreError while the store is away.

    `is_act` False (what a page asks for by itself) does not put the end by idleness off. `share_token` is that of a share link, for those
    who are not signed in.
    """
    signed = access.sessions.find(token, address, is_act=is_act) if token else None
    if signed is None:
        holder = access.shares.viewer(share_token, address)
        return Identity(holder) if holder.frozen_address else Identity(has_ended=bool(token))
    if signed.stage != FULL:
        return Identity(stage=signed.stage, signed=signed)
    grants = granted(access.pack, signed.grants)
    viewer = Viewer(signed.login, signed.name, grants, signed.account_id, signed.session_id, address)
    return Identity(viewer, FULL, signed)


def cookie_name(settings: Settings) -> str:
    """`__Host-huitian` behind TLS, which browsers take only for this very host and only encrypted; `huitian` on plain addresses."""
    return "__Host-huitian" if is_encrypted(settings) else "huitian"


def cookie_options(settings: Settings) -> dict[str, Any]:
    """Keyword options of Flask's `set_cookie` and `delete_cookie`; the cookie ends with the browser."""
    return {"path": "/", "httponly": True, "samesite": "Lax", "secure": is_encrypted(settings)}


def is_encrypted(settings: Settings) -> bool:
    """Whether browsers reach this home over https."""
    return settings.public_url.startswith("https://")
