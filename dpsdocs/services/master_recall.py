"""Who has a text: every competition under way and every issued package that holds a clause as it was, or a phrase.

Only titles, owners and states are told. Of an issued package the stored case, release and files are read, no guesses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ..domain.case import Case
from ..domain.competition import build
from ..domain.roles import Actor
from ..domain.workflow import STATUS_LABELS
from ..masters import segments
from ..masters.compose import values_of
from ..masters.lint_text import short
from ..masters.release import Release
from ..masters.texts import Key, Written, stands, written
from ..masters.wording import Wording
from ..store import models
from ..store.queries import masters as queries
from ..store.queries import recall
from . import audit, cases, issued_text, master_drafts, sent
from .errors import Invalid, NotFound
from .master_samples import title_of
from .master_texts import LIBRARY
from .releases import Releases

SHORTEST = 4
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Sought:
    """A clause as it stands in a release, or else a phrase."""

    release_id: str = ""
    document: str = ""
    clause: str = ""
    phrase: str = ""

    @property
    def is_clause(self) -> bool:
        """Whether a clause is sought."""
        return bool(self.release_id and self.clause)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is sought yet."""
        return not self.is_clause and not self.phrase.strip()


@dataclass(frozen=True, slots=True)
class Holder:
    """A competition under way, or one of its issued packages, that has the text. ``where`` are titles of documents."""

    competition_id: str
    title: str
    case_number: str
    agency: str
    owner: str
    state: str
    version: str
    release: str
    issued_at: datetime | None
    sent_at: datetime | None
    where: tuple[str, ...]

    @property
    def is_issued(self) -> bool:
        """Whether it is a package, and not a competition under way."""
        return self.issued_at is not None


@dataclass(frozen=True, slots=True)
class Recall:
    """What was sought, in words, with the text of the clause, and who has it."""

    sought: Sought
    words: str
    text: str
    holders: tuple[Holder, ...]

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agencies that have it, by name."""
        return tuple(sorted({holder.agency for holder in self.holders}))


@dataclass(frozen=True, slots=True)
class Choices:
    """What a clause is picked among: releases, the documents of the one that is picked, and its clauses."""

    releases: tuple[tuple[str, str], ...]
    documents: tuple[tuple[str, str], ...] = ()
    clauses: tuple[tuple[str, str], ...] = ()


def choices(session: Session, releases: Releases, actor: Actor, sought: Sought) -> Choices:
    """What there is to pick, as far as something is picked."""
    master_drafts.check_sees(actor)
    rows = queries.releases(session)
    newest = {row.set_id: row.id for row in reversed(rows)}
    titles = {set_id: releases.load(session, id).title for set_id, id in newest.items()}
    found = tuple((row.id, f"{titles[row.set_id]} {row.version}") for row in rows)
    if sought.release_id not in {row.id for row in rows}:
        return Choices(found)
    release = releases.load(session, sought.release_id)
    documents = tuple(
        (spec.id, title_of(release, spec.id)) for spec in release.documents if spec.kind == "text"
    )
    wording = Wording(release)
    clauses = tuple(
        (key[1], short(" ".join(segments.as_read(wording, w.text.body).split())))
        for key, w in written(release).items()
        if sought.document and key[0] == sought.document
    )
    return Choices(found, documents, clauses)


def find(session: Session, releases: Releases, actor: Actor, sought: Sought) -> Recall:
    """Who has the text. ``Invalid`` for a phrase that is too short to mean anything."""
    master_drafts.check_sees(actor)
    if sought.is_clause:
        return _clause(session, releases, sought)
    phrase = issued_text.plain(sought.phrase)
    if not SHORTEST <= len(phrase) <= LONGEST:
        raise Invalid({"ord": f"Skriv minst {SHORTEST} og høyst {LONGEST} tegn av teksten."})
    return _phrase(session, releases, sought, phrase)


def note(session: Session, actor: Actor, found: Recall) -> None:
    """Write in the log what was sought and how many have it, in a transaction of its own."""
    audit.record(
        session, actor.id, "master.recalled", found.sought.release_id, f"{found.words}: {len(found.holders)}"
    )
    session.commit()


def _clause(session: Session, releases: Releases, sought: Sought) -> Recall:
    row = session.get(models.Release, sought.release_id)
    if row is None:
        raise NotFound("Malversjonen finnes ikke.")
    release = releases.load(session, row.id)
    known = [
        w for key, w in written(release).items() if key[1] == sought.clause and _is_in(key, sought.document)
    ]
    if not known:
        raise NotFound("Punktet finnes ikke i denne malversjonen.")
    body, wording = known[0].text.body, Wording(release)
    keys: dict[str, tuple[Key, ...]] = {}
    for other in queries.releases(session):
        if other.set_id == row.set_id:
            texts = written(releases.load(session, other.id))
            keys[other.id] = tuple(
                key for key, w in texts.items()
                if key[1] == sought.clause and _is_in(key, sought.document) and w.text.body == body
            )  # fmt: skip
    holders = (
        *_drafts(session, releases, row.set_id, keys, body),
        *packages_with(session, releases, row.set_id, keys, body),
    )
    words = f"punkt «{sought.clause}» i {title_of(release, known[0].document)}, malversjon {release.version}"
    return Recall(sought, words, segments.as_read(wording, body), holders)


def _is_in(key: Key, document: str) -> bool:
    return document in ("", key[0])


def _phrase(session: Session, releases: Releases, sought: Sought, phrase: str) -> Recall:
    """In drafts the phrase is looked for in the masters alone: what agencies write themselves is theirs."""
    found: list[Holder] = []
    for set_id in dict.fromkeys(row.set_id for row in queries.releases(session)):
        used = {row.release_id for row, _, _ in recall.under_way(session, set_id)}
        keys = {id: _with_phrase(releases.load(session, id), phrase) for id in used}
        found += _drafts(session, releases, set_id, keys)
        for package, row, agency, owner in recall.issued(session, set_id, only_open=True):
            where = tuple(
                dict.fromkeys(
                    title for title, sha in recall.word_files(session, package.id)
                    if phrase in issued_text.text_of(session, sha)
                )
            )  # fmt: skip
            if where:
                found.append(_package(session, package, row, agency, owner, where))
    return Recall(sought, f"teksten «{' '.join(sought.phrase.split())}»", "", tuple(found))


def _with_phrase(release: Release, phrase: str) -> tuple[Key, ...]:
    wording = Wording(release)
    return tuple(
        key for key, w in written(release).items()
        if phrase in issued_text.plain(segments.as_read(wording, w.text.body))
    )  # fmt: skip


def _drafts(
    session: Session, releases: Releases, set_id: str, keys: Mapping[str, tuple[Key, ...]], body: str = ""
) -> Iterator[Holder]:
    for row, agency, owner in recall.under_way(session, set_id):
        if keys.get(row.release_id) or body:
            release = releases.load(session, row.release_id)
            where = _where(release, cases.build(session, row), None, keys.get(row.release_id, ()), body)
            if where:
                name = row.title or "Konkurranse uten navn"
                yield Holder(
                    row.id, name, row.case_number, agency, owner, STATUS_LABELS[row.status], "", release.version,
                    None, None, where,
                )  # fmt: skip


def packages_with(
    session: Session, releases: Releases, set_id: str, keys: Mapping[str, tuple[Key, ...]], body: str = ""
) -> Iterator[Holder]:
    """The issued packages that have some of these clauses, named by release, or an own text that says ``body``."""
    for package, row, agency, owner in recall.issued(session, set_id):
        if keys.get(package.release_id) or body:
            release = releases.load(session, package.release_id)
            case = sent.case_of(session, package.case_sha256)
            where = _where(
                release, case, sent.previous(session, case), keys.get(package.release_id, ()), body
            )
            if where:
                yield _package(session, package, row, agency, owner, where)


def _where(
    release: Release, case: Case, previous: Case | None, keys: tuple[Key, ...], body: str
) -> tuple[str, ...]:
    """The titles of the documents that have the text; where the agency has another of its own, that is told."""
    own = {(a.document, a.clause): a.body.strip() for a in case.adapted if a.state != "asked"}
    texts = written(release)
    sought = dict.fromkeys(keys)
    if body and own:
        sought |= dict.fromkeys(key for key, w in texts.items() if own.get(_named(w)) == body.strip())
    if not sought:
        return ()
    values, found = values_of(release, build(case, release.catalogue, previous)), dict[str, None]()
    for key in sought:
        if stands(release, key, values):
            mine, title = own.get(_named(texts[key])), title_of(release, key[0])
            found[title if mine in (None, body.strip()) else f"{title} (med tilpasset tekst)"] = None
    return tuple(found)


def _named(clause: Written) -> Key:
    """How a case names the clause when it has a text of its own of it."""
    return (LIBRARY if clause.shared else clause.document, clause.clause)


def _package(
    session: Session, package: models.Package, row: models.Competition, agency: str, owner: str,
    where: tuple[str, ...],
) -> Holder:  # fmt: skip
    state = "Erstattet av en ny versjon" if package.state == "replaced" else "Utstedt"
    if package.state == "current" and package.sent_at:
        state = STATUS_LABELS["awarded"] if row.status == "awarded" else STATUS_LABELS["sent"]
    release = session.get_one(models.Release, package.release_id)
    return Holder(
        row.id, row.title or "Konkurranse uten navn", row.case_number, agency, owner, state, str(package.number),
        release.version, package.issued_at, package.sent_at, where,
    )  # fmt: skip
