"""The logo of a draft: taken in from a picture, shown, and taken away again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..masters.source import Source, encoded
from ..verify.logo import LogoRefused, ready, size
from ..verify.theme_check import LOGO
from . import master_drafts, saving, set_looks
from .errors import Invalid
from .master_drafts import Working
from .master_history import keep, note
from .releases import Releases


def picture(working: Working) -> bytes:
    """The logo as PNG; ``NotFound`` when the draft has none."""
    return set_looks.logo(_source(working))


def has(working: Working) -> bool:
    """Whether the documents of the draft have a logo."""
    return set_looks.has_logo(_source(working))


def take_in(
    session: Session, releases: Releases, actor: Actor, draft_id: str, name: str, data: bytes
) -> None:
    """Put a picture on the covers of the draft; ``Invalid`` with the reason when it cannot be a logo."""
    master_drafts.check_writes(actor)
    if not name:
        raise Invalid({"file": "Velg en fil."})
    try:
        logo = ready(name, data)
    except LogoRefused as error:
        raise Invalid({"file": str(error)}) from error
    _keep(session, releases, actor, draft_id, logo)


def remove(session: Session, releases: Releases, actor: Actor, draft_id: str) -> None:
    """Take the logo away; nothing happens when there is none."""
    _keep(session, releases, actor, draft_id, b"")


def _keep(session: Session, releases: Releases, actor: Actor, draft_id: str, logo: bytes) -> None:
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    was = picture(working) if has(working) else b""
    if was == logo:
        return
    keep(session, row, working, LOGO, encoded(LOGO, logo))
    note(session, row, actor, LOGO, "logo", "theme", _told(was), _told(logo))
    saving.commit(session)


def _source(working: Working) -> Source:
    return Source(working.base.folder, working.texts)


def _told(logo: bytes) -> str:
    """The picture in words, for the history."""
    return "PNG på {} × {} punkter".format(*size(logo)) if logo else ""
