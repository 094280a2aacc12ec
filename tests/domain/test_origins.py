"""What is said to follow from an answer is what changes with it: every answer of the samples is changed in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal, InvalidOperation

import pytest

from dpsdocs.config import ROOT
from dpsdocs.domain import case_file
from dpsdocs.domain.answers import AnswerError, Raw, date_value
from dpsdocs.domain.case import Case
from dpsdocs.domain.competition import Competition, build
from dpsdocs.domain.origins import ORIGINS, ROW_ORIGINS, questions_behind
from dpsdocs.domain.questions import Question
from dpsdocs.masters.facts import FACT_KEYS, ROW_FIELDS
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release

SET = ROOT / "templates" / "masters" / "vektertjenester"
MOST = 12
SAMPLES = sorted(path.stem for path in (SET / "samples").glob("*.json"))


@pytest.fixture(scope="module")
def release() -> Release:
    """The shipped set."""
    return load(SET)


def read(name: str) -> Case:
    """A sample with the first rows of its tables."""
    case = case_file.read((SET / "samples" / f"{name}.json").read_bytes())
    return replace(case, tables={key: rows[:MOST] for key, rows in case.tables.items()})


def others(question: Question, raw: Raw) -> Iterator[Raw]:
    """Other answers to a question."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            changed = "13.00" if question.kind in ("moment", "timespan") else f"{value}1"
            yield {**raw, key: changed}
    elif isinstance(raw, list):
        yield from ([x for x in raw if x != left_out] for left_out in raw)
    elif question.kind == "date":
        yield (date_value(raw) + timedelta(days=8)).strftime("%d.%m.%Y")
    elif question.kind == "choice":
        yield from (option.value for option in question.options if option.value != raw)
    elif question.kind == "yesno":
        yield "no" if raw == "yes" else "yes"
    else:
        yield f"{raw} endret" if question.kind in ("line", "text") else _more(raw)


def _more(raw: str) -> str:
    try:
        return str(Decimal(raw.replace(",", ".").replace(" ", "")) + 1)
    except InvalidOperation:
        return raw


def changed(case: Case, question: Question) -> Iterator[Case]:
    """The case with another answer: to the question, or in the first row of the table, or one row fewer."""
    if question.kind != "table":
        raw = case.answers.get(question.key)
        for other in others(question, raw) if raw else ():
            yield replace(case, answers={**case.answers, question.key: other})
        return
    rows = case.tables.get(question.key, ())
    if not rows:
        return
    yield replace(case, tables={**case.tables, question.key: rows[:-1]})
    for column in question.columns:
        raw = rows[0].answers.get(column.key)
        for other in others(column, raw) if raw else ():
            first = replace(rows[0], answers={**rows[0].answers, column.key: other})
            yield replace(case, tables={**case.tables, question.key: (first, *rows[1:])})


def moved(before: Competition, after: Competition) -> tuple[set[str], set[str]]:
    """The facts nobody answered, and the kinds of rows, that differ."""
    facts = {
        key
        for key in {*before.facts, *after.facts}
        if before.value(key) != after.value(key)
        and not any((fact := c.facts.get(key)) and fact.question for c in (before, after))
    }
    return facts, {key for key in before.rows if before.rows[key] != after.rows.get(key)}


@pytest.mark.parametrize("name", SAMPLES)
def test_what_changes_with_an_answer_follows_from_it(name: str, release: Release) -> None:
    case = read(name)
    before = build(case, release.catalogue)
    wrong = set()
    for question in before.asked:
        for other in _readable(case, question):
            after = build(other, release.catalogue)
            if after.asked != before.asked:
                continue  # answers that are set aside take what follows from them along
            facts, rows = moved(before, after)
            wrong |= {f"{key} <- {question.key}" for key in facts if question.key not in ORIGINS.get(key, ())}
            wrong |= {
                f"{key}[] <- {question.key}" for key in rows if question.key not in ROW_ORIGINS.get(key, ())
            }
    assert sorted(wrong) == []


def _readable(case: Case, question: Question) -> Iterator[Case]:
    try:
        yield from changed(case, question)
    except AnswerError:
        return


def test_only_facts_rows_and_questions_that_exist_are_named(release: Release) -> None:
    asked = {question.key for question in release.catalogue.questions}
    assert {key for keys in (*ORIGINS.values(), *ROW_ORIGINS.values()) for key in keys} <= asked
    assert set(ORIGINS) <= FACT_KEYS | asked
    assert set(ROW_ORIGINS) <= set(ROW_FIELDS)


def test_a_question_stands_behind_itself_and_in_the_order_of_the_pages(release: Release) -> None:
    competition = build(read("reception"), release.catalogue)
    found = questions_behind(competition, ["term_words", "title", "agency_name", "nothing"])
    assert found == ("title", "start_date", "end_date", "option_count", "option_months")
    assert questions_behind(competition, [], ["criteria", "suppliers"]) == ("weights",)
    # an answer that may be left open is reckoned from another one until somebody gives it
    assert questions_behind(competition, ["award_date"])[-1] == "tender_deadline"
