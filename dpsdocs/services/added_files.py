"""Files a package passes through: the agency's attachments and UKE's annexes, as the case names them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.case import AnnexFile, AttachedFile, Case
from ..store import models
from ..store.queries import attachments as attached
from . import files


def attachments(session: Session, competition_id: str) -> tuple[AttachedFile, ...]:
    """The attachments that are not taken away, in their order."""
    return tuple(
        AttachedFile(row.title, row.file_name, row.sha256, row.confidential)
        for row in attached.standing(session, competition_id)
    )


def copy(session: Session, source_id: str, competition_id: str, actor_id: str, *, leaves: bool) -> None:
    """The attachments a copy begins with. With ``leaves`` it is another agency's: the confidential ones stay."""
    for row in attached.standing(session, source_id):
        if not (leaves and row.confidential):
            session.add(
                models.Attachment(
                    competition_id=competition_id, position=row.position, title=row.title, file_name=row.file_name,
                    sha256=row.sha256, size=row.size, confidential=row.confidential, added_by=actor_id,
                )
            )  # fmt: skip


def annexes(session: Session, set_id: str) -> tuple[AnnexFile, ...]:
    """UKE's file for each annex of a set: the newest that is not taken away."""
    query = (
        select(models.AnnexFile)
        .where(models.AnnexFile.set_id == set_id, models.AnnexFile.removed_at.is_(None))
        .order_by(models.AnnexFile.added_at, models.AnnexFile.id)
    )
    newest = {row.annex_id: row for row in session.scalars(query)}
    return tuple(AnnexFile(key, row.file_name, row.sha256) for key, row in sorted(newest.items()))


def lay_out(session: Session, case: Case, folder: Path) -> None:
    """The bytes of every added file in a folder, named by hash, for a process that has no database.

    Where the case changes a sent version, that version's case file lies there too.
    """
    sent = [case.replaces.sha256] if case.replaces else []
    for sha256 in (*case.added, *sent):
        (folder / sha256).write_bytes(files.get(session, sha256))
