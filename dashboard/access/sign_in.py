"""The way in, step by step: password, one-time code, change of a password that somebody else gave. Rights come with the last step.

Every step gives a new token; a token that a browser brings along is never taken over. Each is in the audit trail before it is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard import texts
from dashboard.access.access import Access
from dashboard.access.accounts import UNKNOWN, Checked, Outcome
from dashboard.access.actor import Actor
from dashboard.access.second_factor import is_required
from dashboard.access.sessions import CHANGE, CODE, DEVICE, FULL, PASSWORD, SignedIn
from geodata.errors import NotFound, SignInNeeded


@dataclass(frozen=True)
class Step:
    """How far a sign-in has come: the token for the cookie, and what is asked next (code, change; full: nothing)."""

    token: str
    stage: str


def sign_in(access: Access, login: str, password: str, *, address: str, held: str = "") -> Step:
    """The first step. Raises SignInNeeded, in the same words and time whatever was wrong. `held`: the browser's token until now, ended."""
    outcome = access.accounts.check(login, password)
    if outcome.checked is not Checked.OK or outcome.account_id is None:
        _say(access, outcome.login, "sign_in.refuse", address, reason=str(outcome.checked))
        raise SignInNeeded(texts.SIGN_IN_WRONG)
    stage = _first_stage(access, outcome)
    _say(access, outcome.login, "sign_in", address, kind=PASSWORD, stage=stage)
    if held:
        access.sessions.close(held)
    return Step(access.sessions.open(outcome.account_id, PASSWORD, address, stage, password_at=outcome.password_at), stage)


def sign_in_outside(access: Access, login: str, kind: str, *, address: str, held: str = "") -> Step:
    """The first step of somebody whom an identity provider or a trusted proxy vouches for (`kind` oidc or header).

    Accounts are not made by coming in: raises SignInNeeded where there is none for the login, or it is stopped.
    """
    try:
        account = access.accounts.get(login)
    except NotFound:
        account = None
    if account is None or not account.is_active or account.is_device:
        _say(access, account.login if account else UNKNOWN, "sign_in.refuse", address, reason="account", kind=kind)
        raise SignInNeeded(texts.SIGN_IN_NO_ACCOUNT)
    needs_code = account.has_factor or is_required(tuple(g.held for g in account.grants), access.settings)
    stage = CODE if needs_code else FULL
    _say(access, account.login, "sign_in", address, kind=kind, stage=stage)
    if held:
        access.sessions.close(held)
    return Step(access.sessions.open(account.account_id, kind, address, stage), stage)


def give_code(access: Access, token: str, code: str, *, address: str) -> Step:
    """The second step: a one-time code, or the first one of a phone being set up. Raises SignInNeeded; five wrong ones lock the account."""
    signed = _at(access, token, address, CODE)
    by = Actor(signed.login, address)
    is_right = access.factor.take(signed.account_id, code) if signed.has_factor else access.factor.confirm(signed, code, by=by)
    if not is_right:
        _say(access, signed.login, "sign_in.refuse", address, reason="code")
        raise SignInNeeded(texts.CODE_WRONG)
    access.accounts.settle(signed.account_id)
    stage = CHANGE if signed.must_change and signed.kind == PASSWORD else FULL
    _say(access, signed.login, "sign_in.code", address, stage=stage)
    return Step(access.sessions.advance(token, stage), stage)


def change_password(access: Access, token: str, old: str, new: str, *, address: str) -> Step:
    """A password of one's own: the last step where it is asked for, else any time. Ends all sign-ins but the new one it gives.

    Raises SignInNeeded for a wrong old password, BadRequest for a weak new one.
    """
    signed = _at(access, token, address, CHANGE, FULL)
    changed_at = access.accounts.change_password(signed.account_id, old, new, by=Actor(signed.login, address))
    return Step(access.sessions.open(signed.account_id, PASSWORD, address, FULL, password_at=changed_at), FULL)


def end_sign_ins(access: Access, login: str, *, by: Actor) -> int:
    """End every sign-in of an account; how many there were. Raises NotFound."""
    account = access.accounts.get(login)
    access.trail.append(by.login, "session.end", account.login, address=by.address)
    return access.sessions.close_all(account.account_id)


def sign_out(access: Access, token: str, *, address: str) -> None:
    """End the session of a token; nothing where it is over already. A wall screen's too, until its token is used again."""
    signed = access.sessions.find(token, address, is_act=False)
    if signed is not None:
        _say(access, signed.login, "sign_out", address)
        access.sessions.close(token)


def _first_stage(access: Access, outcome: Outcome) -> str:
    account = access.accounts.get(outcome.login)
    if outcome.has_factor or is_required(tuple(g.held for g in account.grants), access.settings):
        return CODE
    return CHANGE if outcome.must_change else FULL


def _at(access: Access, token: str, address: str, *stages: str) -> SignedIn:
    """The living session of a person at one of these stages. Raises SignInNeeded."""
    signed = access.sessions.find(token, address)
    if signed is None or signed.stage not in stages or signed.kind == DEVICE:
        raise SignInNeeded(texts.SIGN_IN_ENDED)
    return signed


def _say(access: Access, login: str, action: str, address: str, **details: Any) -> None:
    access.trail.append(login, action, login, address=address, details=details)
