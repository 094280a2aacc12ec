"""The last checks of a process, kept: requests that follow each other mostly ask about a case that stands as it did."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from ..assemble import Checked, check
from ..domain.case import Case
from ..masters.release import Release

_MOST = 4  # a large case with its documents takes some megabytes


@dataclass(frozen=True, slots=True)
class _Known:
    case: Case
    previous: Case | None
    digest: str
    checked: Checked


_known: deque[_Known] = deque(maxlen=_MOST)


def checked(case: Case, release: Release, previous: Case | None) -> Checked:
    """What ``check`` finds, found once as long as neither answers, records, the minute nor the release differ."""
    for one in tuple(_known):
        if one.digest == release.digest and one.case == case and one.previous == previous:
            return one.checked
    made = check(case, release, previous)
    _known.appendleft(_Known(case, previous, release.digest, made))
    return made
