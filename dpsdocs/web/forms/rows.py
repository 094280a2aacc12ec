"""Columns of a row as fields: few choices to tick, more in a list, very many typed with suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from dpsdocs.domain.answers import AnswerError, Raw
from dpsdocs.domain.questions import Option, Question
from dpsdocs.services.asking import AskedField
from dpsdocs.services.choices import Choices
from dpsdocs.services.row_store import is_id

from . import answers
from .shown import Shown, of_question

TICKED_MOST, LISTED_MOST = 7, 30
PICKED = ".valg"
# what stands in a field whose row is taken away; sent back, it leaves the cell as it is
GONE = "(finnes ikke lenger)"
_SEARCH = "Skriv noe av navnet eller nummeret."


def read(form: MultiDict[str, str], columns: Sequence[tuple[Question, tuple[Option, ...]]]) -> dict[str, Raw]:
    """The cells the page asked, by column; what was typed to look a choice up is that choice when one fits."""
    found = answers.read(form, columns)
    for column, options in columns:
        if column.kind != "choice" or column.key not in found:
            continue
        typed = form.get(column.key + PICKED) or str(found[column.key])
        if typed == GONE:
            del found[column.key]
        else:
            found[column.key] = _value(column, options, typed)
    return found


def _value(column: Question, options: Sequence[Option], typed: str) -> str:
    if not typed.strip() or any(option.value == typed for option in options):
        return typed
    try:
        return Choices(column, options).value(typed)
    except AnswerError:
        return typed


def of_column(field: AskedField, error: str, tables: Mapping[str, str] | None = None) -> Shown:
    """The column as a field with what was typed. ``tables`` are names: rows to choose from may not be there yet."""
    column, options = field.question, field.options
    if column.kind != "choice":
        return of_question(column, field.raw, error, options)
    if column.rows_of and not options:
        name = (tables or {}).get(column.rows_of, "")
        column = replace(column, hint=f"{column.hint} Det er ingen rader å velge i «{name}» ennå.".strip())
    is_gone = bool(column.rows_of and error and field.raw) and field.raw not in {o.value for o in options}
    if len(options) > LISTED_MOST:
        return _lookup(field, error, is_gone)
    if 0 < len(options) <= TICKED_MOST and not column.optional and not is_gone:
        return of_question(column, field.raw, error, options)
    shown = of_question(replace(column, optional=True), field.raw, error, options)
    shown = replace(shown, kind="select", optional=column.optional,
                    empty="Ikke valgt" if column.optional else "Velg")  # fmt: skip
    if is_gone:
        shown = replace(shown, value=GONE, options=(Option(GONE, GONE), *options))
    return shown


def _lookup(field: AskedField, error: str, is_gone: bool) -> Shown:
    """A text to type with suggestions; without scripts, those that fit what was typed come as choices."""
    column, choices = field.question, Choices(field.question, field.options)
    raw = str(field.raw)
    typed = GONE if is_gone and is_id(raw) else choices.suggestions.get(raw, raw)
    chosen = next((o for o in field.options if o.value == raw), None)
    told = chosen.label if chosen and chosen.label not in typed else ""
    fit = () if chosen or typed == GONE else choices.like(raw)
    shown = of_question(replace(column, optional=True), typed, error, fit)
    return replace(
        shown, kind="lookup", options=fit, told=told, optional=column.optional,
        hint=f"{column.hint} {_SEARCH}".strip(),
        listed=tuple((choices.suggestions[o.value], _more(choices.suggestions[o.value], o)) for o in field.options),
    )  # fmt: skip


def _more(text: str, option: Option) -> str:
    return "" if option.label in text else option.label
