"""Files are kept once, and come back as they were or not at all."""

import hashlib

import pytest
from sqlalchemy import func, inspect, select, update
from sqlalchemy.orm import Session

from dpsdocs.services import files
from dpsdocs.services.errors import NotFound
from dpsdocs.store.models import Blob
from tests.builders import Make
from tests.fixtures_db import OpenSession

DATA = bytes(range(256)) * 1000


def test_a_file_is_kept_once_under_its_hash(session: Session) -> None:
    names = {files.put(session, DATA) for _ in range(3)}
    session.commit()
    assert names == {hashlib.sha256(DATA).hexdigest()}
    assert session.scalar(select(func.count()).select_from(Blob)) == 1
    assert files.get(session, names.pop()) == DATA


def test_putting_is_part_of_the_callers_transaction(session: Session) -> None:
    name = files.put(session, DATA)
    session.rollback()
    with pytest.raises(NotFound):
        files.get(session, name)


@pytest.mark.postgres
def test_two_may_put_the_same_at_once(postgres_url: str, request: pytest.FixtureRequest) -> None:
    from dpsdocs.store.db import make_session

    with make_session(postgres_url) as first, make_session(postgres_url) as second:
        assert not second.get(Blob, "x")
        name = files.put(first, DATA)
        first.commit()
        from dpsdocs.store.queries import files as queries

        queries.keep(second, name, DATA)
        second.commit()


def test_damage_is_found(session: Session, make: Make) -> None:
    name = make.blob(DATA)
    session.execute(update(Blob).values(data=DATA + b"x"))
    session.commit()
    with pytest.raises(files.Damaged):
        files.get(session, name)


def test_the_bytes_are_loaded_only_when_asked_for(open_session: OpenSession, make: Make) -> None:
    make.blob(DATA)
    row = open_session(read_only=True).scalars(select(Blob)).one()
    assert "data" in inspect(row).unloaded
