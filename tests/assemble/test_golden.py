"""The outline of every document of case A, as people read it in a diff.

``pytest --update-golden tests/assemble/test_golden.py`` writes them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dpsdocs.assemble import check
from dpsdocs.document.model import Clause, Document, walk
from dpsdocs.document.review import review
from dpsdocs.domain.case import Case
from dpsdocs.masters.release import Release
from dpsdocs.writers.outline_text import outline_text
from tests.assemble.cases import branches, confidential, everything, framework, short

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def compare(folder: str, documents: dict[str, Document], update: bool) -> None:
    """Each document's outline is the golden one, and no golden one is left over."""
    place = GOLDEN / folder
    outlines = {f"{key}.txt": outline_text(document) for key, document in documents.items()}
    if update:
        place.mkdir(parents=True, exist_ok=True)
        for path in place.glob("*.txt"):
            path.unlink()
        for name, text in outlines.items():
            (place / name).write_text(text, "utf-8")
    assert sorted(path.name for path in place.glob("*.txt")) == sorted(outlines)
    for name, text in outlines.items():
        assert text == (place / name).read_text("utf-8"), f"{folder}/{name} has changed"


def test_case_a(reception: Case, release: Release, pytestconfig: pytest.Config) -> None:
    documents = check(reception, release).documents
    compare("reception", dict(documents), pytestconfig.getoption("update_golden"))


def test_what_only_a_confidential_case_has(
    reception: Case, release: Release, pytestconfig: pytest.Config
) -> None:
    usual = set(check(reception, release).documents)
    documents = check(confidential(reception), release).documents
    more = {key: document for key, document in documents.items() if key not in usual}
    assert set(more) == {"skjermet", "taushetserklaering"}
    compare("reception_confidential", more, pytestconfig.getoption("update_golden"))


def clauses(documents: dict[str, Document]) -> set[tuple[str, str]]:
    """Every block that carries an id, by document; tables and boxes count too."""
    return {(key, block.id) for key, document in documents.items() for block in walk(document.blocks)}


def test_every_item_of_the_law_is_answered(reception: Case, release: Release) -> None:
    """Each item points at a clause that stands in the documents of case A, or of its framework variant."""
    assert len(release.coverage) > 25
    single = clauses(dict(check(reception, release).documents))
    both = single | clauses(dict(check(framework(confidential(reception)), release).documents))
    for item in release.coverage:
        if item.document == "prisskjema":
            continue
        assert (item.document, item.clause) in both, f"{item.ref}: {item.document}/{item.clause}"
    missing = [
        i for i in release.coverage if i.document != "prisskjema" and (i.document, i.clause) not in single
    ]
    assert all("rammeavtale" in f"{i.ref} {i.text}".lower() or "skjerm" in i.clause for i in missing), missing


def all_branches(case: Case, release: Release) -> Iterator[tuple[str, Case]]:
    """The combinations, a short assignment, and one case with everything the library has."""
    yield from branches(case)
    yield "kort", short(case)
    services = tuple(s.id for s in release.catalogue.services)
    yield "alt", everything(case, services, tuple(r.id for r in release.catalogue.requirements))


def test_every_branch_is_whole(reception: Case, release: Release) -> None:
    """No gaps, flaws, stops or leftovers for complete answers, however they combine."""
    seen: set[tuple[str, str]] = set()
    for name, case in all_branches(reception, release):
        checked = check(case, release)
        assert [stop.title for stop in checked.stops] == [], name
        for document in checked.documents.values():
            assert review(document) == (), name
            text = outline_text(document)
            for mark in ("{{", "}}", "{%", "[[", "]]", "None", "\ue000", "Mangler:", "  ‹›", "Decimal("):
                assert mark not in text, f"{mark} in {name}, {document.id}"
            seen |= {(document.id, b.id) for b in walk(document.blocks) if isinstance(b, Clause)}
    assert len(seen) > 150


def test_the_branches_reach_every_clause(reception: Case, release: Release) -> None:
    """A clause that no combination of answers lets in is text nobody has read."""
    reached: dict[str, set[str]] = {}
    for _, case in all_branches(reception, release):
        for key, document in check(case, release).documents.items():
            found = {b.id for b in walk(document.blocks) if isinstance(b, Clause)}
            reached.setdefault(key, set()).update(found)
    written = {key: _written(release, key) for key in reached}
    for key, ids in written.items():
        assert ids - reached[key] == set(), key


def _written(release: Release, document: str) -> set[str]:
    """The ids of clauses as the master's text has them."""
    source = release.folder / "documents" / f"{document}.md"
    return set(re.findall(r"^::: punkt ([a-z0-9-]+)", source.read_text("utf-8"), re.MULTILINE))
