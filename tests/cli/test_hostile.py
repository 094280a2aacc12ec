"""Bad input on the command line: what, where and how to mend it; no trace, nothing half-written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dpsdocs.assemble import files
from dpsdocs.package import file_name, slug
from tests.cli.conftest import Said

Say = Callable[..., Said]
Edited = Callable[..., Path]


def refused(said: Said, words: str) -> None:
    assert said.code == 2
    assert words in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hei", "ikke gyldig JSON"), (b'{"a": 1, "a": 2}', "står to ganger"), (b"[" * 200_000, "mange nivåer"),
        (b" " * 9_000_000, "større enn 8 MB"), (b"\xff\x00", "UTF-8"), (b'{"x": ' + b"1" * 10_000 + b"}", "for langt"),
        (b'{"\\u001b[2J": 1, "\\ud800": 2}', "ukjent nøkkel"),
    ],
)  # fmt: skip
def test_what_is_no_case_file(say: Say, tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "sak.json"
    path.write_bytes(data)
    for arguments in (["check", path], ["package", path, "--out", tmp_path / "ut"]):
        said = say(*arguments)
        refused(said, words)
        assert "\x1b" not in said.err
    assert not (tmp_path / "ut").exists()


def test_what_cannot_be_read(say: Say, tmp_path: Path) -> None:
    refused(say("check", tmp_path / "finnes-ikke.json"), "finnes-ikke.json finnes ikke.")
    refused(say("check", tmp_path), "er en mappe, ikke en fil.")
    refused(say("verify", tmp_path / "finnes-ikke.zip"), "finnes ikke.")
    refused(say("verify", tmp_path), "er en mappe")
    refused(say("check", "/dev/zero"), "større enn 8 MB")
    refused(say("check", "x" * 5000), "for langt navn")


def put(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        *way, last = path.split(".")
        for step in way:
            content = content[step]
        content[last] = value

    return change


@pytest.mark.parametrize(
    "release",
    ["../x", "..", ".", "", "/etc", "vektertjenester/../../masters", "x" * 300, "æøå", "a\x00b", "VEKT"],
)
def test_a_release_is_a_name_and_no_path(say: Say, edited: Edited, release: str) -> None:
    refused(say("check", edited(put("release", release))), "finnes ikke")


def test_wrong_organisation_number_and_unknown_keys(say: Say, edited: Edited) -> None:
    refused(say("check", edited(put("agency.org_number", "899910002"))), "agency.org_number")
    refused(say("check", edited(put("dps.farge", "rød"))), "dps.farge: ukjent nøkkel.")


@pytest.mark.parametrize(
    "number", ["../../26/1", "26/05120 😀", "😀", "..", "x" * 500, "a\nb", "-rf", "26/05120/"]
)
def test_a_strange_case_number_is_a_stop_and_no_path(
    say: Say, edited: Edited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    path = edited(put("answers.case_number", number))
    said = say("check", path)
    assert (said.code, "Saksnummer kan ikke brukes" in said.out) == (1, True)
    monkeypatch.setattr(files, "_tasks", lambda *_args: [])
    said = say("package", path, "--out", tmp_path / "ut", "--draft")
    assert said.code == 0, said.err
    assert [path.name for path in (tmp_path / "ut").iterdir()] == ["uten-nummer_internt.zip"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../26/1", "26-1"), ("26/05120 😀", "26-05120"), ("😀", "uten-nummer"), ("..", "uten-nummer"),
        ("x" * 500, "x" * 24), ("ÆØÅ/é", "AEOA-e"), ("a\nb", "a-b"), ("-rf", "rf"),
        ("a\x00b", "a-b"), ("", "uten-nummer"),
    ],
)  # fmt: skip
def test_names_are_safe_whatever_they_are_made_from(text: str, name: str) -> None:
    assert slug(text, 24) == name
    made = file_name(text, 7, text, "docx")
    assert made.isascii()
    assert len(made) <= 80
    assert "/" not in made


def test_a_folder_that_cannot_be_written(say: Say, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x")
    refused(say("package", sample, "--out", tmp_path / "fil"), "er en fil, ikke en mappe.")
    refused(say("package", sample, "--out", tmp_path / "fil" / "under"), "under noe som ikke er en mappe.")
    refused(say("package", sample, "--out", tmp_path / ("x" * 300)), "for langt navn")
    refused(say("package", sample, "--out", tmp_path / "ut", "--cache", tmp_path / "fil"), "ikke en mappe")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fil", "ut"]
    assert list((tmp_path / "ut").iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_access(say: Say, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "ut").mkdir(mode=0o500)
    refused(say("package", sample, "--out", tmp_path / "ut"), "mangler tilgang")


def test_a_disk_that_fills_up_leaves_nothing_half_written(
    say: Say, sample: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second ZIP does not fit: the first one is not there either."""
    written: list[Path] = []

    def write(path: Path, data: bytes) -> int:
        if written:
            raise OSError(28, "No space left on device", str(path))
        written.append(path)
        with path.open("wb") as file:
            return file.write(data)

    assert say("package", sample, "--out", tmp_path / "varm", "--cache", cache).code == 0
    monkeypatch.setattr(Path, "write_bytes", write)
    said = say("package", sample, "--out", tmp_path / "ut", "--cache", cache)
    refused(said, "disken er full")
    assert list((tmp_path / "ut").iterdir()) == []


def test_verify_refuses_what_is_no_package(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "pakke.zip"
    path.write_bytes(b"PK\x03\x04tull")
    said = say("verify", path)
    assert (said.code, said.err) == (1, "Filen er ikke en hel ZIP-fil.\n")


@pytest.mark.parametrize(
    "url", ["tull", "mysql://x/y", "sqlite:///", "postgresql://nobody@127.0.0.1:1/x", "postgresql://["]
)
def test_a_database_that_cannot_be_used(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DPSDOCS_INSTANCE", str(tmp_path / "i"))
    monkeypatch.setenv("DATABASE_URL", url)
    for arguments in (["migrate"], ["user", "add", "--name", "Kari", "--email", "kari@example.org"]):
        said = say(*arguments)
        assert said.code == 2
        assert "DATABASE_URL" in said.err or "Databasen kan ikke brukes" in said.err
    assert say("doctor").code in (1, 2)
