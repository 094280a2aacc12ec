"""The forms bidders fill in: a place for every requirement, known by its row, in a document that is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from dpsdocs.document.model import Document, FillIn, Table, inlines_of, plain, walk
from dpsdocs.domain.case import Case
from dpsdocs.domain.competition import Competition, build
from dpsdocs.domain.library import Requirement
from dpsdocs.masters.compose import compose
from dpsdocs.masters.nodes import ClauseNode, MasterDocument, TableNode
from dpsdocs.masters.release import Release
from tests.assemble.cases import answered, everything

# the words documentation begins with, and the form they mean
FORMS = {"CV-skjema": "referanser", "Referanseskjema": "referanser", "Bemanningsplan": "bemanningsplan",
         "Miljøsvar": "miljosvar"}  # fmt: skip


def named_form(requirement: Requirement) -> str:
    """The form a requirement's documentation names."""
    words = (form for start, form in FORMS.items() if requirement.documentation.startswith(start))
    return next(words, "svarskjema")


def places(document: Document) -> list[FillIn]:
    """Every place to write, in reading order."""
    return [i for block in walk(document.blocks) for i in inlines_of(block) if isinstance(i, FillIn)]


def choosing(case: Case, release: Release, *requirements: str) -> Competition:
    """The case with these requirements, and those that always hold."""
    return build(answered(case, requirements=list(requirements)), release.catalogue)


@pytest.fixture(scope="module")
def whole(reception: Case, release: Release) -> Competition:
    """Case A with every service and every requirement."""
    services = tuple(s.id for s in release.catalogue.services)
    case = everything(reception, services, tuple(r.id for r in release.catalogue.requirements))
    return build(case, release.catalogue)


def test_the_form_of_a_requirement_is_the_one_its_documentation_names(release: Release) -> None:
    for requirement in release.catalogue.requirements:
        wanted = named_form(requirement) if requirement.kind == "B" else ""
        assert requirement.form == wanted, requirement.number


def test_a_form_is_in_the_package_when_a_requirement_asks_for_it(reception: Case, release: Release) -> None:
    for requirement in release.catalogue.requirements:
        chosen = release.chosen(choosing(reception, release, requirement.id))
        assert named_form(requirement) in {spec.id for spec in chosen}, requirement.number


def test_every_evaluated_requirement_has_a_place_for_the_reply(whole: Competition, release: Release) -> None:
    documents = {form: compose(release, whole, form) for form in {"svarskjema", *FORMS.values()}}
    for requirement in (r for r in release.catalogue.requirements if r.kind == "B"):
        document = documents[requirement.form]
        rows = [row for b in walk(document.blocks) if isinstance(b, Table) for row in b.rows]
        assert any(plain(row.cells[0]) == requirement.number for row in rows), requirement.number
        if requirement.form in ("svarskjema", "miljosvar"):
            mine = [i for i in places(document) if f".{requirement.id}." in i.id]
            assert [(i.kind, requirement.number in i.label) for i in mine] == [("long", True)]


def test_every_absolute_requirement_is_answered_by_yes_or_no(whole: Competition, release: Release) -> None:
    found = places(compose(release, whole, "svarskjema"))
    for requirement in (r for r in release.catalogue.requirements if r.kind == "A"):
        labels = [i.label for i in found if i.id.startswith(f"svartabell.{requirement.id}.")]
        assert labels == ["Ja", "Nei", f"Merknad, {requirement.number}"]


def test_a_place_keeps_its_id_when_other_requirements_come_and_go(reception: Case, release: Release) -> None:
    chosen = list(reception.answers["requirements"])
    more = {i.id for i in places(compose(release, choosing(reception, release, *chosen), "svarskjema"))}
    for gone in ("insurance", "robustness"):
        left = choosing(reception, release, *(r for r in chosen if r != gone))
        ids = {i.id for i in places(compose(release, left, "svarskjema"))}
        assert ids < more and all(f".{gone}." in i or "forsikring" in i or "kroner" in i for i in more - ids)


def test_no_two_places_of_a_document_share_an_id(whole: Competition, release: Release) -> None:
    for spec in release.chosen(whole):
        if spec.kind == "text" and spec.word_kind == "bidder":
            counted = Counter(i.id for i in places(compose(release, whole, spec.id)))
            assert counted and max(counted.values()) == 1, spec.id


def conditions(master: MasterDocument) -> Iterator[tuple[str, str]]:
    """The text of each row and clause of a master with all the conditions it stands under."""

    def inside(nodes: tuple[object, ...], held: str) -> Iterator[tuple[str, str]]:
        for node in nodes:
            if isinstance(node, ClauseNode):
                yield from inside(node.nodes, f"{held} {node.when.source}")
            elif isinstance(node, TableNode):
                for row in node.rows:
                    yield repr(row.cells), f"{held} {node.when.source} {row.when.source}"
            elif hasattr(node, "text"):
                yield repr(node.text), held

    yield from inside(master.nodes, "")


def test_a_requirement_named_by_number_is_there(release: Release) -> None:
    """«Krav K-35» in a text stands only where requirement K-35 is chosen."""
    by_number = {r.number: r.id for r in release.catalogue.requirements}
    named = 0
    for document_id, master in release.masters.items():
        for text, held in conditions(master):
            for number in re.findall(r"\bK-\d+", text):
                assert re.search(rf"['\"]{by_number[number]}['\"] in requirements", held), (
                    document_id,
                    number,
                )
                named += 1
    assert named > 15
