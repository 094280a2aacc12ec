"""What stands between a case and its documents: the rules' findings and the documents' flaws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..document.model import Document
from ..document.review import Flaw, review
from ..domain.case import Case
from ..domain.checks import findings
from ..domain.competition import Competition, build, unknown_answers
from ..domain.rules import ORDER, Finding, rulebook
from ..masters.compose import compose
from ..masters.facts import CONFIDENTIAL_ROWS, INTERNAL_ROWS
from ..masters.release import Release
from .annexes import missing_annexes
from .coverage import coverage_rows
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
    """A competition with its findings and composed documents by id."""

    competition: Competition
    findings: tuple[Finding, ...]
    documents: Mapping[str, Document]

    @property
    def stops(self) -> tuple[Finding, ...]:
        """The findings that stop issuing."""
        return tuple(f for f in self.findings if f.severity == "stop")


def check(case: Case, release: Release) -> Checked:
    """Everything that is wrong with a case, stops first, one finding per fact."""
    competition = build(case, release.catalogue)
    found = [*_unknown(case, release), *findings(competition), *missing_annexes(competition, release)]
    extra = record_rows(competition, tuple(found))
    documents = _documents(release, competition, extra)
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
    return Checked(competition, tuple(sorted(found, key=lambda f: ORDER[f.severity])), documents)


def _documents(release: Release, competition: Competition, extra: dict[str, Rows]) -> dict[str, Document]:
    """The text documents in order; the internal ones last, since they tell of the others."""
    specs = [spec for spec in release.chosen(competition) if spec.kind == "text"]
    made = {
        spec.id: compose(release, _told(competition, spec.package), spec.id, {})
        for spec in specs
        if spec.package != "internal"
    }
    told = {**extra, "reasons": reason_rows(made.values())}
    for spec in specs:  # each tells of those before it
        if spec.package == "internal":
            told["coverage"] = coverage_rows(release, competition, made.values())
            made[spec.id] = compose(release, competition, spec.id, told)
    return {spec.id: made[spec.id] for spec in specs}


def _told(competition: Competition, package: str) -> Competition:
    """What a document outside the house is made from: what is not there cannot slip out, it becomes a gap."""
    facts = {
        key: fact
        for key, fact in competition.facts.items()
        if not fact.internal
        and not (fact.confidential and package == "bidders")
        and not (fact.question is not None and fact.question.kind == "table")
    }
    hidden = INTERNAL_ROWS | (CONFIDENTIAL_ROWS if package == "bidders" else frozenset())
    rows = {name: rows for name, rows in competition.rows.items() if name not in hidden}
    return replace(competition, facts=facts, rows=rows, tables={})


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
