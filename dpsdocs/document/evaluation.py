"""What an evaluation sheet is before it is a spreadsheet: criteria with weights and what gets points under each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dpsdocs.domain.evaluation import PriceModel

from .model import Meta

BIDS = 10


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """What gets points: a requirement, a sub-criterion with its ``weight``, or the criterion itself.

    ``scaled`` says that it has a scale of its own, so that the best reply need not have 10.
    """

    number: str
    text: str
    weight: Decimal = Decimal(1)
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class SheetCriterion:
    """An award criterion; ``items`` is empty when the points follow from the price."""

    id: str
    name: str
    weight: Decimal
    items: tuple[ScoredItem, ...] = ()


@dataclass(frozen=True, slots=True)
class EvaluatedLot:
    """What is scored together: a lot with its number, or a whole competition with number 0 and no title.

    ``point_value`` is what a quality point is worth, where quality is priced.
    """

    number: int
    title: str
    criteria: tuple[SheetCriterion, ...]
    point_value: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class EvaluationSheet:
    """The sheets the evaluators fill in, lot by lot. ``guidance`` is one sentence per row."""

    id: str
    meta: Meta
    lots: tuple[EvaluatedLot, ...]
    model: PriceModel
    guidance: tuple[str, ...] = ()
    bids: int = BIDS
