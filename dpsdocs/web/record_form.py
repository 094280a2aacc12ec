"""The form of a question or another record: what was typed as the service reads it, and its fields as shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from dpsdocs.domain.conditions import ConditionError
from dpsdocs.masters import condition_rows
from dpsdocs.masters.condition_rows import ConditionRow, ConditionRows
from dpsdocs.masters.record_kinds import RecordField, RecordKind
from dpsdocs.services.master_drafts import Working
from dpsdocs.services.master_lists import listed
from dpsdocs.services.master_records import OpenedRecord, RecordInput

from .forms.shown import Shown

_MOST_ROWS, _MOST_OPTIONS, _FREE = 20, 60, 3
_LONG = 400  # lines that are seen as a whole
_FEW = 4  # choices that are seen all at once
_LOOKS = {"whole": "whole", "tick": "tick", "choices": "choices", "text": "text", "lines": "text"}


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field of the form: a plain one, a condition as rows or words, or a list of options."""

    spec: RecordField
    plain: Shown
    rows: ConditionRows | None = None
    options: tuple[tuple[str, str, str], ...] = ()


def given(form: MultiDict[str, str], kind: RecordKind) -> RecordInput:
    """What was typed in the fields the page asked."""
    asked, values = set(form.getlist("asked")), dict[str, str | tuple[str, ...]]()
    for spec in kind.fields:
        if spec.name not in asked or spec.kind == "options":
            continue
        if spec.kind == "choices":
            values[spec.name] = tuple(form.getlist(spec.name))
        else:
            values[spec.name] = (
                condition(form, spec.name) if spec.kind == "condition" else form.get(spec.name, "")
            )
    return RecordInput(values, _options(form) if "options" in asked else None)


def condition(form: MultiDict[str, str], name: str) -> str:
    """A condition in words, from rows or as it was written."""
    if form.get(f"{name}.mode") != "rows":
        return form.get(name, "")
    rows = [
        ConditionRow(
            form.get(f"{name}.question.{n}", ""), form.get(f"{name}.verb.{n}", "er"), form.get(f"{name}.answer.{n}", "")
        )
        for n in range(_MOST_ROWS)
    ]  # fmt: skip
    return condition_rows.words(rows, form.get(f"{name}.joint", "og"))


def _options(form: MultiDict[str, str]) -> tuple[tuple[str, str, str], ...]:
    """The options in the order of their numbers."""
    found = [
        (_number(form.get(f"option.{n}.place", ""), n), n, form.get(f"option.{n}.value", ""),
         form.get(f"option.{n}.label", ""), form.get(f"option.{n}.hint", ""))
        for n in range(_MOST_OPTIONS)
        if f"option.{n}.label" in form
    ]  # fmt: skip
    return tuple((value, label, hint) for _, _, value, label, hint in sorted(found, key=lambda row: row[:2]))


def _number(text: str, other: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else other + 1


def fields(
    found: OpenedRecord, typed: RecordInput | None = None, problems: Mapping[str, str] | None = None
) -> tuple[FieldShown, ...]:
    """The fields that have a meaning for this record, with what was typed in them."""
    told = problems or {}
    kind = str((typed and typed.values.get("kind")) or found.record.values.get("kind", ""))
    return tuple(
        _shown(found, spec, typed, told.get(spec.name, ""))
        for spec in found.kind.fields
        if _has(found, spec, kind)
    )


def _has(found: OpenedRecord, spec: RecordField, kind: str) -> bool:
    if spec.name == "kind" and found.is_fixed:
        return False
    if spec.name == "options" and found.record.values.get("options_from"):
        return False
    if spec.name == "pattern_error" and "pattern" not in found.record.values:
        return False
    return not spec.kinds or kind in spec.kinds


def new_fields(
    working: Working, kind: RecordKind, typed: RecordInput, problems: Mapping[str, str]
) -> tuple[Shown, ...]:
    """What has to be said of a new record."""
    return tuple(
        _plain(working, spec, typed.values.get(spec.name, ""), problems.get(spec.name, ""))
        for spec in kind.fields
        if spec.needed
    )


def _shown(found: OpenedRecord, spec: RecordField, typed: RecordInput | None, error: str) -> FieldShown:
    value = found.record.values.get(spec.name, spec.unsaid)
    if spec.kind == "options":
        known = typed.options if typed and typed.options is not None else found.record.options
        return FieldShown(
            spec, Shown(spec.name, "line", spec.label, error=error), options=(*known, *[("", "", "")] * _FREE)
        )
    if spec.kind == "condition":
        words = _one(typed.values.get(spec.name, "")) if typed else found.words(spec.name)
        shown = Shown(spec.name, "text", "Vilkåret", words, error=error, rows=3)
        return FieldShown(spec, shown, None if error else _rows(found, spec.name, typed))
    if typed and spec.name in typed.values:
        value = typed.values[spec.name]
    return FieldShown(spec, _plain(found.working, spec, value, error))


def _rows(found: OpenedRecord, name: str, typed: RecordInput | None) -> ConditionRows | None:
    if typed:
        return None
    try:
        known = condition_rows.rows(str(found.record.values.get(name, "")), found.vocabulary)
    except (ConditionError, SyntaxError):
        return None
    return known if known and len(known.rows) < _MOST_ROWS else None


def _plain(working: Working, spec: RecordField, value: object, error: str) -> Shown:
    options = listed(working, spec) if spec.kind in ("choice", "choices") else ()
    if spec.kind == "choice":
        look = "choice" if len(options) <= _FEW and all(o.value for o in options) else "select"
    else:
        look = "text" if spec.longest >= _LONG else _LOOKS.get(spec.kind, "line")
    typed: str | list[str] = str(value)
    if isinstance(value, bool):
        typed = "yes" if value else ""
    elif isinstance(value, list | tuple):
        typed = "\n".join(str(v) for v in value) if spec.kind == "lines" else [str(v) for v in value]
    rows = max(2, min(8, spec.longest // 200))
    return Shown(
        spec.name, look, spec.label, typed, spec.hint, error, options=options, rows=rows,
        optional=not (spec.needed or spec.sometimes) and look not in ("tick", "choice", "select"),
        empty="Velg" if look == "select" and not any(o.value == "" for o in options) else "",
    )  # fmt: skip


def _one(raw: str | tuple[str, ...]) -> str:
    return raw if isinstance(raw, str) else "".join(raw[:1])
