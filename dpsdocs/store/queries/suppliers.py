"""Queries on suppliers and their admission to purchasing systems."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..models import Admission, Supplier


def admissions_to(session: Session, dps_id: str) -> Sequence[Admission]:
    """All admissions to a system, by the supplier's name and the day they begin."""
    query = select(Admission).join(Admission.supplier).where(Admission.dps_id == dps_id)
    return session.scalars(query.order_by(func.lower(Supplier.name), Admission.admitted_from)).all()


def admitted_on(session: Session, dps_id: str, day: date) -> Sequence[Admission]:
    """The admissions to a system that hold on a day; both their days are included."""
    still = Admission.admitted_until.is_(None) | (Admission.admitted_until >= day)
    query = select(Admission).join(Admission.supplier)
    query = query.where(Admission.dps_id == dps_id, Admission.admitted_from <= day, still)
    return session.scalars(query.order_by(func.lower(Supplier.name), Supplier.org_number)).all()


def by_number(session: Session, org_number: str) -> Supplier | None:
    """The supplier with this organisation number."""
    return session.scalar(select(Supplier).where(Supplier.org_number == org_number))


def all_by_number(session: Session, numbers: set[str]) -> dict[str, Supplier]:
    """The suppliers with these organisation numbers."""
    found: dict[str, Supplier] = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), 500):  # SQLite takes only so many values in one query
        some = session.scalars(select(Supplier).where(Supplier.org_number.in_(wanted[start : start + 500])))
        found |= {supplier.org_number: supplier for supplier in some}
    return found
