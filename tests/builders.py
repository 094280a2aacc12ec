"""Builds rows for tests: each function fills in what the test doesn't care about, and commits."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from dpsdocs.domain.roles import Actor
from dpsdocs.services import accounts, passwords
from dpsdocs.store import models

PASSWORD = "fire tilfeldige ord her"
_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def org_number(sequence: int) -> str:
    """A number with the right check digit; each ``sequence`` gives another one."""
    for candidate in range(80_000_000 + sequence * 10, 80_000_000 + sequence * 10 + 10):
        digits = str(candidate)
        rest = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
        if rest != 1:
            return f"{digits}{0 if rest == 0 else 11 - rest}"
    raise AssertionError("no number with a check digit among ten")


@dataclass
class Make:
    """Builders on one session. ``number`` makes every value unique within a test."""

    session: Session
    numbers: Any = field(default_factory=lambda: count(1))

    def _stored(self, row: Any) -> Any:
        self.session.add(row)
        self._commit()
        return row

    def _commit(self) -> None:
        # rows stay readable: reading one anew would begin a writing transaction and lock others out
        expires, self.session.expire_on_commit = self.session.expire_on_commit, False
        self.session.commit()
        self.session.expire_on_commit = expires

    def agency(self, **values: Any) -> models.Agency:
        """An agency."""
        n = next(self.numbers)
        filled = {
            "name": f"Etat {n}",
            "org_number": org_number(n),
            "address": "Storgata 1",
            "postal": "0155 Oslo",
        }
        return self._stored(models.Agency(**filled | values))

    def user(self, *roles: str, agency: models.Agency | None = None, **values: Any) -> models.User:
        """A person with a password. Roles are held in ``agency``, or at UKE when there is none."""
        n = next(self.numbers)
        filled = {"name": f"Person Nummer{n}", "email": f"person{n}@oslo.example.no"}
        filled["password_hash"] = passwords.hashed(PASSWORD)
        user = models.User(**filled | values)
        for role in roles:
            user.memberships.append(models.Membership(role=role, agency_id=agency.id if agency else None))
        return self._stored(user)

    def actor(self, *roles: str, agency: models.Agency | None = None, **values: Any) -> Actor:
        """A person with roles, as services know a signed-in person."""
        return self.as_actor(self.user(*roles, agency=agency, **values))

    def admin(self, **values: Any) -> Actor:
        """A system administrator."""
        return self.actor(is_admin=True, **values)

    def as_actor(self, user: models.User) -> Actor:
        """The signed-in person."""
        found = accounts.as_actor(user)
        self._commit()
        return found

    def dps(self, **values: Any) -> models.Dps:
        """A purchasing system that is valid for years, with price and quality."""
        n = next(self.numbers)
        filled = {
            "reference": f"24/{1000 + n}", "title": f"Vektertjenester {n}", "owner": "Utviklings- og kompetanseetaten",
            "valid_from": date(2024, 3, 1), "valid_to": date(2034, 2, 28), "regime": "foa3",
            "cpv_main": "79710000", "cpv": ["79713000"], "categories": [], "contact_name": "Kari Nordmann",
            "contact_email": "dps@uke.example.no", "announced": date(2024, 1, 15), "notice_id": "2024-100001",
        }  # fmt: skip
        row = models.Dps(**filled | values)
        for position, (key, name, kind) in enumerate(
            (("pris", "Pris", "price"), ("kvalitet", "Kvalitet", "quality"))
        ):
            row.criteria.append(
                models.DpsCriterion(
                    position=position, key=key, name=name, kind=kind, minimum=Decimal(30), maximum=Decimal(70),
                    assessed=f"{name} vurderes.", documentation=f"{name} dokumenteres.",
                )
            )  # fmt: skip
        return self._stored(row)

    def confirmed_dps(self, by: Actor, **values: Any) -> models.Dps:
        """A purchasing system where UKE has confirmed every group of fields."""
        from dpsdocs.services import dps as service

        row = self.dps(**values)
        for group in service.GROUPS:
            service.confirm(self.session, by, row.id, group, row.version)
        return row

    def supplier(self, dps: models.Dps, **values: Any) -> models.Admission:
        """A supplier admitted to a system since 2024."""
        n = next(self.numbers)
        filled = {"name": f"Vaktselskap {n} AS", "org_number": org_number(500 + n)} | values
        name = filled.pop("name")
        firm = models.Supplier(org_number=filled.pop("org_number"), name=name)
        firm.names.append(models.SupplierName(name=name, from_date=date(2024, 3, 1)))
        period = {"admitted_from": date(2024, 3, 1), "admitted_until": None, "categories": []}
        return self._stored(models.Admission(dps_id=dps.id, supplier=firm, **period | filled))

    def blob(self, data: bytes = b"{}") -> str:
        """A kept file."""
        from dpsdocs.services import files

        sha256 = files.put(self.session, data)
        self._commit()
        return sha256

    def release(self, **values: Any) -> models.Release:
        """A release of a master set, without a usable archive."""
        n = next(self.numbers)
        filled = {
            "set_id": "vektertjenester",
            "version": f"1.{n}",
            "digest": f"{n:064x}",
            "archive": self.blob(),
        }
        return self._stored(models.Release(**filled | values))

    def competition(self, agency: models.Agency, owner_id: str, **values: Any) -> models.Competition:
        """A competition in draft."""
        filled = {"agency_id": agency.id, "owner_id": owner_id, "updated_by": owner_id}
        if "dps_id" not in values:
            filled["dps_id"] = self.dps().id
        if "release_id" not in values:
            filled["release_id"] = self.release().id
        return self._stored(models.Competition(**filled | values))
