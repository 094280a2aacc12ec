"""A Word master as an office keeps it: yellow, red, red in brackets, controls, brackets, lists, tables, notes."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor

RED = RGBColor(0xFF, 0, 0)
_FOOTNOTES = (
    '<?xml version="1.0" encoding="UTF-8"?><w:footnotes {ns}><w:footnote w:id="2"><w:p><w:r>'
    "<w:t>Se rundskrivet fra 2019.</w:t></w:r></w:p></w:footnote></w:footnotes>"
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def red(paragraph: Any, text: str) -> None:
    """Words in red."""
    paragraph.add_run(text).font.color.rgb = RED


def yellow(paragraph: Any, text: str) -> None:
    """Words with yellow behind."""
    paragraph.add_run(text).font.highlight_color = WD_COLOR_INDEX.YELLOW


def raw(paragraph: Any, xml: str) -> None:
    """Word's own XML at the end of a paragraph."""
    paragraph._p.append(parse_xml(xml))


def control(name: str, text: str) -> str:
    """A content control in a line."""
    return (
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="{name}"/><w:text/></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def master() -> bytes:
    """The file."""
    made = Document()
    made.sections[0].header.paragraphs[0].text = "Oslo kommune, mal 2019"
    made.add_heading("Om oppdraget", 1)
    made.add_heading("Bakgrunn", 2)
    first = made.add_paragraph("Oppdragsgiveren er ")
    yellow(first, "Virksomhetens navn")
    first.add_run(". Kontaktperson er ")
    raw(first, control("Kontaktpersonens navn", "Klikk her for å skrive"))
    first.add_run(". Saken har nummer [saksnummer], og stedet er <<sted for oppdraget>>.")
    guide = made.add_paragraph()
    red(guide, "[Skriv hvem som kjøper. Slett denne teksten.]")
    noted = made.add_paragraph("Oppdraget er viktig for byen.")
    raw(noted, f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>')
    adapted = made.add_paragraph()
    red(adapted, "Virksomheten kan beskrive bakgrunnen nærmere her.")
    made.add_heading("Hva leverandøren skal gjøre", 2)
    made.add_paragraph("Leverandøren skal:")
    made.add_paragraph("møte opp i tide", style="List Bullet")
    made.add_paragraph("bære synlig legitimasjon", style="List Bullet")
    bold = made.add_paragraph()
    bold.add_run("2. Priser og betaling").bold = True
    made.add_paragraph("2.1 Prisene er faste i ett år.")
    made.add_paragraph("2.2 Leverandøren sender faktura innen ____ dager.")
    _table(made)
    return packed(made)


def _table(made: Any) -> None:
    table = made.add_table(rows=3, cols=2)
    for n, words in enumerate(("Ytelse", "Pris per time")):
        table.rows[0].cells[n].paragraphs[0].add_run(words).bold = True
    table.rows[1].cells[0].text = "Vekter på dagtid"
    yellow(table.rows[1].cells[1].paragraphs[0], "timepris")


def packed(made: Any) -> bytes:
    """The file with its footnotes, which python-docx does not write."""
    plain, out = io.BytesIO(), io.BytesIO()
    made.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "[Content_Types].xml":
                part = f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPE}"/></Types>'
                data = data.replace(b"</Types>", part.encode())
            if name == "word/_rels/document.xml.rels":
                part = f'<Relationship Id="rIdF" Type="{_RELATION}" Target="footnotes.xml"/></Relationships>'
                data = data.replace(b"</Relationships>", part.encode())
            target.writestr(name, data)
        target.writestr("word/footnotes.xml", _FOOTNOTES.format(ns=nsdecls("w")))
    return out.getvalue()


def long_master(pages: int = 20) -> bytes:
    """A master of so many pages, about 420 words on each."""
    made = Document()
    for chapter in range(1, pages + 1):
        made.add_heading(f"Kapittel om sak {chapter}", 1)
        for section in range(3):
            made.add_heading(f"Avsnitt {section + 1} i sak {chapter}", 2)
            for n in range(4):
                text = made.add_paragraph(
                    f"{chapter}.{section + 1}.{n + 1} Leverandøren skal levere det som er avtalt, "
                )
                text.add_run("til rett tid og på rett sted. " * 4)
                yellow(text, f"Frist {chapter} {section} {n}")
        table = made.add_table(rows=8, cols=4)
        for row in table.rows:
            for cell in row.cells:
                cell.text = "Verdi"
    return packed(made)
