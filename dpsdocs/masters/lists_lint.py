"""What is wrong in the questions, requirements and price lines of a set, and in what conditions ask for."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from ..domain.conditions import Condition
from ..domain.fixed import NEEDED, kind_of
from ..domain.questions import Question
from .condition_words import Vocabulary
from .errors import Fault
from .facts import FACT_KEYS
from .record_kinds import ANSWERS
from .release import Release
from .wording import vocabulary

_FILE = "questions.toml"
_NOBODY: frozenset[str] = frozenset()


def lint_lists(release: Release) -> list[Fault]:
    """Every fault in the lists of the set; the id of the record stands as the fault's clause."""
    linter = _Linter(release)
    linter.fixed()
    linter.questionnaire()
    linter.lists()
    return linter.faults


def compared(condition: Condition) -> Iterator[tuple[str, str]]:
    """The questions a condition compares with words, each with the words."""
    if not condition.source:
        return
    for node in ast.walk(ast.parse(condition.source, mode="eval")):
        if isinstance(node, ast.Compare):
            sides = (node.left, node.comparators[0])
            names = [side.id for side in sides if isinstance(side, ast.Name)]
            for side in sides:
                items = side.elts if isinstance(side, ast.List | ast.Tuple) else [side]
                for item in items:
                    if isinstance(item, ast.Constant) and isinstance(item.value, str):
                        yield from ((name, item.value) for name in names)


def unknown_values(conditions: Iterable[Condition], vocabulary: Vocabulary) -> Iterator[str]:
    """What is wrong in conditions that ask for answers nobody can give."""
    for condition in conditions:
        for name, value in compared(condition):
            known = vocabulary.values.get(name)
            if known is not None and value not in known:
                label = vocabulary.label(name)
                yield f"Vilkåret spør etter «{value}» i «{label}», men det er ikke et valg der. Rett det ene av dem."


def limits(minimum: str, maximum: str) -> str:
    """What is wrong with the limits of a number; empty when nothing is."""
    try:
        low, high = (Decimal(text) if text else None for text in (minimum, maximum))
    except InvalidOperation:
        return "Minste og største verdi skal være tall, for eksempel 1."
    if any(limit is not None and not limit.is_finite() for limit in (low, high)):
        return "Minste og største verdi skal være tall, for eksempel 1."
    if low is not None and high is not None and low > high:
        return "Minste verdi er større enn største verdi."
    return ""


class _Linter:
    def __init__(self, release: Release) -> None:
        self.release = release
        self.faults: list[Fault] = []
        self.vocabulary = vocabulary(release)
        bands = {f"hours_{band.id}" for band in release.catalogue.bands}
        self.asked = {q.key for q in release.catalogue.questions}
        self.known = self.asked | FACT_KEYS | bands

    def fixed(self) -> None:
        """The questions the program rests on are there, and are what they must be."""
        asked = self.release.catalogue.questions
        for key in NEEDED:
            if asked.get(key) is None:
                self._fault(_FILE, key, f"Spørsmålet «{key}» mangler. Ingen konkurranse kan lages uten det.")
        for question in asked:
            for table, q in (("", question), *((question.key, column) for column in question.columns)):
                wanted = kind_of(table, q.key)
                if wanted and q.kind != wanted:
                    message = (
                        f"Svaret må være «{ANSWERS[wanted].lower()}». Reglene i programmet bygger på det."
                    )
                    self._fault(_FILE, _id(table, q), message)

    def questionnaire(self) -> None:
        """Conditions look back, choices can be chosen, limits can be read."""
        before: set[str] = set()
        for section in self.release.catalogue.questions.sections:
            self._condition(_FILE, section.id, section.visible)
            self._order(section.id, section.visible, before, self.asked)
            if not section.questions:
                self._fault(_FILE, section.id, "Siden har ingen spørsmål. Legg til ett, eller ta ut siden.")
            for question in section.questions:
                self._question(question.key, question, before, _NOBODY)
                before.add(question.key)
                columns: set[str] = set()
                for column in question.columns:
                    beside = frozenset(c.key for c in question.columns)
                    self._question(_id(question.key, column), column, columns, beside)
                    columns.add(column.key)

    def _question(self, id: str, q: Question, before: set[str], beside: frozenset[str]) -> None:
        for condition in (q.visible, q.required):
            self._condition(_FILE, id, condition, beside)
            self._order(id, condition, before, beside or self.asked)
        if q.kind in ("choice", "choices") and not q.options and not q.options_from:
            self._fault(
                _FILE, id, "Spørsmålet har ingen valg. Skriv minst to, eller velg hva som kan velges."
            )
        values = [option.value for option in q.options]
        if len(set(values)) < len(values):
            self._fault(_FILE, id, "To av valgene er de samme.")
        source = self.release.catalogue.questions.get(q.rows_of) if q.rows_of else None
        if q.rows_of and (source is None or source.kind != "table"):
            self._fault(_FILE, id, f"Valgene er radene i «{q.rows_of}», som ikke er en tabell.")
        if q.kind == "table" and not q.columns:
            self._fault(_FILE, id, "Tabellen har ingen kolonner. Legg til minst én.")
        if message := limits(q.minimum, q.maximum):
            self._fault(_FILE, id, message)

    def lists(self) -> None:
        """Requirements, price lines, units, documents and annexes name what exists."""
        catalogue, file = self.release.catalogue, "requirements.toml"
        for requirement in catalogue.requirements:
            if requirement.when:
                self._condition(file, requirement.id, requirement.when)
            if requirement.chapter not in (catalogue.chapters or {}):
                self._fault(file, requirement.id, "Kapittelet til kravet finnes ikke. Velg et annet.")
            self._services(file, requirement.id, requirement.services)
            if requirement.kind == "B" and not requirement.criterion:
                self._fault(file, requirement.id, "Et evaluert krav må ha et kriterium.")
            if requirement.form and requirement.form not in self.release.masters:
                self._fault(file, requirement.id, "Skjemaet leverandøren svarer i, finnes ikke.")
        self._twins(file, [(r.id, r.number) for r in catalogue.requirements])
        for line in catalogue.price_lines:
            if line.when:
                self._condition("price.toml", line.id, line.when)
        for unit in catalogue.units:
            self._services("price.toml", unit.id, unit.services)
        self._twins("price.toml", [(u.id, u.number) for u in catalogue.units])
        for document in self.release.documents:
            self._condition("set.toml", document.id, document.when)
        for annex in self.release.annexes:
            self._condition("set.toml", annex.id, annex.when)

    def _services(self, file: str, id: str, services: Iterable[str]) -> None:
        known = {service.id for service in self.release.catalogue.services}
        for service in services:
            if service not in known:
                self._fault(file, id, f"Tjenesten «{service}» finnes ikke lenger. Velg blant tjenestene.")

    def _twins(self, file: str, numbers: list[tuple[str, str]]) -> None:
        given = [number for _, number in numbers]
        for id, number in numbers:
            if given.count(number) > 1:
                self._fault(file, id, f"Nummeret {number} er brukt flere ganger.")

    def _condition(self, file: str, id: str, condition: Condition, beside: frozenset[str] = _NOBODY) -> None:
        for name in sorted(condition.names - self.known - beside):
            self._fault(file, id, f"Vilkåret bruker «{name}», som ikke finnes.")
        if not beside & condition.names:
            for message in unknown_values([condition], self.vocabulary):
                self._fault(file, id, message)

    def _order(self, id: str, condition: Condition, before: set[str], asked: Iterable[str]) -> None:
        """A question looks back at what is asked before it, a column at the columns before it in its row."""
        for name in sorted(condition.names.intersection(asked) - FACT_KEYS - before):
            label = self.vocabulary.label(name)
            self._fault(_FILE, id, f"Vilkåret spør etter «{label}», som kommer senere. Flytt det ene av dem.")

    def _fault(self, file: str, id: str, message: str) -> None:
        self.faults.append(Fault(file, 1, message, id))


def _id(table: str, question: Question) -> str:
    return f"{table}.{question.key}" if table else question.key
