"""Queries on who has a text: competitions under way, and packages that are issued."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Agency, Competition, Package, PackageFile, Release, User
from .masters import not_tried

Found = tuple[Competition, str, str]
Issued = tuple[Package, Competition, str, str]
UNDER_WAY = ("draft", "submitted", "approved")
OPEN = ("issued", "sent")
STANDING = ("current", "replaced")


def under_way(session: Session, set_id: str) -> Sequence[Found]:
    """Competitions of a set that are not issued, with the names of agency and owner."""
    query = (
        select(Competition, Agency.name, User.name)
        .join(Release, Release.id == Competition.release_id)
        .join(Agency, Agency.id == Competition.agency_id)
        .join(User, User.id == Competition.owner_id)
        .where(Release.set_id == set_id, not_tried(), Competition.status.in_(UNDER_WAY))
        .order_by(Agency.name, Competition.title, Competition.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def issued(session: Session, set_id: str, *, only_open: bool = False) -> Sequence[Issued]:
    """Packages of a set that are not withdrawn, the latest last; ``only_open``: those suppliers may still answer."""
    query = (
        select(Package, Competition, Agency.name, User.name)
        .join(Competition, Competition.id == Package.competition_id)
        .join(Release, Release.id == Package.release_id)
        .join(Agency, Agency.id == Competition.agency_id)
        .join(User, User.id == Competition.owner_id)
        .where(Release.set_id == set_id, Package.state.in_(STANDING), Competition.status != "cancelled")
        .order_by(Agency.name, Competition.title, Package.number)
    )
    if only_open:
        query = query.where(Package.state == "current", Competition.status.in_((*OPEN, *UNDER_WAY)))
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


def word_files(session: Session, package_id: str) -> Sequence[tuple[str, str]]:
    """Title and hash of the Word files the bidders got."""
    query = (
        select(PackageFile.title, PackageFile.sha256)
        .where(
            PackageFile.package_id == package_id, PackageFile.part == "bidders",
            PackageFile.is_archive.is_(False), PackageFile.name.like("%.docx"),
        )
        .order_by(PackageFile.position)
    )  # fmt: skip
    return [(row[0], row[1]) for row in session.execute(query)]
