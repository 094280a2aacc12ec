"""What people decide about rules: UKE's changes of the table, and words on findings of one competition."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, WithId, now


class RuleChange(WithId, Base):
    """One change of the table of rules; ``number`` counts them and stands in the table's version.

    ``kind`` is rule or amount. A rule gets a ``state``; an amount row, named by its first day too, gets a value.
    """

    __tablename__ = "rule_change"
    number: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10), default="")
    valid_from: Mapped[date | None]
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Judgement(WithId, Base):
    """Somebody's words on a finding. ``kind``: aside, override, confirmed. ``mark`` is the finding's fingerprint.

    An override needs ``approved_by``, another person. One taken back keeps its row.
    """

    __tablename__ = "judgement"
    competition_id: Mapped[str] = mapped_column(ForeignKey("competition.id"))
    kind: Mapped[str] = mapped_column(String(10))
    rule: Mapped[str] = mapped_column(String(60))
    mark: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text, default="")
    file_name: Mapped[str] = mapped_column(String(120), default="")
    sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    made_by: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_by: Mapped[str | None] = mapped_column(ForeignKey("app_user.id"))
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    __table_args__ = (Index("ix_judgement_place", "competition_id", "mark"),)
