"""A small municipality for tests: two agencies, a person per role, one purchasing system, one draft."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from pathlib import Path

from argon2 import PasswordHasher

from dpsdocs.config import ROOT, Config
from dpsdocs.domain.roles import Actor
from dpsdocs.services import (
    accounts,
    agencies,
    competitions,
    dps,
    master_drafts,
    passwords,
    people,
    suppliers,
)
from dpsdocs.services.releases import Releases
from dpsdocs.store.db import make_session, upgrade

PASSWORD = "hest batteri stift 42"
SECRET = "bare til prøver " * 4
ROLES = ("admin", "manager", "drafter", "approver", "reader", "elsewhere", "editor")
CRITERIA = (
    dps.CriterionInput("Pris", "price", "30", "50", "Evaluert tilbudssum", "Utfylt prisskjema"),
    dps.CriterionInput("Bemanning", "quality", "20", "50", "Bemanningsplanen", "Bemanningsplan"),
    dps.CriterionInput("Klima og miljø", "environment", "30", "30", "Utslippsfri kjøring", "Miljøplan"),
)
SYSTEM = dps.DpsInput(
    reference="24/1307",
    title="Vektertjenester",
    owner="Utviklings- og kompetanseetaten",
    valid_from="01.01.2025",
    valid_to="31.12.2030",
    regime="foa2",
    cpv_main="79710000-4",
    cpv=("79713000-5", "79714000-2"),
    criteria=CRITERIA,
    contact_name="Ola Nordmann",
    contact_email="ola@uke.example",
    announced="15.11.2024",
)


@dataclass
class World:
    """Who and what there is, by short names."""

    ids: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.ids[name]


def email(role: str) -> str:
    """The address a role signs in with."""
    return f"{role}@oslo.example"


def settings(folder: Path, **more: object) -> Config:
    """A configuration with everything in one folder."""
    values = {"secret": SECRET, "database_url": f"sqlite:///{folder / 'test.db'}", "instance": folder}
    return Config(**{**values, "testing": True, **more})  # type: ignore[arg-type]


def build(config: Config) -> World:
    """Make the database and put the municipality in it."""
    # the real cost of a password would make every test slow
    passwords.KEEPER.use(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    upgrade(config.database_url)
    world = World()
    with make_session(config.database_url) as session:
        token = accounts.first_admin(session, "Admin Adminsen", email("admin"))
        accounts.accept_invite(session, token, PASSWORD)
        admin, _ = accounts.sign_in(session, email("admin"), PASSWORD)
        world.ids["admin"] = admin.id
        _agencies(session, admin, world)
        _people(session, admin, world)
        _systems(session, world)
        _case(session, config, world)
    return world


def _agencies(session: object, admin: Actor, world: World) -> None:
    for name, number in (("Boligetaten", "974761270"), ("Kulturvirksomheten", "958935420")):
        saved = agencies.save_agency(
            session, admin, None, name=name, short="", org_number=number, address="Gata 1", postal="0155 Oslo"
        )  # fmt: skip
        world.ids[name] = saved.id


def _people(session: object, admin: Actor, world: World) -> None:
    home, away = world["Boligetaten"], world["Kulturvirksomheten"]
    held: dict[str, tuple[tuple[str | None, str], ...]] = {
        "manager": ((None, "dps_manager"),),
        "drafter": ((home, "drafter"),),
        "approver": ((home, "approver"),),
        "reader": ((home, "reader"),),
        "elsewhere": ((away, "drafter"),),
        "editor": ((None, "master_editor"),),
    }
    for role, roles in held.items():
        added = people.add_person(session, admin, f"{role.title()} Prøvesen", email(role), False, roles)
        world.ids[role] = added.id
        token = accounts.new_invite(session, admin, added.id)
        accounts.accept_invite(session, token, PASSWORD)


def _systems(session: object, world: World) -> None:
    manager, _ = accounts.sign_in(session, email("manager"), PASSWORD)
    system = dps.save_dps(session, manager, None, SYSTEM)
    dps.confirm(session, manager, system.id, "validity", system.version)
    added = suppliers.save_admission(
        session, manager, system.id, None, "923609016", "Trygg Vakt AS", "01.02.2025"
    )
    world.ids.update(dps=system.id, admission=added.id)


def _case(session: object, config: Config, world: World) -> None:
    drafter, _ = accounts.sign_in(session, email("drafter"), PASSWORD)
    shipped = ROOT / "templates" / "masters"
    releases = Releases(config.instance / "releases", shipped)
    releases.take_in_shipped(session)
    world.ids["competition"] = competitions.start(
        session, releases, drafter, world["Boligetaten"], world["dps"], str(uuid.uuid4())
    )
    world.ids["release"] = releases.live(session)
    editor, _ = accounts.sign_in(session, email("editor"), PASSWORD)
    world.ids["master_draft"] = master_drafts.begin(session, releases, editor, world["release"])
