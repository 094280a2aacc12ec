"""Every version of an issued competition: who may see it, and which answers differ from the version before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain import changes
from ..domain.competition import build
from ..domain.questions import Question
from ..domain.roles import Actor
from ..store import models
from . import attachment_page, packages, sent
from .packages import STANDING, PackageView
from .releases import Releases


def standing(session: Session, actor: Actor, competition_id: str) -> Sequence[PackageView]:
    """The packages a register entry shows, the latest first: own agency's all, others' what bidders got."""
    row = session.get(models.Competition, competition_id)
    if row is None or not packages.may_know(session, actor, row):
        return ()
    return [packages.view(session, package, actor, row.agency_id) for package in _standing(session, row)]


def differences(
    session: Session, releases: Releases, actor: Actor, competition_id: str
) -> Mapping[str, tuple[str, ...]]:
    """What differs from the version before, by package, in the names of the questions.

    Internal and confidential answers are named to the agency's own people only.
    """
    row = session.get(models.Competition, competition_id)
    if row is None or not packages.may_know(session, actor, row):
        return {}
    own = bool(actor.roles_in(row.agency_id))
    found = ((package.id, _names(session, releases, package, own)) for package in _packages(session, row))
    return {package_id: names for package_id, names in found if names}


def _names(session: Session, releases: Releases, package: models.Package, own: bool) -> tuple[str, ...]:
    case = sent.case_of(session, package.case_sha256)
    before = sent.previous(session, case)
    if before is None:
        return ()
    now = build(case, releases.load(session, package.release_id).catalogue, before)
    asked = now.catalogue.questions
    found = (
        attachment_page.QUESTION if key == changes.ATTACHMENTS else asked.get(key)
        for key in changes.changed(now)
    )
    return tuple(q.name for q in found if q is not None and (own or _is_open(q)))


def _is_open(question: Question) -> bool:
    return not (question.internal or question.confidential)


def _standing(session: Session, row: models.Competition) -> list[models.Package]:
    return [package for package in _packages(session, row) if package.state in STANDING]


def _packages(session: Session, row: models.Competition) -> list[models.Package]:
    query = select(models.Package).where(models.Package.competition_id == row.id)
    return list(session.scalars(query.order_by(models.Package.number.desc())))
