"""Dynamic purchasing systems, what UKE has confirmed of them, and admitted suppliers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Moment, WithId, now


class Dps(WithId, Base):
    """A dynamic purchasing system. ``set_id`` is the master set of its competitions, the first one when unsaid."""

    __tablename__ = "dps"
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    regime: Mapped[str] = mapped_column(String(10))
    cpv_main: Mapped[str] = mapped_column(String(8))
    cpv: Mapped[list[str]] = mapped_column(JSON, default=list)
    categories: Mapped[list[str]] = mapped_column(JSON, default=list)
    contact_name: Mapped[str] = mapped_column(String(200))
    contact_email: Mapped[str] = mapped_column(String(254))
    announced: Mapped[date | None]
    notice_id: Mapped[str] = mapped_column(String(80), default="")
    penalty_terms: Mapped[str] = mapped_column(Text, default="")
    example: Mapped[bool] = mapped_column(default=False)
    set_id: Mapped[str | None] = mapped_column(String(60))
    version: Mapped[int] = mapped_column(default=1)
    criteria: Mapped[list[DpsCriterion]] = relationship(
        order_by="DpsCriterion.position", cascade="all, delete-orphan", lazy="selectin"
    )
    confirmations: Mapped[list[DpsConfirmation]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy wants it so


class DpsCriterion(WithId, Base):
    """An announced award criterion."""

    __tablename__ = "dps_criterion"
    dps_id: Mapped[str] = mapped_column(ForeignKey("dps.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    minimum: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    maximum: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    assessed: Mapped[str] = mapped_column(Text)
    documentation: Mapped[str] = mapped_column(Text)
    __table_args__ = (UniqueConstraint("dps_id", "key"),)


class DpsConfirmation(WithId, Base):
    """«Bekreftet av UKE» for one group of fields. It holds only while the group's digest is the same."""

    __tablename__ = "dps_confirmation"
    dps_id: Mapped[str] = mapped_column(ForeignKey("dps.id"), index=True)
    group: Mapped[str] = mapped_column("field_group", String(20))
    digest: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[str] = mapped_column(ForeignKey("app_user.id"))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    __table_args__ = (UniqueConstraint("dps_id", "field_group"),)


class Supplier(WithId, Base):
    """A firm, known by its organisation number."""

    __tablename__ = "supplier"
    org_number: Mapped[str] = mapped_column(String(9), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    names: Mapped[list[SupplierName]] = relationship(
        order_by="SupplierName.from_date", cascade="all, delete-orphan", lazy="selectin"
    )


class SupplierName(WithId, Base):
    """A name the firm has had, and from when."""

    __tablename__ = "supplier_name"
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    from_date: Mapped[date]


class Admission(WithId, Base):
    """A supplier admitted to a DPS for a period; both days are included."""

    __tablename__ = "admission"
    dps_id: Mapped[str] = mapped_column(ForeignKey("dps.id"), index=True)
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"), index=True)
    admitted_from: Mapped[date]
    admitted_until: Mapped[date | None]
    categories: Mapped[list[str]] = mapped_column(JSON, default=list)
    supplier: Mapped[Supplier] = relationship(lazy="joined")
    __table_args__ = (UniqueConstraint("dps_id", "supplier_id", "admitted_from"),)
