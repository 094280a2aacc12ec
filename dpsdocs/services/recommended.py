"""Requirements the set recommends for the services bought: ticked when these are first chosen, offered later."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.answers import Raw
from ..domain.library import Requirement, Service
from ..store import models
from . import editing
from .competitions import Opened
from .editing import Source
from .releases import Releases

SERVICES, REQUIREMENTS = "services", "requirements"


@dataclass(frozen=True, slots=True)
class Offer:
    """Recommended requirements for a service that are not chosen, and that nobody has taken away."""

    service: Service
    ids: tuple[str, ...]


def for_services(library: Sequence[Requirement], services: Collection[str]) -> tuple[str, ...]:
    """The requirements recommended for these services, beside those recommended for all."""
    return tuple(r.id for r in library if r.suggested and set(r.services) & set(services))


def followed(
    session: Session, releases: Releases, row: models.Competition, submitted: Mapping[str, Raw], place: Source
) -> Mapping[str, Raw]:
    """What is saved, with the requirements that follow when the services are chosen for the first time.

    That lasts as long as the page it happens on: what is chosen later changes nothing by itself.
    """
    if SERVICES not in submitted or REQUIREMENTS in submitted or not _is_first(session, row, place):
        return submitted
    library = releases.load(session, row.release_id).catalogue.requirements
    before = for_services(library, _list(_stored(session, row, SERVICES)))
    after = for_services(library, _list(editing.clean(submitted[SERVICES])))
    current = _list(_stored(session, row, REQUIREMENTS))
    kept = [name for name in current if name in after or name not in before]
    chosen = [*kept, *(name for name in after if name not in kept)]
    return submitted if chosen == current else {**submitted, REQUIREMENTS: chosen}


def offers(session: Session, opened: Opened) -> tuple[Offer, ...]:
    """What can be added for each service that is bought, in the order of the set."""
    catalogue, values = opened.release.catalogue, opened.competition.values
    chosen = {
        *_list(opened.competition.case.answers.get(REQUIREMENTS, "")),
        *_declined(session, opened.summary.id),
    }
    left = [
        r for r in catalogue.requirements if r.id not in chosen and (r.when is None or r.when.holds(values))
    ]
    found = (
        Offer(service, for_services(left, {service.id}))
        for service in catalogue.services
        if service.id in (values.get(SERVICES) or ())
    )
    return tuple(offer for offer in found if offer.ids)


def _is_first(session: Session, row: models.Competition, place: Source) -> bool:
    """Whether no services were chosen before the page that saves now was opened."""
    query = (
        select(models.AnswerChange)
        .where(models.AnswerChange.competition_id == row.id, models.AnswerChange.key == SERVICES)
        .order_by(models.AnswerChange.revision)
    )
    changes = session.scalars(query).all()
    if not changes:
        return not _stored(session, row, SERVICES)
    if any(place.step and c.step > place.step for c in changes):
        return False
    same_page = all(place.tab and (c.tab, c.user_id) == (place.tab, place.actor) for c in changes)
    return same_page and not changes[0].old


def _declined(session: Session, competition_id: str) -> set[str]:
    """The requirements somebody has taken away; not those that followed the services away."""
    query = select(models.AnswerChange).where(
        models.AnswerChange.competition_id == competition_id,
        models.AnswerChange.key.in_((SERVICES, REQUIREMENTS)),
    )
    changes = session.scalars(query).all()
    by_services = {change.revision for change in changes if change.key == SERVICES}
    return {
        name
        for change in changes
        if change.key == REQUIREMENTS and change.revision not in by_services
        for name in set(_list(change.old or "")) - set(_list(change.new or ""))
    }


def _stored(session: Session, row: models.Competition, key: str) -> Raw:
    answer = session.get(models.Answer, (row.id, key))
    found: Raw = answer.raw if answer else ""
    return found


def _list(raw: Raw) -> list[str]:
    return raw if isinstance(raw, list) else []
