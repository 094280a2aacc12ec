"""A package that replaces one that is sent: the change sheet, a redline of each changed document, the manifest."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from dpsdocs.assemble import Assembled, NotReady, assemble, check
from dpsdocs.assemble.change_rows import _MOST_LETTERS
from dpsdocs.document.review import review
from dpsdocs.domain import case_file
from dpsdocs.domain.case import AttachedFile, Case, TableRow
from dpsdocs.masters.release import Release
from dpsdocs.verify import verify_package
from dpsdocs.writers.outline_text import outline_text
from tests.assemble.cases import SECRET, answered
from tests.assemble.changing import MOVED, OTHER_HOURS, STANDS, changed
from tests.assemble.samples import sample
from tests.writers.tracked import marks, words

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "endring"
SHEET = "endringsmelding"


@pytest.fixture(scope="module")
def sent() -> Case:
    """Case A as it was sent."""
    return sample("reception")


@pytest.fixture(scope="module")
def made(release: Release, sent: Case) -> Assembled:
    """Case A with another start of the day and a later deadline; without PDF, which takes time."""
    case = changed(sent, **OTHER_HOURS, **MOVED)
    return assemble(case, release, without=("pdf",), previous=sent)


def told(case: Case, release: Release, before: Case) -> list[tuple[str, str, str, str]]:
    rows = check(case, release, before).difference.rows
    return [(row["document"], row["place"], row["before"], row["after"]) for row in rows]


@pytest.mark.parametrize(("name", "answers"), [("flyttet", MOVED), ("fristen-står", STANDS)])
def test_the_change_sheet_is_the_golden_one(
    name: str, answers: dict[str, object], release: Release, sent: Case, pytestconfig: pytest.Config
) -> None:
    checked = check(changed(sent, **OTHER_HOURS, **answers), release, sent)  # type: ignore[arg-type]
    assert [stop.title for stop in checked.stops if stop.rule != "value.lines"] == []
    assert [flaw for document in checked.documents.values() for flaw in review(document)] == []
    text, path = outline_text(checked.documents[SHEET]), GOLDEN / f"{name}.txt"
    if pytestconfig.getoption("update_golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_the_package_holds_the_sheet_first_and_a_redline_of_each_changed_document(made: Assembled) -> None:
    names = [file.name for file in made.archives["bidders"].files]
    assert names == sorted(names)
    assert names[0] == "26-05120_00_les_endringsmelding.docx"
    marked = [name for name in names if "_endringer" in name]
    assert "26-05120_01_konkurransegrunnlag_endringer.docx" in marked
    assert "26-05120_12_egenerklaering_endringer.docx" not in marked
    assert all(name.replace("_endringer", "") in names for name in marked)
    titles = {file.name: file.title for file in made.archives["bidders"].files}
    assert titles[marked[0]] == "Konkurransegrunnlag, endringer fra versjon 1.0"


def test_a_redline_in_the_package_has_both_versions(made: Assembled, sent: Case, release: Release) -> None:
    files = {file.name: file.data for file in made.archives["bidders"].files}
    data = files["26-05120_02_kravspesifikasjon_endringer.docx"]
    assert marks(data)["ins"] and marks(data)["del"]
    assert any("kl. 08.00–16.00" in line for line in words(data, "rejected"))
    assert any("kl. 08.15–16.00" in line for line in words(data, "accepted"))


def test_the_index_lists_what_the_package_holds(made: Assembled, release: Release) -> None:
    index = outline_text(made.checked.documents["oversikt"])
    for words_ in ("00 ‖ Endringsmelding", "Konkurransegrunnlag, endringer"):
        assert words_.split(" ‖ ")[-1] in index
    assert "Egenerklæring om lønns- og arbeidsvilkår, endringer" not in index


def test_the_manifest_says_which_version_it_replaces(release: Release, sent: Case) -> None:
    case = changed(sent, **OTHER_HOURS, **MOVED)
    assert case.replaces is not None
    case = replace(case, replaces=replace(case.replaces, package="a" * 64))
    archives = assemble(case, release, without=("pdf",), previous=sent).archives
    bidders, internal = (verify_package(archives[part].data).about for part in ("bidders", "internal"))
    assert (bidders["version"], bidders["replaces"]) == ("2.0", {"version": "1.0", "sha256": "a" * 64})
    assert case.replaces.sha256 not in json.dumps(bidders)
    assert internal["replaces"] == bidders["replaces"]


def test_the_internal_record_holds_both_case_files_and_the_assessment(made: Assembled, sent: Case) -> None:
    files = {file.name: file.data for file in made.archives["internal"].files}
    assert files["26-05120_saksfil_versjon_1-0.json"] == case_file.dump(sent)
    record = outline_text(made.checked.documents["intern"])
    for words_ in (
        "Leverandørene må regne ut prisen på nytt.",
        "Ja, fristen er flyttet",
        "2.0 erstatter 1.0",
    ):
        assert words_ in record.replace("‹", "").replace("›", "")
    assert not any("invitasjon" in name for name in files)


def test_nothing_internal_goes_out_with_the_change(made: Assembled) -> None:
    for file in made.archives["bidders"].files:
        if file.name.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(file.data)) as source:
                text = source.read("word/document.xml").decode()
            assert "regne ut prisen" not in text, file.name


def test_what_changed_is_told_with_its_place(release: Release, sent: Case) -> None:
    rows = told(changed(sent, **OTHER_HOURS, **MOVED), release, sent)
    by_document = {document for document, *_ in rows}
    assert {"Konkurransegrunnlag", "Kravspesifikasjon", "Prisskjema"} <= by_document
    assert any(place == "Linje L-1 Vektertime, dag" for _, place, *_ in rows)
    deadline = [
        tuple(text.replace("\u00a0", " ") for text in row) for row in rows if "rad «Tilbudsfrist»" in row[1]
    ]
    assert deadline[0][2:] == (
        "tirsdag 26. januar 2027 kl. 12.00",
        "tirsdag 2. februar 2027 kl. 12.00",
    )
    assert not any(document == "Les dette først" for document in by_document)


def test_a_document_that_comes_or_goes_is_told(release: Release, sent: Case) -> None:
    framework = changed(sent, contract_form="framework", ceiling="6 000 000")
    assert ("Bestillingsskjema", "Hele dokumentet", "Var ikke med", "Nytt dokument") in told(
        framework, release, sent
    )
    before = answered(sent, contract_form="framework", ceiling="6 000 000")
    single = replace(
        changed(before), answers={**changed(before).answers, "contract_form": "single", "ceiling": ""}
    )
    assert ("Bestillingsskjema", "Hele dokumentet", "Var med", "Dokumentet er tatt ut") in told(
        single, release, before
    )


def test_files_that_are_passed_through_are_told(release: Release, sent: Case) -> None:
    def file(title: str, number: int) -> AttachedFile:
        return AttachedFile(title, f"{title}.pdf", f"{number}" * 64)

    before = replace(answered(sent, extras=["attachments"]), attachments=(file("Ett", 1), file("To", 2)))
    after = replace(changed(before), attachments=(file("Ett", 3), file("Tre", 4)))
    rows = [row for row in told(after, release, before) if row[0] in ("Ett", "To", "Tre")]
    assert [(title, now) for title, _, _, now in rows] == [
        ("Ett", "Byttet ut med en ny fil"), ("To", "Vedlegget er tatt ut"), ("Tre", "Nytt vedlegg"),
    ]  # fmt: skip


def test_the_open_sheet_tells_nothing_confidential(release: Release, sent: Case) -> None:
    before = answered(sent, **SECRET)
    after = changed(before, confidential_text="Nøkkelen Pilkvist ligger i Hulebekken.")
    checked = check(after, release, before)
    rows = [row for row in checked.difference.rows if row["document"] == "Skjermede opplysninger"]
    assert [row["place"] for row in rows] == ["Hele dokumentet"]
    assert "Pilkvist" not in outline_text(checked.documents[SHEET])
    assert "Zebrafink" not in outline_text(checked.documents[SHEET])
    made = assemble(after, release, drafts=True, without=("pdf",), previous=before)
    hidden = {file.name for file in made.archives["confidential"].files}
    assert "26-05120_17_skjermede_opplysninger_endringer.docx" in hidden
    assert not any("_17_" in file.name for file in made.archives["bidders"].files)


def test_rows_of_a_long_list_are_told_up_to_a_limit(release: Release) -> None:
    sent = sample("housing")
    known = next(row for row in sent.tables["sites"] if row.answers["secret"] == "no")
    rows = tuple(TableRow(f"ny-{n}", {**known.answers, "name": f"Objekt {n}"}) for n in range(450))
    other = changed(sent, rows={"sites": (*sent.tables["sites"], *rows)})
    found = check(other, release, sent).difference.rows
    assert len(found) == 401
    assert "flere endringer" in found[-1]["after"]


def test_long_words_are_cut_and_the_sheet_says_so(release: Release, sent: Case) -> None:
    before, after = ("\n\n".join([f"{word} " * 300]) for word in ("behov", "ønske"))
    rows = told(changed(answered(sent, need=before), need=after), release, answered(sent, need=before))
    long = next(row for row in rows if row[3].startswith("ønske"))
    assert len(long[3]) < _MOST_LETTERS + 60
    assert long[3].endswith("(resten står i filen med endringene)")


def test_without_the_version_it_changes_nothing_is_made(release: Release, sent: Case) -> None:
    with pytest.raises(NotReady) as refused:
        assemble(changed(sent, **OTHER_HOURS, **MOVED), release)
    assert "change.previous" in {stop.rule for stop in refused.value.stops}


def test_the_earlier_case_file_may_come_among_the_files(release: Release, sent: Case) -> None:
    case = changed(sent, **OTHER_HOURS, **MOVED)
    data = case_file.dump(sent)
    files = {hashlib.sha256(data).hexdigest(): data}
    made = assemble(case, release, without=("pdf",), files=files.get)
    assert made.checked.competition.previous is not None


def test_a_change_of_a_change_tells_only_the_last_step(release: Release, sent: Case) -> None:
    second = changed(sent, **OTHER_HOURS, **MOVED)
    third = replace(changed(second, **MOVED, title="Et nytt navn"), version="3.0")
    assert third.replaces is not None
    third = replace(third, replaces=replace(third.replaces, version="2.0"))
    rows = told(third, release, second)
    assert not any("08.15" in row[3] for row in rows)
    assert any("Den erstatter versjon 2.0" in row[3] for row in rows)
