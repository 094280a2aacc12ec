"""The table of rules as UKE has it: which rules apply, which amounts are confirmed, and who changed what and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from ..domain import formats
from ..domain.amounts import AmountRow, amounts, amounts_for
from ..domain.case import AmountChoice, RuleChoice, Settings
from ..domain.roles import Actor
from ..domain.rules import RULE_STATES, Rule, rulebook, rulebook_for
from ..store import models
from ..store.engines import serialise
from ..store.queries import rules as queries
from . import audit, saving
from .errors import Conflict, Forbidden, Invalid, NotFound
from .fields import Fields, own_words

RULE, AMOUNT = "rule", "amount"
_SEEN = "Regeltabellen er endret etter at du åpnet siden. Se over den og prøv på nytt."


@dataclass(frozen=True, slots=True)
class Change:
    """One change as the page tells of it."""

    version: str
    what: str
    result: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RuleTable:
    """The table as it stands. ``number`` is what a form about it must have seen."""

    version: str
    number: int
    rules: tuple[Rule, ...]
    amounts: tuple[AmountRow, ...]
    changes: tuple[Change, ...]


def chosen(session: Session) -> Settings:
    """UKE's choices as settings; the latest of each counts."""
    rules: dict[str, RuleChoice] = {}
    sums: dict[tuple[str, date | None], AmountChoice] = {}
    number = 0
    for change, _ in queries.changes(session):
        number = change.number
        if change.kind == RULE:
            rules[change.key] = RuleChoice(change.key, change.state)  # type: ignore[arg-type]
        elif change.amount is not None:
            sums[change.key, change.valid_from] = AmountChoice(
                change.key, _plain(change.amount), change.valid_from
            )
    return Settings(
        rules=tuple(rules.values()), amounts=tuple(sums.values()), rules_version=str(number) if number else ""
    )


def _plain(amount: Decimal) -> Decimal:
    """Without the decimals the database adds."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


def table(session: Session) -> RuleTable:
    """The table with its history, the latest change first."""
    settings = chosen(session)
    book = rulebook_for(settings)
    told = tuple(_told(change, name) for change, name in reversed(queries.changes(session)))
    return RuleTable(book.version, queries.latest(session), book.rules, amounts_for(settings), told)


def _told(change: models.RuleChange, name: str) -> Change:
    if change.kind == RULE:
        what, result = change.key, RULE_STATES[change.state]
    else:
        row = _amount_row(change.key, change.valid_from)
        what = row.label if row else change.key
        result = f"{amount_words(change.amount or Decimal(0), row.unit if row else 'kr')}, bekreftet"
    return Change(f"{rulebook().version}.{change.number}", what, result, change.reason, name, change.made_at)


def amount_words(amount: Decimal, unit: str) -> str:
    """«1 300 000 kr», «30 %»."""
    return f"{formats.number(amount)}{formats.NBSP}{unit}"


def rule(session: Session, rule_id: str) -> tuple[Rule, ...]:
    """The rows of a rule as they stand, or ``NotFound``."""
    found = tuple(row for row in table(session).rules if row.id == rule_id)
    if not found:
        raise NotFound("Regelen finnes ikke.")
    return found


def amount(session: Session, kind: str, first: date | None) -> AmountRow:
    """An amount row as it stands, or ``NotFound``."""
    found = next((r for r in table(session).amounts if (r.kind, r.valid_from) == (kind, first)), None)
    if found is None:
        raise NotFound("Beløpet finnes ikke.")
    return found


def switch(session: Session, actor: Actor, rule_id: str, state: str, reason: str, seen: int) -> None:
    """Set a rule to apply, to be advice or to be off, with a reason. Only for DPS managers."""
    _check_manager(actor)
    rows = rule(session, rule_id)
    if rows[0].fixed:
        raise Conflict("Regelen kan ikke slås av. Uten den får dokumentene hull.")
    words, problems = _reason(reason), {}
    if state not in RULE_STATES:
        problems["state"] = "Velg om regelen gjelder, er et råd eller er av."
    elif all(row.state == state for row in rows):
        problems["state"] = "Regelen står slik fra før. Velg noe annet."
    if problems:
        raise Invalid(problems)
    row = models.RuleChange(
        number=_next(session, seen), kind=RULE, key=rule_id, state=state, reason=words, made_by=actor.id,
    )  # fmt: skip
    _keep(session, actor, row, f"{rule_id}: {state}")


def confirm(
    session: Session, actor: Actor, kind: str, first: date | None, typed: str, reason: str, seen: int
) -> None:
    """Say for UKE that an amount is right, as it stands or as it is typed, with a reason. Only for DPS managers."""
    _check_manager(actor)
    fields, shipped = Fields(), _amount_row(kind, first)
    if shipped is None:
        raise NotFound("Beløpet finnes ikke.")
    value = fields.number("amount", typed, "Beløpet")
    if not fields.problems and not 0 < value < Decimal(10) ** 12:
        fields.add("amount", "Beløpet må være over null.")
    if not reason.strip():
        fields.add("reason", _WHY)
    fields.raise_problems()
    row = models.RuleChange(
        number=_next(session, seen), kind=AMOUNT, key=kind, valid_from=first, amount=value, reason=_reason(reason),
        made_by=actor.id,
    )  # fmt: skip
    _keep(session, actor, row, f"{kind}: {value}")


_WHY = "Skriv hvorfor, og hva dere bygger det på."


def _check_manager(actor: Actor) -> None:
    if not actor.is_central("dps_manager"):
        raise Forbidden


def _reason(reason: str) -> str:
    return own_words("reason", reason, _WHY)


def _amount_row(kind: str, first: date | None) -> AmountRow | None:
    return next((row for row in amounts() if (row.kind, row.valid_from) == (kind, first)), None)


def _next(session: Session, seen: int) -> int:
    """The number of the next change; ``Conflict`` when the table is not what the person saw."""
    serialise(session, "rules")
    latest = queries.latest(session)
    if latest != seen:
        raise Conflict(_SEEN)
    return latest + 1


def _keep(session: Session, actor: Actor, row: models.RuleChange, told: str) -> None:
    session.add(row)
    audit.record(session, actor.id, f"rules.{row.kind}", row.key, f"versjon {row.number}, {told}")
    saving.commit(session)
