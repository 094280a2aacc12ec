"""A competition as facts: parsed answers, what follows from them, and what is still wrong or missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from . import answers, derived, tables
from .answers import AnswerError, TimeSpan
from .case import Case
from .library import PriceLinePattern, Requirement, Service
from .questions import Option, Question, Questionnaire

WEEKDAY_OPTIONS = tuple(
    Option(value, label)
    for value, label in (
        ("mon", "mandag"), ("tue", "tirsdag"), ("wed", "onsdag"), ("thu", "torsdag"), ("fri", "fredag"),
        ("sat", "lørdag"), ("sun", "søndag"), ("hol", "også på helligdager"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a release asks and offers: the questionnaire and the lists the drafter chooses from."""

    questions: Questionnaire
    services: tuple[Service, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    price_lines: tuple[PriceLinePattern, ...] = ()
    chapters: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One named value for masters and rules. ``question`` is set when somebody answered it."""

    key: str
    label: str
    value: Any
    question: Question | None = None
    options: tuple[Option, ...] = ()
    internal: bool = False
    confidential: bool = False
    form: str = ""


@dataclass(frozen=True, slots=True)
class Competition:
    """Facts and table rows of a case. ``errors`` and ``missing`` are by question key."""

    case: Case
    catalogue: Catalogue
    facts: Mapping[str, Fact]
    rows: Mapping[str, tuple[Mapping[str, Any], ...]]
    errors: Mapping[str, str]
    missing: tuple[str, ...]
    asked: tuple[Question, ...]
    set_aside: tuple[str, ...]

    @property
    def values(self) -> dict[str, Any]:
        """Plain values by key, for conditions and rules."""
        return {key: fact.value for key, fact in self.facts.items()}

    def value(self, key: str) -> Any:
        """The value of a fact, or None."""
        fact = self.facts.get(key)
        return None if fact is None else fact.value

    def day(self, key: str) -> date | None:
        """A date, or None when unanswered or wrong."""
        value = self.value(key)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    def moment(self, key: str) -> datetime | None:
        """A date and time, or None when unanswered or wrong."""
        value = self.value(key)
        return value if isinstance(value, datetime) else None

    def amount(self, key: str) -> Decimal | None:
        """A number, or None when unanswered or wrong."""
        value = self.value(key)
        return Decimal(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else None

    def timespan(self, key: str) -> TimeSpan | None:
        """A clock span, or None."""
        value = self.value(key)
        return value if isinstance(value, TimeSpan) else None


def options_for(question: Question, case: Case, catalogue: Catalogue) -> tuple[Option, ...]:
    """The options of a question, also those that come from the set or the DPS record."""
    match question.options_from:
        case "services":
            return tuple(Option(s.id, s.label, s.hint) for s in catalogue.services)
        case "requirements":
            return tables.requirement_options(catalogue.requirements, catalogue.chapters or {})
        case "dps_cpv":
            return tables.cpv_options(case.dps)
        case "dps_criteria":
            return tables.criterion_options(case.dps)
        case "weekdays":
            return WEEKDAY_OPTIONS
    return question.options


def unknown_answers(case: Case, questions: Questionnaire) -> tuple[str, ...]:
    """Keys answered that the release does not ask."""
    return tuple(sorted(key for key in case.answers if questions.get(key) is None))


def build(case: Case, catalogue: Catalogue) -> Competition:
    """The competition as it stands; never fails on bad answers, it records them."""
    values, errors = _parse_all(case, catalogue)
    asked = catalogue.questions.visible_questions(values)
    shown = {question.key for question in asked}
    live = {key: value for key, value in values.items() if key in shown}
    answered = {
        q.key: Fact(
            q.key, q.name, live.get(q.key), q, options_for(q, case, catalogue), q.internal, q.confidential
        )
        for q in asked
    }
    facts: dict[str, Fact] = dict(answered)
    for key, (label, value, form, internal) in derived.facts(case, catalogue.services, live).items():
        known = answered.get(key)
        if known is None or known.value is None:
            facts[key] = Fact(key, label, value, internal=internal, form=form)
    plain = {key: fact.value for key, fact in facts.items()}
    rows = tables.rows(
        case,
        catalogue.services,
        catalogue.requirements,
        catalogue.price_lines,
        plain,
        catalogue.chapters or {},
    )
    missing = tuple(q.key for q in asked if _is_missing(q, live, errors))
    aside = tuple(
        q.key for q in catalogue.questions
        if q.key not in shown and not answers.is_blank(case.answers.get(q.key))
    )  # fmt: skip
    live_errors = {key: text for key, text in errors.items() if key in shown}
    return Competition(case, catalogue, facts, rows, live_errors, missing, asked, aside)


def _parse_all(case: Case, catalogue: Catalogue) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for question in catalogue.questions:
        try:
            raw = case.answers.get(question.key)
            values[question.key] = answers.parse(question, raw, options_for(question, case, catalogue))
        except AnswerError as error:
            errors[question.key] = str(error)
    return values, errors


def _is_missing(question: Question, values: Mapping[str, Any], errors: Mapping[str, str]) -> bool:
    wanted = not question.optional and question.required.holds(values)
    return wanted and values.get(question.key) is None and question.key not in errors
