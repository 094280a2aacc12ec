"""What a Word file would do to a document: each changed clause with marks, and what would go."""

from __future__ import annotations

from ..document.word_diff import Run
from ..domain.conditions import ConditionError
from ..masters import edit, word_items
from ..masters.edit import EditError
from ..masters.marks import words
from ..masters.word_items import Item
from ..masters.wording import Wording, WordingError
from . import master_changes
from .master_drafts import Working
from .master_texts import path_of, text_of
from .master_word import WordImport

Lines = tuple[tuple[str, tuple[Run, ...]], ...]
_LONGEST = 160


def lines(wording: Wording, item: Item) -> Lines:
    """The clause or heading before and after; nothing for what is new, only moved or cannot be written yet."""
    if item.state in ("new", "moved"):
        return ()
    if item.kind == "heading":
        now = wording.shown(item.text) if item.ready else item.text
        return (("", words(wording.shown(item.old), now)),)
    was = edit.read_source(item.old)
    if item.state == "gone":
        return master_changes.compared(wording, was, None)
    try:
        return master_changes.compared(wording, was, word_items.changed_clause(wording, item, item.old))
    except (EditError, WordingError, ConditionError):
        return ()


def going(wording: Wording, working: Working, found: WordImport) -> tuple[str, ...]:
    """What stands in the document and is not in the file, when the file goes in its place."""
    if found.mode != "replace" or found.document not in working.release.masters:
        return ()
    text = text_of(working, path_of(working, found.document, "").path)
    file_lines = text.splitlines()
    kept = {item.id for item in found.offer.items}
    told = []
    for part in edit.parts(text):
        if part.id in kept:
            continue
        if part.kind == "heading":
            told.append(f"Overskriften «{wording.shown(part.text)}»")
        elif part.kind == "shared":
            told.append(f"Det felles punktet «{part.id}»")
        else:
            first = next(
                (line for line in file_lines[part.start + 1 : part.end] if line[:1] not in ("", ":", "|")), ""
            )
            told.append(f"«{part.id}»: {wording.shown(first)[:_LONGEST]}".rstrip(": "))
    return tuple(told)
