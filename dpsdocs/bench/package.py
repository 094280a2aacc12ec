"""What it costs to make a whole package: from nothing, after one changed answer of several kinds, and once more."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from ..assemble import assemble, packages_of
from ..assemble.annexes import Files, no_files
from ..assemble.cache import FolderCache, NoCache
from ..assemble.files import prepare, theme_of
from ..domain.case import Case
from ..masters.release import Release
from ..writers import pdf
from .steps import Measured, Step

COLD = "hele pakken, ingenting lagret fra før"
SAME = "hele pakken, ingenting endret"


def _answered(case: Case, **answers: Any) -> Case:
    return replace(case, answers={**case.answers, **answers})


def contact_changed(case: Case, number: int) -> Case:
    """Another contact: it stands in the competition basis, the contract and the internal record."""
    contact = {"name": f"Kari Endring {number}", "title": "rådgiver", "email": "kari@example.org"}
    return _answered(case, contact=contact)


def _need_changed(case: Case, number: int) -> Case:
    """Another need: it stands in the competition basis, the requirements and the internal record."""
    return _answered(case, need=f"Behovet er endret {number} ganger, og teksten er skrevet på nytt.")


def _estimate_changed(case: Case, number: int) -> Case:
    """Another estimate of the price of an hour: only the internal record has it."""
    return _answered(case, hourly_estimate=f"{500 + number % 100}")


def package_steps(case: Case, release: Release, folder: Path, files: Files = no_files) -> dict[str, Step]:
    """Steps on one case. What is made ahead is over when the clock starts: that step measures the wait alone."""
    prepare(release)
    pdf.preload(theme_of(release))
    cache, number = FolderCache(folder / "cache"), count(1)

    def made(case: Case) -> object:
        return packages_of(case, release, cache=cache, files=files)

    def after(change: Callable[[Case, int], Case]) -> Step:
        return lambda: made(change(case, next(number)))

    def ahead() -> Measured:
        changed = contact_changed(case, next(number))
        assemble(changed, release, cache=cache, files=files)  # what the worker does while somebody reads
        started = time.perf_counter()
        made(changed)
        return Measured((time.perf_counter() - started) * 1000, "ms")

    made(case)
    return {
        COLD: lambda: packages_of(case, release, cache=NoCache(), files=files),
        "ett svar endret, i ett PDF-dokument (anslått timepris)": after(_estimate_changed),
        "ett svar endret, i tre PDF-dokumenter (behovet)": after(_need_changed),
        "ett svar endret, i tre PDF-dokumenter (kontakten)": after(contact_changed),
        "ett svar endret, pakken laget mens svarene ble lest": ahead,
        SAME: lambda: made(case),
    }
