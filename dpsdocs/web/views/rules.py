"""The rules the program checks, with source and state, for everybody to read; UKE confirms and switches."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dpsdocs.domain.rules import RULE_STATES, SEVERITY_LABELS, STAGES
from dpsdocs.services import rule_table
from dpsdocs.services.errors import NotFound

from ..context import actor, session
from ..forms.base import whole
from ..forms.rules import AmountForm, RuleForm
from ..pages import done, page

rules = Blueprint("rules", __name__, url_prefix="/regler")


@rules.get("")
def index() -> ResponseReturnValue:
    """All rules in the order they are checked, the amounts, and what UKE has changed."""
    return page(
        "rules/index.html", table=rule_table.table(session()), states=RULE_STATES, severities=SEVERITY_LABELS,
        stages=STAGES, writer=actor().is_central("dps_manager"),
    )  # fmt: skip


@rules.route("/<rule>", methods=["GET", "POST"])
def switch(rule: str) -> ResponseReturnValue:
    """One rule, and whether it applies."""
    rows, table = rule_table.rule(session(), rule), rule_table.table(session())
    form = RuleForm(state=rows[0].state)
    if not form.is_submitted():
        form.seen.data = str(table.number)
    if form.sent():
        with form.objections():
            rule_table.switch(
                session(), actor(), rule, form.state.data, form.reason.data, whole(form.seen.data)
            )
            return done("Regeltabellen er endret.", "rules.index", _anchor=rule)
    return page(
        "rules/switch.html", rows=rows, table=table, form=form, severities=SEVERITY_LABELS, states=RULE_STATES
    )


@rules.route("/belop/<kind>", methods=["GET", "POST"])
def amount(kind: str) -> ResponseReturnValue:
    """One amount, and whether UKE says it is right."""
    row, table = rule_table.amount(session(), kind, _first()), rule_table.table(session())
    form = AmountForm(amount=f"{row.amount:f}")
    if not form.is_submitted():
        form.seen.data = str(table.number)
    if form.sent():
        with form.objections():
            typed = form.amount.data
            rule_table.confirm(
                session(), actor(), kind, _first(), typed, form.reason.data, whole(form.seen.data)
            )
            return done("Beløpet er bekreftet.", "rules.index", _anchor="belop")
    return page("rules/amount.html", row=row, table=table, form=form)


def _first() -> date | None:
    """The first day of the row, as the address has it."""
    text = request.args.get("fra", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise NotFound("Beløpet finnes ikke.") from error
