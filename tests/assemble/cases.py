"""Variants of case A: the branches of the master set, each with complete answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product

from dpsdocs.domain.answers import Raw
from dpsdocs.domain.case import Case, Criterion

SECRET: dict[str, Raw] = {
    "extras": ["secret"],
    "confidential_text": "Nøkkelskap Zebrafink 7731 står bak skranken.\n\nAlarmkoden skiftes hver Kvikksølvtorsdag.",
    "confidential_access": "I KGV når taushetserklæringen er signert",
    "tender_deadline": {"date": "01.02.2027", "time": "12.00"},
}


ENVIRONMENT = ("env-equipment", "env-transport")  # evaluated under climate and environment


def answered(case: Case, **answers: Raw) -> Case:
    """The case with other answers."""
    return replace(case, answers={**case.answers, **answers})


def confidential(case: Case) -> Case:
    """The case with confidential answers."""
    return answered(case, **SECRET)


def framework(case: Case) -> Case:
    """The case as a framework agreement."""
    return answered(case, contract_form="framework", ceiling="6 000 000")


def branches(case: Case) -> Iterator[tuple[str, Case]]:
    """Combinations of what the text branches on, with a name; every pair of values is among them."""
    axes = product(("single", "framework"), (False, True), ("0", "2"), ("foa3", "foa2"))
    for number, (form, secret, options, regime) in enumerate(axes):
        made = framework(case) if form == "framework" else case
        made = confidential(made) if secret else made
        value = "2 300 000" if options == "0" else "4 500 000"
        made = answered(made, option_count=options, estimated_value=value)
        environment, penalty = number.bit_count() % 2 == 0, number // 3 % 2 == 1
        made = made if environment else without_environment(made)
        terms = "5 000 kroner per avvik" if penalty else ""
        made = replace(made, dps=replace(made.dps, regime=regime, penalty_terms=terms))
        words = [form, "skjermet" * secret, f"opsjoner {options}", regime, "dagbot" * penalty,
                 "miljø" if environment else "uten miljø"]  # fmt: skip
        yield " ".join(filter(None, words)), made


def without_environment(case: Case) -> Case:
    """The case under a system that announced price and quality only: requirements take the criterion's place."""
    price, quality, _ = case.dps.criteria
    wide = {"minimum": Decimal(30), "maximum": Decimal(70)}
    criteria: tuple[Criterion, ...] = (replace(price, **wide), replace(quality, **wide))  # type: ignore[arg-type]
    kept = [r for r in case.answers["requirements"] if r not in ENVIRONMENT]
    made = answered(
        case, weights={"price": "60", "quality": "40"}, requirements=[*kept, "env-batteries"],
        environment_route="requirements",
    )  # fmt: skip
    return replace(made, dps=replace(made.dps, criteria=criteria))


def everything(case: Case, services: tuple[str, ...], requirements: tuple[str, ...]) -> Case:
    """The case with every service and every requirement."""
    return answered(
        confidential(case), services=list(services), requirements=list(requirements), guards="1",
        weekdays=["mon", "tue", "wed", "thu", "fri"], response_high="20", response_low="40",
    )  # fmt: skip
