"""From a competition to how its tenders are compared: the scheme of each lot."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from .case import Criterion
from .competition import Competition
from .evaluation import PriceModel
from .lots import Lot, weights_of
from .rows import AnsweredRow
from .scoring import Part, Scheme, Weighed
from .turning import Ranges


def scheme_of(competition: Competition, lot: Lot) -> Scheme:
    """How tenders for a lot are compared, as the answers stand."""
    model: PriceModel = competition.value("pricing")
    weights: Mapping[str, Decimal] = weights_of(lot, competition.value("weights") or {})
    criteria = tuple(
        Weighed(c.id, c.name, weights[c.id], _parts(competition, c))
        for c in competition.case.dps.criteria
        if c.id in weights
    )
    return Scheme(model, criteria, point_value(competition, lot) or Decimal(0))


def point_value(competition: Competition, lot: Lot) -> Decimal | None:
    """What a quality point is worth in a lot, where quality is priced."""
    if competition.value("pricing") != "priced":
        return None
    return lot.point_value if lot.number else competition.amount("point_value")


def announced(competition: Competition) -> Ranges:
    """The announced range of each criterion."""
    return {c.id: (c.minimum, c.maximum) for c in competition.case.dps.criteria}


def subcriteria(competition: Competition, criterion: Criterion) -> tuple[AnsweredRow, ...]:
    """The rows that make a criterion more precise."""
    rows = competition.tables.get("subcriteria", ())
    return tuple(row for row in rows if row.value("criterion") == criterion.id)


def _parts(competition: Competition, criterion: Criterion) -> tuple[Part, ...]:
    if criterion.kind == "price":
        return ()
    rows = subcriteria(competition, criterion)
    if not rows:
        return (Part(criterion.id, criterion.name),)
    return tuple(Part(row.id, row.name, row.value("weight") or Decimal(0)) for row in rows)
