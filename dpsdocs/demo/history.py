"""Invented competitions for the register: finished, running and on their way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from ..domain import deadlines
from ..domain.formats import OSLO
from ..services import search
from ..store import models


@dataclass(frozen=True, slots=True)
class Past:
    """A finished competition."""

    title: str
    case_number: str
    agency: str
    dps: str
    sent: date
    months: int
    value: int
    bids: int = 0
    winner: int = 0
    awarded: int = 0
    cancelled: str = ""


PAST = (
    Past(
        "Vakthold ved innflytting i nytt magasin",
        "19/00412",
        "Etat for byens arkiver",
        "18/2211",
        date(2019, 3, 11),
        6,
        640_000,
        3,
        0,
        598_000,
    ),
    Past(
        "Badevakt og ordensvakt ved sommeråpne bad",
        "20/01873",
        "Etat for badeanlegg",
        "18/2211",
        date(2020, 4, 14),
        5,
        1_150_000,
        4,
        2,
        1_087_500,
    ),
    Past(
        "Nattevakt ved rehabilitering",
        "21/03055",
        "Etat for badeanlegg",
        "18/2211",
        date(2021, 9, 6),
        14,
        2_300_000,
        3,
        1,
        2_214_000,
    ),
    Past(
        "Resepsjonsvakt, forrige avtale",
        "22/05510",
        "Etat for byens arkiver",
        "18/2211",
        date(2022, 11, 21),
        48,
        3_900_000,
        4,
        3,
        3_742_000,
    ),
    Past(
        "Vakthold ved åpningshelg",
        "23/00990",
        "Etat for badeanlegg",
        "18/2211",
        date(2023, 2, 6),
        1,
        180_000,
        0,
        0,
        0,
        "Arrangementet ble flyttet til en kommunal hall med egen vakt.",
    ),
    Past(
        "Rundevakt ved tre badeanlegg",
        "25/02140",
        "Etat for badeanlegg",
        "24/1307",
        date(2025, 8, 18),
        24,
        4_200_000,
        5,
        1,
        3_980_000,
    ),
    Past(
        "Låsing av lesesal og magasin",
        "26/01102",
        "Etat for byens arkiver",
        "24/1307",
        date(2026, 2, 9),
        36,
        1_700_000,
        4,
        4,
        1_655_000,
    ),
)


def add_history(
    session: Session,
    agencies: dict[str, models.Agency],
    systems: dict[str, models.Dps],
    suppliers: list[tuple[str, str]],
    release_id: str,
    owners: dict[str, str],
) -> None:
    """The finished competitions with their outcomes."""
    for past in PAST:
        agency, system = agencies[past.agency], systems[past.dps]
        deadline = deadlines.count(past.sent).earliest
        start = deadlines.next_working_day(deadline.date() + timedelta(days=60))
        ends = start + timedelta(days=past.months * 30)
        at = datetime.combine(deadline.date() + timedelta(days=30), time(12), OSLO)
        row = models.Competition(
            agency_id=agency.id, dps_id=system.id, release_id=release_id, owner_id=owners[past.agency],
            updated_by=owners[past.agency], status="cancelled" if past.cancelled else "awarded", title=past.title,
            case_number=past.case_number, value=Decimal(past.value), sending_date=past.sent,
            deadline=deadline.replace(tzinfo=OSLO), start_date=start, last_date=ends, example=True,
            created_at=at, updated_at=at,
            search=search.stems(f"{past.title} {past.case_number} {agency.name} {system.reference} {system.title}"),
        )  # fmt: skip
        session.add(row)
        session.flush()
        outcome = models.Outcome(competition_id=row.id, cancelled_reason=past.cancelled)
        if not past.cancelled:
            outcome.bids, outcome.awarded_value = past.bids, Decimal(past.awarded)
            outcome.winner_name, outcome.winner_org_number = suppliers[past.winner]
            outcome.awarded_on = deadlines.next_working_day(deadline.date() + timedelta(days=21))
        session.add(outcome)
