"""Checks of requirements: words that fit their kind, a criterion for what is evaluated, and adaptations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from . import formats
from .competition import Competition
from .rules import Check, Hit

_KINDS = {"quality": "Kvalitet", "environment": "Klima og miljø"}


def _has(text: str, *words: str) -> str:
    """The first of the words that stands in the text, or empty."""
    found = set(re.findall(r"\w+", text.casefold()))
    return next((word for word in words if word in found), "")


def requirement_words(c: Competition) -> Iterator[Hit]:
    """A mandatory requirement says «skal» and not «bør»; an evaluated one neither «skal» nor «minst»."""
    for row in c.tables.get("own_requirements", ()):
        text, kind = str(row.value("text") or ""), row.value("kind")
        key = (f"own_requirements:{row.id}:text",)
        if kind == "A" and text:
            yield from _mandatory(f"Krav E-{row.number:02d}", text, key)
        elif kind == "B" and (word := _has(text, "skal", "må", "minst")):
            mend = f"Et evaluert krav kan ikke si «{word}». Skriv hva dere ønsker, og hva som gir uttelling."
            yield Hit(f"Krav E-{row.number:02d} er evaluert, men sier «{word}»", mend, key)
    library = {r.id: r for r in c.catalogue.requirements}
    for row in c.tables.get("adapted_requirements", ()):
        requirement, text = library.get(str(row.value("requirement"))), str(row.value("text") or "")
        if requirement and text and requirement.kind == "A":
            yield from _mandatory(
                f"Krav {requirement.number}", text, (f"adapted_requirements:{row.id}:text",)
            )


def _mandatory(name: str, text: str, key: tuple[str, ...]) -> Iterator[Hit]:
    if _has(text, "bør"):
        mend = "Skriv «skal» og et mål som kan kontrolleres, eller gjør kravet evaluert."
        yield Hit(f"{name} er absolutt, men sier «bør»", mend, key)
    elif not _has(text, "skal"):
        yield Hit(f"{name} sier ikke hvem som skal gjøre hva", "Begynn med «Leverandøren skal».", key)


def criterion_without_requirement(c: Competition) -> Iterator[Hit]:
    """Every criterion but price has an evaluated requirement bidders can answer."""
    weights = c.value("weights") or {}
    asked = {row["criterion"] for row in c.rows["requirements"] if row["kind"] == "B"}
    for criterion in c.case.dps.criteria:
        if (
            criterion.kind != "price"
            and weights.get(criterion.id, Decimal(0)) > 0
            and criterion.kind not in asked
        ):
            mend = f"Velg minst ett evaluert krav (B) som gir poeng under {criterion.name.lower()}."
            yield Hit(f"{criterion.name} har ingenting leverandørene kan svare på", mend, ("requirements",))


def requirement_without_criterion(c: Competition) -> Iterator[Hit]:
    """No evaluated requirement stands under a criterion that is not weighted."""
    weights = c.value("weights")
    if not weights:
        return
    kinds = {criterion.kind for criterion in c.case.dps.criteria if weights.get(criterion.id, Decimal(0)) > 0}
    for row in c.rows["requirements"]:
        if row["kind"] == "B" and row["criterion"] not in kinds:
            name = _KINDS.get(row["criterion"], "kriteriet")
            mend = f"{name} er ikke et tildelingskriterium i konkurransen. Fjern kravet, eller gi kriteriet vekt."
            yield Hit(
                f"Krav {row['number']} gir poeng under et kriterium som ikke finnes", mend, ("requirements",)
            )


def adapted_fixed(c: Competition) -> Iterator[Hit]:
    """What follows from law is not adapted."""
    fixed = {r.id: r for r in c.catalogue.requirements if r.fixed}
    for row in c.tables.get("adapted_requirements", ()):
        requirement = fixed.get(str(row.value("requirement")))
        if requirement:
            mend = "Kravet følger av lov og gjelder alltid. Fjern tilpasningen."
            yield Hit(
                f"Krav {requirement.number} kan ikke tilpasses", mend, (f"adapted_requirements:{row.id}",)
            )


def adapted_unused(c: Competition) -> Iterator[Hit]:
    """An adaptation is of a requirement that is chosen."""
    used = {row["id"] for row in c.rows["requirements"]}
    library = {r.id: r for r in c.catalogue.requirements}
    for row in c.tables.get("adapted_requirements", ()):
        requirement = library.get(str(row.value("requirement")))
        if requirement and requirement.id not in used:
            mend = "Velg kravet på siden «Krav til tjenesten», eller fjern tilpasningen."
            yield Hit(
                f"Krav {requirement.number} er tilpasset, men ikke valgt",
                mend,
                (f"adapted_requirements:{row.id}",),
            )


def adapted_empty(c: Competition) -> Iterator[Hit]:
    """An adaptation changes something."""
    for row in c.tables.get("adapted_requirements", ()):
        if row.value("requirement") and not any(row.value(k) for k in ("text", "lot", "site")):
            mend = "Skriv ny tekst, eller velg hvem kravet gjelder for."
            yield Hit(f"{formats.capital(row.name)}: tilpasningen endrer ingenting", mend,
                      (f"adapted_requirements:{row.id}:text",))  # fmt: skip


def response_times(c: Competition) -> Iterator[Hit]:
    """The highest risk is not served later than the rest."""
    high, low = c.amount("response_high"), c.amount("response_low")
    if high is not None and low is not None and high > low:
        mend = "Objekter i risikoklasse 3 skal vanligvis ha den korteste responstiden."
        yield Hit("Responstiden er lengst der risikoen er høyest", mend, ("response_high",))


def attachments_missing(c: Competition) -> Iterator[Hit]:
    """Who says there are attachments adds one."""
    if "attachments" in (c.value("extras") or ()) and not c.case.attachments:
        mend = "Legg til et vedlegg, eller fjern valget «Egne vedlegg»."
        yield Hit("Ingen vedlegg er lagt til", mend, ("attachments", "extras"))


ALL: tuple[Check, ...] = (
    requirement_words,
    criterion_without_requirement,
    requirement_without_criterion,
    adapted_fixed,
    adapted_unused,
    adapted_empty,
    response_times,
    attachments_missing,
)
