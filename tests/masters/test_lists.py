"""Changed questions and lists lie over a release like clauses do, and what is wrong in them is told in words."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from dpsdocs.config import ROOT
from dpsdocs.domain.fixed import COLUMNS, FIXED, NEEDED, is_free_name
from dpsdocs.masters import edit, list_uses, records
from dpsdocs.masters.lint import lint
from dpsdocs.masters.loader import load
from dpsdocs.masters.overlay import overlaid
from dpsdocs.masters.record_kinds import KINDS, QUESTIONS, REQUIREMENTS, SECTIONS
from dpsdocs.masters.release import Release
from dpsdocs.masters.wording import Wording

SET = ROOT / "templates" / "masters" / "vektertjenester"
FILE = "documents/konkurransegrunnlag.md"


@pytest.fixture(scope="module")
def base() -> Release:
    return load(SET)


def read(name: str) -> str:
    return (SET / name).read_text("utf-8")


def asked(key: str, values: dict[str, Any], after: str = "need", text: str = "") -> str:
    return records.add(
        text or read("questions.toml"), QUESTIONS, key, {"kind": "line", "label": "Ny?", **values}, after
    )


def written(id: str, list_id: str = "sporsmal", options: Any = None, **values: Any) -> dict[str, str]:
    found = records.record(read(KINDS[list_id].file), KINDS[list_id], id)
    kept = {k: v for k, v in {**found.values, **values}.items() if v is not None and k != KINDS[list_id].key}
    text = read(KINDS[list_id].file)
    made = records.write(text, KINDS[list_id], id, kept, found.options if options is None else options)
    return {KINDS[list_id].file: made}


def told(base: Release, texts: dict[str, str]) -> list[str]:
    """What is wrong: in lists, and in documents."""
    made = overlaid(base, texts)
    whole = [*made.list_faults, *(fault for found in made.faults.values() for fault in found)]
    return [f"{fault.clause}: {fault.message}" for fault in whole]


def test_a_new_question_is_a_field_at_once(base: Release) -> None:
    texts = {"questions.toml": asked("dogs", {"short": "Antall hunder", "kind": "whole"})}
    made = overlaid(base, texts)
    question = made.release.catalogue.questions.get("dogs")
    assert question and question.section == "behov" and made.changed == () and not made.list_faults
    assert made.release.masters is not base.masters and base.catalogue.questions.get("dogs") is None
    words = Wording(made.release)
    assert words.source("Oppdraget har [Antall hunder].") == "Oppdraget har {{ dogs }}."
    text = edit.ClauseText("verdi-mengder", words.source("Oppdraget har [Antall hunder]."))
    both = {**texts, FILE: edit.write(read(FILE), text)}
    assert told(base, both) == []
    said = "{% if dogs %}Det er hunder.{% endif %}"
    told_of = {**texts, FILE: edit.write(read(FILE), edit.ClauseText("verdi-mengder", said))}
    assert told(base, told_of) == []
    without = told(base, {FILE: both[FILE]})
    assert without == ["verdi-mengder: Feltet «dogs» finnes ikke."]


def test_only_what_is_touched_is_made_anew(base: Release) -> None:
    made = overlaid(base, written("need", label="Hva skal kjøpes?"))
    assert made.changed == () and all(made.release.masters[id] is base.masters[id] for id in base.masters)
    again = overlaid(base, written("need", label="Hva skal kjøpes?"))
    assert again.release.catalogue is made.release.catalogue
    assert made.release.catalogue.requirements == base.catalogue.requirements
    texts = {"set.toml": read("set.toml").replace('["dagmulkt", "mulkt"]', '["dagmulkt", "bot"]')}
    assert overlaid(base, texts).release.terms["dagbot"] == ("dagmulkt", "bot")
    texts = written("L-1", "prislinjer", label="Vektertime på dagen")
    assert overlaid(base, texts).release.catalogue.price_lines[0].label == "Vektertime på dagen"


WRONG: list[tuple[str, str, dict[str, Any], str]] = [
    ("need", "sporsmal", {"visible": "finnes_ikke == True"}, "bruker «finnes_ikke», som ikke finnes"),
    ("title", "sporsmal", {"visible": 'contract_form == "single"'}, "spør etter «Avtaleform», som kommer senere"),
    ("need", "sporsmal", {"visible": 'need == "x"'}, "som kommer senere"),
    ("om", "sider", {"visible": '"x" in need'}, "som kommer senere"),
    ("sites.name", "kolonner", {"visible": 'kind == "housing"'}, "som kommer senere"),
    ("ceiling", "sporsmal", {"visible": 'contract_form == "evig"'}, "spør etter «evig» i «Avtaleform»"),
    ("ceiling", "sporsmal", {"visible": '"ufo" in services'}, "spør etter «ufo» i «Tjenester»"),
    ("guards", "sporsmal", {"minimum": "200", "maximum": "1"}, "større enn største"),
    ("guards", "sporsmal", {"minimum": "mange"}, "skal være tall"),
    ("guards", "sporsmal", {"minimum": "NaN"}, "skal være tall"),
    ("need", "sporsmal", {"kind": "line"}, "Svaret må være «lang tekst»"),
    ("sites.homes", "kolonner", {"kind": "line"}, "Svaret må være «helt tall»"),
    ("contract_form", "sporsmal", {"options": ()}, "har ingen valg"),
    ("sites.lot", "kolonner", {"options_from": "rows:need"}, "ikke er en tabell"),
    ("permit", "krav", {"chapter": "borte"}, "Kapittelet til kravet finnes ikke"),
    ("permit", "krav", {"number": "K-02"}, "brukt flere ganger"),
    ("permit", "krav", {"kind": "B", "criterion": None}, "må ha et kriterium"),
    ("permit", "krav", {"services": ["borte"]}, "Tjenesten «borte» finnes ikke"),
    ("permit", "krav", {"when": "borte == True"}, "som ikke finnes"),
    ("L-1", "prislinjer", {"when": "borte == True"}, "som ikke finnes"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("id", "kind", "values", "words"), WRONG, ids=[f"{w[0]}-{n}" for n, w in enumerate(WRONG)]
)
def test_what_is_wrong_is_told_at_its_record(
    base: Release, id: str, kind: str, values: dict[str, Any], words: str
) -> None:
    given = dict(values)
    messages = told(base, written(id, kind, given.pop("options", None), **given))
    assert any(m.startswith(f"{id}: ") and words in m for m in messages), messages


def test_an_option_that_a_condition_names_is_missed_in_clauses_and_questions(base: Release) -> None:
    found = records.record(read("questions.toml"), QUESTIONS, "extras")
    messages = told(base, written("extras", options=tuple(o for o in found.options if o[0] != "equipment")))
    assert any(m.startswith("utstyr: ") and "«equipment» i «Mer enn det enkle»" in m for m in messages), (
        messages
    )


def test_a_part_of_a_condition_that_nobody_can_answer_is_told_too(base: Release) -> None:
    said = "{% if contract_form == 'evig' or has_lots == True %}Det er delt.{% endif %}"
    messages = told(base, {FILE: edit.write(read(FILE), edit.ClauseText("verdi-mengder", said))})
    assert messages == [
        "verdi-mengder: Vilkåret spør etter «evig» i «Avtaleform», men det er ikke et valg der. Rett det ene av dem."
    ]


def test_a_question_taken_out_is_missed_where_it_is_used(base: Release) -> None:
    texts = {"questions.toml": records.remove(read("questions.toml"), QUESTIONS, "title")}
    messages = told(base, texts)
    whole = {f"{fault.clause}: {fault.message}" for fault in lint(load(SET, texts))}
    assert set(messages) == whole
    assert "title: Spørsmålet «title» mangler. Ingen konkurranse kan lages uten det." in messages
    assert any("Feltet «title» finnes ikke" in m for m in messages)
    broken = overlaid(base, {"questions.toml": "[[section]]\nid = 'x'\n"})
    assert broken.release.catalogue is base.catalogue
    assert broken.list_faults[0].message == "Opplysningen «title» mangler i en av listene i settet."


def test_uses_are_told_and_what_nobody_uses(base: Release) -> None:
    uses = list_uses.used_in(base, "contract_form")
    assert {use.kind for use in uses} >= {"", "sporsmal"} and any(u.document == "kontrakt" for u in uses)
    assert "Kontaktpersonens navn" in list_uses.follows("contact")
    new = {"kind": "choice", "label": "Hvilken?"}
    text = records.write(
        asked("breed", new), QUESTIONS, "breed", new, (("a", "Schäfer", ""), ("b", "Puddel", ""))
    )
    made = overlaid(base, {"questions.toml": text}).release
    assert list_uses.unused(made, "breed") and not list_uses.unused(made, "need")
    assert list_uses.unasked(made, "breed") == ("Schäfer", "Puddel")
    later = asked("tricks", {"visible": 'breed == "a"'}, "breed", text)
    made = overlaid(base, {"questions.toml": later}).release
    assert not list_uses.unused(made, "breed") and list_uses.unasked(made, "breed") == ("Puddel",)
    assert [use.id for use in list_uses.used_in(made, "breed")] == ["tricks"]
    assert "referanser" in [use.id for use in list_uses.asked_for(base, "requirements", "key-persons")]
    assert any(u.id == "response_high" for u in list_uses.asked_for(base, "services", "alarm"))
    assert list_uses.asked_for(base, "services", "borte") == ()
    assert list_uses.unasked(base, "need") == () == list_uses.unasked(base, "contract_form")


def test_the_shipped_set_has_every_fixed_question_and_no_fault(base: Release) -> None:
    kinds = {q.key: q.kind for q in base.catalogue.questions}
    assert kinds.items() >= FIXED.items() and set(NEEDED) <= set(FIXED)
    columns = {q.key: {c.key: c.kind for c in q.columns} for q in base.catalogue.questions if q.columns}
    assert columns == COLUMNS
    assert lint(base) == []


def test_every_question_the_program_reads_is_fixed(base: Release) -> None:
    said = set()
    for room in ("domain", "assemble", "services"):
        for path in (ROOT / "dpsdocs" / room).glob("*.py"):
            if path.name != "fixed.py":
                tree = ast.walk(ast.parse(path.read_text("utf-8")))
                said |= {
                    node.value
                    for node in tree
                    if isinstance(node, ast.Constant) and isinstance(node.value, str)
                }
    assert {q.key for q in base.catalogue.questions if q.key in said} <= set(FIXED)


def test_what_stands_first_in_a_file_lies_over_too(base: Release) -> None:
    made = overlaid(base, {**written("malsettet", "malsettet", title="Vakthold")})
    assert (made.release.title, made.release.version) == ("Vakthold", base.version) and not made.list_faults
    texts = written("prisskjema", "prisskjema", model="linear", guidance=["Fyll ut alle felt."])
    made = overlaid(base, texts)
    assert made.release.price_guidance == ("Fyll ut alle felt.",)
    assert made.release.catalogue.price_models[0] == "linear"
    texts = written("day", "tidsband", label="På dagen")
    assert overlaid(base, texts).release.catalogue.bands[0].label == "På dagen"


def test_names_the_program_uses_itself_are_not_free() -> None:
    for name in (
        "asked",
        "tab",
        "csrf_token",
        "in",
        "not",
        "true",
        "long",
        "title",
        "Stor",
        "1x",
        "a",
        "x" * 41,
        "a-b",
    ):
        assert not is_free_name(name), name
    assert is_free_name("dogs") and is_free_name("antall_hunder")


def test_every_list_of_the_set_has_records(base: Release) -> None:
    for kind in KINDS.values():
        assert records.records(read(kind.file), kind), kind.id
    assert len(records.records(read("requirements.toml"), REQUIREMENTS)) == len(base.catalogue.requirements)
    assert len(records.records(read("questions.toml"), SECTIONS)) == len(base.catalogue.questions.sections)
