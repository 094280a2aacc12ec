"""What a page of answers sends beside the answers: where it stands, from which tab, and choices between two."""

from __future__ import annotations

import json
import re

from flask import request

from dpsdocs.domain.answers import Raw
from dpsdocs.services.errors import Conflict

from .forms import answers

_ID = re.compile("[0-9a-f-]{36}")


def base() -> int:
    """The revision the page was made from; nonsense is the beginning, so that nothing of others is overwritten."""
    text = request.form.get("base", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def tab() -> str:
    """The id of the browser tab, made by the page."""
    return identity("tab")


def identity(name: str) -> str:
    """An id a page carries, or nothing when it is no id."""
    text = request.form.get(name, "")
    return text if _ID.fullmatch(text) else ""


def step() -> int:
    """Which save of its tab this is; 0 when not counted."""
    return request.form.get("step", 0, type=int)


def asked() -> set[str]:
    """The keys the page asked when it was made."""
    return set(request.form.getlist(answers.ASKED))


def chosen() -> dict[str, Raw]:
    """The answers chosen as mine on the page for clashes."""
    return {
        key: _mine(request.form.get(f"mine-{key}", ""))
        for key in request.form.getlist(answers.ASKED)
        if request.form.get(f"choice-{key}") == "mine"
    }


def _mine(text: str) -> Raw:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Conflict("Valget kunne ikke leses. Gå tilbake og prøv på nytt.") from error
    if isinstance(value, list):
        return [str(item) for item in value]
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else str(value)
