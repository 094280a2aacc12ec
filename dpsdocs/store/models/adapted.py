"""What one competition has otherwise than the masters, and its way from one release to the next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, WithId, now


class AdaptedClause(WithId, Base):
    """A text of its own for a clause. ``state``: used, asked, approved, refused. ``ended_at``: it counts no more.

    ``document`` is «bibliotek» for a clause several documents share; ``kept`` the release whose text is kept.
    """

    __tablename__ = "adapted_clause"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"))
    document: Mapped[str] = mapped_column(String(80))
    clause: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10))
    kept: Mapped[str] = mapped_column(String(40), default="")
    made_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    words: Mapped[str] = mapped_column(Text, default="")
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    __table_args__ = (Index("ix_adapted_clause_place", "competition_id", "made_at"),)


class ReleaseMove(WithId, Base):
    """A draft that went from one release to another: what was taken in and what was kept, as it was shown."""

    __tablename__ = "release_move"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"), index=True)
    old_id: Mapped[str] = mapped_column(ForeignKey("release.id"))
    new_id: Mapped[str] = mapped_column(ForeignKey("release.id"))
    told: Mapped[Any] = mapped_column(JSON)
    moved_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    moved_at: Mapped[datetime] = mapped_column(Moment, default=now)


class AnswerAside(Base):
    """An answer or the rows of a table the release has no question for; it comes back when one has again."""

    __tablename__ = "answer_aside"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    raw: Mapped[Any] = mapped_column(JSON)
    label: Mapped[str] = mapped_column(Text, default="")
    put_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    put_at: Mapped[datetime] = mapped_column(Moment, default=now)
