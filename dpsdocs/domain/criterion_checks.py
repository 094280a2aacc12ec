"""Checks of award criteria as the notice has them: ranges that can add up, an order that holds, documentation."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from . import formats
from .case import Criterion
from .competition import Competition
from .rules import Check, Hit

_WHOLE = Decimal(100)


def criteria_ranges(c: Competition) -> Iterator[Hit]:
    """The announced ranges hold weights that are 100 in all."""
    criteria = c.case.dps.criteria
    low = sum((criterion.minimum for criterion in criteria), Decimal(0))
    high = sum((criterion.maximum for criterion in criteria), Decimal(0))
    if criteria and not low <= _WHOLE <= high:
        span = f"{formats.number(low)}–{formats.percent(high)}"
        mend = f"Rammene gir {span} til sammen. UKE må rette kriteriene i {c.case.dps.reference}."
        yield Hit("De kunngjorte rammene kan ikke bli 100 %", mend)


def criteria_order(c: Competition) -> Iterator[Hit]:
    """The weights keep the order the notice lets suppliers expect, where ranges overlap."""
    weights = c.value("weights") or {}
    for one, other in combinations(c.case.dps.criteria, 2):
        first, second = (one, other) if _middle(one) > _middle(other) else (other, one)
        swapped = weights.get(first.id, Decimal(0)) < weights.get(second.id, Decimal(0))
        if _middle(one) != _middle(other) and first.id in weights and second.id in weights and swapped:
            mend = (
                f"{second.name} teller mer enn {formats.lower(first.name)}. De kunngjorte rammene legger opp til det "
                "motsatte. Sjekk at det er meningen."
            )
            yield Hit("Vektene snur rekkefølgen i kunngjøringen", mend, ("weights",))


def _middle(criterion: Criterion) -> Decimal:
    return criterion.minimum + criterion.maximum


def criteria_documented(c: Competition) -> Iterator[Hit]:
    """Every announced criterion says what bidders shall document."""
    for criterion in c.case.dps.criteria:
        if not criterion.documentation.strip():
            mend = f"UKE må skrive hva leverandørene skal dokumentere under {criterion.name.lower()}."
            yield Hit(f"{criterion.name} har ikke noe krav til dokumentasjon", mend)


def price_alone(c: Competition) -> Iterator[Hit]:
    """Price is not the only thing that counts."""
    weights = c.value("weights") or {}
    price = sum((weights.get(k.id, Decimal(0)) for k in c.case.dps.criteria if k.kind == "price"), Decimal(0))
    if price >= _WHOLE:
        mend = "Gi et annet kriterium vekt, eller sjekk at laveste pris alene er lov i denne konkurransen."
        yield Hit("Bare prisen teller", mend, ("weights",))


ALL: tuple[Check, ...] = (criteria_ranges, criteria_order, criteria_documented, price_alone)
