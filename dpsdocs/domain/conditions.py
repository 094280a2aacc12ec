"""Conditions of questions and clauses: a tiny, closed expression language that reads data and runs nothing.

Python's parser reads the text; only names, constants, comparisons, ``in``, and, or and not are let through.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_COMPARE: dict[type[ast.cmpop], tuple[Callable[[Any, Any], bool], str]] = {
    ast.Eq: (operator.eq, "er"),
    ast.NotEq: (operator.ne, "er ikke"),
    ast.Gt: (operator.gt, "er større enn"),
    ast.GtE: (operator.ge, "er minst"),
    ast.Lt: (operator.lt, "er mindre enn"),
    ast.LtE: (operator.le, "er høyst"),
    ast.In: (lambda a, b: a in b, "er med i"),
    ast.NotIn: (lambda a, b: a not in b, "er ikke med i"),
}
_MAX_LENGTH = 400


class ConditionError(ValueError):
    """A condition that cannot be read; the message says where, in Norwegian."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A parsed condition. An empty source always holds."""

    source: str
    names: frozenset[str]
    _tree: ast.expr | None

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether it holds; a missing value is None, and comparing sizes with None never holds."""
        return True if self._tree is None else bool(_value(self._tree, values))

    def words(self, label: Callable[[str], str], option: Callable[[str, str], str]) -> str:
        """The condition in Norwegian, with question labels and option labels."""
        return "" if self._tree is None else _words(self._tree, label, option)


def parse(source: str) -> Condition:
    """The condition, or ``ConditionError`` for anything outside the closed language."""
    text = source.strip()
    if not text:
        return Condition("", frozenset(), None)
    if len(text) > _MAX_LENGTH:
        raise ConditionError(f"Vilkåret er lengre enn {_MAX_LENGTH} tegn.")
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ConditionError(f"Vilkåret «{text}» kan ikke leses.") from error
    names: set[str] = set()
    _check(tree, names, text)
    return Condition(text, frozenset(names), tree)


def _check(node: ast.expr, names: set[str], text: str) -> None:
    match node:
        case ast.Name():
            names.add(node.id)
        case ast.Constant(value=str() | int() | float() | bool()):
            return
        case ast.BoolOp():
            for value in node.values:
                _check(value, names, text)
        case ast.UnaryOp(op=ast.Not()):
            _check(node.operand, names, text)
        case ast.Compare(ops=[op]) if type(op) in _COMPARE:
            _check(node.left, names, text)
            _check(node.comparators[0], names, text)
        case ast.List() | ast.Tuple():
            for item in node.elts:
                _check(item, names, text)
        case _:
            raise ConditionError(f"Vilkåret «{text}» bruker noe som ikke er tillatt.")


def _value(node: ast.expr, values: Mapping[str, Any]) -> Any:
    match node:
        case ast.Name():
            return values.get(node.id)
        case ast.Constant():
            return node.value
        case ast.BoolOp(op=ast.And()):
            return all(_value(v, values) for v in node.values)
        case ast.BoolOp():
            return any(_value(v, values) for v in node.values)
        case ast.UnaryOp():
            return not _value(node.operand, values)
        case ast.List() | ast.Tuple():
            return [_value(item, values) for item in node.elts]
        case ast.Compare():
            left, right = _value(node.left, values), _value(node.comparators[0], values)
            return _compare(node.ops[0], left, right)
    raise AssertionError("checked when parsed")


def _compare(op: ast.cmpop, left: Any, right: Any) -> bool:
    if isinstance(op, ast.In | ast.NotIn) and right is None:
        return isinstance(op, ast.NotIn)
    try:
        return _COMPARE[type(op)][0](left, right)
    except TypeError:
        return False


def _words(node: ast.expr, label: Callable[[str], str], option: Callable[[str, str], str]) -> str:
    match node:
        case ast.Name():
            return f"«{label(node.id)}» er besvart"
        case ast.BoolOp():
            joint = " og " if isinstance(node.op, ast.And) else " eller "
            return joint.join(_words(v, label, option) for v in node.values)
        case ast.UnaryOp():
            return f"ikke ({_words(node.operand, label, option)})"
        case ast.Compare():
            return _compare_words(node, label, option)
        case ast.Constant():
            return str(node.value)
    return ast.unparse(node)


def _compare_words(node: ast.Compare, label: Callable[[str], str], option: Callable[[str, str], str]) -> str:
    left, right, verb = node.left, node.comparators[0], _COMPARE[type(node.ops[0])][1]
    if isinstance(left, ast.Constant) and isinstance(right, ast.Name):
        return f"«{option(right.id, str(left.value))}» {verb} «{label(right.id)}»"
    name = left.id if isinstance(left, ast.Name) else ""
    shown = label(name) if name else ast.unparse(left)
    if isinstance(right, ast.Constant):
        return f"«{shown}» {verb} «{option(name, str(right.value))}»"
    return f"«{shown}» {verb} {ast.unparse(right)}"
