"""What all forms share: CSRF, cleaned text, and services' objections shown at the field they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FieldList, FormField, HiddenField, SelectMultipleField, StringField

from dpsdocs.domain.answers import cleaned
from dpsdocs.domain.questions import Option
from dpsdocs.services.errors import Invalid

from .. import context
from .shown import shown


def _clean(value: object) -> str:
    return cleaned("" if value is None else str(value)).strip()


class Form(FlaskForm):
    """A form that reads what was posted and leaves the judging to the service.

    ::

        if form.sent():
            with form.objections():
                service(…)
                return done(…)
        return page("noun/edit.html", form=form)
    """

    # where on the page a problem is told that is about several fields: its key → id of the part
    parts: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.elsewhere: list[tuple[str, str]] = []

    def sent(self) -> bool:
        """Whether the form was posted, and can be read."""
        return request.method == "POST" and bool(self.validate())

    @contextmanager
    def objections(self) -> Iterator[None]:
        """Take ``Invalid`` from the service and put its words at the fields."""
        try:
            yield
        except Invalid as error:
            context.session().rollback()
            self.object(error.problems)

    def object(self, problems: dict[str, str]) -> None:
        """Put messages at their fields; one about no field of ours goes to the page, or to its part."""
        fields = {field.name: field for field in leaves(self)}
        for name, message in problems.items():
            if name in fields:
                fields[name].errors = [*fields[name].errors, message]
            else:
                self.elsewhere.append((self.parts.get(name, "innhold"), message))

    def summary(self) -> list[tuple[str, str]]:
        """The errors in the order of the fields, as (id of the field, message)."""
        found = [(shown(field).id, str(field.errors[0])) for field in leaves(self) if field.errors]
        return [*self.elsewhere, *found]


def leaves(fields: Iterable[Field]) -> Iterator[Field]:
    """The fields that hold a value, those in lists and parts too."""
    for field in fields:
        if isinstance(field, (FieldList, FormField)):
            yield from leaves(field)
        elif field.name != "csrf_token":
            yield field


def line(label: str, hint: str = "", kind: str = "line", **looks: Any) -> Field:
    """One line of text; ``kind`` and ``looks`` say how it is shown (see ``Shown``)."""
    return StringField(label, description=hint, filters=[_clean], render_kw={"kind": kind, **looks})


def secret(label: str, hint: str = "", **looks: Any) -> Field:
    """A password: never trimmed, never shown again."""
    return StringField(label, description=hint, render_kw={"kind": "password", **looks})


def area(label: str, hint: str = "", **looks: Any) -> Field:
    """Text over several lines."""
    return line(label, hint, "text", **looks)


def choice(
    label: str, options: Sequence[Option] = (), hint: str = "", kind: str = "choice", **looks: Any
) -> Field:
    """One of several; ``kind`` is choice (radio buttons) or select. An unknown value is the service's to refuse."""
    return line(label, hint, kind, options=tuple(options), **looks)


def choices(label: str, options: Sequence[Option] = (), hint: str = "", **looks: Any) -> Field:
    """Any number of several."""
    looks = {"kind": "choices", "options": tuple(options), **looks}
    return SelectMultipleField(label, description=hint, validate_choice=False, render_kw=looks)


def tick(label: str, hint: str = "", **looks: Any) -> Field:
    """One box to tick."""
    return BooleanField(label, description=hint, render_kw={"kind": "tick", **looks})


def hidden(default: str = "") -> Field:
    """A value the page carries, like the version that was opened."""
    return HiddenField(default=default, filters=[_clean])


def whole(text: str | None) -> int:
    """The number a hidden field carried, 0 when somebody changed it to something else."""
    body = (text or "").strip()
    return int(body) if body.isascii() and body.isdigit() and len(body) < 10 else 0


__all__ = ["Form", "Option", "area", "choice", "choices", "hidden", "line", "secret", "tick", "whole"]
