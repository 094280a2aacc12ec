"""The ways others make the same PDFs: Word files turned into tagged PDF/A by LibreOffice.

The Word files are ours, ready before the clock starts, so filling a template costs the peers nothing here.
Each process has a warm profile of its own. Conformance is asked for as far as LibreOffice has it: PDF/A-2, tagged.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..assemble.files import theme_of
from ..document.model import Document
from ..masters.release import Release
from ..writers.docx import write_docx
from .steps import Step

_CORES = 2
_FORM = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)


def peer_steps(documents: Mapping[str, Document], release: Release, folder: Path) -> dict[str, Step]:
    """One start per document, and everything in as many batches as there are cores; none without LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        return {}
    theme = theme_of(release)
    files = []
    for spec in release.documents:
        if "pdf" in spec.formats and spec.id in documents:
            files.append(folder / f"{spec.id}.docx")
            files[-1].write_bytes(write_docx(documents[spec.id], theme, kind=spec.word_kind))
    homes = [folder / f"profil{n}" for n in range(_CORES)]

    def one_by_one() -> None:
        for file in files:
            _finish([_start(program, homes[0], folder, [file])])

    def batches() -> None:
        _finish([_start(program, home, folder, files[n::_CORES]) for n, home in enumerate(homes)])

    def batch() -> None:
        _finish([_start(program, homes[0], folder, files)])

    batches()  # makes the profiles
    return {
        f"LibreOffice, én start per dokument ({len(files)} PDF)": one_by_one,
        "LibreOffice, alle i én bunke": batch,
        f"LibreOffice, {_CORES} bunker samtidig": batches,
    }


def _start(program: str, home: Path, folder: Path, files: Sequence[Path]) -> subprocess.Popen[bytes]:
    profile = f"-env:UserInstallation=file://{home}"
    order = [
        program,
        "--headless",
        profile,
        "--convert-to",
        _FORM,
        "--outdir",
        str(folder / "ut"),
        *map(str, files),
    ]
    return subprocess.Popen(order, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _finish(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    failed = [process.args for process in processes if process.wait(timeout=300)]
    if failed:
        raise RuntimeError(f"LibreOffice failed: {failed}")
