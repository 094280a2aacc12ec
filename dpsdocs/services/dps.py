"""Dynamic purchasing systems, and what UKE has confirmed of them. DPS managers write, all signed in read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dpsdocs.domain.case import Confirmed, Criterion, CriterionKind, Regime
from dpsdocs.domain.case import Dps as Record
from dpsdocs.domain.formats import OSLO
from dpsdocs.domain.roles import Actor
from dpsdocs.store import models
from dpsdocs.store.queries import dps as queries
from dpsdocs.store.queries import masters

from . import audit, saving
from .dps_input import CriterionInput, DpsInput, read_dps
from .errors import Forbidden, NotFound
from .fields import Fields

__all__ = [
    "GROUPS", "CriterionInput", "DpsInput", "DpsView", "all_dps", "confirm", "dps", "save_dps", "unconfirm",
]  # fmt: skip

GROUPS = ("validity", "regime", "criteria")
_PLAIN = (
    "reference", "title", "owner", "valid_from", "valid_to", "regime", "cpv_main", "contact_name",
    "contact_email", "announced", "notice_id", "penalty_terms",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DpsView:
    """One purchasing system. ``confirmations`` has who and when for each group that is confirmed now."""

    id: str
    record: Record
    version: int
    example: bool
    confirmations: Mapping[str, tuple[str, datetime]]
    expired: bool
    set_id: str = ""


def all_dps(session: Session) -> tuple[DpsView, ...]:
    """All systems, by title."""
    return tuple(_view(session, row) for row in queries.by_title(session))


def dps(session: Session, id: str) -> DpsView:
    """One system."""
    row = session.get(models.Dps, id)
    if row is None:
        raise NotFound("Fant ikke innkjøpsordningen.")
    return _view(session, row)


def save_dps(session: Session, actor: Actor, id: str | None, typed: DpsInput, version: int = 0) -> DpsView:
    """Add (``id`` None) or change a system; ``version`` is the one the person saw.

    A confirmation falls by itself when a field of its group changes.
    """
    row = _writable(session, actor, id, version) if id is not None else None
    if not actor.is_central("dps_manager"):
        raise Forbidden
    fields = Fields()
    record = read_dps(typed, fields)
    twin = queries.with_reference(session, record.reference)
    if twin is not None and twin is not row:
        fields.add("reference", f"Saksnummeret er i bruk av «{twin.title}».")
    if typed.set_id and not masters.has_set(session, typed.set_id):
        fields.add("set_id", "Malsettet finnes ikke. Velg et annet.")
    fields.raise_problems()
    if row is None:
        row = models.Dps(example=False)
        session.add(row)
    _write(row, record)
    row.set_id = typed.set_id or row.set_id
    if typed.example is not None:
        row.example = typed.example
    saving.flush(session)
    _drop_fallen(session, actor, row)
    audit.record(session, actor.id, "dps.saved", row.id, row.reference)
    saved = _view(session, row)
    saving.commit(session)
    return saved


def confirm(session: Session, actor: Actor, id: str, group: str, version: int) -> None:
    """Say for UKE that a group of fields is right, as it stood in ``version``."""
    row = _writable(session, actor, id, version)
    _check_group(group)
    _remove(row, group)
    saving.flush(session)
    row.confirmations.append(
        models.DpsConfirmation(group=group, digest=_digest(row, group), user_id=actor.id)
    )
    audit.record(session, actor.id, "dps.confirmed", row.id, group)
    saving.commit(session)


def unconfirm(session: Session, actor: Actor, id: str, group: str, version: int) -> None:
    """Take a confirmation back."""
    row = _writable(session, actor, id, version)
    _check_group(group)
    if _remove(row, group):
        audit.record(session, actor.id, "dps.unconfirmed", row.id, group)
    saving.commit(session)


def _writable(session: Session, actor: Actor, id: str, version: int) -> models.Dps:
    if not actor.is_central("dps_manager"):
        raise Forbidden
    row = queries.held(session, id)
    if row is None:
        raise NotFound("Fant ikke innkjøpsordningen.")
    saving.check_version(row.version, version)
    return row


def _check_group(group: str) -> None:
    if group not in GROUPS:
        raise NotFound("Gruppen av opplysninger finnes ikke.")


def _write(row: models.Dps, record: Record) -> None:
    for field in _PLAIN:
        setattr(row, field, getattr(record, field))
    row.cpv, row.categories = list(record.cpv), list(record.categories)
    # rows are reused by key: new ones would be written before the old ones are gone, under the same key
    held = {criterion.key: criterion for criterion in row.criteria}
    row.criteria = [held.get(c.id, models.DpsCriterion(key=c.id)) for c in record.criteria]
    for position, (kept, criterion) in enumerate(zip(row.criteria, record.criteria, strict=True)):
        kept.position, kept.name, kept.kind = position, criterion.name, criterion.kind
        kept.minimum, kept.maximum = criterion.minimum, criterion.maximum
        kept.assessed, kept.documentation = criterion.assessed, criterion.documentation
    flag_modified(row, "title")  # the version counts changes of criteria too


def _remove(row: models.Dps, group: str) -> bool:
    found = [confirmation for confirmation in row.confirmations if confirmation.group == group]
    for confirmation in found:
        row.confirmations.remove(confirmation)
    return bool(found)


def _drop_fallen(session: Session, actor: Actor, row: models.Dps) -> None:
    """A confirmation that fell stays fallen, also when the old values come back."""
    session.expire(row, ["confirmations", "criteria"])
    for confirmation in list(row.confirmations):
        if confirmation.digest != _digest(row, confirmation.group):
            row.confirmations.remove(confirmation)
            audit.record(session, actor.id, "dps.confirmation_fell", row.id, confirmation.group)


def _digest(row: models.Dps, group: str) -> str:
    parts: dict[str, list[object]] = {
        "validity": [row.reference, row.valid_from, row.valid_to, row.announced, row.notice_id],
        "regime": [row.regime, row.cpv_main, row.cpv],
        "criteria": [
            [c.key, c.name, c.kind, f"{c.minimum:.2f}", f"{c.maximum:.2f}", c.assessed, c.documentation]
            for c in row.criteria
        ],
    }
    line = json.dumps(parts[group], ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(line.encode()).hexdigest()


def _view(session: Session, row: models.Dps) -> DpsView:
    holding = [c for c in row.confirmations if c.digest == _digest(row, c.group)]
    names = queries.names(session, {c.user_id for c in holding})
    confirmations = {c.group: (names.get(c.user_id, ""), c.at) for c in holding}
    record = _record(row, Confirmed(**{group: group in confirmations for group in GROUPS}))
    expired = row.valid_to < models.now().astimezone(OSLO).date()
    return DpsView(row.id, record, row.version, row.example, confirmations, expired, row.set_id or "")


def _record(row: models.Dps, confirmed: Confirmed) -> Record:
    criteria = tuple(
        Criterion(
            c.key, c.name, cast(CriterionKind, c.kind), _short(c.minimum), _short(c.maximum), c.assessed,
            c.documentation,
        )
        for c in row.criteria
    )  # fmt: skip
    plain = {field: getattr(row, field) for field in _PLAIN}
    plain["regime"] = cast(Regime, row.regime)
    return Record(
        **plain, cpv=tuple(row.cpv), categories=tuple(row.categories), criteria=criteria, confirmed=confirmed
    )


def _short(value: Decimal) -> Decimal:
    """The same number on both engines and in every case file: 30, not 30.00."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
