"""A field as the templates show it, whether it comes from a WTForms form or from a question of a master set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import Field as FormField

from dpsdocs.domain.answers import Raw
from dpsdocs.domain.questions import Option, Question


@dataclass(frozen=True, slots=True)
class Shown:
    """One field. ``value`` is what was typed: text, a list (choices) or parts by name (moment, contact …).

    ``listed`` are suggestions for what is typed, each with more words, and ``told`` what the value means.
    """

    name: str
    kind: str
    label: str
    value: Raw = ""
    hint: str = ""
    error: str = ""
    why: str = ""
    options: tuple[Option, ...] = ()
    unit: str = ""
    optional: bool = False
    width: str = ""
    rows: int = 5
    autocomplete: str = ""
    accept: str = ""
    big: bool = False
    empty: str = ""
    listed: tuple[tuple[str, str], ...] = ()
    told: str = ""

    @property
    def id(self) -> str:
        """The field's id in the page; the error summary links to it."""
        return f"f-{self.name.replace('.', '-')}"

    @property
    def text(self) -> str:
        """The value of a field that holds one text."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """The values of a field with choices."""
        if isinstance(self.value, list):
            return tuple(self.value)
        return (self.value,) if isinstance(self.value, str) and self.value else ()

    def part(self, name: str) -> str:
        """One part of a field that has several."""
        return self.value.get(name, "") if isinstance(self.value, dict) else ""

    @property
    def groups(self) -> tuple[tuple[str, tuple[tuple[str, Option], ...]], ...]:
        """The options under their group headings, each with its id; the first has the field's own."""
        found: dict[str, list[tuple[str, Option]]] = {}
        for place, option in enumerate(self.options):
            found.setdefault(option.group, []).append((f"{self.id}-{place}" if place else self.id, option))
        return tuple((group, tuple(rows)) for group, rows in found.items())

    @property
    def described(self) -> str:
        """The ids of the hint and the error, for ``aria-describedby``."""
        found = [f"{self.id}-h"] * bool(self.hint) + [f"{self.id}-e"] * bool(self.error)
        return " ".join(found)


_ROWS_PER_LENGTH = 300
_SHORT = 20


def of_question(
    question: Question,
    value: Raw | None,
    error: str = "",
    options: Sequence[Option] = (),
    *,
    big: bool = False,
) -> Shown:
    """A question with its answer as typed. Its form name is its key; parts are ``key.part``."""
    # a radio button cannot be taken back
    left_out = question.kind == "choice" and question.optional
    return Shown(
        name=question.key,
        kind="select" if left_out else question.kind,
        empty="Ikke valgt" if left_out else "",
        label=question.label,
        value="" if value is None else value,
        hint=question.hint,
        error=error,
        why=question.why,
        options=tuple(options) or question.options,
        unit=question.unit,
        optional=question.optional,
        width="org" if question.kind == "line" and question.max_length <= _SHORT else "",
        rows=min(12, max(4, question.max_length // _ROWS_PER_LENGTH)),
        big=big,
    )


def field_of(name: str, kind: str, label: str, value: str, hint: str = "", error: str = "") -> Shown:
    """A field that is neither a question nor part of a WTForms form."""
    return Shown(name=name, kind=kind, label=label, value=value, hint=hint, error=error)


def of_form(field: FormField) -> Shown:
    """A field of a WTForms form; how it looks stands in its ``render_kw``."""
    looks: dict[str, Any] = dict(field.render_kw or {})
    data = field.data
    value: Raw = [str(v) for v in data] if isinstance(data, (list, tuple)) else str(data or "")
    if isinstance(data, bool):
        value = "yes" if data else ""
    return Shown(
        name=field.name,
        kind=str(looks.pop("kind", "line")),
        label=str(field.label.text),
        value=value,
        hint=str(field.description or ""),
        error=str(field.errors[0]) if field.errors else "",
        options=tuple(looks.pop("options", ())),
        **looks,
    )


def shown(field: FormField | Shown) -> Shown:
    """The field as the templates show it."""
    return field if isinstance(field, Shown) else of_form(field)
