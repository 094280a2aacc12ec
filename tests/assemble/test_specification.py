"""The specification and the forms beside it say what fits: one site or many, hours or calls, a weekend or years."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpsdocs.document.model import Clause, Document, Table, plain, walk
from dpsdocs.domain import case_file
from dpsdocs.domain.case import Case
from dpsdocs.domain.competition import build
from dpsdocs.masters.compose import compose
from dpsdocs.masters.release import Release
from dpsdocs.writers.outline_text import outline_text
from tests.assemble.cases import answered, confidential, framework, without_environment
from tests.domain.long_path import changed, rows, with_rows


def sample(release: Release, name: str) -> Case:
    """A shipped sample."""
    return case_file.read((release.folder / "samples" / f"{name}.json").read_bytes())


def made(case: Case, release: Release, document: str = "kravspesifikasjon") -> Document:
    """One document of the case."""
    return compose(release, build(case, release.catalogue), document)


def clauses(document: Document) -> set[str]:
    """The ids of its clauses."""
    return {block.id for block in walk(document.blocks) if isinstance(block, Clause)}


def table(document: Document, table_id: str) -> list[list[str]]:
    """A table's head and rows in words."""
    found = next(b for b in walk(document.blocks) if isinstance(b, Table) and b.id == table_id)
    return [[c.label for c in found.columns], *([plain(cell) for cell in row.cells] for row in found.rows)]


def choosing(case: Case, *more: str) -> Case:
    """The case with requirements added."""
    return answered(case, requirements=[*case.answers["requirements"], *more])  # type: ignore[list-item]


def test_one_site_is_told_in_a_chapter_and_many_in_a_list(reception: Case, release: Release) -> None:
    short, long = made(reception, release), made(sample(release, "campus"), release)
    assert {"sted-tabell"} <= clauses(short) and not clauses(short) & {"objekter-liste", "poster-tabell"}
    assert {"objekter-liste", "poster-tabell", "delkontrakter-tabell"} <= clauses(long)
    assert "sted-tabell" not in clauses(long)


def test_the_list_of_sites_has_the_columns_it_needs(release: Release) -> None:
    case = sample(release, "campus")
    sites = [{"name": f"Bygg {n}", "address": f"Gate {n}", "kind": "office", "lot": lot, "risk": "1", "secret": "no"}
             for n, lot in enumerate((case.tables["lots"][1].id, case.tables["lots"][0].id), 1)]  # fmt: skip
    bare = table(made(with_rows(case, "sites", *sites), release), "objekttabell")
    assert bare[0] == ["Nr.", "Objekt og adresse", "Type", "Risiko"]
    assert [row[0] for row in bare[1:]][1::2] == ["O-02", "O-01"]  # lot by lot, each below the lot's name
    noted = table(
        made(with_rows(case, "sites", {**sites[0], "note": "Port"}, sites[1]), release), "objekttabell"
    )
    assert noted[0][-1] == "Merknad"


def test_more_sites_than_a_text_can_list_are_summed_up(release: Release) -> None:
    document = made(sample(release, "housing"), release)
    assert "objekter-oppsummering" in clauses(document) and "objekter-liste" not in clauses(document)
    summed = table(document, "objektsammendrag")
    assert summed[0] == ["Type", "Risiko", "Objekter", "Boliger"] and summed[-1][0] == "Sum"


def test_a_single_site_on_the_long_path(release: Release) -> None:
    case = sample(release, "schools")
    one = replace(case, tables={**case.tables, "sites": case.tables["sites"][:1]})
    assert "Konkurransen gjelder ett objekt." in outline_text(made(one, release))


def test_calls_alone_need_no_time_bands(release: Release) -> None:
    case = sample(release, "alarm")
    bare = with_rows(case, "volumes", {"unit": "callout", "quantity": "100"})
    bare = replace(bare, tables={**bare.tables, "shifts": ()})
    found, text = clauses(made(bare, release)), outline_text(made(bare, release))
    assert not found & {"tidsband-tabell", "tidsband-regel", "ekstra-bestilling", "ekstra-akutt"}
    assert "Oppdrag etter behov kan oppdragsgiveren" in text.replace("‹", "") and "Timer i hvert" not in text
    extra = with_rows(bare, "volumes", {"unit": "extra_night", "quantity": "100"})
    assert "ekstra-bestilling" in clauses(made(extra, release))
    assert table(made(extra, release), "tidsband-timer")[0] == ["Tidsbånd", "Tidsrom"]


def test_the_short_path_under_a_framework_with_alarms(reception: Case, release: Release) -> None:
    alarm = answered(framework(confidential(reception)), services=["static", "alarm"], response_high="15",
                     response_low="25")  # fmt: skip
    document = made(alarm, release)
    assert {"sted-endring", "sted-skjermet", "responstid-sted"} <= clauses(document)
    assert "risikoklasse 3 innen ‹15› minutter" in outline_text(document)
    assert "opplysninger-sted" in clauses(made(alarm, release, "skjermet"))


@pytest.mark.parametrize(
    ("requirement", "number"), [("incident", "T-2"), ("replacement", "T-4"), ("exam-arrival", "T-13")]
)
def test_a_level_follows_its_requirement(
    reception: Case, release: Release, requirement: str, number: str
) -> None:
    without = answered(reception, requirements=["permit"])
    assert number not in {row[0] for row in table(made(without, release), "tjenestenivaer")}
    assert number in {
        row[0] for row in table(made(choosing(without, requirement), release), "tjenestenivaer")
    }


def test_whom_a_requirement_holds_for_is_told_only_when_it_is_not_all(release: Release) -> None:
    case = sample(release, "schools")
    limited = answered(case, extras=[*case.answers["extras"], "own_requirements"])  # type: ignore[misc]
    own = {"text": "Leverandøren skal ha nøkkel.", "kind": "A", "chapter": "nokler",
           "documentation": "Bekreftelse", "site": case.tables["sites"][0].id}  # fmt: skip
    assert table(made(case, release), "kravtabell")[0][-1] == "Svar"
    document = made(with_rows(limited, "own_requirements", own), release)
    assert table(document, "kravtabell")[0][-1] == "Gjelder"
    assert ["E-01", "O-01"] in [[row[0], row[-1]] for row in table(document, "kravtabell")]


def test_a_weekend_has_no_months_and_no_next_supplier(release: Release) -> None:
    event = choosing(sample(release, "event"), "continuity")
    found = clauses(made(event, release))
    assert {"moter-kort", "oppstart-kort", "overlevering-kort"} <= found
    assert not found & {"moter", "oppstartsplan", "overlevering", "overlevering-objekter"}
    plan = outline_text(made(event, release, "bemanningsplan"))
    assert "Antall ulike vektere i oppdraget" in plan and "normal uke" not in plan


def test_cars_without_an_environment_criterion_are_listed_and_give_no_points(
    reception: Case, release: Release
) -> None:
    cars = answered(without_environment(reception), extras=["cars"])
    found = clauses(made(cars, release, "miljosvar"))
    assert {"utfylling-uten-poeng", "transport-tabell"} <= found
    assert not found & {"utfylling-poeng", "svar-tabell", "plan-tabell"}


def test_secrecy_covers_visits_and_lots(release: Release) -> None:
    case = sample(release, "campus")
    secret = changed(case, "sites", case.tables["sites"][0].id, secret="yes", secret_note="Skap 4")
    secret = answered(secret, confidential_access="I KGV")
    text = outline_text(made(secret, release, "taushetserklaering"))
    assert "på befaringen" in text and "får noen delkontrakt" in text
    buyers = [{"name": "Etat B", "org_number": "899917391", "address": "Gate 2", "contact": {}}]
    joint = replace(answered(secret, extras=[*secret.answers["extras"], "buyers"]),  # type: ignore[misc]
                    tables={**secret.tables, "buyers": rows(*buyers)})  # fmt: skip
    sites = table(made(joint, release, "skjermet"), "objekttabell")
    assert "Virksomhet" in sites[0] and "Skap 4" in sites[-1]
    assert "kjopere-tabell" in clauses(made(joint, release))
