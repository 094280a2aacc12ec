"""Files that are passed through: unchanged and in their place; and the page that stands for a missing one."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from dpsdocs.assemble import FileGone, assemble, check
from dpsdocs.assemble.beside import beside
from dpsdocs.domain.case import AnnexFile, AttachedFile, Case
from dpsdocs.masters.release import Release
from dpsdocs.writers.outline_text import outline_text
from tests.assemble.cases import SECRET, answered
from tests.assemble.reading import squeezed

CONTRACT, PLAN, CODES = b"%PDF-1.7 kontrakt", b"%PDF-1.7 plan", b"%PDF-1.7 koder"
HELD = {hashlib.sha256(data).hexdigest(): data for data in (CONTRACT, PLAN, CODES)}


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def added(reception: Case) -> Case:
    """Case A with UKE's standard contract, an open plan and a confidential list."""
    late = {key: SECRET[key] for key in ("confidential_access", "tender_deadline")}
    return replace(
        answered(reception, **late),
        annexes=(AnnexFile("standardkontrakt", "tjenester.pdf", sha(CONTRACT)),),
        attachments=(
            AttachedFile("Plantegning av 1. etasje", "plan.pdf", sha(PLAN)),
            AttachedFile("Koder", "koder.pdf", sha(CODES), confidential=True),
        ),
    )


def test_they_go_out_unchanged_and_in_their_place(added: Case, release: Release) -> None:
    made = assemble(added, release, without=("pdf",), files=HELD.get)
    bidders = {file.name: file for file in made.archives["bidders"].files}
    names = list(bidders)
    assert names == sorted(names)
    assert bidders["26-05120_20_standardkontrakt.pdf"].data == CONTRACT
    assert bidders["26-05120_40_Plantegning-av-1-etasje.pdf"].data == PLAN
    assert not any("Koder" in name for name in names)
    assert [f.data for f in made.archives["confidential"].files if "Koder" in f.name] == [CODES]
    internal = {file.data for file in made.archives["internal"].files}
    assert {CONTRACT, PLAN, CODES} <= internal


def test_lists_show_them_with_their_annex_numbers(added: Case, release: Release) -> None:
    competition = check(added, release).competition
    rows = {row["id"]: row for row in release.document_rows(competition)}
    assert rows["standardkontrakt"]["annex"] == "18"
    last = max(int(row["annex"]) for row in rows.values())
    assert (rows["vedlegg-1"]["annex"], rows["vedlegg-2"]["annex"]) == (str(last - 1), str(last))
    assert next(row["state"] for row in release.added(competition)["annexes"]) == "Vedlagt"
    assert [row["file"] for row in release.added(competition)["attachments"]] == [
        "PDF", "Skjermet, utleveres særskilt",
    ]  # fmt: skip


def test_a_confidential_attachment_opens_what_secrets_open(added: Case, release: Release) -> None:
    documents = check(added, release).documents
    assert {"skjermet", "taushetserklaering"} <= documents.keys()
    listed = outline_text(documents["skjermet"])
    assert "Koder | Word" not in listed and "Koder | PDF" in listed and "Plantegning" not in listed
    opened = replace(added, attachments=added.attachments[:1])
    assert "skjermet" not in check(opened, release).documents


@pytest.mark.parametrize("given", [False, True])
def test_clauses_about_uke_s_documents_fit_whether_they_are_there(
    reception: Case, release: Release, given: bool
) -> None:
    case = answered(reception, extras=["personal_data"])
    if given:
        case = replace(case, annexes=tuple(AnnexFile(spec.id, "x.pdf", "0" * 64) for spec in release.annexes))
    documents = check(case, release).documents
    said = {key: squeezed(outline_text(document)) for key, document in documents.items()}
    words = {
        "kontrakt": (
            "Oslo kommunes vedtatte standardkontrakt (bilag 18) er en del av avtalen.",
            "UKE har ikke lagt inn noen standardkontrakt, se bilag 18.",
        ),
        "konkurransegrunnlag": (
            "Bilaget har UKEs egen tekst og er en del av",
            "Bilaget er satt av til kravteksten, som UKE fastsetter. UKE har ikke lagt den inn.",
        ),
        "databehandler": (
            "Oslo kommunes databehandleravtale står i bilag 20.",
            "UKE har ikke lagt inn avtalen, se bilag 20.",
        ),
    }
    for key, (there, gone) in words.items():
        assert (squeezed(there) in said[key], squeezed(gone) in said[key]) == (given, not given), key
    order = squeezed("c) Oslo kommunes standardkontrakt (bilag 18)")
    assert (order in said["kontrakt"]) is given


def test_a_missing_annex_is_told_and_has_a_page(reception: Case, release: Release) -> None:
    missing = [f for f in check(reception, release).findings if f.rule == "annex.missing"]
    assert [f.severity for f in missing] == ["warning", "warning"]
    assert "Oslo kommunes standardkontrakt" in missing[0].title
    states = [row["state"] for row in release.added(check(reception, release).competition)["annexes"]]
    assert states == ["Mangler, se siden i bilaget"] * 2


def test_a_file_that_is_gone_or_changed_stops_the_package(added: Case, release: Release) -> None:
    with pytest.raises(FileGone, match=r"tjenester\.pdf.*Legg det til på nytt"):
        assemble(added, release, without=("pdf",))
    with pytest.raises(FileGone, match="mangler eller er endret"):
        assemble(added, release, without=("pdf",), files=lambda _sha: b"noe annet")


def test_files_lie_beside_the_case_and_nowhere_else(added: Case, tmp_path: Path) -> None:
    folder = tmp_path / "sak"
    folder.mkdir()
    (folder / "plan.pdf").write_bytes(PLAN)
    (tmp_path / "utenfor.pdf").write_bytes(CODES)
    (folder / "koder.pdf").symlink_to(tmp_path / "utenfor.pdf")
    read = beside(added, folder)
    assert read(sha(PLAN)) == PLAN
    assert read(sha(CODES)) is None  # a link leads out of the folder
    outside = replace(added, attachments=(AttachedFile("x", "../utenfor.pdf", sha(CODES)),))
    assert beside(outside, folder)(sha(CODES)) is None


def test_an_exempt_document_says_so_with_its_ground(reception: Case, release: Release) -> None:
    from dpsdocs.domain.case import TableRow

    graded = replace(
        reception, answers={**reception.answers, "extras": ["grading"]},
        tables={"grading": (TableRow("g", {"document": "kravspesifikasjon", "ground": "offentleglova § 23"}),)},
    )  # fmt: skip
    documents = check(graded, release).documents
    assert (documents["kravspesifikasjon"].meta.grade, documents["kravspesifikasjon"].meta.grade_basis) == (
        "exempt", "offentleglova § 23",
    )  # fmt: skip
    assert documents["konkurransegrunnlag"].meta.grade == "open"
