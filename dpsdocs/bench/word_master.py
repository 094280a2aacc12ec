"""A Word master of known length, as an office writes one: headings, numbers, yellow places to fill in, tables."""

from __future__ import annotations

import io

from docx import Document
from docx.enum.text import WD_COLOR_INDEX

_WORDS = "til rett tid og på rett sted. "


def word_master(pages: int) -> bytes:
    """A master of so many pages, some 420 words on each."""
    made = Document()
    for chapter in range(1, pages + 1):
        made.add_heading(f"Kapittel om sak {chapter}", 1)
        for section in range(1, 4):
            made.add_heading(f"Avsnitt {section} i sak {chapter}", 2)
            for number in range(1, 5):
                text = made.add_paragraph(
                    f"{chapter}.{section}.{number} Leverandøren skal levere det som er avtalt, "
                )
                text.add_run(_WORDS * 4)
                text.add_run(
                    f"Frist {chapter} {section} {number}"
                ).font.highlight_color = WD_COLOR_INDEX.YELLOW
        for row in made.add_table(rows=8, cols=4).rows:
            for cell in row.cells:
                cell.text = "Verdi"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
