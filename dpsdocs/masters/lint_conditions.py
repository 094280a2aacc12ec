"""Conditions that never hold or always do, and references to what can be gone; each with the clause and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product

from ..domain.conditions import parse
from . import solver
from .branches import Branch, Inside, Reference, branches, references, standing
from .errors import Fault
from .lists_lint import compared
from .release import Release
from .remarks import Remark
from .solver import Wanted
from .wording import Wording

_MOST_WAYS = 16
_NEVER = {
    "document": "Dokumentet kommer aldri med", "clause": "Punktet kommer aldri med",
    "part": "En del av punktet kommer aldri med", "words": "Noen ord i punktet kommer aldri med",
}  # fmt: skip


def never(release: Release, document: str) -> Iterator[Fault]:
    """What can never be read, whatever is answered."""
    words = Wording(release)
    for branch in branches(release, document):
        if solver.way(release, (*_all(branch.place.inside), Wanted(branch.condition))) is None:
            why = _why(release, words, branch)
            message = f"{_NEVER[branch.of]}: {words.condition(branch.condition.source)}. {why}"
            yield Fault(branch.place.file, branch.place.line, message, branch.place.clause)


def always(release: Release, document: str) -> Iterator[Remark]:
    """Conditions that make no difference."""
    words = Wording(release)
    for branch in branches(release, document):
        inside = _all(branch.place.inside)
        if solver.way(release, (*inside, Wanted(branch.condition, holds=False))) is None:
            if solver.way(release, (*inside, Wanted(branch.condition))) is None:
                continue  # told as what never holds
            said = words.condition(branch.condition.source)
            yield Remark(
                document, branch.place.clause, branch.place.file,
                f"Vilkåret gjør ingen forskjell: {said} slår alltid til her. Ta det bort, eller rett det.",
            )  # fmt: skip


def loose(release: Release, document: str) -> Iterator[Remark]:
    """References that can be read while what they point at is not there."""
    words, stands = Wording(release), standing(release, document)
    for reference in references(release, document):
        targets = stands.get(reference.target) if reference.kind == "punkt" else _document(release, reference)
        if targets and not _is_safe(release, reference.place.inside, targets):
            shown = _widest(targets) if reference.kind == "punkt" else targets[:1]
            said = " eller ".join(dict.fromkeys(_said(words, inside) for inside in shown))
            what = "punktet" if reference.kind == "punkt" else "dokumentet"
            yield Remark(
                document, reference.place.clause, reference.place.file,
                f"Henvisningen til {what} «{reference.target}» kan stå igjen når {what} er borte. Det er med når "
                f"{said}. Gi henvisningen det samme vilkåret.",
            )  # fmt: skip


def _document(release: Release, reference: Reference) -> tuple[Inside, ...]:
    """When a document is there; said by its own condition, or by its being among the documents."""
    whens = {spec.id: spec.when for spec in release.documents} | {
        spec.id: spec.when for spec in release.annexes
    }
    found = whens.get(reference.target)
    if found is None or not found.source:
        return ()
    return ((found,), (parse(f"'{reference.target}' in documents"),))


def _widest(targets: Sequence[Inside]) -> tuple[Inside, ...]:
    """Without those that ask for more than another does."""
    sets = [{condition.source for condition in target} for target in targets]
    return tuple(t for t, mine in zip(targets, sets, strict=True) if not any(other < mine for other in sets))


def _is_safe(release: Release, inside: Inside, targets: Sequence[Inside]) -> bool:
    """Whether one of the targets stands whenever the reference does."""
    around = _all(inside)
    known = {condition.source for condition in inside}
    if any(all(condition.source in known for condition in target) for target in targets):
        return True
    gone = product(*([Wanted(condition, holds=False) for condition in target] for target in targets))
    return all(solver.way(release, (*around, *wanted)) is None for wanted in islice(gone, _MOST_WAYS))


def _all(inside: Inside) -> tuple[Wanted, ...]:
    return tuple(Wanted(condition) for condition in inside)


def _said(words: Wording, inside: Inside) -> str:
    return " og ".join(words.condition(condition.source) for condition in inside)


def _why(release: Release, words: Wording, branch: Branch) -> str:
    """Why a condition cannot hold, as far as it can be told."""
    for name, value in compared(branch.condition):
        known = words.vocabulary.values.get(name)
        if known and value not in known:
            return f"«{value}» er ikke et svar på «{words.label(name)}»."
    alone = solver.way(release, (Wanted(branch.condition),))
    if alone is not None and branch.place.inside:
        return f"Det står der det bare kan leses når {_said(words, branch.place.inside)}."
    gates = [
        gate
        for name in sorted(branch.condition.names)
        if (question := release.catalogue.questions.get(name))
        for gate in solver.gates(release, question)
    ]
    if gates:
        return f"Spørsmålet stilles bare når {_said(words, tuple(gates))}."
    return "Svarene kan ikke være slik samtidig."
