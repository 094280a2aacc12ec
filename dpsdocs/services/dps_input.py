"""What is typed about a purchasing system, read and checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from dpsdocs.domain import formats
from dpsdocs.domain.case import REGIMES, Criterion, CriterionKind, Dps, Regime
from dpsdocs.domain.identifiers import IdentifierError, cpv_code

from .fields import Fields

MOST_CRITERIA = 8
KINDS = ("price", "quality", "environment")
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class CriterionInput:
    """A criterion as typed. Without an ``id`` it gets one made from its name."""

    name: str = ""
    kind: str = ""
    minimum: str | Decimal | None = ""
    maximum: str | Decimal | None = ""
    assessed: str = ""
    documentation: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class DpsInput:
    """A purchasing system as typed. ``example`` None leaves the mark as it is."""

    reference: str = ""
    title: str = ""
    owner: str = ""
    valid_from: str | date | None = ""
    valid_to: str | date | None = ""
    regime: str = ""
    cpv_main: str = ""
    cpv: Sequence[str] = ()
    categories: Sequence[str] = ()
    criteria: Sequence[CriterionInput] = ()
    contact_name: str = ""
    contact_email: str = ""
    announced: str | date | None = ""
    notice_id: str = ""
    penalty_terms: str = ""
    example: bool | None = None
    set_id: str = ""


def read_dps(typed: DpsInput, fields: Fields) -> Dps:
    """The record; what is wrong is noted in ``fields`` and the record is then of no use.

    Problems of a criterion have keys like ``criteria-0-minimum`` and say which criterion they mean.
    """
    codes = _codes(typed.cpv, fields)
    main = _code(typed.cpv_main, "cpv_main", fields)
    record = Dps(
        reference=fields.line("reference", typed.reference, "Saksnummeret", 40),
        title=fields.line("title", typed.title, "Navnet", 200),
        owner=fields.line("owner", typed.owner, "Eieren", 200),
        valid_from=fields.day("valid_from", typed.valid_from, "Datoen ordningen gjelder fra"),
        valid_to=fields.day("valid_to", typed.valid_to, "Datoen ordningen gjelder til"),
        regime=_regime(typed.regime, fields),
        cpv=tuple(dict.fromkeys(code for code in codes if code)),
        criteria=_criteria(typed.criteria, fields),
        contact_name=fields.line("contact_name", typed.contact_name, "Kontaktpersonen", 200),
        contact_email=fields.email(
            "contact_email", typed.contact_email, "E-postadressen til kontaktpersonen"
        ),
        cpv_main=main,
        announced=fields.day_or_none("announced", typed.announced),
        notice_id=fields.line("notice_id", typed.notice_id, "Kunngjøringsnummeret", 80, required=False),
        categories=_categories(typed.categories, fields),
        penalty_terms=fields.text("penalty_terms", typed.penalty_terms, "Vilkårene for dagbot", 4000),
    )
    _check_days(record, fields)
    return record


def _check_days(record: Dps, fields: Fields) -> None:
    if fields.problems.keys() & {"valid_from", "valid_to", "announced"}:
        return
    if record.valid_to < record.valid_from:
        fields.add(
            "valid_to",
            f"Ordningen kan ikke slutte før den begynner ({formats.day(record.valid_from)}). Rett en av datoene.",
        )
    if record.announced is not None and record.announced > record.valid_to:
        fields.add(
            "announced", "Ordningen kan ikke være kunngjort etter at den er slutt. Rett en av datoene."
        )


def _regime(text: str, fields: Fields) -> Regime:
    if text not in REGIMES:
        fields.add("regime", "Velg hvilket regelverk ordningen er kunngjort etter.")
    return cast(Regime, text)


def _code(text: str, field: str, fields: Fields) -> str:
    line = fields.line(field, text, "CPV-koden", 20)
    if not line:
        return ""
    try:
        return cpv_code(line)
    except IdentifierError as error:
        fields.add(field, str(error))
        return ""


def _codes(texts: Sequence[str], fields: Fields) -> list[str]:
    """The other codes; with several wrong ones the first is told."""
    return [_code(text, "cpv", fields) for text in texts if text.strip()]


def _categories(texts: Sequence[str], fields: Fields) -> tuple[str, ...]:
    named = (fields.line("categories", text, "Kategorien", 120) for text in texts if text.strip())
    found = tuple(dict.fromkeys(named))
    if len(found) > 50:
        fields.add("categories", f"Det er plass til 50 kategorier, og her står {len(found)}.")
    return found


def _criteria(rows: Sequence[CriterionInput], fields: Fields) -> tuple[Criterion, ...]:
    if not 1 <= len(rows) <= MOST_CRITERIA:
        fields.add("criteria", f"Skriv fra ett til {formats.word(MOST_CRITERIA)} tildelingskriterier.")
        return ()
    found: list[Criterion] = []
    given = {row.id.strip() for row in rows if row.id.strip()}
    for index, row in enumerate(rows):
        taken = {criterion.id for criterion in found}
        found.append(_criterion(index, row, taken if row.id.strip() else taken | given, fields))
    _check_names(found, fields)
    if not any(name.startswith("criteria") for name in fields.problems):
        _check_sum(found, fields)
    return tuple(found)


def _criterion(index: int, row: CriterionInput, taken: set[str], fields: Fields) -> Criterion:
    own, at, where = Fields(), f"criteria-{index}-", f"Kriterium {index + 1}: "
    name = own.line("name", row.name, "Navnet", 120)
    minimum = own.number("minimum", row.minimum, "Laveste vekt")
    maximum = own.number("maximum", row.maximum, "Høyeste vekt")
    for field, label, value in (("minimum", "Laveste", minimum), ("maximum", "Høyeste", maximum)):
        if not 0 <= value <= _HUNDRED or value != value.quantize(Decimal("0.01")):
            own.add(field, f"{label} vekt skal være et tall fra 0 til 100 med høyst to desimaler.")
    if not own.problems and minimum > maximum:
        own.add("maximum", "Høyeste vekt kan ikke være mindre enn laveste vekt.")
    if row.kind not in KINDS:
        own.add("kind", "Velg om kriteriet gjelder pris, kvalitet eller klima og miljø.")
    key = row.id.strip() or _key_from(name, taken)
    if key in taken or not _KEY.fullmatch(key):
        own.add("id", f"Nøkkelen «{key[:40]}» er i bruk eller har andre tegn enn a–z, 0–9, - og _.")
    assessed = own.text("assessed", row.assessed, "Hva som vurderes", 4000, required=True)
    needed = own.text("documentation", row.documentation, "Hva leverandøren skal levere", 4000, required=True)
    for field, message in own.problems.items():
        fields.add(at + field, where + message)
    return Criterion(key, name, cast(CriterionKind, row.kind), minimum, maximum, assessed, needed)


def _key_from(name: str, taken: set[str]) -> str:
    plain = name.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "_", ascii_only).strip("_0123456789")[:36] or "kriterium"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key


def _check_names(found: list[Criterion], fields: Fields) -> None:
    seen: dict[str, int] = {}
    for index, criterion in enumerate(found):
        first = seen.setdefault(criterion.name.casefold(), index)
        if criterion.name and first != index:
            words = f"Kriterium {index + 1} heter det samme som kriterium {first + 1}. Gi dem ulike navn."
            fields.add(f"criteria-{index}-name", words)


def _check_sum(found: list[Criterion], fields: Fields) -> None:
    lowest = sum((criterion.minimum for criterion in found), Decimal(0))
    highest = sum((criterion.maximum for criterion in found), Decimal(0))
    if lowest > _HUNDRED:
        words = f"De laveste vektene er til sammen {formats.percent(lowest)}, altså over 100 %."
        fields.add(
            "criteria", f"{words} Da kan vektene aldri bli 100 % til sammen. Sett ned minst én av dem."
        )
    if highest < _HUNDRED:
        words = f"De høyeste vektene er til sammen bare {formats.percent(highest)}."
        fields.add(
            "criteria", f"{words} Da kan vektene aldri bli 100 % til sammen. Sett opp minst én av dem."
        )
