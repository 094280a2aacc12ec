"""A table of two thousand sites: saving one of them, the page of fifty, a spreadsheet of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from sqlalchemy.orm import Session

from ..domain.case import TableRow
from ..domain.roles import Actor
from ..services import competitions, row_files, row_imports, row_pages, row_sets, rows, sections
from ..services.competitions import Opened
from ..services.releases import Releases
from ..writers.xlsx_answers import AnswerColumn, write_answers
from .steps import Step

COUNT = 2000
_HEADS = ("Navn på objektet", "Adresse", "Type", "Boliger", "Risikoklasse", "Skjermet")


def row_steps(session: Session, releases: Releases, actor: Actor, competition_id: str) -> dict[str, Step]:
    """The steps, on a draft that gets the table."""
    extras = {"extras": ["places"]}
    sections.save(session, releases, actor, competition_id, extras, base=10**6)
    row_sets.fill(session, releases, actor, competition_id, {"sites": list(_sites())})
    case = _opened(session, releases, actor, competition_id)
    middle, names, data = case.competition.tables["sites"][COUNT // 2].id, count(1), _sheet()

    def save() -> object:
        cells = {"name": f"Bygård nummer {next(names)}"}
        return rows.save(
            session, releases, actor, competition_id, "sites", middle, cells, base=10**6, tab="t"
        )

    def page() -> object:
        now = _opened(session, releases, actor, competition_id)
        return row_pages.listing(now, row_pages.table_of(now, "objekter", "sites")[1], number=20)

    def plan() -> object:
        sheet = row_files.read_file("objekter.xlsx", data)
        token = row_imports.keep(session, actor, competition_id, "sites", "objekter.xlsx", sheet)
        now = _opened(session, releases, actor, competition_id)
        table = row_pages.table_of(now, "objekter", "sites")[1]
        return row_imports.plan(session, now, actor, table, token)

    return {
        "lagring av én rad av 2 000": save,
        "en side med 50 av 2 000 rader": page,
        "planen for et regneark med 2 000 rader": plan,
    }


def _opened(session: Session, releases: Releases, actor: Actor, competition_id: str) -> Opened:
    return competitions.open_answers(session, releases, actor, competition_id)


def _sites() -> Iterator[TableRow]:
    for number in range(1, COUNT + 1):
        cells = (f"Bygård {number}", f"Gata {number}, 0350 Oslo", "housing", "24", "2", "no")
        yield TableRow(
            str(number), dict(zip(("name", "address", "kind", "homes", "risk", "secret"), cells, strict=True))
        )


def _sheet() -> bytes:
    """The same sites as people fill them in."""
    lines = [(f"Nybygg {n}", f"Gata {n}, 0350 Oslo", "Bolig", 24, 2, "Nei") for n in range(1, COUNT + 1)]
    return write_answers("Objekter", [AnswerColumn(head) for head in _HEADS], lines, COUNT)
