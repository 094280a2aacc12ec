"""Masters with a competition: places to write by row, and conditions on the documents of the package."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dpsdocs.document.model import Clause, Document, FillIn, Table, inlines_of, plain, walk
from dpsdocs.domain import case_file
from dpsdocs.domain.competition import Competition, build
from dpsdocs.masters.compiler import Compiler
from dpsdocs.masters.compose import _Composer, _without_empty, compose
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

::: punkt prove-deler
::: tabell prove-tabell rader=requirements bare="kind=B" gruppe=reach tomme=bort bredder=10,20,30,40
| Nr. | Kapittel | (når long == True) Svar | Merknad |
|---|---|---|---|
| {number} | {chapter_title} | {reply} | |
| (når option_count > 0) Forlengelse | - | - | |
| (når option_count == 0) (sum) Ingen | - | - | |
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


def test_rows_and_columns_stand_only_where_they_hold_something(release: Release) -> None:
    def table(**answers: str) -> Table:
        sample = case_file.read((release.folder / "samples" / "reception.json").read_bytes())
        made = build(answered(sample, requirements=["robustness"], **answers), release.catalogue)
        blocks = walk(compose(release, made, "tilbudsbrev").blocks)
        return next(b for b in blocks if isinstance(b, Table) and b.id == "prove-tabell")

    extended = table(option_count="2")
    assert [(c.label, c.width) for c in extended.columns] == [("Nr.", 33.33), ("Kapittel", 66.67)]
    assert [(row.style, [plain(cell) for cell in row.cells]) for row in extended.rows] == [
        ("group", ["Alle", ""]), ("normal", ["K-19", "Bemanning"]), ("normal", ["Forlengelse", "-"]),
    ]  # fmt: skip
    assert [row.style for row in table(option_count="0").rows] == ["group", "normal", "sum"]


def test_an_empty_group_value_makes_no_group_row(root: Path) -> None:
    shipped = load(root / "templates" / "masters" / "vektertjenester")
    rows = [
        {"id": "1", "lot_title": ""},
        {"id": "2", "lot_title": "Del 1"},
        {"id": "3", "lot_title": "Del 1"},
    ]
    text = "::: tabell t rader=lots gruppe=lot_title\n| a |\n|---|\n| x |\n:::\n"
    nodes = Compiler({}).nodes("t.md", text)
    composer = _Composer(shipped, competition(shipped), {"lots": rows})
    (made,) = composer.nodes(nodes)
    assert isinstance(made, Table)
    assert [row.style for row in made.rows] == ["normal", "group", "normal", "normal"]


def test_a_pattern_of_two_rows_is_repeated_row_by_row(release: Release) -> None:
    nodes = Compiler({}).nodes(
        "t.md",
        "::: tabell t rader=lots\n| a | b |\n|---|---|\n| {number} | {name} |\n"
        '| (og) | {{ "Svar {number}" | fyll_langt }} |\n| (sum) Sum | |\n:::\n',
    )
    rows = [{"id": "x", "number": "1", "name": "Nord"}, {"id": "y", "number": "2", "name": "Sør"}]
    (made,) = _Composer(release, competition(release), {"lots": rows}).nodes(nodes)
    assert isinstance(made, Table)
    assert [row.id for row in made.rows] == ["t.x", "t.x.2", "t.y", "t.y.2", "t.3"]
    assert [i.id for i in inlines_of(made) if isinstance(i, FillIn)] == ["t.x.svar", "t.y.svar"]


def test_a_heading_with_nothing_before_wide_pages_drops_out(release: Release) -> None:
    text = (
        '# En {en}\n::: punkt a når="long == True"\nhei\n:::\n::: bred b\n# To {to}\n::: punkt c\nhei\n:::\n:::\n'
        '::: bred d\n# Tre {tre}\n::: punkt e når="long == True"\nhei\n:::\n:::\n'
    )
    blocks = _without_empty(
        _Composer(release, competition(release), {}).nodes(Compiler({}).nodes("t.md", text))
    )
    assert [block.id for block in blocks] == ["b"]


def test_a_clause_may_drop_out_with_its_table(release: Release) -> None:
    text = (
        "::: punkt {0} {1}\nSvar her:\n\n::: tabell t-{0} rader=lots\n| a |\n|---|\n| {{name}} |\n:::\n:::\n"
    )
    nodes = Compiler({}).nodes("t.md", text.format("a", "tomt=bort") + text.format("b", ""))
    rows = [{"id": "x", "name": "Nord"}]
    made = competition(release)
    assert [b.id for b in _Composer(release, made, {"lots": []}).nodes(nodes)] == ["b"]
    assert [b.id for b in _Composer(release, made, {"lots": rows}).nodes(nodes)] == ["a", "b"]
