"""A draft of the masters checked: faults that stop it, and what somebody ought to look at, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..domain.amounts import amounts_for
from ..domain.formats import OSLO
from ..domain.rules import rulebook_for
from ..masters import spelling
from ..masters.errors import Fault
from ..masters.lint_text import short
from ..masters.record_kinds import COVERAGE
from ..masters.release import Release
from ..masters.remarks import Remark
from ..masters.source import Source
from ..masters.weighing import Today, new_words, remarks, unlocked
from ..store.models import now
from . import master_drafts, settings
from .master_drafts import Working
from .master_samples import title_of
from .master_texts import LIBRARY

_FILES = {
    "questions.toml": "Spørsmål", "requirements.toml": "Krav", "price.toml": "Priser", "set.toml": "Malsettet",
    COVERAGE.file: COVERAGE.title,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One thing found. ``document`` is where its clause is edited; empty when it is not a text of the set.

    ``kind`` is the list a record called ``clause`` is edited in.
    """

    document: str
    title: str
    clause: str
    message: str
    sentence: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What must be mended, what ought to be looked at, and whether spelling was looked at."""

    stops: tuple[Told, ...]
    remarks: tuple[Told, ...]
    spelling: bool


def checked(session: Session, working: Working) -> Checked:
    """The whole set as it would be released, held against today's rules and amounts."""
    stops = _placed(working.release, master_drafts.faults(working))
    chosen = settings.case_settings(session)
    today = Today(now().astimezone(OSLO).date(), amounts_for(chosen), rulebook_for(chosen))
    source = Source(working.base.folder, working.texts)
    found = (*remarks(working.release, today), *unlocked(source, working.release), *_misspelt(working))
    return Checked(stops, _placed(working.release, found), spelling.available())


def _misspelt(working: Working) -> Iterable[Remark]:
    """Words that are new in the draft and unknown to the dictionary."""
    words = new_words(working.base, working.release)
    for word in sorted(spelling.unknown(frozenset(words))):
        at = words[word]
        message = f"«{word}» står ikke i ordlisten. Se etter om det er skrevet riktig."
        yield Remark(at.document, at.clause, at.file, message, short(at.text, 200))


def _placed(release: Release, found: Iterable[Fault | Remark]) -> tuple[Told, ...]:
    """In the order of the documents, with the title of each."""
    files = {master.file: id for id, master in release.masters.items() if release.document(id).kind == "text"}
    order = {id: number for number, id in enumerate(files.values())}
    told = [
        _told(release, f.document if isinstance(f, Remark) and f.document else files.get(f.file, ""), f)
        for f in found
    ]
    return tuple(item for _, item in sorted(told, key=lambda pair: order.get(pair[0], len(order))))


def _told(release: Release, document: str, found: Fault | Remark) -> tuple[str, Told]:
    shared = found.file.startswith("clauses/")
    elsewhere = "Felles punkter" if shared else _FILES.get(found.file, found.file)
    title = title_of(release, document) if document else elsewhere
    place = LIBRARY if shared and found.clause else document
    return document, Told(
        place if found.clause else "", title, found.clause, found.message, getattr(found, "sentence", ""),
        COVERAGE.id if found.file == COVERAGE.file and found.clause else "",
    )  # fmt: skip
