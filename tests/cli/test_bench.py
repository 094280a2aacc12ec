"""`dpsdocs bench`: every group runs and gives figures."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Callable

import pytest

from tests.cli.conftest import Said

_PEERS = 3 if shutil.which("soffice") and importlib.util.find_spec("docxtpl") else 0
GROUPS = {
    "package": 6 + _PEERS,
    "housing": 9,
    "size": 5,
    "preview": 3,
    "autosave": 2,
    "rows": 3,
    "rules": 5,
    "masters": 6,
}


@pytest.mark.nightly
def test_every_group(command: Callable[..., Said]) -> None:
    said = command("bench", "--rounds", "1", "--json")
    assert said.code == 0, said.err
    figures = json.loads(said.out)
    counted = {name: len(rows) for name, rows in figures.items()}
    with_uno = {**GROUPS, "package": GROUPS["package"] + 1}  # where Debian's python3-uno is installed
    assert counted in (GROUPS, with_uno)
    for rows in figures.values():
        for row in rows:
            assert 0 < row["low"] <= row["median"] <= row["high"]
            assert row["rounds"] == 1
            assert row["processor"] > 0
    for group in ("package", "housing"):
        by_name = {row["name"]: row["median"] for row in figures[group]}
        cold = by_name["hele pakken, ingenting lagret fra før"]
        assert by_name["hele pakken, ingenting endret"] < cold / 3


@pytest.mark.slow
@pytest.mark.parametrize(
    "group",
    ["rules", *(pytest.param(group, marks=pytest.mark.nightly) for group in ("rows", "autosave"))],
)
def test_a_group_as_figures(group: str, command: Callable[..., Said]) -> None:
    said = command("bench", group, "--rounds", "1", "--json")
    assert said.code == 0, said.err
    rows = json.loads(said.out)[group]
    assert len(rows) == GROUPS[group]
    assert all(0 < row["low"] <= row["median"] <= row["high"] for row in rows)


@pytest.mark.slow
def test_one_group_as_a_table(command: Callable[..., Said]) -> None:
    said = command("bench", "preview", "--rounds", "2")
    assert said.code == 0
    assert said.out.startswith("preview\n")
    assert said.out.count("2 runder") == said.out.count(" prosessor ") == 3


def test_an_unknown_group(command: Callable[..., Said]) -> None:
    said = command("bench", "finnes-ikke")
    assert (said.code, said.out) == (2, "")
    assert "Velg blant package, housing, size, preview, autosave, rows, rules" in said.err
