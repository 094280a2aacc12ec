"""A trial run of the evaluation in the demo, with invented tenders."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..services import trials
from ..services.releases import Releases
from ..services.trials import TypedBid
from ..store import models

_BIDS = (
    TypedBid("Lav pris", "4 100 000", {"quality": "6,5", "environment": "7"}),
    TypedBid("God bemanning", "4 850 000", {"quality": "10", "environment": "8"}),
    TypedBid("Best på miljø", "4 600 000", {"quality": "8", "environment": "10"}),
)


def add_trial(session: Session, releases: Releases, person: Actor, competition_id: str) -> None:
    """Three tenders that differ in price, quality and environment."""
    trials.run(session, releases, person, competition_id, "", _BIDS, models.new_id())
