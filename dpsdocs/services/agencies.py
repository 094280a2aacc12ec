"""The contracting authorities. Everybody signed in reads them; administrators write."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from dpsdocs.domain.roles import Actor
from dpsdocs.store.models import Agency
from dpsdocs.store.queries import agencies as queries

from . import audit, saving
from .errors import Forbidden, NotFound
from .fields import Fields


@dataclass(frozen=True, slots=True)
class AgencyView:
    """One agency."""

    id: str
    name: str
    short: str
    org_number: str
    address: str
    postal: str
    active: bool
    version: int


def agencies(session: Session) -> tuple[AgencyView, ...]:
    """All agencies, by name."""
    return tuple(_view(row) for row in queries.by_name(session))


def agency(session: Session, id: str) -> AgencyView:
    """One agency."""
    return _view(_found(session, id))


def save_agency(
    session: Session,
    actor: Actor,
    id: str | None,
    *,
    name: str,
    short: str,
    org_number: str,
    address: str,
    postal: str,
    active: bool = True,
    version: int = 0,
) -> AgencyView:
    """Add (``id`` None) or change an agency; ``version`` is the one the person saw."""
    if not actor.is_admin:
        raise Forbidden
    row = _found(session, id) if id is not None else None
    if row is not None:
        saving.check_version(row.version, version)
    fields = Fields()
    values = {
        "name": fields.line("name", name, "Navnet", 200),
        "short": fields.line("short", short, "Kortnavnet", 40, required=False),
        "org_number": fields.organisation("org_number", org_number),
        "address": fields.line("address", address, "Adressen", 200, required=False),
        "postal": fields.line("postal", postal, "Postnummer og poststed", 100, required=False),
    }
    _refuse_twins(session, fields, values, id)
    fields.raise_problems()
    if row is None:
        row = Agency()
        session.add(row)
    for field, value in values.items():
        setattr(row, field, value)
    row.active = active
    saving.flush(session)
    audit.record(session, actor.id, "agency.saved", row.id, f"{row.name}, {row.org_number}")
    saved = _view(row)
    saving.commit(session)
    return saved


def _refuse_twins(session: Session, fields: Fields, values: dict[str, str], id: str | None) -> None:
    for other in queries.with_same_name_or_number(session, values["name"], values["org_number"]):
        if other.id == id:
            continue
        if other.org_number == values["org_number"]:
            fields.add("org_number", f"Organisasjonsnummeret er i bruk av {other.name}.")
        else:
            fields.add("name", f"Det finnes alt en virksomhet som heter {other.name}.")


def _found(session: Session, id: str) -> Agency:
    row = session.get(Agency, id)
    if row is None:
        raise NotFound("Fant ikke virksomheten.")
    return row


def _view(row: Agency) -> AgencyView:
    return AgencyView(
        row.id, row.name, row.short, row.org_number, row.address, row.postal, row.active, row.version
    )
