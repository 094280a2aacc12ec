"""No text nobody has read: samples and variants show every clause and decide every condition both ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from dpsdocs.assemble import check
from dpsdocs.document.model import Clause, walk
from dpsdocs.domain.conditions import Condition
from dpsdocs.masters.loader import load
from dpsdocs.masters.nodes import ClauseNode
from dpsdocs.masters.release import Release
from dpsdocs.masters.uses import conditions_of, templates_of, walked
from tests.assemble.cases import answered
from tests.assemble.changing import MOVED, OTHER_HOURS, STANDS, changed
from tests.assemble.samples import FOLDER, NAMES, VARIANTS, cases, sample

# decided by something else than answers: a set UKE has approved, and a draft without a tender deadline
UNFINISHED = "approved, without deadline"
# what is sent and then changed is no variant of its own: it is one of a case before it
CHANGES = {
    "change, moved deadline": {**OTHER_HOURS, **MOVED},
    "change, same deadline": {**OTHER_HOURS, **STANDS},
}


@dataclass
class Read:
    """What was shown and decided while the documents of each case were composed, by name of the case."""

    release: Release
    shown: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    decided: dict[str, set[tuple[int, bool]]] = field(default_factory=lambda: defaultdict(set))
    names: list[str] = field(default_factory=list)

    def everything(self, *names: str) -> set[tuple[int, bool]]:
        """The decisions in these cases; in all of them when none is named."""
        return set().union(*(self.decided[name] for name in names or self.names))


def compose_all(read: Read) -> None:
    """Compose the documents of every case and of one that is not finished."""
    approved = replace(read.release, approved=True)
    draft = answered(sample("reception"), tender_deadline="")
    todo = [(name, case, read.release, None) for name, case in cases(read.release)]
    sent = sample("reception")
    changes = [(name, changed(sent, **answers), read.release, sent) for name, answers in CHANGES.items()]
    for name, case, release, previous in (*todo, *changes, (UNFINISHED, draft, approved, None)):
        read.names.append(name)
        documents = check(case, release, previous).documents
        read.shown[name] = {
            (key, block.id)
            for key, d in documents.items()
            for block in walk(d.blocks)
            if isinstance(block, Clause)
        }


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    """Every case composed, with every condition watched where it stands."""
    # a release of this test's own, so that nothing composed before is taken from memory
    found, holds = Read(replace(load(FOLDER.parent), digest="b" * 64)), Condition.holds

    def watched(self: Condition, values: dict[str, object]) -> bool:
        answer = holds(self, values)
        found.decided[found.names[-1] if found.names else ""].add((id(self), answer))
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Condition, "holds", watched)
        compose_all(found)
    yield found


def conditions(release: Release) -> Iterator[tuple[str, Condition]]:
    """Every condition of the set with where it stands: documents, clauses, tables, rows, columns and fields."""
    for spec in (*release.documents, *release.annexes):
        yield spec.id, spec.when
    for document, master in release.masters.items():
        clause = "before the first clause"
        for node in walked(master.nodes):
            clause = node.id if isinstance(node, ClauseNode) else clause
            inside = [*conditions_of(node), *(c for t in templates_of(node) for c in t.conditions)]
            yield from ((f"{document}, {clause}", condition) for condition in inside)


def clauses(release: Release) -> set[tuple[str, str]]:
    """Every clause of every document, those of the library included."""
    return {
        (document, node.id) for document, master in release.masters.items() for node in walked(master.nodes)
        if isinstance(node, ClauseNode)
    }  # fmt: skip


def test_every_clause_is_shown(read: Read) -> None:
    shown = set().union(*read.shown.values())
    assert clauses(read.release) - shown == set()


def test_most_clauses_are_shown_in_the_samples_themselves(read: Read) -> None:
    """The rest belongs to another legal regime, to a change of what is sent, or to what only UKE can put in."""
    written = {
        (document, clause) for document, clause in clauses(read.release) if document != "endringsmelding"
    }
    hidden = written - set().union(*(read.shown[name] for name in NAMES))
    assert len(hidden) < len(written) / 20, sorted(hidden)


def test_every_clause_of_the_library_is_used(read: Read) -> None:
    ids = {clause for _, clause in clauses(read.release)}
    for path in (FOLDER.parent / "clauses").glob("*.md"):
        first = path.read_text("utf-8").split()[2]
        assert first in ids, path.name


def test_every_condition_goes_both_ways_where_it_stands(read: Read) -> None:
    decided = read.everything()
    one_way = {
        f"{place}: {condition.source} is never {not answer}"
        for place, condition in conditions(read.release) for answer in (True, False)
        if condition.source and (id(condition), not answer) not in decided
    }  # fmt: skip
    assert one_way == set()


def test_every_question_is_asked_and_not_asked(read: Read) -> None:
    decided = read.everything()
    questions = read.release.catalogue.questions
    asked = [(s.id, s.visible) for s in questions.sections]
    for question in questions:
        asked += [(question.key, question.visible), (question.key, question.required)]
        asked += [(f"{question.key}.{c.key}", c.visible) for c in question.columns]
    one_way = {
        f"{key}: {condition.source} is never {not answer}"
        for key, condition in asked for answer in (True, False)
        if condition.source and (id(condition), not answer) not in decided
    }  # fmt: skip
    assert len(asked) > 100
    assert one_way == set()


@pytest.mark.parametrize("name", [*(variant.name for variant in VARIANTS), UNFINISHED])
def test_each_variant_is_needed(read: Read, name: str) -> None:
    """It decides something no other case decides."""
    mine = {id(condition) for _, condition in conditions(read.release) if condition.source}
    rest = read.everything(*(other for other in read.names if other != name))
    assert {found for found in read.decided[name] - rest if found[0] in mine}


def test_each_sample_lies_in_the_set(root: Path) -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(NAMES)
