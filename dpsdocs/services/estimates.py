"""The value the answers come to beside the value that is stated, part by part and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..domain import formats
from ..domain.scope import Line
from .competitions import Opened

_PARTS = (("hours", "Vektertimer"), ("unit", "Oppdrag etter behov"), ("equipment", "Utstyr og service"))


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the answers come to: parts with words and amounts, the sum, and how it compares with what is stated."""

    parts: tuple[tuple[str, str], ...]
    total: str
    words: str
    left_out: str


def estimate(opened: Opened) -> Estimate | None:
    """The estimate, or None until there is a line with a price."""
    competition = opened.competition
    lines, total = competition.scope.lines, competition.amount("estimate_total")
    if total is None or not lines:
        return None
    unpriced = sum(1 for line in lines if line.estimate is None)
    return Estimate(
        tuple(_parts(lines)), formats.money(total), _words(competition.amount("estimated_value"), total),
        _left_out(unpriced),
    )  # fmt: skip


def _parts(lines: tuple[Line, ...]) -> Iterator[tuple[str, str]]:
    for source, label in _PARTS:
        priced = [line for line in lines if line.source == source and line.estimate is not None]
        if priced:
            amount = sum((line.quantity * (line.estimate or Decimal(0)) for line in priced), Decimal(0))
            hours = formats.number(sum((line.quantity for line in priced), Decimal(0)))
            yield (f"{label}, {hours} timer" if source == "hours" else label), formats.money(amount)


def _words(stated: Decimal | None, total: Decimal) -> str:
    if stated is None:
        return "Dere har ikke skrevet den anslåtte verdien ennå."
    off = abs(stated - total)
    if not off:
        return "Det er det samme som verdien dere har skrevet."
    than = "høyere" if stated > total else "lavere"
    return f"Verdien dere har skrevet, {formats.money(stated)}, er {formats.money(off)} {than}."


def _left_out(count: int) -> str:
    if not count:
        return ""
    lines = (
        "Én linje i prisskjemaet"
        if count == 1
        else f"{formats.capital(formats.word(count))} linjer i prisskjemaet"
    )
    return f"{lines} har ingen anslått pris og er ikke regnet med."
