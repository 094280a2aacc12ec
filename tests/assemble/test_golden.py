"""The outline of every document of every sample, as people read it in a diff.

``pytest --update-golden tests/assemble/test_golden.py`` writes them anew. A document is written whole for the first
sample that has it; for the others lines that stand there too are only counted, so that what differs is easy to read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

import pytest

from dpsdocs.assemble import check
from dpsdocs.assemble.check import Checked
from dpsdocs.document.model import walk
from dpsdocs.document.review import review
from dpsdocs.masters.release import CoverageItem, Release
from dpsdocs.writers.outline_text import outline_text
from tests.assemble.cases import branches
from tests.assemble.samples import NAMES, cases, sample

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
FINDINGS = "funn"  # no document has that id
MOST_ROWS = 60
_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)*(?:→| (?=[A-ZÆØÅ‹«]))")


def told(text: str) -> str:
    """A line without its number and the numbers it refers to."""
    return _NUMBER.sub("", text)


def against(text: str, first: str, name: str) -> str:
    """The outline with lines that stand in the first sample's as well counted instead of written."""
    known = {told(line) for line in first.splitlines()}
    out = []
    for same, lines in groupby(text.splitlines(), lambda line: told(line) in known):
        run = list(lines)
        out += [f"… {len(run)} linjer som i {name}"] if same and len(run) > 1 else run
    return "\n".join(out) + "\n"


@pytest.fixture(scope="module")
def checked(release: Release) -> dict[str, Checked]:
    """Samples, variants, and combinations of what the text branches on, each checked once."""
    every = (*cases(release), *branches(sample("reception")))
    return {name: check(case, release) for name, case in every}


@pytest.fixture(scope="module")
def outlines(checked: Mapping[str, Checked]) -> dict[str, dict[str, str]]:
    """The outline of each document by sample and document, as the golden files have them."""
    first: dict[str, tuple[str, str]] = {}
    written: dict[str, dict[str, str]] = {}
    for name in NAMES:
        for key, document in checked[name].documents.items():
            text = outline_text(document, MOST_ROWS)
            base = first.setdefault(key, (name, text))
            written.setdefault(name, {})[key] = text if base[0] == name else against(text, base[1], base[0])
        written[name][FINDINGS] = findings_text(checked[name])
    return written


def findings_text(checked: Checked) -> str:
    """What the rules find in a sample, as the golden list has it."""
    return "".join(
        f"{f.severity} {f.rule}\n  {f.title}\n  {f.mend}\n  {f.source}\n" for f in checked.findings
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_documents_of_a_sample(
    name: str, outlines: Mapping[str, Mapping[str, str]], pytestconfig: pytest.Config
) -> None:
    """Each document's outline is the golden one, and no golden one is left over."""
    place, wanted = GOLDEN / name, {f"{key}.txt": text for key, text in outlines[name].items()}
    if pytestconfig.getoption("update_golden"):
        place.mkdir(parents=True, exist_ok=True)
        for path in place.glob("*.txt"):
            path.unlink()
        for file, text in wanted.items():
            (place / file).write_text(text, "utf-8")
    assert sorted(path.name for path in place.glob("*.txt")) == sorted(wanted)
    for file, text in wanted.items():
        assert text == (place / file).read_text("utf-8"), f"{name}/{file} has changed"


def test_there_are_no_other_golden_files() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {*NAMES, "endring"}


def test_lines_that_stand_elsewhere_are_counted() -> None:
    first = "# 1 Om [om]\n1.1 Se punkt 2.1→sum. [a]\n1.2 Bare her. [b]\n"
    other = "# 2 Om [om]\n2.1 Se punkt 3→sum. [a]\n2.2 Nytt. [c]\n"
    assert against(other, first, "reception") == "… 2 linjer som i reception\n2.2 Nytt. [c]\n"


def asked(checked: Checked, release: Release) -> set[CoverageItem]:
    """What the rules ask of a competition."""
    documents = tuple(spec.id for spec in release.chosen(checked.competition))
    values = {**checked.competition.values, "documents": documents}
    return {item for item in release.coverage if item.when.holds(values)}


def test_every_item_of_the_law_is_answered(checked: Mapping[str, Checked], release: Release) -> None:
    """Wherever an item is asked for its clause stands in the documents, and every item is asked for somewhere."""
    sheets = {spec.id for spec in release.documents if spec.kind != "text"}
    met: set[CoverageItem] = set()
    for name, found in checked.items():
        stand = {(key, block.id) for key, d in found.documents.items() for block in walk(d.blocks)}
        items = {item for item in asked(found, release) if item.document not in sheets}
        missing = [f"{i.ref}: {i.document}/{i.clause}" for i in items if (i.document, i.clause) not in stand]
        assert missing == [], name
        met |= items
    assert [i.ref for i in release.coverage if i not in met and i.document not in sheets] == []


def test_most_items_are_asked_of_every_competition(checked: Mapping[str, Checked], release: Release) -> None:
    """What is asked of both the smallest and the largest sample is the body of the law."""
    common = asked(checked["reception"], release) & asked(checked["housing"], release)
    assert len(common) > len(release.coverage) * 2 / 3 > 130


def test_every_document_is_whole(checked: Mapping[str, Checked]) -> None:
    """No gaps, flaws, stops or leftovers for complete answers, however they combine."""
    for name, found in checked.items():
        assert [stop.title for stop in found.stops] == [], name
        for document in found.documents.values():
            assert review(document) == (), name
            text = outline_text(document)
            for mark in ("{{", "}}", "{%", "[[", "]]", "None", "\ue000", "Mangler:", "  ‹›", "Decimal("):
                assert mark not in text, f"{mark} in {name}, {document.id}"
