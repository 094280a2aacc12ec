"""Checks of the finished documents together: duties that must stand there, replies, and facts that are the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from ..document.model import Clause, Document, FillIn, Inline, Row, Table, inlines_of, plain, walk
from ..domain import formats
from ..domain.amounts import amount_on
from ..domain.competition import Competition
from ..domain.environment import day_of
from ..domain.library import REPLY_FORM
from ..domain.rules import Check, Finding, Hit, Rulebook, Stage, findings, rulebook_for
from ..masters.annexes import missing
from ..masters.release import Release
from .consistency import differences

Documents = Mapping[str, Document]
_STAGE: Stage = "documents"
_TOGETHER = "same_everywhere"


def document_findings(
    competition: Competition, release: Release, documents: Documents
) -> tuple[Finding, ...]:
    """What the rules find in documents that leave the house, stops first."""
    found: dict[str, Check] = {
        "requirement_reply": partial(_replies, documents),
        "duty_tax": partial(_tax, release, documents),
        "duty_wages": partial(_wages, release, documents),
        "duty_subcontractors": partial(_subcontractors, release, documents),
        "duty_transport": partial(_transport, release, documents),
        "duty_data": partial(_data, release, documents),
        "duty_undivided": partial(_undivided, release, documents),
        "annex_missing": partial(_annexes, release),
    }
    return findings(competition, found, _rows(competition, found), _STAGE)


def differing(competition: Competition, documents: Documents) -> tuple[Finding, ...]:
    """Facts that are not the same in all the documents, those of the internal record too."""
    prose = {question.key for question in competition.asked if question.kind == "text"}
    found: dict[str, Check] = {_TOGETHER: lambda _c: differences(documents.values(), prose)}
    return findings(competition, found, _rows(competition, found), _STAGE)


def _rows(competition: Competition, checks: Mapping[str, Check]) -> Rulebook:
    book = rulebook_for(competition.case.settings)
    return Rulebook(book.version, tuple(rule for rule in book.rules if rule.check in checks))


def _stands(release: Release, documents: Documents, duty: str) -> bool:
    """Whether a clause the set names for a duty stands in its document, with the words it needs."""
    for place in release.duties.get(duty, ()):
        document = documents.get(place.document)
        for block in walk(document.blocks) if document else ():
            if isinstance(block, Clause) and block.id == place.clause:
                text = " ".join(plain(tuple(inlines_of(inner))) for inner in walk(block.blocks))
                if place.words.casefold() in text.casefold():
                    return True
    return False


def _above(c: Competition, kind: str, *, reached: bool = False) -> str:
    """The amount in words when the value is over it, or ``reached`` it; else nothing."""
    row, value = amount_on(c.case.settings, kind, day_of(c.case)), c.amount("estimated_value")
    if row is None or value is None or value < row.amount or (value == row.amount and not reached):
        return ""
    return formats.money(row.amount)


def _absent(title: str, mend: str) -> Hit:
    return Hit(title, f"{mend} Be UKE om å rette malen.")


def _tax(release: Release, documents: Documents, c: Competition) -> Iterator[Hit]:
    limit = _above(c, "tax")
    if limit and not _stands(release, documents, "tax"):
        yield _absent("Dokumentene krever ikke skatteattest", f"Verdien er over {limit}")


def _wages(release: Release, documents: Documents, c: Competition) -> Iterator[Hit]:
    limit = _above(c, "wages")
    if limit and not _stands(release, documents, "wages"):
        yield _absent("Avtalen har ikke krav til lønns- og arbeidsvilkår", f"Verdien er over {limit}")


def _subcontractors(release: Release, documents: Documents, _c: Competition) -> Iterator[Hit]:
    if not _stands(release, documents, "subcontractors"):
        yield _absent("Avtalen krever ikke opplysninger om underleverandører", "Punktet mangler i avtalen.")


def _transport(release: Release, documents: Documents, c: Competition) -> Iterator[Hit]:
    limit = _above(c, "transport", reached=True)
    if limit and c.value("has_cars") and not _stands(release, documents, "transport"):
        yield _absent(
            "Avtalen krever ikke utslippsfri transport", f"Vekterne bruker bil, og verdien er minst {limit}"
        )


def _data(release: Release, documents: Documents, c: Competition) -> Iterator[Hit]:
    if c.value("has_personal_data") and not _stands(release, documents, "data"):
        yield _absent("Dokumentene sier ikke at det trengs databehandleravtale", "Punktet mangler.")


def _undivided(release: Release, documents: Documents, c: Competition) -> Iterator[Hit]:
    if not c.value("has_lots") and not _stands(release, documents, "undivided"):
        mend = "Skriv hvorfor på siden «Delkontrakter», eller i protokollen."
        yield Hit("Dokumentene sier ikke hvorfor konkurransen ikke er delt opp", mend, ("undivided_reason",))


def _annexes(release: Release, c: Competition) -> Iterator[Hit]:
    for spec in missing(release.annexes, c):
        mend = "Pakken får en side som sier hva som mangler. Avklar med UKE om dokumentet gjelder."
        yield Hit(f"UKE har ikke lagt inn «{spec.title}»", mend)


def _replies(documents: Documents, c: Competition) -> Iterator[Hit]:
    """Each requirement has a row with a place to write, in the form it says it is answered in."""
    answered = {key: _answered(document) for key, document in documents.items()}
    for row in c.rows["requirements"]:
        if row["kind"] == "B" and not c.value("weights"):
            continue  # the form it is answered in comes with the weights
        form = row["form"] or REPLY_FORM
        if row["number"] not in answered.get(form, frozenset()):
            own = str(row["number"]).startswith("E-")
            mend = "Be UKE om å rette malen." if not own else "Rett kravet, eller be UKE om å rette malen."
            key = f"own_requirements:{row['id']}:text" if own else "requirements"
            yield Hit(f"Krav {row['number']} har ikke noe sted å svare", mend, (key,))


def _answered(document: Document) -> frozenset[str]:
    """The numbers of requirements a form has a place to answer: in the row, in the next, or on a page of its own."""
    found: set[str] = set()
    writes = any(_writes(tuple(inlines_of(block))) for block in walk(document.blocks))
    for block in walk(document.blocks):
        if isinstance(block, Table):
            found |= set(_numbers(block, whole=writes and document.id != REPLY_FORM))
    return frozenset(found)


def _numbers(table: Table, *, whole: bool) -> Iterator[str]:
    for row, following in zip(table.rows, (*table.rows[1:], None), strict=True):
        first = plain(row.cells[0]).strip() if row.cells else ""
        if first and (whole or _row_writes(row) or (following is not None and _continues(following))):
            yield first


def _continues(row: Row) -> bool:
    return _row_writes(row) and bool(row.cells) and not plain(row.cells[0]).strip()


def _row_writes(row: Row) -> bool:
    return any(_writes(cell) for cell in row.cells)


def _writes(inlines: tuple[Inline, ...]) -> bool:
    return any(isinstance(inline, FillIn) for inline in inlines)
