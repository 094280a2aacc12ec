"""Checks of lots and buyers: that they add up, can be told apart, and have something to price."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from . import formats
from .competition import Competition
from .lots import Lot
from .row_checks import place
from .rules import Check, Hit


def lots_two(c: Competition) -> Iterator[Hit]:
    """Divided means at least two lots."""
    if c.value("has_lots") and len(c.tables.get("lots", ())) == 1:
        yield Hit(
            "Det er bare én delkontrakt",
            "Legg til en delkontrakt til, eller fjern valget «Delkontrakter».",
            ("lots",),
        )


def lot_names(c: Competition) -> Iterator[Hit]:
    """Lots can be told from each other."""
    seen: dict[str, Lot] = {}
    for lot in c.scope.lots:
        other = seen.setdefault(lot.name.casefold(), lot)
        if lot.number and other is not lot:
            mend = "Gi delkontraktene hvert sitt navn."
            yield Hit(f"{other.short} og {lot.short} har samme navn", mend, (f"lots:{lot.id}:name",))


def lots_lines(c: Competition) -> Iterator[Hit]:
    """Every lot, and an undivided competition, has something to price."""
    if c.scope.term is None:
        return
    for lot in c.scope.lots:
        if c.scope.lines_of(lot):
            continue
        mend = "Legg til en fast post, et oppdrag etter behov eller utstyr."
        if lot.number:
            yield Hit(f"{lot.short} har ingen linjer i prisskjemaet", mend, ("shifts", "volumes"))
        elif c.value("long"):
            yield Hit("Prisskjemaet har ingen linjer", mend, ("shifts", "volumes"))


def lots_value(c: Competition) -> Iterator[Hit]:
    """The lots' values are the value of the whole."""
    value, lots = c.amount("estimated_value"), c.amount("lots_value")
    known = all(lot.value is not None for lot in c.scope.lots)
    if value is not None and lots is not None and known and value != lots:
        mend = (
            f"Delkontraktene er til sammen {formats.money(lots)} Verdien er satt til {formats.money(value)}"
        )
        yield Hit("Verdien er ikke summen av delkontraktene", mend, ("estimated_value", "lots"))


def lots_ceiling(c: Competition) -> Iterator[Hit]:
    """Each lot's ceiling holds its value, and they are the ceiling of the whole."""
    numbered = [lot for lot in c.scope.lots if lot.number]
    if c.value("contract_form") != "framework" or not numbered:
        return
    rows = {row.id: row for row in c.tables["lots"]}
    for lot in numbered:
        if lot.value is not None and lot.ceiling is not None and lot.ceiling < lot.value:
            mend = f"Sett rammen til minst {formats.money(lot.value)}"
            yield Hit(
                f"{lot.short}: den øvre rammen er lavere enn verdien",
                mend,
                (place("lots", rows[lot.id], "ceiling"),),
            )
    ceiling = c.amount("ceiling")
    total_ceiling = sum((lot.ceiling or Decimal(0) for lot in numbered), Decimal(0))
    if ceiling is not None and all(lot.ceiling is not None for lot in numbered) and ceiling != total_ceiling:
        mend = f"Delkontraktenes rammer er til sammen {formats.money(total_ceiling)}"
        yield Hit("Den øvre rammen er ikke summen av delkontraktenes rammer", mend, ("ceiling", "lots"))


def lots_weights(c: Competition) -> Iterator[Hit]:
    """A lot's own weights are 100 in all and within the announced ranges."""
    rows = {row.id: row for row in c.tables.get("lots", ())}
    for lot in c.scope.lots:
        if not lot.weights:
            continue
        key = (place("lots", rows[lot.id], "weights"),)
        added = sum(lot.weights.values(), Decimal(0))
        if added != 100:
            yield Hit(
                f"{lot.short}: vektene blir ikke 100 %", f"De blir {formats.percent(added)} til sammen.", key
            )
        for criterion in c.case.dps.criteria:
            weight = lot.weights.get(criterion.id, Decimal(0))
            if not criterion.minimum <= weight <= criterion.maximum:
                span = formats.percents(criterion.minimum, criterion.maximum)
                mend = f"{criterion.name} har {formats.percent(weight)}. Den kunngjorte rammen er {span}."
                yield Hit(f"{lot.short}: {criterion.name.lower()} er utenfor rammen", mend, key)


def lots_most(c: Competition) -> Iterator[Hit]:
    """The limit per supplier is lower than the number of lots."""
    most, count = c.amount("lots_most"), len(c.tables.get("lots", ()))
    if c.value("has_lots") and most is not None and most >= count > 0:
        mend = "La feltet stå tomt hvis én leverandør kan få alle."
        yield Hit("Grensen for delkontrakter har ingen virkning", mend, ("lots_most",))


def buyers_twins(c: Competition) -> Iterator[Hit]:
    """Each buyer stands once."""
    seen = {c.case.agency.org_number: c.case.agency.name}
    for row in c.tables.get("buyers", ()):
        number = str(row.value("org_number") or "")
        if number in seen:
            mend = f"{seen[number]} har samme organisasjonsnummer. Rett nummeret, eller fjern virksomheten."
            yield Hit(f"{row.name} står to ganger", mend, (place("buyers", row, "org_number"),))
        elif number:
            seen[number] = row.name


ALL: tuple[Check, ...] = (
    lots_two,
    lot_names,
    lots_lines,
    lots_value,
    lots_ceiling,
    lots_weights,
    lots_most,
    buyers_twins,
)
