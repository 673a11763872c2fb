"""What the store knows of itself: a few named texts."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.store.models.base import Base


class Meta(Base):
    """One named text: whether this is a demo home, which pack filled it."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
