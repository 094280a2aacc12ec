"""What is wrong with the order of a package: documents with the same name, number or annex."""

from __future__ import annotations

from .errors import Fault
from .release import Release

_FILE = "set.toml"


def package_faults(release: Release) -> tuple[Fault, ...]:
    """Two documents that would get the same file name, and annexes with the same number."""
    faults = []
    seen: dict[object, str] = {}
    for spec in release.documents:
        for key in (("id", spec.id), ("file", spec.number, spec.filename)):
            if key in seen:
                faults.append(Fault(_FILE, 1, f"«{spec.id}» og «{seen[key]}» har samme navn eller filnavn."))
            seen[key] = spec.id
    numbered = [(s.annex, s.id) for s in release.documents if s.package != "internal" and s.annex]
    for annex, id in [*numbered, *((s.annex, s.id) for s in release.annexes)]:
        if annex in seen:
            faults.append(
                Fault(
                    _FILE, 1, f"Både «{seen[annex]}» og «{id}» er bilag {annex}. Gi det ene et annet nummer."
                )
            )
        seen[annex] = id
    return tuple(faults)
