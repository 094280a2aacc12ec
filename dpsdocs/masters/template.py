"""Text with fields: parsed once to runs with marks, filled later; values are never read as markup.

The language is closed: ``{{ key | filter }}``, ``{{ "words" | filter }}`` and ``{% if condition %}``. It is
read by regular expressions and the condition parser; nothing in it can call, loop or run anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..document.markup import Items, Prose, Runs, inline, parse
from ..domain.conditions import Condition, ConditionError
from ..domain.conditions import parse as parse_condition

FIELD, IF, ENDIF, END = "\ue000", "\ue001", "\ue002", "\ue003"
MARK = re.compile(f"([{FIELD}{IF}{ENDIF}])(\\d*){END}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_TAG = re.compile(r"\{\{(?P<field>.*?)\}\}|\{%(?P<tag>.*?)%\}", re.DOTALL)
_ROW = re.compile(r"(?<!\{)\{(?P<name>[a-z_][a-z0-9_]*)(?::(?P<filter>[a-z_]+))?\}(?!\})")
ROW_NAME = re.compile(r"\{(?P<name>[a-z_][a-z0-9_]*)\}")  # inside the words of a place to write
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
# a paragraph sign, a unit or a clock never ends a line without its number, and a date is never broken
_MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
_TIED = re.compile(
    rf"(§§?|\bkl\.|\bnr\.|\bkr|\bkrav|\bbilag|\bpunkt|\bkapittel|\b(?:{_MONTHS})) (?=[\d{{])"
    rf"|(?<=\d) (?=%)|(?<=\d\.) (?=(?:{_MONTHS})\b)"
)
_LITERAL = re.compile(r'"([^"]{1,200})"')
WORD_FILTERS = frozenset({"punkt", "bilag", "fyll", "fyll_langt", "kryss", "uke"})
VALUE_FILTERS = frozenset(
    {"kr", "prosent", "tall", "dato", "dag", "frist", "tid", "kort_dato", "kort_frist", "orgnr", "ord",
     "stor", "liten"}
)  # fmt: skip


class TemplateError(ValueError):
    """Text outside the closed language; the message says what, in Norwegian."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A field: a key or literal words, and the filters in order. ``row`` means a field of the table row."""

    name: str = ""
    literal: str = ""
    filters: tuple[str, ...] = ()
    row: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """Parsed blocks with numbered marks, and what the marks stand for."""

    blocks: tuple[Prose | Items, ...]
    fields: tuple[Expression, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Whether it says the same whatever is answered."""
        return not self.fields and not self.conditions

    @property
    def runs(self) -> Runs:
        """The runs of a one-line template."""
        return self.blocks[0].runs if self.blocks and isinstance(self.blocks[0], Prose) else ()


def compile_text(text: str) -> Template:
    """A template of paragraphs and lists, or ``TemplateError``."""
    marked, fields, conditions = _marked(text, row=False)
    blocks = parse(marked)
    for block in blocks:
        for runs in (block.runs,) if isinstance(block, Prose) else block.items:
            _check_balance(runs)
    return Template(blocks, fields, conditions)


def compile_line(text: str, *, row: bool = False) -> Template:
    """A one-line template (heading, cell, caption); with ``row`` also ``{field:filter}`` of the table row."""
    marked, fields, conditions = _marked(text, row=row)
    runs = inline(marked)
    _check_balance(runs)
    return Template((Prose(runs),), fields, conditions)


def _marked(text: str, *, row: bool) -> tuple[str, tuple[Expression, ...], tuple[Condition, ...]]:
    if _PRIVATE.search(text):
        raise TemplateError("Teksten har et tegn som programmet bruker selv (U+E000–U+F8FF).")
    fields: list[Expression] = []
    conditions: list[Condition] = []

    def swap(found: re.Match[str]) -> str:
        if found["field"] is not None:
            fields.append(_expression(found["field"]))
            return f"{FIELD}{len(fields) - 1}{END}"
        return _tag(found["tag"].strip(), conditions)

    def swap_row(found: re.Match[str]) -> str:
        filters = (found["filter"],) if found["filter"] else ()
        _check_filters(filters, VALUE_FILTERS)
        fields.append(Expression(found["name"], "", filters, row=True))
        return f"{FIELD}{len(fields) - 1}{END}"

    marked = _TAG.sub(swap, _TIED.sub(lambda m: f"{m.group(1) or ''}\u00a0", text))
    if row:
        marked = _ROW.sub(swap_row, marked)
    for leftover in ("{{", "}}", "{%", "%}"):
        if leftover in marked:
            raise TemplateError(f"«{leftover}» står alene.")
    return marked, tuple(fields), tuple(conditions)


def _expression(source: str) -> Expression:
    head, *rest = (part.strip() for part in source.split("|"))
    literal = _LITERAL.fullmatch(head)
    filters = tuple(rest)
    if literal:
        if len(filters) != 1:
            raise TemplateError(f"«{head}» skal ha ett filter.")
        _check_filters(filters, WORD_FILTERS)
        return Expression("", literal.group(1), filters)
    if not _NAME.fullmatch(head):
        raise TemplateError(f"«{source.strip()}» er ikke et felt.")
    _check_filters(filters, VALUE_FILTERS)
    return Expression(head, "", filters)


def _check_filters(filters: Sequence[str], known: frozenset[str]) -> None:
    for name in filters:
        if name not in known:
            raise TemplateError(f"Filteret «{name}» finnes ikke her.")


def _tag(tag: str, conditions: list[Condition]) -> str:
    if tag == "endif":
        return f"{ENDIF}{END}"
    if not tag.startswith("if "):
        raise TemplateError(f"«{{% {tag} %}}» er ikke tillatt.")
    try:
        conditions.append(parse_condition(tag[3:]))
    except ConditionError as error:
        raise TemplateError(str(error)) from error
    return f"{IF}{len(conditions) - 1}{END}"


def _check_balance(runs: Runs) -> None:
    depth = 0
    for run in runs:
        for kind, _ in MARK.findall(run.text):
            depth += {IF: 1, ENDIF: -1}.get(kind, 0)
            if depth not in (0, 1):
                raise TemplateError(
                    "«{% if %}» og «{% endif %}» må stå parvis i samme avsnitt, uten å ligge i hverandre."
                )
    if depth:
        raise TemplateError("«{% if %}» mangler «{% endif %}» i samme avsnitt.")
