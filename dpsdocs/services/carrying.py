"""The answers of a competition as another release asks for them: what becomes of each, and the change itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..domain import formats
from ..domain.answers import Raw
from ..domain.carried import Carried, carried
from ..domain.competition import Competition, build
from ..domain.moves import Moved, moved
from ..domain.questions import Questionnaire
from ..masters.release import Release
from ..store import models


@dataclass(frozen=True, slots=True)
class Aside:
    """An answer that has no question now: what was asked, the answer in words, and why, if the release says."""

    key: str
    label: str
    shown: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Carrying:
    """What becomes of the answers, in the names of the questions, and the competition as the new release reads it."""

    competition: Competition
    moved: Moved
    kept: int
    renamed: tuple[tuple[str, str], ...]
    needed: tuple[str, ...]
    unusable: tuple[str, ...]
    aside: tuple[Aside, ...]
    back: tuple[str, ...]

    @property
    def is_smooth(self) -> bool:
        """Whether the drafter has nothing to do and loses sight of nothing."""
        return not (self.needed or self.unusable or self.aside or self.renamed or self.back)


def carrying(session: Session, competition_id: str, old: Competition, release: Release) -> Carrying:
    """A case read by another release, with its answers moved as that release says."""
    case, questions, was = old.case, release.catalogue.questions, old.catalogue.questions
    result = moved(case.answers, case.tables, kept(session, competition_id), release.moves, questions)
    new = build(replace(case, answers=result.answers, tables=result.tables), release.catalogue)
    told: Carried = carried(old, new, result.names)
    pairs = [(key, (name,)) for key, name in result.names.items()] + list(result.split.items())
    gone = [key for key in result.aside if key not in result.names and not result.split.get(key)]
    before = set(kept(session, competition_id))
    return Carrying(
        new, result, len(told.kept),
        tuple((name_of(was, key), _names(questions, names)) for key, names in pairs if names),
        tuple(name_of(questions, key) for key in told.needed),
        tuple(name_of(questions, key) for key in told.unusable),
        tuple(_aside(key, name_of(was, key), result.aside[key], release) for key in gone if key not in before),
        tuple(name_of(questions, key) for key in result.back),
    )  # fmt: skip


def kept(session: Session, competition_id: str) -> dict[str, Any]:
    """What is kept aside, by key."""
    query = select(models.AnswerAside).where(models.AnswerAside.competition_id == competition_id)
    return {row.key: row.raw for row in session.scalars(query)}


def asides(session: Session, competition_id: str) -> tuple[Aside, ...]:
    """What is kept aside, as it is shown."""
    query = (
        select(models.AnswerAside)
        .where(models.AnswerAside.competition_id == competition_id)
        .order_by(models.AnswerAside.key)
    )
    return tuple(Aside(row.key, row.label or row.key, words(row.raw)) for row in session.scalars(query))


def write(
    session: Session, row: models.Competition, user_id: str, old: Competition, result: Moved
) -> None:  # fmt: skip
    """Store the moved answers in the caller's transaction, each change in the history of the answers."""
    _answers(session, row, user_id, old.case.answers, result.answers)
    _tables(session, row, old, result)
    before = {one.key: one for one in _stored(session, row.id)}
    for key, known in before.items():
        if key not in result.aside:
            session.delete(known)
    for key, raw in result.aside.items():
        if key in before:
            before[key].raw = raw
        else:
            label = name_of(old.catalogue.questions, key)
            session.add(
                models.AnswerAside(competition_id=row.id, key=key, raw=raw, label=label, put_by=user_id)
            )
    session.flush()


def name_of(questions: Questionnaire, key: str) -> str:
    """What a question or a column is called; its key when the release does not have it."""
    table, _, cell = key.partition(".")
    question = questions.get(table)
    if question is None:
        return key
    column = next((c for c in question.columns if c.key == cell), None)
    return question.name if not cell else f"{question.name}: {column.name if column else cell}"


def words(raw: Any) -> str:
    """An answer kept aside, as it was typed; of tables only how many rows."""
    if isinstance(raw, list) and raw and isinstance(raw[0], dict):
        return f"{len(raw)} {'rad' if len(raw) == 1 else 'rader'}"
    if isinstance(raw, list):
        return ", ".join(str(item) for item in raw)
    if isinstance(raw, dict):
        return ", ".join(str(value) for value in raw.values() if value)
    return {"yes": "Ja", "no": "Nei"}.get(str(raw), str(raw))


def _names(questions: Questionnaire, keys: Iterable[str]) -> str:
    return formats.listing([name_of(questions, key) for key in keys])


def _aside(key: str, label: str, raw: Any, release: Release) -> Aside:
    why = next((move.words for move in release.moves if move.key == key), "")
    return Aside(key, label, words(raw), why)


def _stored(session: Session, competition_id: str) -> list[models.AnswerAside]:
    query = select(models.AnswerAside).where(models.AnswerAside.competition_id == competition_id)
    return list(session.scalars(query))


def _answers(
    session: Session, row: models.Competition, user_id: str, old: Mapping[str, Raw], new: Mapping[str, Raw]
) -> None:
    for key in sorted({*old, *new}):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        known = session.get(models.Answer, (row.id, key))
        if after is None:
            session.delete(known)
        elif known is None:
            session.add(models.Answer(competition_id=row.id, key=key, raw=after))
        else:
            known.raw = after
        session.add(
            models.AnswerChange(
                competition_id=row.id, revision=row.revision + 1, key=key, old=before, new=after, user_id=user_id
            )
        )  # fmt: skip


def _tables(session: Session, row: models.Competition, old: Competition, result: Moved) -> None:
    for key in sorted({*old.case.tables, *result.tables}):
        rows = result.tables.get(key, ())
        if rows == old.case.tables.get(key, ()):
            continue
        session.execute(
            delete(models.AnswerRow).where(
                models.AnswerRow.competition_id == row.id, models.AnswerRow.key == key
            )
        )
        for position, kept_row in enumerate(rows, 1):
            session.add(
                models.AnswerRow(
                    competition_id=row.id, key=key, row_id=kept_row.id, position=position, raw=dict(kept_row.answers)
                )
            )  # fmt: skip
