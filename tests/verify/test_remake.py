"""A package made again from the internal record: equal, different, other engines, and records that lie."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from dpsdocs import __version__
from dpsdocs.assemble import Assembled, FileGone, assemble
from dpsdocs.assemble.program import engine_versions
from dpsdocs.assemble.remade import make_again
from dpsdocs.cli import main
from dpsdocs.domain import case_file
from dpsdocs.domain.case import AnnexFile, AttachedFile
from dpsdocs.masters.archive import ArchiveError, unzip, zipped
from dpsdocs.masters.loader import load
from dpsdocs.package import PackedFile, archive
from dpsdocs.verify import Refused, remake, remake_lines

NOW = {**engine_versions(), "program": __version__}


@pytest.fixture(scope="module")
def made(root: Path) -> Assembled:
    """The sample's packages without PDF: the comparison is the same and much quicker."""
    folder = root / "templates" / "masters" / "vektertjenester"
    case = case_file.read((folder / "samples" / "reception.json").read_bytes())
    return assemble(case, load(folder), without=("pdf",))


@pytest.fixture(scope="module")
def zips(made: Assembled) -> tuple[bytes, bytes]:
    return made.archives["bidders"].data, made.archives["internal"].data


def again(case: bytes, folder: Path, _added: Mapping[str, bytes]) -> Mapping[str, bytes]:
    result = assemble(case_file.read(case), load(folder), without=("pdf",))
    return {part: archive.data for part, archive in result.archives.items()}


def never(case: bytes, folder: Path, _added: Mapping[str, bytes]) -> Mapping[str, bytes]:
    raise AssertionError("nothing should be made")


def rewritten(package: bytes, edit: Callable[[dict[str, bytes], dict[str, object]], None]) -> bytes:
    """The package with other files or words about itself, and a manifest that agrees with them."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        files = {name: source.read(name) for name in source.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    titles = {row["name"]: row["title"] for row in manifest.pop("files")}
    manifest.pop("format")
    edit(files, manifest)
    packed = [PackedFile(name, data, titles.get(name, "")) for name, data in files.items()]
    return archive("x.zip", packed, manifest).data


def test_the_package_is_made_again_byte_for_byte(zips: tuple[bytes, bytes]) -> None:
    for package in zips:
        report = remake(package, zips[1], NOW, again)
        assert report.holds
        assert "manifest.json" in report.same
        assert "byte for byte lik" in "\n".join(remake_lines(report))


def test_files_that_were_added_come_from_the_record(root: Path) -> None:
    folder = root / "templates" / "masters" / "vektertjenester"
    case = case_file.read((folder / "samples" / "reception.json").read_bytes())
    plan, contract = b"%PDF-1.7 plan", b"%PDF-1.7 kontrakt"
    held = {hashlib.sha256(data).hexdigest(): data for data in (plan, contract)}
    plan_id, contract_id = held
    added = replace(
        case, attachments=(AttachedFile("Plan", "plan.pdf", plan_id),),
        annexes=(AnnexFile("standardkontrakt", "kontrakt.pdf", contract_id),),
    )  # fmt: skip

    def with_added(case: bytes, folder: Path, found: Mapping[str, bytes]) -> Mapping[str, bytes]:
        result = assemble(case_file.read(case), load(folder), without=("pdf",), files=found.get)
        return {part: archive.data for part, archive in result.archives.items()}

    issued = assemble(added, load(folder), without=("pdf",), files=held.get).archives
    report = remake(issued["bidders"].data, issued["internal"].data, NOW, with_added)
    assert report.holds and any(name.endswith("_40_Plan.pdf") for name in report.same)

    def swap(files: dict[str, bytes], about: dict[str, object]) -> None:
        files[next(name for name in files if name.endswith("_40_Plan.pdf"))] = b"%PDF-1.7 en annen"

    report = remake(rewritten(issued["bidders"].data, swap), issued["internal"].data, NOW, with_added)
    assert [name.rsplit("_")[-1] for name in report.different] == ["Plan.pdf", "manifest.json"]
    with pytest.raises(FileGone):
        remake(issued["bidders"].data, rewritten(issued["internal"].data, swap), NOW, with_added)


def test_a_file_swapped_with_hashes_that_agree_is_found(zips: tuple[bytes, bytes]) -> None:
    def swap(files: dict[str, bytes], about: dict[str, object]) -> None:
        files[next(name for name in files if name.endswith("_prisskjema.xlsx"))] = b"another"

    report = remake(rewritten(zips[0], swap), zips[1], NOW, again)
    assert not report.holds
    assert [name.split("_")[-1] for name in report.different] == ["prisskjema.xlsx", "manifest.json"]
    assert any(line.startswith("Ulik: 26-05120_04") for line in remake_lines(report))


def test_a_zip_packed_otherwise_is_told(zips: tuple[bytes, bytes]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(zips[0])) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            target.writestr(info.filename, source.read(info))
    (only,) = remake(out.getvalue(), zips[1], NOW, again).different
    assert "pakket annerledes" in only


def test_a_damaged_package_is_not_made_again(zips: tuple[bytes, bytes]) -> None:
    damaged = zips[0].replace(b"manifest.json", b"manifest.jsoN")
    report = remake(damaged, zips[1], NOW, never)
    assert not report.holds
    assert report.problems


def test_other_engines_leave_the_proof_to_the_hashes(zips: tuple[bytes, bytes]) -> None:
    report = remake(zips[0], zips[1], {**NOW, "lxml": "1.0"}, never)
    assert report.holds
    assert report.engines == (f"lxml {engine_versions()['lxml']}, nå 1.0",)
    assert "bare kontrolltallene" in "\n".join(remake_lines(report))


def _other_release(files: dict[str, bytes], about: dict[str, object]) -> None:
    about["release"] = {"id": "vektertjenester", "sha256": "0" * 64}


def _climbing(files: dict[str, bytes], about: dict[str, object]) -> None:
    about["release"] = {"id": "../../x", "sha256": "0" * 64}


def test_packages_that_do_not_belong_together(zips: tuple[bytes, bytes]) -> None:
    with pytest.raises(Refused, match="ikke laget av det samme"):
        remake(rewritten(zips[0], _other_release), zips[1], NOW, never)
    with pytest.raises(Refused, match="hvilket malsett"):
        remake(rewritten(zips[0], _climbing), rewritten(zips[1], _climbing), NOW, never)
    with pytest.raises(Refused, match="mangler saksfilen"):
        remake(zips[0], zips[0], NOW, never)
    with pytest.raises(Refused, match="kan ikke brukes"):
        remake(zips[0], b"PK not a zip", NOW, never)


def _zip(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in files.items():
            target.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("masters", "words"),
    [
        (b"%PDF", "innholdet er noe annet"),
        (_zip(**{"../../set.toml": "x"}), "peker ut av mappen"),
        (_zip(**{"set toml": "x"}), "filnavn som ikke kan brukes"),
        (_zip(**{"set.toml": "x" * 20_000_000}), "for stor"),
        (_zip(**{"set.toml": "id = 1"}), "ikke det pakken ble laget av"),
    ],
)
def test_a_hostile_set_is_refused(zips: tuple[bytes, bytes], masters: bytes, words: str) -> None:
    def plant(files: dict[str, bytes], about: dict[str, object]) -> None:
        files["malsett.zip"] = masters

    with pytest.raises(Refused, match=words):
        remake(zips[0], rewritten(zips[1], plant), NOW, never)


def test_another_case_file_is_refused(zips: tuple[bytes, bytes]) -> None:
    def plant(files: dict[str, bytes], about: dict[str, object]) -> None:
        files[next(name for name in files if name.endswith("_saksfil.json"))] = b"{}"

    with pytest.raises(Refused, match="ikke den pakken ble laget av"):
        remake(zips[0], rewritten(zips[1], plant), NOW, never)


def test_what_cannot_be_made_is_refused_with_the_reason(root: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="ikke gyldig JSON"):
        make_again(b"{", tmp_path, {})
    sample = root / "templates/masters/vektertjenester/samples/reception.json"
    with pytest.raises(Refused, match="kunne ikke lages på nytt"):
        make_again(sample.read_bytes(), tmp_path, {})


def test_a_set_is_always_the_same_zip_and_comes_back(root: Path, tmp_path: Path) -> None:
    folder = root / "templates" / "masters" / "vektertjenester"
    data = zipped(folder)
    unzip(data, tmp_path)
    assert zipped(tmp_path) == data
    assert (folder / "samples").is_dir() and not (tmp_path / "samples").exists()
    assert load(tmp_path).digest == load(folder).digest
    with pytest.raises(ArchiveError):
        unzip(_zip(**{"a/../b": "x"}), tmp_path)


def test_bidders_get_no_set(made: Assembled) -> None:
    assert "malsett.zip" in {file.name for file in made.archives["internal"].files}
    assert "malsett.zip" not in {file.name for file in made.archives["bidders"].files}


@pytest.mark.slow
def test_the_command_makes_the_whole_package_again(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = root / "templates" / "masters" / "vektertjenester" / "samples" / "reception.json"
    assert main(["package", str(sample), "--out", str(tmp_path)]) == 0
    bidders, internal = capsys.readouterr().out.split()
    assert main(["verify", bidders, "--remake", internal]) == 0
    assert "byte for byte lik" in capsys.readouterr().out
