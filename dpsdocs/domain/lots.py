"""Lots of a competition. One that is not divided is one lot without number or name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .rows import AnsweredRow


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot: ``id`` is its row's id, ``title`` reads «Delkontrakt 1: Campus nord»; both empty when undivided."""

    id: str = ""
    number: int = 0
    name: str = ""
    description: str = ""
    value: Decimal | None = None
    ceiling: Decimal | None = None
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    point_value: Decimal | None = None

    @property
    def title(self) -> str:
        """The lot by number and name; empty when the competition is not divided."""
        return f"Delkontrakt\u00a0{self.number}: {self.name}" if self.number else ""

    @property
    def short(self) -> str:
        """The lot by number alone."""
        return f"Delkontrakt\u00a0{self.number}" if self.number else ""


UNDIVIDED = Lot()


def lots(values: Mapping[str, Any], tables: Mapping[str, Sequence[AnsweredRow]]) -> tuple[Lot, ...]:
    """The lots in order; at least one."""
    if not values.get("has_lots"):
        return (UNDIVIDED,)
    found = tuple(
        Lot(
            row.id, row.number, row.name, str(row.value("description") or ""), row.value("value"),
            row.value("ceiling"), row.value("weights") or {}, row.value("point_value"),
        )
        for row in tables.get("lots", ())
    )  # fmt: skip
    return found or (UNDIVIDED,)


def lot_of(row: AnsweredRow, known: Sequence[Lot]) -> Lot:
    """The lot a row belongs to; the first one when it names none that exists."""
    wanted = row.value("lot")
    return next((lot for lot in known if lot.id == wanted), known[0])


def weights_of(lot: Lot, common: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    """The weights that count for a lot: its own, or those of the whole competition."""
    return lot.weights or common
