"""Queries on files kept by their hash."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..models import Blob


def is_there(session: Session, sha256: str) -> bool:
    """Whether the file is kept."""
    return session.scalar(select(Blob.sha256).where(Blob.sha256 == sha256)) is not None


def keep(session: Session, sha256: str, data: bytes) -> None:
    """Keep the file; nothing happens when somebody else has just done so."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {"sha256": sha256, "size": len(data), "data": data}
    session.execute(insert(Blob).values(**values).on_conflict_do_nothing(index_elements=[Blob.sha256]))


def content(session: Session, sha256: str) -> bytes | None:
    """The bytes, or None when the file isn't there."""
    return session.scalar(select(Blob.data).where(Blob.sha256 == sha256))
