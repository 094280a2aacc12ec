"""The names a master may use besides the question keys: derived facts, and the fields of each kind of row."""

from __future__ import annotations

FACT_KEYS = frozenset(
    ["agency_name", "agency_org_number", "agency_address", "dps_reference", "dps_title", "dps_owner", "dps_valid_to", "dps_notice_id", "dps_contact", "regime", "regime_name", "penalty_terms", "suppliers_at", "suppliers_count", "version", "example", "contact_line", "contact_name", "contact_email", "services_text", "cpv_main", "cpv_text", "contract_noun", "contract_definite", "contract_words", "last_date", "term_months", "option_words", "term_words", "counted_days", "last_counted_day", "earliest_deadline", "question_deadline", "answers_due", "opening", "last_sending_day", "binding_until", "award_date", "standstill_until", "signing_date", "staffing_words", "hours_week", "hours_day", "hours_night", "hours_weekend", "hours_holiday", "hours_firm", "hours_total", "estimate_total", "weights_text", "environment_weight", "has_environment"]
)
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
    "answers": frozenset({"id", "section", "question", "answer"}),
    "findings": frozenset({"id", "severity", "message", "todo", "source"}),
    "calculations": frozenset({"id", "what", "how", "result"}),
}
