"""Annexes that are files of UKE or the agency: where they stand in the package, and how lists show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from ..domain.case import AnnexFile, AttachedFile, Case
from ..domain.competition import Competition
from ..domain.conditions import Condition

FORMATS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}
_FIRST_ATTACHMENT = 40


@dataclass(frozen=True, slots=True)
class AnnexSpec:
    """A place in the package for UKE's own file. ``missing`` says what UKE has to put there, ``note`` whose it is."""

    id: str
    title: str
    number: int
    annex: int
    filename: str
    missing: str
    note: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Placed:
    """A file that is passed through, with its number in the package and its annex number."""

    id: str
    title: str
    number: int
    annex: int
    stem: str
    file: str
    sha256: str
    confidential: bool = False

    @property
    def extension(self) -> str:
        """The ending of its name, without the dot."""
        return PurePath(self.file).suffix.lower().removeprefix(".")

    @property
    def is_attachment(self) -> bool:
        """Whether the agency has added it; the others are UKE's."""
        return self.number >= _FIRST_ATTACHMENT


def chosen(annexes: tuple[AnnexSpec, ...], values: Mapping[str, Any]) -> tuple[AnnexSpec, ...]:
    """The annexes this competition needs, in order."""
    return tuple(spec for spec in annexes if spec.when.holds(values))


def file_for(spec: AnnexSpec, case: Case) -> AnnexFile | None:
    """UKE's file for the annex, when there is one."""
    return next((file for file in case.annexes if file.annex == spec.id), None)


def missing(annexes: tuple[AnnexSpec, ...], competition: Competition) -> tuple[AnnexSpec, ...]:
    """The annexes UKE has put no file in."""
    wanted = chosen(annexes, competition.values)
    return tuple(spec for spec in wanted if file_for(spec, competition.case) is None)


def placed(annexes: tuple[AnnexSpec, ...], last_annex: int, competition: Competition) -> tuple[Placed, ...]:
    """Every file that is passed through: UKE's, then the agency's after ``last_annex``."""
    case = competition.case
    found = [
        Placed(spec.id, spec.title, spec.number, spec.annex, spec.filename, file.file, file.sha256)
        for spec in chosen(annexes, competition.values)
        if (file := file_for(spec, case))
    ]
    return (*found, *_attached(case.attachments, last_annex))


def _attached(files: tuple[AttachedFile, ...], last_annex: int) -> Iterator[Placed]:
    for place, file in enumerate(files):
        yield Placed(
            f"vedlegg-{place + 1}", file.title, _FIRST_ATTACHMENT + place, last_annex + 1 + place,
            file.title, file.file, file.sha256, file.confidential,
        )  # fmt: skip


def annex_rows(annexes: tuple[AnnexSpec, ...], competition: Competition) -> tuple[dict[str, Any], ...]:
    """UKE's annexes with whether the file is there."""
    return tuple(
        {
            "id": spec.id, "annex": str(spec.annex), "title": spec.title,
            "file": file.file if (file := file_for(spec, competition.case)) else "",
            "state": "Vedlagt" if file else "Mangler, se siden i bilaget",
        }
        for spec in chosen(annexes, competition.values)
    )  # fmt: skip


def secret_rows(files: tuple[Placed, ...]) -> tuple[dict[str, Any], ...]:
    """The confidential attachments, for those who get them."""
    return tuple(
        {"id": f.id, "number": str(f.annex), "title": f.title, "file": FORMATS.get(f.extension, f.extension.upper())}
        for f in files if f.is_attachment and f.confidential
    )  # fmt: skip


def attachment_rows(files: tuple[Placed, ...]) -> tuple[dict[str, Any], ...]:
    """The agency's own attachments; of a confidential one only that it exists."""
    return tuple(
        {"id": f.id, "number": str(f.annex), "title": f.title,
         "file": "Skjermet, utleveres særskilt" if f.confidential else FORMATS.get(f.extension, f.extension.upper())}
        for f in files if f.is_attachment
    )  # fmt: skip
