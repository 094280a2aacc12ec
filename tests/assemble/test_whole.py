"""Whole packages are kept: the very same asked for again makes nothing, and anything else is made anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dpsdocs.assemble import NotReady, Packages, packages_of, program, whole
from dpsdocs.assemble.cache import FolderCache
from dpsdocs.assemble.files import assemble
from dpsdocs.domain.case import Case
from dpsdocs.masters.release import Release
from tests.assemble.cases import answered


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Packages without PDF; the versions that were made, in order."""
    made: list[str] = []

    def without_pdf(case: Case, release: Release, **more: object) -> object:
        made.append(case.version)
        return assemble(case, release, without=("pdf",), **more)  # type: ignore[arg-type]

    monkeypatch.setattr(whole, "assemble", without_pdf)
    return made


def same(one: Packages, other: Packages) -> bool:
    """Whether two packages hold the same files and bytes and say the same of the day for sending."""
    return (one.archives, one.last_sending_day) == (other.archives, other.last_sending_day)


def test_the_very_same_is_made_once(
    reception: Case, release: Release, tmp_path: Path, quick: list[str]
) -> None:
    told: list[tuple[int, int]] = []
    first = packages_of(reception, release, cache=FolderCache(tmp_path))
    again = packages_of(
        reception,
        release,
        cache=FolderCache(tmp_path),
        progress=lambda done, total, _: told.append((done, total)),
    )
    assert len(quick) == 1 and same(first, again)
    assert first.last_sending_day is not None and set(first.archives) == {"bidders", "internal"}
    count = sum(len(archive.files) for archive in first.archives.values())
    assert told == [(count, count)]
    alone = assemble(reception, release, without=("pdf",))
    assert again.archives == alone.archives and again.last_sending_day == alone.last_sending_day


def test_whatever_differs_is_made_anew(
    reception: Case, release: Release, tmp_path: Path, quick: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = FolderCache(tmp_path)
    packages_of(reception, release, cache=cache)
    packages_of(answered(reception, title="Et nytt navn"), release, cache=cache)
    packages_of(replace(reception, version="1.1"), release, cache=cache)
    packages_of(replace(reception, draft=True), release, cache=cache)
    packages_of(reception, replace(release, digest="f" * 64), cache=cache)
    monkeypatch.setattr(program, "digest", lambda: "another program")
    packages_of(reception, release, cache=cache)
    assert len(quick) == 6


def test_a_damaged_one_is_made_anew(
    reception: Case, release: Release, tmp_path: Path, quick: list[str]
) -> None:
    first = packages_of(reception, release, cache=FolderCache(tmp_path))
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    assert same(packages_of(reception, release, cache=FolderCache(tmp_path)), first)
    assert len(quick) == 2


def test_what_has_stops_is_never_kept(
    reception: Case, release: Release, tmp_path: Path, quick: list[str]
) -> None:
    unready = answered(reception, tender_deadline="")
    for _ in range(2):
        with pytest.raises(NotReady):
            packages_of(unready, release, cache=FolderCache(tmp_path))
    assert len(quick) == 2 and not list(tmp_path.iterdir())


def test_the_program_is_known_by_its_text() -> None:
    program.digest.cache_clear()
    before = program.digest()
    program.digest.cache_clear()
    assert program.digest() == before and len(before) == 64
