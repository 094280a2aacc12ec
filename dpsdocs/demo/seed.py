"""Filling the demo's database, once; passwords are new at every start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..config import Config
from ..domain import deadlines
from ..domain.case import Case, Criterion
from ..domain.formats import OSLO
from ..domain.identifiers import IdentifierError, organisation_number
from ..services import approvals, competitions, dps, packages, sections
from ..services.dps_input import CriterionInput, DpsInput
from ..store import models
from ..store.db import make_session
from ..store.models import now
from ..worker import Tools, tools, work_once
from . import samples
from .history import add_history
from .papers import add_annex, add_attachments, add_papers
from .people import PEOPLE, actor, add_people, new_passwords
from .questions import add_question
from .trials import add_trial

Say = Callable[[str], None]
_SUPPLIERS = ("Nordvakt Eksempel AS", "Fjordsikring Eksempel AS", "Byvern Eksempel AS", "Trygg Port Eksempel AS",
              "Vaktringen Eksempel AS")  # fmt: skip
_OLD = "18/2211"


def seed(settings: Config, say: Say) -> None:
    """Fill an empty demo database and print a sign-in per role."""
    hand = tools(settings)
    with make_session(settings.database_url) as session:
        if not session.scalar(select(func.count()).select_from(models.User)):
            say("Lager eksempeldata …")
            _fill(session, hand)
        say("Logg inn med en av disse. Passordene gjelder til neste gang demoen startes.")
        for line in new_passwords(session):
            say(line)
    with hand.sessions() as own:
        own.get_bind().engine.dispose()  # the tools have connections of their own


def fictitious_number(index: int) -> str:
    """The valid organisation number number ``index`` in a series that is not handed out to anybody we know."""
    found = -1
    for base in range(89_990_000, 90_000_000):
        for control in range(10):
            try:
                number = organisation_number(f"{base}{control}")
            except IdentifierError:
                continue
            found += 1
            if found == index:
                return number
    raise LookupError(index)


def _fill(session: Session, hand: Tools) -> None:
    sample = samples.sample("reception")
    agencies = _agencies(session, sample)
    add_people(session, agencies)
    session.commit()
    systems = _systems(session, sample)
    suppliers = _suppliers(session, list(systems.values()))
    release_id = hand.releases.live(session)
    owners = {"Etat for byens arkiver": actor(session, "ingrid@example.org").id,
              "Etat for badeanlegg": actor(session, "jonas@example.org").id}  # fmt: skip
    add_history(session, agencies, systems, suppliers, release_id, owners)
    session.commit()
    add_papers(session, actor(session, "tone@example.org"), systems["24/1307"].id)
    add_annex(session, hand.releases, actor(session, "erik@example.org"))
    people = {figure.email: actor(session, figure.email) for figure in PEOPLE}
    system = systems["24/1307"]
    samples.add_finished(session, hand.releases, agencies, system.id, people, suppliers)
    samples.add_drafts(session, hand.releases, agencies, system.id, people, now().astimezone(OSLO).date())
    _running(session, hand, sample, agencies, system)


def _agencies(session: Session, sample: Case) -> dict[str, models.Agency]:
    first = sample.agency
    rows = [
        models.Agency(name="Etat for byens arkiver", short="Arkivetaten", org_number=first.org_number,
                      address=first.address, postal=first.postal),
        models.Agency(name="Etat for badeanlegg", short="Badeetaten", org_number=fictitious_number(40),
                      address="Eksempelgata 12", postal="0150 Oslo"),
    ]  # fmt: skip
    session.add_all(rows)
    return {row.name: row for row in rows} | samples.add_agencies(session)


def _systems(session: Session, sample: Case) -> dict[str, models.Dps]:
    """The expired DPS and its successor, both as samples; only the successor is confirmed."""
    manager = actor(session, "tone@example.org")
    record = sample.dps
    criteria = [_typed(c) for c in record.criteria]
    common: dict[str, Any] = {
        "owner": record.owner, "regime": record.regime, "cpv_main": record.cpv_main, "cpv": record.cpv,
        "criteria": criteria, "contact_name": record.contact_name, "contact_email": record.contact_email,
        "example": True,
    }  # fmt: skip
    old = DpsInput(reference=_OLD, title=f"{record.title} (utløpt)", valid_from=date(2018, 11, 1),
                   valid_to=date(2024, 12, 31), announced=date(2018, 9, 3), **common)  # fmt: skip
    new = DpsInput(reference=record.reference, title=record.title, valid_from=record.valid_from,
                   valid_to=record.valid_to, announced=record.announced, notice_id=record.notice_id,
                   **common)  # fmt: skip
    dps.save_dps(session, manager, None, old)
    view = dps.save_dps(session, manager, None, new)
    for group in ("validity", "regime", "criteria"):
        view = dps.dps(session, view.id)
        dps.confirm(session, manager, view.id, group, view.version)
    return {row.reference: row for row in session.scalars(select(models.Dps))}


def _typed(criterion: Criterion) -> CriterionInput:
    return CriterionInput(
        name=criterion.name, kind=criterion.kind, minimum=criterion.minimum, maximum=criterion.maximum,
        assessed=criterion.assessed, documentation=criterion.documentation, id=criterion.id,
    )  # fmt: skip


def _suppliers(session: Session, systems: list[models.Dps]) -> list[tuple[str, str]]:
    found = []
    for index, name in enumerate(_SUPPLIERS):
        number = fictitious_number(index)
        supplier = models.Supplier(org_number=number, name=name)
        supplier.names.append(models.SupplierName(name=name, from_date=date(2018, 11, 1)))
        session.add(supplier)
        session.flush()
        for system in systems:
            until = system.valid_to if system.reference == _OLD else None
            session.add(
                models.Admission(
                    dps_id=system.id,
                    supplier_id=supplier.id,
                    admitted_from=system.valid_from,
                    admitted_until=until,
                )
            )
        found.append((name, number))
    session.commit()
    return found


def _running(
    session: Session, hand: Tools, sample: Case, agencies: dict[str, models.Agency], system: models.Dps
) -> None:
    """One sent, one that waits for approval, one with an answer missing, one just begun."""
    drafter, approver = actor(session, "ingrid@example.org"), actor(session, "amir@example.org")
    agency = agencies["Etat for byens arkiver"].id
    for title, number, steps in (
        ("Vakt i publikumsmottaket", "26/04990", 4),
        ("Resepsjonsvakt i Akersgata", "26/05120", 2),
        ("Kveldsvakt på lesesalen", "26/05233", 1),
        ("Vakthold ved flytting", "26/05301", 0),
    ):
        made = competitions.start(session, hand.releases, drafter, agency, system.id, models.new_id())
        answers = {**_moved(sample).answers, "title": title, "case_number": number}
        if steps == 1:
            answers |= {"need": "", "extras": ["attachments"]}
        if steps == 0:
            answers = {"title": title, "case_number": number}
        saved = sections.save(session, hand.releases, drafter, made, answers, base=0)
        if steps == 1:
            add_attachments(session, drafter, made)
            add_question(session, hand.releases, made)
            add_trial(session, hand.releases, drafter, made)
        if steps >= 2:
            approvals.submit(
                session, hand.releases, drafter, made, saved.revision, "Kan du se på kravene også?"
            )
        if steps == 4:
            waiting = approvals.rounds(session, made)[0]
            approvals.decide(session, hand.releases, approver, made, waiting.id, "approve", "")
            packages.issue(session, hand.releases, drafter, made)
            work_once(hand)
            session.expire_all()
            if packages.issued(session, drafter, made).packages:  # without the PDF engine nothing was made
                packages.mark_sent(session, drafter, made)


def _moved(sample: Case) -> Case:
    """The sample with its dates moved so that they lie ahead of today."""
    sent = deadlines.next_working_day(now().astimezone(OSLO).date() + timedelta(days=7))
    deadline = deadlines.count(sent).earliest + timedelta(days=4)
    while not deadlines.is_working_day(deadline.date()):
        deadline += timedelta(days=1)
    start = date(deadline.year + (deadline.month > 9), (deadline.month + 2) % 12 + 1, 1)
    answers = {
        **sample.answers,
        "sending_date": sent.isoformat(),
        "tender_deadline": deadline.isoformat(),
        "start_date": start.isoformat(),
        "end_date": (date(start.year + 2, start.month, 1) - timedelta(days=1)).isoformat(),
    }
    return replace(sample, answers=answers)
