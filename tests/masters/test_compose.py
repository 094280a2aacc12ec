"""Masters with a competition: places to write by row, and conditions on the documents of the package."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dpsdocs.document.model import Clause, Document, FillIn, inlines_of, walk
from dpsdocs.domain import case_file
from dpsdocs.domain.competition import Competition, build
from dpsdocs.masters.compose import compose
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release
from tests.assemble.cases import answered

_TEXT = """
::: punkt prove
::: tabell prove-rader rader=requirements bare="kind=B" bredder=20,80
| Nr. | Svar |
|---|---|
| {number} | {{ "Svar på {number}" | fyll_langt }} {{ "Vedlegg" | fyll }} {{ "Vedlegg" | fyll }} |
:::
:::

::: punkt prove-plan når='"bemanningsplan" in documents'
Bemanningsplanen følger med.
:::
"""


@pytest.fixture
def release(root: Path, tmp_path: Path) -> Release:
    """The shipped set with a table of places to write in the tender letter."""
    folder = tmp_path / "vektertjenester"
    shutil.copytree(root / "templates" / "masters" / "vektertjenester", folder)
    with (folder / "documents" / "tilbudsbrev.md").open("a", encoding="utf-8") as file:
        file.write(_TEXT)
    return load(folder)


def competition(release: Release, *requirements: str) -> Competition:
    """Case A with these requirements."""
    sample = (release.folder / "samples" / "reception.json").read_bytes()
    case = case_file.read(sample)
    return build(answered(case, requirements=list(requirements)), release.catalogue)


def places(document: Document) -> dict[str, str]:
    """Names of the places to write in the trial table, by id."""
    inlines = (i for block in walk(document.blocks) for i in inlines_of(block))
    return {i.id: i.label for i in inlines if isinstance(i, FillIn) and i.id.startswith("prove")}


def test_a_place_to_write_is_named_by_its_row_and_known_by_its_rows_id(release: Release) -> None:
    both = compose(release, competition(release, "key-persons", "robustness"), "tilbudsbrev")
    assert places(both) == {
        "prove-rader.key-persons.svar-p": "Svar på K-12", "prove-rader.key-persons.vedlegg": "Vedlegg",
        "prove-rader.key-persons.vedlegg-2": "Vedlegg", "prove-rader.robustness.svar-p": "Svar på K-19",
        "prove-rader.robustness.vedlegg": "Vedlegg", "prove-rader.robustness.vedlegg-2": "Vedlegg",
    }  # fmt: skip
    one = places(compose(release, competition(release, "robustness"), "tilbudsbrev"))
    assert one == {key: label for key, label in places(both).items() if ".robustness." in key}


def test_a_clause_can_ask_whether_a_document_is_in_the_package(release: Release) -> None:
    def shown(*requirements: str) -> list[Clause]:
        document = compose(release, competition(release, *requirements), "tilbudsbrev")
        return [b for b in walk(document.blocks) if isinstance(b, Clause) and b.id == "prove-plan"]

    assert shown("robustness") == []
    (clause,) = shown("continuity")
    assert clause.condition == "«Bemanningsplan» er med i «Dokumenter i pakken»"
