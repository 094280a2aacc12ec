"""The samples that ship with the set, and what no sample can be: each variant with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from dpsdocs.domain import case_file
from dpsdocs.domain.answers import Raw
from dpsdocs.domain.case import Adapted, AnnexFile, Case, Followed, Regime, TableRow
from dpsdocs.masters.release import Release
from tests.assemble.cases import answered, confidential, everything, framework, without_environment

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "masters" / "vektertjenester" / "samples"
NAMES = ("reception", "housing", "event", "campus", "alarm", "terminals", "schools")
_ANNEXES = ("standardkontrakt", "oslomodellen-krav", "databehandleravtale")
_GREEN = ("env-transport", "env-vehicles", "env-charging")


@cache
def sample(name: str) -> Case:
    """A sample as it is read from its file."""
    return case_file.read((FOLDER / f"{name}.json").read_bytes())


@dataclass(frozen=True, slots=True)
class Variant:
    """A sample with something else, and why no sample is like that."""

    name: str
    why: str
    made: Callable[[], Case]


def every_row(case: Case, table: str, **cells: Raw) -> Case:
    """The case with these cells in every row of a table; a cell that becomes empty is left out."""
    rows = tuple(
        TableRow(row.id, {k: v for k, v in {**row.answers, **cells}.items() if v})
        for row in case.tables[table]
    )
    return replace(case, tables={**case.tables, table: rows})


def some_rows(case: Case, table: str, keep: Callable[[Mapping[str, Raw]], bool]) -> Case:
    """The case with the rows of a table that are kept."""
    rows = tuple(row for row in case.tables[table] if keep({"id": row.id, **row.answers}))
    return replace(case, tables={**case.tables, table: rows})


def chosen(case: Case, *more: str, without: tuple[str, ...] = ()) -> Case:
    """The case with other requirements."""
    kept = [r for r in case.answers["requirements"] if r not in without]
    return answered(case, requirements=[*kept, *more])


def ruled(name: str, regime: Regime = "foa2", penalty: str = "", notice: str = "f9b15567") -> Case:
    """A sample under another purchasing system."""
    case = sample(name)
    dps = replace(case.dps, regime=regime, penalty_terms=penalty, notice_id=notice)
    return replace(case, dps=dps)


def with_annexes() -> Case:
    """Alarms, when UKE has put in all its files, has approved other words in a clause and made a new release."""
    at = datetime(2026, 11, 2, 9, 30)
    signed = Adapted(
        "konkurransegrunnlag", "levering-signatur", "Leverandøren skal signere for hånd.", "Arkivet krever det.",
        "Ingrid Solbakken", at, "approved", "2025.2", "Nora Vik", at, "Greit her.",
    )  # fmt: skip
    followed = Followed(
        "2025.2", "2026.1", "Ingrid Solbakken", at, "Konkurransegrunnlag: Språk, form og levering"
    )
    annexes = tuple(AnnexFile(annex, f"{annex}.pdf", "0" * 64) for annex in _ANNEXES)
    return replace(sample("alarm"), annexes=annexes, adapted=(signed,), followed=(followed,))


def joint_lots() -> Case:
    """Campuses for three agencies, a contract for each lot and each supplier, one site confidential.

    Quality is priced, lot by lot.
    """
    case = sample("campus")
    sites = tuple(
        TableRow(row.id, {**row.answers, "secret": "yes" if row.id == "o10" else "no"})
        for row in case.tables["sites"]
    )
    made = answered(
        case, extras=[*case.answers["extras"], "buyers"], contract_form="single", lots_most="1", option_count="0",
        confidential_access="I KGV etter at taushetserklæringen er signert", price_model="priced",
    )  # fmt: skip
    made = every_row(made, "lots", point_value="900 000")
    return replace(
        made, tables={**made.tables, "sites": sites, "buyers": sample("terminals").tables["buyers"]}
    )


def free_lots() -> Case:
    """Campuses where one supplier can have all and nothing is manned, with alarms for the doors, scored linearly."""
    case = some_rows(sample("campus"), "volumes", lambda row: row["unit"] == "opening")
    tables = {key: rows for key, rows in case.tables.items() if key in ("lots", "sites", "volumes", "visits")}
    made = answered(
        case, lots_most="", services=["opening"], price_model="linear",
        extras=["places", "lots", "visits", "equipment", "evaluation"],
    )  # fmt: skip
    made = replace(made, tables={**tables, "equipment": sample("alarm").tables["equipment"]})
    return every_row(made, "equipment", lot="d1")


def one_site() -> Case:
    """Alarms at one site, without extra guards, and without scales of its own."""
    case = some_rows(sample("alarm"), "sites", lambda row: row["id"] == "o1")
    case = every_row(case, "subcriteria", scale="")
    return some_rows(case, "volumes", lambda row: not str(row["unit"]).startswith("extra"))


def short_and_confidential() -> Case:
    """Reception as a framework agreement with confidential parts and requirements of its own."""
    case = confidential(framework(sample("reception")))
    tables = {key: rows for key, rows in sample("terminals").tables.items() if key.endswith("_requirements")}
    made = answered(case, extras=["secret", "own_requirements"])
    made = every_row(replace(made, tables=tables), "own_requirements", site="")
    return some_rows(made, "adapted_requirements", lambda row: row["requirement"] == "replacement")


def light_environment(case: Case, weight: int, route: str, **answers: Raw) -> Case:
    """The case under a system where climate and environment may count less, with a route of its own."""
    price, quality, green = case.dps.criteria
    criteria = (price, replace(quality, maximum=Decimal(60)), replace(green, minimum=Decimal(5)))
    weights = {"price": "40", "quality": str(60 - weight), "environment": str(weight)}
    more = {"weights": weights, "environment_route": route, **answers}
    return chosen(answered(replace(case, dps=replace(case.dps, criteria=criteria)), **more), "env-batteries")


def exempt(route: str, **answers: Raw) -> Case:
    """Reception where climate and environment is exempt, with the reason."""
    reason = "Oppdraget er én resepsjon uten transport, og utstyret er alt kjøpt inn av oppdragsgiveren."
    made = without_environment(sample("reception"))
    return answered(made, environment_route=route, environment_reason=reason, **answers)


def half_year_with_extension() -> Case:
    """Reception for half a year, and three months more."""
    return answered(
        sample("reception"),
        end_date="30.09.2027",
        option_count="1",
        option_months="3",
        estimated_value="860 000",
    )


VARIANTS = (
    Variant("reception under part II", "the samples' system is under part III", lambda: ruled("reception")),
    Variant("campus under part II", "the samples' system is under part III", lambda: ruled("campus")),
    Variant("schools under part II", "the samples' system is under part III", lambda: ruled("schools")),
    Variant("dagbot", "only UKE can write the terms", lambda: ruled("reception", "foa3", "5 000 kroner per avvik")),
    Variant("no notice number", "the samples' system has one", lambda: ruled("reception", "foa3", notice="")),
    Variant("annexes", "only UKE can put in the files and approve other words", with_annexes),
    Variant("two criteria and cars", "the samples' system announced three criteria",
            lambda: without_environment(chosen(sample("alarm"), without=_GREEN))),
    Variant("joint lots", "campus has one buyer, and terminals no lots", joint_lots),
    Variant("free lots", "campus has posts and a limit", free_lots),
    Variant("one site", "who has one site takes the short path as a rule", one_site),
    Variant("many offices", "housing is the one sample with a long list of sites",
            lambda: every_row(sample("housing"), "sites", kind="office", homes="", secret="no", secret_note="")),
    Variant("short and confidential", "reception and event are open and have no requirements of their own",
            short_and_confidential),
    Variant("planned weekend", "an event seldom has a plan for shifts",
            lambda: chosen(sample("event"), "shift-length", without=("incident", "reachable"))),
    Variant("half a year and more", "what is short in the samples cannot be made longer", half_year_with_extension),
    Variant("light criterion, low risk", "the samples' system wants 30 % for the environment",
            lambda: light_environment(sample("reception"), 20, "both", extras=["work"], work_risk="low",
                                      work_reason="Samme leverandør og ansatte i ti år.")),
    Variant("lighter criterion, high risk", "the samples' system wants 30 % for the environment",
            lambda: light_environment(sample("reception"), 10, "requirements", extras=["work"], work_risk="high",
                                      work_reason="Flere tilsyn har funnet brudd hos leverandører i bransjen.")),
    Variant("exempt and small", "no sample is below the limit of Oslomodellen",
            lambda: exempt("insignificant", estimated_value="90 000", end_date="23.04.2027", option_count="0",
                           extras=["work"])),
    Variant("exempt by vital interests", "a narrow exemption no sample should teach", 
            lambda: exempt("critical", extras=["work"])),
    Variant("exempt by national requirements", "a narrow exemption no sample should teach",
            lambda: exempt("national")),
    Variant("two weeks at two schools", "what is short in the samples is at one place",
            lambda: answered(sample("schools"), end_date="29.08.2027", estimated_value="120 000")),
)  # fmt: skip


def cases(release: Release) -> Iterator[tuple[str, Case]]:
    """Samples, variants, and reception with everything one can choose, all with complete answers."""
    for name in NAMES:
        yield name, sample(name)
    for variant in VARIANTS:
        yield variant.name, variant.made()
    services = tuple(service.id for service in release.catalogue.services)
    yield (
        "everything",
        everything(sample("reception"), services, tuple(r.id for r in release.catalogue.requirements)),
    )
