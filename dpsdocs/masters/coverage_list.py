"""What rules and routine ask the documents to hold, and where it is answered, from the text of coverage.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from ..domain.conditions import ConditionError
from ..domain.conditions import parse as parse_condition
from .errors import Fault
from .release import CoverageItem

FILE = "coverage.toml"


def items(rows: Iterable[Mapping[str, Any]], faults: list[Fault]) -> tuple[CoverageItem, ...]:
    """The rows in order; a condition that cannot be read is a fault, and always holds. ``KeyError``."""
    return tuple(_item(row, faults) for row in rows)


@lru_cache(maxsize=8)
def of_text(text: str) -> tuple[tuple[CoverageItem, ...], tuple[Fault, ...]]:
    """The rows in the text of the file, and what is wrong with it; no rows when it cannot be read."""
    faults: list[Fault] = []
    try:
        return items(tomllib.loads(text).get("item", ()), faults), tuple(faults)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError):
        return (), (*faults, Fault(FILE, 1, "Filen kan ikke leses."))


def _item(row: Mapping[str, Any], faults: list[Fault]) -> CoverageItem:
    try:
        when = parse_condition(row.get("when", ""))
    except ConditionError as error:
        faults.append(Fault(FILE, 1, f"{row['ref']}: {error}", row.get("id", "")))
        when = parse_condition("")
    return CoverageItem(row["ref"], row["text"], row["document"], row["clause"], when, row.get("id", ""))
