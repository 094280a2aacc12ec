"""Queries on single values kept by key."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..models import Setting


def value_of(session: Session, key: str) -> Any:
    """The value, or None when there is none."""
    return session.scalar(select(Setting.value).where(Setting.key == key))


def keys_from(session: Session, prefix: str) -> list[str]:
    """All keys that begin so."""
    return list(session.scalars(select(Setting.key).where(Setting.key.startswith(prefix, autoescape=True))))


def put(session: Session, key: str, value: Any) -> None:
    """Keep a value, in place of what was there."""
    session.merge(Setting(key=key, value=value))


def drop(session: Session, keys: list[str]) -> None:
    """Forget values."""
    session.execute(delete(Setting).where(Setting.key.in_(keys)))
