"""Releases are frozen: what ships may change, what a competition began with may not."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from dpsdocs.services.errors import NotFound, ServiceError
from dpsdocs.services.releases import Releases
from dpsdocs.store import models


@pytest.fixture
def shipped(root: Path, tmp_path: Path) -> Path:
    """A copy of what ships, that a test may change."""
    folder = tmp_path / "masters"
    shutil.copytree(root / "templates" / "masters", folder)
    return folder


def change(shipped: Path) -> None:
    path = shipped / "vektertjenester" / "clauses" / "vedstaelse.md"
    path.write_text(path.read_text("utf-8").replace("Leverandøren er", "Endret. Leverandøren er"), "utf-8")


def texts(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in sorted((folder / "clauses").glob("*.md")))


def test_taking_in_twice_makes_one(session: Session, shipped: Path, tmp_path: Path) -> None:
    releases = Releases(tmp_path / "unpacked", shipped)
    releases.take_in_shipped(session)
    releases.take_in_shipped(session)
    assert session.query(models.Release).count() == 1


def test_an_old_release_says_what_it_said(session: Session, shipped: Path, tmp_path: Path) -> None:
    releases = Releases(tmp_path / "unpacked", shipped)
    releases.take_in_shipped(session)
    old = releases.live(session)
    change(shipped)
    releases.take_in_shipped(session)
    new = releases.live(session)
    assert new != old
    assert "Endret." not in texts(releases.load(session, old).folder)
    assert "Endret." in texts(releases.load(session, new).folder)
    shutil.rmtree(shipped)
    fresh = Releases(tmp_path / "unpacked anew", shipped)
    assert fresh.load(session, old).digest == releases.load(session, old).digest
    assert fresh.load(session, old).digest != fresh.load(session, new).digest


def test_without_a_release_nothing_begins(session: Session, tmp_path: Path) -> None:
    releases = Releases(tmp_path / "unpacked", tmp_path / "nothing")
    releases.take_in_shipped(session)
    with pytest.raises(NotFound, match="malversjon"):
        releases.live(session)
    with pytest.raises(NotFound):
        releases.load(session, models.new_id())


@pytest.mark.parametrize("kind", ["changed", "broken", "missing", "added"])
def test_an_unpacked_folder_that_was_tampered_with_is_refused(
    session: Session, shipped: Path, tmp_path: Path, kind: str
) -> None:
    releases = Releases(tmp_path / "unpacked", shipped)
    releases.take_in_shipped(session)
    live = releases.live(session)
    digest = session.get_one(models.Release, live).digest
    folder = tmp_path / "unpacked" / digest
    with zipfile.ZipFile(_archive(session, live, tmp_path)) as source:
        source.extractall(folder)
    match kind:
        case "changed":
            change_in(folder / "clauses" / "vedstaelse.md", " Ingen frist.\n")
        case "broken":
            (folder / "set.toml").write_text("= [", "utf-8")
        case "missing":
            (folder / "clauses" / "vedstaelse.md").unlink()
        case "added":
            (folder / "clauses" / "ny.md").write_text("Ny.\n", "utf-8")
    with pytest.raises(ServiceError, match="Malversjonen på disken er endret"):
        releases.load(session, live)


def change_in(path: Path, more: str) -> None:
    path.write_text(path.read_text("utf-8") + more, "utf-8")


def _archive(session: Session, release_id: str, tmp_path: Path) -> Path:
    from dpsdocs.services import files

    path = tmp_path / "archive.zip"
    path.write_bytes(files.get(session, session.get_one(models.Release, release_id).archive))
    return path


def test_two_processes_unpack_at_once(sqlite_url: str, root: Path, tmp_path: Path) -> None:
    """The loser of the race uses the winner's folder, and no half-unpacked one is left."""
    from dpsdocs.store.db import make_session

    unpacked, masters = tmp_path / "unpacked", root / "templates" / "masters"
    with make_session(sqlite_url) as session:
        Releases(unpacked, masters).take_in_shipped(session)
    code = (
        "import sys; from pathlib import Path; from dpsdocs.services.releases import Releases;"
        "from dpsdocs.store.db import make_session; r = Releases(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "with make_session(sys.argv[3], read_only=True) as s: print(r.load(s, r.live(s)).digest)"
    )
    command = [sys.executable, "-c", code, str(unpacked), str(masters), sqlite_url]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) for _ in range(3)]
    digests = {child.communicate()[0].strip().decode() for child in children}
    assert len(digests) == 1
    assert [path.name for path in unpacked.iterdir()] == list(digests)
