"""The closed language of conditions."""

from __future__ import annotations

import pytest

from dpsdocs.domain.conditions import ConditionError, parse

VALUES = {"form": "framework", "count": 2, "yes": True, "list": ("a", "b"), "none": None}


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("", True),
        ('form == "framework"', True),
        ('form != "framework"', False),
        ("count > 1 and count <= 2", True),
        ("yes == True", True),
        ("not yes", False),
        ('"a" in list', True),
        ('"c" not in list', True),
        ('form in ["single", "framework"]', True),
        ("none", False),
        ("none > 3", False),
        ('"a" in none', False),
        ("unknown == True", False),
        ("form > 3", False),
    ],
)
def test_holds(source: str, holds: bool) -> None:
    assert parse(source).holds(VALUES) is holds


@pytest.mark.parametrize(
    "source",
    [
        "__import__('os')",
        "a.b",
        "a[0]",
        "f(x)",
        "lambda: 1",
        "a + 1",
        "a if b else c",
        "[x for x in y]",
        "a := 1",
        "1 < a < 3",
        "f'{a}'",
        "b'x'",
        "a ==",
        "*a",
        "x" * 500,
        "(" * 300,
        "None is a",
    ],
)
def test_everything_else_is_refused(source: str) -> None:
    with pytest.raises(ConditionError):
        parse(source)


def test_in_words() -> None:
    labels = {"form": "Avtaleform", "count": "Forlengelser"}
    options = {"framework": "Rammeavtale"}
    words = parse('form == "framework" and count > 0').words(
        lambda key: labels[key], lambda _key, value: options.get(value, value)
    )
    assert words == "«Avtaleform» er «Rammeavtale» og «Forlengelser» er større enn «0»"


def test_names_are_collected() -> None:
    assert parse('a == 1 or "x" in b').names == {"a", "b"}
