"""Who may see what, and who did what: accounts, grants, sign-ins, wall devices, share links and the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.store.models.base import Base, BigKey, LocalTime


class Account(Base):
    """One person or device; the password is kept only as its argon2 hash, "" where there is none (single sign-on, device)."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    password_hash: Mapped[str] = mapped_column(String(255))
    password_changed_at: Mapped[datetime | None] = mapped_column(LocalTime)
    must_change: Mapped[bool] = mapped_column(Boolean)           # the password was given by somebody else
    totp_sealed: Mapped[str] = mapped_column(String(255))        # key of the one-time codes, encrypted; "" without
    totp_confirmed: Mapped[bool] = mapped_column(Boolean)
    totp_last_step: Mapped[int] = mapped_column(BigInteger)      # a code is taken once
    is_device: Mapped[bool] = mapped_column(Boolean)
    is_active: Mapped[bool] = mapped_column(Boolean)
    failed_count: Mapped[int] = mapped_column(Integer)           # wrong passwords in a row
    locked_until_at: Mapped[datetime | None] = mapped_column(LocalTime)
    created_at: Mapped[datetime] = mapped_column(LocalTime)


class Grant(Base):
    """A role an account has within an area, until it is taken back."""

    __tablename__ = "grant"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(16))
    area_code: Mapped[str] = mapped_column(String(12))           # also a focus area of the pack; "" for administrators
    unit_name: Mapped[str] = mapped_column(String(64))           # 承办单位 whose cases a unit handles; "" for other roles
    granted_by: Mapped[str] = mapped_column(String(64))
    granted_at: Mapped[datetime] = mapped_column(LocalTime)
    revoked_at: Mapped[datetime | None] = mapped_column(LocalTime)

    __table_args__ = (Index("ix_grant_account", "account_id"),)


class SignIn(Base):
    """A browser that is signed in, known by the hash of its token."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(16))                # password, oidc, header, device
    stage: Mapped[str] = mapped_column(String(16))               # code (one-time code asked), change (password to change), full
    address: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(LocalTime)
    seen_at: Mapped[datetime] = mapped_column(LocalTime)
    expires_at: Mapped[datetime] = mapped_column(LocalTime)
    revoked_at: Mapped[datetime | None] = mapped_column(LocalTime)

    __table_args__ = (Index("ix_session_account", "account_id"),)


class Device(Base):
    """The token of a wall screen; it belongs to one address from its first use on."""

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    address: Mapped[str] = mapped_column(String(64))             # "" until its first use
    created_at: Mapped[datetime] = mapped_column(LocalTime)
    expires_at: Mapped[datetime] = mapped_column(LocalTime)
    seen_at: Mapped[datetime | None] = mapped_column(LocalTime)
    revoked_at: Mapped[datetime | None] = mapped_column(LocalTime)

    __table_args__ = (Index("ix_device_account", "account_id"),)


class Share(Base):
    """A link to one view, for whoever holds it, until it expires or is taken back."""

    __tablename__ = "share"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id"))
    address: Mapped[str] = mapped_column(Text)                   # path and query of the view, its dates written out
    area_code: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(LocalTime)
    expires_at: Mapped[datetime] = mapped_column(LocalTime)
    revoked_at: Mapped[datetime | None] = mapped_column(LocalTime)
    opened_count: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index("ix_share_account", "account_id"),)


class Audit(Base):
    """One act that matters: who, when, what, to what. Rows are only ever added; each holds the hash of the one before."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)    # without gaps
    at: Mapped[datetime] = mapped_column(LocalTime)
    actor: Mapped[str] = mapped_column(String(64))               # login, or the name of the command
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(255))
    address: Mapped[str] = mapped_column(String(64))             # of the client; "" on the command line
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (Index("ix_audit_at", "at"),)
