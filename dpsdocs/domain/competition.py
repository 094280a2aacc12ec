"""A competition as facts: parsed answers, what follows from them, and what is still wrong or missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from . import answers, derived, environment, oslomodel, own_tables, pricing, rows, tables
from .answers import AnswerError, TimeSpan
from .bands import BANDS, Band
from .case import Case
from .evaluation import PriceModel
from .extent import extent
from .identity import Same
from .library import PriceLinePattern, Requirement, Service, Unit
from .openers import openers
from .questions import Option, Question, Questionnaire
from .rows import AnsweredRow
from .scope import Scope, scope

WEEKDAY_OPTIONS = tuple(
    Option(value, label)
    for value, label in (
        ("mon", "mandag"), ("tue", "tirsdag"), ("wed", "onsdag"), ("thu", "torsdag"), ("fri", "fredag"),
        ("sat", "lørdag"), ("sun", "søndag"), ("hol", "også på helligdager"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a release asks and offers: the questionnaire and the lists the drafter chooses from.

    Of the ``price_models`` the first is used when none is chosen.
    """

    questions: Questionnaire
    services: tuple[Service, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    price_lines: tuple[PriceLinePattern, ...] = ()
    chapters: Mapping[str, str] | None = None
    units: tuple[Unit, ...] = ()
    bands: tuple[Band, ...] = BANDS
    documents: tuple[Option, ...] = ()
    price_models: tuple[PriceModel, ...] = ("linear_floor",)


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
    """Facts and rows of a case. ``errors`` and ``missing`` are by question key.

    ``rows`` are what documents show; ``tables`` are the answers that are tables, row by row. ``previous`` is the
    version that is sent, when this changes it.
    """

    case: Case
    catalogue: Catalogue
    facts: Mapping[str, Fact]
    rows: Mapping[str, tuple[Mapping[str, Any], ...]]
    errors: Mapping[str, str]
    missing: tuple[str, ...]
    asked: tuple[Question, ...]
    set_aside: tuple[str, ...]
    tables: Mapping[str, tuple[AnsweredRow, ...]]
    scope: Scope
    previous: Competition | None = None

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
    """The options of a question, also those that come from the set, the DPS record or rows of another table."""
    match question.options_from:
        case "services":
            return tuple(Option(s.id, s.label, s.hint) for s in catalogue.services)
        case "requirements":
            return tables.requirement_options(catalogue.requirements, catalogue.chapters or {})
        case "dps_cpv":
            return tables.cpv_options(case.dps)
        case "dps_criteria":
            return tables.criterion_options(case.dps)
        case "dps_quality":
            return pricing.quality_options(case.dps)
        case "price_models":
            return pricing.model_options(catalogue.price_models)
        case "weekdays":
            return WEEKDAY_OPTIONS
        case "chapters":
            return tuple(Option(key, label) for key, label in (catalogue.chapters or {}).items())
        case "units":
            return tuple(Option(u.id, u.label, u.measure) for u in catalogue.units)
        case "documents":
            return catalogue.documents
        case "routes":
            return environment.routes(case)
        case "letters":
            return oslomodel.letter_options()
    target = catalogue.questions.get(question.rows_of) if question.rows_of else None
    return rows.row_options(target, case.tables.get(target.key, ())) if target else question.options


def column_options(table: Question, case: Case, catalogue: Catalogue) -> dict[str, tuple[Option, ...]]:
    """The options of each column of a table."""
    return {column.key: options_for(column, case, catalogue) for column in table.columns}


def unknown_answers(case: Case, questions: Questionnaire) -> tuple[str, ...]:
    """Keys answered that the release does not ask; a column is named «table.column»."""
    found = {key for key in case.answers if not (q := questions.get(key)) or q.kind == "table"}
    for key, answered in case.tables.items():
        table = questions.get(key)
        if table is None or table.kind != "table":
            found.add(key)
            continue
        columns = {column.key for column in table.columns}
        found |= {f"{key}.{cell}" for row in answered for cell in row.answers if cell not in columns}
    return tuple(sorted(found))


def build(case: Case, catalogue: Catalogue, previous: Case | None = None) -> Competition:
    """The competition as it stands; never fails on bad answers, it records them.

    ``previous`` is the version that is sent, when ``case`` changes it.
    """
    found = _build(case, catalogue)
    if case.replaces is None:
        return found
    from .changes import facts  # it looks at competitions too

    found = replace(found, previous=_sent(Same(previous), Same(catalogue)) if previous else None)
    return replace(found, facts={**found.facts, **facts(found)})


@lru_cache(maxsize=4)
def _sent(case: Same[Case], catalogue: Same[Catalogue]) -> Competition:
    """What is sent never changes: it is built once and held against every draft of its change."""
    return build(case.it, catalogue.it)


def _build(case: Case, catalogue: Catalogue) -> Competition:
    values, errors = _parse_all(case, catalogue)
    secret_files = any(file.confidential for file in case.attachments)
    is_change = case.replaces is not None
    opened = openers(values, case.tables, secret_files=secret_files, is_change=is_change)
    opened |= environment.openers(case, values, has_lots=opened["has_lots"]) | oslomodel.openers(case, values)
    asked = catalogue.questions.visible_questions({**values, **opened})
    shown = {question.key for question in asked}
    live = {**{key: value for key, value in values.items() if key in shown}, **opened}
    answered = _tables(case, catalogue, asked, live)
    found = scope(live, answered, catalogue.price_lines, catalogue.units, catalogue.bands)
    facts = _facts(case, catalogue, asked, live, answered, found)
    plain = {key: fact.value for key, fact in facts.items()}
    offers = tables.Offers(
        catalogue.services, catalogue.requirements, catalogue.chapters or {}, catalogue.documents
    )
    own = [table for table in asked if own_tables.is_own(table)]
    shown_rows = own_tables.rows(own, answered, {t.key: column_options(t, case, catalogue) for t in own})
    return Competition(
        case, catalogue, facts, {**tables.rows(case, offers, plain, answered, found), **shown_rows},
        {key: text for key, text in errors.items() if key in shown},
        tuple(q.key for q in asked if _is_missing(q, live, errors, answered)),
        asked, tuple(_aside(case, catalogue, shown)), answered, found,
    )  # fmt: skip


def _facts(
    case: Case, catalogue: Catalogue, asked: tuple[Question, ...], live: Mapping[str, Any],
    answered: Mapping[str, tuple[AnsweredRow, ...]], found: Scope,
) -> dict[str, Fact]:  # fmt: skip
    facts: dict[str, Fact] = {}
    for q in asked:
        value = answered.get(q.key) if q.kind == "table" else live.get(q.key)
        facts[q.key] = Fact(q.key, q.name, value or None if q.kind == "table" else value, q,
                            options_for(q, case, catalogue), q.internal, q.confidential)  # fmt: skip
    derived_facts = {
        **extent(case, live, answered, found),
        **derived.facts(case, catalogue.services, live, found, _first_sign_up(answered)),
        **environment.facts(case, live),
        **pricing.facts(catalogue.price_models, live, answered),
    }
    plain = {**live, **{key: fact[1] for key, fact in derived_facts.items()}}
    derived_facts |= oslomodel.facts(case, plain)
    for key, (label, value, form, internal) in derived_facts.items():
        known = facts.get(key)
        if known is None or known.value is None:
            facts[key] = Fact(key, label, value, internal=internal, form=form)
    return facts


def _first_sign_up(answered: Mapping[str, tuple[AnsweredRow, ...]]) -> datetime | None:
    found = [row.value("sign_up") or row.value("at") for row in answered.get("visits", ())]
    return min((at for at in found if isinstance(at, datetime)), default=None)


def _tables(
    case: Case, catalogue: Catalogue, asked: tuple[Question, ...], live: Mapping[str, Any]
) -> dict[str, tuple[AnsweredRow, ...]]:
    """The rows of the tables that are asked, judged."""
    return {
        q.key: rows.answered(q, case.tables.get(q.key, ()), column_options(q, case, catalogue), live)
        for q in asked
        if q.kind == "table"
    }


def _aside(case: Case, catalogue: Catalogue, shown: Collection[str]) -> Iterator[str]:
    """Questions that are not asked now, and whose answers are kept."""
    for q in catalogue.questions:
        kept = case.tables.get(q.key) if q.kind == "table" else not answers.is_blank(case.answers.get(q.key))
        if q.key not in shown and kept:
            yield q.key


def _parse_all(case: Case, catalogue: Catalogue) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for question in catalogue.questions:
        if question.kind == "table":
            continue
        try:
            raw = case.answers.get(question.key)
            values[question.key] = answers.parse(question, raw, options_for(question, case, catalogue))
        except AnswerError as error:
            errors[question.key] = str(error)
    return values, errors


def _is_missing(
    question: Question, values: Mapping[str, Any], errors: Mapping[str, str],
    answered: Mapping[str, tuple[AnsweredRow, ...]],
) -> bool:  # fmt: skip
    if question.optional or not question.required.holds(values):
        return False
    if question.kind == "table":
        return not answered.get(question.key)
    return values.get(question.key) is None and question.key not in errors
