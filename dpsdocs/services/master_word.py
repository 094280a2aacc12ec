"""Word files on their way into a draft of masters: read, gone through piece by piece, and taken in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from sqlalchemy.orm import Session

from ..document.model import Lock
from ..domain.answers import cleaned
from ..domain.roles import Actor
from ..masters import edit, segments, word_back, word_in, word_match, word_out
from ..masters.word_file import WordError, WordFile
from ..masters.word_items import How, Item, Offer, Slot, checked, dumped, loaded
from ..masters.wording import Wording
from ..package import slug
from ..store import models
from ..store.queries import masters as queries
from . import audit, master_drafts, master_word_file, saving
from .errors import Conflict, Invalid, NotFound
from .master_drafts import Working
from .master_samples import title_of
from .master_texts import LIBRARY, LONGEST, path_of, text_of
from .releases import Releases

Mode = Literal["replace", "append", "back"]
MOST_ITEMS = 1500
_BLANKS = re.compile(r"\n{3,}")
_LOCKS = get_args(Lock)
_HOWS = get_args(How)


@dataclass(frozen=True, slots=True)
class WordImport:
    """A Word file for one document of a draft, as far as somebody has gone through it."""

    id: str
    draft_id: str
    document: str
    title: str
    mode: str
    file_name: str
    version: int
    made_at: datetime
    offer: Offer
    is_open: bool

    @property
    def taken(self) -> int:
        """How many pieces come along."""
        return sum(item.take for item in self.offer.items)

    @property
    def problems(self) -> tuple[tuple[int, Item], ...]:
        """The pieces that are to come along and cannot, with their places."""
        return tuple((n, i) for n, i in enumerate(self.offer.items) if i.take and i.problem)


@dataclass(frozen=True, slots=True)
class ItemInput:
    """What was chosen for one piece: ``texts`` by place among its texts, ``slots`` by place as how and label."""

    take: bool = True
    lock: str = ""
    guidance: str | None = None
    texts: Mapping[int, str] = field(default_factory=dict)
    slots: Mapping[int, tuple[str, str]] = field(default_factory=dict)


def upload(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, mode: str,
    filename: str, data: bytes,
) -> str:  # fmt: skip
    """Read a Word file for a document: an edited one against its text, another in place of it or after it.

    Gives the id of what was read.
    """
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    mode, offer = offered(working, document, mode, filename, data)
    return keep(session, row, actor, document, mode, filename, offer)


def offered(working: Working, document: str, mode: str, filename: str, data: bytes) -> tuple[str, Offer]:
    """What a file offers a document, and how it goes in; ``Invalid`` with the reason it is refused."""
    text = text_of(working, path_of(working, _text_document(document), "").path)
    file = master_word_file.read(filename, data)
    wording = Wording(working.release)
    if word_back.is_ours(file):
        return "back", _compared(wording, file, document, title_of(working.release, document), text)
    if mode not in ("replace", "append"):
        raise Invalid({"mode": "Velg om teksten skal stå i stedet for den som er der, eller etter den."})
    labels = _labels(working, wording, document)
    return mode, _new(wording, file, text, labels, instead=mode == "replace")


def download(working: Working, document: str) -> tuple[str, bytes]:
    """The document as a Word file to be edited: its name and bytes."""
    text = text_of(working, path_of(working, _text_document(document), "").path)
    made = word_out.document(Wording(working.release), document, title_of(working.release, document), text)
    return f"{slug(document)}_redigeres.docx", made


def keep(
    session: Session, row: models.MasterDraft, actor: Actor, document: str, mode: str, filename: str, offer: Offer
) -> str:  # fmt: skip
    """Keep what a file offers until it is gone through. Gives its id."""
    name = re.sub(r"[^\w.\- ]", "?", Path(filename).name)[-100:]
    made = models.MasterWord(
        draft_id=row.id, document_id=document, mode=mode, file_name=name, content=dumped(offer), made_by=actor.id
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(session, actor.id, "master.word_read", row.id, f"{document}: {name}")
    saving.commit(session)
    return made.id


def waiting(session: Session, working: Working) -> tuple[WordImport, ...]:
    """The files of a draft that are read and not taken in."""
    return tuple(_import(working, row) for row in queries.word_files(session, working.draft.id))


def opened(session: Session, working: Working, word_id: str) -> WordImport:
    """One file of a draft."""
    return _import(working, _row(session, working.draft.id, word_id))


def save(
    session: Session, releases: Releases, actor: Actor, draft_id: str, word_id: str, seen: int,
    given: Mapping[int, ItemInput],
) -> WordImport:  # fmt: skip
    """Keep what was chosen for some pieces, also what cannot be taken in yet."""
    master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    row = open_row(session, draft_id, word_id)
    if row.version != seen:
        raise Conflict("Noen andre har lagret her i mellomtiden. Last siden på nytt og gjør valgene igjen.")
    wording, offer = Wording(working.release), loaded(row.content)
    items = list(offer.items)
    for n, chosen in given.items():
        if 0 <= n < len(items):
            items[n] = checked(wording, _chosen(items[n], chosen))
    row.content, row.version = dumped(replace(offer, items=tuple(items))), row.version + 1
    saving.commit(session)
    return _import(working, row)


def drop(session: Session, actor: Actor, draft_id: str, word_id: str) -> None:
    """Leave the whole file out."""
    master_drafts.for_writer(session, actor, draft_id)
    row = open_row(session, draft_id, word_id)
    row.status = "dropped"
    audit.record(session, actor.id, "master.word_dropped", draft_id, row.file_name)
    saving.commit(session)


def open_row(session: Session, draft_id: str, word_id: str) -> models.MasterWord:
    """The file as a row, when it still waits."""
    row = _row(session, draft_id, word_id)
    if row.status != "open":
        raise Conflict("Filen er tatt inn eller forkastet fra før.")
    return row


def pieces(item: Item) -> tuple[tuple[bool, str], ...]:
    """The item in parts: texts that can be written in, and tables, as whether it is text and its words."""
    if item.kind == "heading":
        return ((True, item.text),)
    return tuple(
        (piece.kind == "text", "\n".join(piece.lines).strip("\n"))
        for piece in segments.split(item.text)
        if segments.is_shown(piece)
    )


def _labels(working: Working, wording: Wording, document: str) -> dict[str, str]:
    """The fields a document may have: those that are not for suppliers only where no supplier reads."""
    labels = dict(wording.vocabulary.labels)
    if working.release.document(document).package == "internal":
        return labels
    hidden = {q.key for q in working.release.catalogue.questions if q.internal or q.confidential}
    return {key: label for key, label in labels.items() if key not in hidden}


def _new(wording: Wording, file: WordFile, text: str, labels: Mapping[str, str], *, instead: bool) -> Offer:
    found, unread = word_in.parts(file)
    if len(found) > MOST_ITEMS:
        raise Invalid({"file": f"Filen har {len(found)} punkter. Grensen er {MOST_ITEMS}. Del den opp."})
    items = word_match.items(wording, found, text, labels, instead=instead)
    return Offer(tuple(checked(wording, item) for item in items), unread)


def _compared(wording: Wording, file: WordFile, document: str, title: str, text: str) -> Offer:
    try:
        made = word_back.offer(wording, file, document, title, text)
    except WordError as error:
        raise Invalid({"file": str(error)}) from error
    return Offer(tuple(checked(wording, item) for item in made.items), made.unread)


def _chosen(item: Item, chosen: ItemInput) -> Item:
    if item.ready:
        return replace(item, take=chosen.take)
    slots = tuple(
        _slot(slot, *chosen.slots.get(n, (slot.how, slot.label))) for n, slot in enumerate(item.slots)
    )
    lock = next((lock for lock in _LOCKS if lock == chosen.lock), item.lock)
    guidance = item.guidance if chosen.guidance is None else edit.tidy(cleaned(chosen.guidance))[:LONGEST]
    made = replace(item, take=chosen.take, slots=slots, lock=lock, guidance=guidance)
    if item.kind == "heading":
        return replace(made, text=" ".join(_typed(chosen.texts.get(0, item.text)).split()))
    found, at = [], 0
    for piece in segments.split(item.text):
        if segments.is_shown(piece):
            if piece.kind == "text" and at in chosen.texts:
                piece = replace(piece, lines=("", *_typed(chosen.texts[at]).split("\n"), ""))
            at += 1
        found.append(piece)
    return replace(made, text=_BLANKS.sub("\n\n", segments.joined(found)).strip("\n"))


def _typed(text: str) -> str:
    """What was typed, so that no line of it opens or closes anything."""
    return re.sub(r"(?m)^:::", r"\\:::", edit.tidy(cleaned(text))[:LONGEST])


def _slot(slot: Slot, how: str, label: str) -> Slot:
    chosen = next((one for one in _HOWS if one == how), slot.how)
    return replace(
        slot, how=chosen, label=" ".join(cleaned(label).split())[:200] if chosen == "field" else ""
    )


def _text_document(document: str) -> str:
    if document == LIBRARY:
        raise NotFound("Felles punkter skrives i nettleseren.")
    return document


def _row(session: Session, draft_id: str, word_id: str) -> models.MasterWord:
    row = session.get(models.MasterWord, word_id)
    if row is None or row.draft_id != draft_id:
        raise NotFound("Filen finnes ikke i utkastet.")
    return row


def _import(working: Working, row: models.MasterWord) -> WordImport:
    known = row.document_id in working.release.masters
    title = title_of(working.release, row.document_id) if known else row.document_id
    return WordImport(
        row.id, row.draft_id, row.document_id, title, row.mode, row.file_name, row.version, row.made_at,
        loaded(row.content), row.status == "open",
    )  # fmt: skip
