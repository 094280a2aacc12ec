"""Admitted suppliers: the list on a day, single changes, and import from a file in two steps.

An import is first planned and shown; what is then done is just what was shown, or nothing.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy.orm import Session

from dpsdocs.domain.roles import Actor
from dpsdocs.store import models
from dpsdocs.store.queries import settings as kept
from dpsdocs.store.queries import suppliers as queries

from . import audit, saving
from .admissions import (
    Admission,
    Admitted,
    admissions,
    admitted,
    held,
    in_words,
    read_admission,
    save_admission,
    store,
)
from .errors import Conflict, NotFound
from .fields import Fields
from .supplier_files import SheetRow, categories_in, read_rows

__all__ = [
    "Admission", "Admitted", "ImportPlan", "PlannedRow", "admissions", "admitted", "apply_import", "plan_import",
    "save_admission",
]  # fmt: skip

Action = Literal["new", "rename", "change", "same", "error"]
PLAN_LASTS = timedelta(days=1)
_PREFIX = "supplier-import:"
_COLUMNS = {
    "org_number": "organisasjonsnummer",
    "name": "navn",
    "admitted_from": "opptatt fra",
    "admitted_until": "opptatt til",
    "categories": "kategorier",
}


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What a row of the file would do. ``problems`` are pairs of column and message; ``row`` counts from 1."""

    row: int
    action: Action
    text: str
    values: Admission | None
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would do, kept for a day under ``token``."""

    token: str
    filename: str
    rows: tuple[PlannedRow, ...]

    def with_action(self, action: Action) -> tuple[PlannedRow, ...]:
        """The rows of one kind."""
        return tuple(row for row in self.rows if row.action == action)

    @property
    def changes(self) -> int:
        """How many rows would change something."""
        return len(self.rows) - len(self.with_action("same")) - len(self.with_action("error"))


def plan_import(session: Session, dps_id: str, filename: str, data: bytes) -> ImportPlan:
    """What the file would do; nothing is changed yet. ``Invalid`` when the file as a whole can't be used."""
    if session.get(models.Dps, dps_id) is None:
        raise NotFound("Fant ikke innkjøpsordningen.")
    rows = tuple(_planned(session, dps_id, (_read(row) for row in read_rows(filename, data))))
    plan = ImportPlan(secrets.token_urlsafe(18), filename[-200:], rows)
    at = models.now()
    _forget_old_plans(session, at)
    content = {
        "dps": dps_id,
        "at": at.isoformat(),
        "file": plan.filename,
        "rows": [_packed(row) for row in rows],
    }
    kept.put(session, _PREFIX + plan.token, content)
    saving.commit(session)
    return plan


def apply_import(session: Session, actor: Actor, dps_id: str, plan_token: str) -> int:
    """Do what the plan showed, without its faulty rows; how many rows changed something.

    ``Conflict`` when the list has been changed since, so that another thing would happen than was shown.
    """
    held(session, actor, dps_id)
    content = kept.value_of(session, _PREFIX + plan_token)
    if content is None or content["dps"] != dps_id:
        raise NotFound("Planen for importen er brukt eller for gammel. Last opp filen på nytt.")
    shown = [_unpacked(row) for row in content["rows"]]
    if [row for row in _planned(session, dps_id, iter(shown)) if row.action != "error"] != [
        row for row in shown if row.action != "error"
    ]:
        raise Conflict("Leverandørlisten er endret etter at du lastet opp filen. Last den opp på nytt.")
    changed = [row for row in shown if row.action not in ("same", "error")]
    _write(session, dps_id, changed)
    kept.drop(session, [_PREFIX + plan_token])
    saving.flush(session)
    audit.record(session, actor.id, "supplier.imported", dps_id, f"{content['file']}: {len(changed)}")
    saving.commit(session)
    return len(changed)


def _read(row: SheetRow) -> PlannedRow:
    fields = Fields()
    for column, message in row.problems.items():
        fields.add(next(field for field, name in _COLUMNS.items() if name == column), message)
    typed = {field: row.cells.get(name, "") for field, name in _COLUMNS.items()}
    categories = categories_in(typed.pop("categories"))
    values = read_admission(fields, **typed, categories=categories)
    if not fields.problems:
        return PlannedRow(row.row, "same", "", values)
    problems = tuple((_COLUMNS[field], message) for field, message in fields.problems.items())
    text = " ".join(part for part in (row.cells.get("organisasjonsnummer"), row.cells.get("navn")) if part)
    return PlannedRow(row.row, "error", text[:200], None, problems)


def _planned(session: Session, dps_id: str, rows: Iterable[PlannedRow]) -> list[PlannedRow]:
    """What each row would do, in the order of the file, given the list as it is now."""
    rows = list(rows)
    present: dict[str, list[models.Admission]] = defaultdict(list)
    for standing in queries.admissions_to(session, dps_id):
        present[standing.supplier.org_number].append(standing)
    firms = queries.all_by_number(session, {row.values.org_number for row in rows if row.values})
    names = {number: firm.name for number, firm in firms.items()}
    earlier: dict[str, list[PlannedRow]] = defaultdict(list)
    planned = []
    for row in rows:
        if row.values is not None:
            number = row.values.org_number
            row = _one(row.row, row.values, present[number], names.get(number), earlier[number])
            earlier[number].append(row)
        planned.append(row)
    return planned


def _one(
    number: int,
    wanted: Admission,
    present: list[models.Admission],
    known_as: str | None,
    earlier: list[PlannedRow],
) -> PlannedRow:
    for other in earlier:
        values = other.values
        if values and (
            values.name != wanted.name or wanted.overlaps(values.admitted_from, values.admitted_until)
        ):
            words = f"Organisasjonsnummeret står også på rad {other.row}. Behold bare én av radene."
            return PlannedRow(number, "error", wanted.name, None, (("organisasjonsnummer", words),))
    touched = [row for row in present if wanted.overlaps(row.admitted_from, row.admitted_until)]
    if len(touched) > 1:
        periods = " og ".join(map(in_words, touched))
        words = f"Perioden dekker flere opptak som alt står i listen: {periods}. Rett datoene."
        return PlannedRow(number, "error", wanted.name, None, (("opptatt fra", words),))
    periods_before = [other.values for other in earlier if other.values]
    if any(p.overlaps(row.admitted_from, row.admitted_until) for p in periods_before for row in touched):
        words = (
            f"En tidligere rad endrer det samme opptaket ({in_words(touched[0])}). Behold bare én av radene."
        )
        return PlannedRow(number, "error", wanted.name, None, (("opptatt fra", words),))
    if not touched:
        renamed = f" Nytt navn, het {known_as}." if known_as not in (None, wanted.name) else ""
        return PlannedRow(number, "new", f"{wanted.name} tas opp {in_words(wanted)}.{renamed}", wanted)
    return _changed(number, wanted, touched[0], known_as or "")


def _changed(number: int, wanted: Admission, row: models.Admission, known_as: str) -> PlannedRow:
    said = []
    if (row.admitted_from, row.admitted_until) != (wanted.admitted_from, wanted.admitted_until):
        said.append(f"Opptatt {in_words(wanted)}, sto {in_words(row)}.")
    if tuple(row.categories) != wanted.categories:
        said.append(f"Kategorier: {', '.join(wanted.categories) or 'ingen'}.")
    action: Action = "change" if said else "same"
    if known_as != wanted.name:
        action = "change" if said else "rename"
        said.append(f"Nytt navn, het {known_as}.")
    return PlannedRow(number, action, f"{wanted.name}: {' '.join(said)}" if said else wanted.name, wanted)


def _write(session: Session, dps_id: str, rows: list[PlannedRow]) -> None:
    present = list(queries.admissions_to(session, dps_id))
    wanted = [row.values for row in rows if row.values is not None]
    firms = queries.all_by_number(session, {values.org_number for values in wanted})
    for values in wanted:
        touched = (
            row
            for row in present
            if row.supplier.org_number == values.org_number
            and values.overlaps(row.admitted_from, row.admitted_until)
        )
        row = store(session, dps_id, next(touched, None), values, firms.get(values.org_number))
        firms[values.org_number] = row.supplier


def _forget_old_plans(session: Session, at: datetime) -> None:
    old = [
        key
        for key in kept.keys_from(session, _PREFIX)
        if at - datetime.fromisoformat(kept.value_of(session, key)["at"]) > PLAN_LASTS
    ]
    kept.drop(session, old)


def _packed(row: PlannedRow) -> dict[str, Any]:
    packed = asdict(row)
    if row.values is not None:
        until = row.values.admitted_until
        packed["values"]["admitted_from"] = row.values.admitted_from.isoformat()
        packed["values"]["admitted_until"] = until.isoformat() if until else None
    return packed


def _unpacked(packed: dict[str, Any]) -> PlannedRow:
    values = packed["values"]
    if values is not None:
        until = values["admitted_until"]
        values = Admission(
            values["org_number"],
            values["name"],
            date.fromisoformat(values["admitted_from"]),
            date.fromisoformat(until) if until else None,
            tuple(values["categories"]),
        )
    problems = tuple((column, message) for column, message in packed["problems"])
    return PlannedRow(packed["row"], packed["action"], packed["text"], values, problems)
