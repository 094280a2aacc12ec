"""The test municipality's draft on the long path: two lots, three sites, two posts, two quantities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dpsdocs.config import ROOT, Config
from dpsdocs.domain.answers import Raw
from dpsdocs.domain.case import TableRow
from dpsdocs.services import accounts, cases, row_sets, sections
from dpsdocs.services.releases import Releases
from dpsdocs.store.db import make_session
from tests.services.long_path import TABLES
from tests.web import world as worlds
from tests.web.world import World

ANSWERS: dict[str, Raw] = {
    "title": "Vakt ved to bygg", "extras": ["places", "lots"], "services": ["static", "rounds"],
    "contract_form": "framework", "start_date": "01.04.2030", "end_date": "31.03.2032", "option_count": "0",
    "estimated_value": "5 000 000", "hourly_estimate": "500",
}  # fmt: skip


@dataclass(frozen=True)
class LongCase:
    """Where the draft is, and the ids of its rows."""

    config: Config
    id: str
    path: str

    def ids(self, key: str) -> list[str]:
        """The ids of a table's rows in order."""
        return list(self.rows(key))

    def rows(self, key: str) -> dict[str, dict[str, object]]:
        """The rows of a table as they are stored, by id."""
        with make_session(self.config.database_url, read_only=True) as session:
            return {row.id: dict(row.answers) for row in cases.tables(session, self.id).get(key, ())}

    def row(self, section: str, key: str, place: int = 0) -> str:
        """The address of a row."""
        return f"{self.path}/del/{section}/{key}/{self.ids(key)[place]}"


def made(
    config: Config, world: World, tables: Mapping[str, Sequence[TableRow]] = TABLES, **answers: Raw
) -> LongCase:
    """The draft with these tables."""
    with make_session(config.database_url) as session:
        drafter, _ = accounts.sign_in(session, worlds.email("drafter"), worlds.PASSWORD)
        releases = Releases(config.instance / "releases", ROOT / "templates" / "masters")
        case = world["competition"]
        sections.save(session, releases, drafter, case, {**ANSWERS, **answers}, base=0)
        row_sets.fill(session, releases, drafter, case, tables)
    return LongCase(config, case, f"/konkurranser/{case}")
