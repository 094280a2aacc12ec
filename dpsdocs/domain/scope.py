"""What a competition buys: lots, manned posts with their hours, and every line of the price schedule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from . import formats, hours
from .bands import BANDS, Band
from .library import PriceLinePattern, Unit
from .lots import Lot, lot_of, lots
from .months import add_months
from .rows import AnsweredRow
from .staffing import PostHours, Term, post_hours, posts

Rows = Mapping[str, Sequence[AnsweredRow]]
_EQUIPMENT_UNITS = {"buy": "stk.", "rent": "måned", "service": "time"}
EQUIPMENT_KINDS = {"buy": "Kjøp", "rent": "Leie", "service": "Service"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a lot's price schedule. ``quantity`` is for the whole contract, all extensions included.

    ``per_year`` is set for what recurs; ``estimate`` is the agency's own guess at the unit price and is internal.
    """

    number: str
    lot: Lot
    label: str
    unit: str
    note: str
    quantity: Decimal
    per_year: Decimal | None = None
    basis: str = ""
    estimate: Decimal | None = None
    source: str = "hours"
    band: str = ""

    @property
    def id(self) -> str:
        """Unique in the competition."""
        return f"{self.lot.number}-{self.number}" if self.lot.number else self.number


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything that is bought. ``term`` and the hours are unknown until the dates are answered."""

    lots: tuple[Lot, ...]
    term: Term | None = None
    posts: tuple[PostHours, ...] = ()
    lines: tuple[Line, ...] = ()
    bands: tuple[Band, ...] = BANDS

    def hours_of(self, lot: Lot | None = None) -> dict[str, hours.Hours]:
        """Hours per band of a lot, or of all: «year», «firm» and «whole»."""
        chosen = [p for p in self.posts if lot is None or p.post.lot == lot]
        return {
            name: hours.added([getattr(p, name) for p in chosen], self.bands)
            for name in ("year", "firm", "whole")
        }

    def lines_of(self, lot: Lot) -> tuple[Line, ...]:
        """The price lines of a lot."""
        return tuple(line for line in self.lines if line.lot == lot)

    @property
    def estimate(self) -> Decimal | None:
        """The lines at the agency's own prices; None when no line has one."""
        known = [line.quantity * line.estimate for line in self.lines if line.estimate is not None]
        return sum(known, Decimal(0)) if known else None


def scope(
    values: Mapping[str, Any], rows: Rows, patterns: Sequence[PriceLinePattern], units: Sequence[Unit],
    bands: tuple[Band, ...],
) -> Scope:  # fmt: skip
    """What the answers so far say is bought."""
    known = lots(values, rows)
    term = _term(values)
    found = posts(values, rows, known)
    if term is None:
        return Scope(known, bands=bands)
    counted = post_hours(found, term, bands)
    started = Scope(known, term, counted, (), bands)
    lines = [
        line
        for lot in known
        for line in (
            *_hour_lines(started, lot, patterns, values),
            *_unit_lines(lot, known, rows.get("volumes", ()), units, term),
            *_equipment_lines(lot, known, rows.get("equipment", ()), term),
        )
    ]
    return Scope(known, term, counted, tuple(lines), bands)


def _term(values: Mapping[str, Any]) -> Term | None:
    first, firm = values.get("start_date"), values.get("end_date")
    if not _is_day(first) or not _is_day(firm) or firm < first:  # type: ignore[operator]
        return None
    months = (values.get("option_count") or 0) * (values.get("option_months") or 0)
    return Term(first, firm, add_months(firm, months))  # type: ignore[arg-type]


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _hour_lines(
    found: Scope, lot: Lot, patterns: Sequence[PriceLinePattern], values: Mapping[str, Any]
) -> Iterator[Line]:
    counted = found.hours_of(lot)
    for pattern in patterns:
        quantity = counted["whole"].get(pattern.band, Decimal(0))
        if quantity and (pattern.when is None or pattern.when.holds(values)):
            yield Line(
                pattern.id, lot, pattern.label, pattern.unit, pattern.note, quantity,
                per_year=counted["year"][pattern.band], estimate=values.get("hourly_estimate"),
            )  # fmt: skip


def _unit_lines(
    lot: Lot, known: Sequence[Lot], rows: Sequence[AnsweredRow], units: Sequence[Unit], term: Term
) -> Iterator[Line]:
    by_id = {unit.id: unit for unit in units}
    mine = [(row, by_id[row.value("unit")]) for row in rows
            if row.value("unit") in by_id and row.value("quantity") and lot_of(row, known) == lot]  # fmt: skip
    many, seen = Counter(unit.id for _, unit in mine), Counter[str]()
    for row, unit in mine:
        seen[unit.id] += 1
        number = f"{unit.number}.{seen[unit.id]}" if many[unit.id] > 1 else unit.number
        basis, yearly = str(row.value("basis") or ""), unit.period == "year"
        quantity = _times(row.value("quantity"), term) if yearly else row.value("quantity")
        note = "; ".join(part for part in (unit.note, basis) if part)
        yield Line(number, lot, unit.label, unit.unit, note, quantity, row.value("quantity") if yearly else None,
                   basis, row.value("estimate"), "unit", unit.band)  # fmt: skip


def _times(per_year: Decimal, term: Term) -> Decimal:
    """A yearly quantity over the whole term; whole numbers stay whole."""
    found = per_year * term.years
    return (
        found.quantize(Decimal(1))
        if per_year == per_year.to_integral_value()
        else found.quantize(Decimal("0.01"))
    )


def _equipment_lines(
    lot: Lot, known: Sequence[Lot], rows: Sequence[AnsweredRow], term: Term
) -> Iterator[Line]:
    months = (term.years * 12).quantize(Decimal(1))
    for row in rows:
        kind, count = row.value("kind"), row.value("quantity")
        if kind not in _EQUIPMENT_UNITS or not count or lot_of(row, known) != lot:
            continue
        quantity = count * months if kind == "rent" else count
        note = (
            f"{EQUIPMENT_KINDS[kind]}. {formats.number(count)} enheter"
            if kind == "rent"
            else EQUIPMENT_KINDS[kind]
        )
        yield Line(f"U-{row.number}", lot, row.name, _EQUIPMENT_UNITS[kind], note, quantity,
                   estimate=row.value("estimate"), source="equipment")  # fmt: skip
