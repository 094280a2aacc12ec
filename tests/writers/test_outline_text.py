"""The outline that golden tests compare."""

from __future__ import annotations

from dpsdocs.document.model import Clause, Document, walk
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
