"""How often one may guess a password: counted where the guesses come from, so that nobody can lock others out.

Five failures from one place close an address to that place only. An address is closed to everybody, and a place
to every address, after many more.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from dpsdocs.store.models import LoginFailure, now
from dpsdocs.store.queries import people as queries

WINDOW, KEPT = timedelta(minutes=15), timedelta(days=1)
FROM_ONE_PLACE, AT_ONE_ADDRESS, BY_ONE_PLACE = 5, 50, 100


def place(remote: str | None) -> str:
    """Where a request comes from: its IPv4 address, or its IPv6 network, since a whole network is one sender."""
    try:
        found = ipaddress.ip_address((remote or "").split("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))


def closed_until(session: Session, email: str, origin: str) -> datetime | None:
    """When this place may try this address again; None when it may now."""
    counted = (
        _until(session, FROM_ONE_PLACE, email=email, origin=origin),
        _until(session, AT_ONE_ADDRESS, email=email),
        _until(session, BY_ONE_PLACE, origin=origin) if origin else None,
    )
    ends = [until for until in counted if until is not None and now() < until]
    return max(ends, default=None)


def note(session: Session, email: str, origin: str) -> None:
    """Count a failure, and forget those of yesterday."""
    queries.forget_old_failures(session, now() - KEPT)
    session.add(LoginFailure(email=email, origin=origin, at=now()))


def _until(
    session: Session, allowed: int, *, email: str | None = None, origin: str | None = None
) -> datetime | None:
    times = queries.newest_failures(session, allowed, email=email, origin=origin)
    if len(times) < allowed or times[0] - times[-1] > WINDOW:
        return None
    return times[0] + WINDOW
