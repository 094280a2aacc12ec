"""UKE's choices that change how rules bite."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from dpsdocs.domain.case import Settings
from dpsdocs.domain.roles import Actor
from dpsdocs.store.queries import settings as queries

from . import audit, rule_table, saving
from .errors import Forbidden

_STRICT_DEADLINE = "strict_deadline"


def case_settings(session: Session) -> Settings:
    """The choices as they stand; what was never chosen has its safe value."""
    strict = queries.value_of(session, _STRICT_DEADLINE)
    return replace(rule_table.chosen(session), strict_deadline=strict is not False)


def save_settings(session: Session, actor: Actor, strict_deadline: bool) -> None:
    """Change the choices. Only for DPS managers."""
    if not actor.is_central("dps_manager"):
        raise Forbidden
    queries.put(session, _STRICT_DEADLINE, bool(strict_deadline))
    audit.record(session, actor.id, "settings.saved", _STRICT_DEADLINE, "on" if strict_deadline else "off")
    saving.commit(session)
