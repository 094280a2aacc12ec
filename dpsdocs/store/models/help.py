"""Requests for help from UKE, and the thread kept with the case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, WithId, now


class HelpRequest(WithId, Base):
    """An agency asks UKE for help with a competition. While it is open, the DPS manager may read the case."""

    __tablename__ = "help_request"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"), index=True)
    asked_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now)
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class HelpMessage(WithId, Base):
    """One message in the thread of a request. ``place`` is the page it is about, when it is about one.

    ``from_uke`` says for whom the author wrote: roles change, and the thread must not.
    """

    __tablename__ = "help_message"
    request_id: Mapped[str] = mapped_column(ForeignKey("help_request.id"), index=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    from_uke: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(60), default="")
    token: Mapped[str | None] = mapped_column(String(36), unique=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
