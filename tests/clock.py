"""The day it is in Oslo, as the program sees it: near midnight the servers' own clock has another one."""

from __future__ import annotations

from datetime import date

from dpsdocs.domain.formats import OSLO
from dpsdocs.store.models import now


def today() -> date:
    """Today in Oslo."""
    return now().astimezone(OSLO).date()
