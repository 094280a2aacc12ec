"""From a posted page of questions to answers as typed; nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from werkzeug.datastructures import MultiDict

from dpsdocs.domain.answers import Raw
from dpsdocs.domain.questions import Option, Question

PARTS = {
    "moment": ("date", "time"),
    "timespan": ("from", "to"),
    "contact": ("name", "title", "email"),
}
ASKED, SHOWN = "asked", "shown"


def read(
    form: MultiDict[str, str],
    questions: Iterable[tuple[Question, tuple[Option, ...]]],
    stored: Mapping[str, Raw] | None = None,
) -> dict[str, Raw]:
    """The answers to the questions the page really asked, by key; other fields are ignored.

    A page that shows some of the choices only names them in ``key.shown``: the others stay as ``stored``.
    """
    asked = set(form.getlist(ASKED))
    return {
        question.key: _raw(form, question, options, (stored or {}).get(question.key, ""))
        for question, options in questions
        if question.key in asked and question.kind != "table"
    }


def _raw(form: MultiDict[str, str], question: Question, options: tuple[Option, ...], stored: Raw) -> Raw:
    key = question.key
    if question.kind in PARTS:
        return _parts({part: form.get(f"{key}.{part}", "") for part in PARTS[question.kind]})
    if question.kind == "weights":
        return _parts({option.value: form.get(f"{key}.{option.value}", "") for option in options})
    if question.kind in ("choices", "cpv"):
        shown = form.get(f"{key}.{SHOWN}")
        ticked = form.getlist(key)
        return ticked if shown is None else _with_the_rest(ticked, shown.split(), options, stored)
    return form.get(key, "")


def _with_the_rest(
    ticked: list[str], shown: list[str], options: tuple[Option, ...], stored: Raw
) -> list[str]:
    """What is ticked, and what was chosen among the choices the page did not show; in the order it had."""
    before = stored if isinstance(stored, list) else []
    known = [option.value for option in options]
    chosen = {*ticked, *(value for value in before if value in known and value not in shown)}
    kept = [value for value in before if value in chosen]
    return [
        *kept,
        *(value for value in dict.fromkeys((*known, *ticked)) if value in chosen and value not in kept),
    ]


def _parts(parts: dict[str, str]) -> Raw:
    """An untouched group is an empty answer, like an untouched field."""
    return parts if any(value.strip() for value in parts.values()) else ""
