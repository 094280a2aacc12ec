"""Filling templates: marks become text, fields, gaps, references and places to write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..document.markup import Items, Prose, Runs
from ..document.model import (
    Block,
    Field,
    FillIn,
    Gap,
    Inline,
    Inlines,
    ListBlock,
    ListItem,
    Paragraph,
    Ref,
    Text,
)
from ..document.typed import typed as as_typed
from ..domain.competition import Competition, Fact
from .template import ENDIF, FIELD, IF, MARK, ROW_NAME, Expression, Template
from .values import FilterError, written, written_row

_SLUG = re.compile(r"[^a-z0-9]+")
_PLACES: Mapping[str, Literal["line", "long", "check"]] = {
    "fyll": "line", "fyll_langt": "long", "kryss": "check",
}  # fmt: skip


@dataclass(slots=True)
class Scope:
    """What a template may see: the competition, the current table row, annex names and ids used so far."""

    competition: Competition
    annexes: Mapping[str, str]
    row: Mapping[str, Any] | None = None
    place: str = ""
    used: dict[str, int] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.facts = self.facts or self.competition.facts
        self.values = {key: fact.value for key, fact in self.facts.items()}

    def unique(self, label: str) -> str:
        """A stable id for a place to write, unique in the document."""
        stem = f"{self.place}.{slug(label)}"
        self.used[stem] = self.used.get(stem, 0) + 1
        return stem if self.used[stem] == 1 else f"{stem}-{self.used[stem]}"


def slug(text: str) -> str:
    """Words as part of an id."""
    return _SLUG.sub("-", text.lower()).strip("-")


def line(template: Template, scope: Scope) -> Inlines:
    """The inlines of a one-line template."""
    return template.runs if template.is_fixed else tuple(_inlines(template, template.runs, scope))


def blocks(template: Template, scope: Scope, block_id: str) -> tuple[Block, ...]:
    """Paragraphs and lists of a text template; empty ones drop out."""
    out: list[Block] = []
    for number, source in enumerate(template.blocks, 1):
        place = f"{block_id}.{number}"
        if isinstance(source, Prose):
            users = _users_text(template, source.runs, scope, place)
            out += users if users is not None else _paragraph(template, source, scope, place)
        else:
            out += _list(template, source, scope, place)
    return tuple(out)


def _paragraph(template: Template, source: Prose, scope: Scope, place: str) -> list[Block]:
    inlines = tuple(_inlines(template, source.runs, scope))
    return [Paragraph(place, inlines)] if _has_words(inlines) else []


def _list(template: Template, source: Items, scope: Scope, place: str) -> list[Block]:
    items = []
    for number, runs in enumerate(source.items, 1):
        inlines = tuple(_inlines(template, runs, scope))
        if _has_words(inlines):
            items.append(ListItem(f"{place}.{number}", inlines))
    return [ListBlock(place, source.ordered, tuple(items))] if items else []


def _has_words(inlines: Inlines) -> bool:
    return any(not isinstance(i, Text) or i.text.strip() for i in inlines)


def _users_text(template: Template, runs: Runs, scope: Scope, place: str) -> list[Block] | None:
    """The user's own paragraphs and lists when the paragraph is one text field and nothing else."""
    if len(runs) != 1 or len(template.fields) == 0:
        return None
    found = MARK.fullmatch(runs[0].text.strip())
    if not found or found.group(1) != FIELD:
        return None
    expression = template.fields[int(found.group(2))]
    fact = scope.facts.get(expression.name)
    if fact is None or fact.question is None or fact.question.kind != "text" or not fact.value:
        return None
    return list(_typed(str(fact.value), fact.key, fact.label, place))


def _typed(text: str, key: str, label: str, place: str) -> Iterator[Block]:
    for number, source in enumerate(as_typed(text), 1):
        block_id = f"{place}.{number}"
        if isinstance(source, Prose):
            yield Paragraph(block_id, _as_fields(source.runs, key, label))
        else:
            items = tuple(
                ListItem(f"{block_id}.{i}", _as_fields(runs, key, label))
                for i, runs in enumerate(source.items, 1)
                if runs
            )
            yield ListBlock(block_id, source.ordered, items)


def _as_fields(runs: Runs, key: str, label: str) -> Inlines:
    return tuple(Field(key, label, run.text, run.strong) for run in runs)


def _inlines(template: Template, runs: Runs, scope: Scope) -> Iterator[Inline]:
    hidden = False
    for run in runs:
        at = 0
        for mark in MARK.finditer(run.text):
            if not hidden and mark.start() > at:
                yield _text(run, run.text[at : mark.start()])
            at = mark.end()
            if mark.group(1) == IF:
                hidden = not template.conditions[int(mark.group(2))].holds(scope.values)
            elif mark.group(1) == ENDIF:
                hidden = False
            elif not hidden:
                yield from _field(template.fields[int(mark.group(2))], run, scope)
        if not hidden and at < len(run.text):
            yield _text(run, run.text[at:])


def _text(run: Text, text: str) -> Text:
    return Text(text, run.strong, run.em, run.sub)


def _field(expression: Expression, run: Text, scope: Scope) -> Iterator[Inline]:
    if expression.row:
        yield _row_field(expression, run, scope)
    elif expression.literal:
        yield _words(expression, run, scope)
    else:
        yield _fact(expression, run, scope)


def _row_field(expression: Expression, run: Text, scope: Scope) -> Inline:
    row = scope.row or {}
    value = row.get(expression.name)
    if isinstance(value, Gap):
        return value
    try:
        return _text(run, written_row(value, expression.filters))
    except FilterError as error:
        return Gap(expression.name, f"feltet «{expression.name}» {error}")


def _words(expression: Expression, run: Text, scope: Scope) -> Inline:
    words = expression.literal
    match expression.filters[0]:
        case "punkt":
            return Ref(words)
        case "bilag":
            return _text(run, scope.annexes.get(words, words))
        case "fyll" | "fyll_langt" | "kryss" as kind:
            return FillIn(scope.unique(ROW_NAME.sub("", words)), _named(words, scope), _PLACES[kind])
    return Gap(words, words, "uke")


def _named(words: str, scope: Scope) -> str:
    """The name of a place to write, with the row's own words in place of ``{field}``."""
    row = scope.row or {}
    return ROW_NAME.sub(lambda found: written_row(row.get(found["name"]), ()), words)


def _fact(expression: Expression, run: Text, scope: Scope) -> Inline:
    fact = scope.facts.get(expression.name)
    if fact is None or fact.value is None:
        question = scope.competition.catalogue.questions.get(expression.name)
        return Gap(expression.name, question.name if question else "følger av andre svar")
    try:
        return Field(fact.key, fact.label, written(fact, expression.filters), run.strong)
    except FilterError as error:
        return Gap(expression.name, f"{fact.label} {error}")
