"""Packages: the same bytes everywhere, each file made once, damaged caches never used."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from dpsdocs.assemble import NotReady, assemble, files, one_file
from dpsdocs.assemble.cache import FolderCache
from dpsdocs.domain import case_file
from dpsdocs.domain.answers import Raw
from dpsdocs.domain.case import Case
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release
from dpsdocs.verify import verify_package
from tests.assemble.cases import answered, confidential

SCRIPT = """
import hashlib, sys
from pathlib import Path
from dpsdocs.assemble import assemble
from dpsdocs.domain import case_file
from dpsdocs.masters.loader import load
made = assemble(case_file.read(Path(sys.argv[1]).read_bytes()), load(Path(sys.argv[2])))
for part, archive in sorted(made.archives.items()):
    print(part, hashlib.sha256(archive.data).hexdigest(), *(f.sha256 for f in archive.files))
"""


@pytest.mark.slow
def test_the_same_bytes_in_two_processes(
    reception: Case, release: Release, root: Path, tmp_path: Path
) -> None:
    """Another hash seed, time zone, locale, folder and order of files on disk."""
    (tmp_path / "sak.json").write_bytes(case_file.dump(confidential(reception)))
    copy = tmp_path / "et annet sted" / "vektertjenester"
    for path in sorted(release.folder.rglob("*"), reverse=True):
        if path.is_file():
            target = copy / path.relative_to(release.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    said = []
    for seed, zone, locale, folder in (
        ("1", "UTC", "C", release.folder), ("2", "Pacific/Auckland", "C.UTF-8", copy),
    ):  # fmt: skip
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": locale,
            "PYTHONPATH": str(root),
        }
        command = [sys.executable, "-c", SCRIPT, str(tmp_path / "sak.json"), str(folder)]
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=True
        )
        said.append(done.stdout.splitlines())
    assert [line.split()[0] for line in said[0]] == ["bidders", "confidential", "internal"]
    assert said[0] == said[1]


@dataclass
class Counting:
    """A cache that counts what is made."""

    kept: dict[str, bytes] = field(default_factory=dict)
    made: int = 0

    def get(self, key: str) -> bytes | None:
        """What was kept."""
        return self.kept.get(key)

    def put(self, key: str, data: bytes) -> None:
        """Keep and count."""
        self.kept[key] = data
        self.made += 1


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Which file a cache key stands for, filled as packages are made."""
    names: dict[str, str] = {}
    make = files.task_for

    def task(*arguments: object) -> files.Task:
        made = make(*arguments)  # type: ignore[arg-type]
        names[made.key] = f"{made.spec.id}.{made.extension}"
        return made

    monkeypatch.setattr(files, "task_for", task)
    return names


def quick(case: Case, release: Release, cache: object) -> files.Assembled:
    """The package without PDF, which is made from the same documents as the Word files."""
    return assemble(case, release, cache=cache, without=("pdf",))  # type: ignore[arg-type]


def test_unchanged_makes_nothing(reception: Case, release: Release) -> None:
    cache = Counting()
    first = quick(reception, release, cache)
    made = cache.made
    assert made == len(set(cache.kept)) > 8
    second = quick(reception, release, cache)
    assert cache.made == made
    assert first.archives["bidders"].data == second.archives["bidders"].data


@pytest.mark.parametrize(
    ("answers", "untouched", "touched"),
    [
        ({"hourly_estimate": "541"}, {"konkurransegrunnlag", "kontrakt", "prisskjema"}, {"intern"}),
        ({"contact": {"name": "Ola Nordmann", "title": "", "email": "ola@example.org"}},
         {"kravspesifikasjon", "svarskjema", "prisskjema", "tilbudsbrev"}, {"konkurransegrunnlag", "intern"}),
        ({"need": "Et nytt behov."}, {"kontrakt", "svarskjema", "prisskjema", "tilbudsbrev"}, {"konkurransegrunnlag"}),
        ({"title": "Et nytt navn"}, set(), {"konkurransegrunnlag", "kontrakt", "prisskjema", "tilbudsbrev"}),
    ],
)  # fmt: skip
def test_one_changed_answer_makes_only_what_uses_it(
    reception: Case, release: Release, named: dict[str, str], answers: dict[str, Raw], untouched: set[str],
    touched: set[str],
) -> None:  # fmt: skip
    cache = Counting()
    quick(reception, release, cache)
    before = set(cache.kept)
    quick(answered(reception, **answers), release, cache)
    made = {named[key].split(".")[0] for key in set(cache.kept) - before}
    assert touched <= made
    assert not made & untouched
    assert "skjermet" not in made


def test_new_suppliers_make_only_internal_files(
    reception: Case, release: Release, named: dict[str, str]
) -> None:
    cache = Counting()
    quick(reception, release, cache)
    before = set(cache.kept)
    quick(replace(reception, suppliers=reception.suppliers[:3]), release, cache)
    made = {named[key].split(".")[0] for key in set(cache.kept) - before}
    assert made == {release.document(d).id for d in made if release.document(d).package == "internal"}
    assert "kgv_liste" in made


def test_another_theme_makes_everything_anew(reception: Case, release: Release, tmp_path: Path) -> None:
    folder = tmp_path / "vektertjenester"
    shutil.copytree(release.folder, folder)
    cache = Counting()
    quick(reception, release, cache)
    made = cache.made
    with (folder / "theme" / "print.css").open("a", encoding="utf-8") as css:
        css.write("\n/* another look */\n")
    quick(reception, load(folder), cache)
    assert cache.made == 2 * made


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "other"])
def test_a_damaged_cache_file_is_not_used(tmp_path: Path, damage: str) -> None:
    cache = FolderCache(tmp_path)
    cache.put("a", b"the right bytes")
    cache.put("b", b"other bytes")
    path = tmp_path / "a"
    whole = path.read_bytes()
    path.write_bytes({
        "flipped": whole[:-1] + bytes([whole[-1] ^ 1]), "cut": whole[:-3], "empty": b"", "other": whole[:32] + b"x",
    }[damage])  # fmt: skip
    assert cache.get("a") is None
    assert cache.get("b") == b"other bytes"
    cache.put("a", b"the right bytes")
    assert cache.get("a") == b"the right bytes"


def test_a_package_from_a_damaged_cache_is_right(reception: Case, release: Release, tmp_path: Path) -> None:
    cache = FolderCache(tmp_path)
    first = quick(reception, release, cache)
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    second = quick(reception, release, cache)
    assert {p: a.data for p, a in first.archives.items()} == {p: a.data for p, a in second.archives.items()}
    assert verify_package(second.archives["bidders"].data).is_whole


def test_the_cache_keeps_to_its_size_and_leaves_no_parts(tmp_path: Path) -> None:
    cache = FolderCache(tmp_path, limit=1000)
    for number in range(20):
        cache.put(f"{number}", bytes(100))
    kept = list(tmp_path.iterdir())
    assert sum(path.stat().st_size for path in kept) <= 1000
    assert cache.get("19") is not None
    assert {path.name for path in kept} <= {f"{n}" for n in range(20)}


def test_a_full_disk_costs_only_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = FolderCache(tmp_path)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache.put("a", b"x")
    assert cache.get("a") is None
    assert list(tmp_path.iterdir()) == []


def test_stops_make_nothing(reception: Case, release: Release) -> None:
    cache = Counting()
    with pytest.raises(NotReady) as refused:
        quick(answered(reception, need=""), release, cache)
    assert [stop.keys for stop in refused.value.stops] == [("need",)]
    assert cache.made == 0


def test_a_draft_is_marked_and_not_mixed_up_with_the_real_one(reception: Case, release: Release) -> None:
    cache = Counting()
    quick(reception, release, cache)
    made = cache.made
    draft = one_file(reception, release, "konkurransegrunnlag", "docx", cache)
    assert cache.made == made + 1
    assert "utkast" in draft.name
    kept = {hashlib.sha256(data).hexdigest() for data in cache.kept.values()}
    assert draft.sha256 in kept
    again = quick(reception, release, cache)
    assert draft.sha256 not in {f.sha256 for f in again.archives["bidders"].files}


def test_progress_counts_up_to_the_end(reception: Case, release: Release) -> None:
    told: list[tuple[int, int]] = []
    assemble(
        reception, release, without=("pdf",), progress=lambda done, total, _step: told.append((done, total))
    )
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)
