"""What becomes of questions a draft of the masters no longer asks: said by UKE, kept in the draft as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from ..domain.answers import Raw, cleaned
from ..domain.moves import Move, MoveKind
from ..domain.questions import Option, Question, Questionnaire
from ..domain.roles import Actor
from ..masters import moves
from . import master_drafts, saving
from .errors import Invalid, NotFound
from .fields import own_words
from .master_drafts import Working
from .master_history import keep, note
from .releases import Releases

KINDS: dict[str, str] = {
    "rename": "Svaret flyttes til et annet spørsmål",
    "split": "Svaret deles på flere spørsmål",
    "retire": "Spørsmålet er tatt ut, og svaret legges til side",
}
_YESNO = (Option("yes", "Ja"), Option("no", "Nei"))


@dataclass(frozen=True, slots=True)
class Gone:
    """A question an earlier release asks and the draft does not; ``options`` are its fixed answers, if it has any."""

    key: str
    label: str
    options: tuple[Option, ...]
    move: Move | None


@dataclass(frozen=True, slots=True)
class Target:
    """A question of the draft that an answer can go to."""

    key: str
    label: str
    options: tuple[Option, ...]
    many: bool


@dataclass(frozen=True, slots=True)
class MoveInput:
    """What was chosen. ``values`` gives by old answer and new question what it is answered."""

    kind: str
    to: tuple[str, ...] = ()
    words: str = ""
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)


def gone(working: Working) -> tuple[Gone, ...]:
    """The questions of the release the draft began from that it does not ask, and those earlier moves tell of."""
    was, asks, said = working.base.catalogue.questions, questions_of(working), stated(working)
    keys = [key for key in _keys(was) if moves.asked(asks, key) is None]
    keys += [move.key for move in said if move.key not in keys and moves.asked(was, move.key) is None]
    return tuple(_gone(was, key, next((m for m in said if m.key == key), None)) for key in keys)


def one(working: Working, key: str) -> Gone:
    """One of them; ``NotFound`` when the draft asks the question."""
    for found in gone(working):
        if found.key == key:
            return found
    raise NotFound("Spørsmålet er med i utkastet og flyttes ikke.")


def targets(working: Working, key: str) -> tuple[Target, ...]:
    """Where the answer can go: questions for a question, columns of the same draft for a column."""
    asks = questions_of(working)
    return tuple(
        Target(name, _label(asks, name), _options(found), found.kind in ("choices", "cpv"))
        for name in _keys(asks)
        if ("." in name) == ("." in key) and (found := moves.asked(asks, name)) is not None
    )


def labels(working: Working) -> dict[str, str]:
    """What every question and column of the draft is called."""
    asks = questions_of(working)
    return {key: _label(asks, key) for key in _keys(asks)}


def stated(working: Working) -> tuple[Move, ...]:
    """The moves as the draft has them."""
    text = working.texts.get(moves.FILE)
    return working.base.moves if text is None else moves.parsed(text)[0]


def questions_of(working: Working) -> Questionnaire:
    """The questions the draft asks; those it began with while its lists cannot be read."""
    return working.release.catalogue.questions


def save(
    session: Session, releases: Releases, actor: Actor, draft_id: str, key: str, given: MoveInput
) -> None:
    """Say what becomes of one question; «none» takes it back. What lint finds in it is kept and told."""
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    found = one(working, key)
    made = _move(working, found, given)
    rest = [move for move in stated(working) if move.key != key]
    old, new = moves.written(stated(working)), moves.written([*rest, *([made] if made else [])])
    if old == new:
        return
    keep(session, row, working, moves.FILE, new)
    note(session, row, actor, moves.FILE, key[:80], "text", old, new)
    saving.commit(session)


def _move(working: Working, found: Gone, given: MoveInput) -> Move | None:
    if given.kind == "none":
        return None
    kind: MoveKind | None = next((k for k in ("rename", "split", "retire") if k == given.kind), None)
    if kind is None:
        raise Invalid({"kind": "Velg hva som skjer med svarene."})
    words = own_words("words", given.words)
    if kind == "retire":
        return Move(kind, found.key, words=words)
    known = {target.key: target for target in targets(working, found.key)}
    to = tuple(dict.fromkeys(key for key in given.to if key))
    if any(key not in known for key in to) or not to:
        raise Invalid({"to.0": "Velg hvilket spørsmål svaret flyttes til."})
    if (kind == "rename") != (len(to) == 1):
        raise Invalid({"to.0": "Velg ett spørsmål for å flytte svaret, eller flere for å dele det."})
    return Move(kind, found.key, to, _values(found, [known[key] for key in to], given), words)


def _values(found: Gone, to: list[Target], given: MoveInput) -> dict[str, dict[str, Raw]]:
    values: dict[str, dict[str, Raw]] = {}
    for option in found.options:
        for target in to:
            text = cleaned(given.values.get((option.value, target.key), "")).strip()
            if text:
                values.setdefault(option.value, {})[target.key] = [text] if target.many else text
    return values


def _gone(was: Questionnaire, key: str, move: Move | None) -> Gone:
    question = moves.asked(was, key)
    return Gone(key, _label(was, key), _options(question) if question else (), move)


def _keys(questions: Questionnaire) -> list[str]:
    """Every question and, after its table, every column."""
    found = []
    for question in questions:
        found += [question.key, *(f"{question.key}.{column.key}" for column in question.columns)]
    return found


def _label(questions: Questionnaire, key: str) -> str:
    table, _, cell = key.partition(".")
    question, found = questions.get(table), moves.asked(questions, key)
    if question is None or found is None:
        return key
    return f"{question.name}: {found.name}" if cell else question.name


def _options(question: Question) -> tuple[Option, ...]:
    return _YESNO if question.kind == "yesno" else question.options
