"""Packages made again in a process of its own with limits: case file, folder of the set and target in, ZIPs out."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..domain import case_file
from ..masters.errors import MasterError
from ..masters.loader import load
from ..verify.guard import Refused
from ..writers.pdf_child import RenderFailed
from .annexes import FileGone
from .files import NotReady, assemble

_MEMORY = 3_000_000_000
_SECONDS = 300
_HASH = 64
_FAILED = "Pakken kunne ikke lages på nytt av den interne dokumentasjonen."


def make_again(case: bytes, folder: Path, added: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The packages by part, or ``Refused``; whatever the record holds, it is made within limits.

    ``added`` are the files the case names, by hash.
    """
    with tempfile.TemporaryDirectory(prefix="dpsdocs-") as name:
        target = Path(name)
        (target / "case").write_bytes(case)
        for sha256, data in added.items():
            (target / sha256).write_bytes(data)
        command = [sys.executable, "-m", "dpsdocs.assemble.remade", str(target), str(folder)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise Refused(f"{_FAILED} Det tok for lang tid.") from error
        if done.returncode:
            said = done.stdout.decode("utf-8", "replace").strip() if done.returncode == 3 else ""
            raise Refused(f"{_FAILED} {said}".strip())
        return {path.stem: path.read_bytes() for path in target.glob("*.zip")}


def added_files(folder: Path) -> dict[str, bytes]:
    """The files that were handed over, by hash."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if len(path.name) == _HASH}


def main() -> int:
    """Write the ZIPs beside the case file; 3 with the reason on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    target, folder = Path(sys.argv[1]), Path(sys.argv[2])
    try:
        case = case_file.read((target / "case").read_bytes())
        made = assemble(case, load(folder), drafts=case.draft, files=added_files(target).get)
    except (case_file.CaseFileError, FileGone, MasterError, NotReady, RenderFailed) as error:
        sys.stdout.write(str(error))
        return 3
    for part, archive in made.archives.items():
        (target / f"{part}.zip").write_bytes(archive.data)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
