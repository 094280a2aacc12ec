"""What bidders get holds nothing confidential or internal, however one looks for it."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest

from dpsdocs.assemble import Assembled, assemble, check
from dpsdocs.assemble.record import record_rows
from dpsdocs.domain import case_file
from dpsdocs.domain.case import Case, Supplier
from dpsdocs.masters.lint import lint
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release
from tests.assemble.cases import answered, confidential
from tests.assemble.reading import readable, squeezed

pytestmark = pytest.mark.slow
SUPPLIERS = (
    Supplier("Zinnoberulv Vakt AS", "899917391", date(2025, 1, 1)),
    Supplier("Kvartsbjørn Sikring AS", "899924789", date(2025, 1, 1)),
)
DRAFTER = {"name": "Ingrid Solbakken", "title": "Innkjøpsrådgiver", "email": "ingrid.solbakken@example.org"}


@pytest.fixture(scope="module")
def case(reception: Case) -> Case:
    """Case A with values that cannot be there by chance."""
    made = answered(confidential(reception), hourly_estimate="537,41", contact=DRAFTER)
    return replace(made, suppliers=SUPPLIERS)


@pytest.fixture(scope="module")
def made(case: Case, release: Release) -> Assembled:
    """Its three packages."""
    return assemble(case, release)


@pytest.fixture(scope="module")
def given(made: Assembled) -> str:
    """All that can be read in the bidders' ZIP."""
    return readable(made.archives["bidders"].data)


def secrets(made: Assembled) -> Iterator[str]:
    """Every confidential and internal value, written in every way we write such values."""
    competition = made.checked.competition
    text = str(competition.value("confidential_text"))
    yield from (sentence for part in text.split("\n") for sentence in part.split(". ") if sentence)
    yield from ("Zebrafink", "Kvikksølvtorsdag")
    for supplier in SUPPLIERS:
        number = supplier.org_number
        yield from (supplier.name, number, f"{number[:3]} {number[3:6]} {number[6:]}")
    amounts = [competition.amount("hourly_estimate"), competition.amount("estimate_total")]
    for amount in amounts:
        assert amount is not None
        yield from (
            f"{amount}",
            f"{amount}".replace(".", ","),
            f"{amount:,.2f}",
            f"{amount:,.2f}".replace(",", " "),
        )
    rows = record_rows(competition, made.checked.findings)
    yield from (row["how"] for row in rows["calculations"])
    yield from (row["message"] for row in rows["findings"])
    yield from (row["todo"] for row in rows["findings"] if row["todo"])


def test_bidders_get_no_secret(made: Assembled, given: str) -> None:
    found = [secret for secret in secrets(made) if squeezed(secret) in given]
    assert found == []


def test_the_search_would_have_found_them(made: Assembled) -> None:
    """The same search in the packages that do hold them."""
    hidden, internal = (readable(made.archives[part].data) for part in ("confidential", "internal"))
    assert squeezed("Nøkkelskap Zebrafink 7731 står bak skranken") in hidden
    assert "kvikksølvtorsdag" in hidden
    for words in ("Zinnoberulv Vakt AS", "899 924 789", "537,41"):
        assert squeezed(words) in internal
        assert squeezed(words) not in hidden


def test_the_contact_is_told_in_the_text_and_nowhere_else(given: str, made: Assembled) -> None:
    assert squeezed("Ingrid Solbakken") in given
    for archive in made.archives.values():
        for name, properties in metadata(archive.data):
            for word in ("Solbakken", "Ingrid", "root", "/home", "/work", "templates"):
                assert word.casefold() not in properties.casefold(), name


def metadata(data: bytes) -> Iterator[tuple[str, str]]:
    """The properties of each file: what the office programs show as author, company and so on."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".pdf"):
                reader = pypdf.PdfReader(io.BytesIO(content))
                xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()
                yield name, f"{dict(reader.metadata or {})} {xmp}"
            elif name.endswith((".docx", ".xlsx")):
                with zipfile.ZipFile(io.BytesIO(content)) as office:
                    parts = [p for p in office.namelist() if p.startswith(("docProps/", "customXml/"))]
                    assert "docProps/core.xml" in parts
                    yield name, " ".join(office.read(part).decode() for part in parts)


def test_nobody_is_named_as_author(made: Assembled, case: Case) -> None:
    allowed = {"", case.agency.name, f"Oslo kommune, {case.agency.name}", "Oslo kommune"}
    for archive in made.archives.values():
        with zipfile.ZipFile(io.BytesIO(archive.data)) as source:
            for name in source.namelist():
                if not name.endswith((".docx", ".xlsx")):
                    continue
                with zipfile.ZipFile(io.BytesIO(source.read(name))) as office:
                    core = ElementTree.fromstring(office.read("docProps/core.xml"))  # noqa: S314  our own
                people = {e.text or "" for e in core if e.tag.endswith(("}creator", "}lastModifiedBy"))}
                assert people <= allowed, name


def manifest(made: Assembled, part: str) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(made.archives[part].data)) as source:
        content: dict[str, Any] = json.loads(source.read("manifest.json"))
        return content


def test_only_the_internal_manifest_knows_the_answers(made: Assembled, given: str, case: Case) -> None:
    answers = hashlib.sha256(case_file.dump(case)).hexdigest()
    assert manifest(made, "internal")["case_sha256"] == answers
    for part in ("bidders", "confidential"):
        told = manifest(made, part)
        assert set(told) == {
            "format", "program", "engines", "release", "case_number", "version", "example", "part", "files",
        }  # fmt: skip
        assert answers not in readable(made.archives[part].data)
    others = [f for part in ("internal", "confidential") for f in made.archives[part].files]
    assert not [f.name for f in others if f.sha256 in given]
    assert not [part for part in ("internal", "confidential") if hashlib.sha256(
        made.archives[part].data).hexdigest() in given]  # fmt: skip


def test_each_file_lies_where_it_belongs(made: Assembled) -> None:
    kinds = {part: {f.document for f in archive.files} for part, archive in made.archives.items()}
    assert kinds["confidential"] == {"skjermet"}
    assert kinds["internal"] >= {"invitasjon", "kgv_liste", "intern", "begrunnelser", "case"}
    assert kinds["bidders"].isdisjoint(kinds["confidential"] | kinds["internal"])
    assert "taushetserklaering" in kinds["bidders"]


def test_without_secrets_there_is_no_confidential_package(reception: Case, release: Release) -> None:
    made = assemble(reception, release, drafts=True, without=("pdf", "docx"))
    assert "confidential" not in made.archives


@pytest.mark.parametrize(
    ("field", "key"),
    [
        pytest.param("hourly_estimate | kr", "hourly_estimate", marks=pytest.mark.nightly),
        ("confidential_text", "confidential_text"),
        pytest.param("estimate_total | kr", "estimate_total", marks=pytest.mark.nightly),
    ],
)
def test_a_master_that_slips_becomes_a_stop(
    case: Case, release: Release, tmp_path: Path, field: str, key: str
) -> None:
    """An editor puts an internal field in a letter to bidders: nothing is issued, and nothing is told."""
    folder = tmp_path / "vektertjenester"
    shutil.copytree(release.folder, folder)
    letter = folder / "documents" / "tilbudsbrev.md"
    with letter.open("a", encoding="utf-8") as file:
        file.write(f"\n::: punkt lekkasje\nVi regner med {{{{ {field} }}}}.\n:::\n")
    slipped = load(folder)
    checked = check(case, slipped)
    assert [stop.keys for stop in checked.stops] == [(key,)]
    if key != "estimate_total":
        assert "ikke for leverandørene" in "".join(map(str, lint(slipped)))
    made = assemble(case, slipped, drafts=True, without=("pdf",))
    given, told = readable(made.archives["bidders"].data), {f.title for f in checked.findings}
    assert not [secret for secret in secrets(made) if squeezed(secret) in given and secret not in told]


def test_rows_that_are_internal_stay_inside(case: Case, release: Release, tmp_path: Path) -> None:
    folder = tmp_path / "vektertjenester"
    shutil.copytree(release.folder, folder)
    with (folder / "documents" / "tilbudsbrev.md").open("a", encoding="utf-8") as file:
        file.write("\n::: tabell lekkasje rader=suppliers\n| Navn |\n|---|\n| {name} |\n:::\n")
    slipped = load(folder)
    assert "er interne" in "".join(map(str, lint(slipped)))
    made = assemble(case, slipped, drafts=True, without=("pdf",))
    assert "zinnoberulv" not in readable(made.archives["bidders"].data)


def test_names_are_short_and_plain(made: Assembled) -> None:
    for archive in made.archives.values():
        with zipfile.ZipFile(io.BytesIO(archive.data)) as source:
            names = [archive.name, *source.namelist()]
        for name in names:
            assert name.isascii()
            assert len(name) <= 80
            assert not set(name) & set(' /\\:*?"<>|')
        numbers = [n.split("_")[1] for n in names[1:] if n[:2].isdigit() and n.split("_")[1].isdigit()]
        assert numbers == sorted(numbers)
