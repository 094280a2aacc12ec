"""Queries on UKE's files for the annexes of a master set."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..engines import serialise
from ..models import AnnexFile


def of_set(session: Session, set_id: str) -> Sequence[AnnexFile]:
    """All files of a set's annexes, the newest first, those that no longer count too."""
    query = select(AnnexFile).where(AnnexFile.set_id == set_id)
    return session.scalars(query.order_by(AnnexFile.added_at.desc(), AnnexFile.id.desc())).all()


def standing(session: Session, set_id: str, annex_id: str) -> AnnexFile | None:
    """The file that counts: the newest that is not taken away."""
    query = (
        select(AnnexFile)
        .where(AnnexFile.set_id == set_id, AnnexFile.annex_id == annex_id, AnnexFile.removed_at.is_(None))
        .order_by(AnnexFile.added_at.desc(), AnnexFile.id.desc())
    )
    return session.scalar(query.limit(1))


def one(session: Session, file_id: str) -> AnnexFile | None:
    """One file, whether it counts or not."""
    return session.get(AnnexFile, file_id, populate_existing=True)


def hold(session: Session, set_id: str, annex_id: str) -> None:
    """Let nobody else change the annex until the transaction ends."""
    serialise(session, f"annex {set_id} {annex_id}")
