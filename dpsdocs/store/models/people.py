"""Agencies, people, their roles, sessions and invitations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Moment, WithId, now


class Agency(WithId, Base):
    """A contracting authority."""

    __tablename__ = "agency"
    name: Mapped[str] = mapped_column(String(200), unique=True)
    short: Mapped[str] = mapped_column(String(40), default="")
    org_number: Mapped[str] = mapped_column(String(9), unique=True)
    address: Mapped[str] = mapped_column(String(200), default="")
    postal: Mapped[str] = mapped_column(String(100), default="")
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy wants it so


class User(WithId, Base):
    """A person who signs in. Without a password hash only an invitation lets them in."""

    __tablename__ = "app_user"
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_admin: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="user", cascade="all, delete-orphan", lazy="selectin"
    )


class Membership(WithId, Base):
    """One role of one person, in an agency or (without agency) at UKE."""

    __tablename__ = "membership"
    user_id: Mapped[str] = mapped_column(ForeignKey("app_user.id"), index=True)
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    user: Mapped[User] = relationship(back_populates="memberships")
    __table_args__ = (
        UniqueConstraint("user_id", "agency_id", "role"),
        # an empty agency is unlike every other empty agency, so the rule above doesn't hold at UKE
        Index(
            "uq_membership_central",
            "user_id",
            "role",
            unique=True,
            sqlite_where=text("agency_id IS NULL"),
            postgresql_where=text("agency_id IS NULL"),
        ),
    )


class UserSession(Base):
    """A signed-in browser. Only the hash of the cookie's token is kept."""

    __tablename__ = "user_session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("app_user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=now)
    browser: Mapped[str] = mapped_column(String(200), default="")


class Invite(Base):
    """A one-time link to set a password. Only the hash of its token is kept."""

    __tablename__ = "invite"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("app_user.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class LoginFailure(WithId, Base):
    """A failed sign-in: the address typed, known or not, and the network address it came from."""

    __tablename__ = "login_failure"
    email: Mapped[str] = mapped_column(String(254))
    origin: Mapped[str] = mapped_column(String(45), default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    __table_args__ = (
        Index("ix_login_failure_email_at", "email", "at"),
        Index("ix_login_failure_origin_at", "origin", "at"),
    )
