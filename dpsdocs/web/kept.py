"""What somebody typed in a form that was not taken in: carried on, or shown to be copied, never thrown away."""

from __future__ import annotations

import re

from flask import request
from werkzeug.exceptions import HTTPException

from dpsdocs.domain.answers import cleaned

# what pages carry in hidden fields beside what is typed
_MACHINERY = re.compile(
    r"csrf_token|asked|base|step|tab|go|revision|round|(.+[_-])?(token|id|version)|(mine|choice)-.+"
)
_FORM = "application/x-www-form-urlencoded"


def sent() -> list[tuple[str, str]]:
    """The fields of a posted form with something typed or chosen in them, to be sent again; else nothing.

    Never those of the pages with passwords.
    """
    if request.method != "POST" or request.mimetype != _FORM or request.blueprint == "accounts":
        return []
    try:
        fields = [(name, cleaned(text)) for name, text in request.form.items(multi=True)]
    except HTTPException:  # too large to be read
        return []
    return fields if any(text.strip() for name, text in fields if not _MACHINERY.fullmatch(name)) else []


def texts() -> list[str]:
    """What of it are words of one's own: each worth copying."""
    return [
        text
        for name, text in sent()
        if not _MACHINERY.fullmatch(name) and len(text.strip()) > 2 and not _is_code(text)
    ]


def token() -> str:
    """The CSRF token the form came with. Never a fresh one: the form may be somebody else's."""
    return request.form.get("csrf_token", "")


def _is_code(text: str) -> bool:
    """Whether it looks like the value of a choice and not like something typed."""
    return bool(re.fullmatch(r"[a-z0-9_]+|[0-9a-f-]{36}", text))
