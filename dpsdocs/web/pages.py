"""How a view answers: a page, with 422 when its form has errors, or a redirect after a change."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from .forms.base import Form


def page(template: str, status: int = 200, **values: Any) -> ResponseReturnValue:
    """The page. The errors of ``form``, or ``errors`` as (id of the field, message), head it."""
    form = values.get("form")
    errors = values.setdefault("errors", form.summary() if isinstance(form, Form) else [])
    return make_response(render_template(template, **values), 422 if errors and status == 200 else status)


def done(message: str, endpoint: str, **values: Any) -> ResponseReturnValue:
    """303 to a page that begins by saying what was done."""
    if message:
        flash(message)
    return redirect(url_for(endpoint, **values), 303)
