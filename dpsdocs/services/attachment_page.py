"""Attachments as the task list, check answers and findings know them: a page beside those the master set asks."""

from __future__ import annotations

from ..domain import formats
from ..domain.questions import Question, Section
from .competitions import Opened

QUESTION = Question("attachments", "table", "Egne vedlegg", row_noun="vedlegg")
SECTION = Section("vedlegg", "Egne vedlegg", "Behovet", questions=(QUESTION,))


def is_open(opened: Opened) -> bool:
    """Whether the drafter has said that there are attachments."""
    return "attachments" in (opened.competition.value("extras") or ())


def count_words(opened: Opened) -> str:
    """«Tre filer», or nothing when there are none."""
    count = len(opened.competition.case.attachments)
    return "" if not count else "Én fil" if count == 1 else f"{formats.capital(formats.word(count))} filer"


def listed(opened: Opened) -> str:
    """The attachments by title, one on each line."""
    return "\n".join(
        f"{file.title} (skjermet)" if file.confidential else file.title
        for file in opened.competition.case.attachments
    )


def annexes(opened: Opened) -> tuple[int, ...]:
    """The annex numbers of the attachments, in their order."""
    placed = opened.release.placed(opened.competition)
    return tuple(file.annex for file in placed if file.is_attachment)
