"""Masters a group tries before they are live: what marks their release, and what stands on every document."""

from __future__ import annotations

MARK = " PRØVE"
NOTE = "PRØVE. Malene er ikke godkjent. Dokumentet kan ikke brukes i en konkurranse."


def is_tryout(version: str) -> bool:
    """Whether a release with this version is for trying only."""
    return version.endswith(MARK)
