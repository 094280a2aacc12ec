"""``moves.toml`` of a set: what became of questions that earlier releases asked. Read and checked."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..domain.moves import Move, MoveKind
from ..domain.questions import Question, Questionnaire
from .errors import Fault

FILE = "moves.toml"
_KINDS: tuple[MoveKind, ...] = ("rename", "split", "retire")
_KNOWN = {"from", "to", "values", "words"}


def read(content: Mapping[str, Any]) -> tuple[tuple[Move, ...], list[Fault]]:
    """The moves in the order they apply, kind by kind, and what cannot be read."""
    found, faults = list[Move](), list[Fault]()
    for name in sorted(set(content) - set(_KINDS)):
        faults.append(Fault(FILE, 1, f"«{name}» er ukjent. Bruk rename, split eller retire."))
    for kind in _KINDS:
        for row in content.get(kind, ()):
            if not isinstance(row.get("from"), str) or set(row) - _KNOWN:
                faults.append(
                    Fault(FILE, 1, f"En flytting av typen {kind} mangler «from» eller har ukjente navn.")
                )
                continue
            to = row.get("to", ())
            targets = (to,) if isinstance(to, str) else tuple(to)
            found.append(Move(kind, row["from"], targets, row.get("values", {}), row.get("words", "")))
    return tuple(found), faults


def parsed(text: str) -> tuple[tuple[Move, ...], list[Fault]]:
    """The moves in the text of the file; one that cannot be read is a fault."""
    try:
        return read(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return (), [Fault(FILE, 1, f"Filen kan ikke leses: {error}.")]


def written(moves: Iterable[Move]) -> str:
    """The file that says this; read back it gives the same moves."""
    parts = []
    for kind in _KINDS:
        for move in (move for move in moves if move.kind == kind):
            lines = [f"[[{kind}]]", f"from = {_quoted(move.key)}"]
            if move.to:
                lines.append(f"to = {_quoted(move.to[0] if kind == 'rename' else list(move.to))}")
            if move.values:
                lines.append(f"values = {_table(move.values)}")
            if move.words:
                lines.append(f"words = {_quoted(move.words)}")
            parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _table(values: Mapping[str, Any]) -> str:
    inside = ", ".join(
        f"{_quoted(key)} = {_table(value) if isinstance(value, Mapping) else _quoted(value)}"
        for key, value in values.items()
    )
    return f"{{ {inside} }}"


def _quoted(value: str | list[str]) -> str:
    """JSON's strings and lists of strings are TOML's too."""
    return json.dumps(value, ensure_ascii=False)


def lint(moves: tuple[Move, ...], questions: Questionnaire) -> list[Fault]:
    """Every move that leads nowhere, or from a question that is still asked."""
    later = {move.key for move in moves}
    return [
        Fault(FILE, 1, f"Spørsmålet «{move.key}»: {message}")
        for move in moves
        for message in _wrong(move, questions, later)
    ]


def _wrong(move: Move, questions: Questionnaire, later: set[str]) -> Iterator[str]:
    if asked(questions, move.key) is not None:
        yield "det er stilt ennå. Ta bort flyttingen, eller ta ut spørsmålet."
    if move.kind == "retire":
        if move.to:
            yield "et spørsmål som er tatt ut, flyttes ikke til noe."
        return
    if (move.kind == "rename") != (len(move.to) == 1):
        yield "et nytt navn skal være ett, og en deling skal være til flere."
    for key in move.to:
        if asked(questions, key) is None and key not in later:
            yield f"det flyttes til «{key}», som ikke finnes."
        if ("." in key) != ("." in move.key):
            yield f"«{key}» er ikke av samme slag. En kolonne flyttes til en kolonne."
    if move.kind == "split" and not move.values:
        yield "en deling må ha en tabell over hva hvert svar blir til."
    if move.kind == "split" and "." in move.key:
        yield "en kolonne kan få nytt navn, men ikke deles."
    yield from _values(move, questions)


def _values(move: Move, questions: Questionnaire) -> Iterator[str]:
    for old, given in move.values.items():
        for key, value in given.items():
            question = asked(questions, key)
            if key not in move.to:
                yield f"svaret «{old}» gir et svar på «{key}», som flyttingen ikke går til."
            elif question is not None and (unknown := _unknown(question, value)):
                yield f"svaret «{old}» blir til «{unknown}», som ikke er et svar på «{key}»."


def _unknown(question: Question, value: Any) -> str:
    """The first value that is no answer of a question with a closed list."""
    options = {option.value for option in question.options}
    if question.kind == "yesno":
        options = {"yes", "no"}
    items = value if isinstance(value, list) else [value]
    return next((str(item) for item in items if options and item not in options), "")


def asked(questions: Questionnaire, key: str) -> Question | None:
    """The question, or the column for «table.column»; None when it is not asked."""
    table, _, cell = key.partition(".")
    question = questions.get(table)
    if question is None or not cell:
        return question
    return next((column for column in question.columns if column.key == cell), None)
