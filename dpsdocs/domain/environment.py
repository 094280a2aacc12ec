"""Climate and environment (FOA § 7-9): the routes that are open to a competition, and which one it takes.

The criterion is there only if the purchasing system was announced with it (§ 26-7 (4)). Where it weighs enough,
nothing is asked; otherwise the day the invitation is sent decides which other routes there are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from .amounts import amount_on
from .answers import AnswerError, date_value, decimal_value
from .case import Case, TableRow
from .questions import Option

CRITERION, REQUIREMENTS, BOTH = "criterion", "requirements", "both"
EXEMPT = frozenset({"insignificant", "critical", "national"})
WITH_REQUIREMENTS = frozenset({REQUIREMENTS, BOTH})
OTHER_WAYS = EXEMPT | WITH_REQUIREMENTS
CHAPTER = "miljo"
Derived = dict[str, tuple[str, Any, str, bool]]


@dataclass(frozen=True, slots=True)
class Route:
    """A way of meeting the duty, with the days the law has it. ``announced``: the notice must have the criterion."""

    id: str
    label: str
    source: str
    hint: str = ""
    reasoned: bool = False
    announced: bool = False
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the law of the day has it."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


@lru_cache(maxsize=1)
def all_routes() -> tuple[Route, ...]:
    """Every route the law has had, as dated rows."""
    text = Path(__file__).with_name("routes.toml").read_text(encoding="utf-8")
    return tuple(Route(**row) for row in tomllib.loads(text)["route"])


def day_of(case: Case) -> date:
    """The day the invitation is sent, or the day the suppliers were read when it is not known."""
    try:
        return date_value(str(case.answers.get("sending_date") or ""))
    except AnswerError:
        return case.suppliers_at.date()


def minimum(case: Case) -> Decimal | None:
    """The weight that fulfils the duty by itself on the deciding day, in percent; None before there was a duty."""
    row = amount_on(case.settings, "environment", day_of(case))
    return None if row is None else row.amount


def lowest(
    case: Case, weights: Mapping[str, Decimal] | None, lots: Iterable[TableRow] = ()
) -> Decimal | None:
    """The lowest weight of climate and environment in the competition or one of its lots; None when not answered."""
    if weights is None:
        return None
    green = {criterion.id for criterion in case.dps.criteria if criterion.kind == "environment"}
    found = [sum((weights.get(key, Decimal(0)) for key in green), Decimal(0))]
    for row in lots:
        own = row.answers.get("weights")
        if isinstance(own, dict) and any(str(value).strip() for value in own.values()):
            found.append(sum((_number(own.get(key, "")) for key in green), Decimal(0)))
    return min(found)


def _number(text: str) -> Decimal:
    try:
        return decimal_value(str(text)) if str(text).strip() else Decimal(0)
    except AnswerError:
        return Decimal(0)


def openers(case: Case, values: Mapping[str, Any], *, has_lots: bool) -> dict[str, bool]:
    """Whether the route is asked, and whether the answer must be reasoned."""
    least, weight = (
        minimum(case),
        lowest(case, values.get("weights"), case.tables.get("lots", ()) if has_lots else ()),
    )
    asked = least is not None and weight is not None and weight < least
    return {
        "environment_asked": asked,
        "environment_reasoned": asked
        and needs_reason(str(values.get("environment_route") or ""), day_of(case)),
    }


def routes(case: Case) -> tuple[Option, ...]:
    """The routes that can be chosen: what the purchasing system was announced with, and the law of the day."""
    day = day_of(case)
    announced = any(c.kind == "environment" and c.maximum > 0 for c in case.dps.criteria)
    return tuple(
        Option(route.id, route.label, route.hint)
        for route in all_routes()
        if route.holds(day) and (announced or not route.announced)
    )


def needs_reason(chosen: str, day: date) -> bool:
    """Whether the law of the day wants the choice reasoned in the documents."""
    return any(route.id == chosen and route.reasoned and route.holds(day) for route in all_routes())


def facts(case: Case, values: Mapping[str, Any]) -> Derived:
    """The route that follows from the weights, where it is not asked."""
    if values.get("environment_asked") or not values.get("weights") or minimum(case) is None:
        return {}
    return {"environment_route": ("Klima og miljø", CRITERION, "", False)}
