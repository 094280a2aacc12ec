"""Requests for help in lists: what waits for a person, and all of them for UKE."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ..domain import formats, roles
from ..domain.roles import Actor
from ..store import models
from . import cases
from .approvals import Waiting
from .cases import Summary
from .errors import Forbidden

PAGE_SIZE = 25
_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Line:
    """One request with its last message; ``from_uke`` says which side wrote it."""

    id: str
    summary: Summary
    asked_by: str
    asked_at: datetime
    closed_by: str
    closed_at: datetime | None
    last_by: str
    last_at: datetime
    from_uke: bool
    excerpt: str


@dataclass(frozen=True, slots=True)
class Listing:
    """All open requests, the one that has waited longest first, and a page of closed ones, the latest first."""

    for_uke: Sequence[Line]
    for_agency: Sequence[Line]
    closed: Sequence[Line]
    page: int
    pages: int


def waiting(session: Session, actor: Actor) -> tuple[Waiting, ...]:
    """«Venter på deg»: open requests where the other side wrote last."""
    query = _requests().where(models.HelpRequest.closed_at.is_(None))
    if not actor.is_central("dps_manager"):
        query = query.where(models.Competition.agency_id.in_(actor.agencies_with("drafter", "approver")))
    return tuple(
        Waiting(line.summary, "help", f"{line.last_by} {'i UKE svarer' if line.from_uke else 'spør'}: {line.excerpt}")
        for line in _lines(session, session.scalars(query))
        if roles.help_side(actor, line.summary.agency_id) == ("agency" if line.from_uke else "uke")
    )  # fmt: skip


def listing(session: Session, actor: Actor, page: int = 1) -> Listing:
    """The requests of all agencies. Only for DPS managers."""
    if not actor.is_central("dps_manager"):
        raise Forbidden
    still_open = _requests().where(models.HelpRequest.closed_at.is_(None))
    lines = sorted(_lines(session, session.scalars(still_open)), key=lambda line: line.last_at)
    over = models.HelpRequest.closed_at.is_not(None)
    count = session.scalar(select(func.count()).select_from(models.HelpRequest).where(over)) or 0
    pages = max(1, -(-count // PAGE_SIZE))
    page = min(max(1, page), pages)
    latest = (
        select(models.HelpRequest)
        .where(over)
        .order_by(models.HelpRequest.closed_at.desc(), models.HelpRequest.id)
    )
    closed = session.scalars(latest.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE))
    return Listing(
        [line for line in lines if not line.from_uke], [line for line in lines if line.from_uke],
        _lines(session, closed), page, pages,
    )  # fmt: skip


def _requests() -> Select[models.HelpRequest]:
    return (
        select(models.HelpRequest)
        .join(models.Competition, models.Competition.id == models.HelpRequest.competition_id)
        .order_by(models.HelpRequest.asked_at, models.HelpRequest.id)
    )


def _lines(session: Session, requests: Iterable[models.HelpRequest]) -> list[Line]:
    return [_line(session, request) for request in list(requests)]


def _line(session: Session, request: models.HelpRequest) -> Line:
    query = (
        select(models.HelpMessage)
        .where(models.HelpMessage.request_id == request.id)
        .order_by(models.HelpMessage.at.desc(), models.HelpMessage.id.desc())
        .limit(1)
    )
    last = session.scalars(query).one()
    row = session.get_one(models.Competition, request.competition_id)
    closer = session.get_one(models.User, request.closed_by).name if request.closed_by else ""
    words = " ".join(last.text.split())
    return Line(
        request.id, cases.summary(session, row), session.get_one(models.User, request.asked_by).name,
        request.asked_at, closer, request.closed_at, session.get_one(models.User, last.author_id).name, last.at,
        last.from_uke, _shortened(words),
    )  # fmt: skip


def _shortened(words: str) -> str:
    """The beginning, cut between two words where there are any."""
    if len(words) <= _EXCERPT:
        return words
    return f"{words[:_EXCERPT].rsplit(' ', 1)[0]}{formats.NBSP}…"
