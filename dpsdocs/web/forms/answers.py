"""From a posted page of questions to answers as typed; nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterable

from werkzeug.datastructures import MultiDict

from dpsdocs.domain.answers import Raw
from dpsdocs.domain.questions import Option, Question

PARTS = {
    "moment": ("date", "time"),
    "timespan": ("from", "to"),
    "contact": ("name", "title", "email"),
}
ASKED = "asked"


def read(
    form: MultiDict[str, str], questions: Iterable[tuple[Question, tuple[Option, ...]]]
) -> dict[str, Raw]:
    """The answers to the questions the page really asked, by key; other fields are ignored."""
    asked = set(form.getlist(ASKED))
    return {
        question.key: _raw(form, question, options)
        for question, options in questions
        if question.key in asked and question.kind != "table"
    }


def _raw(form: MultiDict[str, str], question: Question, options: tuple[Option, ...]) -> Raw:
    key = question.key
    if question.kind in PARTS:
        return _parts({part: form.get(f"{key}.{part}", "") for part in PARTS[question.kind]})
    if question.kind == "weights":
        return _parts({option.value: form.get(f"{key}.{option.value}", "") for option in options})
    if question.kind in ("choices", "cpv"):
        return form.getlist(key)
    return form.get(key, "")


def _parts(parts: dict[str, str]) -> Raw:
    """An untouched group is an empty answer, like an untouched field."""
    return parts if any(value.strip() for value in parts.values()) else ""
