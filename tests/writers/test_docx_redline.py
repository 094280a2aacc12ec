"""A redline in Word: accepting gives the new version, rejecting the old one; validators and LibreOffice agree."""

from __future__ import annotations

import difflib
import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from dpsdocs.document.lines import Line, units
from dpsdocs.document.model import Block, Clause, Document, Heading, Paragraph, Row, Table, Text, Wide, plain
from dpsdocs.document.outline import outlined
from dpsdocs.document.redline import Redline, compare
from dpsdocs.writers.docx_redline import write_redline
from dpsdocs.writers.theme import Theme

from . import sample
from .conftest import Convert
from .tracked import body_of, marks, words

BIN = Path(sys.executable).parent
DATE = "2027-01-18"
EXTRA = sample.clause("nytt", sample.p("nytt-1", "Et helt nytt punkt."), sample.items("nytt-2", "ett", "to"))


def later(old: Document) -> Document:
    """The rich document with clauses gone, new, moved and reworded, rows gone, new and changed."""
    blocks = [_reworded(block) for n, block in enumerate(old.blocks) if n != 4]
    blocks.insert(3, EXTRA)
    blocks[8], blocks[12] = blocks[12], blocks[8]
    return outlined(replace(old, blocks=tuple(blocks), meta=replace(old.meta, version="2.0")))


def _reworded(block: Block) -> Block:
    match block:
        case Clause() | Wide():
            return replace(block, blocks=tuple(_reworded(inner) for inner in block.blocks))
        case Paragraph() if len(plain(block.inlines)) > 80:
            return replace(block, inlines=(*block.inlines, Text(" Kravet gjelder fra første dag.")))
        case Table() if len(block.rows) > 2:
            new = Row(f"{block.id}.ny", tuple((Text("ny"),) for _ in block.columns))
            return replace(block, rows=(block.rows[0], *block.rows[2:], new))
        case Heading() if block.level == 2:
            return replace(block, inlines=(Text("Nye "), *block.inlines))
    return block


def expected(document: Document) -> list[str]:
    """What a version says, paragraph by paragraph and cell by cell."""
    found: list[str] = []
    for unit in units(document):
        for part in unit.parts:
            if isinstance(part, Line):
                found.append(f"{part.number} {part.text}")
                continue
            if part.style != "facts":
                found += [column.label for column in part.columns]
            found += [plain(cell) for row in part.rows for cell in row.cells]
    joined = (" ".join(text.replace("\u00a0", " ").replace(" / ", "").split()) for text in found)
    return [text for text in joined if text]


@pytest.fixture(scope="module")
def redline(rich: Document) -> Redline:
    """Every kind of block with every kind of change."""
    made = compare(rich, later(rich), DATE)
    assert {unit.state for unit in made.units} == {"same", "renumbered", "changed", "new", "gone", "moved"}
    return made


@pytest.fixture(scope="module")
def made(redline: Redline, theme: Theme) -> bytes:
    """The Word file."""
    return write_redline(redline, theme)


def test_accepting_all_gives_the_new_version(made: bytes, rich: Document) -> None:
    wanted = expected(later(rich))
    assert [text.replace(" / ", "") for text in words(made, "accepted")][-len(wanted) :] == wanted


def test_rejecting_all_gives_the_old_version(made: bytes, rich: Document) -> None:
    wanted = expected(rich)
    found = [text.replace(" / ", "") for text in words(made, "rejected")][-len(wanted) :]
    assert sorted(found) == sorted(wanted)
    assert [text for text in found if "Objektene" not in text][:20] == wanted[:20]


def test_marks_have_one_author_and_the_date_of_the_change(made: bytes) -> None:
    xml = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
    told = re.findall(r"<w:(?:ins|del) ([^>]*?)/?>", xml)
    assert len(told) > 20
    assert {re.sub(r'w:id="\d+" ', "", mark) for mark in told} == {
        f'w:author="dpsdocs" w:date="{DATE}T12:00:00Z"'
    }
    numbers = re.findall(r'<w:(?:ins|del) w:id="(\d+)"', xml)
    assert len(set(numbers)) == len(numbers)


def test_moved_points_say_where_they_came_from(made: bytes, redline: Redline) -> None:
    comments = zipfile.ZipFile(io.BytesIO(made)).read("word/comments.xml").decode()
    moved = [unit for unit in redline.units if unit.was]
    assert moved
    for unit in moved:
        assert f"Flyttet fra {unit.was}." in comments
    assert "Flyttet herfra." in comments


def test_it_says_what_is_compared_and_has_no_controls(made: bytes) -> None:
    opened = docx.Document(io.BytesIO(made))
    assert opened.core_properties.title.startswith("Rammeavtale, endringer fra versjon 1.0")
    text = words(made, "accepted")
    assert any("fra versjon 1.0 til versjon 2.0" in line for line in text[:20])
    assert not list(body_of(made).iter("{*}sdt"))
    assert "customXml/item1.xml" not in zipfile.ZipFile(io.BytesIO(made)).namelist()


def test_the_same_redline_gives_the_same_bytes(made: bytes, redline: Redline, theme: Theme) -> None:
    assert write_redline(redline, theme) == made


def test_unchanged_documents_have_no_marks(rich: Document, theme: Theme) -> None:
    assert marks(write_redline(compare(rich, rich, DATE), theme)) == {"ins": 0, "del": 0}


@pytest.mark.slow
def test_validators_find_nothing(made: bytes, theme: Theme, tmp_path: Path) -> None:
    hostile = sample.hostile()
    turned = replace(hostile, blocks=tuple(reversed(hostile.blocks)))
    files = {"rik": made, "fiendtlig": write_redline(compare(hostile, outlined(turned), DATE), theme)}
    for name, data in files.items():
        file = tmp_path / f"{name}.docx"
        file.write_bytes(data)
        audit = subprocess.run([BIN / "openxml-audit", file], capture_output=True, text=True, check=False)
        assert "Errors: 0" in audit.stdout, audit.stdout
        checked = subprocess.run(
            [BIN / "docx-integrity", "check", file], capture_output=True, text=True, check=False
        )
        assert "0 error(s), 0 warning(s)" in checked.stdout, checked.stdout


@pytest.mark.slow
def test_libreoffice_reads_the_changes_as_changes(made: bytes, convert: Convert, tmp_path: Path) -> None:
    """Saved again there, accepting and rejecting still give both versions."""
    file = tmp_path / "endringer.docx"
    file.write_bytes(made)
    again = convert(file, "docx").read_bytes()
    assert marks(again)["ins"] > 20 and marks(again)["del"] > 20
    for side in ("accepted", "rejected"):
        before, after = ("".join("".join(words(data, side)).split()) for data in (made, again))  # type: ignore[arg-type]
        assert _letters(after) == _letters(before), list(
            difflib.unified_diff(words(made, side), words(again, side), n=0, lineterm="")
        )


def _letters(text: str) -> str:
    """Letters and digits: formulas are set anew."""
    return "".join(sorted(char for char in text if char.isalnum()))
