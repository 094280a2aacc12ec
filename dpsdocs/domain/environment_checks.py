"""Checks of climate and environment (FOA § 7-9): a criterion that weighs enough, requirements, or an exemption."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from . import environment, formats
from .competition import Competition
from .rules import Check, Hit

_ROUTE = ("environment_route",)


def environment_weight(c: Competition) -> Iterator[Hit]:
    """Climate and environment as the only measure counts enough, in every lot."""
    least = environment.minimum(c.case)
    weights = c.value("weights")
    if least is None or not weights or c.value("environment_route") in environment.OTHER_WAYS:
        return
    total = c.amount("environment_weight")
    if total is not None and 0 < total < least:
        mend = f"Klima og miljø har {formats.percent(total)}. Det må ha minst {formats.percent(least)}{_or_route(c)}."
        yield Hit("Klima og miljø har for lav vekt", mend, ("weights",))
    green = {criterion.id for criterion in c.case.dps.criteria if criterion.kind == "environment"}
    for lot in c.scope.lots:
        own = sum((lot.weights.get(key, Decimal(0)) for key in green), Decimal(0))
        if lot.number and lot.weights and own < least:
            mend = f"Delkontrakten har {formats.percent(own)}. Sett minst {formats.percent(least)}{_or_route(c)}."
            yield Hit(f"{lot.short}: klima og miljø har for lav vekt", mend, (f"lots:{lot.id}:weights",))


def _or_route(c: Competition) -> str:
    asked = any(question.key == "environment_route" for question in c.asked)
    return ", eller dere må velge noe annet på siden «Klima og miljø»" if asked else ""


def environment_missing(c: Competition) -> Iterator[Hit]:
    """Requirements in place of the criterion are there: at least one that must be met."""
    if c.value("environment_route") not in environment.WITH_REQUIREMENTS:
        return
    if not any(r["kind"] == "A" and r["chapter"] == environment.CHAPTER for r in c.rows["requirements"]):
        mend = "Velg minst ett absolutt krav i kapittelet «Klima og miljø», eller velg noe annet."
        yield Hit("Det er ikke stilt krav til klima og miljø", mend, ("requirements", *_ROUTE))


def environment_reason(c: Competition) -> Iterator[Hit]:
    """A reason that must be given is more than a word."""
    reason = str(c.value("environment_reason") or "")
    if c.value("environment_reasoned") and reason and len(reason.split()) < _FEWEST_WORDS:
        mend = "Skriv hva dere har vurdert, og hvorfor det gir dette svaret."
        yield Hit("Begrunnelsen for klima og miljø er for kort", mend, ("environment_reason",))


_FEWEST_WORDS = 6


def environment_advice(c: Competition) -> Iterator[Hit]:
    """Requirements in place of the criterion are better with a reason, also where the law does not ask for one."""
    route = c.value("environment_route")
    asked = any(question.key == "environment_route" for question in c.asked)
    if asked and route in environment.WITH_REQUIREMENTS and not c.value("environment_reason"):
        mend = "Skriv kort hvorfor kravene har virkning for klima og miljø."
        yield Hit("Valget for klima og miljø er ikke begrunnet", mend, ("environment_reason",))


def environment_rare(c: Competition) -> Iterator[Hit]:
    """The narrow exemptions are cleared with UKE."""
    if c.value("environment_route") in ("critical", "national"):
        mend = "Spør UKE før dere bruker unntaket, og skriv i begrunnelsen hva UKE svarte."
        yield Hit("Unntaket for klima og miljø er snevert", mend, _ROUTE)


ALL: tuple[Check, ...] = (
    environment_weight, environment_missing, environment_reason, environment_advice, environment_rare,
)  # fmt: skip
