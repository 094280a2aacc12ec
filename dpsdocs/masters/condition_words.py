"""Conditions in words that can be written: «Avtaleform» er «Rammeavtale» og «Antall objekter» er større enn 1."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..domain.conditions import ConditionError, parse

# what is compared how, the longest words first
OPERATORS: dict[str, str] = {
    "inneholder ikke": "not in", "inneholder": "in", "er ikke en av": "none of", "er en av": "one of",
    "er større enn": ">", "er mindre enn": "<", "er minst": ">=", "er høyst": "<=", "er ikke besvart": "not answered",
    "er besvart": "answered", "er ikke": "!=", "er": "==",
}  # fmt: skip
_SYMBOLS: dict[type[ast.cmpop], str] = {
    ast.Eq: "er", ast.NotEq: "er ikke", ast.Gt: "er større enn", ast.GtE: "er minst", ast.Lt: "er mindre enn",
    ast.LtE: "er høyst",
}  # fmt: skip
_TOKEN = re.compile(
    r"\s*(?:«(?P<name>[^«»]*)»|(?P<sign>[(),])|(?P<operator>"
    + "|".join(OPERATORS)
    + r")(?!\w)|(?P<word>[\w.,-]*\w))"
)
_DEEPEST = 6
_PLAIN = str.maketrans({"«": "", "»": "", "[": "(", "]": ")", "\n": " "})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What keys and their values are called: ``labels`` by key, ``values`` by key and value. Labels are unique."""

    labels: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, key: str) -> str:
        """The label of a key; the key itself when it has none."""
        return self.labels.get(key, key)

    def key(self, label: str) -> str:
        """The key with this label, or ``ConditionError``."""
        for key, known in self.labels.items():
            if known.casefold() == label.casefold():
                return key
        raise ConditionError(f"«{label}» er ikke et spørsmål eller en opplysning i malsettet.")

    def shown(self, key: str, value: object) -> str:
        """A value in words: ja, nei, a number, or what it is called."""
        if isinstance(value, bool):
            return "ja" if value else "nei"
        if isinstance(value, int | float):
            return str(value)
        return f"«{self.values.get(key, {}).get(str(value), str(value))}»"

    def value(self, key: str, words: str) -> str:
        """The value that is called this, or ``ConditionError`` that says what there is to choose."""
        known = self.values.get(key)
        if not known:
            return words
        for value, label in known.items():
            if words.casefold() in (label.casefold(), value.casefold()):
                return value
        some = ", ".join(f"«{label}»" for label in list(known.values())[:8])
        raise ConditionError(f"«{words}» er ikke et svar på «{self.label(key)}». Velg blant {some}.")


def plain(label: str) -> str:
    """A label that can stand between guillemets or brackets."""
    return " ".join(label.translate(_PLAIN).split())


def to_words(source: str, vocabulary: Vocabulary) -> str:
    """The condition in words; empty when it always holds. ``ConditionError`` when it cannot be read."""
    parse(source)
    return _words(ast.parse(source.strip(), mode="eval").body, vocabulary, 0) if source.strip() else ""


def _words(node: ast.expr, vocabulary: Vocabulary, level: int) -> str:
    match node:
        case ast.Name():
            return f"«{vocabulary.label(node.id)}» er besvart"
        case ast.BoolOp():
            is_and = isinstance(node.op, ast.And)
            joined = (" og " if is_and else " eller ").join(
                _words(v, vocabulary, 2 if is_and else 1) for v in node.values
            )
            return f"({joined})" if level > (1 if is_and else 0) else joined
        case ast.UnaryOp(operand=ast.Name(id=key)):
            return f"«{vocabulary.label(key)}» er ikke besvart"
        case ast.UnaryOp():
            return f"ikke ({_words(node.operand, vocabulary, 0)})"
        case ast.Compare():
            return _compared(node, vocabulary)
    raise ConditionError("Vilkåret kan ikke vises i ord.")


def _compared(node: ast.Compare, vocabulary: Vocabulary) -> str:
    left, op, right = node.left, node.ops[0], node.comparators[0]
    negated = isinstance(op, ast.NotIn)
    if isinstance(op, ast.In | ast.NotIn) and isinstance(left, ast.Constant) and isinstance(right, ast.Name):
        verb = "inneholder ikke" if negated else "inneholder"
        return f"«{vocabulary.label(right.id)}» {verb} {vocabulary.shown(right.id, left.value)}"
    if (
        isinstance(left, ast.Name)
        and isinstance(right, ast.List | ast.Tuple)
        and isinstance(op, ast.In | ast.NotIn)
    ):
        values = [item.value for item in right.elts if isinstance(item, ast.Constant)]
        if len(values) == len(right.elts) and values:
            listed = ", ".join(vocabulary.shown(left.id, value) for value in values)
            return f"«{vocabulary.label(left.id)}» {'er ikke en av' if negated else 'er en av'} {listed}"
    if isinstance(left, ast.Name) and isinstance(right, ast.Constant) and type(op) in _SYMBOLS:
        return f"«{vocabulary.label(left.id)}» {_SYMBOLS[type(op)]} {vocabulary.shown(left.id, right.value)}"
    raise ConditionError("Vilkåret kan ikke vises i ord.")


def from_words(words: str, vocabulary: Vocabulary) -> str:
    """The condition some words describe, or ``ConditionError`` that says what to mend."""
    if not words.strip():
        return ""
    reader = _Reader(words, vocabulary)
    source = reader.either(0)
    if reader.kind:
        raise ConditionError(f"Forstår ikke «{reader.text}» i vilkåret.")
    return parse(source).source


class _Reader:
    """Reads words by descent: eller, og, ikke (…), one comparison."""

    def __init__(self, words: str, vocabulary: Vocabulary) -> None:
        self._tokens = _tokens(words)
        self._vocabulary = vocabulary
        self.kind, self.text = "", ""
        self._next()

    def _next(self) -> str:
        text = self.text
        self.kind, self.text = next(self._tokens, ("", ""))
        return text

    def _is(self, word: str) -> bool:
        return self.kind in ("word", "sign") and self.text.casefold() == word

    def either(self, level: int) -> str:
        """Parts joined by eller."""
        if level > _DEEPEST:
            raise ConditionError("Vilkåret har for mange parenteser inni hverandre.")
        found = [self._both(level)]
        while self._is("eller"):
            self._next()
            found.append(self._both(level))
        return " or ".join(found)

    def _both(self, level: int) -> str:
        found = [self._one(level)]
        while self._is("og"):
            self._next()
            found.append(self._one(level))
        return " and ".join(found)

    def _one(self, level: int) -> str:
        negated = self._is("ikke")
        if negated:
            self._next()
        if not self._is("("):
            return f"not {self._comparison()}" if negated else self._comparison()
        self._next()
        inner = self.either(level + 1)
        if not self._is(")"):
            raise ConditionError("Vilkåret mangler en sluttparentes.")
        self._next()
        return f"not ({inner})" if negated else f"({inner})"

    def _comparison(self) -> str:
        kind, first = self.kind, self._next()
        if kind != "name" or self.kind != "operator":
            raise ConditionError(
                "Skriv vilkåret slik: «Spørsmål» er «svar». Sett «og» eller «eller» mellom flere."
            )
        operator = OPERATORS[self._next()]
        key = self._vocabulary.key(first)
        if operator in ("answered", "not answered"):
            return key if operator == "answered" else f"not {key}"
        if operator in ("in", "not in"):
            return f"{self._value(key)} {operator} {key}"
        if operator in ("one of", "none of"):
            listed = [self._value(key)]
            while self._is(","):
                self._next()
                listed.append(self._value(key))
            return f"{key} {'in' if operator == 'one of' else 'not in'} [{', '.join(listed)}]"
        return f"{key} {operator} {self._value(key)}"

    def _value(self, key: str) -> str:
        if self.kind not in ("name", "word"):
            raise ConditionError(f"Svaret på «{self._vocabulary.label(key)}» mangler i vilkåret.")
        kind = self.kind
        return self._literal(key, kind, self._next())

    def _literal(self, key: str, kind: str, text: str) -> str:
        if kind == "word" and text.casefold() in ("ja", "nei"):
            return str(text.casefold() == "ja")
        if kind == "word" and re.fullmatch(r"-?\d+(?:[.,]\d+)?", text):
            return text.replace(",", ".")
        value = self._vocabulary.value(key, text)
        if '"' in value or "\\" in value or not value.isprintable():
            raise ConditionError(f"Svaret «{text}» kan ikke brukes i et vilkår.")
        return f'"{value}"'


def _tokens(words: str) -> Iterator[tuple[str, str]]:
    place, text = 0, words.strip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or found.end() == place:
            raise ConditionError(f"Forstår ikke «{text[place : place + 30]}» i vilkåret.")
        kind = str(found.lastgroup)
        yield kind, found[kind]
        place = found.end()
