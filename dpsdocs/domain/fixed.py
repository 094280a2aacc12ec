"""The questions that rules, calculations and register rest on: a set may change their words, not what they are.

UKE may add questions of its own freely, under names the program and the pages do not use themselves.
"""

from __future__ import annotations

import keyword
import re

from .openers import OPENERS
from .questions import Kind

FIXED: dict[str, Kind] = {
    "title": "line", "case_number": "line", "contact": "contact", "need": "text", "services": "choices",
    "extras": "choices", "buyers": "table", "lots": "table", "lots_most": "whole", "undivided_reason": "text",
    "site_name": "line", "site_address": "line", "weekdays": "choices", "hours": "timespan", "guards":
    "whole", "sites": "table", "shifts": "table", "volumes": "table", "response_high": "whole",
    "response_low": "whole", "equipment": "table", "confidential_text": "text", "confidential_access": "text",
    "contract_form": "choice", "estimated_value": "money", "hourly_estimate": "money", "ceiling": "money",
    "start_date": "date", "end_date": "date", "option_count": "whole", "option_months": "whole", "work_risk":
    "choice", "work_letters": "choice", "work_reason": "text", "weights": "weights", "price_model": "choice",
    "point_value": "money", "subcriteria": "table", "environment_route": "choice", "environment_reason":
    "text", "requirements": "choices", "own_requirements": "table", "adapted_requirements": "table", "visits":
    "table", "sending_date": "date", "tender_deadline": "moment", "adjust_dates": "yesno",
    "question_deadline": "moment", "award_date": "date", "binding_until": "date", "tender_language": "choice",
    "grading": "table", "change_date": "date", "change_words": "text", "change_deadline": "choice",
    "change_deadline_reason": "text",
}  # fmt: skip
COLUMNS: dict[str, dict[str, Kind]] = {
    "buyers": {"name": "line", "org_number": "organisation", "address": "line", "contact": "contact"},
    "lots": {"name": "line", "description": "text", "value": "money", "ceiling": "money", "weights":
        "weights", "point_value": "money"},
    "sites": {"name": "line", "address": "line", "kind": "choice", "lot": "choice", "buyer": "choice",
        "homes": "whole", "opening_hours": "line", "risk": "choice", "secret": "yesno", "note": "line",
        "secret_note": "line"},
    "shifts": {"name": "line", "site": "choice", "lot": "choice", "weekdays": "choices", "hours": "timespan",
        "guards": "whole", "first": "date", "last": "date"},
    "volumes": {"unit": "choice", "lot": "choice", "quantity": "decimal", "basis": "line", "estimate":
        "money"},
    "equipment": {"name": "line", "kind": "choice", "quantity": "decimal", "lot": "choice", "estimate":
        "money"},
    "subcriteria": {"name": "line", "criterion": "choice", "weight": "percent", "assessed": "text",
        "documentation": "line", "scale": "text"},
    "own_requirements": {"text": "text", "kind": "choice", "criterion": "choice", "chapter": "choice",
        "documentation": "line", "lot": "choice", "site": "choice"},
    "adapted_requirements": {"requirement": "choice", "text": "text", "lot": "choice", "site": "choice"},
    "visits": {"place": "line", "at": "moment", "lot": "choice", "sign_up": "moment", "guide": "line"},
    "grading": {"document": "choice", "ground": "line"},
}  # fmt: skip
# no competition can be made without these
NEEDED = (
    "title", "case_number", "contact", "services", "contract_form", "estimated_value", "start_date", "end_date",
    "weights", "sending_date", "tender_deadline",
)  # fmt: skip
# names of fields that every page of questions has for itself
_PAGE = frozenset(
    {"asked", "base", "tab", "step", "go", "csrf_token", "form_token", "id", "picture", "side", "saved"}
)
_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")


def kind_of(table: str, key: str) -> Kind | None:
    """The kind a question must have, or a column of ``table``; None when the program does not know it."""
    return COLUMNS.get(table, {}).get(key) if table else FIXED.get(key)


def is_free_name(name: str) -> bool:
    """Whether a new question can be called this in masters and conditions, as far as the program is concerned."""
    return (
        bool(_NAME.fullmatch(name))
        and name not in OPENERS
        and name not in FIXED
        and name not in _PAGE
        and not keyword.iskeyword(name)
        and name not in ("true", "false", "none", "loop", "self")
        and not name.startswith(("mine_", "choice_"))
    )
