"""The pages of questions as a drafter meets them: fields with what was typed, errors, and how far one has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..assemble.check import ADAPTED
from ..domain import formats
from ..domain.answers import AnswerError, Raw, date_value, is_blank, moment_value
from ..domain.competition import options_for
from ..domain.questions import Option, Question, Section
from ..domain.rules import Finding
from ..domain.shown import show
from . import adapted, attachment_page, requirement_page
from .closed import HIDDEN, counted, is_closed, only_counted
from .competitions import Opened
from .errors import NotFound

# kinds whose words begin with a small letter inside a sentence, and stand alone in the summary
_OPENING = frozenset({"choices", "date", "moment"})


@dataclass(frozen=True, slots=True)
class AskedField:
    """One question on a page. ``error`` is the first thing wrong, ``visible`` whether it is asked now.

    A table has no ``raw`` of its own: it has ``rows``, of which ``faulty`` must be mended.
    """

    question: Question
    options: tuple[Option, ...]
    raw: Raw
    visible: bool
    error: str
    missing: bool
    rows: int = 0
    faulty: int = 0

    @property
    def is_answered(self) -> bool:
        """Whether anything is answered."""
        return bool(self.rows) or not is_blank(self.raw)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding can be mended: a page and the question on it, or a row of a table and its column."""

    section: Section
    key: str
    row_id: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One page on the task list. States: done, begun, untouched."""

    section: Section
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks under one heading."""

    title: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the summary of answers. ``note`` says how many rows of a table must be mended."""

    question: Question
    shown: str
    flags: tuple[Finding, ...]
    note: str = ""


def section_of(opened: Opened, section_id: str) -> Section:
    """The page, when it is open for this competition."""
    questions = opened.release.catalogue.questions
    for section in questions.visible_sections(opened.competition.values):
        if section.id == section_id:
            return section
    raise NotFound("Siden finnes ikke i denne konkurransen.")


def neighbours(opened: Opened, section: Section) -> tuple[Section | None, Section | None]:
    """The open pages before and after."""
    pages = opened.release.catalogue.questions.visible_sections(opened.competition.values)
    at = next(i for i, page in enumerate(pages) if page.id == section.id)
    return (pages[at - 1] if at else None), (pages[at + 1] if at + 1 < len(pages) else None)


def question_options(opened: Opened, section: Section) -> list[tuple[Question, tuple[Option, ...]]]:
    """The questions of a page with their options, hidden ones too."""
    case, catalogue = opened.competition.case, opened.release.catalogue
    return [(q, options_for(q, case, catalogue)) for q in section.questions]


def fields(opened: Opened, section: Section) -> tuple[AskedField, ...]:
    """The fields of a page as they stand."""
    values = opened.competition.values
    answers = opened.competition.case.answers
    return tuple(
        AskedField(
            question, options, as_typed(question, answers.get(question.key, "")), question.visible.holds(values),
            _error(opened, question), question.key in opened.competition.missing,
            len(opened.competition.tables.get(question.key, ())), len(faulty_rows(opened, question.key)),
        )
        for question, options in question_options(opened, section)
    )  # fmt: skip


def faulty_rows(opened: Opened, key: str) -> dict[str, None]:
    """The rows of a table that must be mended, in order: by themselves, or because a stop points at them."""
    rows = opened.competition.tables.get(key, ())
    if not rows:
        return {}
    pointed = {
        place.row_id for stop in opened.checked.stops for place in places(opened, stop) if place.key == key
    }
    return {row.id: None for row in rows if not row.is_complete or row.id in pointed}


def as_typed(question: Question, raw: Raw) -> Raw:
    """Dates from a case file («2027-02-09T12:00») as one would have typed them, so that the fields can show them."""
    if not isinstance(raw, str) or is_blank(raw):
        return raw
    try:
        if question.kind == "date":
            return formats.short_day(date_value(raw))
        if question.kind == "moment":
            at = moment_value(raw)
            return {"date": formats.short_day(at.date()), "time": f"{at:%H.%M}"}
        if question.kind == "timespan":
            start, _, end = raw.replace("–", "-").partition("-")
            return {"from": start.strip(), "to": end.strip()}
    except AnswerError:
        pass
    return raw


def _error(opened: Opened, question: Question) -> str:
    error = opened.competition.errors.get(question.key)
    if error:
        return error
    count = len(faulty_rows(opened, question.key)) if question.kind == "table" else 0
    if count:
        return rows_words(count)
    for finding in opened.checked.stops:
        if question.key in finding.keys and finding.keys[0] == question.key and not _is_missing(finding):
            return f"{finding.title}. {finding.mend}"
    return ""


def rows_words(count: int) -> str:
    """«3 rader må rettes»."""
    return f"{formats.number(count)} rader må rettes" if count > 1 else "Én rad må rettes"


def _is_missing(finding: Finding) -> bool:
    return finding.rule == "answers.required" or finding.rule.startswith("document.")


def groups(opened: Opened) -> tuple[Group, ...]:
    """The task list: every open page under its heading, in order."""
    found: dict[str, list[Task]] = {}
    for section in opened.release.catalogue.questions.visible_sections(opened.competition.values):
        found.setdefault(section.group, []).append(_task(opened, section))
    if attachment_page.is_open(opened):
        words, page = attachment_page.count_words(opened), attachment_page.SECTION
        found.setdefault(page.group, []).append(Task(page, "done" if words else "untouched", words))
    return tuple(Group(title, tuple(tasks)) for title, tasks in found.items())


def _task(opened: Opened, section: Section) -> Task:
    shown = [f for f in fields(opened, section) if f.visible]
    answered = [f for f in shown if f.is_answered]
    wrong = [f for f in shown if f.error]
    waiting = [f for f in shown if f.missing]
    if not answered:
        return Task(section, "untouched", "" if waiting or wrong else "Valgfri side")
    if not wrong and not waiting:
        return Task(section, "done", "")
    if wrong and all(f.faulty for f in wrong):
        return Task(section, "begun", rows_words(sum(f.faulty for f in wrong)))
    if wrong:
        count = len(wrong)
        return Task(section, "begun", f"{count} svar må rettes" if count > 1 else "Ett svar må rettes")
    count = len(waiting)
    return Task(section, "begun", f"{count} spørsmål gjenstår" if count > 1 else "Ett spørsmål gjenstår")


def summary(opened: Opened) -> tuple[tuple[Section, tuple[Line, ...]], ...]:
    """Every asked question with its answer in words, page by page."""
    out = []
    for section in opened.release.catalogue.questions.visible_sections(opened.competition.values):
        lines = tuple(
            Line(
                f.question,
                _words(opened, f),
                _flags(opened, f.question),
                rows_words(f.faulty) if f.faulty else "",
            )
            for f in fields(opened, section)
            if f.visible
        )
        out.append((section, lines))
    if attachment_page.is_open(opened):
        question = attachment_page.QUESTION
        line = Line(question, attachment_page.listed(opened), _flags(opened, question))
        out.append((attachment_page.SECTION, (line,)))
    return tuple(out)


def _words(opened: Opened, field: AskedField) -> str:
    if is_closed(opened, field.question):
        return HIDDEN if field.is_answered else ""
    if only_counted(opened, field.question):
        return counted(field.rows) if field.rows else ""
    fact = opened.competition.facts.get(field.question.key)
    if fact is not None and fact.value is not None and fact.question is not None:
        if field.question.options_from == "requirements":
            return requirement_page.tally(opened).words
        shown = show(field.question, fact.value, field.options)
        return formats.capital(shown) if field.question.kind in _OPENING else shown
    return typed(field.question, field.raw, field.options)


def typed(question: Question, raw: Raw, options: tuple[Option, ...] = ()) -> str:
    """An answer as it was typed, for what cannot be read and for showing changes."""
    labels = {option.value: option.label for option in options}
    if isinstance(raw, dict):
        return ", ".join(f"{labels.get(k, '')} {v}".strip() for k, v in raw.items() if v.strip())
    if isinstance(raw, list):
        return ", ".join(labels.get(value, value) for value in raw)
    return {"yes": "Ja", "no": "Nei"}.get(raw, labels.get(raw, raw)) if question.kind != "line" else raw


def page_of(opened: Opened, key: str) -> str:
    """The id of the page that asks a question."""
    question = opened.release.catalogue.questions.get(key)
    return question.section if question else ""


def _flags(opened: Opened, question: Question) -> tuple[Finding, ...]:
    return tuple(f for f in opened.checked.findings if any(p.key == question.key for p in places(opened, f)))


def place_of(opened: Opened, finding: Finding) -> Place | None:
    """Where a finding can be mended, if it is one of the drafter's answers."""
    return next(iter(places(opened, finding)), None)


def places(opened: Opened, finding: Finding) -> Iterator[Place]:
    """Every answer a finding points at; «sites:<row>:<column>» is a cell of a table."""
    questions = opened.release.catalogue.questions
    for pointed in finding.keys:
        key, _, rest = pointed.partition(":")
        row_id, _, column = rest.partition(":")
        question = questions.get(key)
        section = questions.section(question.section) if question else None
        if section is not None:
            yield Place(section, key, row_id, column)
        elif key == attachment_page.QUESTION.key:
            yield Place(attachment_page.SECTION, key)
        elif key == ADAPTED:
            yield Place(adapted.SECTION, key)
