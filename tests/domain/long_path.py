"""A small competition on the long path: two lots, three sites, two posts, volumes and equipment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dpsdocs.domain.answers import Raw
from dpsdocs.domain.case import Case, TableRow

_ANSWERS: dict[str, Raw] = {
    "services": ["static", "rounds"],
    "extras": ["places", "lots"],
    "contract_form": "framework",
    "estimated_value": "9 000 000",
    "ceiling": "10 800 000",
    "hourly_estimate": "500",
}
_DAYS = ["mon", "tue", "wed", "thu", "fri"]
_TABLES: dict[str, list[dict[str, Any]]] = {
    "lots": [
        {"id": "d1", "name": "Nord", "description": "Nord", "value": "5 000 000", "ceiling": "6 000 000"},
        {"id": "d2", "name": "Sør", "description": "Sør", "value": "4 000 000", "ceiling": "4 800 000"},
    ],
    "sites": [
        {"id": "s1", "name": "Rådhuset", "address": "Gate 1", "kind": "office", "lot": "d1", "risk": "1",
         "secret": "no"},
        {"id": "s2", "name": "Skolen", "address": "Gate 2", "kind": "school", "lot": "d2", "risk": "2",
         "secret": "no"},
        {"id": "s3", "name": "Huset", "address": "Gate 3", "kind": "supported", "lot": "d2", "risk": "3",
         "secret": "yes", "homes": "12", "secret_note": "Koden er 4417"},
    ],
    "shifts": [
        {"id": "p1", "name": "Resepsjon", "site": "s1", "weekdays": _DAYS, "hours": {"from": "08.00", "to": "16.00"},
         "guards": "1"},
        {"id": "p2", "name": "Kveld", "site": "s3", "weekdays": ["fri"], "hours": {"from": "18.00", "to": "02.00"},
         "guards": "2"},
    ],
    "volumes": [{"id": "v1", "unit": "round", "lot": "d2", "quantity": "300", "basis": "Anslag", "estimate": "200"}],
}  # fmt: skip


def rows(*given: Mapping[str, Raw]) -> tuple[TableRow, ...]:
    """Rows from plain objects; one without an id gets its number."""
    return tuple(
        TableRow(str(row.get("id", n)), {k: v for k, v in row.items() if k != "id"})
        for n, row in enumerate(given, 1)
    )


def long_case(case: Case, **answers: Raw) -> Case:
    """Case A on the long path, with other answers where given."""
    kept = {
        k: v
        for k, v in case.answers.items()
        if k not in ("site_name", "site_address", "weekdays", "hours", "guards")
    }
    tables = {key: rows(*given) for key, given in _TABLES.items()}
    later: Raw = {"date": "09.02.2027", "time": "12.00"}
    secret: Raw = "I KGV etter signert taushetserklæring"
    made: dict[str, Raw] = {**kept, **_ANSWERS, "confidential_access": secret, "tender_deadline": later}
    return replace(case, answers={**made, **answers}, tables=tables)


def with_rows(case: Case, table: str, *given: Mapping[str, Raw]) -> Case:
    """The case with other rows in a table."""
    return replace(case, tables={**case.tables, table: rows(*given)})


def changed(case: Case, table: str, row_id: str, **cells: Raw) -> Case:
    """The case with other cells in one row."""
    found = tuple(
        replace(row, answers={**row.answers, **cells}) if row.id == row_id else row
        for row in case.tables.get(table, ())
    )
    return replace(case, tables={**case.tables, table: found})
