"""Drafts of master sets: the texts that are changed, and who changed what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, WithId, now


class MasterDraft(WithId, Base):
    """A set on its way to a release. ``status``: draft, submitted, returned, released, dropped.

    ``base_id`` is the release it began from; ``revision`` counts its changes.
    """

    __tablename__ = "master_draft"
    set_id: Mapped[str] = mapped_column(String(60))
    base_id: Mapped[str] = mapped_column(ForeignKey("release.id"))
    status: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    revision: Mapped[int] = mapped_column(default=0)
    version: Mapped[str] = mapped_column(String(40), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    made_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    submitted_by: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    words: Mapped[str] = mapped_column(Text, default="")
    release_id: Mapped[str | None] = mapped_column(ForeignKey("release.id"))


class MasterText(Base):
    """A file of a draft that differs from the one it began with."""

    __tablename__ = "master_text"
    draft_id: Mapped[str] = mapped_column(ForeignKey("master_draft.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(160), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class MasterChange(WithId, Base):
    """What somebody changed in one clause or heading; ``number`` is the draft's revision then.

    ``kind``: text, new, gone, moved, heading. Saves of one browser tab in a row are one change.
    """

    __tablename__ = "master_change"
    draft_id: Mapped[str] = mapped_column(ForeignKey("master_draft.id"))
    number: Mapped[int]
    path: Mapped[str] = mapped_column(String(160))
    clause: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10))
    old: Mapped[str] = mapped_column(Text, default="")
    new: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    tab: Mapped[str] = mapped_column(String(36), default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    __table_args__ = (Index("ix_master_change_number", "draft_id", "number", unique=True),)


class MasterTrial(WithId, Base):
    """A render of every document of a draft with every condition both ways; ``report`` is what came of it.

    States: queued, running, done, failed. A result counts only while ``attempt`` is the row's own.
    """

    __tablename__ = "master_trial"
    draft_id: Mapped[str] = mapped_column(ForeignKey("master_draft.id"), index=True)
    revision: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="queued", index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    step: Mapped[str] = mapped_column(String(200), default="")
    attempt: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str] = mapped_column(Text, default="")
    report: Mapped[Any] = mapped_column(JSON, nullable=True)
    requested_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


class MasterTryout(WithId, Base):
    """A draft frozen for a group to try before it is live; ``closed_at``: nobody begins with it any more."""

    __tablename__ = "master_tryout"
    draft_id: Mapped[str] = mapped_column(ForeignKey("master_draft.id"), index=True)
    release_id: Mapped[str] = mapped_column(ForeignKey("release.id"))
    opened_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment, default=now)
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class MasterTester(WithId, Base):
    """An agency or a person who may try a draft."""

    __tablename__ = "master_tester"
    tryout_id: Mapped[str] = mapped_column(ForeignKey("master_tryout.id"), index=True)
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))


class MasterWord(WithId, Base):
    """What a Word file says for one document of a draft, until it is taken in. ``content`` is a list as JSON.

    ``mode``: replace, append, back. ``status``: open, done, dropped. ``version`` counts what is saved of it.
    """

    __tablename__ = "master_word"
    draft_id: Mapped[str] = mapped_column(ForeignKey("master_draft.id"), index=True)
    document_id: Mapped[str] = mapped_column(String(60))
    mode: Mapped[str] = mapped_column(String(10))
    file_name: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(10), default="open")
    version: Mapped[int] = mapped_column(default=0)
    content: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
