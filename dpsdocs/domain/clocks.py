"""Clock times a deadline cannot have: midnight by two names, and the hours when the clocks are set."""

from __future__ import annotations

from datetime import UTC, datetime

from .formats import NBSP, OSLO


def trouble(at: datetime, typed: str) -> str:
    """Why a moment in Oslo cannot be used as it was typed, and what to write; nothing when it can."""
    clock = f"kl.{NBSP}{at:%H.%M}"
    if typed.strip().lower().removeprefix("kl").lstrip(". ").startswith("24"):
        return f"Kl.{NBSP}24.00 kan leses som to dager. Skriv 23.59, eller 00.00 dagen etter."
    local = at.replace(tzinfo=OSLO)
    if local.astimezone(UTC).astimezone(OSLO).replace(tzinfo=None) != at:
        return f"Klokken stilles denne natten, og {clock} finnes ikke. Velg et annet klokkeslett."
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        return f"Klokken stilles denne natten, og {clock} kommer to ganger. Velg et annet klokkeslett."
    return ""
