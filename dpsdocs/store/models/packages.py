"""Render jobs, issued packages, files by hash, and the audit log."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, WithId, now


class Blob(Base):
    """Bytes by their SHA-256; loaded only when asked for."""

    __tablename__ = "blob"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=False)


class RenderJob(WithId, Base):
    """A package to make: the only truth about the queue.

    States: queued, running, done, failed. A result counts only while ``attempt`` is the row's own, so
    attempts are never counted from zero again: who tries anew raises ``attempt_limit``.
    """

    __tablename__ = "render_job"
    key: Mapped[str] = mapped_column(String(120), unique=True)
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"), index=True)
    revision: Mapped[int]
    package_number: Mapped[int]
    case_sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    release_id: Mapped[str] = mapped_column(ForeignKey("release.id"))
    state: Mapped[str] = mapped_column(String(20), default="queued", index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    step: Mapped[str] = mapped_column(String(200), default="")
    attempt: Mapped[int] = mapped_column(default=0)
    attempt_limit: Mapped[int] = mapped_column(default=3)
    worker: Mapped[str] = mapped_column(String(80), default="")
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str] = mapped_column(Text, default="")
    peak_kb: Mapped[int] = mapped_column(default=0)
    requested_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


class Package(WithId, Base):
    """An issued package, kept for ever with what it was made from. States: current, withdrawn."""

    __tablename__ = "package"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"), index=True)
    number: Mapped[int]
    revision: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="current")
    case_sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    release_id: Mapped[str] = mapped_column(ForeignKey("release.id"))
    issued_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    issued_at: Mapped[datetime] = mapped_column(Moment, default=now)
    last_sending_day: Mapped[date | None]
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    sent_by: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))
    withdrawn_words: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (UniqueConstraint("competition_id", "number"),)


class PackageFile(WithId, Base):
    """One file of a package. ``part`` is bidders, confidential or internal; ``is_archive`` marks the ZIPs."""

    __tablename__ = "package_file"
    package_id: Mapped[str] = mapped_column(ForeignKey("package.id"), index=True)
    position: Mapped[int]
    part: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200), default="")
    is_archive: Mapped[bool] = mapped_column(default=False)
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    size: Mapped[int]


class AuditEvent(Base):
    """One line of the append-only log; ``hash`` covers the line and the hash before it."""

    __tablename__ = "audit_event"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    user_id: Mapped[str] = mapped_column(String(36), default="")
    action: Mapped[str] = mapped_column(String(60))
    object_id: Mapped[str] = mapped_column(String(60), default="", index=True)
    detail: Mapped[str] = mapped_column(Text, default="")
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    __table_args__ = ({"sqlite_autoincrement": True},)
