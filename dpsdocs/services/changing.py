"""Changing what is sent: open a change, see what it comes to, or drop it so that what is sent stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..document.redline import Redline
from ..domain import changes, formats
from ..domain.answers import Raw
from ..domain.case import AttachedFile, Case, TableRow
from ..domain.competition import Competition, column_options, options_for
from ..domain.merging import same
from ..domain.questions import Option, Question
from ..domain.roles import Actor
from ..domain.shown import show
from ..store import models
from ..store.models import now
from ..store.queries import attachments as attached
from . import asking, attachment_page, audit, cases, editing, row_changes, row_store, sent
from .competitions import Opened
from .editing import Source
from .errors import Conflict
from .releases import Releases
from .row_changes import RowDifference, TableChange


@dataclass(frozen=True, slots=True)
class Difference:
    """One question answered otherwise than in the sent version, in words."""

    question: Question
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A document that differs, with its redline."""

    document: str
    title: str
    redline: Redline


@dataclass(frozen=True, slots=True)
class Change:
    """An open change: the version it changes, when that was sent, and what it comes to."""

    version: str
    sent_at: datetime | None
    answers: tuple[Difference, ...]
    documents: tuple[Marked, ...]
    material: tuple[str, ...]


def start(session: Session, releases: Releases, actor: Actor, competition_id: str) -> None:
    """Take what is sent back to draft for a new version; what is sent stays as it is.

    What was answered about an earlier change is cleared.
    """
    row = cases.writable(session, actor, competition_id)
    status = cases.moved(row, "change")
    if row.deadline is not None and row.deadline <= now():
        raise Conflict("Tilbudsfristen er ute. Dokumentene kan ikke endres etter den.")
    row.status = status
    questions = releases.load(session, row.release_id).catalogue.questions
    about = {question.key for question in questions if question.section == changes.SECTION}
    kept = {key: raw for key, raw in cases.answers(session, row.id).items() if key not in about}
    _put_answers_back(session, row, kept, editing.source(actor, "", 0))
    editing.finish(session, releases, actor, row)
    audit.record(session, actor.id, "change.started", row.id, _version(session, row))
    session.commit()


def _version(session: Session, row: models.Competition) -> str:
    replaced = sent.replaces(session, row)
    if replaced is None:
        raise Conflict("Konkurransen har ingen sendt versjon å endre.")
    return f"versjon {replaced.version}"


def drop(session: Session, releases: Releases, actor: Actor, competition_id: str) -> None:
    """Give up the change: the answers become those of the sent version again."""
    row = cases.writable(session, actor, competition_id)
    status, package = cases.moved(row, "drop"), sent.changed_by(session, row)
    if package is None:
        raise Conflict("Konkurransen har ingen sendt versjon å gå tilbake til.")
    case = sent.case_of(session, package.case_sha256)
    place = editing.source(actor, "", 0)
    _put_answers_back(session, row, case.answers, place)
    _put_rows_back(session, row, case, place)
    _put_files_back(session, row, case, actor)
    row.status = status
    editing.finish(session, releases, actor, row)
    audit.record(session, actor.id, "change.dropped", row.id, f"versjon {case.version}")
    session.commit()


def _put_answers_back(
    session: Session, row: models.Competition, wanted: Mapping[str, Raw], place: Source
) -> None:
    """Make the answers those that are wanted; others become empty."""
    query = select(models.Answer).where(models.Answer.competition_id == row.id)
    stored = {answer.key: answer for answer in session.scalars(query)}
    for key in {*stored, *wanted}:
        old: Raw = stored[key].raw if key in stored else ""
        new = wanted.get(key, "")
        if same(old, new):
            continue
        if key in stored:
            stored[key].raw = new
        else:
            session.add(models.Answer(competition_id=row.id, key=key, raw=new))
        session.add(
            models.AnswerChange(
                competition_id=row.id,
                revision=row.revision + 1,
                key=key,
                old=old,
                new=new,
                user_id=place.actor,
            )
        )


def _put_rows_back(session: Session, row: models.Competition, case: Case, place: Source) -> None:
    stored = cases.tables(session, row.id)
    for key in {*stored, *case.tables}:
        rows, wanted = stored.get(key, ()), case.tables.get(key, ())
        if rows != wanted:
            _put_table_back(session, row, key, rows, wanted, place)


def _put_table_back(
    session: Session, row: models.Competition, key: str, rows: tuple[TableRow, ...], wanted: tuple[TableRow, ...],
    place: Source,
) -> None:  # fmt: skip
    old, new = ({r.id: dict(r.answers) for r in found} for found in (rows, wanted))
    session.execute(
        delete(models.AnswerRow).where(models.AnswerRow.competition_id == row.id, models.AnswerRow.key == key)
    )
    for position, kept in enumerate(wanted, 1):
        session.add(
            models.AnswerRow(
                competition_id=row.id, key=key, row_id=kept.id, position=position, raw=dict(kept.answers)
            )
        )
    for row_id in {*old, *new}:
        if old.get(row_id) != new.get(row_id):
            row_store.record(session, row, key, row_id, old.get(row_id), new.get(row_id), place)


def _put_files_back(session: Session, row: models.Competition, case: Case, actor: Actor) -> None:
    """The attachments of the sent version stand again in its order; what came since is taken away."""
    wanted = {file.sha256: (position, file) for position, file in enumerate(case.attachments, 1)}
    known = {r.sha256: r for r in attached.every(session, row.id)}
    for sha256, stored in known.items():
        if sha256 not in wanted and stored.removed_at is None:
            stored.removed_at, stored.removed_by = now(), actor.id
    for sha256, (position, file) in wanted.items():
        stored = known[sha256]
        stored.removed_at = stored.removed_by = None
        stored.position, stored.title, stored.confidential = position, file.title, file.confidential


def opened_change(opened: Opened) -> Change | None:
    """What the open change comes to, or None when nothing sent is being changed."""
    now_, replaces = opened.competition, opened.competition.case.replaces
    if replaces is None or not opened.summary.changes:
        return None
    titles = {spec.id: opened.release.title_of(spec, now_) for spec in opened.release.chosen(now_)}
    redlines: Mapping[str, Redline] = opened.checked.difference.redlines
    return Change(
        replaces.version, replaces.sent, tuple(_differences(opened)),
        tuple(Marked(key, titles[key], redline) for key, redline in redlines.items()), changes.material(now_),
    )  # fmt: skip


def _differences(opened: Opened) -> Iterator[Difference]:
    competition, before = opened.competition, opened.competition.previous
    if before is None:
        return
    old, new = before.case, competition.case
    for key in changes.changed(competition):
        question = opened.release.catalogue.questions.get(key)
        if key == changes.ATTACHMENTS:
            was, now_ = (_files(case.attachments) for case in (old, new))
            yield Difference(attachment_page.QUESTION, was, now_)
        elif question is not None and question.kind == "table":
            table = _table(key, old.tables.get(key, ()), new.tables.get(key, ()))
            options = column_options(question, new, opened.release.catalogue)
            yield Difference(question, *row_changes.told(table, question, options))
        elif question is not None:
            options_ = options_for(question, new, opened.release.catalogue)
            yield Difference(question, *_told(question, before, competition, options_))


def _told(
    question: Question, old: Competition, new: Competition, options: tuple[Option, ...]
) -> tuple[str, str]:
    """An answer before and now; of a long list of choices only what came and what went."""
    was, now_ = (c.case.answers.get(question.key, "") for c in (old, new))
    if isinstance(was, list) and isinstance(now_, list):
        labels = {option.value: option.short or option.label for option in options}
        went, came = ([v for v in one if v not in other] for one, other in ((was, now_), (now_, was)))
        words = [formats.listing([labels.get(value, value) for value in found]) for found in (went, came)]
        return f"Tatt bort: {words[0]}" if went else "", f"Lagt til: {words[1]}" if came else ""
    return _words(question, old, options), _words(question, new, options)


def _words(question: Question, competition: Competition, options: tuple[Option, ...]) -> str:
    """The answer as summaries show it, or as it was typed where it cannot be used; nothing when it isn't asked."""
    fact = competition.facts.get(question.key)
    if fact is None or fact.question is None:
        return ""
    if fact.value is None:
        return asking.typed(question, competition.case.answers.get(question.key, ""), options)
    return show(question, fact.value, options)


def _files(files: tuple[AttachedFile, ...]) -> str:
    return formats.listing([file.title for file in files])


def _table(key: str, old: tuple[TableRow, ...], new: tuple[TableRow, ...]) -> TableChange:
    was, now_ = ({row.id: row.answers for row in rows} for rows in (old, new))
    both = [row_id for row_id in now_ if row_id in was]
    return TableChange(
        key, len(new), [raw for row_id, raw in now_.items() if row_id not in was],
        [raw for row_id, raw in was.items() if row_id not in now_],
        [RowDifference(i, was[i], now_[i]) for i in both if was[i] != now_[i]],
        both != [row_id for row_id in was if row_id in now_], (),
    )  # fmt: skip
