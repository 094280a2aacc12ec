"""Trial runs of the evaluation before a competition is issued."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, WithId, now


class Trial(WithId, Base):
    """One run with invented tenders. ``basis`` is how tenders were compared as the answers stood; no run is changed.

    ``lot`` is the id of the lot's row, empty when the competition is not divided. ``token`` is the form's id.
    """

    __tablename__ = "trial"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"))
    lot: Mapped[str] = mapped_column(String(36), default="")
    basis: Mapped[Any] = mapped_column(JSON)
    bids: Mapped[Any] = mapped_column(JSON)
    token: Mapped[str | None] = mapped_column(String(36), unique=True)
    made_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    __table_args__ = (Index("ix_trial_place", "competition_id", "made_at"),)
