"""The internal record: how things were reckoned on both paths, and where each rule is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dpsdocs.assemble import check
from dpsdocs.assemble.coverage import coverage_rows
from dpsdocs.assemble.record import record_rows
from dpsdocs.document.model import Table, plain, walk
from dpsdocs.domain.case import AmountChoice, Case, RuleChoice, Settings
from dpsdocs.domain.competition import build
from dpsdocs.domain.rules import SEVERITY_LABELS, deciding_day, rulebook
from dpsdocs.masters.release import Release
from dpsdocs.writers.outline_text import outline_text
from tests.assemble.cases import answered
from tests.domain.long_path import long_case, with_rows


@pytest.fixture(scope="module")
def long(reception: Case) -> Case:
    """Two lots, three sites, two posts and rounds."""
    return long_case(reception)


def calculations(case: Case, release: Release) -> dict[str, tuple[str, str]]:
    """How and result of each calculation, by id."""
    rows = record_rows(build(case, release.catalogue), ())["calculations"]
    return {row["id"]: (row["how"], row["result"]) for row in rows}


def spaced(found: tuple[str, str]) -> tuple[str, str]:
    """The same with plain spaces."""
    return found[0].replace("\u00a0", " "), found[1].replace("\u00a0", " ")


def test_the_long_path_shows_posts_quantities_and_lots(long: Case, release: Release) -> None:
    found = calculations(long, release)
    assert found["post-p1"][0] == "1 på vakt, mandag–fredag kl.\u00a008.00–16.00, hele avtaletiden"
    competition = build(long, release.catalogue)
    total = competition.rows["posts"][0]["total"]
    assert found["post-p1"][1] == f"{total} timer"
    assert found["line-2-L-11"] == ("300 per år i 4 år, enhet: runde", "1\u00a0200")
    assert found["lots"] == ("Summen av 2 delkontrakter", "kr\u00a09\u00a0000\u00a0000 ekskl.\u00a0mva.")
    assert "lines" in found and "lines" not in calculations(with_rows(long, "volumes"), release)


def test_the_short_path_shows_its_one_post(reception: Case, release: Release) -> None:
    found = calculations(reception, release)
    assert found["hours"][0].startswith("Én vekter mandag–fredag")
    assert not [key for key in found if key.startswith(("post-", "line-", "lots"))]


def test_the_deadline_is_reckoned_with_what_makes_it_longer(long: Case, release: Release) -> None:
    """Confidential parts add five days, a visit a working day; the dates that hang on the deadline are told."""
    visit = {"id": "b1", "place": "Porten", "at": {"date": "20.01.2027", "time": "10.00"},
             "sign_up": {"date": "18.01.2027", "time": "12.00"}}  # fmt: skip
    case = with_rows(answered(long, extras=["places", "lots", "visits"]), "visits", visit)
    found = {key: spaced(row) for key, row in calculations(case, release).items()}
    assert (
        found["minimum"][0]
        == "15 dager fra dagen etter mandag 11. januar 2027, fem av dem fordi deler er skjermet"
    )
    assert found["earliest"][1] == "onsdag 27. januar 2027 kl. 12.00"
    assert found["visit"][1] == "torsdag 28. januar 2027 kl. 12.00"
    assert found["chosen"] == (
        "Valgt i svarene, 29 dager etter utsendingen",
        "tirsdag 9. februar 2027 kl. 12.00",
    )
    assert found["answers"][1] == "onsdag 3. februar 2027 kl. 12.00"
    assert found["questions"][0] == "Foreslått av programmet: to virkedager før siste svar"
    assert found["sending"][1] == "søndag 17. januar 2027"
    assert "visit" not in calculations(long, release)


def test_the_value_stands_beside_the_limits_of_the_day(reception: Case, release: Release) -> None:
    found = {
        k: spaced(r) for k, r in calculations(answered(reception, estimated_value="500 000"), release).items()
    }
    assert found["limit-tax"] == (
        "500 000 kroner, gjelder fra 01.01.2017. Kilde: Anskaffelsesforskriften § 7-2", "Verdien er lik grensen",
    )  # fmt: skip
    assert found["limit-oslo_low"] == (
        "100 000 kroner, gjelder fra 04.05.2023, ikke bekreftet av UKE. Kilde: Instruks for Oslo kommunes anskaffelser "
        "punkt 4.1", "Verdien er høyere enn grensen",
    )  # fmt: skip
    assert "limit-eea" in found and "limit-special" not in found
    part2 = replace(reception, dps=replace(reception.dps, regime="foa2"))
    assert "limit-special" in calculations(part2, release)
    choice = AmountChoice("oslo_low", Decimal(600_000), date(2023, 5, 4))
    sure = replace(reception, settings=Settings(amounts=(choice,), rules_version="1"))
    told = spaced(calculations(sure, release)["limit-oslo_low"])
    assert told[0].startswith("600 000 kroner, gjelder fra 04.05.2023. Kilde: ")
    assert told[0].endswith("Bekreftet av UKE")


def test_the_rules_a_competition_was_held_against_stand_with_what_they_found(
    reception: Case, release: Release
) -> None:
    off = replace(reception, settings=Settings(rules=(RuleChoice("dps.beyond", "off"),), rules_version="3"))
    made = check(off, release)
    tables = {b.id: b for b in walk(made.documents["begrunnelser"].blocks) if isinstance(b, Table)}
    shown = {
        row.id.removeprefix("regeltabell."): [plain(cell) for cell in row.cells]
        for row in tables["regeltabell"].rows
    }
    rows = {rule: cells[1:] for rule, cells in shown.items() if not rule.startswith("gruppe.")}
    assert shown["annex.missing"][0] == "Bilaget er UKEs eget dokument og går uendret ut med pakken"
    assert rows["annex.missing"][1:] == ["Advarsel", "To funn"]
    assert rows["work.proposal"][1:] == ["Advarsel", "Ett funn"]
    assert rows["dps.beyond"][1:] == ["Advarsel", "Slått av"]
    assert f"Regeltabell {rulebook().version}.3" in outline_text(made.documents["begrunnelser"])
    assert set(rows) == {finding.rule for finding in made.findings} | {"dps.beyond"}
    clean: dict[str, str] = {}
    for row in tables["regler-rene"].rows:
        severity, told = plain(row.cells[0]), plain(row.cells[1])
        clean[severity] = f"{clean[severity]} {told}" if severity in clean else told
    assert list(clean) == ["Stopp", "Advarsel", "Merknad"]
    assert "Tilbudsfristen i en dynamisk innkjøpsordning er minst ti dager (" in clean["Stopp"]
    wanted: dict[str, dict[str, None]] = {severity: {} for severity in clean}
    for rule in rulebook().rules:
        held = rule.stage != "afterwards" and rule.holds(deciding_day(made.competition, rule), "foa3")
        if held and rule.id not in rows:
            wanted[SEVERITY_LABELS[rule.severity]][f"{rule.headline} ({rule.basis})."] = None
    assert clean == {severity: " ".join(words) for severity, words in wanted.items()}


def test_each_item_points_at_the_place_of_its_clause(reception: Case, release: Release) -> None:
    checked = check(reception, release)
    told = coverage_rows(release, checked.competition, checked.documents.values())
    by_ref = {(row["ref"], row["text"]): row for row in told["coverage"]}
    by_clause = {item.clause: by_ref.get((item.ref, item.text)) for item in release.coverage}
    delivered = by_clause["levering-tabell"]
    assert delivered is not None and delivered["place"] == "2.2.1 (2.2 Det leverandøren skal levere)"
    assert by_clause["objekter-liste"] is None
    assert {row["document"] for row in told["coverage"] if row["place"] == "Hele dokumentet"} == {
        "Prisskjema"
    }
    assert "Mangler i dokumentet" not in {row["place"] for row in told["coverage"]}


def test_an_item_that_is_not_asked_stands_with_the_rest_of_its_document(
    reception: Case, release: Release
) -> None:
    checked = check(reception, release)
    told = coverage_rows(release, checked.competition, checked.documents.values())
    rest = " ".join(row["items"] for row in told["coverage_absent"])
    (item,) = [item for item in release.coverage if item.clause == "objekter-liste"]
    assert f"{item.text} ({item.ref})." in rest
    for item in release.coverage:
        shown = (item.ref, item.text) in {(row["ref"], row["text"]) for row in told["coverage"]}
        assert shown is not (f"{item.text} ({item.ref})." in rest), item.ref


def test_the_record_shows_the_items_of_documents_before_it(reception: Case, release: Release) -> None:
    documents = check(reception, release).documents
    tables = [b for b in walk(documents["begrunnelser"].blocks) if isinstance(b, Table)]
    (sheet,) = [table for table in tables if table.id == "samsvarstabell"]
    shown = {(plain(row.cells[2]), plain(row.cells[3])) for row in sheet.rows}
    (rest,) = [table for table in tables if table.id == "restentabell"]
    assert 0 < len(sheet.rows) < len(release.coverage)
    assert 0 < len(rest.rows) < 20
    assert ("Invitasjon til å gi tilbud", "1.1 (1 Bruk)") in shown
