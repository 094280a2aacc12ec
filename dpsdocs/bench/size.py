"""Documents of known length, and what they cost."""

from __future__ import annotations

from ..document.model import Block, Clause, Column, Document, Heading, Meta, Paragraph, Row, Table, Text
from ..document.outline import outlined
from ..writers.docx import write_docx
from ..writers.html import preview_html, print_html
from ..writers.pdf_child import render_many
from ..writers.theme import Theme
from .steps import Measured, Step

_META = Meta("Lengde", "Måling", "Oslo kommune", "", "26/1", "", "1.0", "1. mai 2027", "01.05.2027", "open")
_WORDS = (
    "Leverandøren skal levere vakthold slik kravspesifikasjonen beskriver, og varsle om avvik uten opphold. "
)


def size_steps(theme: Theme) -> dict[str, Step]:
    """Word, preview and PDF of some 6, 20 and 60 pages, and the most memory the longest needed."""
    six, twenty, sixty = (_document(chapters) for chapters in (5, 17, 51))

    def memory() -> Measured:
        return Measured(render_many([print_html(sixty, theme)], theme)[0].peak_kb / 1024, "MB")

    return {
        "PDF av 6 sider": lambda: render_many([print_html(six, theme)], theme),
        "PDF av 60 sider": lambda: render_many([print_html(sixty, theme)], theme),
        "mest minne i en gjengivelse, 60 sider": memory,
        "Word-fil av 20 sider": lambda: write_docx(twenty, theme, kind="locked"),
        "forhåndsvisning av 20 sider": lambda: preview_html(twenty, theme),
    }


def _document(chapters: int) -> Document:
    blocks: list[Block] = []
    for n in range(chapters):
        blocks.append(Heading(f"k{n}", 1, (Text(f"Kapittel {n + 1}"),)))
        for m in range(9):
            words = Paragraph(f"k{n}-{m}-1", (Text(f"Ledd {n}.{m}. {_WORDS * 3}"),))
            blocks.append(Clause(f"k{n}-{m}", "locked", (words,)))
        rows = tuple(Row(f"r{r}", ((Text(f"Rad {r}"),), (Text(_WORDS),))) for r in range(4))
        blocks.append(Table(f"t{n}", (Column("Hva", 30), Column("Hvordan", 70)), rows))
    return outlined(Document("lengde", _META, tuple(blocks), toc_depth=1))
