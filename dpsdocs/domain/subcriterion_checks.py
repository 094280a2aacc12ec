"""Checks of what makes the criteria more precise: sub-criteria that add up, and a price on quality that fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from . import formats
from .competition import Competition
from .lots import Lot, weights_of
from .row_checks import place
from .rules import Check, Hit
from .schemes import point_value, subcriteria

_VAGUE = frozenset(
    ("bra", "fleksibel", "fleksible", "god", "gode", "godt", "helhetlig", "optimal", "profesjonell", "profesjonelle",
     "relevant", "relevante", "seriøs", "seriøsitet", "tilfredsstillende", "tilstrekkelig", "tilstrekkelige")
)  # fmt: skip
_ALONE = frozenset(("erfaring", "kvalitet", "kompetanse", "seriøsitet"))
_OFF = Decimal("0.5")  # how far a price on quality may be from what the weights say before we ask


def subcriteria_sum(c: Competition) -> Iterator[Hit]:
    """The sub-criteria of a criterion are the whole of it."""
    for criterion in c.case.dps.criteria:
        weights = [row.value("weight") for row in subcriteria(c, criterion)]
        total = sum((w for w in weights if w is not None), Decimal(0))
        if weights and None not in weights and total != 100:
            mend = f"De blir {formats.percent(total)} til sammen. Rett vektene innenfor kriteriet."
            yield Hit(
                f"Underkriteriene under {formats.lower(criterion.name)} blir ikke 100 %",
                mend,
                ("subcriteria",),
            )


def subcriteria_twins(c: Competition) -> Iterator[Hit]:
    """Sub-criteria of a criterion can be told from each other."""
    for criterion in c.case.dps.criteria:
        seen: set[str] = set()
        for row in subcriteria(c, criterion):
            if row.name.casefold() in seen:
                mend = "Gi underkriteriene hvert sitt navn."
                yield Hit(
                    f"Underkriteriet «{row.name}» står to ganger", mend, (place("subcriteria", row, "name"),)
                )
            seen.add(row.name.casefold())


def subcriteria_unused(c: Competition) -> Iterator[Hit]:
    """Only a criterion that counts is divided."""
    weights = c.value("weights") or {}
    counted = [weights_of(lot, weights) for lot in c.scope.lots]
    for criterion in c.case.dps.criteria:
        divided = subcriteria(c, criterion)
        if divided and weights and not any(w.get(criterion.id) for w in counted):
            mend = f"Gi {formats.lower(criterion.name)} vekt, eller fjern underkriteriene."
            yield Hit(f"{criterion.name} er delt, men teller ikke", mend, ("subcriteria", "weights"))


def subcriteria_precise(c: Competition) -> Iterator[Hit]:
    """A person reads the sub-criteria against the notice: no program can tell that one is new."""
    for criterion in c.case.dps.criteria:
        rows = subcriteria(c, criterion)
        if rows:
            names = formats.listing([f"«{row.name}»" for row in rows])
            said = criterion.assessed.strip().rstrip(".") or "ikke noe mer enn navnet"
            mend = f"Kunngjøringen sier: {said}. Kontroller at {names} bare presiserer det."
            fact = "\n".join((criterion.assessed, *(f"{r.name}\t{r.value('assessed')}" for r in rows)))
            yield Hit(
                f"Underkriteriene under {formats.lower(criterion.name)} må leses mot kunngjøringen", mend,
                ("subcriteria",), fact,
            )  # fmt: skip


def subcriteria_vague(c: Competition) -> Iterator[Hit]:
    """What is measured says more than that it should be good."""
    for row in c.tables.get("subcriteria", ()):
        words = re.findall(r"\w+", str(row.value("assessed") or "").casefold())
        found = next((word for word in words if word in _VAGUE), "")
        if found:
            mend = "Skriv hva som kan måles eller vises, og hva som gir flest poeng."
            yield Hit(
                f"«{row.name}» sier «{found}», som er vagt", mend, (place("subcriteria", row, "assessed"),)
            )
        elif row.name.strip().casefold() in _ALONE:
            mend = "Gi underkriteriet et navn som sier hva dere vurderer."
            yield Hit(f"«{row.name}» alene er vagt", mend, (place("subcriteria", row, "name"),))


def subcriteria_requirements(c: Competition) -> Iterator[Hit]:
    """Every evaluated requirement of a divided criterion is named by a sub-criterion, so that its reply counts."""
    for criterion in c.case.dps.criteria:
        rows = subcriteria(c, criterion)
        told = " ".join(f"{row.value('assessed') or ''} {row.value('documentation') or ''}" for row in rows)
        named = set(re.findall(r"\b[KE]-\d+\b", told))
        left = [
            row["number"]
            for row in c.rows["requirements"]
            if rows
            and row["kind"] == "B"
            and row["criterion"] == criterion.kind
            and row["number"] not in named
        ]
        if left:
            mend = f"Skriv nummeret i underkriteriet kravet hører til: {formats.listing(left)}."
            yield Hit(
                f"Evaluerte krav under {formats.lower(criterion.name)} hører ikke til noe underkriterium", mend,
                ("subcriteria",),
            )  # fmt: skip


def point_value_weights(c: Competition) -> Iterator[Hit]:
    """What a quality point is worth is not far from what weights and value say."""
    for lot in c.scope.lots:
        worth, fair = point_value(c, lot), fair_point_value(c, lot)
        if worth and fair and abs(worth - fair) > fair * _OFF:
            more = "mer" if worth > fair else "mindre"
            mend = (
                f"Vektene og den anslåtte verdien gir {formats.money(fair)} Dere har skrevet {formats.money(worth)} "
                f"Da teller kvaliteten {more} enn vektene sier."
            )
            where = f"lots:{lot.id}:point_value" if lot.number else "point_value"
            yield Hit(
                " ".join(filter(None, (lot.short, "Kvalitetspoengene svarer ikke til vektene"))),
                mend,
                (where,),
            )


def fair_point_value(c: Competition, lot: Lot) -> Decimal | None:
    """What a quality point is worth when price and quality count as the weights say, to the nearest thousand.

    A point for price costs a tenth of the value with the linear model; quality counts by the relation of the weights.
    """
    value = lot.value if lot.number else c.amount("estimated_value")
    weights = weights_of(lot, c.value("weights") or {})
    price = sum((weights.get(k.id, Decimal(0)) for k in c.case.dps.criteria if k.kind == "price"), Decimal(0))
    if not value or not price:
        return None
    exact = value * (100 - price) / (price * 10)
    return max(Decimal(1), exact.quantize(Decimal(1000)) if exact >= 10_000 else exact.quantize(Decimal(1)))


ALL: tuple[Check, ...] = (
    subcriteria_sum, subcriteria_twins, subcriteria_unused, subcriteria_precise, subcriteria_vague,
    subcriteria_requirements, point_value_weights,
)  # fmt: skip
