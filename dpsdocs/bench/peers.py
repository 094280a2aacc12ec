"""The ways others make the same files: Word by docxtpl, and tagged PDF/A by LibreOffice.

The templates are our own finished Word files, so that the peers have nothing to fill in: it can only be slower than
this. Conformance is asked for as far as LibreOffice has it: PDF/A-2, tagged. What is not installed is left out.
"""

from __future__ import annotations

import importlib.util
import io
import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from xmlrpc.client import ServerProxy

from ..assemble.files import theme_of
from ..document.model import Document
from ..masters.release import Release
from ..writers.docx import write_docx
from .steps import Step

_CORES = 2
_DEBIAN = "/usr/bin/python3"  # the one that python3-uno is made for
_FORM = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
_OPTIONS = ["SelectPdfVersion=2", "UseTaggedPDF=true"]


@contextmanager
def peer_steps(
    documents: Mapping[str, Document], release: Release, folder: Path
) -> Iterator[dict[str, Step]]:
    """The steps for those of the peers that are installed, on the documents of one package."""
    program = shutil.which("soffice")
    if program is None or importlib.util.find_spec("docxtpl") is None:
        yield {}
        return
    peers = _Peers(program, *_templates(documents, release), folder)
    peers.batches(_CORES)  # makes the profiles
    steps: dict[str, Step] = {
        f"docassemble: {len(peers.templates)} Word, {len(peers.pdf)} PDF, én start av LibreOffice for hver": (
            peers.one_by_one
        ),
        "docxtpl, og alle PDF i én bunke": partial(peers.batches, 1),
        f"docxtpl, og {_CORES} bunker samtidig": partial(peers.batches, _CORES),
    }
    with ExitStack() as running:
        # profiles of their own: a second LibreOffice on the same one would hand its work to the first
        own = [folder / f"tjener{n}" for n in range(_CORES)] if _has_uno() else []
        servers = [running.enter_context(_server(program, home)) for home in own]
        if servers:
            steps[f"docxtpl, og {_CORES} unoserver som er i gang"] = partial(peers.warm, servers)
        yield steps


@dataclass(frozen=True, slots=True)
class _Peers:
    """The templates by document, those of them that become PDF, and where the files go."""

    program: str
    templates: dict[str, bytes]
    pdf: list[str]
    folder: Path

    def _files(self) -> list[Path]:
        """Every Word file from its template; those that become PDF on disk."""
        for name, template in self.templates.items():
            made = _filled(template)
            if name in self.pdf:
                (self.folder / f"{name}.docx").write_bytes(made)
        return [self.folder / f"{name}.docx" for name in self.pdf]

    def _home(self, number: int) -> Path:
        return self.folder / f"profil{number}"

    def one_by_one(self) -> None:
        """As docassemble does it: LibreOffice is started for each document."""
        for file in self._files():
            _finish([_start(self.program, self._home(0), self.folder, [file])])

    def batches(self, number: int) -> None:
        """All documents in so many starts, beside each other."""
        files = self._files()
        _finish([_start(self.program, self._home(n), self.folder, files[n::number]) for n in range(number)])

    def warm(self, servers: Sequence[int]) -> None:
        """By LibreOffices that are running when the clock starts."""
        files = self._files()
        with ThreadPoolExecutor(len(servers)) as pool:
            list(pool.map(_converted, (servers[n % len(servers)] for n in range(len(files))), files))


def _templates(documents: Mapping[str, Document], release: Release) -> tuple[dict[str, bytes], list[str]]:
    """Finished Word files by document, and the documents that become PDF."""
    theme, made, pdf = theme_of(release), dict[str, bytes](), list[str]()
    for spec in release.documents:
        if spec.id in documents:
            made[spec.id] = write_docx(documents[spec.id], theme, kind=spec.word_kind)
            pdf += [spec.id] if "pdf" in spec.formats else []
    return made, pdf


def _filled(template: bytes) -> bytes:
    from docxtpl import DocxTemplate

    document, made = DocxTemplate(io.BytesIO(template)), io.BytesIO()
    document.render({}, autoescape=True)
    document.save(made)
    return made.getvalue()


def _start(program: str, home: Path, folder: Path, files: Sequence[Path]) -> subprocess.Popen[bytes]:
    order = [
        program, "--headless", f"-env:UserInstallation=file://{home}", "--convert-to", _FORM,
        "--outdir", str(folder / "ut"), *map(str, files),
    ]  # fmt: skip
    return subprocess.Popen(order, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _finish(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    failed = [process.args for process in processes if process.wait(timeout=300)]
    if failed:
        raise RuntimeError(f"LibreOffice failed: {failed}")


def _has_uno() -> bool:
    if importlib.util.find_spec("unoserver") is None or not Path(_DEBIAN).exists():
        return False
    return subprocess.run([_DEBIAN, "-c", "import uno"], capture_output=True, check=False).returncode == 0


@contextmanager
def _server(program: str, home: Path) -> Iterator[int]:
    """A LibreOffice that is warm and waits for orders; its port."""
    port, inner = _free_port(), _free_port()
    order = [
        _DEBIAN, "-m", "unoserver.server", "--port", str(port), "--uno-port", str(inner),
        "--executable", program, "--user-installation", str(home),
    ]  # fmt: skip
    process = subprocess.Popen(
        order, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": sysconfig.get_path("purelib"), "PATH": "/usr/bin:/bin", "HOME": str(home)},
    )  # fmt: skip
    try:
        for _ in range(240):
            with suppress(OSError), ServerProxy(f"http://127.0.0.1:{port}", allow_none=True) as proxy:
                proxy.info()
                break
            time.sleep(0.25)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _converted(port: int, file: Path) -> None:
    from unoserver.client import UnoClient

    UnoClient(server="127.0.0.1", port=str(port)).convert(
        inpath=str(file), outpath=str(file.parent / "ut" / f"{file.stem}-uno.pdf"), filter_options=_OPTIONS
    )
