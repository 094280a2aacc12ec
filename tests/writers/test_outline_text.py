"""The outline that golden tests compare."""

from __future__ import annotations

from dpsdocs.document.model import Clause, Column, Document, Meta, Row, Table, Text, walk
from dpsdocs.writers.outline_text import outline_text


def test_every_id_and_lock_is_in_the_outline(rich: Document) -> None:
    text = outline_text(rich)
    for block in walk(rich.blocks):
        if isinstance(block, Clause):
            assert f"punkt {block.id} ({block.lock}" in text
        else:
            assert f"[{block.id}]" in text


def test_answers_gaps_and_references_can_be_told_apart(rich: Document) -> None:
    text = outline_text(rich)
    assert "1.1.2 Avtalen gjelder ‹3. mai 2027–2. mai 2029›, jf. punkt 2.1→sum. [varer-1]" in text
    assert "[UKE fastsetter: sats]" in text
    assert "# 2 Pris og poeng [pris]" in text


def test_a_long_table_keeps_its_head_and_tail() -> None:
    rows = tuple(Row(f"r{n}", ((Text(f"Rad {n}"),),)) for n in range(1, 101))
    meta = Meta("Liste", "Prøve", "Oslo kommune", "", "26/1", "", "1.0", "1. mai 2027", "01.05.2027", "open")
    document = Document("liste", meta, (Table("t", (Column("Hva", 100),), rows),))
    whole, short = outline_text(document), outline_text(document, 60)
    assert outline_text(document, 100) == whole
    assert [n for n in range(1, 101) if f"[r{n}]" in short] == [*range(1, 41), *range(91, 101)]
    assert "… 50 rader til …" in short
