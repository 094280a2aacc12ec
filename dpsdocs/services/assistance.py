"""Help from UKE: an agency asks about a competition, a DPS manager answers, and the thread stays with the case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ..domain import formats, roles, workflow
from ..domain.answers import cleaned
from ..domain.competition import build
from ..domain.roles import Actor
from ..store import models
from . import audit, cases, saving
from .cases import Summary
from .errors import Conflict, Forbidden, Invalid, NotFound
from .releases import Releases

MAX_TEXT = 10_000
CHECK = "kontroller"
_PLACE = re.compile(rf"{CHECK}|del/[a-z0-9_-]{{1,50}}")


@dataclass(frozen=True, slots=True)
class Place:
    """The page a message is about. ``section`` is empty for the page that checks the answers."""

    key: str
    title: str
    section: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Message:
    """One message, with the page it is about if any."""

    id: str
    author: str
    from_uke: bool
    text: str
    at: datetime
    place: Place | None


@dataclass(frozen=True, slots=True)
class Request:
    """One request with its messages, the oldest first."""

    id: str
    asked_by: str
    asked_at: datetime
    closed_by: str
    closed_at: datetime | None
    messages: Sequence[Message]


@dataclass(frozen=True, slots=True)
class Thread:
    """What is said about a competition. ``side`` is for whom the viewer writes: agency, uke or nobody."""

    summary: Summary
    side: str
    can_open: bool
    can_ask: bool
    open: Request | None
    earlier: Sequence[Request]
    places: Sequence[Place]

    def place(self, key: str) -> Place | None:
        """The page by its key, when it is one of this competition's."""
        return next((place for place in self.places if place.key == key), None)


def readable(session: Session, actor: Actor, competition_id: str) -> models.Competition:
    """The row for those who may read its thread: a DPS manager who was asked once still may, closed or not."""
    row = session.get(models.Competition, competition_id)
    if row is not None and actor.is_central("dps_manager") and cases.help_state(session, row.id):
        return row
    return cases.readable(session, actor, competition_id)


def thread(session: Session, releases: Releases, actor: Actor, competition_id: str) -> Thread:
    """Everything said about the competition, the latest request first."""
    row = readable(session, actor, competition_id)
    can_open = cases.may_read(session, actor, row)
    places = _places(session, releases, row, can_open)
    query = (
        select(models.HelpRequest)
        .where(models.HelpRequest.competition_id == row.id)
        .order_by(models.HelpRequest.asked_at.desc(), models.HelpRequest.id)
    )
    requests = [_request(session, request, places) for request in session.scalars(query)]
    side = roles.help_side(actor, row.agency_id)
    return Thread(
        cases.summary(session, row), side, can_open,
        side == "agency" and workflow.is_before_issue(row.status),
        next((r for r in requests if r.closed_at is None), None),
        [r for r in requests if r.closed_at is not None], tuple(places.values()),
    )  # fmt: skip


def _places(
    session: Session, releases: Releases, row: models.Competition, can_open: bool
) -> dict[str, Place]:
    """The pages one can ask from; those later answers have hidden are still known by name."""
    catalogue = releases.load(session, row.release_id).catalogue
    values = build(cases.build(session, row), catalogue).values
    shown = {section.id for section in catalogue.questions.visible_sections(values)}
    found = [Place(CHECK, "Kontroller svarene", "", can_open)]
    found += [
        Place(f"del/{section.id}", section.title, section.id, can_open and section.id in shown)
        for section in catalogue.questions.sections
    ]
    return {place.key: place for place in found}


def _messages(request_id: str) -> Select[models.HelpMessage]:
    return (
        select(models.HelpMessage)
        .where(models.HelpMessage.request_id == request_id)
        .order_by(models.HelpMessage.at, models.HelpMessage.id)
    )


def _name(session: Session, user_id: str) -> str:
    return session.get_one(models.User, user_id).name


def _request(session: Session, row: models.HelpRequest, places: dict[str, Place]) -> Request:
    messages = [
        Message(m.id, _name(session, m.author_id), m.from_uke, m.text, m.at, places.get(m.place))
        for m in session.scalars(_messages(row.id))
    ]
    closer = _name(session, row.closed_by) if row.closed_by else ""
    return Request(row.id, _name(session, row.asked_by), row.asked_at, closer, row.closed_at, messages)


def ask(
    session: Session, actor: Actor, competition_id: str, text: str, *, place: str = "", token: str = ""
) -> None:
    """Ask UKE, and let its DPS managers read the case until the request is closed.

    Joins the open request when a colleague has asked already. The same token posts once.
    """
    row = _held(session, actor, competition_id)
    if roles.help_side(actor, row.agency_id) != "agency":
        raise Forbidden("Bare saksbehandlere og godkjennere i virksomheten kan be UKE om hjelp.")
    if _is_posted(session, actor, row, token):
        return
    words = _words(text, "Skriv hva dere trenger hjelp til.")
    query = select(models.HelpRequest).where(
        models.HelpRequest.competition_id == row.id, models.HelpRequest.closed_at.is_(None)
    )
    request = session.scalar(query)
    action = "help.answered" if request else "help.asked"
    if request is None:
        if not workflow.is_before_issue(row.status):
            raise Conflict("Meldingen er ikke sendt. Dere kan be UKE om hjelp til dokumentpakken er utstedt.")
        request = models.HelpRequest(competition_id=row.id, asked_by=actor.id)
        session.add(request)
        session.flush()
    _post(session, actor, row, request, words, place, token, action)


def answer(
    session: Session,
    actor: Actor,
    competition_id: str,
    request_id: str,
    text: str,
    *,
    place: str = "",
    token: str = "",
) -> None:
    """Write in an open request, for UKE or for the agency. The same token posts once."""
    row = _held(session, actor, competition_id)
    request = _request_of(session, row, request_id)
    if _is_posted(session, actor, row, token):
        return
    words = _words(text, "Skriv et svar.")
    if request.closed_at is not None:
        closer = _name(session, request.closed_by or "")
        at = formats.short_moment(request.closed_at)
        raise Conflict(f"Svaret er ikke sendt. {closer} lukket forespørselen {at}.")
    _post(session, actor, row, request, words, place, token, "help.answered")


def close(session: Session, actor: Actor, competition_id: str, request_id: str) -> None:
    """Close a request; closing twice closes once. The thread stays, and a draft is hidden from UKE again."""
    row = _held(session, actor, competition_id)
    if _request_of(session, row, request_id).closed_at is None:
        cases.end_help(session, actor, row)
        session.commit()


def _held(session: Session, actor: Actor, competition_id: str) -> models.Competition:
    """The competition for somebody who may write in its thread; locked until the transaction ends."""
    row = readable(session, actor, competition_id)
    if not roles.help_side(actor, row.agency_id):
        raise Forbidden("Du kan lese meldingene, men ikke skrive her.")
    cases.lock(session, row)
    return row


def _request_of(session: Session, row: models.Competition, request_id: str) -> models.HelpRequest:
    request = session.get(models.HelpRequest, cleaned(request_id))
    if request is None or request.competition_id != row.id:
        raise NotFound("Forespørselen finnes ikke.")
    return request


def _is_posted(session: Session, actor: Actor, row: models.Competition, token: str) -> bool:
    """Whether a form has been handled already; ``Conflict`` when its token is somebody else's."""
    if not _token(token):
        return False
    query = (
        select(models.HelpMessage, models.HelpRequest.competition_id)
        .join(models.HelpRequest, models.HelpRequest.id == models.HelpMessage.request_id)
        .where(models.HelpMessage.token == _token(token))
    )
    found = session.execute(query).first()
    if found is not None and (found[0].author_id, found[1]) != (actor.id, row.id):
        raise Conflict
    return found is not None


def _token(text: str) -> str | None:
    return cleaned(text)[:36] or None


def _words(text: str, empty: str) -> str:
    words = cleaned(text).strip()
    if not words:
        raise Invalid({"text": empty})
    if len(words) > MAX_TEXT:
        size, room = formats.number(len(words)), formats.number(MAX_TEXT)
        raise Invalid({"text": f"Meldingen er på {size} tegn. Det er plass til {room}. Kort den ned."})
    return words


def _post(
    session: Session, actor: Actor, row: models.Competition, request: models.HelpRequest, words: str,
    place: str, token: str, action: str,
) -> None:  # fmt: skip
    session.add(
        models.HelpMessage(
            request_id=request.id, author_id=actor.id, text=words, token=_token(token),
            from_uke=roles.help_side(actor, row.agency_id) == "uke",
            place=place if _PLACE.fullmatch(place) else "",
        )
    )  # fmt: skip
    saving.flush(session)
    audit.record(session, actor.id, action, row.id)
    session.commit()
