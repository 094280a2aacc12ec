"""What a release would do: to each competition under way, to packages that are issued, and to the rules it touches.

Of competitions only titles, owners and the names of questions are told, never an answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from ..domain.carried import Carried, carried
from ..domain.competition import build
from ..domain.moves import moved
from ..domain.questions import Questionnaire
from ..domain.rules import Rule, rulebook_for
from ..domain.workflow import STATUS_LABELS
from ..masters.compose import values_of
from ..masters.release import Release
from ..masters.source import Source
from ..masters.texts import Key, Written, stands, written, written_in
from ..store import models
from ..store.queries import masters as queries
from ..store.queries import recall
from . import carrying, cases, master_recall, settings
from .master_drafts import Working
from .master_recall import Holder
from .releases import Releases

_PARAGRAPH = re.compile(r"\d+-\d+")


@dataclass(frozen=True, slots=True)
class Struck:
    """A competition under way that would read otherwise. The questions are named as the drafter sees them."""

    title: str
    case_number: str
    agency: str
    owner: str
    state: str
    release: str
    kept: int
    needed: tuple[str, ...]
    aside: tuple[str, ...]
    unusable: tuple[str, ...]
    clauses: int


@dataclass(frozen=True, slots=True)
class Touched:
    """A rule or a duty that rests on a clause the draft changes."""

    name: str
    source: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What a release would hit. ``untouched`` is how many competitions would stay as they are."""

    struck: tuple[Struck, ...]
    untouched: int
    packages: tuple[Holder, ...]
    rules: tuple[Touched, ...]


Texts = Mapping[Key, Written]


def impact(session: Session, releases: Releases, live: Release, working: Working) -> Impact:
    """Everything a release of the draft would hit, held against what each competition has now."""
    now = written_in(working.release, Source(working.base.folder, working.texts))
    struck, untouched = _struck(session, releases, working, now)
    differs = changed(written(live), now)
    keys = {
        row.id: _same(written(releases.load(session, row.id)), written(live), now)
        for row in queries.releases(session) if row.set_id == working.base.id
    }  # fmt: skip
    holders = tuple(master_recall.packages_with(session, releases, working.base.id, keys))
    rules = rulebook_for(settings.case_settings(session)).rules
    return Impact(struck, untouched, holders, _touched(rules, working.release, written(live), now, differs))


def changed(old: Texts, new: Texts) -> frozenset[Key]:
    """The clauses that differ, are gone or are new."""
    return frozenset(key for key in {*old, *new} if _text(old, key) != _text(new, key))


def _text(texts: Texts, key: Key) -> object:
    found = texts.get(key)
    return None if found is None else found.text


def _same(texts: Texts, live: Texts, now: Texts) -> tuple[Key, ...]:
    """The clauses a release has as the live one has them, and the draft has not."""

    def body(found: Texts, key: Key) -> str | None:
        return found[key].text.body if key in found else None

    return tuple(key for key in live if body(texts, key) == body(live, key) != body(now, key))


def _struck(
    session: Session, releases: Releases, working: Working, now: Texts
) -> tuple[tuple[Struck, ...], int]:
    found, untouched, differs = list[Struck](), 0, dict[str, frozenset[Key]]()
    for row, agency, owner in recall.under_way(session, working.base.id):
        old = releases.load(session, row.release_id)
        if row.release_id not in differs:
            differs[row.release_id] = changed(written(old), now)
        told = _one(session, old, working.release, row, differs[row.release_id])
        if told is None:
            untouched += 1
            continue
        fate, clauses = told
        asked = (working.release.catalogue.questions, old.catalogue.questions)
        found.append(
            Struck(
                row.title or "Konkurranse uten navn", row.case_number, agency, owner, STATUS_LABELS[row.status],
                old.version, len(fate.kept), _names(asked, fate.needed), _names(asked, fate.aside),
                _names(asked, fate.unusable), clauses,
            )
        )  # fmt: skip
    return tuple(found), untouched


def _one(
    session: Session, old: Release, new: Release, row: models.Competition, differs: frozenset[Key]
) -> tuple[Carried, int] | None:
    """What becomes of the answers, and how many clauses read otherwise; None when nothing does."""
    case = cases.build(session, row)
    was = build(case, old.catalogue)
    result = moved(
        case.answers, case.tables, carrying.kept(session, row.id), new.moves, new.catalogue.questions
    )
    same = new.catalogue is old.catalogue and (result.answers, result.tables) == (case.answers, case.tables)
    becomes = (
        was if same else build(replace(case, answers=result.answers, tables=result.tables), new.catalogue)
    )
    before, after = values_of(old, was), values_of(new, becomes)
    clauses = sum(_stands(old, key, before) or _stands(new, key, after) for key in differs)
    fate = carried(was, becomes, result.names)
    return None if fate.is_smooth and not clauses else (fate, clauses)


def _stands(release: Release, key: Key, values: Mapping[str, object]) -> bool:
    return key[0] in release.masters and stands(release, key, values)


def _names(asked: tuple[Questionnaire, ...], keys: tuple[str, ...]) -> tuple[str, ...]:
    """What the questions are called in the first questionnaire that has them."""
    return tuple(next((name for questions in asked if (name := _name(questions, key))), key) for key in keys)


def _name(questions: Questionnaire, key: str) -> str:
    table, dot, column = key.partition(".")
    question = questions.get(table)
    if question is None or not dot:
        return question.name if question else ""
    found = question.column(column)
    return f"{question.name}: {found.name if found else column}"


def _touched(
    rules: tuple[Rule, ...], release: Release, old: Texts, new: Texts, differs: frozenset[Key]
) -> tuple[Touched, ...]:
    """Rules by the paragraphs the clauses name as their source, and what the set says answers for something."""
    cited: dict[str, set[str]] = {}
    for key in differs:
        for texts in (old, new):
            for paragraph in _PARAGRAPH.findall(texts[key].text.source) if key in texts else ():
                cited.setdefault(paragraph, set()).add(key[1])
    found: dict[str, Touched] = {}
    for rule in rules:
        clauses = {c for p in _PARAGRAPH.findall(f"{rule.source} {rule.law}") for c in cited.get(p, ())}
        if clauses:
            found[rule.id] = Touched(rule.headline, rule.basis, tuple(sorted(clauses)))
        duties = (
            release.duties.get(rule.check.removeprefix("duty_"), ()) if rule.check.startswith("duty_") else ()
        )
        if clauses := {d.clause for d in duties if (d.document, d.clause) in differs}:
            found[rule.id] = Touched(rule.headline, rule.basis, tuple(sorted(clauses)))
    for item in release.coverage:
        if (item.document, item.clause) in differs:
            found[item.ref] = Touched(item.text, item.ref, (item.clause,))
    return tuple(found.values())
