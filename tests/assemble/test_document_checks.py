"""Checks of the finished documents: duties that stand there, replies, leftovers, and facts that are the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dpsdocs.assemble import check
from dpsdocs.assemble.check import Checked
from dpsdocs.assemble.consistency import canonical, differences, fields
from dpsdocs.assemble.document_checks import differing, document_findings
from dpsdocs.document.model import Clause, Document, Field, Paragraph, Text
from dpsdocs.document.review import review
from dpsdocs.domain.case import AmountChoice, AnnexFile, Case, Settings
from dpsdocs.masters.release import Release
from tests.assemble.cases import answered
from tests.assemble.samples import sample

Documents = dict[str, Document]
Broken = Callable[[Documents], Documents]


def without(document: str, clause: str) -> Broken:
    """The documents without a clause."""

    def made(documents: Documents) -> Documents:
        found = documents[document]
        kept = tuple(b for b in found.blocks if not (isinstance(b, Clause) and b.id == clause))
        assert len(kept) < len(found.blocks)
        return {**documents, document: replace(found, blocks=kept)}

    return made


def gone(document: str) -> Broken:
    """The documents without one of them."""
    return lambda documents: {key: d for key, d in documents.items() if key != document}


def other_text(document: str, key: str, text: str) -> Broken:
    """The documents with one fact written otherwise in one of them."""

    def made(documents: Documents) -> Documents:
        told = Clause("other", "locked", (Paragraph("other.1", (Field(key, "Felt", text),)),))
        return {
            **documents,
            document: replace(documents[document], blocks=(*documents[document].blocks, told)),
        }

    return made


# rule: the sample, and what breaks its documents
TRIED: dict[str, tuple[str, Broken]] = {
    "duty.tax": ("reception", without("konkurransegrunnlag", "dokumentasjon-liste")),
    "duty.wages": ("reception", without("kontrakt", "lonn-krav")),
    "duty.subcontractors": ("reception", without("kontrakt", "underleverandorer-kontakt")),
    "duty.transport": ("housing", without("kontrakt", "kjoretoy-utslipp")),
    "duty.data": ("alarm", without("konkurransegrunnlag", "databehandler")),
    "duty.undivided": ("reception", without("konkurransegrunnlag", "ikke-delt")),
    "requirements.reply": ("reception", gone("svarskjema")),
    "document.differs": (
        "reception",
        other_text("invitasjon", "tender_deadline", "onsdag 27. januar 2027 kl. 12.00"),
    ),
    "document.differs2": ("reception", other_text("kontrakt", "title", "Et annet navn")),
    "document.leftover": ("reception", other_text("kontrakt", "need", "Adressen er [sett inn adresse].")),
    "document.gap-agency": ("reception", lambda d: d),
    "document.gap-uke": ("reception", lambda d: d),
    "annex.missing": ("reception", lambda d: d),
}


@pytest.fixture(scope="module")
def checked(release: Release) -> dict[str, Checked]:
    """The samples these rules are tried on."""
    return {name: check(sample(name), release) for name in ("reception", "housing", "alarm")}


def found(checked: Checked, release: Release, documents: Documents) -> dict[str, str]:
    """The rules that hit, with the severity."""
    told = (
        *document_findings(checked.competition, release, documents),
        *differing(checked.competition, documents),
    )
    return {finding.rule: finding.severity for finding in told}


@pytest.mark.parametrize("rule", [rule for rule in TRIED if rule.startswith(("duty.", "requirements."))])
def test_what_must_stand_in_the_documents(checked: dict[str, Checked], release: Release, rule: str) -> None:
    name, broken = TRIED[rule]
    whole = dict(checked[name].documents)
    assert rule not in found(checked[name], release, whole)
    assert rule in found(checked[name], release, broken(whole))


def test_a_duty_with_an_amount_holds_from_the_amount(release: Release) -> None:
    for value, asked in (("500 000", False), ("500 001", True)):
        made = check(answered(sample("event"), estimated_value=value), release)
        broken = without("konkurransegrunnlag", "dokumentasjon-liste")(dict(made.documents))
        assert ("duty.tax" in found(made, release, broken)) is asked
        words = str(made.documents["konkurransegrunnlag"])
        assert ("skatteattest for merverdiavgift" in words) is asked


def test_a_fact_that_reads_otherwise_in_one_document_is_told_with_both(checked: dict[str, Checked]) -> None:
    case = checked["reception"]
    told = TRIED["document.differs"][1](dict(case.documents))
    (finding,) = differing(case.competition, told)
    assert (finding.rule, finding.severity, finding.keys) == (
        "document.differs",
        "stop",
        ("tender_deadline",),
    )
    assert "27. januar" in finding.mend.replace("\u00a0", " ")
    assert "Invitasjon til å gi tilbud" in finding.mend
    assert "Konkurransegrunnlag" in finding.mend
    assert differing(case.competition, case.documents) == ()


def test_under_part_two_the_same_is_asked_without_part_three(release: Release) -> None:
    case = sample("reception")
    made = check(replace(case, dps=replace(case.dps, regime="foa2")), release)
    (finding,) = differing(made.competition, TRIED["document.differs2"][1](dict(made.documents)))
    assert finding.rule == "document.differs2"
    assert "§" not in finding.source


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("tirsdag\u00a09.\u00a0februar\u00a02027", "09.02.2027", True),
        ("kr\u00a017\u00a0000\u00a0000 ekskl.\u00a0mva.", "17000000", True),
        ("to", "2", True), ("Resepsjonsvakt", "resepsjonsvakt", True), ("30\u00a0%", "35\u00a0%", False),
        ("9. februar 2027", "19. februar 2027", False), ("1 000", "1 001", False), ("Rådhuset", "Rådhuset nord", False),
    ],
)  # fmt: skip
def test_forms_of_the_same_fact(one: str, other: str, same: bool) -> None:
    assert (canonical(one) == canonical(other)) is same


def test_a_day_agrees_with_the_same_day_and_a_time(checked: dict[str, Checked]) -> None:
    document = checked["reception"].documents["kontrakt"]
    day, moment = Field("x", "Frist", "09.02.2027"), Field("x", "Frist", "tirsdag 9. februar 2027 kl. 12.00")
    told = replace(document, blocks=(Paragraph("a", (day, Text(" og "), moment)),), facts=())
    assert list(differences([told])) == []
    assert [field.text for field in fields(told)] == [day.text, moment.text]


@pytest.mark.parametrize(
    "words", ["[sett inn dato]", "<Navn>", "XXX", "TBD", "lorem ipsum", "Hvem???", "todo"]
)
def test_what_people_leave_behind_stops(release: Release, words: str) -> None:
    made = check(answered(sample("reception"), need=f"Vi trenger {words} vektere."), release)
    stops = [finding for finding in made.stops if finding.rule == "document.leftover"]
    assert [finding.keys for finding in stops] == [("need",)]


@pytest.mark.parametrize("words", ["[1]", "størrelse XL", "<", "Hvem? Hva?", "taxxi"])
def test_what_only_looks_like_it_passes(release: Release, words: str) -> None:
    made = check(answered(sample("reception"), need=f"Vi trenger {words} vektere."), release)
    assert made.stops == ()


def test_gaps_of_the_agency_and_of_uke_stop(checked: dict[str, Checked], release: Release) -> None:
    draft = check(answered(sample("reception"), site_name=""), release)
    assert "answers.required" in {finding.rule for finding in draft.stops}
    assert [flaw.kind for flaw in review(draft.documents["kravspesifikasjon"])][:1] == ["gap-agency"]
    assert all(review(document) == () for document in checked["reception"].documents.values())


def test_no_form_is_missed_before_the_weights_decide_which_there_are(release: Release) -> None:
    begun = check(answered(sample("reception"), weights=""), release)
    assert any(row["kind"] == "B" for row in begun.competition.rows["requirements"])
    assert "miljosvar" not in begun.documents
    assert "requirements.reply" not in {finding.rule for finding in begun.findings}


def test_an_annex_uke_has_not_put_in_is_a_warning(release: Release) -> None:
    case: Case = sample("alarm")
    rules = [finding.title for finding in check(case, release).findings if finding.rule == "annex.missing"]
    assert len(rules) == 3
    given = replace(case, annexes=(AnnexFile("databehandleravtale", "d.pdf", "0" * 64),))
    left = [finding.title for finding in check(given, release).findings if finding.rule == "annex.missing"]
    assert len(left) == 2
    assert not any("databehandleravtale" in title for title in left)


def test_an_amount_uke_sets_moves_both_text_and_rule(release: Release) -> None:
    """The text and the rule read the same amount: neither can be changed without the other."""
    choice = AmountChoice("tax", Decimal(5_000_000), date(2017, 1, 1))
    settings = Settings(amounts=(choice,), rules_version="1")
    made = check(replace(sample("reception"), settings=settings), release)
    assert "skatteattest for merverdiavgift" not in str(made.documents["konkurransegrunnlag"])
    assert made.stops == ()
