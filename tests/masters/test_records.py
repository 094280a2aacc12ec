"""Questions, requirements, prices and words are changed one record at a time, and nothing else of the file moves."""

from __future__ import annotations

import difflib

import pytest

from dpsdocs.config import ROOT
from dpsdocs.masters import records, toml_text
from dpsdocs.masters.edit import EditError
from dpsdocs.masters.record_kinds import COLUMNS, KINDS, QUESTIONS, REQUIREMENTS, SECTIONS, TERMS, RecordKind

LISTS = [kind for kind in KINDS.values() if not kind.closed]
SET = ROOT / "templates" / "masters" / "vektertjenester"


def text_of(kind: RecordKind) -> str:
    return (SET / kind.file).read_text("utf-8")


def lines(old: str, new: str) -> list[str]:
    """The lines that differ, with their signs."""
    found = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in found if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_what_is_not_changed_keeps_its_bytes(kind: RecordKind) -> None:
    text = text_of(kind)
    known = records.records(text, kind)
    assert known and len({r.id for r in known}) == len(known)
    for found in known[:: max(1, len(known) // 25)]:
        assert records.write(text, kind, found.id, found.values, found.options) == text
        name = next(field.name for field in kind.fields if field.kind in ("line", "text", "lines"))
        value = ["nytt", "ord"] if kind.field(name).kind == "lines" else "Nytt “ord” med «tegn»"
        made = records.write(text, kind, found.id, {**found.values, name: value}, found.options)
        assert all("ytt" in line for line in lines(text, made) if line.startswith("+"))
        assert records.record(made, kind, found.id).values[name] == value


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.id)
def test_moved_and_moved_back_is_the_same_file(kind: RecordKind) -> None:
    text = text_of(kind)
    known = [r for r in records.records(text, kind) if r.parent == records.records(text, kind)[-1].parent]
    if len(known) < 4:
        known = list(records.records(text, kind))[:4]
    first, second, third = known[0].id, known[1].id, known[2].id
    moved = records.move(text, kind, second, third)
    order = [r.id for r in records.records(moved, kind)]
    assert order.index(second) == order.index(third) + 1
    back = records.move(moved, kind, second, first)
    assert [r.values for r in records.records(back, kind)] == [r.values for r in records.records(text, kind)]
    assert sorted(line for line in back.splitlines() if line) == sorted(x for x in text.splitlines() if x)
    with pytest.raises(EditError):
        records.move(text, kind, second, second)


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.id)
def test_taken_out_and_put_in(kind: RecordKind) -> None:
    text = text_of(kind)
    known = records.records(text, kind)
    last = known[-1]
    without = records.remove(text, kind, last.id)
    assert [r.id for r in records.records(without, kind)] == [r.id for r in known[:-1]]
    with pytest.raises(KeyError):
        records.remove(without, kind, last.id)
    if kind is SECTIONS:
        return
    own = {k: v for k, v in last.values.items() if k != kind.key}
    again = records.add(without, kind, last.id, own, known[-2].id, last.parent)
    assert dict(records.record(again, kind, last.id).values) == dict(last.values)
    with pytest.raises(EditError, match="brukt fra før"):
        records.add(again, kind, last.id, own, known[-2].id, last.parent)


HOSTILE = (
    'a"\nkind = "table"',
    "''' \"\"\"",
    "a\n[[section]]\nid = 'x'",
    "\\u0000 \\",
    "a\u2028b\x85c",
    "# ikke",
    "]]",
    "«»'\"",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_break_out_of_their_value(words: str) -> None:
    text = text_of(QUESTIONS)
    found = records.record(text, QUESTIONS, "need")
    made = records.write(text, QUESTIONS, "need", {**found.values, "hint": words}, ())
    assert records.record(made, QUESTIONS, "need").values["hint"] == words
    assert len(records.records(made, QUESTIONS)) == len(records.records(text, QUESTIONS))
    made = records.write(
        text, QUESTIONS, "extras", records.record(text, QUESTIONS, "extras").values, (("a", words, ""),)
    )
    assert records.record(made, QUESTIONS, "extras").options == (("a", words, ""),)


def test_options_that_stand_keep_their_lines() -> None:
    text = text_of(QUESTIONS)
    found = records.record(text, QUESTIONS, "extras")
    options = (*found.options[:3], ("dogs", "Hunder", "Vekter med hund"), *found.options[3:])
    made = records.write(text, QUESTIONS, "extras", found.values, options)
    assert records.record(made, QUESTIONS, "extras").options == options
    assert [line for line in lines(text, made) if line.startswith("-")] == []
    assert records.write(made, QUESTIONS, "extras", found.values, found.options) == text
    single = records.write(
        text, QUESTIONS, "need", records.record(text, QUESTIONS, "need").values, options[:2]
    )
    assert records.record(single, QUESTIONS, "need").options == options[:2]


def test_values_come_and_go_in_the_order_of_the_form() -> None:
    text = text_of(QUESTIONS)
    found = records.record(text, QUESTIONS, "need")
    made = records.write(
        text, QUESTIONS, "need", {**found.values, "visible": "long == True", "optional": True}, ()
    )
    assert lines(text, made) == ["+optional = true", '+visible = "long == True"']
    fewer = {key: value for key, value in found.values.items() if key != "why"}
    assert lines(text, records.write(text, QUESTIONS, "need", fewer, ())) == [
        f'-why = "{found.values["why"]}"'
    ]


def test_a_question_goes_first_on_another_page_with_all_that_stands_in_it() -> None:
    text = text_of(QUESTIONS)
    made = records.move(text, QUESTIONS, "sites", "", "om")
    found = records.record(made, QUESTIONS, "sites")
    assert found.parent == "om" and records.records(made, QUESTIONS)[0].id == "sites"
    was = [r.id for r in records.records(text, COLUMNS) if r.parent == "sites"]
    assert [r.id for r in records.records(made, COLUMNS) if r.parent == "sites"] == was != []


def test_a_word_with_letters_of_its_own_is_quoted() -> None:
    made = records.add(text_of(TERMS), TERMS, "målepunkt", {"others": ["sjekkpunkt"]}, "krav")
    assert '"målepunkt" = ["sjekkpunkt"]\n' in made
    assert records.record(made, TERMS, "målepunkt").values["others"] == ["sjekkpunkt"]


def test_a_file_that_is_no_toml_is_told() -> None:
    with pytest.raises(EditError, match="Linje 2"):
        toml_text.entries("[[requirement]]\nid = \n")
    assert records.records("", REQUIREMENTS) == ()
