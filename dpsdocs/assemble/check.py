"""What stands between a case and its documents: the rules' findings and the documents' flaws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..document.model import Document
from ..document.review import Flaw, review
from ..domain.case import Case
from ..domain.checks import findings
from ..domain.competition import Competition, build, unknown_answers
from ..domain.rules import ORDER, Finding, rulebook
from ..masters.compose import compose
from ..masters.release import Release
from .annexes import missing_annexes
from .coverage import coverage_rows
from .difference import FRONT, Difference, difference, documents_before, file_rows
from .outward import composed
from .record import Rows, reason_rows, record_rows

_WHY = {
    "gap-agency": "Dokumentet har et hull. Det ville stått som klamme i den ferdige filen.",
    "gap-uke": "Bare UKE kan fylle ut dette.",
    "reference": "En henvisning i malen treffer ikke noe.",
    "empty": "Et avsnitt i malen er tomt for denne konkurransen.",
    "leftover": "Malen har et uferdig felt.",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A competition with its findings, composed documents by id, and how they differ from what is sent."""

    competition: Competition
    findings: tuple[Finding, ...]
    documents: Mapping[str, Document]
    difference: Difference = field(default_factory=Difference)

    @property
    def stops(self) -> tuple[Finding, ...]:
        """The findings that stop issuing."""
        return tuple(f for f in self.findings if f.severity == "stop")


def check(case: Case, release: Release, previous: Case | None = None) -> Checked:
    """Everything that is wrong with a case, stops first, one finding per fact.

    ``previous`` is the version that is sent, when the case changes it.
    """
    competition = build(case, release.catalogue, previous)
    found = [*_unknown(case, release), *findings(competition), *missing_annexes(competition, release)]
    found += _without_previous(competition)
    extra = record_rows(competition, tuple(found))
    documents, differs = _documents(release, competition, extra)
    pointed = {key for finding in found if finding.severity == "stop" for key in finding.keys}
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
            found.append(_flaw(flaw, document))
    return Checked(competition, tuple(sorted(found, key=lambda f: ORDER[f.severity])), documents, differs)


def _documents(
    release: Release, competition: Competition, extra: dict[str, Rows]
) -> tuple[dict[str, Document], Difference]:
    """The text documents in order; those that tell of the others are made after them, the internal ones last."""
    specs = [spec for spec in release.chosen(competition) if spec.kind == "text"]
    outward = [spec for spec in specs if spec.package != "internal"]
    made = {spec.id: composed(release, competition, spec) for spec in outward if spec.number != FRONT}
    differs, told = Difference(), dict[str, Rows]()
    if competition.previous is not None:
        differs = difference(competition, release, documents_before(competition, release), made)
        told = {"changes": differs.rows, "files": file_rows(release, competition, differs.redlines)}
    made |= {spec.id: composed(release, competition, spec, told) for spec in outward if spec.number == FRONT}
    told = {**extra, "reasons": reason_rows(made.values())}
    for spec in specs:  # each tells of those before it
        if spec.package == "internal":
            told["coverage"] = coverage_rows(release, competition, made.values())
            made[spec.id] = compose(release, competition, spec.id, told)
    return {spec.id: made[spec.id] for spec in specs}, differs


def _without_previous(competition: Competition) -> list[Finding]:
    replaces = competition.case.replaces
    if replaces is None or competition.previous is not None:
        return []
    return [
        Finding(
            "change.previous", "stop", f"Saksfilen for versjon {replaces.version} er ikke med",
            "Oppgi saksfilen for versjonen som endres.", (), "Saksfilen",
            "Endringsmeldingen viser hva som er endret, og må ha den forrige versjonen å sammenligne med.",
            rulebook().version,
        )
    ]  # fmt: skip


def _unknown(case: Case, release: Release) -> list[Finding]:
    return [
        Finding(
            "answers.unknown", "stop", f"Svaret «{key}» finnes ikke i malen",
            "Fjern nøkkelen fra saksfilen, eller rett skrivemåten.", (key,), "Malens spørsmål",
            "Et svar som ikke hører til et spørsmål, blir ikke brukt.", rulebook().version,
        )
        for key in unknown_answers(case, release.catalogue.questions)
    ]  # fmt: skip


def _flaw(flaw: Flaw, document: Document) -> Finding:
    title = f"{document.meta.title}: {flaw.message}"
    mend = "Svar på spørsmålet." if flaw.kind == "gap-agency" else "Be UKE om å rette malen."
    keys = (flaw.key,) if flaw.key else ()
    return Finding(f"document.{flaw.kind}", "stop", title, mend, keys, f"Malen, {document.meta.release}",
                   _WHY[flaw.kind], rulebook().version)  # fmt: skip
