"""Guessing is slowed down where the guesses come from; nobody can lock somebody else out with a handful."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpsdocs.services import accounts, lockout
from dpsdocs.services.accounts import SignInRefused
from dpsdocs.store.models import LoginFailure
from tests.builders import PASSWORD, Make

HOME, AWAY = "192.0.2.10", "198.51.100.7"


@pytest.fixture
def clock() -> time_machine.Traveller:
    """A clock that stands until it is moved."""
    with time_machine.travel("2027-02-09 12:00:00+01:00", tick=False) as traveller:
        yield traveller


def guess(session: Session, email: str, remote: str, times: int = 1) -> str:
    """Wrong passwords; the words of the last refusal."""
    for _ in range(times):
        with pytest.raises(SignInRefused) as caught:
            accounts.sign_in(session, email, "galt", remote=remote)
    return str(caught.value)


def enters(session: Session, email: str, remote: str) -> bool:
    """Whether the right password lets in from there."""
    try:
        return bool(accounts.sign_in(session, email, PASSWORD, remote=remote))
    except SignInRefused:
        return False


def test_guesses_elsewhere_do_not_lock_the_person_out(
    session: Session, make: Make, clock: time_machine.Traveller
) -> None:
    email = make.user().email
    assert "For mange" in guess(session, email, AWAY, 6)
    assert not enters(session, email, AWAY)
    assert enters(session, email, HOME)
    # the person's own sign-in gives the one who guesses no new tries
    assert "For mange" in guess(session, email, AWAY)
    clock.shift(lockout.WINDOW)
    assert enters(session, email, AWAY)


def test_guesses_from_everywhere_close_the_address_for_a_while(
    session: Session, make: Make, clock: time_machine.Traveller
) -> None:
    email, other = make.user().email, make.user().email
    for n in range(lockout.AT_ONE_ADDRESS):
        assert "For mange" not in guess(session, email, f"203.0.113.{n}")
    assert not enters(session, email, HOME)
    assert enters(session, other, HOME)
    clock.shift(lockout.WINDOW)
    assert enters(session, email, HOME)


def test_one_place_cannot_try_everybody(session: Session, make: Make, clock: time_machine.Traveller) -> None:
    user = make.user()
    for n in range(lockout.BY_ONE_PLACE):
        guess(session, f"person{n}@oslo.example.no", AWAY)
    assert not enters(session, user.email, AWAY)
    assert enters(session, user.email, HOME)


def test_an_empty_address_is_an_address_like_others(session: Session, make: Make) -> None:
    for n in range(6):
        guess(session, f"person{n}@oslo.example.no", HOME)
    assert "For mange" not in guess(session, "", HOME)


def test_failures_are_forgotten_after_a_day(session: Session, clock: time_machine.Traveller) -> None:
    guess(session, "en@oslo.example.no", AWAY)
    clock.shift(lockout.KEPT + timedelta(seconds=1))
    guess(session, "to@oslo.example.no", HOME)
    assert [(f.email, f.origin) for f in session.scalars(select(LoginFailure))] == [
        ("to@oslo.example.no", HOME)
    ]


@pytest.mark.parametrize(
    ("remote", "origin"),
    [
        ("192.0.2.10", "192.0.2.10"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.10", "192.0.2.10"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""), (None, ""), ("unix:", ""), ("x" * 500, ""),
    ],
)  # fmt: skip
def test_a_place_is_an_address_or_a_network(remote: str | None, origin: str) -> None:
    assert lockout.place(remote) == origin
    assert len(lockout.place(remote)) <= 45
