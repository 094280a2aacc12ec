"""The formula and the examples printed in konkurransegrunnlag are the model the program computes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from dpsdocs.domain.evaluation import price_points
from dpsdocs.masters.loader import load
from dpsdocs.masters.nodes import BoxNode, ClauseNode, FormulaNode, Node, WideNode
from dpsdocs.masters.release import Release

EXAMPLE = re.compile(r"(\d+) % dyrere[^.]*?(?:= |får )(\d+(?:,\d+)?) poeng")
LOWEST = Decimal(1_000_000)


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    return load(root / "templates" / "masters" / "vektertjenester")


def formulas(nodes: Sequence[Node]) -> Iterator[FormulaNode]:
    for node in nodes:
        if isinstance(node, FormulaNode):
            yield node
        elif isinstance(node, ClauseNode | BoxNode | WideNode):
            yield from formulas(node.nodes)


def clause(root: Path) -> str:
    file = root / "templates" / "masters" / "vektertjenester" / "documents" / "konkurransegrunnlag.md"
    text = file.read_text().replace("\u00a0", " ")
    return text[text.index("::: punkt prisformel") : text.index("## Poeng for de andre")]


def printed(root: Path, name: str) -> str:
    line = next(line for line in clause(root).splitlines() if line.startswith(f"{name}: "))
    words = line.removeprefix(f"{name}: ")
    return words.replace("*P*~min~", "L").replace("*P*", "P")


@pytest.mark.parametrize("percent", [0, 1, 17, 25, 33, 99, 100, 101, 250])
def test_the_printed_formula_is_the_one_computed(root: Path, release: Release, percent: int) -> None:
    """The formula is read from the master as arithmetic and reckoned beside the function."""
    source = f"{printed(root, 'før')} ({printed(root, 'teller')}) / ({printed(root, 'nevner')})"
    source = source.removeprefix("Poeng = ").replace("−", "-").replace("×", "*")
    assert re.fullmatch(r"[\d PL()*/+-]+", source)
    source = re.sub(r"\d+", lambda found: f"Decimal({found.group()})", source)
    price = LOWEST * (100 + percent) / 100
    points = eval(source, {"Decimal": Decimal, "P": price, "L": LOWEST})  # noqa: S307 - only the letters above
    assert "aldri lavere enn 0" in clause(root)
    assert "to desimaler" in clause(root)
    points = max(Decimal(0), points.quantize(Decimal("0.01"), ROUND_HALF_UP))
    assert points == price_points(release.price_model, price, LOWEST)


def test_the_printed_examples_are_right(root: Path, release: Release) -> None:
    examples = EXAMPLE.findall(clause(root))
    assert len(examples) == 2
    for percent, points in examples:
        price = LOWEST * (100 + int(percent)) / 100
        assert price_points(release.price_model, price, LOWEST) == Decimal(points.replace(",", "."))


def test_there_is_one_formula_and_it_is_read_aloud_alike(release: Release) -> None:
    (formula,) = formulas(release.masters["konkurransegrunnlag"].nodes)
    assert formula.spoken == (
        "Poeng er lik 10 minus 10 ganger en brøk. Telleren er P minus P min. Nevneren er P min."
    )
