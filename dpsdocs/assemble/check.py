"""What stands between a case and its documents: the rules' findings and the documents' flaws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..document.model import Document
from ..document.review import Flaw, review
from ..domain.case import Case
from ..domain.checks import findings
from ..domain.competition import Competition, build, unknown_answers
from ..domain.rules import ORDER, Finding, judged, rulebook_for
from ..masters.adapted import Applied, applied
from ..masters.compose import compose
from ..masters.release import DocumentSpec, Release
from ..masters.uses import clause_uses
from .coverage import coverage_rows
from .deviations import deviation_rows
from .difference import FRONT, Difference, difference, documents_before, file_rows
from .document_checks import differing, document_findings
from .outward import composed
from .record import Rows, reason_rows, record_rows

ADAPTED = "adapted"  # what findings on clauses with a text of their own point at; no question has the key
_WAIT = "Vent på svaret, eller trekk forslaget."


@dataclass(frozen=True, slots=True)
class Checked:
    """A competition with its findings, composed documents by id, and how they differ from what is sent.

    ``deviations`` are the clauses that say something else than UKE's text.
    """

    competition: Competition
    findings: tuple[Finding, ...]
    documents: Mapping[str, Document]
    difference: Difference = field(default_factory=Difference)
    deviations: Rows = ()

    @property
    def stops(self) -> tuple[Finding, ...]:
        """The findings that stop issuing."""
        return tuple(f for f in self.findings if f.severity == "stop")


def check(case: Case, release: Release, previous: Case | None = None) -> Checked:
    """Everything that is wrong with a case, stops first, one finding per fact.

    ``previous`` is the version that is sent, when the case changes it.
    """
    competition, adapted = build(case, release.catalogue, previous), applied(release, case.adapted)
    release = adapted.release
    found = [*_unknown(case, release), *findings(competition), *_without_previous(competition)]
    found += _adapted(case, adapted)
    outward, differs = _outward(release, competition)
    found += judged(document_findings(competition, release, outward), case)
    told = {**record_rows(competition, tuple(found)), **deviation_rows(adapted, competition, outward)}
    documents = _documents(release, competition, outward, told)
    found += judged(differing(competition, documents), case)
    pointed = {key for finding in found if finding.severity == "stop" for key in finding.keys} - {ADAPTED}
    asked = {question.key for question in competition.asked}
    seen: set[tuple[str, str]] = set()
    for document in documents.values():
        for flaw in review(document):
            if (flaw.kind, flaw.key) in seen or (flaw.key and flaw.key in pointed):
                continue
            if flaw.kind == "gap-agency" and pointed and flaw.key not in asked:
                continue  # follows from an answer that is already pointed at
            if flaw.key:
                seen.add((flaw.kind, flaw.key))
            found.append(_flaw(case, flaw, document))
    ordered = tuple(sorted(found, key=lambda f: ORDER[f.severity]))
    return Checked(competition, ordered, documents, differs, told["deviations"])


def _outward(release: Release, competition: Competition) -> tuple[dict[str, Document], Difference]:
    """The text documents that leave the house; those that tell of the others are made after them."""
    outward = [spec for spec in _specs(release, competition) if spec.package != "internal"]
    made = {spec.id: composed(release, competition, spec) for spec in outward if spec.number != FRONT}
    differs, told = Difference(), dict[str, Rows]()
    if competition.previous is not None:
        differs = difference(competition, release, documents_before(competition, release), made)
        told = {"changes": differs.rows, "files": file_rows(release, competition, differs.redlines)}
    made |= {spec.id: composed(release, competition, spec, told) for spec in outward if spec.number == FRONT}
    return made, differs


def _documents(
    release: Release, competition: Competition, outward: Mapping[str, Document], extra: dict[str, Rows]
) -> dict[str, Document]:
    """All text documents in order: with the internal ones, which tell of those before them."""
    made, specs = dict(outward), _specs(release, competition)
    told = {**extra, "reasons": reason_rows(made.values(), competition.case.dps.regime)}
    for spec in specs:
        if spec.package == "internal":
            if any("coverage" in use.rows for use in clause_uses(release, spec.id).values()):
                told |= coverage_rows(release, competition, made.values())
            made[spec.id] = compose(release, competition, spec.id, told)
    return {spec.id: made[spec.id] for spec in specs}


def _specs(release: Release, competition: Competition) -> list[DocumentSpec]:
    return [spec for spec in release.chosen(competition) if spec.kind == "text"]


def _without_previous(competition: Competition) -> list[Finding]:
    replaces = competition.case.replaces
    if replaces is None or competition.previous is not None:
        return []
    title = f"Saksfilen for versjon {replaces.version} er ikke med"
    return [_told(competition.case, "change.previous", title, "Oppgi saksfilen for versjonen som endres.")]


def _unknown(case: Case, release: Release) -> list[Finding]:
    mend = "Fjern nøkkelen fra saksfilen, eller rett skrivemåten."
    return [
        _told(case, "answers.unknown", f"Svaret «{key}» finnes ikke i malen", mend, (key,))
        for key in unknown_answers(case, release.catalogue.questions)
    ]


def _adapted(case: Case, made: Applied) -> list[Finding]:
    """What waits for UKE, and texts of the competition's own that cannot be used."""
    found = []
    for one in made.refused:
        title = f"Den tilpassede teksten i punktet «{one.adapted.clause}» kan ikke brukes"
        mend = f"{one.why} Rett teksten, eller bruk UKEs tekst."
        found.append(_told(case, "clause.refused", title, mend, (ADAPTED,)))
    for asked in (one for one in case.adapted if one.state == "asked"):
        title = f"Forslaget til ny tekst i punktet «{asked.clause}» venter på UKE"
        found.append(_told(case, "clause.proposal", title, _WAIT, (ADAPTED,)))
    return found


def _flaw(case: Case, flaw: Flaw, document: Document) -> Finding:
    title = f"{document.meta.title}: {flaw.message}"
    mend = "Be UKE om å rette malen." if not flaw.key or flaw.kind == "gap-uke" else "Rett svaret."
    mend = "Svar på spørsmålet." if flaw.kind == "gap-agency" else mend
    keys = (flaw.key,) if flaw.key else ()
    return _told(case, f"document.{flaw.kind}", title, mend, keys, f", {document.meta.release}")


def _told(
    case: Case, rule_id: str, title: str, mend: str, keys: tuple[str, ...] = (), more: str = ""
) -> Finding:  # fmt: skip
    """A finding of a row that no check of its own looks for; ``more`` makes the source precise."""
    book = rulebook_for(case.settings)
    rule = book.row(rule_id)
    return Finding(rule.id, rule.severity, title, mend, keys, rule.basis + more, rule.why, book.version)
