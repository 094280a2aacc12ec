"""The trial runs of a competition, as the case carries them."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from ..domain import trials
from ..domain.case import Trial
from ..domain.formats import OSLO
from ..store.queries import trials as queries


def cases(session: Session, competition_id: str) -> tuple[Trial, ...]:
    """Every run, the oldest first."""
    return tuple(
        _told(json.dumps((row.basis, row.bids)), name, row.made_at)
        for row, name in queries.runs(session, competition_id)
    )


@lru_cache(maxsize=512)
def _told(content: str, name: str, at: datetime) -> Trial:
    """A run never changes, and every page of its competition builds the case."""
    basis, bids = json.loads(content)
    clock = at.astimezone(OSLO).replace(second=0, microsecond=0, tzinfo=None)
    return trials.told(trials.unpacked(basis), trials.unpacked_bids(bids), name, clock)
