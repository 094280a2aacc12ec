"""UKE's answer to a proposal from an agency."""

from __future__ import annotations

from dpsdocs.domain.questions import Option

from .base import Form, area, choice


class AnswerForm(Form):
    """Yes, or no with words."""

    decision = choice(
        "Hva er svaret?",
        (Option("approve", "Godkjenne", "Teksten gjelder i denne konkurransen og ikke i andre."),
         Option("refuse", "Si nei", "UKEs tekst blir stående.")),
    )  # fmt: skip
    words = area(
        "Begrunnelse", "Må fylles ut når svaret er nei. Virksomheten ser den.", rows=4, optional=True
    )
