"""Queries on the documents of a purchasing system."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..models import DpsDocument


def of_system(session: Session, dps_id: str) -> Sequence[DpsDocument]:
    """All documents of a system by title, the removed ones too."""
    query = select(DpsDocument).where(DpsDocument.dps_id == dps_id)
    return session.scalars(query.order_by(func.lower(DpsDocument.title), DpsDocument.added_at)).all()


def standing_twin(session: Session, dps_id: str, title: str, sha256: str) -> DpsDocument | None:
    """The document with the same content and title that is not removed."""
    query = select(DpsDocument).where(
        DpsDocument.dps_id == dps_id, DpsDocument.sha256 == sha256, DpsDocument.title == title,
        DpsDocument.removed_at.is_(None),
    )  # fmt: skip
    return session.scalar(query.limit(1))


def held(session: Session, dps_id: str, document_id: str) -> DpsDocument | None:
    """One document of the system, held until the transaction ends."""
    row = session.get(DpsDocument, document_id, with_for_update=True, populate_existing=True)
    return row if row is not None and row.dps_id == dps_id else None
