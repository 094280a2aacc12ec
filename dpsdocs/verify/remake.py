"""Making a package again from the internal record and comparing the bytes. How it is made is the caller's matter."""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..masters.archive import ArchiveError, unzip
from ..masters.release import digest
from .guard import Refused, guard
from .package import PackageReport, verify_package

MASTER_SET = "malsett.zip"
_CASE = "_saksfil.json"
# a case file, the folder of a set and the files that were added by hash → the packages by part
Make = Callable[[bytes, Path, Mapping[str, bytes]], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class RemakeReport:
    """``same`` and ``different`` name files; ``engines`` what has another version now, and then nothing is made."""

    problems: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    different: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the package."""
        return not (self.problems or self.different)


def remake(package: bytes, internal: bytes, engines: Mapping[str, str], make: Make) -> RemakeReport:
    """The package against what the internal record makes today, or ``Refused`` with the reason.

    ``engines`` are the versions now, the program's own as «program».
    """
    issued = verify_package(package)
    if not issued.is_whole:
        return RemakeReport(problems=issued.problems)
    case, masters, record = _record(internal)
    if _origin(issued.about) != _origin(record.about):
        raise Refused("Pakken og den interne dokumentasjonen er ikke laget av det samme.")
    others = tuple(_others(issued.about, engines))
    if others:
        return RemakeReport(same=issued.matching, engines=others)
    with tempfile.TemporaryDirectory(prefix="dpsdocs-") as name:
        folder = Path(name) / str(_origin(record.about)[0])
        _unpack(masters, folder, record.about)
        made = make(case, folder, _by_hash(internal)).get(str(issued.about.get("part")))
    if made is None:
        raise Refused("Den interne dokumentasjonen lager ikke en slik pakke.")
    return _compared(package, made)


def _record(internal: bytes) -> tuple[bytes, bytes, PackageReport]:
    """The case file and the set in an internal package that is whole."""
    record = verify_package(internal)
    if not record.is_whole:
        raise Refused(f"Den interne pakken kan ikke brukes. {record.problems[0]}")
    names = [name for name in record.matching if name.endswith(_CASE)]
    if record.about.get("part") != "internal" or len(names) != 1 or MASTER_SET not in record.matching:
        raise Refused(
            f"Den interne pakken mangler saksfilen eller {MASTER_SET}. Velg pakken som heter internt."
        )
    with zipfile.ZipFile(io.BytesIO(internal)) as source:
        case, masters = source.read(names[0]), source.read(MASTER_SET)
    if hashlib.sha256(case).hexdigest() != record.about.get("case_sha256"):
        raise Refused("Saksfilen i den interne pakken er ikke den pakken ble laget av.")
    return case, masters, record


def _origin(about: Mapping[str, Any]) -> tuple[Any, ...]:
    release = about.get("release")
    if not isinstance(release, dict) or not str(release.get("id", "")).replace("-", "").isalnum():
        raise Refused("Pakken sier ikke hvilket malsett den er laget av.")
    return release["id"], release.get("sha256"), about.get("case_number"), about.get("version")


def _others(about: Mapping[str, Any], now: Mapping[str, str]) -> Iterator[str]:
    """«weasyprint 70.0, nå 71.0» for each version that is another."""
    engines = about.get("engines")
    then = {**(engines if isinstance(engines, dict) else {}), "program": about.get("program")}
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            yield f"{name} {then.get(name, 'ikke med')}, nå {now.get(name, 'ikke med')}"


def _unpack(masters: bytes, folder: Path, about: Mapping[str, Any]) -> None:
    guard(MASTER_SET, masters, "zip")
    try:
        unzip(masters, folder)
    except ArchiveError as error:
        raise Refused(str(error)) from error
    except Exception as error:  # zlib.error and those of zipfile have no common ancestor
        raise Refused("Malsettet i den interne pakken er skadet.") from error
    if digest(folder) != about["release"].get("sha256"):
        raise Refused("Malsettet i den interne pakken er ikke det pakken ble laget av.")


def _compared(package: bytes, made: bytes) -> RemakeReport:
    before, after = _contents(package), _contents(made)
    names = sorted({*before, *after})
    different = tuple(name for name in names if before.get(name) != after.get(name))
    if not different and package != made:
        different = ("ZIP-filen (innholdet er likt, men den er pakket annerledes)",)
    return RemakeReport(same=tuple(name for name in names if name not in different), different=different)


def _by_hash(package: bytes) -> dict[str, bytes]:
    """Every file of the record by its hash: it holds what others added to the package."""
    return {hashlib.sha256(data).hexdigest(): data for data in _contents(package).values()}


def _contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def remake_lines(report: RemakeReport) -> Iterator[str]:
    """The outcome in words."""
    yield from report.problems
    if report.problems:
        return
    if report.engines:
        yield f"Alle {len(report.same)} filene er uendret etter kontrolltallene."
        yield f"Pakken er ikke laget på nytt, for versjonene er andre: {'; '.join(report.engines)}."
        yield "Da er det bare kontrolltallene som beviser at filene er de samme."
    elif report.different:
        yield from (f"Ulik: {name}" for name in report.different)
        yield f"Pakken er laget på nytt. {len(report.same)} filer er like, {len(report.different)} er ulike."
    else:
        yield f"Pakken er laget på nytt og er byte for byte lik: {len(report.same)} filer."
