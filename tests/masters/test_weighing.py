"""A set is read before it is sent in: what can never be read, what nobody finished, what has run out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dpsdocs.config import ROOT
from dpsdocs.domain.amounts import AmountRow, amounts
from dpsdocs.domain.conditions import parse
from dpsdocs.domain.questions import Question, Questionnaire
from dpsdocs.domain.rules import Rulebook, rulebook
from dpsdocs.masters import spelling
from dpsdocs.masters.edit import ClauseText, add, write
from dpsdocs.masters.facts import READ_KEYS
from dpsdocs.masters.lint import lint, lint_document
from dpsdocs.masters.loader import load
from dpsdocs.masters.overlay import overlaid
from dpsdocs.masters.release import Release
from dpsdocs.masters.remarks import Remark
from dpsdocs.masters.source import Source
from dpsdocs.masters.weighing import Today, new_words, remarks, unlocked

SET = ROOT / "templates" / "masters" / "vektertjenester"
FILE, ID = "documents/konkurransegrunnlag.md", "verdi-mengder"
TODAY = Today(date(2026, 11, 28), amounts(), rulebook())


@pytest.fixture(scope="module")
def base() -> Release:
    return load(SET)


def changed(base: Release, body: str = "Ny tekst.", when: str = "", review_by: str = "") -> Release:
    text = write((SET / FILE).read_text("utf-8"), ClauseText(ID, body, when=when, review_by=review_by))
    return overlaid(base, {FILE: text}).release


def faults(base: Release, body: str = "Ny tekst.", when: str = "") -> list[str]:
    return [
        fault.message
        for fault in lint_document(changed(base, body, when), "konkurransegrunnlag")
        if fault.clause == ID
    ]


def told(release: Release, today: Today = TODAY) -> list[Remark]:
    return [remark for remark in remarks(release, today) if remark.clause == ID]


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("term_months > 12 and term_months < 6", "Svarene kan ikke være slik samtidig."),
        ("long == False and 'lots' in extras", "Svarene kan ikke være slik samtidig."),
        ("has_lots == True and long == False", "Svarene kan ikke være slik samtidig."),
        ("lots_most > 0 and has_lots == False", "Spørsmålet stilles bare når"),
        ("'secret' in extras and confidential == False", "Svarene kan ikke være slik samtidig."),
    ],
)
def test_a_clause_that_is_never_there_is_refused_with_the_reason(base: Release, when: str, why: str) -> None:
    (message,) = faults(base, when=when)
    assert message.startswith("Punktet kommer aldri med: ") and why in message


def test_an_answer_that_does_not_exist_is_told_once(base: Release) -> None:
    (message,) = faults(base, when="contract_form == 'rammeavtale'")
    assert message.startswith("Punktet kommer aldri med") and "«rammeavtale» er ikke et svar på" in message


def test_words_that_are_never_there_are_told_where_they_stand(base: Release) -> None:
    (message,) = faults(base, "{% if joint == False %}Hei.{% endif %} Mer.", "joint == True")
    assert "Noen ord i punktet kommer aldri med" in message
    assert "bare kan leses når «Flere virksomheter kjøper sammen» er ja" in message


@pytest.mark.parametrize(
    "when",
    ["long == True", "'lots' in extras and joint == True", "term_months > 600", "lots_most > 1", "regime == 'foa2'",
     "contract_form != 'single' or has_lots == True", "sites_secret > 0 and confidential == True"],
)  # fmt: skip
def test_a_condition_that_can_go_both_ways_is_left_alone(base: Release, when: str) -> None:
    assert faults(base, when=when) == [] and told(changed(base, when=when)) == []


@pytest.mark.parametrize("when", ["long == True or long == False", "regime == 'foa2' or regime != 'foa2'"])
def test_a_condition_that_makes_no_difference_is_a_remark(base: Release, when: str) -> None:
    assert faults(base, when=when) == []
    (remark,) = told(changed(base, when=when))
    assert remark.message.startswith("Vilkåret gjør ingen forskjell")


def test_a_reference_that_can_be_left_alone_is_a_remark(base: Release) -> None:
    body = 'Se punkt {{ "kjopere-hvem" | punkt }} og {{ "skjermet" | bilag }}.'
    first, second = told(changed(base, body))
    assert "punktet «kjopere-hvem» kan stå igjen" in first.message and "kjøper sammen" in first.message
    assert "dokumentet «skjermet» kan stå igjen" in second.message
    safe = 'Se {% if confidential == True %}{{ "skjermet" | bilag }}{% endif %} nå.'
    assert told(changed(base, safe)) == []
    assert told(changed(base, safe.replace("confidential == True", "'skjermet' in documents"))) == []


@pytest.mark.parametrize(
    "text", ["Fristen er XX dager.", "Skriv ___ her.", "Satsen er ??? kroner.", "TODO: satsen.", "Sett inn sats her.",
             "Prisen er <<pris>>.", "Skriv teksten her."]
)  # fmt: skip
def test_text_that_waits_for_somebody_is_refused(base: Release, text: str) -> None:
    assert any("vente på tekst" in message for message in faults(base, text))


def test_two_fields_beside_each_other_are_not_a_gap(base: Release) -> None:
    assert faults(base, "{{ title }}{{ agency_name }} kjøper.") == []


def test_headings_that_lead_to_nothing_are_refused(base: Release) -> None:
    text = (SET / FILE).read_text("utf-8")
    head, _, body = text.partition("\n+++\n")
    made = f"{head}\n+++\n## For tidlig {{for-tidlig}}\n\n{body}\n\n# Ingenting {{ingenting}}\n\n## Mer {{mer}}\n"
    said = " ".join(fault.message for fault in lint(overlaid(base, {FILE: made}).release))
    assert "«For tidlig» er på nivå 2, men det står ingen overskrift på nivå 1" in said
    assert "«Mer» har ingen punkter" in said and "«Ingenting» har ingen" not in said


def test_an_amount_of_yesterday_is_told_with_that_of_today(base: Release) -> None:
    (remark,) = told(changed(base, "Terskelen er kr 7 800 000 i året."))
    said = remark.message.replace("\u00a0", " ")
    assert "til 20. april 2026" in said and "Nå er den kr 8 700 000." in said
    assert remark.sentence == "Terskelen er kr\u00a07 800 000 i året."
    assert told(changed(base, "Terskelen er kr 8 700 000 i året.")) == []


@pytest.mark.parametrize(
    ("unit", "text"), [("%", "Vekten er minst 25 %."), ("måneder", "Det varer i 25 måneder.")]
)
def test_shares_and_months_run_out_too(base: Release, unit: str, text: str) -> None:
    row = AmountRow("x", "Grensen", Decimal(25), unit, "", True, None, date(2026, 1, 1))
    now = replace(row, amount=Decimal(35), valid_from=date(2026, 1, 2), valid_to=None)
    (remark,) = told(changed(base, text), replace(TODAY, amounts=(row, now)))
    assert f"Nå er den 35\u00a0{unit}" in remark.message


def test_a_paragraph_only_old_rules_stand_on_is_told(base: Release) -> None:
    old = replace(rulebook().rules[0], source="Anskaffelsesforskriften § 99-1", valid_to=date(2026, 1, 1))
    book = Rulebook("x", (*rulebook().rules, old))
    (remark,) = told(changed(base, "Se forskriften § 99-1."), replace(TODAY, book=book))
    assert remark.message.startswith("§ 99-1 står bare i regler som ikke gjelder lenger")
    assert told(changed(base, "Se forskriften § 99-1.")) == []


def test_a_deadline_that_is_not_the_rules_is_told(base: Release) -> None:
    (remark,) = told(changed(base, "Tilbudsfristen er minst åtte dager."))
    assert "minst ti dager, ikke åtte" in remark.message
    assert told(changed(base, "Tilbudsfristen er minst ti dager.")) == []


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-11-01", "skulle vært lest"), ("2026-12-20", "skal leses"), ("2027-02-01", "")],
)
def test_clauses_to_read_again(base: Release, day: str, words: str) -> None:
    found = told(changed(base, review_by=day))
    assert [words in remark.message for remark in found] == ([True] if words else [])


def test_terms_differ_but_a_verb_is_no_term(base: Release) -> None:
    (remark,) = told(changed(base, "Alle som kjøper, gir anbyder svar."))
    assert remark.message == "Skriv «leverandøren», ikke «anbyder», som ellers i malsettet."
    assert [r.message[:24] for r in told(changed(base, "Varsel til kjøper gis skriftlig."))] == [
        "Skriv «oppdragsgiveren»,"
    ]


def test_a_clause_without_a_lock_is_told(base: Release) -> None:
    text = add((SET / FILE).read_text("utf-8"), ID, ClauseText("ny", "Ny tekst."))
    text = text.replace("::: punkt ny lås=låst", "::: punkt ny")
    (remark,) = unlocked(Source(SET, {FILE: text}), base)
    assert (remark.document, remark.clause) == ("konkurransegrunnlag", "ny")
    assert unlocked(Source(SET), base) == ()


@pytest.mark.skipif(not spelling.available(), reason="no dictionary here")
def test_only_words_that_are_new_are_spelt(base: Release) -> None:
    words = new_words(base, changed(base, "Leverandøren skal levere kvantumvektertall og misforståellse."))
    assert "Leverandøren" not in words and words["misforståellse"].clause == ID
    assert "misforståellse" in spelling.unknown(frozenset(words))


def test_a_server_without_a_dictionary_says_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    spelling._works.cache_clear()
    spelling.unknown.cache_clear()
    assert not spelling.available() and spelling.unknown(frozenset({"misforståellse"})) == frozenset()
    spelling._works.cache_clear()


def test_the_shipped_set_has_little_to_look_at(base: Release) -> None:
    assert len(remarks(base, TODAY)) <= 2


def asked(base: Release, *more: Question) -> Release:
    """The set with questions more on its first page."""
    first, *rest = base.catalogue.questions.sections
    sections = (replace(first, questions=(*first.questions, *more)), *rest)
    return replace(base, catalogue=replace(base.catalogue, questions=Questionnaire(sections)))


def test_a_question_nobody_needs_or_is_asked_is_told(base: Release) -> None:
    lonely = Question("floors", "whole", "Etasjer")
    never = Question("area", "whole", "Areal", visible=parse("floors > 9 and floors < 3"))
    found = [r.message for r in remarks(asked(base, lonely, never), TODAY) if not r.document]
    assert any("«Areal» brukes ikke noe sted" in message for message in found)
    assert any("«Areal» blir aldri stilt" in message for message in found)
    assert not any("«Etasjer» brukes ikke" in message for message in found), "another question rests on it"


def test_what_the_program_reads_itself_is_really_read(root: Path) -> None:
    code = "".join(p.read_text("utf-8") for p in (root / "dpsdocs").glob("[das]*/*.py"))
    assert {key for key in READ_KEYS if f'"{key}"' not in code} == set()
