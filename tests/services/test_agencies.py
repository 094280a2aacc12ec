"""The contracting authorities."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpsdocs.services import agencies
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from tests.builders import Make, org_number

VALUES: dict[str, Any] = {
    "name": "Bymiljøetaten", "short": "BYM", "org_number": org_number(77), "address": "Karvesvingen 3",
    "postal": "0579 Oslo",
}  # fmt: skip


def test_an_agency_is_added_and_changed(session: Session, make: Make) -> None:
    admin = make.admin()
    added = agencies.save_agency(session, admin, None, **VALUES)
    assert agencies.agency(session, added.id) == added
    changed = agencies.save_agency(
        session, admin, added.id, **VALUES | {"short": "", "active": False}, version=1
    )
    assert (changed.short, changed.active, changed.version) == ("", False, 2)
    assert agencies.agencies(session) == (changed,)


def test_a_stale_version_is_a_conflict(session: Session, make: Make) -> None:
    admin, row = make.admin(), make.agency()
    row.postal = "0001 Oslo"
    session.commit()
    with pytest.raises(Conflict):
        agencies.save_agency(session, admin, row.id, **VALUES, version=1)


def test_only_administrators_write(session: Session, make: Make) -> None:
    with pytest.raises(Forbidden):
        agencies.save_agency(session, make.actor("dps_manager"), None, **VALUES)


def test_unknown_agencies_are_not_found(session: Session, make: Make) -> None:
    with pytest.raises(NotFound):
        agencies.agency(session, "nowhere")


@pytest.mark.parametrize(
    ("field", "value"), [("name", " "), ("org_number", "123456789"), ("org_number", ""), ("short", "x" * 41)]
)
def test_faults_are_named_by_field(session: Session, make: Make, field: str, value: str) -> None:
    with pytest.raises(Invalid) as caught:
        agencies.save_agency(session, make.admin(), None, **VALUES | {field: value})
    assert caught.value.problems.keys() == {field}


def test_names_and_numbers_are_one_agencys(session: Session, make: Make) -> None:
    admin = make.admin()
    agencies.save_agency(session, admin, None, **VALUES)
    with pytest.raises(Invalid) as caught:
        agencies.save_agency(session, admin, None, **VALUES | {"name": "Annen"})
    assert caught.value.problems.keys() == {"org_number"}
    with pytest.raises(Invalid) as caught:
        agencies.save_agency(session, admin, None, **VALUES | {"org_number": org_number(78)})
    assert caught.value.problems.keys() == {"name"}
