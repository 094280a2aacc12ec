"""UKE's choices."""

import pytest
from sqlalchemy.orm import Session

from dpsdocs.domain.case import Settings
from dpsdocs.services import settings
from dpsdocs.services.errors import Forbidden
from tests.builders import Make


def test_deadlines_are_strict_until_uke_says_otherwise(session: Session, make: Make) -> None:
    assert settings.case_settings(session) == Settings(strict_deadline=True)
    manager = make.actor("dps_manager")
    for strict in (False, True, True):
        settings.save_settings(session, manager, strict)
        session.expire_all()
        assert settings.case_settings(session) == Settings(strict_deadline=strict)


def test_only_dps_managers_choose(session: Session, make: Make) -> None:
    with pytest.raises(Forbidden):
        settings.save_settings(session, make.admin(), False)
