"""Which suppliers are admitted to a purchasing system, from when, until when, and under which name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dpsdocs.domain import case, formats
from dpsdocs.domain.formats import OSLO
from dpsdocs.domain.roles import Actor
from dpsdocs.store import models
from dpsdocs.store.queries import dps as dps_queries
from dpsdocs.store.queries import suppliers as queries

from . import audit, saving
from .errors import Forbidden, NotFound
from .fields import Fields

FOR_EVER = date.max


@dataclass(frozen=True, slots=True)
class Admitted:
    """An admission. ``names`` are the firm's names and from when, the oldest first."""

    id: str
    supplier: case.Supplier
    names: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class Admission:
    """An admission as it shall be stored."""

    org_number: str
    name: str
    admitted_from: date
    admitted_until: date | None
    categories: tuple[str, ...]

    @property
    def last_day(self) -> date:
        """The last day, far ahead when there is none."""
        return self.admitted_until or FOR_EVER

    def overlaps(self, first: date, last: date | None) -> bool:
        """Whether the periods share a day."""
        return self.admitted_from <= (last or FOR_EVER) and first <= self.last_day


def admitted(session: Session, dps_id: str, day: date) -> tuple[Admitted, ...]:
    """Who is admitted on a day (first and last day included), under the name the firm had then."""
    return tuple(_view(row, day) for row in queries.admitted_on(session, dps_id, day))


def admissions(session: Session, dps_id: str) -> tuple[Admitted, ...]:
    """All admissions, also those that have ended, under today's name."""
    return tuple(_view(row, FOR_EVER) for row in queries.admissions_to(session, dps_id))


def save_admission(
    session: Session,
    actor: Actor,
    dps_id: str,
    id: str | None,
    org_number: str,
    name: str,
    admitted_from: str | date | None,
    admitted_until: str | date | None = None,
    categories: Sequence[str] = (),
) -> Admitted:
    """Add (``id`` None) or change an admission. A new name of a known firm is added to its history."""
    held(session, actor, dps_id)
    row = session.get(models.Admission, id) if id is not None else None
    if id is not None and (row is None or row.dps_id != dps_id):
        raise NotFound("Fant ikke opptaket.")
    fields = Fields()
    wanted = read_admission(fields, org_number, name, admitted_from, admitted_until, categories)
    for other in queries.admissions_to(session, dps_id):
        same = other.supplier.org_number == wanted.org_number and other is not row
        if same and not fields.problems and wanted.overlaps(other.admitted_from, other.admitted_until):
            fields.add(
                "admitted_from", f"{other.supplier.name} er alt tatt opp {in_words(other)}. Rett datoene."
            )
    fields.raise_problems()
    row = store(session, dps_id, row, wanted, queries.by_number(session, wanted.org_number))
    saving.flush(session)
    audit.record(session, actor.id, "supplier.saved", row.id, f"{wanted.org_number} {wanted.name}")
    saved = _view(row, FOR_EVER)
    saving.commit(session)
    return saved


def held(session: Session, actor: Actor, dps_id: str) -> models.Dps:
    """The system whose list is to be changed, held until the transaction ends. Only for DPS managers."""
    if not actor.is_central("dps_manager"):
        raise Forbidden
    found = dps_queries.held(session, dps_id)
    if found is None:
        raise NotFound("Fant ikke innkjøpsordningen.")
    return found


def read_admission(
    fields: Fields,
    org_number: str,
    name: str,
    admitted_from: str | date | None,
    admitted_until: str | date | None,
    categories: Sequence[str],
) -> Admission:
    """The admission as typed; what is wrong is noted in ``fields``."""
    wanted = Admission(
        fields.organisation("org_number", org_number),
        fields.line("name", name, "Navnet", 200),
        fields.day("admitted_from", admitted_from, "Datoen for opptak"),
        fields.day_or_none("admitted_until", admitted_until),
        tuple(
            dict.fromkeys(fields.line("categories", text, "Kategorien", 120) for text in categories if text)
        ),
    )
    if not fields.problems and wanted.last_day < wanted.admitted_from:
        first = formats.day(wanted.admitted_from)
        fields.add(
            "admitted_until", f"Opptaket kan ikke slutte før det begynner ({first}). Rett en av datoene."
        )
    return wanted


def store(
    session: Session,
    dps_id: str,
    row: models.Admission | None,
    wanted: Admission,
    firm: models.Supplier | None,
) -> models.Admission:
    """Write the admission, the firm, and the firm's name when it is new."""
    today = models.now().astimezone(OSLO).date()
    if firm is None:
        firm = models.Supplier(org_number=wanted.org_number, name=wanted.name)
        firm.names.append(models.SupplierName(name=wanted.name, from_date=min(today, wanted.admitted_from)))
        session.add(firm)
    elif firm.name != wanted.name:
        firm.name = wanted.name
        same_day = next((entry for entry in firm.names if entry.from_date == today), None)
        if same_day is not None:  # a name mended the day it was written was never borne
            same_day.name = wanted.name
        else:
            firm.names.append(models.SupplierName(name=wanted.name, from_date=today))
    if row is None:
        row = models.Admission(dps_id=dps_id)
        session.add(row)
    row.supplier, row.categories = firm, list(wanted.categories)
    row.admitted_from, row.admitted_until = wanted.admitted_from, wanted.admitted_until
    return row


def in_words(row: models.Admission | Admission) -> str:
    """«fra 1. mars 2026 til 28. februar 2030»."""
    until = f" til {formats.day(row.admitted_until)}" if row.admitted_until else ""
    return f"fra {formats.day(row.admitted_from)}{until}"


def _view(row: models.Admission, day: date) -> Admitted:
    names = tuple((entry.name, entry.from_date) for entry in row.supplier.names)
    then = [name for name, first in names if first <= day] or [name for name, _ in names[:1]]
    supplier = case.Supplier(
        then[-1] if then else row.supplier.name,
        row.supplier.org_number,
        row.admitted_from,
        row.admitted_until,
        tuple(row.categories),
    )
    return Admitted(row.id, supplier, names)
