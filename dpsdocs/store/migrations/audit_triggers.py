"""The database itself refuses to change or delete lines of the audit log."""

from __future__ import annotations

from alembic import op

_SQLITE = """
CREATE TRIGGER audit_event_no_{verb} BEFORE {VERB} ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit_event is append-only'; END $$
"""
_POSTGRES = """
CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()
"""


def add_audit_triggers() -> None:
    """Create the triggers on either engine."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRES_FUNCTION)
        op.execute(_POSTGRES)
        return
    for verb in ("update", "delete"):
        op.execute(_SQLITE.format(verb=verb, VERB=verb.upper()))
