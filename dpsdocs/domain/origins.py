"""Which questions a derived fact or a kind of row follows from, so that a reader is led to the answer to change.

What follows from records alone (the agency, the purchasing system, the suppliers, the release) has no origin here.
"""

from __future__ import annotations

from collections.abc import Iterable

from .competition import Competition

_TERM = ("start_date", "end_date", "option_count", "option_months")
_POSTS = ("weekdays", "hours", "guards", "shifts")
_HOURS = (*_POSTS, *_TERM)
_VALUE = ("estimated_value", "lots")
_OSLO = (*_VALUE, "work_risk", "work_letters", "services", *_TERM, "sending_date")
_ROUTE = ("weights", "sending_date")

ORIGINS: dict[str, tuple[str, ...]] = {
    # what opens pages
    "long": ("extras",),
    "has_lots": ("extras",),
    "joint": ("extras",),
    "confidential": ("extras", "sites"),
    "has_cars": ("extras", "services"),
    "calls": ("services",),
    "has_visits": ("extras",),
    "has_equipment": ("extras",),
    "has_personal_data": ("extras",),
    "has_attachments": ("extras",),
    # words about services, place and extent
    "services_text": ("services",),
    "cpv_additional": ("services",),
    "cpv_text": ("services",),
    "place_words": ("site_name", "site_address", "sites", "lots"),
    "extent_words": (*_HOURS, "sites", "volumes"),
    "staffing_words": _HOURS,
    "sites_count": ("sites",),
    "sites_open": ("sites",),
    "sites_secret": ("sites",),
    "sites_listed": ("sites",),
    "sites_file": ("sites",),
    "secret_listed": ("sites",),
    "secret_file": ("sites",),
    "homes_total": ("sites",),
    "buyers_count": ("buyers",),
    "buyers_text": ("buyers",),
    "visits_count": ("visits",),
    "posts_count": ("shifts",),
    "has_posts": _HOURS,
    "has_volumes": ("volumes", *_TERM),
    "has_extra": ("volumes", *_HOURS),
    "has_hours": _HOURS,
    "reach_limited": ("own_requirements", "adapted_requirements", "lots"),
    # lots
    "lots_count": ("lots",),
    "lots_value": ("lots",),
    "lots_words": ("lots",),
    "lots_limited": ("lots_most", "extras"),
    "own_weights": ("lots", "weights"),
    # contract and term
    "contact_line": ("contact",),
    "contact_name": ("contact",),
    "contact_email": ("contact",),
    "contract_noun": ("contract_form",),
    "contract_definite": ("contract_form",),
    "contract_words": ("contract_form", "extras"),
    "last_date": _TERM,
    "term_months": _TERM,
    "term_pattern": _TERM,
    "term_words": _TERM,
    "option_words": ("option_count", "option_months"),
    # dates
    "counted_days": ("sending_date", "extras", "sites"),
    "last_counted_day": ("sending_date", "extras", "sites"),
    "earliest_deadline": ("sending_date", "extras", "sites"),
    "question_deadline": ("tender_deadline",),
    "answers_due": ("tender_deadline",),
    "opening": ("tender_deadline",),
    "last_sending_day": ("tender_deadline", "question_deadline", "visits", "extras", "sites"),
    "binding_until": ("tender_deadline",),
    "award_date": ("tender_deadline",),
    "standstill_until": ("tender_deadline", "award_date"),
    "signing_date": ("tender_deadline", "award_date"),
    "deadline_moved": ("tender_deadline",),
    # hours and value
    "hours_week": _HOURS,
    "hours_year": _HOURS,
    "hours_firm": _HOURS,
    "hours_total": _HOURS,
    **{f"hours_{band}": _HOURS for band in ("day", "evening", "night", "weekend", "holiday")},
    **{f"hours_year_{band}": _HOURS for band in ("day", "evening", "night", "weekend", "holiday")},
    "estimate_total": (*_HOURS, "hourly_estimate", "volumes", "equipment"),
    # criteria, environment, language
    "weights_text": ("weights",),
    "environment_weight": ("weights",),
    "has_environment": ("weights",),
    "has_subcriteria": ("subcriteria",),
    "has_scales": ("subcriteria",),
    "pricing": ("price_model",),
    "pricing_words": ("price_model",),
    "point_value_example": ("point_value",),
    "environment_asked": _ROUTE,
    "environment_route": _ROUTE,
    "environment_reasoned": _ROUTE,
    "tender_language_words": ("tender_language",),
    # Oslomodellen, transport and tax
    "work_open": (*_VALUE, "sending_date"),
    "zero_emission": (*_VALUE, "sending_date"),
    "tax_certificate": (*_VALUE, "sending_date"),
    "work_changed": ("work_risk", "work_letters"),
    "work_letters_text": _OSLO,
    "work_tiers": _OSLO,
    "work_diligence": _OSLO,
    "work_apprentice": _OSLO,
    "work_risk_words": _OSLO,
}
ROW_ORIGINS: dict[str, tuple[str, ...]] = {
    "bands": (*_HOURS, "volumes"),
    "buyers": ("buyers", "contact"),
    "criteria": ("weights",),
    "equipment": ("equipment", "option_count", "option_months"),
    "extensions": ("end_date", "option_count", "option_months"),
    "grading": ("grading",),
    "lot_criteria": ("lots", "weights"),
    "lot_hours": ("lots", *_HOURS),
    "lots": ("lots", "sites", *_HOURS),
    "posts": ("lots", "sites", *_HOURS),
    "secret_posts": ("lots", "sites", *_HOURS),
    "price_lines": ("lots", "volumes", "equipment", *_HOURS),
    "requirements": ("requirements", "own_requirements", "adapted_requirements", "services", "lots"),
    "secret_sites": ("sites", "lots", "buyers"),
    "sites": ("sites", "lots", "buyers"),
    "site_summary": ("sites", "lots"),
    "subcriteria": ("subcriteria",),
    "services": ("services",),
    "timeline": ("sending_date", "question_deadline", "tender_deadline", "award_date", "binding_until", "start_date",
                 "visits"),
    "visits": ("visits", "lots"),
    "volumes": ("volumes", "lots", *_TERM),
    "attachments": ("extras",),
    "secret_attachments": ("extras",),
    "work": _OSLO,
}  # fmt: skip


def questions_behind(
    competition: Competition, keys: Iterable[str], rows: Iterable[str] = ()
) -> tuple[str, ...]:
    """The questions asked that stand behind facts and rows by name, each once, in the order they are asked."""
    found: set[str] = set()
    for key in keys:
        fact = competition.facts.get(key)
        found.add(key)
        if fact is None or fact.question is None or fact.value is None:
            found.update(ORIGINS.get(key, ()))
    for name in rows:
        found.update(ROW_ORIGINS.get(name, ()))
    return tuple(question.key for question in competition.asked if question.key in found)
