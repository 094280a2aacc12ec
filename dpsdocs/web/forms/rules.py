"""UKE's changes of the table of rules. ``seen`` is the number of the latest change the page showed."""

from __future__ import annotations

from dpsdocs.domain.questions import Option
from dpsdocs.domain.rules import RULE_STATES

from .base import Form, area, choice, hidden, line

_HINTS = {
    "in_force": "Regelen virker slik den står",
    "advice": "Regelen gir høyst en advarsel, og viser ikke til noen paragraf",
    "off": "Regelen gir ingen funn",
}


class RuleForm(Form):
    """Whether a rule applies."""

    state = choice(
        "Hvordan skal regelen gjelde?", tuple(Option(k, v, _HINTS[k]) for k, v in RULE_STATES.items())
    )
    reason = area("Begrunnelse", "Hva dere har vurdert, og hva det bygger på", rows=4)
    seen = hidden()


class AmountForm(Form):
    """That an amount is right."""

    amount = line("Beløp", "Rett beløpet hvis det er feil", width="org")
    reason = area(
        "Begrunnelse", "Hvor beløpet står, for eksempel i en forskrift eller en kunngjøring", rows=4
    )
    seen = hidden()
