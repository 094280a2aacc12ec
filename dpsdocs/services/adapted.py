"""The texts a competition has of its own, as the case carries them."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from ..domain.case import Adapted, AdaptedState, Followed
from ..domain.formats import OSLO
from ..domain.questions import Section
from ..store.models import AdaptedClause
from ..store.queries import adapted as queries

SECTION = Section("tilpasninger", "Tilpassede punkter", "Fullfør")  # where findings on them lead


def standing(session: Session, competition_id: str) -> tuple[Adapted, ...]:
    """What counts and what waits for UKE, by document and clause; what UKE has refused is no part of the case."""
    return tuple(
        of(row, name, other)
        for row, name, other in queries.standing(session, competition_id)
        if row.state != "refused"
    )


def followed(session: Session, competition_id: str) -> tuple[Followed, ...]:
    """Each time the competition went on with another release, the oldest first."""
    return tuple(
        Followed(
            old, new, name, _clock(row.moved_at), ", ".join(row.told["taken"]), ", ".join(row.told["kept"])
        )
        for row, old, new, name in queries.moves(session, competition_id)
    )


def of(row: AdaptedClause, made_by: str, decided_by: str) -> Adapted:
    """A row as the case names it, clocks as in Oslo to the minute."""
    return Adapted(
        row.document, row.clause, row.body, row.reason, made_by, _clock(row.made_at), cast(AdaptedState, row.state),
        row.kept, decided_by, _clock(row.decided_at) if row.decided_at else None, row.words,
    )  # fmt: skip


def _clock(at: datetime) -> datetime:
    return at.astimezone(OSLO).replace(second=0, microsecond=0, tzinfo=None)
