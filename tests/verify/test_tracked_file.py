"""The tamper report in Word: rejecting all gives what was issued, accepting all what came back, edit by edit."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dpsdocs.cli import main
from dpsdocs.verify.returned import compared
from dpsdocs.verify.tracked_file import tracked_file
from dpsdocs.verify.word_file import SLOT, read
from tests.writers.tracked import marks, words

from .conftest import edited, member
from .test_returned import CLAUSE, CONTRACT, REPLY, clause_with, contract_text

BIN = Path(sys.executable).parent
FIRST = "Kontroll av en returnert fil"
NEW = "<w:p><w:r><w:t>Leverandøren kan fritt heve prisene hvert kvartal.</w:t></w:r></w:p>"
Edit = Callable[[str], str]


def changed_word(text: str) -> str:
    return text.replace("Betalingsfristen er 30 dager", "Betalingsfristen er 60 dager")


def changed_sentence(text: str) -> str:
    return text.replace("E-post er skriftlig", "Bare brev med rekommandert post regnes som skriftlig")


def deleted_clause(text: str) -> str:
    return text.replace(clause_with(text, "E-post er skriftlig").group(), "")


def deleted_word(text: str) -> str:
    return text.replace("Betalingsfristen er 30 dager", "Betalingsfristen er dager")


def added_paragraph(text: str) -> str:
    first = '<w:sdt><w:sdtPr><w:alias w:val="Punkt'
    return text.replace(first, NEW + first, 1)


def added_at_the_end(text: str) -> str:
    last = list(CLAUSE.finditer(text))[-1].group()
    return text.replace(last, last + NEW)


def moved_clause(text: str) -> str:
    moved, last = clause_with(text, "E-post er skriftlig").group(), list(CLAUSE.finditer(text))[-1].group()
    return text.replace(moved, "").replace(last, last + moved)


def changed_heading(text: str) -> str:
    return text.replace(">Prisregulering<", ">Fri prisfastsettelse<")


def changed_cell(text: str) -> str:
    return re.sub(r">Varighet<", ">Lengde<", text, count=1)


def deleted_row(text: str) -> str:
    rows = re.findall(r"<w:tr>.*?</w:tr>", text, re.DOTALL)
    row = next(row for row in rows if "Varighet" in row and "<w:tbl>" not in row)
    return text.replace(row, "", 1)


def tracked_changes(text: str) -> str:
    inside = (
        '</w:t></w:r><w:del w:id="9001" w:author="a"><w:r><w:delText>30</w:delText></w:r></w:del>'
        '<w:ins w:id="9002" w:author="a"><w:r><w:t>90</w:t></w:r></w:ins><w:r><w:t xml:space="preserve">'
    )
    return text.replace("Betalingsfristen er 30", f"Betalingsfristen er {inside}")


def removed_control(text: str) -> str:
    found = clause_with(text, "E-post er skriftlig").group()
    inside = re.search(r"<w:sdtContent>(.*)</w:sdtContent>", found, re.DOTALL)
    assert inside
    return text.replace(found, inside.group(1))


def renamed_tags(text: str) -> str:
    return changed_word(re.sub(r"punkt[:_]", "annet_", text))


def several(text: str) -> str:
    return added_paragraph(changed_heading(moved_clause(changed_word(text))))


EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (
        changed_word, changed_sentence, deleted_clause, deleted_word, added_paragraph, added_at_the_end, moved_clause,
        changed_heading, changed_cell, deleted_row, tracked_changes, removed_control, renamed_tags, several,
    )
}  # fmt: skip
UNMARKED = {"removed_control"}


def report_of(package: bytes, ending: str, edit: Edit) -> tuple[bytes, bytes]:
    """The report, and the file that came back."""
    issued = member(package, ending)
    returned = edited(issued, edit)
    return tracked_file(compared("kom tilbake.docx", returned, package)), returned


def after_summary(lines: list[str]) -> list[str]:
    at = next(n for n, line in enumerate(lines) if line.startswith("På de neste sidene"))
    return lines[at + 1 :]


def body_lines(docx: bytes) -> list[str]:
    """The lines the tamper check reads; the contents list is none of them."""
    return [line.text for line in read("x.docx", docx).lines]


CONTENTS = re.compile(r'<w:p><w:pPr><w:pStyle w:val="Innhold(?:1|2|soverskrift)"/>.*?</w:p>', re.DOTALL)


def without_contents(report: bytes) -> bytes:
    """The report without its contents list, which the tamper check doesn't read either."""
    return edited(report, lambda text: CONTENTS.sub("", text))


@pytest.mark.parametrize("name", EDITS)
def test_both_files_can_be_read_out_of_the_report(package: bytes, name: str) -> None:
    report, returned = report_of(package, CONTRACT, EDITS[name])
    issued = body_lines(member(package, CONTRACT))
    found = without_contents(report)
    assert plain(after_summary(words(found, "rejected"))) == plain(issued)
    assert plain(after_summary(words(found, "accepted"))) == plain(body_lines(returned))
    counted = marks(report)
    assert bool(counted["ins"] or counted["del"]) == (name not in UNMARKED)


def plain(lines: list[str]) -> list[str]:
    """The lines without formulas, which every program writes in its own way."""
    return [line for line in lines if not line.startswith("∑") and "×" not in line]


def test_a_changed_word_is_marked_as_a_word(package: bytes) -> None:
    report, _ = report_of(package, CONTRACT, changed_word)
    xml = contract_text(report)
    assert re.search(r"<w:del [^>]*><w:r>(?:<w:rPr>.*?</w:rPr>)?<w:delText[^>]*>30 </w:delText>", xml)
    assert re.search(r"<w:ins [^>]*><w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t[^>]*>60 </w:t>", xml)
    assert marks(report) == {"ins": 1, "del": 1}
    assert "<w:sdt>" not in xml


def test_the_first_page_says_what_was_compared_and_found(package: bytes) -> None:
    report, _ = report_of(package, CONTRACT, several)
    text = words(report, "accepted")[:24]
    assert any("«kom tilbake.docx» er sammenlignet med 26-05120_05_avtale.docx." in line for line in text)
    assert "Dokumentet er ikke slik det ble utstedt." in text
    assert any(line.startswith("Flyttet: ") for line in text)
    assert any(line.startswith("Lagt til: ") for line in text)


def test_fields_that_are_filled_in_stand_in_comments(package: bytes) -> None:
    report, _ = report_of(
        package,
        REPLY,
        lambda t: t.replace("Skriv her: Navn på leverandøren", "Fjordlys Sikkerhet AS").replace("☐", "☒", 1),
    )
    comments = zipfile.ZipFile(io.BytesIO(report)).read("word/comments.xml").decode()
    assert "Utfylt: Fjordlys Sikkerhet AS" in comments
    assert marks(report) == {"ins": 0, "del": 0}
    assert "Ingen låste punkter er endret." in words(report, "accepted")


def test_moved_points_are_commented_where_they_were_and_are(package: bytes) -> None:
    report, _ = report_of(package, CONTRACT, moved_clause)
    comments = zipfile.ZipFile(io.BytesIO(report)).read("word/comments.xml").decode()
    assert "Flyttet herfra." in comments and "Flyttet hit." in comments


def test_a_row_that_is_gone_is_taken_out_as_a_row(package: bytes) -> None:
    report, _ = report_of(package, CONTRACT, deleted_row)
    assert re.search(r"<w:trPr>(?:(?!</w:trPr>).)*<w:del ", contract_text(report), re.DOTALL)


def test_a_changed_formula_is_told(package: bytes) -> None:
    ending = "_konkurransegrunnlag.docx"
    assert "∑" in "".join(body_lines(member(package, ending)))
    report, _ = report_of(package, ending, lambda t: re.sub(r"(<m:t[^>]*>)", r"\g<1>9", t, count=1))
    comments = zipfile.ZipFile(io.BytesIO(report)).read("word/comments.xml").decode()
    assert "Formelen er endret" in comments


def test_words_that_would_be_markup_stay_words(package: bytes) -> None:
    report, _ = report_of(
        package, CONTRACT, lambda t: t.replace("er 30 dager", "er &lt;w:p/&gt; &amp; ]]&gt; dager")
    )
    assert any("<w:p/> & ]]> dager" in line for line in words(report, "accepted"))


def test_the_same_comparison_gives_the_same_bytes(package: bytes) -> None:
    one, two = (report_of(package, CONTRACT, several)[0] for _ in range(2))
    assert one == two


def test_the_report_is_no_yardstick_itself(package: bytes) -> None:
    """It has no list of clauses, so it is never taken for an issued file."""
    report, _ = report_of(package, CONTRACT, changed_word)
    assert read("x.docx", report).document == ""
    assert SLOT not in "".join(words(report, "accepted"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ending", "name"), [(CONTRACT, "several"), (CONTRACT, "deleted_row"), (REPLY, "deleted_word")]
)
def test_validators_find_nothing(package: bytes, tmp_path: Path, ending: str, name: str) -> None:
    def edit(text: str) -> str:
        return EDITS[name](text).replace("Skriv her: Navn på leverandøren", "Fjordlys AS")

    file = tmp_path / "rapport.docx"
    file.write_bytes(report_of(package, ending, edit)[0])
    audit = subprocess.run([BIN / "openxml-audit", file], capture_output=True, text=True, check=False)
    assert "Errors: 0" in audit.stdout, audit.stdout
    checked = subprocess.run(
        [BIN / "docx-integrity", "check", file], capture_output=True, text=True, check=False
    )
    assert "0 error(s), 0 warning(s)" in checked.stdout, checked.stdout


def test_the_command_line_writes_the_report(
    package: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pakke.zip").write_bytes(package)
    (tmp_path / "endret.docx").write_bytes(edited(member(package, CONTRACT), changed_word))
    out = tmp_path / "rapport.docx"
    order = [
        "verify",
        str(tmp_path / "endret.docx"),
        "--against",
        str(tmp_path / "pakke.zip"),
        "--report",
        str(out),
    ]
    assert main(order) == 1
    assert str(out) in capsys.readouterr().out
    assert FIRST in words(out.read_bytes(), "accepted")
    assert main(["verify", str(tmp_path / "pakke.zip"), "--report", str(out)]) == 2
    assert "--against" in capsys.readouterr().err
