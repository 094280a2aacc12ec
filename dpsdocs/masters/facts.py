"""The names a master may use besides the question keys: derived facts, and the fields of each kind of row."""

from __future__ import annotations

FACT_KEYS = frozenset(
    {
        "agency_address", "agency_name", "agency_org_number", "answers_due", "award_date",
        "binding_until", "contact_email", "contact_line", "contact_name", "contract_definite",
        "contract_noun", "contract_words", "counted_days", "cpv_additional", "cpv_main", "cpv_text",
        "dps_contact", "dps_notice_id", "dps_owner", "dps_reference", "dps_title", "dps_valid_to",
        "earliest_deadline", "environment_weight", "estimate_total", "example", "has_environment",
        "hours_day", "hours_firm", "hours_holiday", "hours_night", "hours_total", "hours_week",
        "hours_weekend", "last_counted_day", "last_date", "last_sending_day", "opening",
        "option_words", "penalty_terms", "question_deadline", "regime", "regime_name",
        "release_approved", "release_title", "release_version", "services_text", "signing_date",
        "staffing_words", "standstill_until", "suppliers_at", "suppliers_count", "term_months",
        "term_words", "version", "weights_text",
    }
)  # fmt: skip
# how conditions name a fact that has no value in this competition
LABELS = {
    "penalty_terms": "Dagbot",
    "dps_notice_id": "Kunngjøringens nummer",
    "has_environment": "Miljøkriterium",
}
ROW_FIELDS: dict[str, frozenset[str]] = {
    "criteria": frozenset({"id", "name", "kind", "assessed", "documentation", "weight"}),
    "services": frozenset({"id", "name", "content"}),
    "requirements": frozenset(
        {"id", "number", "kind", "text", "reply", "documentation", "criterion", "chapter", "chapter_title"}
    ),
    "price_lines": frozenset({"id", "label", "unit", "note", "quantity", "quantity_text"}),
    "timeline": frozenset({"id", "date", "clock", "what"}),
    "suppliers": frozenset({"id", "name", "org_number", "admitted_from"}),
    "bands": frozenset({"id", "name", "text", "hours"}),
    "documents": frozenset({"id", "annex", "title", "format", "action", "number"}),
    "files": frozenset({"id", "annex", "title", "format", "action", "number"}),
    "answers": frozenset({"id", "section", "question", "answer"}),
    "findings": frozenset({"id", "severity", "message", "todo", "source"}),
    "reasons": frozenset({"id", "document", "clause", "lock", "condition", "answers", "source"}),
    "calculations": frozenset({"id", "what", "how", "result"}),
}
INTERNAL_ROWS = frozenset({"suppliers", "answers", "findings", "reasons", "calculations"})
