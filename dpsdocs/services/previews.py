"""Documents on screen, and single documents as watermarked drafts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..assemble import one_file
from ..assemble.cache import FolderCache
from ..assemble.files import theme_of
from ..domain import case_file
from ..domain.case import Case
from ..masters.annexes import missing
from ..masters.release import DocumentSpec
from ..masters.source import Source
from ..package import PackedFile
from ..writers import pdf
from ..writers.html import preview_html
from . import set_looks
from .competitions import Opened
from .errors import NotFound, ServiceError

_SECONDS = 90


class PreviewFailed(ServiceError):
    """The draft could not be made; the message says why."""


@dataclass(frozen=True, slots=True)
class AddedFile:
    """A file that is passed through; ``page`` is where it is put in, and a missing one gets a page of its own."""

    number: int
    title: str
    page: Literal["annexes", "attachments"]
    confidential: bool = False
    is_missing: bool = False


def documents(opened: Opened) -> tuple[tuple[DocumentSpec, str], ...]:
    """The documents of this competition with their titles; those that stay inside only for those who see them."""
    chosen = [
        spec
        for spec in opened.release.chosen(opened.competition)
        if spec.package == "bidders" or opened.sees_secrets
    ]
    return tuple((spec, opened.release.title_of(spec, opened.competition)) for spec in chosen)


def added(opened: Opened) -> tuple[AddedFile, ...]:
    """UKE's annexes and the agency's attachments in the order of the package; also what UKE has not put in."""
    competition, annexes = opened.competition, opened.release.annexes
    found = [
        AddedFile(
            f.number, f.title, "attachments" if f.is_attachment else "annexes", confidential=f.confidential
        )
        for f in opened.release.placed(competition)
    ]
    found += [AddedFile(s.number, s.title, "annexes", is_missing=True) for s in missing(annexes, competition)]
    return tuple(sorted(found, key=lambda file: file.number))


def frame(
    opened: Opened, document_id: str, answer_urls: Mapping[str, str], *, why: str = "", chosen: str = "",
    sheet: str = "", logo: str = "",
) -> str:  # fmt: skip
    """A text document as a page of its own. ``why`` is where a point's reason is told, ``chosen`` a point to mark.

    ``sheet`` and ``logo`` are the addresses of the set's own looks, asked for where the set has them.
    """
    document = opened.checked.documents.get(document_id)
    if document is None or all(spec.id != document_id for spec, _ in documents(opened)):
        raise NotFound("Dokumentet finnes ikke i denne konkurransen.")
    looks = looks_of(opened)
    return preview_html(
        document, theme_of(opened.release), answer_urls, why=why, chosen=chosen,
        sheet=sheet if set_looks.differ(looks) else "", logo=logo if set_looks.has_logo(looks) else "",
    )  # fmt: skip


def looks_of(opened: Opened) -> Source:
    """The files the looks of the documents are in."""
    return Source(opened.release.folder)


def draft(opened: Opened, document_id: str, extension: str, cache: Path) -> PackedFile:
    """One document as a draft file. PDF is made in a process of its own, never in a thread of the web."""
    case, release, sent = opened.competition.case, opened.release, opened.competition.previous
    previous = sent.case if sent else None
    specs = {spec.id: spec for spec, _ in documents(opened)}
    spec = specs.get(document_id)
    if spec is None or (extension not in spec.formats and not (extension == "pdf" and spec.kind == "text")):
        raise NotFound("Dokumentet finnes ikke i dette formatet.")
    if extension != "pdf":
        return one_file(case, release, document_id, extension, FolderCache(cache), previous)
    missing = pdf.available()
    if missing:
        raise PreviewFailed(missing)
    command = [sys.executable, "-m", "dpsdocs.assemble.draft", str(release.folder), document_id, str(cache)]
    try:
        done = subprocess.run(
            command, input=_given(case, previous), capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PreviewFailed("Det tok for lang tid å lage PDF-filen. Prøv på nytt.") from error
    name, _, data = done.stdout.partition(b"\n")
    if done.returncode or not data:
        raise PreviewFailed("PDF-filen kunne ikke lages. Prøv på nytt, eller last ned Word-filen.")
    return PackedFile(name.decode(), data, spec.id, spec.id)


def _given(case: Case, previous: Case | None) -> bytes:
    return case_file.dump(case) + (b"\0" + case_file.dump(previous) if previous else b"")
