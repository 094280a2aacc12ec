"""What Oslomodellen and the routes of FOA § 7-9 come to in the documents, and why, in the internal record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from dpsdocs.assemble import check
from dpsdocs.assemble.check import Checked
from dpsdocs.document.model import Clause, Document, Gap, Paragraph, Table, Text, plain, walk
from dpsdocs.document.review import review
from dpsdocs.domain.case import Case, Judgement
from dpsdocs.masters.release import Release
from dpsdocs.writers.outline_text import outline_text
from tests.assemble.cases import answered
from tests.assemble.samples import light_environment, sample

AT = datetime(2027, 1, 11, 10)
SMALL: dict[str, Any] = {
    "estimated_value": "400 000",
    "hourly_estimate": "40",
    "end_date": "31.03.2028",
    "option_count": "0",
}
LOW: dict[str, Any] = {"extras": ["work"], "work_risk": "low", "work_reason": "Samme leverandør i ti år."}
HIGH: dict[str, Any] = {
    "extras": ["work"],
    "work_risk": "high",
    "work_reason": "Tilsyn har funnet brudd i bransjen.",
}
GREEN = "Kravene gjelder alle kjøretøy og all levering i hele avtaletiden."


def clause(document: Document, name: str) -> str:
    """The words of a clause, or nothing when it is not there."""
    for block in walk(document.blocks):
        if isinstance(block, Clause) and block.id == name:
            return (
                outline_text(replace(document, blocks=(block,)))
                .replace("\u00a0", " ")
                .replace("‹", "")
                .replace("›", "")
            )
    return ""


def table(document: Document, name: str) -> list[list[str]]:
    """The cells of a table."""
    (found,) = (b for b in walk(document.blocks) if isinstance(b, Table) and b.id == name)
    return [[plain(cell).replace("\u00a0", " ") for cell in row.cells] for row in found.rows]


def made(case: Case, release: Release, **answers: Any) -> Checked:
    return check(answered(case, **answers), release)


@pytest.mark.parametrize(
    ("answers", "letters", "tiers", "diligence"),
    [
        ({}, "A–H, I–T og V", "bare bruke underleverandører i ett ledd", ""),
        (LOW, "A–H og V", "høyst to ledd", ""),
        (HIGH, "A–H, I–T og V", "bare bruke underleverandører i ett ledd", "Kravsett B"),
        ({**HIGH, "contract_form": "framework", "ceiling": "6 000 000"}, "A–H, I–T og V", "ett ledd", "Kravsett A"),
        (SMALL, "A–E og F–T", "bare bruke underleverandører i ett ledd", ""),
        ({**SMALL, **LOW}, "A–E", "høyst to ledd", ""),
    ],
)  # fmt: skip
def test_the_letters_pull_ukes_block_into_both_documents(
    release: Release, answers: dict[str, Any], letters: str, tiers: str, diligence: str
) -> None:
    documents = made(sample("reception"), release, **answers).documents
    basis, contract = (
        clause(documents[name], "oslomodellen") for name in ("konkurransegrunnlag", "kontrakt")
    )
    assert f"Kravene {letters} i Oslomodellen gjelder" in basis
    assert f"Kravene {letters} i Oslomodellen gjelder" in contract
    assert "UKE-blokk" in contract
    for name in ("konkurransegrunnlag", "kontrakt"):
        assert tiers in clause(documents[name], "ett-ledd")
    told = clause(documents["kontrakt"], "aktsomhetskrav")
    assert (diligence in told) if diligence else ("Kravsett" not in told)


def test_below_the_lower_limit_there_is_no_block(release: Release) -> None:
    documents = made(sample("reception"), release, **{**SMALL, "estimated_value": "99 999"}).documents
    assert clause(documents["kontrakt"], "oslomodellen") == ""
    assert clause(documents["konkurransegrunnlag"], "oslomodellen") == ""


@pytest.mark.parametrize("answers", [{}, LOW, HIGH, SMALL])
def test_the_explanation_stands_in_the_internal_record(release: Release, answers: dict[str, Any]) -> None:
    checked = made(sample("reception"), release, **answers)
    told = table(checked.documents["intern"], "arbeidslivstabell")
    rows = checked.competition.rows["work"]
    assert told == [
        [str(row[key]).replace("\u00a0", " ") for key in ("what", "proposal", "why", "point")] for row in rows
    ]
    assert [row[3] for row in told][1:4] == ["Instruksen punkt 5", "Instruksen punkt 7", "Instruksen punkt 6"]
    assert told[0][3] in ("Instruksen punkt 4.1", "Instruksen punkt 4.3")
    assert answers.get("work_reason", "") in told[0][2]
    outward = [d for key, d in checked.documents.items() if key not in ("intern", "begrunnelser")]
    assert not any("Samme leverandør i ti år" in str(d) or "Tilsyn har funnet" in str(d) for d in outward)


def test_who_confirmed_the_proposal_stands_in_the_internal_record(release: Release) -> None:
    case = sample("reception")
    (found,) = (f for f in check(case, release).findings if f.rule == "work.proposal")
    words = Judgement("confirmed", found.rule, found.mark, "Lest og godtatt.", "Ingrid Solbakken", AT)
    told = table(check(replace(case, judgements=(words,)), release).documents["intern"], "funntabell")
    (row,) = (row for row in told if row[1] == found.title)
    assert row[4] == "Bekreftet av Ingrid Solbakken 11.01.2027 kl. 10.00. Lest og godtatt."


def test_what_is_put_aside_and_overridden_stands_there_with_its_reason(release: Release) -> None:
    short = answered(sample("reception"), tender_deadline={"date": "20.01.2027", "time": "12.00"},
                     start_date="01.03.2027", end_date="28.02.2029")  # fmt: skip
    found = {f.rule: f for f in check(short, release).findings}
    stop, warning = found["deadline.minimum"], next(f for f in found.values() if f.rule == "annex.missing")
    said = (
        Judgement("override", stop.rule, stop.mark, "Alle har sagt ja.", "Ingrid", AT, "Fem e-poster", "svar.pdf",
                  approved_by="Amir", approved_at=AT),
        Judgement("aside", warning.rule, warning.mark, "UKE sender bilaget.", "Ingrid", AT),
    )  # fmt: skip
    told = {
        row[1]: row
        for row in table(check(replace(short, judgements=said), release).documents["intern"], "funntabell")
    }
    assert told[stop.title][4] == (
        "Fravik av Ingrid 11.01.2027 kl. 10.00. Alle har sagt ja. Dokumentasjon: Fem e-poster, svar.pdf. "
        "Godkjent av Amir 11.01.2027 kl. 10.00."
    )
    assert told[warning.title][4] == "Satt til side av Ingrid 11.01.2027 kl. 10.00. UKE sender bilaget."


@pytest.mark.parametrize(
    ("route", "words"),
    [
        ("requirements", "oppfyller plikten i § 7-9 med krav til klima og miljø"), ("both", "sammen med kriteriet"),
        ("insignificant", "uvesentlig etter anskaffelsens art"), ("critical", "helse, sikkerhet eller beredskap"),
        ("national", "nasjonale minstekrav dekker klima og miljø"),
    ],
)  # fmt: skip
def test_each_route_of_climate_and_environment_has_its_text_and_reason(
    release: Release, route: str, words: str
) -> None:
    case = light_environment(sample("reception"), 20, route, environment_reason=GREEN)
    basis = check(case, release).documents["konkurransegrunnlag"]
    told = clause(basis, "miljo-krav") + clause(basis, "miljo-unntak")
    assert words in told
    assert (clause(basis, "miljo-krav") == "") is (route not in ("requirements", "both"))
    assert GREEN in clause(basis, "miljo-grunn")


def test_where_the_criterion_weighs_enough_there_is_no_other_route(release: Release) -> None:
    basis = check(sample("reception"), release).documents["konkurransegrunnlag"]
    assert [clause(basis, name) for name in ("miljo-krav", "miljo-unntak", "miljo-grunn")] == ["", "", ""]


def test_a_gap_only_uke_can_fill_is_a_stop_of_ukes(release: Release) -> None:
    document = check(sample("reception"), release).documents["kontrakt"]
    gap = Paragraph("sats", (Text("Satsen er "), Gap("sats", "sats", "uke")))
    (flaw,) = review(replace(document, blocks=(*document.blocks, gap)))
    assert (flaw.kind, "sats" in flaw.message) == ("gap-uke", True)
