"""What a price schedule is before it is a spreadsheet: lines with quantities the bidder prices."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .model import Meta


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line; the bidder writes a unit price in NOK ex. VAT. ``quantity`` is for the whole contract term."""

    id: str
    label: str
    unit: str
    quantity: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class PriceSchedule:
    """The lines with what stands above and below them. ``guidance`` is one sentence per row."""

    id: str
    meta: Meta
    lines: tuple[PriceLine, ...]
    guidance: tuple[str, ...] = ()
