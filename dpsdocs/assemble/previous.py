"""The version a case changes, given beside it: whether it is the right one, and how the case names it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from ..domain import case_file
from ..domain.case import Case, Replaces
from ..domain.changes import next_version
from .annexes import Files


class WrongPrevious(ValueError):
    """The case file given is not of the version that is changed; the message says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """A case that changes a version, that version, and the bytes of its case file."""

    case: Case
    previous: Case
    data: bytes

    def beside(self, files: Files) -> Files:
        """``files`` with the earlier case file among them."""
        sha256 = hashlib.sha256(self.data).hexdigest()
        return lambda wanted: self.data if wanted == sha256 else files(wanted)


def changed(case: Case, data: bytes) -> Change:
    """The case as a change of the one in ``data``, or ``WrongPrevious``; it may name that one itself."""
    sha256, previous = hashlib.sha256(data).hexdigest(), case_file.read(data)
    if case.replaces is not None and case.replaces.sha256 != sha256:
        raise WrongPrevious("Saksfilen endrer en annen versjon enn den som er oppgitt.")
    if previous.release != case.release:
        raise WrongPrevious("De to saksfilene bruker ikke det samme malsettet.")
    if case.version == previous.version:
        case = replace(case, version=next_version(previous))
    if case.replaces is None:
        case = replace(case, replaces=Replaces(previous.version, sha256))
    return Change(case, previous, data)
