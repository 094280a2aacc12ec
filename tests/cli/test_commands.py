"""Commands on a good case: exit codes, files and words."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import Said

Say = Callable[..., Said]


def answer(**answers: object) -> Callable[[dict[str, Any]], None]:
    return lambda content: content["answers"].update(answers)


def test_package_writes_two_zips(say: Say, sample: Path, cache: Path, tmp_path: Path) -> None:
    said = say("package", sample, "--out", tmp_path / "ny" / "mappe", "--cache", cache)
    assert (said.code, said.err) == (0, "")
    names = [Path(line).name for line in said.out.splitlines()]
    assert names == ["26-05120_konkurransepakke.zip", "26-05120_internt.zip"]
    assert sorted(p.name for p in (tmp_path / "ny" / "mappe").iterdir()) == sorted(names)
    for line in said.out.splitlines():
        proved = say("verify", line)
        assert proved.code == 0
        assert proved.out.endswith("filene er uendret.\n")


@pytest.mark.slow
def test_a_confidential_case_writes_three(
    say: Say, edited: Callable[..., Path], cache: Path, tmp_path: Path
) -> None:
    secret = answer(extras=["secret"], confidential_text="Koden er 4417", confidential_access="I KGV",
                    tender_deadline={"date": "01.02.2027", "time": "12.00"})  # fmt: skip
    said = say("package", edited(secret), "--out", tmp_path, "--cache", cache)
    assert said.code == 0, said.err + said.out
    assert [Path(line).name.split("_")[1] for line in said.out.splitlines()] == [
        "konkurransepakke.zip", "skjermet.zip", "internt.zip",
    ]  # fmt: skip


def test_a_case_with_stops_makes_no_package(say: Say, edited: Callable[..., Path], tmp_path: Path) -> None:
    said = say("package", edited(answer(need="")), "--out", tmp_path / "ut")
    assert said.code == 1
    assert "Pakken er ikke laget" in said.err
    assert "Stopp: Behovet mangler" in said.out
    assert list((tmp_path / "ut").iterdir()) == []


def test_a_draft_is_made_all_the_same(
    say: Say, edited: Callable[..., Path], cache: Path, tmp_path: Path
) -> None:
    said = say("package", edited(answer(need="")), "--out", tmp_path / "ut", "--cache", cache, "--draft")
    assert said.code == 0
    with zipfile.ZipFile(tmp_path / "ut" / "26-05120_konkurransepakke.zip") as package:
        name = next(n for n in package.namelist() if n.endswith("konkurransegrunnlag.docx"))
        with zipfile.ZipFile(io.BytesIO(package.read(name))) as word:
            assert b"UTKAST" in b"".join(word.read(part) for part in word.namelist())


def test_check(say: Say, sample: Path, edited: Callable[..., Path]) -> None:
    said = say("check", sample)
    assert said.code == 0
    assert "Stopp" not in said.out
    said = say("check", edited(answer(need="", finnes_ikke="x")))
    assert said.code == 1
    assert "finnes_ikke" in said.out


def test_check_as_json(say: Say, edited: Callable[..., Path]) -> None:
    said = say("check", edited(answer(need="")), "--json")
    found = json.loads(said.out)
    assert said.code == 1
    first = next(f for f in found if f["severity"] == "stop")
    assert {"rule", "severity", "title", "mend", "keys", "source", "version"} <= set(first)
    assert first["keys"] == ["need"]


def test_schema(say: Say, sample: Path) -> None:
    said = say("schema")
    assert said.code == 0
    jsonschema.validate(json.loads(sample.read_bytes()), json.loads(said.out))


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["2026-11-23"], 0, "siste telledag: "), (["23.11.2026", "--extra-days", "5"], 0, "tidligste frist"),
        (["i går"], 2, "dag.måned.år"), (["31.02.2027"], 2, "Datoen finnes ikke"), (["9999-12-31"], 2, "9999"),
        (["2026-11-23", "--extra-days", "-1"], 2, "--extra-days"),
        (["2026-11-23", "--extra-days", "99999999999"], 2, "--extra-days"),
        (["2026-11-23", "--extra-days", "3000000"], 2, "--extra-days"),
    ],
)  # fmt: skip
def test_deadline(say: Say, arguments: list[str], code: int, words: str) -> None:
    said = say("deadline", *arguments)
    assert (said.code, words in said.out + said.err) == (code, True), said


@pytest.mark.parametrize(
    ("arguments", "last", "earliest"),
    [
        (["2026-11-23"], "03.12.2026", "04.12.2026"), (["2026-11-23", "--extra-days", "5"], "08.12.2026", "09.12.2026"),
        (["2026-12-22"], "04.01.2027", "05.01.2027"), (["16.03.2027"], "30.03.2027", "31.03.2027"),
        (["2027-05-07", "--extra-days", "5"], "24.05.2027", "25.05.2027"),
    ],
)  # fmt: skip
def test_deadline_prints_two_lines(say: Say, arguments: list[str], last: str, earliest: str) -> None:
    said = say("deadline", *arguments)
    assert said.out == f"siste telledag: {last}\ntidligste frist kl. 12: {earliest}\n"


def test_masters(say: Say, tmp_path: Path, without_pdf: dict[str, str]) -> None:
    assert say("masters", "lint").code == 0
    facts = say("masters", "facts")
    assert facts.code == 0
    assert "case_number\tSaksnummer\t26/05120" in facts.out
    assert without_pdf


def test_masters_go_out_and_in(say: Say, tmp_path: Path) -> None:
    target, folder = tmp_path / "sett.zip", tmp_path / "sett"
    assert say("masters", "export", "vektertjenester", target).code == 0
    first = target.read_bytes()
    assert say("masters", "export", "vektertjenester", target).code == 0 and target.read_bytes() == first
    assert say("masters", "export", "vektertjenester", folder).code == 0
    assert (folder / "documents" / "kontrakt.md").is_file()
    assert say("masters", "export", "vektertjenester", folder).code == 2
    assert "likt det som følger med" in say("masters", "import", target).out
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("kjor.sh", "rm")
    said = say("masters", "import", target)
    assert (said.code, "kjor.sh: Filen hører ikke til et malsett" in said.err) == (1, True)
    assert say("masters", "import").code == 2


def test_unknown_words_end_with_two(command: Say) -> None:
    for arguments in (
        [],
        ["finnes-ikke"],
        ["package"],
        ["package", "x.json"],
        ["deadline", "2026-11-23", "--extra-days", "x"],
    ):
        said = command(*arguments)
        assert (said.code, "usage" in said.err) == (2, True)


def test_words_survive_a_terminal_that_knows_only_ascii(command: Say, sample: Path) -> None:
    said = command("check", sample, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (said.code, "Traceback" in said.err) == (0, False)


def test_help_names_every_command(command: Say) -> None:
    said = command("--help")
    assert said.code == 0
    for name in ("package", "check", "verify", "schema", "deadline", "masters", "serve", "worker", "migrate",
                 "user", "backup", "restore", "doctor", "bench"):  # fmt: skip
        assert name in said.out
