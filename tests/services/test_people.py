"""People and their roles."""

import threading

import pytest
from sqlalchemy.orm import Session

from dpsdocs.services import accounts, people
from dpsdocs.services.errors import Forbidden, Invalid, NotFound, ServiceError
from tests.builders import PASSWORD, Make
from tests.fixtures_db import OpenSession


def test_a_person_gets_roles(session: Session, make: Make) -> None:
    admin, agency = make.admin(), make.agency()
    roles = [(agency.id, "drafter"), (None, "dps_manager"), (agency.id, "drafter")]
    added = people.add_person(session, admin, "  Ola   Hansen ", "Ola@Oslo.example.no", False, roles)
    assert (added.name, added.email, added.has_password) == ("Ola Hansen", "ola@oslo.example.no", False)
    assert set(added.roles) == {(agency.id, "drafter"), (None, "dps_manager")}
    assert people.person(session, admin, added.id) == added
    assert added in people.people(session, admin)


def test_roles_are_replaced(session: Session, make: Make) -> None:
    admin, agency, other = make.admin(), make.agency(), make.agency()
    user = make.user("drafter", "reader", agency=agency)
    _, token = accounts.sign_in(session, user.email, PASSWORD)
    people.update_person(
        session,
        admin,
        user.id,
        user.name,
        user.email,
        False,
        [(agency.id, "reader"), (other.id, "approver")],
        True,
    )
    actor = accounts.actor_for(session, token)
    assert actor is not None
    assert actor.agencies == {agency.id: {"reader"}, other.id: {"approver"}}


def test_only_administrators(session: Session, make: Make) -> None:
    manager, user = make.actor("dps_manager", "master_editor"), make.user()
    with pytest.raises(Forbidden):
        people.people(session, manager)
    with pytest.raises(Forbidden):
        people.person(session, manager, user.id)
    with pytest.raises(Forbidden):
        people.add_person(session, manager, "Ola", "ola@oslo.example.no", True, ())
    with pytest.raises(Forbidden):
        people.update_person(session, manager, manager.id, "Ola", manager.email, True, (), True)


def test_unknown_people_are_not_found(session: Session, make: Make) -> None:
    with pytest.raises(NotFound):
        people.person(session, make.admin(), "nobody")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (("", "ola@oslo.example.no", False, ()), "name"),
        (("Ola", "ola", False, ()), "email"),
        (("Ola", "", False, ()), "email"),
        (("Ola", "ola@oslo.example.no", False, [(None, "drafter")]), "roles"),
        (("Ola", "ola@oslo.example.no", False, [("nowhere", "drafter")]), "roles"),
        (("Ola\0", "ola@oslo.example.no", False, ()), "name"),
        (("O" * 201, "ola@oslo.example.no", False, ()), "name"),
    ],
)
def test_faults_are_named_by_field(session: Session, make: Make, values: tuple, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        people.add_person(session, make.admin(), *values)
    assert caught.value.problems.keys() == {field}


def test_central_roles_are_not_held_in_an_agency(session: Session, make: Make) -> None:
    with pytest.raises(Invalid):
        people.add_person(
            session, make.admin(), "Ola", "ola@oslo.example.no", False, [(make.agency().id, "dps_manager")]
        )


def test_an_address_is_one_persons(session: Session, make: Make) -> None:
    taken = make.user()
    with pytest.raises(Invalid) as caught:
        people.add_person(session, make.admin(), "Ola", taken.email.upper(), False, ())
    assert taken.name in caught.value.problems["email"]


def test_deactivating_signs_out(session: Session, make: Make) -> None:
    user = make.user()
    _, token = accounts.sign_in(session, user.email, PASSWORD)
    changed = people.update_person(session, make.admin(), user.id, user.name, user.email, False, (), False)
    assert not changed.active
    assert accounts.actor_for(session, token) is None
    people.update_person(session, make.admin(), user.id, user.name, user.email, False, (), True)
    assert accounts.actor_for(session, token) is None


@pytest.mark.parametrize(("is_admin", "active"), [(False, True), (True, False)])
def test_the_last_administrator_stays(session: Session, make: Make, is_admin: bool, active: bool) -> None:
    admin = make.admin()
    make.admin(active=False)
    with pytest.raises(Invalid, match="siste aktive"):
        people.update_person(session, admin, admin.id, admin.name, admin.email, is_admin, (), active)
    session.rollback()
    other = make.admin()
    people.update_person(session, other, admin.id, admin.name, admin.email, is_admin, (), active)


def test_two_administrators_cannot_remove_each_other(open_session: OpenSession, make: Make) -> None:
    first, second = make.admin(), make.admin()
    outcomes: list[str] = []

    def remove(by: people.Actor, other: people.Actor) -> None:
        own = open_session()
        try:
            people.update_person(own, by, other.id, other.name, other.email, False, (), True)
            outcomes.append("done")
        except ServiceError:
            own.rollback()
            outcomes.append("refused")

    threads = [threading.Thread(target=remove, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
