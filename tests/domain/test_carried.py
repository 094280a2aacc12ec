"""What becomes of answers when a competition goes on with another release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dpsdocs.domain import case_file
from dpsdocs.domain.carried import Carried, carried
from dpsdocs.domain.case import Case
from dpsdocs.domain.competition import Catalogue, build
from dpsdocs.domain.questions import Option, Question, Questionnaire, Section
from dpsdocs.masters.loader import load

ASKED = (
    Question("title", "line", "Navn"),
    Question("floors", "whole", "Etasjer", optional=True),
    Question("kind", "choice", "Slag", options=(Option("a", "A"), Option("b", "B"))),
)


@pytest.fixture(scope="module")
def case(root: Path) -> Case:
    """A case with three answers."""
    sample = case_file.read((root / "templates/masters/vektertjenester/samples/reception.json").read_bytes())
    return replace(sample, answers={"title": "Vakt", "floors": "7", "kind": "b"}, tables={})


def become(case: Case, *asked: Question, after: Case | None = None, **moved: str) -> Carried:
    """What becomes of the answers when these questions are asked instead."""
    old, new = (Catalogue(Questionnaire((Section("s", "S", "G", questions=q),))) for q in (ASKED, asked))
    return carried(build(case, old), build(after or case, new), moved)


def test_the_same_questions_keep_every_answer(case: Case) -> None:
    assert become(case, *ASKED) == Carried(("title", "floors", "kind"), (), (), ())
    assert become(case, *ASKED).is_smooth


def test_a_question_that_is_gone_sets_its_answer_aside(case: Case) -> None:
    assert become(case, ASKED[0], ASKED[2]) == Carried(("title", "kind"), (), ("floors",), ())


def test_a_new_question_is_needed_and_one_that_may_be_left_is_not(case: Case) -> None:
    new = Question("area", "whole", "Areal")
    assert become(case, *ASKED, new).needed == ("area",)
    assert become(case, *ASKED, replace(new, optional=True)).needed == ()


def test_an_answer_the_new_release_cannot_read_is_told(case: Case) -> None:
    found = become(case, *ASKED[:2], replace(ASKED[2], options=(Option("a", "A"),)))
    assert (found.kept, found.unusable) == (("title", "floors"), ("kind",))


def test_a_renamed_question_keeps_what_is_moved(case: Case) -> None:
    after = replace(case, answers={**case.answers, "storeys": "7"})
    asked = (ASKED[0], replace(ASKED[1], key="storeys"), ASKED[2])
    assert become(case, *asked, after=after, floors="storeys").kept == ("title", "floors", "kind")
    assert become(case, *asked).aside == ("floors",)


def test_columns_of_a_table_are_told_by_themselves(root: Path) -> None:
    folder = root / "templates/masters/vektertjenester"
    case = case_file.read((folder / "samples/housing.json").read_bytes())
    catalogue = load(folder).catalogue
    sections = tuple(
        replace(
            s,
            questions=tuple(
                replace(
                    q,
                    columns=(
                        *(c for c in q.columns if c.key != "address"),
                        Question("floors", "whole", "Etasjer"),
                    ),
                )
                if q.key == "sites"
                else q
                for q in s.questions
            ),
        )
        for s in catalogue.questions.sections
    )
    other = replace(catalogue, questions=Questionnaire(sections))
    found = carried(build(case, catalogue), build(case, other))
    assert "sites.floors" in found.needed and "sites.address" in found.aside and "sites" in found.kept
