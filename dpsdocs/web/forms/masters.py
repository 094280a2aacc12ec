"""Sending a draft of the masters in, and answering."""

from __future__ import annotations

from typing import ClassVar

from dpsdocs.domain.questions import Option

from .base import Form, area, choice, line


class SubmitForm(Form):
    """The version, and what its readers are told."""

    version = line("Versjon", "År og nummer, for eksempel 2026.4", width="org")
    notes = area(
        "Hva er nytt?", "Hva som er endret, og hvorfor. Det står i listen over malversjoner.", rows=6
    )
    parts: ClassVar[dict[str, str]] = {"faults": "feil"}


class DecideForm(Form):
    """Yes from a day on, or no with words."""

    decision = choice(
        "Hva vil du gjøre?",
        (Option("approve", "Godkjenne", "Nye konkurranser får malene fra datoen du velger."),
         Option("return", "Sende tilbake", "Redaktøren kan endre og sende på nytt.")),
    )  # fmt: skip
    live_from = line("Gjelder fra", "Dag.måned.år. Bare når du godkjenner.", "date", optional=True)
    words = area("Begrunnelse", "Må fylles ut når du sender tilbake", rows=4, optional=True)


class HeadingForm(Form):
    """The words of a heading."""

    heading = line("Overskrift", "Felt står i hakeparentes.")


class NewClauseForm(Form):
    """What a new clause is called among the others."""

    name = line(
        "Navn",
        "Et kort navn som andre punkter kan vise til, for eksempel «varsling». Det trykkes ikke.",
        width="mid",
    )
