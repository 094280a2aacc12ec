"""Drafts whose files are rendered ahead, while somebody looks through the answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, now


class Ahead(Base):
    """One row for each competition: what was asked for last, and whether somebody is at it.

    States: queued, running, done. What a worker does counts only while ``attempt`` is the row's own; ``tries`` are
    those of this revision. Nothing depends on it: a package that is ordered takes what lies in the cache.
    """

    __tablename__ = "ahead"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"), primary_key=True)
    revision: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="queued", index=True)
    attempt: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(String(80), default="")
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now)
