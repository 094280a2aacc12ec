"""What a price schedule is before it is a spreadsheet: parts with lines whose quantities the bidder prices."""

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
class PricePart:
    """The lines of one lot. ``name`` and ``title`` are empty when the competition is not divided."""

    name: str
    title: str
    lines: tuple[PriceLine, ...]


@dataclass(frozen=True, slots=True)
class PriceSchedule:
    """The parts with what stands above and below them. ``guidance`` is one sentence per row."""

    id: str
    meta: Meta
    parts: tuple[PricePart, ...]
    guidance: tuple[str, ...] = ()

    @property
    def is_divided(self) -> bool:
        """Whether each lot has a sheet of its own."""
        return bool(self.parts and self.parts[0].name)


@dataclass(frozen=True, slots=True)
class SiteList:
    """The sites of a competition as a spreadsheet: heads, widths in characters, and one row per site."""

    id: str
    meta: Meta
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str | int, ...], ...]
    guidance: tuple[str, ...] = ()
