"""Everything about who may come in, of one home: accounts, sign-ins, wall screens, second factor and the audit trail."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from dashboard.access.accounts import Accounts
from dashboard.access.devices import Devices
from dashboard.access.onward import OnwardClock
from dashboard.access.passwords import Passwords
from dashboard.access.second_factor import SecondFactor
from dashboard.access.sessions import Sessions
from dashboard.access.share import Shares
from geodata.clock import Clock
from geodata.keys import key_for
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.audit import Trail, trail_of
from geodata.store.founding import secret_of


@dataclass(frozen=True)
class Access:
    """One running home's doors and books; `clock` never goes back."""

    accounts: Accounts
    sessions: Sessions
    devices: Devices
    factor: SecondFactor
    shares: Shares
    trail: Trail
    settings: Settings
    pack: Pack
    clock: OnwardClock


def open_access(settings: Settings, engine: Engine, pack: Pack, clock: Clock) -> Access:
    """The access of an open store; reads nothing yet."""
    onward, trail = OnwardClock(clock), trail_of(settings, engine)
    accounts = Accounts(engine, onward, trail, pack, Passwords())
    sessions = Sessions(engine, onward, settings)
    return Access(
        accounts=accounts,
        sessions=sessions,
        devices=Devices(engine, onward, trail, pack, sessions),
        factor=SecondFactor(engine, onward, trail, accounts, secret_of(settings)),
        shares=Shares(engine, onward, key_for(secret_of(settings), "share"), trail, pack),
        trail=trail,
        settings=settings,
        pack=pack,
        clock=onward,
    )
