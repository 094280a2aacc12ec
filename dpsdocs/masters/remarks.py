"""What somebody ought to look at in a set: told by document and clause, and never a reason to stop."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark. ``sentence`` is the words it is about, when it is about some words."""

    document: str
    clause: str
    file: str
    message: str
    sentence: str = ""
