"""Files that are passed through unchanged, and a page in their place while UKE has not put one in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from ..document.model import Box, Document, Paragraph, Text
from ..document.outline import outlined
from ..domain.competition import Competition
from ..domain.conditions import parse
from ..masters.annexes import AnnexSpec
from ..masters.compose import document_meta
from ..masters.release import DocumentSpec, Release
from ..package import PackedFile, file_name

# the bytes of a file by its hash, or None when it is not at hand
Files = Callable[[str], bytes | None]


_EVIDENCE = 60  # the numbers of evidence in the names of files


class FileGone(ValueError):
    """A file the case names is not at hand, or is not the file it was; the message says which."""


def no_files(_sha256: str) -> bytes | None:
    """For cases that add no files."""
    return None


def passed_through(
    competition: Competition, release: Release, files: Files
) -> Iterator[tuple[str, PackedFile]]:
    """Each added file with the part of the package it goes to. ``FileGone`` when one is not at hand."""
    number = str(competition.value("case_number") or "")
    for place in release.placed(competition):
        data = files(place.sha256)
        if data is None or hashlib.sha256(data).hexdigest() != place.sha256:
            raise FileGone(
                f"Vedlegget «{place.title}» ({place.file}) mangler eller er endret. Legg det til på nytt."
            )
        name = file_name(number, place.number, place.stem, place.extension)
        part = "confidential" if place.confidential else "bidders"
        yield part, PackedFile(name, data, place.title, place.id)


def evidence(competition: Competition, files: Files) -> Iterator[tuple[str, PackedFile]]:
    """What shows that a stop could be overridden: files for the internal record alone."""
    number = str(competition.value("case_number") or "")
    shown = [said for said in competition.case.judgements if said.sha256]
    for position, said in enumerate(shown, 1):
        data = files(said.sha256)
        if data is None or hashlib.sha256(data).hexdigest() != said.sha256:
            raise FileGone(f"Dokumentasjonen «{said.file}» mangler eller er endret. Legg den til på nytt.")
        stem, _, extension = said.file.rpartition(".")
        name = file_name(number, _EVIDENCE + position, f"dokumentasjon_{stem}", extension)
        yield "internal", PackedFile(name, data, "Dokumentasjon for fravik", f"evidence-{position}")


def placeholder(competition: Competition, release: Release, spec: AnnexSpec) -> tuple[DocumentSpec, Document]:
    """The page that stands where UKE's file is missing."""
    meta = replace(
        document_meta(release, competition, release.documents[0].id),
        title=spec.title, annex=f"Bilag {spec.annex}", grade="open", grade_basis="", under="", deadline="", unit="",
    )  # fmt: skip
    words = (
        "Utviklings- og kompetanseetaten (UKE) har ikke lagt inn dette dokumentet. "
        "Oppdragsgiveren skal avklare med UKE om det gjelder, før konkurransen blir sendt ut."
    )
    box = Box(
        f"{spec.id}-mangler", "uke", "Dokumentet mangler",
        (Paragraph(f"{spec.id}-hva", (Text(spec.missing),)), Paragraph(f"{spec.id}-hvem", (Text(words),))),
    )  # fmt: skip
    known = DocumentSpec(
        spec.id, spec.number, spec.annex, spec.filename, ("pdf",), "bidders", "Leser", "text", "locked", parse(""),
    )  # fmt: skip
    return known, outlined(Document(spec.id, meta, (box,)))
