"""Queries on the files an agency adds to its competition."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Attachment


def standing(session: Session, competition_id: str) -> Sequence[Attachment]:
    """The attachments that are not taken away, in their order."""
    query = select(Attachment).where(
        Attachment.competition_id == competition_id, Attachment.removed_at.is_(None)
    )
    return session.scalars(query.order_by(Attachment.position, Attachment.added_at, Attachment.id)).all()


def every(session: Session, competition_id: str) -> Sequence[Attachment]:
    """All attachments the competition has had, taken away or not, the latest last."""
    query = select(Attachment).where(Attachment.competition_id == competition_id)
    return session.scalars(query.order_by(Attachment.added_at, Attachment.id)).all()


def one(session: Session, competition_id: str, attachment_id: str) -> Attachment | None:
    """One attachment of the competition, taken away or not."""
    row = session.get(Attachment, attachment_id)
    return row if row is not None and row.competition_id == competition_id else None
