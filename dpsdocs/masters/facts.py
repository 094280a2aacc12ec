"""The names a master may use besides the question keys: derived facts, and the fields of each kind of row."""

from __future__ import annotations

from ..domain import openers
from ..domain.own_tables import is_own
from ..domain.questions import Question
from .release import Release

FACT_KEYS = frozenset(
    {
        "agency_address", "agency_name", "agency_org_number", "annexes_given", "answers_due", "award_date",
        "binding_until", "buyers_count", "buyers_text", "calls", "confidential", "contact_email",
        "contact_line", "contact_name", "contract_definite", "contract_noun", "contract_words",
        "counted_days", "cpv_additional", "cpv_main", "cpv_text", "deadline_moved", "documents", "dps_contact",
        "dps_notice_id", "dps_owner", "dps_reference", "dps_title", "dps_valid_to", "earliest_deadline",
        "environment_asked", "environment_reasoned",
        "environment_weight", "estimate_total", "example", "extent_words", "has_attachments",
        "has_cars", "has_environment", "has_equipment", "has_extra", "has_hours", "has_lots", "has_personal_data",
        "has_posts", "has_scales", "has_subcriteria", "has_visits", "has_volumes", "homes_total",
        "hours_day", "hours_evening",
        "hours_firm", "hours_holiday", "hours_night", "hours_total", "hours_week", "hours_weekend",
        "hours_year", "hours_year_day", "hours_year_evening", "hours_year_holiday", "hours_year_night",
        "hours_year_weekend", "is_change", "joint", "last_counted_day", "last_date", "last_sending_day", "long",
        "lots_count", "lots_limited", "lots_value", "lots_words", "opening", "option_words",
        "own_weights", "penalty_terms", "place_words", "point_value_example", "posts_count", "pricing",
        "pricing_words", "question_deadline", "reach_limited",
        "previous_deadline", "previous_version",
        "regime", "regime_name", "release_approved", "release_title", "release_version", "secret_file",
        "secret_listed", "services_text", "signing_date", "sites_count", "sites_file", "sites_listed",
        "sites_open", "sites_secret", "staffing_words", "standstill_until", "suppliers_at",
        "suppliers_count", "tax_certificate", "tender_language_words", "term_months", "term_pattern", "term_words",
        "version", "visits_count", "weights_text", "work_apprentice", "work_changed", "work_diligence",
        "work_letters_text", "work_open", "work_risk_words", "work_tiers", "zero_emission",
    }
)  # fmt: skip
# how conditions name a fact that has no value in this competition
LABELS = {
    **openers.LABELS,
    "penalty_terms": "Dagbot",
    "deadline_moved": "Tilbudsfristen er flyttet",
    "annexes_given": "Bilag fra UKE",
    "dps_notice_id": "Kunngjøringens nummer",
    "has_environment": "Miljøkriterium",
    "has_visits": "Befaring",
    "has_equipment": "Utstyr eller teknisk service",
    "has_personal_data": "Databehandling for oppdragsgiveren",
    "has_attachments": "Egne vedlegg",
    "lots_limited": "Grense for delkontrakter per leverandør",
    "own_weights": "Egne vekter for en delkontrakt",
    "pricing": "Prismodell",
    "has_subcriteria": "Underkriterier",
    "has_scales": "Egen skala for et underkriterium",
    "has_posts": "Faste poster",
    "has_volumes": "Kjøp etter behov",
    "has_hours": "Vektertimer i prisskjemaet",
    "has_extra": "Ekstra vakter i prisskjemaet",
    "sites_listed": "Objektlisten står i teksten",
    "sites_file": "Objektlisten er et regneark",
    "secret_listed": "Skjermede objekter står i teksten",
    "secret_file": "Skjermede objekter er et regneark",
    "sites_open": "Antall åpne objekter",
    "sites_secret": "Antall skjermede objekter",
    "sites_count": "Antall objekter",
    "homes_total": "Antall boliger",
    "reach_limited": "Krav som bare gjelder noen",
    "place_words": "Sted",
    "extent_words": "Omfang",
    "hours_total": "Timer med alle forlengelser",
    "work_letters_text": "Krav i Oslomodellen",
    "work_tiers": "Ledd av underleverandører",
    "work_diligence": "Kravsett for aktsomhetsvurderinger",
    "work_apprentice": "Lærlinger",
}
_SITE = frozenset(
    {
        "id",
        "number",
        "name",
        "address",
        "kind",
        "homes",
        "opening",
        "risk",
        "lot",
        "lot_title",
        "buyer",
        "note",
    }
)
_LINE = frozenset(
    {"id", "number", "label", "unit", "note", "quantity", "quantity_text", "lot_title", "basis", "per_year"}
)
_POST = frozenset(
    {"id", "number", "name", "place", "days", "time", "when", "guards", "period", "lot_title", "week", "year", "total",
     "year_day", "year_evening", "year_night", "year_weekend", "year_holiday"}
)  # fmt: skip
ROW_FIELDS: dict[str, frozenset[str]] = {
    "criteria": frozenset({"id", "name", "kind", "assessed", "documentation", "weight"}),
    "lot_criteria": frozenset({"id", "lot_title", "weights"}),
    "subcriteria": frozenset({"id", "criterion", "name", "weight", "assessed", "documentation", "scale"}),
    "services": frozenset({"id", "name", "content", "by_call"}),
    "requirements": frozenset(
        {"id", "number", "kind", "text", "reply", "documentation", "criterion", "chapter", "chapter_title", "reach",
         "form"}
    ),
    "price_lines": _LINE,
    "volumes": _LINE,
    "equipment": _LINE,
    "timeline": frozenset({"id", "date", "clock", "what"}),
    "suppliers": frozenset({"id", "name", "org_number", "admitted_from"}),
    "bands": frozenset({"id", "name", "text", "hours"}),
    "lot_hours": frozenset({"id", "lot_title", "name", "hours"}),
    "lots": frozenset(
        {"id", "number", "name", "title", "description", "value", "ceiling", "sites", "hours", "point_value"}
    ),
    "buyers": frozenset({"id", "number", "name", "org_number", "address", "contact", "role"}),
    "sites": _SITE,
    "secret_sites": _SITE | {"secret_note"},
    "site_summary": frozenset({"id", "lot_title", "kind", "risk", "count", "homes"}),
    "posts": _POST,
    "secret_posts": _POST,
    "visits": frozenset({"id", "place", "when", "lot", "sign_up", "guide", "meet"}),
    "extensions": frozenset({"id", "number", "from", "to", "notice"}),
    "attachments": frozenset({"id", "number", "title", "file"}),
    "secret_attachments": frozenset({"id", "number", "title", "file"}),
    "annexes": frozenset({"id", "annex", "title", "state", "file"}),
    "grading": frozenset({"id", "document", "grade", "ground"}),
    "documents": frozenset({"id", "annex", "title", "format", "action", "number"}),
    "files": frozenset({"id", "annex", "title", "format", "action", "number"}),
    "answers": frozenset({"id", "section", "question", "answer"}),
    "findings": frozenset({"id", "severity", "message", "todo", "source", "judged"}),
    "reasons": frozenset({"id", "document", "clause", "lock", "condition", "answers", "source"}),
    "calculations": frozenset({"id", "what", "how", "result"}),
    "coverage": frozenset({"id", "ref", "text", "document", "place"}),
    "coverage_absent": frozenset({"id", "document", "items"}),
    "changes": frozenset({"id", "document", "place", "before", "after"}),
    "work": frozenset({"id", "what", "proposal", "why", "point"}),
    "rules": frozenset({"id", "table", "rule", "source", "severity", "result"}),
    "rules_clean": frozenset({"id", "severity", "rules"}),
    "deviations": frozenset({"id", "document", "clause", "master", "used", "reason", "decided"}),
    "followed": frozenset({"id", "old", "new", "who", "taken", "kept"}),
    "trials": frozenset({"id", "run", "name", "price", "points", "result", "place"}),
}  # fmt: skip
# questions the program itself reads: no master has to name them
READ_KEYS = frozenset(
    {
        "adapted_requirements", "adjust_dates", "award_date", "binding_until", "buyers", "case_number", "ceiling",
        "change_date", "change_deadline", "change_deadline_reason", "change_words", "confidential_access",
        "confidential_text", "contact", "contract_form", "end_date", "environment_reason", "environment_route",
        "equipment", "estimated_value", "extras", "grading", "guards", "hourly_estimate", "hours", "lots",
        "lots_most", "need", "option_count", "option_months", "own_requirements", "point_value", "price_model",
        "question_deadline", "requirements", "response_high", "response_low", "sending_date", "services", "shifts",
        "site_address", "site_name", "sites", "start_date", "subcriteria", "tender_deadline", "tender_language",
        "title", "undivided_reason", "visits", "volumes", "weekdays", "weights", "work_letters", "work_reason",
        "work_risk",
    }
)  # fmt: skip
INTERNAL_ROWS = frozenset(
    {
        "suppliers",
        "answers",
        "findings",
        "rules",
        "rules_clean",
        "reasons",
        "calculations",
        "coverage",
        "coverage_absent",
        "work",
        "trials",
        "deviations",
        "followed",
    }
)
CONFIDENTIAL_ROWS = frozenset({"secret_sites", "secret_posts"})


def row_fields(release: Release) -> dict[str, frozenset[str]]:
    """The fields of each kind of row a table of this release can show, UKE's own tables among them."""
    own = {t.key: frozenset({"id", "number", *(c.key for c in t.columns)}) for t in own_questions(release)}
    return {**own, **ROW_FIELDS}


def own_questions(release: Release) -> tuple[Question, ...]:
    """The tables UKE asks for itself."""
    return tuple(table for table in release.catalogue.questions.tables if is_own(table))
