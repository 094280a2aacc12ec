"""The tamper check on the kinds of edit that happen, and on files that lie about themselves."""

from __future__ import annotations

import io
import re
import subprocess
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from docx import Document

from dpsdocs.cli import main
from dpsdocs.verify import Refused, ReturnReport, apart, compare
from dpsdocs.verify.align import answers, redline
from dpsdocs.verify.word_file import SLOT, _parsed

from .conftest import edited, member

CONTRACT, REPLY = "_avtale.docx", "_svarskjema.docx"
CLAUSE = re.compile(
    r"<w:sdt><w:sdtPr><w:alias [^>]*/><w:tag w:val=\"punkt:(?P<id>[^\"]+)\"/>.*?</w:sdt>", re.DOTALL
)


def state_of(report: ReturnReport, identity: str) -> str:
    return next(c.state for c in report.clauses if c.id == identity)


def clause_with(text: str, words: str) -> re.Match[str]:
    return next(found for found in CLAUSE.finditer(text) if words in found.group())


def test_an_untouched_file_is_intact(package: bytes) -> None:
    for ending in (CONTRACT, REPLY, "_konkurransegrunnlag.docx", "_tilbudsbrev.docx"):
        report = compare("annet navn.docx", member(package, ending), package)
        assert report.is_intact
        assert {c.state for c in report.clauses} == {"unchanged"}


def test_a_changed_word_in_a_locked_clause(package: bytes) -> None:
    data = edited(
        member(package, CONTRACT),
        lambda t: t.replace("Betalingsfristen er 30 dager", "Betalingsfristen er 60 dager"),
    )
    report = compare("x.docx", data, package)
    (breach,) = report.breaches
    assert (breach.state, breach.lock) == ("changed", "locked")
    assert ("gone", "30 ") in redline(breach.before, breach.after)
    assert ("new", "60 ") in redline(breach.before, breach.after)


def test_a_deleted_clause(package: bytes) -> None:
    contract = member(package, CONTRACT)
    gone = clause_with(contract_text(contract), "E-post er skriftlig")
    report = compare("x.docx", edited(contract, lambda t: t.replace(gone.group(), "")), package)
    assert state_of(report, gone["id"]) == "deleted"
    assert not report.is_intact


def contract_text(docx: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()


def test_an_added_paragraph(package: bytes) -> None:
    extra = "<w:p><w:r><w:t>Leverandøren kan fritt heve prisene hvert kvartal.</w:t></w:r></w:p>"
    first = '<w:sdt><w:sdtPr><w:alias w:val="Punkt'
    data = edited(member(package, CONTRACT), lambda t: t.replace(first, extra + first, 1))
    report = compare("x.docx", data, package)
    assert report.added == ("Leverandøren kan fritt heve prisene hvert kvartal.",)
    assert not report.is_intact


def test_a_moved_clause(package: bytes) -> None:
    contract = member(package, CONTRACT)
    text = contract_text(contract)
    moved = clause_with(text, "E-post er skriftlig")
    last = list(CLAUSE.finditer(text))[-1]
    data = edited(
        contract, lambda t: t.replace(moved.group(), "").replace(last.group(), last.group() + moved.group())
    )
    assert state_of(compare("x.docx", data, package), moved["id"]) == "moved"


def test_a_removed_control_with_equal_text(package: bytes) -> None:
    contract = member(package, CONTRACT)
    found = clause_with(contract_text(contract), "E-post er skriftlig")
    inside = re.search(r"<w:sdtContent>(.*)</w:sdtContent>", found.group(), re.DOTALL)
    assert inside
    report = compare("x.docx", edited(contract, lambda t: t.replace(found.group(), inside.group(1))), package)
    assert state_of(report, found["id"]) == "uncontrolled"
    assert report.is_intact


def test_filled_fields_are_answers_not_changes(package: bytes) -> None:
    data = edited(
        member(package, REPLY),
        lambda t: t.replace("Skriv her: Navn på leverandøren", "Fjordlys Sikkerhet AS").replace("☐", "☒", 1),
    )
    report = compare("svar.docx", data, package)
    assert report.is_intact
    assert "Fjordlys Sikkerhet AS" in {text for clause in report.clauses for text in clause.filled}


def test_text_slipped_in_beside_a_field_is_found(package: bytes) -> None:
    data = edited(
        member(package, REPLY),
        lambda t: t.replace("skal ikke endre annen tekst", "kan endre annen tekst"),
    )
    assert compare("svar.docx", data, package).breaches


def test_tracked_changes_are_read_as_accepted(package: bytes) -> None:
    tracked = (
        '</w:t></w:r><w:del w:id="9001" w:author="a"><w:r><w:delText>30</w:delText></w:r></w:del>'
        '<w:ins w:id="9002" w:author="a"><w:r><w:t>90</w:t></w:r></w:ins><w:r><w:t xml:space="preserve">'
    )
    data = edited(
        member(package, CONTRACT),
        lambda t: t.replace("Betalingsfristen er 30", f"Betalingsfristen er {tracked}"),
    )
    report = compare("x.docx", data, package)
    assert report.tracked
    assert "90" in report.breaches[0].after


@pytest.mark.parametrize("mark", ["strike", "dstrike", "vanish"])
def test_words_struck_out_or_hidden_do_not_stand_there(package: bytes, mark: str) -> None:
    struck = f"</w:t></w:r><w:r><w:rPr><w:{mark}/></w:rPr><w:t>er 30 dager</w:t></w:r><w:r><w:t>"
    data = edited(member(package, CONTRACT), lambda t: t.replace("er 30 dager", struck))
    assert [breach.state for breach in compare("x.docx", data, package).breaches] == ["changed"]


@pytest.mark.parametrize("part", ["footnotes", "endnotes", "comments"])
def test_a_reservation_in_a_note_or_a_comment_is_added_text(package: bytes, part: str) -> None:
    words = "Vi tar forbehold om betalingsfristen."
    note = (
        '<w:x xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:x>"
    )
    out = io.BytesIO(member(package, CONTRACT))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(f"word/{part}.xml", note)
    report = compare("x.docx", out.getvalue(), package)
    assert (report.added, report.is_intact) == ((words,), False)


def test_a_changed_heading_and_title(package: bytes) -> None:
    contract = member(package, CONTRACT)
    report = compare(
        "x.docx", edited(contract, lambda t: t.replace(">Prisregulering<", ">Fri prisfastsettelse<")), package
    )
    assert any(c.lock == "heading" for c in report.breaches)


def test_inner_hashes_that_were_sealed_again_prove_nothing(package: bytes) -> None:
    data = edited(member(package, CONTRACT), lambda t: t.replace("er 30 dager", "er 60 dager"))
    resealed = edited(
        data, lambda t: re.sub(r'sha256="[0-9a-f]{64}"', f'sha256="{"0" * 64}"', t), "customXml/item1.xml"
    )
    lied = edited(
        resealed, lambda t: t.replace('document="kontrakt"', 'document="tilbudsbrev"'), "customXml/item1.xml"
    )
    assert compare("x.docx", lied, package).breaches


def test_tags_and_bookmarks_that_were_renamed_are_no_escape(package: bytes) -> None:
    data = edited(
        member(package, CONTRACT),
        lambda t: re.sub(r"punkt[:_]", "annet_", t).replace("er 30 dager", "er 60 dager"),
    )
    report = compare("x.docx", data, package)
    assert Counter(c.state for c in report.clauses)["changed"] >= 1
    assert report.breaches


def test_an_adaptable_clause_may_differ(package: bytes) -> None:
    contract = member(package, "_kravspesifikasjon.docx")
    issued = compare("x.docx", contract, package)
    free = next(c for c in issued.clauses if c.lock == "adaptable" and len(c.before) > 40)
    word = max(free.before.split(), key=len)
    data = edited(contract, lambda t: t.replace(word, "hestehandel"))
    report = compare("x.docx", data, package)
    assert state_of(report, free.id) == "changed"
    assert not any(c.id == free.id for c in report.breaches)


@pytest.mark.slow
@pytest.mark.parametrize("ending", [CONTRACT, REPLY, "_konkurransegrunnlag.docx", "_kravspesifikasjon.docx"])
def test_a_file_saved_again_by_libreoffice_is_intact(package: bytes, tmp_path: Path, ending: str) -> None:
    (tmp_path / "inn.docx").write_bytes(member(package, ending))
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "docx",
            "--outdir",
            str(tmp_path / "ut"),
            "inn.docx",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    report = compare("inn.docx", (tmp_path / "ut" / "inn.docx").read_bytes(), package)
    assert report.is_intact, [(c.id, c.state, c.after) for c in report.breaches]


def test_a_file_from_elsewhere_is_refused(package: bytes) -> None:
    document, buffer = Document(), io.BytesIO()
    document.add_paragraph("Noe helt annet.")
    document.save(buffer)
    with pytest.raises(Refused, match="ligner ikke"):
        compare("x.docx", buffer.getvalue(), package)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04 ikke en zip", b"x" * 100])
def test_what_is_no_word_file_is_refused(package: bytes, data: bytes) -> None:
    with pytest.raises(Refused):
        compare("x.docx", data, package)


def test_three_hundred_nested_tables_are_refused_as_such(package: bytes) -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 300 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 300
    data = edited(member(package, CONTRACT), lambda t: t.replace("<w:body>", f"<w:body>{deep}", 1))
    with pytest.raises(Refused, match="inni hverandre"):
        compare("x.docx", data, package)


def test_millions_of_empty_paragraphs_are_refused_before_they_are_a_tree(package: bytes) -> None:
    """Two megabytes that pass as a ZIP would take four gigabytes as a tree."""
    many = ("<w:p/>" * 9 + "<w:p></w:p>") * 100_000
    data = edited(member(package, CONTRACT), lambda t: t.replace("<w:body>", f"<w:body>{many}", 1))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = archive.read("word/document.xml")
    begin = time.process_time()
    with pytest.raises(Refused, match="for mange avsnitt"):
        _parsed(part)
    assert time.process_time() - begin < 1


@pytest.mark.parametrize(
    ("start", "reason"), [(b"%PDF-1.7", "en PDF-fil"), (b"\xd0\xcf\x11\xe0", "beskyttet med passord")]
)
def test_a_renamed_pdf_and_an_encrypted_file_are_told_as_what_they_are(
    package: bytes, start: bytes, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        compare("x.docx", start + bytes(600), package)


def test_a_tampered_package_is_no_yardstick(package: bytes) -> None:
    broken = edited(package, lambda t: t.replace('"size"', '"size" '), "manifest.json")
    changed = edited(
        package, lambda t: re.sub(r'"sha256": "[0-9a-f]', '"sha256": "x', t, count=1), "manifest.json"
    )
    assert compare("x.docx", member(package, CONTRACT), broken).is_intact
    with pytest.raises(Refused, match="fasit"):
        compare("x.docx", member(package, CONTRACT), changed)


def test_answers_in_slots_are_found_in_linear_time() -> None:
    assert answers(f"Sum: {SLOT} kroner", "Sum: 500 kroner") == ("500",)
    assert answers(f"Sum: {SLOT} kroner", "Sum: 500 euro") is None
    many = SLOT.join(["a"] * 200)
    assert answers(many, "a" * 5000 + "b") is None


def test_the_command_line_exits_1_on_a_changed_locked_clause(
    package: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pakke.zip").write_bytes(package)
    contract = member(package, CONTRACT)
    (tmp_path / "ok.docx").write_bytes(contract)
    (tmp_path / "endret.docx").write_bytes(
        edited(contract, lambda t: t.replace("er 30 dager", "er 60 dager"))
    )
    against = ["--against", str(tmp_path / "pakke.zip")]
    assert main(["verify", str(tmp_path / "ok.docx"), *against]) == 0
    assert "Ingen låste punkter er endret." in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "endret.docx"), *against]) == 1
    assert "[-30-] {+60+}" in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "pakke.zip"), *against]) == 2


def test_a_comparison_on_the_command_line_has_limits(
    package: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is done in a process of its own, which is ended when it takes too long."""
    (tmp_path / "pakke.zip").write_bytes(package)
    (tmp_path / "x.docx").write_bytes(member(package, CONTRACT))
    monkeypatch.setattr(apart, "_SECONDS", 0.01)
    assert main(["verify", str(tmp_path / "x.docx"), "--against", str(tmp_path / "pakke.zip")]) == 2
    assert "for innviklet" in capsys.readouterr().err
