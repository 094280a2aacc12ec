"""The tamper check: a Word file that came back against the one that was issued, clause by clause.

The clauses are those of the issued file; the returned one is read as lines and aligned with it. So it does
not matter what the returned file says of itself: controls, bookmarks and hashes inside it prove nothing.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree

from ..writers.docx_inlines import CLAUSE_TAG, control_tag
from ..writers.docx_manifest import NAMESPACE
from .align import Aligned, align
from .around import differences
from .guard import Refused
from .package import verify_package
from .word_file import SLOT, WordFile, read

State = Literal["unchanged", "changed", "deleted", "moved", "uncontrolled"]
STATE_LABELS: dict[str, str] = {
    "unchanged": "Uendret",
    "changed": "Endret",
    "deleted": "Slettet",
    "moved": "Flyttet",
    "uncontrolled": "Kontrollen er borte, teksten er lik",
}
LOCK_LABELS = {
    "locked": "låst",
    "adaptable": "kan tilpasses",
    "approval": "krever godkjenning",
    "heading": "overskrift",
    "outside": "utenfor punktene",
}
_BLANK = "…"
_LIKE = 0.3


@dataclass(frozen=True, slots=True)
class ClauseReport:
    """One clause or heading: its state, the words before and after, and what was filled in."""

    id: str
    lock: str
    state: State
    before: str
    after: str
    filled: tuple[str, ...] = ()

    @property
    def is_breach(self) -> bool:
        """Whether something only UKE may change has been changed, deleted or moved."""
        return self.state in ("changed", "deleted", "moved") and self.lock != "adaptable"


@dataclass(frozen=True, slots=True)
class ReturnReport:
    """The whole comparison. ``added`` are lines that were not issued and are not answers in a field.

    ``around`` tells of running heads and feet, pictures and figures, a sentence for each that differs.
    """

    file: str
    document: str
    clauses: tuple[ClauseReport, ...]
    added: tuple[str, ...]
    tracked: bool
    around: tuple[str, ...] = ()

    @property
    def breaches(self) -> tuple[ClauseReport, ...]:
        """The clauses that must not have been touched."""
        return tuple(clause for clause in self.clauses if clause.is_breach)

    @property
    def is_intact(self) -> bool:
        """True when nothing locked is touched and nothing is added."""
        return not self.breaches and not self.added and not self.around


@dataclass(frozen=True, slots=True)
class Comparison:
    """A report with what it was made from: the issued file, the package's manifest, and how the lines were aligned."""

    report: ReturnReport
    issued: bytes
    about: Mapping[str, Any]
    returned: tuple[str, ...]
    aligned: Aligned


def compare(filename: str, data: bytes, package: bytes) -> ReturnReport:
    """The file against the package it claims to come from, or ``Refused`` with the reason."""
    return compared(filename, data, package).report


def compared(filename: str, data: bytes, package: bytes) -> Comparison:
    """The comparison whole, for those who show it in a file."""
    whole = verify_package(package)
    if not whole.is_whole:
        raise Refused(f"Pakken kan ikke brukes som fasit. {whole.problems[0]}")
    returned = read(filename, data)
    name, issued_data = _counterpart(returned, package)
    issued = read(name, issued_data, issued=True)
    lines = [line.text for line in returned.lines]
    aligned = align([line.text for line in issued.lines], lines)
    reports = _reports(issued, returned, aligned, _locks(issued_data))
    outside = tuple(differences(issued.around, returned.around))
    report = ReturnReport(filename, name, reports, aligned.added, returned.tracked, outside)
    return Comparison(report, issued_data, whole.about, tuple(lines), aligned)


def _counterpart(returned: WordFile, package: bytes) -> tuple[str, bytes]:
    """The issued Word file that shares most lines with the returned one; files that only show changes are none."""
    have = Counter(line.text for line in returned.lines)
    best: tuple[float, str, bytes] = (0.0, "", b"")
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        for name in source.namelist():
            if not name.endswith(".docx"):
                continue
            data = source.read(name)
            candidate = read(name, data, issued=True)
            wanted = Counter(line.text for line in candidate.lines if SLOT not in line.text)
            if not candidate.document:
                continue
            shared = sum((have & wanted).values()) / max(1, sum(wanted.values()))
            if shared > best[0]:
                best = (shared, name, data)
    if best[0] < _LIKE:
        raise Refused("Filen ligner ikke på noe dokument i pakken. Se etter om pakken er den riktige.")
    return best[1], best[2]


def _locks(issued: bytes) -> dict[str, tuple[str, str]]:
    """Id and lock by control tag, from the issued file's own list (trusted, since the package is proved)."""
    with zipfile.ZipFile(io.BytesIO(issued)) as source:
        root = etree.fromstring(source.read("customXml/item1.xml"))
    found = {}
    for row in root.iter(f"{{{NAMESPACE}}}clause"):
        identity = str(row.get("id"))
        found[control_tag(CLAUSE_TAG, identity)] = (identity, str(row.get("lock")))
    return found


def _reports(
    issued: WordFile, returned: WordFile, aligned: Aligned, locks: dict[str, tuple[str, str]]
) -> tuple[ClauseReport, ...]:
    places: dict[str, list[int]] = {}
    for index, line in enumerate(issued.lines):
        places.setdefault(line.owner, []).append(index)
    out = []
    for owner, indexes in places.items():
        identity, lock = locks.get(owner, (owner or "resten", "heading" if owner else "outside"))
        before = " ".join(issued.lines[i].text for i in indexes).replace(SLOT, _BLANK)
        after = " ".join(aligned.now[i] for i in indexes if aligned.now[i])
        filled = tuple(text for i in indexes for text in aligned.filled.get(i, ()))
        state = _state([aligned.states[i] for i in indexes])
        if state == "unchanged" and owner in locks and owner not in returned.controls:
            state = "uncontrolled"
        out.append(ClauseReport(identity, lock, state, before, after, filled))
    return tuple(out)


def _state(states: list[str]) -> State:
    """The state of a clause from its lines; lines that are only a field say nothing."""
    told = [state for state in states if state != "slot"]
    if not told or all(state == "same" for state in told):
        return "unchanged"
    if all(state == "moved" for state in told):
        return "moved"
    return "deleted" if all(state == "deleted" for state in told) else "changed"
