"""Who may see what, and who did what: accounts, grants, sessions, share links and the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.store.models.base import Base, BigKey, LocalTime


class Account(Base):
    """One person or device; the password is kept only as its hash."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    password_hash: Mapped[str] = mapped_column(String(255))
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
    area_code: Mapped[str] = mapped_column(String(12))           # also a focus area of the pack
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
    created_at: Mapped[datetime] = mapped_column(LocalTime)
    seen_at: Mapped[datetime] = mapped_column(LocalTime)
    expires_at: Mapped[datetime] = mapped_column(LocalTime)


class Share(Base):
    """A link to one view, for whoever holds it, until it expires or is taken back."""

    __tablename__ = "share"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id"))
    address: Mapped[str] = mapped_column(Text)                   # path and query of the view
    area_code: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(LocalTime)
    expires_at: Mapped[datetime] = mapped_column(LocalTime)
    revoked_at: Mapped[datetime | None] = mapped_column(LocalTime)


class Audit(Base):
    """One act that matters: who, when, what, to what. Rows are only ever added."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    at: Mapped[datetime] = mapped_column(LocalTime)
    actor: Mapped[str] = mapped_column(String(64))               # login, or the name of the command
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(255))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (Index("ix_audit_at", "at"),)
