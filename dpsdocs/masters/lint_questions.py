"""Questions that are asked for nothing, and those nobody is ever asked."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.questions import Question
from . import solver
from .facts import READ_KEYS
from .release import Release
from .remarks import Remark
from .solver import Wanted
from .uses import uses
from .wording import Wording

_FILE = "questions.toml"


def unused(release: Release) -> Iterator[Remark]:
    """Questions whose answer no text, condition or rule of the program makes use of."""
    used = _used(release)
    for question in release.catalogue.questions:
        if question.key not in used:
            message = (
                f"Svaret på «{question.name}» brukes ikke noe sted. Ta det i bruk, eller ta bort spørsmålet."
            )
            yield Remark("", "", _FILE, message)


def unasked(release: Release) -> Iterator[Remark]:
    """Questions that are never asked, whatever is answered before them."""
    words = Wording(release)
    for question in release.catalogue.questions:
        opens = solver.gates(release, question)
        if opens and solver.way(release, tuple(Wanted(gate) for gate in opens)) is None:
            said = " og ".join(words.condition(gate.source) for gate in opens)
            yield Remark(
                "", question.key, _FILE, f"«{question.name}» blir aldri stilt: {said} kan ikke slå til."
            )


def _used(release: Release) -> frozenset[str]:
    found = set(READ_KEYS)
    for spec in release.documents:
        master = release.masters[spec.id]
        named = uses(master.nodes)
        found |= named.facts | named.rows | spec.when.names
        found |= {field.name for line in (master.title, master.under) for field in line.fields}
    for section in release.catalogue.questions.sections:
        found |= section.visible.names
        for question in section.questions:
            found |= set(_names(question))
    catalogue = release.catalogue
    whens = [r.when for r in catalogue.requirements] + [line.when for line in catalogue.price_lines]
    whens += [annex.when for annex in release.annexes] + [item.when for item in release.coverage]
    for when in whens:
        found |= when.names if when else frozenset()
    return frozenset(found)


def _names(question: Question) -> Iterator[str]:
    """What the conditions and choices of a question rest on, those of its columns too."""
    for one in (question, *question.columns):
        yield from (*one.visible.names, *one.required.names)
        if one.rows_of:
            yield one.rows_of
