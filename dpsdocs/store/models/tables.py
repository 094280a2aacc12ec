"""Answers that are tables: one stored row per answer row, with the history that merging needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, WithId, now


class AnswerRow(Base):
    """One row of a table answer, as typed. ``position`` orders the rows; gaps mean nothing."""

    __tablename__ = "answer_row"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    row_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    position: Mapped[int]
    raw: Mapped[Any] = mapped_column(JSON)


class RowChange(WithId, Base):
    """One change of one row: ``old`` is null for a new row, ``new`` is null for one taken away."""

    __tablename__ = "row_change"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"))
    revision: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[str] = mapped_column(String(36))
    old: Mapped[Any] = mapped_column(JSON, nullable=True)
    new: Mapped[Any] = mapped_column(JSON, nullable=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    tab: Mapped[str] = mapped_column(String(36), default="")
    step: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    __table_args__ = (Index("ix_row_change_place", "competition_id", "revision"),)
