"""A draft with tables: two lots, a few sites, posts and quantities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dpsdocs.domain.answers import Raw
from dpsdocs.domain.case import TableRow
from dpsdocs.services import cases, competitions, row_pages, row_sets, rows
from dpsdocs.services.competitions import Opened
from dpsdocs.services.rows import SavedRow
from tests.services.journey import Journey, ahead

NEW = "11111111-1111-4111-8111-111111111111"
TABLES: dict[str, list[TableRow]] = {
    "lots": [
        TableRow("d1", {"name": "Nord", "description": "Vakthold i nord.", "value": "2 000 000"}),
        TableRow("d2", {"name": "Sør", "description": "Vakthold i sør.", "value": "3 000 000"}),
    ],
    "sites": [
        TableRow(f"s{n}", {
            "name": f"Bygg {n}", "address": f"Gata {n}, 0350 Oslo", "kind": "office", "risk": "2",
            "lot": f"d{(n - 1) % 2 + 1}", "secret": "yes" if n == 3 else "no",
        })
        for n in range(1, 4)
    ],
    "shifts": [
        TableRow("p1", {
            "name": "Resepsjon", "site": "s1", "weekdays": ["mon", "tue", "wed", "thu", "fri"],
            "hours": {"from": "08.00", "to": "16.00"}, "guards": "1",
        }),
        TableRow("p2", {
            "name": "Natt", "site": "s2", "weekdays": ["fri", "sat"], "hours": {"from": "21.00", "to": "06.00"},
            "guards": "2",
        }),
    ],
    "volumes": [
        TableRow("v1", {"unit": "round", "lot": "d1", "quantity": "100", "estimate": "250"}),
        TableRow("v2", {"unit": "callout", "lot": "d2", "quantity": "12", "basis": "Som før"}),
    ],
}  # fmt: skip


def answers(journey: Journey) -> dict[str, Raw]:
    """The sample's answers on the long path."""
    short = {"site_name", "site_address", "weekdays", "hours", "guards"}
    kept = {key: raw for key, raw in ahead(journey.sample).items() if key not in short}
    return {**kept, "extras": ["places", "lots"], "services": ["static", "rounds"]}


def draft(journey: Journey, tables: Mapping[str, list[TableRow]] = TABLES, **more: Raw) -> str:
    """A draft with these tables."""
    made = journey.draft(**{**answers(journey), **more})
    row_sets.fill(journey.session, journey.releases, journey.drafter, made, tables)
    return made


def stored(journey: Journey, competition_id: str, key: str) -> dict[str, dict[str, Any]]:
    """The rows of a table by id, in order."""
    journey.session.expire_all()
    found = cases.tables(journey.session, competition_id).get(key, ())
    return {row.id: dict(row.answers) for row in found}


def ids(journey: Journey, competition_id: str, key: str) -> list[str]:
    """The ids of a table's rows in order."""
    return list(stored(journey, competition_id, key))


def opened(journey: Journey, competition_id: str) -> Opened:
    """The competition as its drafter's pages have it."""
    return competitions.open_answers(journey.session, journey.releases, journey.drafter, competition_id)


def listing(journey: Journey, competition_id: str, section: str, key: str, **what: Any) -> row_pages.Listing:
    """A page of a table."""
    case = opened(journey, competition_id)
    _, table = row_pages.table_of(case, section, key)
    return row_pages.listing(case, table, **what)


def save(
    journey: Journey, competition_id: str, key: str, row_id: str, cells: dict[str, Raw], **place: Any
) -> SavedRow:
    """Save cells; without a ``base`` from the revision that stands, as the drafter unless ``by`` another."""
    base = place.pop("base", journey.row(competition_id).revision)
    actor = place.pop("by", journey.drafter)
    return rows.save(
        journey.session, journey.releases, actor, competition_id, key, row_id, cells, base=base, **place
    )
