"""Files people add: attachments of a competition, UKE's annexes, documents of a DPS."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, WithId, now


class Attachment(WithId, Base):
    """A file an agency adds to its competition. ``position`` orders them; one taken away keeps its row."""

    __tablename__ = "attachment"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    size: Mapped[int]
    confidential: Mapped[bool] = mapped_column(default=False)
    added_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    added_at: Mapped[datetime] = mapped_column(Moment, default=now)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_by: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))


class AnnexFile(WithId, Base):
    """UKE's own file for an annex of a master set; the newest that is not taken away counts."""

    __tablename__ = "annex_file"
    set_id: Mapped[str] = mapped_column(String(60), index=True)
    annex_id: Mapped[str] = mapped_column(String(60))
    file_name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    size: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
    added_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    added_at: Mapped[datetime] = mapped_column(Moment, default=now)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_by: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))


class DpsDocument(WithId, Base):
    """A document UKE puts on the page of a DPS, for signed-in users."""

    __tablename__ = "dps_document"
    dps_id: Mapped[str] = mapped_column(ForeignKey("dps.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    size: Mapped[int]
    added_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    added_at: Mapped[datetime] = mapped_column(Moment, default=now)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_by: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))


class RoutineVersion(WithId, Base):
    """One version of the routine page; the highest number is what everybody reads."""

    __tablename__ = "routine_version"
    number: Mapped[int] = mapped_column(unique=True)
    text: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(String(300), default="")
    written_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    written_at: Mapped[datetime] = mapped_column(Moment, default=now)
