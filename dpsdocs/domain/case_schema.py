"""The published schema of the case file, made from the types it is read into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from .answers import Raw
from .case import FORMAT, Case, Tables
from .questions import Question, Questionnaire

_SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Decimal: {"type": ["string", "number"]},
}
_ANSWER: dict[str, Any] = {
    "anyOf": [
        {"type": ["string", "number", "boolean", "null"]},
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
    ]
}
_ROWS: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"id": {"type": "string", "pattern": "^[A-Za-z0-9-]{1,36}$"}},
        "required": ["id"],
        "additionalProperties": _ANSWER,
    },
}


def schema(questions: Questionnaire | None = None) -> dict[str, Any]:
    """JSON Schema 2020-12 of the case file; with a questionnaire the answer keys are named too."""
    made = _object(Case)
    made["properties"] = {"format": {"const": FORMAT}, **made["properties"]}
    made["required"] = ["format", *made["required"]]
    if questions is not None:
        answers = {
            q.key: {"title": q.name, "description": q.kind, **_ANSWER} for q in questions if q.kind != "table"
        }
        made["properties"]["answers"] = {
            "type": "object", "properties": answers, "additionalProperties": False,
        }  # fmt: skip
        made["properties"]["tables"] = {
            "type": "object", "properties": {q.key: _table(q) for q in questions.tables},
            "additionalProperties": False,
        }  # fmt: skip
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": FORMAT, **made}


def _table(table: Question) -> dict[str, Any]:
    cells = {c.key: {"title": c.name, "description": c.kind, **_ANSWER} for c in table.columns}
    items = {**_ROWS["items"], "properties": {**_ROWS["items"]["properties"], **cells}}
    return {"title": table.name, "type": "array", "items": {**items, "additionalProperties": False}}


def _object(cls: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    required = [f.name for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING]
    properties = {f.name: _type(hints[f.name]) for f in fields(cls)}
    return {
        "type": "object", "properties": properties, "required": required, "additionalProperties": False,
    }  # fmt: skip


def _type(hint: Any) -> dict[str, Any]:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        inner = next(arg for arg in get_args(hint) if arg is not type(None))
        return {"anyOf": [_type(inner), {"type": "null"}]}
    if hint == Mapping[str, Raw]:
        return {"type": "object", "additionalProperties": _ANSWER}
    if hint == Tables:
        return {"type": "object", "additionalProperties": _ROWS}
    if origin is tuple:
        return {"type": "array", "items": _type(get_args(hint)[0])}
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    return _object(hint) if is_dataclass(hint) else dict(_SCALARS[hint])  # type: ignore[arg-type]
