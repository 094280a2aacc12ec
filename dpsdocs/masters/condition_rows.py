"""Conditions as rows a person fills in: a question, a comparison and an answer, joined by og or eller."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..domain.conditions import ConditionError
from .condition_words import OPERATORS, Vocabulary, to_words

# as a person chooses among them, the usual first
COMPARISONS = (
    "er", "er ikke", "inneholder", "inneholder ikke", "er en av", "er ikke en av", "er større enn", "er minst",
    "er mindre enn", "er høyst", "er besvart", "er ikke besvart",
)  # fmt: skip
JOINTS = {"og": "Alle vilkårene må holde", "eller": "Det er nok at ett holder"}
_ROW = re.compile(r"«(?P<label>[^«»]*)» (?P<verb>" + "|".join(OPERATORS) + r")(?: (?P<value>.+))?")
_BARE = re.compile(r"ja|nei|-?\d+(?:[.,]\d+)?", re.IGNORECASE)
_ONE = re.compile(r"«([^«»]*)»")


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One comparison in words."""

    label: str = ""
    verb: str = "er"
    value: str = ""

    @property
    def words(self) -> str:
        """The comparison as it is written in a condition; empty when there is none."""
        label, value = self.label.strip(" «»"), self.value.strip()
        if not label:
            return ""
        if self.verb.endswith("besvart"):
            return f"«{label}» {self.verb}"
        said = value if not value or _BARE.fullmatch(value) or value.startswith("«") else f"«{value}»"
        return f"«{label}» {self.verb} {said}".rstrip()


@dataclass(frozen=True, slots=True)
class ConditionRows:
    """Some comparisons with one joint between them."""

    joint: str
    rows: tuple[ConditionRow, ...]


def rows(source: str, vocabulary: Vocabulary) -> ConditionRows | None:
    """The rows of a condition; None when it is not a plain list of comparisons with one joint."""
    if not source.strip():
        return ConditionRows("og", ())
    tree = ast.parse(source.strip(), mode="eval").body
    joint = "eller" if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.Or) else "og"
    found = []
    for node in tree.values if isinstance(tree, ast.BoolOp) else [tree]:
        if isinstance(node, ast.BoolOp):
            return None
        try:
            match = _ROW.fullmatch(to_words(ast.unparse(node), vocabulary))
        except ConditionError:
            return None
        if match is None:
            return None
        found.append(ConditionRow(match["label"], match["verb"], _unquoted(match["value"] or "")))
    return ConditionRows(joint, tuple(found))


def words(given: Sequence[ConditionRow], joint: str) -> str:
    """What some rows say together; rows without a question are left out."""
    return f" {'eller' if joint == 'eller' else 'og'} ".join(row.words for row in given if row.words)


def _unquoted(value: str) -> str:
    one = _ONE.fullmatch(value)
    return one[1] if one else value
