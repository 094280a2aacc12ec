"""Master text without code: everything in the shipped set is shown in words and comes back as it was."""

from __future__ import annotations

import re

import pytest

from dpsdocs.config import ROOT
from dpsdocs.domain.conditions import ConditionError, parse
from dpsdocs.masters import condition_rows, edit
from dpsdocs.masters.condition_rows import ConditionRow
from dpsdocs.masters.condition_words import from_words, to_words
from dpsdocs.masters.fact_labels import FACT_LABELS, ROW_LABELS
from dpsdocs.masters.facts import FACT_KEYS, ROW_FIELDS
from dpsdocs.masters.loader import load
from dpsdocs.masters.wording import Wording, WordingError

SET = ROOT / "templates" / "masters" / "vektertjenester"
TEXTS = {
    path.stem: path.read_text("utf-8")
    for room in ("documents", "clauses")
    for path in (SET / room).glob("*.md")
}


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording(load(SET))


def bodies() -> list[tuple[str, edit.ClauseText]]:
    return [
        (f"{stem}/{part.id}", edit.read(text, part.id))
        for stem, text in sorted(TEXTS.items())
        for part in edit.parts(text)
        if part.kind == "clause"
    ]


def test_each_fact_and_field_has_a_label_of_its_own(wording: Wording) -> None:
    assert FACT_LABELS.keys() == FACT_KEYS
    assert ROW_LABELS.keys() == frozenset().union(*ROW_FIELDS.values())
    for labels in (ROW_LABELS, wording.vocabulary.labels):
        assert len({label.casefold() for label in labels.values()}) == len(labels)
        assert not [label for label in labels.values() if re.search(r"[\[\]«»]|, som |: ", label)]


def test_no_clause_of_the_shipped_set_shows_code(wording: Wording) -> None:
    for place, clause in bodies():
        shown = wording.shown(clause.body, row=True)
        assert not re.search(r"\{\{|\{%|\{[a-z]", shown), (place, shown)
        assert not re.search(r"[a-z]_[a-z]|==|True", wording.condition(clause.when)), (place, clause.when)


def test_every_tag_comes_back_as_it_was_and_as_it_would_be_written(wording: Wording) -> None:
    for place, clause in bodies():
        text = re.sub(r"^:::.*$", "", clause.body, flags=re.MULTILINE)
        shown = wording.shown(text, row=True)
        assert wording.source(shown, text, row=True) == text, place
        anew = wording.source(shown, row=True)
        assert wording.shown(anew, row=True) == shown, place
        assert "[" not in re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", anew), place


def test_every_condition_comes_back_with_the_same_meaning(wording: Wording) -> None:
    sources = {clause.when for _, clause in bodies() if clause.when}
    sources |= {found for text in TEXTS.values() for found in re.findall(r"\{% if (.*?) %\}", text)}
    assert len(sources) > 80
    for source in sources:
        words = to_words(source, wording.vocabulary)
        back = from_words(words, wording.vocabulary)
        assert parse(back).words(str, lambda _, value: value) == parse(source).words(
            str, lambda _, value: value
        )


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("[Virksomhetens navn] kjøper.", "{{ agency_name }} kjøper."),
        ("innen [tilbudsfrist, som frist].", "innen {{ tender_deadline | frist }}."),
        ("[Antall objekter, som tallord, stor forbokstav]", "{{ sites_count | ord | stor }}"),
        ("se [punkt: kriterier], [bilag: kontrakt]", 'se {{ "kriterier" | punkt }}, {{ "kontrakt" | bilag }}'),
        ("[skriv: Navn] [kryss av: Ja]", '{{ "Navn" | fyll }} {{ "Ja" | kryss }}'),
        ("[UKE fyller ut: satsen]", '{{ "satsen" | uke }}'),
        ("A[hvis «Det er befaring» er ja] B[slutt].", "A{% if has_visits == True %} B{% endif %}."),
        ("[Ukjent felt] står.", "[Ukjent felt] står."),
    ],
)  # fmt: skip
def test_words_in_brackets_are_fields(wording: Wording, words: str, source: str) -> None:
    assert wording.source(words) == source


@pytest.mark.parametrize(
    "words",
    ["{{ ''.__class__ }}", "{% for x in y %}", "x }} y", "a\n::: punkt ond", "{{ agency_name }}", "%}"],
)
def test_code_is_refused_with_what_to_write_instead(wording: Wording, words: str) -> None:
    with pytest.raises(WordingError, match="hakeparentes"):
        wording.source(words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("«Finnes ikke» er ja", "er ikke et spørsmål"),
        ("«Avtaleform» er «Leie»", "Velg blant «"),
        ("«Avtaleform» er", "mangler i vilkåret"),
        ("__import__('os')", "Skriv vilkåret slik"),
        ("has_visits == True", "Forstår ikke"),
        ("(«Det er befaring» er ja", "sluttparentes"),
        ("(" * 30 + "«Det er befaring» er ja" + ")" * 30, "parenteser inni hverandre"),
        ("«Det er befaring» er ja «Det er befaring» er ja", "Forstår ikke"),
        ('«Saksnummer» er «a"b»', "kan ikke brukes"),
    ],
)
def test_a_condition_that_cannot_be_read_says_why(wording: Wording, words: str, told: str) -> None:
    with pytest.raises(ConditionError, match=told):
        wording.condition_source(words)


def test_a_form_of_writing_that_does_not_exist_is_named(wording: Wording) -> None:
    with pytest.raises(WordingError, match="som romertall"):
        wording.source("[Tilbudsfrist, som romertall]")


def test_most_conditions_are_rows_and_the_rest_stay_words(wording: Wording) -> None:
    sources = {clause.when for _, clause in bodies() if clause.when}
    as_rows = {source: condition_rows.rows(source, wording.vocabulary) for source in sources}
    shown = [source for source, found in as_rows.items() if found]
    assert len(shown) > 0.9 * len(sources)
    for source, found in as_rows.items():
        if found:
            words = condition_rows.words(found.rows, found.joint)
            assert wording.condition_source(words, source) == source
    assert condition_rows.rows("a == True and (b or c)", wording.vocabulary) is None


def test_a_row_is_written_as_a_person_thinks_it(wording: Wording) -> None:
    given = [
        ConditionRow("Avtaleform", "er", "Rammeavtale med én leverandør"), ConditionRow("", "er", "x"),
        ConditionRow("Antall objekter", "er større enn", "1"), ConditionRow("Det er befaring", "er", "Ja"),
        ConditionRow("Vilkår om dagbot", "er ikke besvart"),
    ]  # fmt: skip
    source = wording.condition_source(condition_rows.words(given, "og"))
    assert source == (
        'contract_form == "framework" and sites_count > 1 and has_visits == True and not penalty_terms'
    )
    with pytest.raises(ConditionError, match="mangler i vilkåret"):
        wording.condition_source(condition_rows.words([ConditionRow("Avtaleform", "er", "")], "og"))
