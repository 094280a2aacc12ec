"""Questions that are renamed, split or retired: answers follow, and what has no place is kept aside and comes back."""

from __future__ import annotations

from dpsdocs.domain.case import TableRow
from dpsdocs.domain.conditions import parse
from dpsdocs.domain.moves import Move, moved
from dpsdocs.domain.questions import Option, Question, Questionnaire, Section

ALWAYS = parse("")


def asks(*questions: Question) -> Questionnaire:
    return Questionnaire((Section("del", "Del", "Gruppe", "", ALWAYS, questions),))


def question(key: str, kind: str = "line", **more: object) -> Question:
    return Question(key=key, section="del", label=key, kind=kind, visible=ALWAYS, required=ALWAYS, **more)  # type: ignore[arg-type]


NEW = asks(question("title"), question("watch", "choice", options=(Option("day", "Dag"), Option("night", "Natt"))),
           question("dog", "yesno"), question("sites", "table", columns=(question("name"),)))  # fmt: skip
OLD = asks(question("title"), question("guarding"), question("note"),
           question("places", "table", columns=(question("label"), question("floor"))))  # fmt: skip
MOVES = (
    Move("rename", "places", ("sites",)),
    Move("rename", "sites.label", ("sites.name",)),
    Move(
        "split",
        "guarding",
        ("watch", "dog"),
        {"night-dog": {"watch": "night", "dog": "yes"}, "day": {"watch": "day"}},
    ),
    Move("retire", "note", words="Ingen brukte svaret."),
)
ROWS = {"places": (TableRow("a", {"label": "Huset", "floor": "2"}), TableRow("b", {"label": "Hagen"}))}


def test_answers_follow_and_the_rest_is_kept_aside() -> None:
    found = moved({"title": "Vakt", "guarding": "night-dog", "note": "Husk nøkkelen."}, ROWS, {}, MOVES, NEW)
    assert found.answers == {"title": "Vakt", "watch": "night", "dog": "yes"}
    assert found.tables == {"sites": (TableRow("a", {"name": "Huset"}), TableRow("b", {"name": "Hagen"}))}
    assert found.aside == {"guarding": "night-dog", "note": "Husk nøkkelen.", "sites.floor": {"a": "2"}}
    assert found.names == {"places": "sites", "sites.label": "sites.name"}
    assert found.split == {"guarding": ("watch", "dog")}


def test_an_answer_the_table_does_not_know_waits_for_a_new_one() -> None:
    found = moved({"guarding": "noe annet"}, {}, {}, MOVES, NEW)
    assert (found.answers, found.aside, found.split) == ({}, {"guarding": "noe annet"}, {"guarding": ()})
    assert moved({"guarding": "day"}, {}, {}, MOVES, NEW).answers == {"watch": "day"}


def test_what_is_asked_again_comes_back() -> None:
    first = moved({"title": "Vakt", "guarding": "day", "note": "Husk."}, ROWS, {}, MOVES, NEW)
    again = moved(first.answers, first.tables, first.aside, (), OLD)
    assert again.answers == {"title": "Vakt", "guarding": "day", "note": "Husk."}
    assert set(again.back) >= {"guarding", "note"}
    assert set(again.aside) >= {"watch", "sites"}


def test_nothing_that_stands_is_written_over() -> None:
    found = moved({"guarding": "day", "watch": "night"}, {}, {"title": "Gammel"}, MOVES, NEW)
    assert found.answers == {"watch": "night", "title": "Gammel"}
    kept = moved({"title": "Ny"}, {}, {"title": "Gammel"}, (), NEW)
    assert (kept.answers, kept.aside) == ({"title": "Ny"}, {"title": "Gammel"})


def test_renaming_twice_and_with_values() -> None:
    moves = (Move("rename", "a", ("b",)), Move("rename", "b", ("watch",), {"dag": {"watch": "day"}}))
    found = moved({"a": "dag"}, {}, {}, moves, NEW)
    assert found.answers == {"watch": "day"} and found.names == {"a": "watch"}
