"""A release with the clauses one competition has its own text of laid over it; the frozen release stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ..domain.case import Adapted
from . import edit
from .edit import ClauseText, EditError
from .errors import Fault
from .lint import lint_document
from .nodes import ClauseNode
from .overlay import overlaid
from .release import Release
from .source import Source
from .uses import clauses

LIBRARY = "bibliotek"
GONE = "Punktet finnes ikke i malversjonen."
LOCKED = "Punktet er låst av UKE."
_UNANSWERED = "UKE har ikke godkjent endringen."


@dataclass(frozen=True, slots=True)
class Refused:
    """A text that cannot be used, and why."""

    adapted: Adapted
    why: str


@dataclass(frozen=True, slots=True)
class Applied:
    """The release as one competition reads it, and the texts that could not be taken in."""

    release: Release
    refused: tuple[Refused, ...] = ()


def applied(release: Release, adapted: tuple[Adapted, ...]) -> Applied:
    """``release`` with the texts that count laid over what was pinned. Never raises: what cannot be used is told."""
    base = release.pinned
    counts = tuple(one for one in adapted if one.state != "asked")
    return _applied(_Known(base.digest, counts, base)) if counts else Applied(base)


def place_of(release: Release, document: str, clause: str) -> tuple[str, ClauseNode]:
    """How a clause of a document is named in a case, its document or the library; ``KeyError`` when it is not there."""
    node = clauses(release, document)[clause]
    return (LIBRARY if node.file.startswith("clauses/") else document), node


def node_of(release: Release, document: str, clause: str) -> ClauseNode | None:
    """The clause that is named so in a case; None when the release has none."""
    if document != LIBRARY:
        found = clauses(release, document).get(clause) if document in release.masters else None
        return None if found is None or found.file.startswith("clauses/") else found
    for spec in release.documents:
        found = clauses(release, spec.id).get(clause)
        if found is not None and found.file.startswith("clauses/"):
            return found
    return None


def fetching(release: Release, document: str, clause: str) -> tuple[str, ...]:
    """The ids of the documents the clause stands in."""
    if document != LIBRARY:
        return (document,)
    found = ((spec.id, clauses(release, spec.id).get(clause)) for spec in release.documents)
    return tuple(id for id, node in found if node is not None and node.file.startswith("clauses/"))


def text_of(release: Release, document: str, clause: str) -> ClauseText:
    """The clause as UKE wrote it; ``KeyError`` when the release has none."""
    node = node_of(release, document, clause)
    if node is None:
        raise KeyError(clause)
    return edit.read(Source(release.folder).text(node.file), clause)


def faults_with(release: Release, adapted: Adapted, others: Iterable[Adapted] = ()) -> tuple[str, ...]:
    """What is wrong with a text if it counted, lock aside, beside those that count already."""
    base, key = release.pinned, (adapted.document, adapted.clause)
    beside = [one for one in others if one.state != "asked" and (one.document, one.clause) != key]
    texts, refused = _texts(base, [*beside, adapted])
    found = [one.why for one in refused if one.adapted is adapted]
    for document, faults in overlaid(base, texts).faults.items():
        found += [fault.message for fault in _new(base, document, adapted.clause, faults)]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Known:
    """A release with the texts that count, known without looking at the whole release."""

    digest: str
    adapted: tuple[Adapted, ...]
    base: Release = field(compare=False)


@lru_cache(maxsize=64)
def _applied(known: _Known) -> Applied:
    base, refused, allowed = known.base, list[Refused](), list[Adapted]()
    for one in known.adapted:
        why = _why_not(base, one)
        if why:
            refused.append(Refused(one, why))
        else:
            allowed.append(one)
    while True:
        texts, wrong = _texts(base, allowed)
        made = overlaid(base, texts)
        wrong += [Refused(one, fault.message) for one in allowed for fault in _of(base, one, made.faults)]
        if not wrong:
            break
        refused += wrong
        bad = {id(one.adapted) for one in wrong}
        allowed = [one for one in allowed if id(one) not in bad]
    if not allowed:
        return Applied(base, tuple(refused))
    places = frozenset((_node(base, one).file, one.clause) for one in allowed)
    return Applied(replace(made.release, adapted=places, under=base), tuple(refused))


def _of(base: Release, one: Adapted, faults: Mapping[str, tuple[Fault, ...]]) -> list[Fault]:
    """The first fault of a clause in the documents it stands in."""
    where = fetching(base, one.document, one.clause)
    return [f for id in where for f in _new(base, id, one.clause, faults.get(id, ()))][:1]


def _new(base: Release, document: str, clause: str, faults: tuple[Fault, ...]) -> list[Fault]:
    """The faults of a clause that UKE's own text does not have: those are not the agency's to mend."""
    found = [fault for fault in faults if fault.clause == clause]
    known = _own_faults(_Known(base.digest, (), base), document) if found else frozenset()
    return [fault for fault in found if (clause, fault.message) not in known]


@lru_cache(maxsize=64)
def _own_faults(known: _Known, document: str) -> frozenset[tuple[str, str]]:
    return frozenset((fault.clause, fault.message) for fault in lint_document(known.base, document))


def _why_not(base: Release, one: Adapted) -> str:
    node = node_of(base, one.document, one.clause)
    if node is None:
        return GONE
    if node.lock == "locked":
        return LOCKED
    return _UNANSWERED if node.lock == "approval" and one.state != "approved" else ""


def _node(base: Release, one: Adapted) -> ClauseNode:
    node = node_of(base, one.document, one.clause)
    assert node is not None
    return node


def _texts(base: Release, adapted: Iterable[Adapted]) -> tuple[dict[str, str], list[Refused]]:
    """The files with the texts written into them, and the texts that cannot be written there."""
    source, texts, refused = Source(base.folder), dict[str, str](), list[Refused]()
    for one in adapted:
        node = node_of(base, one.document, one.clause)
        if node is None:
            refused.append(Refused(one, GONE))
            continue
        text = texts.get(node.file) or source.text(node.file)
        try:
            was = edit.read(text, one.clause)
            texts[node.file] = edit.write(text, replace(was, body=edit.tidy(one.body).strip("\n")))
        except (EditError, KeyError) as error:
            refused.append(Refused(one, str(error)))
    return {name: text for name, text in texts.items() if text != source.text(name)}, refused
