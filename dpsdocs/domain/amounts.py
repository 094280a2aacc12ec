"""Amounts that law and instruction set, as dated rows: what holds on a day, and whether UKE has confirmed it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, Protocol

from .case import Settings

_UNCHECKED = ". Ikke kontrollert"


@dataclass(frozen=True, slots=True)
class AmountRow:
    """One amount with the days it holds. ``unit`` is kr, % or måneder."""

    kind: str
    label: str
    amount: Decimal
    unit: str
    source: str
    confirmed: bool
    valid_from: date | None = None
    valid_to: date | None = None


class AmountError(ValueError):
    """A table of amounts that contradicts itself; the message names the row."""


class _Dated(Protocol):
    @property
    def valid_from(self) -> date | None: ...

    @property
    def valid_to(self) -> date | None: ...


def overlap(one: _Dated, other: _Dated) -> bool:
    """Whether two dated rows hold on the same day."""
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    return first <= min(one.valid_to or date.max, other.valid_to or date.max)


@lru_cache(maxsize=1)
def amounts() -> tuple[AmountRow, ...]:
    """The amounts that ship with the program."""
    return read_amounts(Path(__file__).with_name("amounts.toml").read_text(encoding="utf-8"))


def read_amounts(text: str) -> tuple[AmountRow, ...]:
    """A table of amounts from TOML, or ``AmountError`` with the row's name."""
    rows = tuple(row for kind, table in tomllib.loads(text).items() for row in _rows(kind, table))
    for row in rows:
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
            raise AmountError(f"Beløpet {row.kind} slutter før det begynner.")
    for one, other in combinations(rows, 2):
        if one.kind == other.kind and overlap(one, other):
            raise AmountError(f"Beløpet {one.kind} har to verdier for samme tid.")
    return rows


def _rows(kind: str, table: Mapping[str, Any]) -> list[AmountRow]:
    unit = table.get("unit", "kr")
    return [
        AmountRow(
            kind, table["label"], Decimal(str(row["amount"])), unit, row["source"], bool(row["confirmed"]),
            row.get("valid_from"), row.get("valid_to"),
        )
        for row in table["row"]
    ]  # fmt: skip


@lru_cache(maxsize=64)
def amounts_for(settings: Settings) -> tuple[AmountRow, ...]:
    """The amounts as UKE has confirmed or corrected them."""
    chosen = {(choice.kind, choice.valid_from): choice.amount for choice in settings.amounts}
    return tuple(
        replace(row, amount=chosen[row.kind, row.valid_from], confirmed=True, source=_said(row.source))
        if (row.kind, row.valid_from) in chosen
        else row
        for row in amounts()
    )


def _said(source: str) -> str:
    return f"{source.removesuffix(_UNCHECKED)}. Bekreftet av UKE"


def amount_on(settings: Settings, kind: str, day: date) -> AmountRow | None:
    """The amount of a kind that holds on a day, if the table has one."""
    for row in amounts_for(settings):
        begun = row.valid_from is None or row.valid_from <= day
        if row.kind == kind and begun and (row.valid_to is None or day <= row.valid_to):
            return row
    return None
