"""Attachments as the task list, check answers and findings know them: a page beside those the master set asks."""

from __future__ import annotations

from collections.abc import Mapping

from ..domain import formats
from ..domain.answers import Raw
from ..domain.questions import Question, Section
from .competitions import Opened
from .row_changes import TableChange

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


def told(change: TableChange) -> tuple[str, str]:
    """The attachments that differ, before and now, in lines."""
    before, now = [], []
    if change.removed:
        before.append(f"Fjernet: {formats.listing([_name(row) for row in change.removed])}")
    if change.added:
        now.append(f"Lagt til: {formats.listing([_name(row) for row in change.added])}")
    for row in change.changed:
        before.append(_name(row.old))
        now.append(_name(row.new))
    if change.moved:
        now.append("Rekkefølgen er endret")
    return "\n".join(before), "\n".join(now)


def _name(row: Mapping[str, Raw]) -> str:
    return f"{row['title']} ({'skjermet' if row['confidential'] == 'yes' else 'åpent'})"
