"""The log can be trusted, or tells where it can't."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from dpsdocs.services import audit
from dpsdocs.services.errors import Forbidden
from tests.builders import Make
from tests.fixtures_db import OpenSession


def fill(session: Session, lines: int = 4) -> None:
    """Some lines, with what could upset a hash."""
    for number in range(lines):
        audit.record(session, "", f"test.{number}", "object", "æøå «x»\n\"'\\ 𝄞")
    session.commit()


def unlock(session: Session) -> None:
    """Do what somebody with the database's own rights could do."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE audit_event DISABLE TRIGGER ALL"))
    else:
        session.execute(text("DROP TRIGGER audit_event_no_update"))
        session.execute(text("DROP TRIGGER audit_event_no_delete"))


def test_an_untouched_log_holds(session: Session) -> None:
    assert audit.verify(session) is None
    fill(session)
    session.expire_all()
    assert audit.verify(session) is None


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE audit_event SET detail = 'annet' WHERE id = 2", 2),
        ("UPDATE audit_event SET user_id = 'annen' WHERE id = 1", 1),
        ("UPDATE audit_event SET at = '2020-01-01 00:00:00' WHERE id = 3", 3),
        ("DELETE FROM audit_event WHERE id = 2", 3),
        ("DELETE FROM audit_event WHERE id = 1", 2),
    ],
)
def test_tampering_is_found(session: Session, change: str, broken: int) -> None:
    fill(session)
    unlock(session)
    session.execute(text(change))
    session.commit()
    session.expire_all()
    assert audit.verify(session) == broken


def test_what_is_rolled_back_leaves_no_line(session: Session) -> None:
    fill(session, 1)
    audit.record(session, "", "never")
    session.rollback()
    fill(session, 1)
    assert audit.verify(session) is None


def test_many_writers_make_one_chain(open_session: OpenSession) -> None:
    def write() -> None:
        own = open_session()
        for _ in range(10):
            audit.record(own, "", "test")
            own.commit()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reader = open_session(read_only=True)
    assert reader.execute(text("SELECT count(*) FROM audit_event")).scalar() == 40
    assert audit.verify(reader) is None


def test_administrators_read_page_by_page(session: Session, make: Make) -> None:
    admin = make.admin()
    fill(session, 3)
    audit.record(session, admin.id, "test.last", "", "by admin")
    session.commit()
    newest = audit.events(session, admin, 2)
    assert [(e.action, e.name) for e in newest] == [("test.last", admin.name), ("test.2", "")]
    assert [e.action for e in audit.events(session, admin, 10, newest[-1].id)] == ["test.1", "test.0"]
    with pytest.raises(Forbidden):
        audit.events(session, make.actor("dps_manager"))
