"""The tamper check sees what stands around the text: heads, feet, pictures, figures, files within the file."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from dpsdocs.verify import Refused, ReturnReport, compare, report_lines

from .conftest import edited, member

CONTRACT, COVERED = "_avtale.docx", "_konkurransegrunnlag.docx"
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
RELS = "word/_rels/document.xml.rels"


def picture() -> bytes:
    """A PNG of one dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head, dot = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0), zlib.compress(b"\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")


def with_part(docx: bytes, name: str, data: bytes, kind: str) -> bytes:
    """The file with one more part that the document points at."""
    row = f'<Relationship Id="rNy" Type="{kind}" Target="{name}"/></Relationships>'
    docx = edited(docx, lambda t: t.replace("</Relationships>", row), RELS)
    out = io.BytesIO(docx)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(f"word/{name}", data)
    return out.getvalue()


def told(report: ReturnReport) -> str:
    assert not report.is_intact
    (words,) = report.around
    return words


@pytest.mark.parametrize(("part", "old", "new"), [
    ("word/footer.xml", "Versjon 1.0", "Versjon 2.0"),
    ("word/header.xml", "Sak ", "Leverandørens forbehold gjelder foran avtalen. Sak "),
])  # fmt: skip
def test_a_changed_head_or_foot_is_told_with_both_texts(
    package: bytes, part: str, old: str, new: str
) -> None:
    data = edited(member(package, CONTRACT), lambda t: t.replace(old, new, 1), part)
    words = told(compare("x.docx", data, package))
    assert words.startswith("Topp- eller bunnteksten «")
    before, _, after = words.partition("» er endret til «")
    assert old in before
    assert new in after


def test_page_numbers_that_were_counted_anew_are_no_change_but_words_in_their_place_are(
    package: bytes,
) -> None:
    contract = member(package, CONTRACT)
    counted = edited(
        contract, lambda t: t.replace('preserve">1</w:t>', 'preserve">17</w:t>'), "word/footer.xml"
    )
    assert compare("x.docx", counted, package).is_intact
    words = edited(
        contract, lambda t: t.replace('preserve">1</w:t>', 'preserve">uten ansvar</w:t>'), "word/footer.xml"
    )
    assert "uten ansvar" in told(compare("x.docx", words, package))


def test_a_new_head_and_one_that_is_gone(package: bytes) -> None:
    new = "<w:p><w:r><w:t>Med forbehold</w:t></w:r></w:p></w:hdr>"
    contract = member(package, CONTRACT)
    first = edited(contract, lambda t: t.replace("</w:hdr>", new), "word/headerfirst.xml")
    assert told(compare("x.docx", first, package)) == "Topp- eller bunnteksten «Med forbehold» er lagt til."
    emptied = edited(contract, lambda t: f"{t[: t.index('<w:p>')]}<w:p/></w:ftr>", "word/footer.xml")
    assert told(compare("x.docx", emptied, package)).endswith("» er tatt bort.")


def test_a_picture_that_came_and_one_that_was_exchanged(package: bytes) -> None:
    came = with_part(member(package, CONTRACT), "media/ny.png", picture(), IMAGE)
    report = compare("x.docx", came, package)
    assert told(report) == "Et bilde på 1 kB er lagt til. Se på det: et bilde kan inneholde tekst."
    assert report.around[0] in list(report_lines(report))
    exchanged = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(member(package, COVERED))) as source,
        zipfile.ZipFile(exchanged, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, picture() if name.endswith("edge.png") else source.read(name))
    came_and_gone = compare("x.docx", exchanged.getvalue(), package).around
    assert [words.split(" er ")[1].split(".")[0] for words in came_and_gone] == ["lagt til", "tatt bort"]


@pytest.mark.parametrize("kind", ["chart", "diagramData"])
def test_a_figure_that_came(package: bytes, kind: str) -> None:
    data = with_part(member(package, CONTRACT), "figur.xml", b"<x/>", f"{IMAGE[:-5]}{kind}")
    assert told(compare("x.docx", data, package)).startswith("En figur er lagt til.")


@pytest.mark.parametrize("kind", ["aFChunk", "subDocument"])
def test_a_file_within_the_file_is_refused(package: bytes, kind: str) -> None:
    """Word shows its words, and no check reads them."""
    data = with_part(member(package, CONTRACT), "satt_inn.htm", b"x", f"{IMAGE[:-5]}{kind}")
    with pytest.raises(Refused, match="satt inn fra en annen fil"):
        compare("x.docx", data, package)
