"""The formulas and the examples printed in konkurransegrunnlag are the models the program computes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from dpsdocs.domain.evaluation import PRICE_MODELS, PointModel, comparison_price, price_points
from dpsdocs.domain.pricing import facts
from dpsdocs.masters.errors import MasterError
from dpsdocs.masters.loader import load
from dpsdocs.masters.nodes import BoxNode, ClauseNode, FormulaNode, Node, WideNode
from dpsdocs.masters.release import Release

EXAMPLE = re.compile(r"(\d+) % dyrere[^.]*?(?:= |får )(\d+(?:,\d+)?) poeng")
LOWEST = Decimal(1_000_000)
CLAUSES: dict[PointModel, str] = {
    "linear": "prisformel", "linear_floor": "prisformel", "proportional": "prisformel-forhold",
}  # fmt: skip
FLOOR = '{% if pricing == "linear_floor" %}Poengene blir aldri lavere enn 0.{% endif %}'
MODELS = pytest.mark.parametrize("model", CLAUSES)


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    return load(root / "templates" / "masters" / "vektertjenester")


def formulas(nodes: Sequence[Node]) -> Iterator[FormulaNode]:
    for node in nodes:
        if isinstance(node, FormulaNode):
            yield node
        elif isinstance(node, ClauseNode | BoxNode | WideNode):
            yield from formulas(node.nodes)


def clause(root: Path, name: str) -> str:
    file = root / "templates" / "masters" / "vektertjenester" / "documents" / "konkurransegrunnlag.md"
    text = file.read_text().replace("\u00a0", " ")
    start = text.index(f"::: punkt {name} ")
    return text[start : text.find("\n::: punkt ", start + 1)]


def reckoned(source: str, **values: Decimal) -> Decimal:
    """A printed formula as arithmetic."""
    source = source.replace("*P*~min~", "L")
    source = re.sub(r"\*([PKQ])\*", r"\1", source).replace("−", "-").replace("×", "*")
    assert re.fullmatch(r"[\d PLKQ()*/+-]+", source)
    source = re.sub(r"\d+", lambda found: f"Decimal({found.group()})", source)
    return Decimal(eval(source, {"Decimal": Decimal, **values}))  # noqa: S307 - only the letters above


def printed(root: Path, model: PointModel) -> str:
    parts = {}
    for line in clause(root, CLAUSES[model]).splitlines():
        name, colon, words = line.partition(": ")
        if colon and name in ("før", "teller", "nevner"):
            parts[name] = words
    return f"{parts['før'].removeprefix('Poeng = ')} ({parts['teller']}) / ({parts['nevner']})"


@MODELS
@pytest.mark.parametrize("percent", [0, 1, 17, 25, 33, 99, 100, 101, 250])
def test_the_printed_formula_is_the_one_computed(root: Path, model: PointModel, percent: int) -> None:
    """The formula is read from the master as arithmetic and reckoned beside the function."""
    price = LOWEST * (100 + percent) / 100
    points = reckoned(printed(root, model), P=price, L=LOWEST)
    assert "to desimaler" in clause(root, CLAUSES[model])
    points = points.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if model == "linear_floor":
        assert FLOOR in clause(root, CLAUSES[model])
        points = max(Decimal(0), points)
    assert points == price_points(model, price, LOWEST)


@MODELS
def test_the_printed_examples_are_right(root: Path, model: PointModel) -> None:
    examples = EXAMPLE.findall(clause(root, CLAUSES[model]))
    assert len(examples) == 2
    for percent, points in examples:
        price = LOWEST * (100 + int(percent)) / 100
        assert price_points(model, price, LOWEST) == Decimal(points.replace(",", "."))


@pytest.mark.parametrize(
    ("price", "quality", "worth"), [("900000", "10", "1"), ("1250000.50", "7.17", "50000")]
)
def test_the_printed_comparison_price_is_the_one_computed(
    root: Path, price: str, quality: str, worth: str
) -> None:
    text = clause(root, "prisformel-kroner")
    line = next(x for x in text.splitlines() if x.startswith("Sammenligningspris = "))
    p, q, k = Decimal(price), Decimal(quality), Decimal(worth)
    found = reckoned(line.removeprefix("Sammenligningspris = "), P=p, Q=q, K=k)
    assert found == comparison_price(p, q, k)


def test_the_example_in_kroner_is_what_the_model_adds(root: Path) -> None:
    """8,00 points lack two: the amount shown is what the program adds for them."""
    assert "8,00 kvalitetspoeng får et tillegg på 2,00 × *K*" in clause(root, "kroner-verdi")
    told = facts(("priced",), {"price_model": "priced", "point_value": Decimal(40_000)}, {})
    shown = told["point_value_example"][1]
    assert shown == comparison_price(Decimal(0), Decimal("8.00"), Decimal(40_000))


def test_every_formula_is_read_aloud_alike(release: Release) -> None:
    linear, proportional = formulas(release.masters["konkurransegrunnlag"].nodes)
    assert linear.spoken == (
        "Poeng er lik 10 minus 10 ganger en brøk. Telleren er P minus P min. Nevneren er P min."
    )
    assert proportional.spoken == "Poeng er lik 10 ganger en brøk. Telleren er P min. Nevneren er P."


def test_every_model_the_set_offers_has_its_words(release: Release) -> None:
    assert release.catalogue.price_models[0] == "linear_floor"
    assert set(release.catalogue.price_models) == set(PRICE_MODELS)


def test_a_set_with_an_unknown_model_is_refused(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sett"
    shutil.copytree(root / "templates" / "masters" / "vektertjenester", folder)
    price = folder / "price.toml"
    price.write_text(price.read_text("utf-8").replace('"proportional"', '"kvadratisk"'), "utf-8")
    with pytest.raises(MasterError, match="kvadratisk"):
        load(folder)
