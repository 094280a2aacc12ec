"""Every sample: read and written the same, within the schema, without stops, packed, and silent about its secrets."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import jsonschema
import openpyxl
import pytest

from dpsdocs.assemble import Assembled, assemble, check
from dpsdocs.assemble.beside import beside
from dpsdocs.assemble.record import record_rows
from dpsdocs.domain import case_file, formats
from dpsdocs.domain.case import Case, TableRow
from dpsdocs.domain.case_schema import schema
from dpsdocs.domain.identifiers import organisation_number
from dpsdocs.masters.release import Release
from dpsdocs.verify import verify_package
from tests.assemble.reading import readable, squeezed
from tests.assemble.samples import FOLDER, NAMES, sample

WITH_SECRETS = ("housing", "schools", "terminals", "campus")


def packed(case: Case, release: Release, *without: str) -> Assembled:
    """The packages of a sample, with the files that lie beside it."""
    return assemble(case, release, without=without, files=beside(case, FOLDER))


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_read_written_and_held_by_the_schema(name: str, release: Release) -> None:
    case = sample(name)
    assert case_file.read(case_file.dump(case)) == case
    made = schema(release.catalogue.questions)
    jsonschema.validate(json.loads((FOLDER / f"{name}.json").read_bytes()), made)
    jsonschema.validate(json.loads(case_file.dump(case)), made)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_has_no_stops_and_is_marked_as_an_example(name: str, release: Release) -> None:
    """What else is found in it stands in tests/golden."""
    checked = check(sample(name), release)
    assert checked.stops == ()
    for document in checked.documents.values():
        assert document.meta.example.startswith("EKSEMPEL")


def test_samples_are_of_one_system_and_of_different_agencies() -> None:
    cases = [sample(name) for name in NAMES]
    assert len({case.dps for case in cases}) == 1
    numbers = [case.agency.org_number for case in cases]
    numbers += [str(row.answers["org_number"]) for row in sample("terminals").tables["buyers"]]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert organisation_number(number) == number
        assert number.startswith("8999")
    for case in cases:
        assert all(s.admitted_from <= case.suppliers_at.date() for s in case.suppliers)


def test_housing_is_as_large_as_it_says(release: Release) -> None:
    competition = check(sample("housing"), release).competition
    assert competition.amount("homes_total") == 5690
    assert competition.amount("sites_count") == 1918
    assert competition.amount("hours_year") == 5640
    hidden = {site["id"] for site in competition.rows["secret_sites"]}
    supported = {row.id for row in sample("housing").tables["sites"] if row.answers["kind"] == "supported"}
    assert hidden == supported


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_packed(name: str, release: Release) -> None:
    made = packed(sample(name), release, "pdf")
    chosen = release.chosen(made.checked.competition)
    for part, archive in made.archives.items():
        wanted = {spec.id for spec in chosen if spec.package == part and set(spec.formats) - {"pdf"}}
        assert wanted <= {file.document for file in archive.files}
        assert verify_package(archive.data).is_whole
    assert ("confidential" in made.archives) == bool(made.checked.competition.value("confidential"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["reception", pytest.param("housing", marks=pytest.mark.nightly)])
def test_a_sample_is_packed_with_pdf(name: str, release: Release) -> None:
    made = packed(sample(name), release)
    for part, archive in made.archives.items():
        pdfs = {file.document for file in archive.files if file.data.startswith(b"%PDF")}
        chosen = release.chosen(made.checked.competition)
        assert {spec.id for spec in chosen if spec.package == part and "pdf" in spec.formats} <= pdfs
        assert verify_package(archive.data).is_whole


def sheet(made: Assembled, part: str, document: str) -> list[tuple[object, ...]]:
    """The rows of a spreadsheet of a package."""
    data = next(f.data for f in made.archives[part].files if f.document == document)
    return list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[-1].iter_rows(values_only=True))


def test_the_sites_of_housing_are_in_two_spreadsheets(release: Release) -> None:
    made = packed(sample("housing"), release, "pdf", "docx")
    open_rows, hidden = (
        sheet(made, "bidders", "objektliste"),
        sheet(made, "confidential", "objektliste_skjermet"),
    )
    numbers = [{str(row[0]) for row in rows if str(row[0]).startswith("O-")} for rows in (open_rows, hidden)]
    assert [len(found) for found in numbers] == [1918 - 214, 214]
    assert not numbers[0] & numbers[1]
    for rows in (open_rows, hidden):
        head = next(row for row in rows if row[0] == "Nr.")
        assert "Virksomhet" not in head and "Delkontrakt" not in head  # one buyer, no lots
    assert "Skjermet merknad" in next(row for row in hidden if row[0] == "Nr.")


def marked(case: Case) -> Case:
    """The case with estimates that cannot stand anywhere by chance; a little lower, so that the value holds."""

    def other(row: TableRow, number: int) -> TableRow:
        if "estimate" not in row.answers:
            return row
        lower = Decimal(str(row.answers["estimate"]).replace(" ", "")) - 1
        return replace(row, answers={**row.answers, "estimate": f"{lower},{10 + number}"})

    tables = {key: tuple(other(row, n) for n, row in enumerate(rows)) for key, rows in case.tables.items()}
    answers = {**case.answers, "hourly_estimate": f"{int(str(case.answers['hourly_estimate'])) - 1},37"}
    return replace(case, answers=answers, tables=tables)


def confidential(case: Case) -> Iterator[str]:
    """What only those who have signed may read: names, streets and notes of sites, and the text."""
    for row in case.tables.get("sites", ()):
        if row.answers["secret"] == "yes":
            street = str(row.answers["address"]).split(",")[0].rsplit(" ", 1)[0]
            yield from (str(row.answers["name"]), street, str(row.answers.get("secret_note", street)))
    text = str(case.answers.get("confidential_text", ""))
    yield from (sentence for part in text.split("\n") for sentence in part.split(". ") if sentence)
    yield from (
        word for file in case.attachments if file.confidential for word in (file.sha256, "vakttelefon før")
    )


def internal(made: Assembled) -> Iterator[str]:
    """What no supplier may read: estimates, suppliers, findings and how things were reckoned."""
    competition = made.checked.competition
    total = competition.amount("estimate_total")
    assert total is not None
    yield formats.money(total)
    for amount in (
        *(line.estimate for line in competition.scope.lines),
        competition.amount("hourly_estimate"),
    ):
        if amount is not None and amount % 1:
            yield formats.number(amount)
    yield from (supplier.name for supplier in competition.case.suppliers)
    rows = record_rows(competition, made.checked.findings)
    yield from (row["how"] for row in rows["calculations"] if len(row["how"]) > 40)
    yield from (row["todo"] for row in rows["findings"] if row["todo"])


@pytest.mark.parametrize("name", WITH_SECRETS)
def test_no_bidder_reads_what_is_confidential_or_internal(name: str, release: Release) -> None:
    made = packed(marked(sample(name)), release, "pdf")
    told = {part: readable(archive.data) for part, archive in made.archives.items()}
    secrets = {squeezed(word) for word in confidential(sample(name))}
    inside = {squeezed(word) for word in internal(made)}
    assert len(inside) > 10
    assert {word for word in secrets | inside if word in told["bidders"]} == set()
    assert {word for word in inside if word in told.get("confidential", "")} == set()
    # the same search finds them where they belong
    assert {word for word in secrets if word not in told.get("confidential", "") + told["internal"]} == set()
    assert {word for word in inside if word not in told["internal"]} == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["schools", pytest.param("housing", marks=pytest.mark.nightly)])
def test_no_pdf_tells_of_a_confidential_site(name: str, release: Release) -> None:
    made = packed(sample(name), release, "docx", "xlsx")
    told = readable(made.archives["bidders"].data)
    assert {word for word in confidential(sample(name)) if squeezed(word) in told} == set()
