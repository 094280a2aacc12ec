"""Files, each kept once under its SHA-256."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from dpsdocs.store.queries import files as queries

from .errors import NotFound, ServiceError


class Damaged(ServiceError):
    """What is stored is no longer what was put in."""


def put(session: Session, data: bytes) -> str:
    """Keep the bytes in the caller's transaction and give their SHA-256. Putting them twice keeps them once."""
    sha256 = hashlib.sha256(data).hexdigest()
    if not queries.is_there(session, sha256):
        queries.keep(session, sha256, data)
    return sha256


def get(session: Session, sha256: str) -> bytes:
    """The bytes, checked against their hash."""
    data = queries.content(session, sha256)
    if data is None:
        raise NotFound("Filen finnes ikke.")
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Damaged("Filen er skadet i databasen. Legg tilbake den siste sikkerhetskopien.")
    return data
