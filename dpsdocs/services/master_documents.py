"""The documents of a draft: their heads, their order, new ones, and those that are taken out of the set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from ..domain.answers import cleaned
from ..domain.conditions import ConditionError
from ..domain.roles import Actor
from ..masters.document_edit import (
    DocumentHead,
    add_document,
    document_heads,
    remove_document,
    swap_documents,
    with_front,
    write_front,
    write_head,
)
from ..masters.edit import EditError
from ..masters.heads import SET_FILE
from ..masters.overlay import text_or_empty
from ..masters.source import Source
from ..masters.wording import Wording, WordingError
from ..package import slug
from . import master_drafts, saving
from .errors import Invalid, NotFound
from .fields import Fields
from .master_drafts import Working
from .master_history import keep, note
from .releases import Releases

PACKAGES = {"bidders": "Leverandørene", "confidential": "Leverandørene, skjermet", "internal": "Bare internt"}
WORD_KINDS = {
    "locked": "Leses. Word-filen er låst", "review": "Kan kommenteres i Word", "bidder": "Fylles ut av leverandøren"
}  # fmt: skip
KINDS = {"text": "Tekst", "price": "Prisskjema", "evaluation": "Evaluering", "sites": "Objektliste"}
_MOST_NUMBER = 99


@dataclass(frozen=True, slots=True)
class HeadInput:
    """What was typed about a document; title, under-title and condition in words."""

    title: str
    name: str = ""
    under: str = ""
    cover: bool = False
    toc: str = "0"
    package: str = "bidders"
    number: str = ""
    annex: str = ""
    formats: tuple[str, ...] = ("docx", "pdf")
    word_kind: str = "locked"
    action: str = ""
    when: str = ""


def heads(working: Working) -> tuple[DocumentHead, ...]:
    """Every document of the draft with its head, in order."""
    return _heads(Source(working.base.folder, working.texts))


def head_lines(source: Source, wording: Wording) -> dict[str, dict[str, str]]:
    """What is said of each document, by label, for a comparison; ``EditError`` when the list cannot be read."""
    return {
        h.id: {
            "Tittel": wording.shown(h.title), "Navn i lister": h.name, "Undertittel": wording.shown(h.under),
            "Forside": "ja" if h.cover else "nei", "Nivåer i innholdsfortegnelsen": str(h.toc),
            "Hvem dokumentet er for": PACKAGES.get(h.package, h.package), "Nummer i pakken": str(h.number),
            "Bilagsnummer": str(h.annex or "ingen"), "Formater": ", ".join(h.formats),
            "Word-filen": WORD_KINDS.get(h.word_kind, h.word_kind), "Hva leverandøren gjør": h.action,
            "Med når": wording.condition(h.when) or "alltid",
        }
        for h in _heads(source)
    }  # fmt: skip


def _heads(source: Source) -> tuple[DocumentHead, ...]:
    return tuple(
        with_front(head, text_or_empty(source, head.file)) if head.kind == "text" else head
        for head in document_heads(source.text(SET_FILE))
    )


def head(working: Working, document: str) -> DocumentHead:
    """One document of the draft."""
    for found in heads(working):
        if found.id == document:
            return found
    raise NotFound("Dokumentet finnes ikke i malsettet.")


def shown(working: Working, found: DocumentHead) -> HeadInput:
    """The head as a person sees it."""
    wording = Wording(working.release)
    return HeadInput(
        wording.shown(found.title), found.name, wording.shown(found.under), found.cover, str(found.toc),
        found.package, str(found.number), str(found.annex or ""), found.formats, found.word_kind, found.action,
        wording.condition(found.when),
    )  # fmt: skip


def save(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, given: HeadInput
) -> None:
    """Keep a document's head; ``Invalid`` with what to mend in each field."""
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    was = head(working, document)
    new = _judged(working, was, given)
    if new == was:
        return
    source = Source(working.base.folder, working.texts)
    text = source.text(SET_FILE)
    try:
        keep(session, row, working, SET_FILE, write_head(text, new))
        if new.kind == "text":
            made = write_front(text_or_empty(source, was.file), new)
            if made != text_or_empty(source, was.file):
                keep(session, row, working, was.file, made)
    except EditError as error:
        raise Invalid({"title": str(error)}) from error
    note(session, row, actor, SET_FILE, document, "document", str(was), str(new))
    saving.commit(session)


def add(
    session: Session, releases: Releases, actor: Actor, draft_id: str, title: str, package: str, kind: str = "text"
) -> str:  # fmt: skip
    """A new document, last in its part of the package; one of text has a heading and a clause. Gives its id."""
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    fields = Fields()
    words = fields.line("title", title, "Tittelen", 120)
    if package not in PACKAGES:
        fields.add("package", "Velg hvem dokumentet er for.")
    known = heads(working)
    if kind not in KINDS:
        fields.add("kind", "Velg hva slags dokument det er.")
    elif kind in ("price", "evaluation") and any(found.kind == kind for found in known):
        fields.add("kind", f"Settet har et dokument av slaget «{KINDS[kind]}» fra før.")
    fields.raise_problems()
    id = _free_id(words, {found.id for found in known})
    new = _placed(working, known, id, words, "internal" if kind == "evaluation" else package, kind)
    source = Source(working.base.folder, working.texts)
    last = next((found.id for found in reversed(known) if found.package == new.package), "")
    try:
        keep(session, row, working, SET_FILE, add_document(source.text(SET_FILE), new, last))
    except EditError as error:
        raise Invalid({"title": str(error)}) from error
    if kind == "text":
        keep(session, row, working, new.file, _begun(words))
    note(session, row, actor, SET_FILE, id, "newdoc", "", words)
    saving.commit(session)
    return id


def retire(session: Session, releases: Releases, actor: Actor, draft_id: str, document: str) -> None:
    """Take a document out of the set. Earlier releases keep it; what refers to it is told as a fault."""
    _reorder(
        session, releases, actor, draft_id, document, "gonedoc", lambda text: remove_document(text, document)
    )


def move(session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, way: str) -> bool:
    """Let a document change place and number with its neighbour in the package; False when it has none."""
    working = master_drafts.opened(session, releases, actor, draft_id)
    found = head(working, document)
    known = [h for h in heads(working) if h.package == found.package and bool(h.annex) == bool(found.annex)]
    at = next(n for n, h in enumerate(known) if h.id == document)
    other = at - 1 if way == "opp" else at + 1
    if not 0 <= other < len(known):
        return False
    second = known[other].id
    _reorder(
        session,
        releases,
        actor,
        draft_id,
        document,
        "moveddoc",
        lambda text: swap_documents(text, document, second),
    )
    return True


def _reorder(
    session: Session, releases: Releases, actor: Actor, draft_id: str, document: str, kind: str,
    change: Callable[[str], str],
) -> None:  # fmt: skip
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    was = head(working, document)
    source = Source(working.base.folder, working.texts)
    keep(session, row, working, SET_FILE, change(source.text(SET_FILE)))
    if kind == "gonedoc" and was.kind == "text":
        old = text_or_empty(source, was.file)
        keep(session, row, working, was.file, "")
        note(session, row, actor, SET_FILE, document, kind, old, "")
    else:
        note(session, row, actor, SET_FILE, document, kind, "", "")
    saving.commit(session)


def _judged(working: Working, was: DocumentHead, given: HeadInput) -> DocumentHead:
    """The head that was typed, or ``Invalid``."""
    fields, wording = Fields(), Wording(working.release)

    def worded(name: str, text: str, make: Callable[[str], str]) -> str:
        try:
            return make(" ".join(cleaned(text).split()))
        except (WordingError, ConditionError) as error:
            fields.add(name, str(error))
            return ""

    title = worded(
        "title", fields.line("title", given.title, "Tittelen", 300), lambda t: wording.source(t, was.title)
    )
    name = fields.line("name", given.name, "Navnet i lister", 80, required=False)
    under_words = fields.line("under", given.under, "Undertittelen", 300, required=False)
    under = worded("under", under_words, lambda t: wording.source(t, was.under))
    action = fields.line("action", given.action, "Hva leverandøren gjør", 120, required=False)
    when = worded("when", given.when[:1200], lambda t: wording.condition_source(t, was.when))
    number = _number(fields, "number", given.number, "Nummeret", 0)
    annex = _number(fields, "annex", given.annex or "0", "Bilagsnummeret", 0)
    if given.package not in PACKAGES:
        fields.add("package", "Velg hvem dokumentet er for.")
    if was.kind == "text" and not set(given.formats) & {"docx", "pdf"}:
        fields.add("formats", "Velg minst ett format.")
    if given.word_kind not in WORD_KINDS:
        fields.add("word_kind", "Velg hva leverandøren gjør med Word-filen.")
    if given.toc not in ("0", "1", "2"):
        fields.add("toc", "Velg hvor mange nivåer innholdsfortegnelsen skal ha.")
    if "{" in title and not name:
        fields.add("name", "Tittelen har felt. Skriv hva dokumentet heter i lister.")
    fields.raise_problems()
    formats = tuple(f for f in ("docx", "pdf") if f in given.formats) if was.kind == "text" else was.formats
    return replace(
        was, title=title, name=name, under=under, cover=given.cover, toc=int(given.toc), package=given.package,
        number=number, annex=annex, formats=formats, word_kind=given.word_kind, action=action, when=when,
    )  # fmt: skip


def _number(fields: Fields, name: str, text: str, label: str, least: int) -> int:
    digits = text.strip()
    if not digits.isascii() or not digits.isdigit() or not least <= int(digits[:4]) <= _MOST_NUMBER:
        fields.add(name, f"{label} skal være et helt tall fra {least} til {_MOST_NUMBER}.")
        return least
    return int(digits)


def _free_id(title: str, taken: set[str]) -> str:
    stem = slug(title, 40).lower().replace("-", "_").replace(".", "_").strip("_") or "dokument"
    stem = stem if stem[0].isalpha() else f"d_{stem}"
    return next(id for id in (stem, *(f"{stem}_{n}" for n in range(2, 99))) if id not in taken)


def _placed(
    working: Working, known: tuple[DocumentHead, ...], id: str, title: str, package: str, kind: str
) -> DocumentHead:
    """A new document with the next number of its part, and the next annex number when others have one."""
    taken = {(h.number) for h in known} | {annex.number for annex in working.release.annexes}
    first = (
        30 if package == "internal" else max((h.number for h in known if h.package == package), default=0) + 1
    )
    number = next(n for n in range(first, _MOST_NUMBER + 1) if n not in taken)
    annexes = {h.annex for h in known} | {annex.annex for annex in working.release.annexes}
    main = package != "internal" and any(h.package != "internal" and h.number for h in known)
    annex = max(annexes, default=0) + 1 if main else 0
    action = "Fyller ut og leverer" if kind == "price" else "Leser"
    return DocumentHead(
        id, f"documents/{id}.md", title, "", number, annex, ("docx", "pdf") if kind == "text" else ("xlsx",),
        package, id, "" if package == "internal" else action, kind, "locked", "",
    )  # fmt: skip


def _begun(title: str) -> str:
    words = title.replace('"', "")
    return (
        f'+++\ntitle = "{words}"\n+++\n\n# Innledning {{innledning}}\n\n'
        "::: punkt innledning-tekst lås=tilpasses\nSkriv teksten her.\n:::\n"
    )
