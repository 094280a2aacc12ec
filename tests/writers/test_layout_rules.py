"""What must share a page, judged from the document alone: short tables, ends of documents, ids on one line."""

from __future__ import annotations

import io
import zipfile

import pytest

from dpsdocs.document.model import (
    Block,
    Clause,
    Column,
    Document,
    Heading,
    Paragraph,
    Ref,
    Row,
    Signature,
    SignatureParty,
    Table,
    Text,
)
from dpsdocs.document.outline import outlined
from dpsdocs.writers.docx import write_docx
from dpsdocs.writers.docx_xml import text_run
from dpsdocs.writers.html import print_html
from dpsdocs.writers.html_inlines import Mode, inlines
from dpsdocs.writers.layout import closing, is_short, stays_with_next
from dpsdocs.writers.text import tied
from dpsdocs.writers.theme import Theme

from .sample import META, t

WORDS = "Leverandøren skal levere tilbudet i verktøyet. "


def rows(count: int, words: str = "Ord", style: str = "plain") -> Table:
    """A table of two columns."""
    made = tuple(Row(f"r{n}", (t(f"{n}"), t(words))) for n in range(count))
    return Table("tabell", (Column("Nr.", 20), Column("Krav", 80)), made, style=style)  # type: ignore[arg-type]


def clause(name: str, sentences: int) -> Clause:
    """A clause of some sentences."""
    return Clause(name, "locked", (Paragraph(f"{name}.1", t(WORDS * sentences)),))


SIGNED = Signature("signatur", (SignatureParty("For leverandøren", t("Navn")),))


@pytest.mark.parametrize(
    ("table", "whole"),
    [
        (rows(6), True),
        (rows(7), False),
        (rows(5, WORDS * 4), False),  # more than a third of a page
        (rows(2, WORDS * 4), True),
        (rows(3, style="requirements"), False),
    ],
)
def test_tables_are_whole_when_they_are_few_rows_and_a_third_of_a_page(table: Table, whole: bool) -> None:
    assert is_short(table) is whole


def test_a_long_table_ends_with_more_rows_than_a_middling_one() -> None:
    assert [stays_with_next(rows(8), n) for n in range(8)] == [True, *[False] * 5, True, False]
    assert [stays_with_next(rows(14), n) for n in range(10, 14)] == [True, True, True, False]


@pytest.mark.parametrize(
    ("blocks", "runs"),
    [
        ((clause("a", 9), Heading("h", 1, t("Arkiv")), clause("b", 1)), (range(0, 3),)),
        ((clause("a", 2), clause("b", 8), clause("c", 8)), ()),
        ((clause("a", 8), clause("b", 4), clause("c", 4)), (range(1, 3),)),
        ((clause("a", 4), Heading("h", 1, t("Signatur")), clause("b", 1), SIGNED), (range(0, 4),)),
        ((clause("a", 4), Heading("h", 1, t("Signatur")), clause("b", 7), SIGNED), (range(1, 4),)),
    ],
)
def test_no_document_ends_with_a_line_or_a_signature_alone(
    blocks: tuple[Block, ...], runs: tuple[range, ...]
) -> None:
    assert closing(blocks) == runs


def test_only_long_paragraphs_may_be_split_between_pages(theme: Theme) -> None:
    """Programs share out the lines of a paragraph differently, so that pages drift apart."""
    texts = (t(WORDS * 4), t(WORDS * 20))
    document = outlined(
        Document("d", META, tuple(Paragraph(f"p{n}", words) for n, words in enumerate(texts)))
    )
    with zipfile.ZipFile(io.BytesIO(write_docx(document, theme, kind="locked"))) as source:
        body, styles = (source.read(f"word/{part}.xml").decode() for part in ("document", "styles"))
    assert body.count('<w:keepLines w:val="0"/>') == 1
    assert styles.count("<w:keepLines/>") >= 6
    assert print_html(document, theme).count("split") == 1


def test_ids_and_paragraphs_are_never_torn_apart() -> None:
    assert "K<" not in text_run("Se krav K-25.").replace("K</w:t><w:noBreakHyphen/>", "")
    assert text_run("Utsyn O-3 og AB-12, ikke vakt-3 eller vakt-bil").count("noBreakHyphen") == 2
    assert tied("jf. § 25-2 (2) bokstav d") == "jf.\u00a0§\u00a025-2\u00a0(2) bokstav\u00a0d"


def test_a_word_tied_to_a_reference_stands_on_its_line() -> None:
    shown = inlines((*t("begrenset av punkt\u00a0"), Ref("erstatning", "11.3"), Text(".")), Mode())
    assert shown == 'begrenset av <span class="nw">punkt\u00a0<a href="#erstatning">11.3</a></span>.'
    assert "span" not in inlines((*t("se "), Ref("erstatning", "11.3")), Mode())
