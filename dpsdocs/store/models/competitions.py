"""Competitions, their answers with history, approvals and outcomes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, WithId, now


class Release(WithId, Base):
    """A frozen, hashed copy of a master set; the files lie as one ZIP among the blobs."""

    __tablename__ = "release"
    set_id: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    archive: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    approved: Mapped[bool] = mapped_column(default=False)
    live_from: Mapped[datetime] = mapped_column(Moment, default=now)


class Competition(WithId, Base):
    """One mini-competition. ``revision`` counts saved changes; title and dates are kept for lists."""

    __tablename__ = "competition"
    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), index=True)
    dps_id: Mapped[str] = mapped_column(ForeignKey("dps.id"), index=True)
    release_id: Mapped[str] = mapped_column(ForeignKey("release.id"))
    status: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    revision: Mapped[int] = mapped_column(default=0)
    owner_id: Mapped[str] = mapped_column(ForeignKey("app_user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    form_token: Mapped[str | None] = mapped_column(String(36), unique=True)
    copied_from: Mapped[str | None] = mapped_column(String(36))
    title: Mapped[str] = mapped_column(String(300), default="")
    case_number: Mapped[str] = mapped_column(String(60), default="")
    value: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    sending_date: Mapped[date | None]
    deadline: Mapped[datetime | None] = mapped_column(Moment)
    start_date: Mapped[date | None]
    last_date: Mapped[date | None]
    search: Mapped[str] = mapped_column(Text, default="")
    example: Mapped[bool] = mapped_column(default=False)
    exempt: Mapped[bool] = mapped_column(default=False)


class Answer(Base):
    """The latest answer to one question, as typed."""

    __tablename__ = "answer"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    raw: Mapped[Any] = mapped_column(JSON)


class AnswerChange(WithId, Base):
    """One change of one answer: the base for merging two editors and for «changes since last».

    ``step`` counts the saves of one browser tab, so that a late one never undoes a later one.
    """

    __tablename__ = "answer_change"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"))
    revision: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    old: Mapped[Any] = mapped_column(JSON, nullable=True)
    new: Mapped[Any] = mapped_column(JSON, nullable=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    tab: Mapped[str] = mapped_column(String(36), default="")
    step: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    __table_args__ = (Index("ix_answer_change_place", "competition_id", "revision"),)


class Approval(WithId, Base):
    """One round of approval. ``revision`` is what was asked to be approved."""

    __tablename__ = "approval"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"), index=True)
    revision: Mapped[int]
    requested_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    requested_at: Mapped[datetime] = mapped_column(Moment, default=now)
    message: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decision: Mapped[str] = mapped_column(String(20), default="")
    words: Mapped[str] = mapped_column(Text, default="")


class Outcome(WithId, Base):
    """How a competition ended."""

    __tablename__ = "outcome"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"), unique=True)
    bids: Mapped[int | None]
    winner_name: Mapped[str] = mapped_column(String(200), default="")
    winner_org_number: Mapped[str] = mapped_column(String(9), default="")
    awarded_value: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    awarded_on: Mapped[date | None]
    cancelled_reason: Mapped[str] = mapped_column(Text, default="")


class Setting(Base):
    """One of UKE's choices, by key."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class FormToken(Base):
    """A form that has been handled, so that a double click acts once."""

    __tablename__ = "form_token"
    token: Mapped[str] = mapped_column(String(36), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
