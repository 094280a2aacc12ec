"""Why a point stands there: condition, answers and rules behind it, what is closed, and where an answer is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

import pytest

from dpsdocs.assemble import check
from dpsdocs.config import ROOT
from dpsdocs.document.model import Table, plain, walk
from dpsdocs.domain import case_file
from dpsdocs.domain.case import Regime
from dpsdocs.domain.roles import Actor
from dpsdocs.masters.loader import load
from dpsdocs.services import competitions, previews, reasons
from dpsdocs.services.closed import HIDDEN
from dpsdocs.services.competitions import Opened
from dpsdocs.services.errors import NotFound
from dpsdocs.services.reasons import Given, Point, Reason
from tests.services.journey import Journey

SET = ROOT / "templates" / "masters" / "vektertjenester"
SECRETS: dict[str, Any] = {
    "extras": ["secret"], "confidential_text": "Koden er 4417", "confidential_access": "I KGV",
}  # fmt: skip


def sample(name: str, regime: Regime = "foa3") -> Opened:
    """A sample as the agency's own see it, without a database."""
    release, case = load(SET), case_file.read((SET / "samples" / f"{name}.json").read_bytes())
    checked = check(replace(case, dps=replace(case.dps, regime=regime)), release)
    return Opened(cast(Any, None), release, checked, True, False, "", sees_secrets=True)


@pytest.fixture(scope="module")
def reception() -> Opened:
    """One site, one contract."""
    return sample("reception")


@pytest.fixture(scope="module")
def part_two() -> Opened:
    """The same under Part II, whose paragraphs have other numbers."""
    return sample("reception", "foa2")


@pytest.fixture(scope="module")
def schools() -> Opened:
    """Several sites, some of it confidential."""
    return sample("schools")


def points(opened: Opened) -> list[Point]:
    """Every point the viewer may see."""
    found = (reasons._points(opened, spec.id) for spec, _ in previews.documents(opened))
    return [point for inside in found for point in inside]


def told(reason: Reason) -> tuple[Given, ...]:
    return (*reason.because, *reason.answers)


def asked(given: Iterable[Given]) -> list[tuple[str, str, list[str]]]:
    return [(g.label, g.shown, [one.question.key for one in g.asked]) for g in given]


def opened(journey: Journey, competition_id: str, by: Actor) -> Opened:
    return competitions.open_case(journey.session, journey.releases, by, competition_id)


def test_a_condition_is_told_in_words_with_the_answer_behind_it(reception: Opened) -> None:
    found = reasons.reason(reception, "konkurransegrunnlag", "varighet-opsjon")
    assert found.condition == "«Antall forlengelser» er større enn «0»"
    assert asked(found.because) == [("Antall forlengelser", "2", ["option_count"])]
    assert [one.section.id for g in found.because for one in g.asked] == ["varighet"]
    assert found.point.heading.endswith(" Varighet")
    assert found.point.place == f"{found.point.number} ({found.point.heading})"
    assert found.lock.startswith("Låst av UKE")
    assert found.release == reception.release.name


def test_what_follows_from_answers_leads_to_all_of_them(reception: Opened) -> None:
    found = reasons.reason(reception, "konkurransegrunnlag", "miljo-kriterium")
    assert asked(found.because) == [("Klima og miljø er kriterium", "Ja", ["weights"])]
    always = reasons.reason(reception, "konkurransegrunnlag", "varighet-tid")
    assert always.condition == "" and always.because == ()
    assert ("Oppstart", ["start_date"]) in [(label, keys) for label, _, keys in asked(always.answers)]
    term = next(
        g
        for g in reasons.reason(reception, "konkurransegrunnlag", "varighet-opsjon").answers
        if len(g.asked) > 1
    )
    assert {"start_date", "end_date"} <= {one.question.key for one in term.asked}


def test_the_requirements_are_counted_and_not_listed(reception: Opened) -> None:
    given = reasons.reason(reception, "kravspesifikasjon", "krav-tabell").answers
    (chosen,) = [g for g in given if [one.question.key for one in g.asked] == ["requirements"]]
    assert chosen.shown.endswith(" evaluerte krav") and "K-" not in chosen.shown


def test_a_record_is_told_in_words_and_leads_to_no_question(reception: Opened) -> None:
    found = reasons.reason(reception, "konkurransegrunnlag", "regelverk-foa3")
    assert asked(found.because) == [("Regelverk", "Anskaffelsesforskriften del III", [])]
    models = reasons.reason(reception, "konkurransegrunnlag", "prisformel").because
    assert [given.shown for given in models if given.label == "Prismodell"] == ["Lineær, aldri under 0"]


@pytest.mark.parametrize("document", ["konkurransegrunnlag", "skjermet", "finnesikke", ""])
@pytest.mark.parametrize("point", ["finnesikke", "", "\x00", "omfang", "om"])
def test_what_does_not_stand_there_is_not_found(reception: Opened, document: str, point: str) -> None:
    # «omfang» is for several sites, «om» the id of a heading
    with pytest.raises(NotFound):
        reasons.reason(reception, document, point)


def test_duties_are_the_sets_own_words_then_the_rules_of_the_same_paragraph(reception: Opened) -> None:
    found = reasons.reason(reception, "konkurransegrunnlag", "miljo-kriterium").duties
    assert [duty.rule for duty in found if not duty.rule] and found[0].words
    rules = [duty for duty in found if duty.rule]
    assert "criteria.environment" in {duty.rule for duty in rules}
    assert all("7-9 (2)" in duty.source for duty in rules)
    assert len({duty.words for duty in rules}) == len(rules), "a dated row that is not in force is told too"


def test_a_rule_of_another_subsection_is_not_told(reception: Opened) -> None:
    assert reasons._paragraphs("FOA §§ 18-1 (6) og (9) og 7-9") == {"18-1 (6)", "18-1 (9)", "7-9"}
    assert reasons._paragraphs("Anskaffelsesforskriften §§ 7-6, 14-3 (3) og 26-7 (3)") == {
        "7-6", "14-3 (3)", "26-7 (3)",
    }  # fmt: skip
    assert reasons._paragraphs("FOR-2008-02-08-112") == reasons._paragraphs("Personvern 26-7") == frozenset()
    general = reasons.reason(reception, "konkurransegrunnlag", "regelverk-foa3")
    assert general.source == "FOA § 26-7"
    assert [duty.rule for duty in general.duties if duty.rule] == []


def test_under_part_two_only_its_own_paragraphs_are_told(part_two: Opened) -> None:
    told = [reasons.reason(part_two, point.document_id, point.id) for point in points(part_two)]
    sources = " ".join(s for found in told for s in (found.source, *(duty.source for duty in found.duties)))
    assert "FOA § 8-4" in sources
    named = {paragraph.split("-")[0] for paragraph in reasons._paragraphs(sources)}
    assert named and max(int(chapter) for chapter in named) < 12


def test_a_point_of_the_library_names_where_else_it_stands(reception: Opened) -> None:
    other = reasons.reason(reception, "konkurransegrunnlag", "ett-ledd").elsewhere
    assert [(point.document_id, point.id) for point in other] == [("kontrakt", "ett-ledd")]


@pytest.mark.parametrize("name", ["reception", "part_two", "schools"])
def test_the_panel_and_the_internal_record_agree(name: str, request: pytest.FixtureRequest) -> None:
    case: Opened = request.getfixturevalue(name)
    tables = (b for b in walk(case.checked.documents["begrunnelser"].blocks) if isinstance(b, Table))
    rows = [row for table in tables if table.id == "hvorfortabell" for row in table.rows]
    compared = set()
    for row in (row for row in rows if row.style != "group"):
        _, document, clause = row.id.split(".", 2)
        place, _, condition, answers, source = (plain(cell) for cell in row.cells)
        found = reasons.reason(case, document, clause)
        assert (found.point.place, found.condition or "Alltid", found.source) == (place, condition, source)
        shown = {given.label for given in told(found)}
        assert set(answers.split(", ")) - {""} <= shown, (clause, answers, shown)
        compared.add((document, clause))
    missing = [
        point for point in points(case) if (point.document_id, point.id) not in compared
        and (found := reasons.reason(case, point.document_id, point.id)).condition + found.source
    ]  # fmt: skip
    inside = {spec.id for spec, _ in previews.documents(case) if spec.package == "internal"}
    assert len(compared) > 100 and {point.document_id for point in missing} <= inside


@pytest.mark.parametrize("name", ["reception", "schools"])
def test_where_an_answer_is_used_is_where_the_point_says_so(
    name: str, request: pytest.FixtureRequest
) -> None:
    case: Opened = request.getfixturevalue(name)
    used = used_points(case)
    said = {
        (one.question.key, point.document_id, point.id)
        for point in points(case)
        for given in told(reasons.reason(case, point.document_id, point.id))
        for one in given.asked
    }
    assert said <= used
    empty = {place[1:] for place in used - said}  # what has no value yet is not told at the point
    assert len(empty) <= 2


def test_uses_are_told_document_by_document_in_reading_order(reception: Opened) -> None:
    uses = reasons.used_in(reception)["option_count"]
    order = [spec.id for spec, _ in previews.documents(reception)]
    named = [point.document_id for use in uses for _, under in use.parts for point in under]
    assert named == sorted(named, key=order.index) and len(uses) == len(set(named))
    assert all(point.heading == heading for use in uses for heading, under in use.parts for point in under)
    assert sum(use.count for use in uses) == len(named)
    assert "hourly_estimate" not in reasons.used_in(reception), "what is only reckoned with stands nowhere"


def test_those_who_may_not_see_are_not_led_to_what_is_closed(schools: Opened) -> None:
    stranger = replace(schools, sees_secrets=False)
    closed = {"skjermet", "begrunnelser", "intern"}
    assert closed <= {point.document_id for point in points(schools)}
    assert {document for _, document, _ in used_points(stranger)} == {
        document for _, document, _ in used_points(schools)
    } - {spec.id for spec in schools.release.documents if spec.package != "bidders"}
    for document in closed:
        inside = next(point for point in points(schools) if point.document_id == document)
        with pytest.raises(NotFound):
            reasons.reason(stranger, document, inside.id)
    for point in points(stranger):
        found = reasons.reason(stranger, point.document_id, point.id)
        assert not {other.document_id for other in found.elsewhere} & closed
        for given in told(found):
            assert not (set(closed_answers(schools)) & {given.shown.lower()}), (point, given)


def test_tables_are_told_by_number_where_a_row_may_be_closed(schools: Opened) -> None:
    seen = reasons.reason(schools, "kravspesifikasjon", "objekter-liste").answers
    hidden = reasons.reason(
        replace(schools, sees_secrets=False), "kravspesifikasjon", "objekter-liste"
    ).answers
    shown = {given.label: given.shown for given in seen}, {given.label: given.shown for given in hidden}
    assert shown[0]["Objekter"] != shown[1]["Objekter"]
    assert shown[1]["Objekter"].endswith(" rader")


def test_what_is_sent_is_closed_to_the_purchasing_systems_manager(journey: Journey) -> None:
    made = journey.sent(**SECRETS)
    own, manager = opened(journey, made, journey.reader), opened(journey, made, journey.manager)
    assert (own.sees_secrets, manager.sees_secrets) == (True, False)
    found = reasons.reason(own, "skjermet", "opplysninger-tekst")
    assert ("Skjermede opplysninger", "Koden er 4417") in [(g.label, g.shown) for g in told(found)]
    with pytest.raises(NotFound):
        reasons.reason(manager, "skjermet", "opplysninger-tekst")
    with pytest.raises(NotFound):
        previews.frame(manager, "skjermet", {})
    fact = own.competition.facts["confidential_text"]
    assert (reasons._shown(own, fact), reasons._shown(manager, fact)) == ("Koden er 4417", HIDDEN)
    assert "confidential_text" in reasons.used_in(own)
    assert "confidential_text" not in reasons.used_in(manager)


def used_points(case: Opened) -> set[tuple[str, str, str]]:
    """A question's key with each point it is used in."""
    return {
        (key, point.document_id, point.id)
        for key, uses in reasons.used_in(case).items()
        for use in uses for _, under in use.parts for point in under
    }  # fmt: skip


def closed_answers(case: Opened) -> list[str]:
    """What is answered to the questions that are internal or confidential."""
    facts = (f for f in case.competition.facts.values() if f.question and (f.internal or f.confidential))
    return [reasons._shown(case, fact).lower() for fact in facts if fact.value is not None]
