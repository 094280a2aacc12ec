"""Who gets in, for how long, and who doesn't."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpsdocs.services import accounts, passwords, people
from dpsdocs.services.accounts import SignInRefused
from dpsdocs.services.errors import Forbidden, Invalid, NotFound
from dpsdocs.store.models import AuditEvent, Invite, LoginFailure, User, UserSession
from tests.builders import PASSWORD, Make
from tests.fixtures_db import OpenSession

START = "2027-02-09 12:00:00+01:00"
NEW = "et helt annet langt passord"
SAME_WORDS = "Feil e-postadresse eller passord. Prøv igjen."


@pytest.fixture
def clock() -> time_machine.Traveller:
    """A clock that stands until it is moved."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def refused(session: Session, email: str, password: str = "wrong") -> str:
    """The words of a refusal."""
    with pytest.raises(SignInRefused) as caught:
        accounts.sign_in(session, email, password)
    return str(caught.value)


def test_the_right_password_lets_in(session: Session, make: Make) -> None:
    agency = make.agency()
    user = make.user("drafter", "approver", agency=agency)
    actor, token = accounts.sign_in(session, f" {user.email.upper()} ", PASSWORD, "Firefox")
    assert actor.agencies == {agency.id: {"drafter", "approver"}}
    assert accounts.actor_for(session, token) == actor
    assert accounts.actor_for(session, token + "x") is None
    assert accounts.actor_for(session, "") is None


def test_only_the_hash_of_a_token_is_stored(session: Session, make: Make) -> None:
    user, admin = make.user(), make.admin()
    _, token = accounts.sign_in(session, user.email, PASSWORD)
    invite = accounts.new_invite(session, admin, user.id)
    kept = [*session.scalars(select(UserSession.token_hash)), *session.scalars(select(Invite.token_hash))]
    assert kept == [passwords.token_hash(token), passwords.token_hash(invite)]
    log = "".join(f"{e.detail}{e.object_id}" for e in session.scalars(select(AuditEvent)))
    assert token not in log
    assert invite not in log


def test_passwords_are_kept_as_argon2id(session: Session, make: Make) -> None:
    assert make.user().password_hash.startswith("$argon2id$")
    hasher = passwords.new_hasher()
    assert hasher.type.name == "ID"
    assert (hasher.memory_cost, hasher.time_cost) >= (64 * 1024, 3)


def test_a_weak_hash_is_made_anew_at_sign_in(session: Session, make: Make) -> None:
    user = make.user()
    user.password_hash = passwords.PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    session.commit()
    accounts.sign_in(session, user.email, PASSWORD)
    assert "t=1" in session.get_one(User, user.id).password_hash


def test_every_refusal_sounds_the_same(session: Session, make: Make) -> None:
    user, inactive, invited = make.user(), make.user(active=False), make.user(password_hash=None)
    assert refused(session, user.email) == SAME_WORDS
    assert refused(session, "ingen@oslo.example.no") == SAME_WORDS
    assert refused(session, inactive.email, PASSWORD) == SAME_WORDS
    assert refused(session, invited.email, PASSWORD) == SAME_WORDS
    assert refused(session, "\0'; --", "\0") == SAME_WORDS


@pytest.mark.parametrize("known", [True, False])
def test_five_failures_lock_an_address_for_a_quarter(
    session: Session, make: Make, clock: time_machine.Traveller, known: bool
) -> None:
    email = make.user().email if known else "ingen@oslo.example.no"
    for _ in range(5):
        assert refused(session, email) == SAME_WORDS
        clock.shift(timedelta(seconds=30))
    assert "Prøv igjen kl.\u00a012.17." in refused(session, email, PASSWORD)
    clock.move_to("2027-02-09 12:16:59+01:00")
    assert "Prøv igjen" in refused(session, email, PASSWORD)
    clock.move_to("2027-02-09 12:17:00+01:00")
    if known:
        assert accounts.sign_in(session, email, PASSWORD)
        assert session.scalars(select(LoginFailure)).all() == []
    else:
        assert refused(session, email) == SAME_WORDS


def test_slow_failures_lock_nobody(session: Session, make: Make, clock: time_machine.Traveller) -> None:
    user = make.user()
    for _ in range(7):
        assert refused(session, user.email) == SAME_WORDS
        clock.shift(timedelta(minutes=4))
    assert accounts.sign_in(session, user.email, PASSWORD)


def test_guesses_at_the_same_time_count(
    session: Session, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make.user()

    def while_others_fail(_stored: str | None, _password: str) -> bool:
        session.add_all(LoginFailure(email=user.email) for _ in range(5))
        session.commit()
        return True

    monkeypatch.setattr(passwords, "fits", while_others_fail)
    assert "For mange" in refused(session, user.email, PASSWORD)


def test_a_session_ends_when_idle(session: Session, make: Make, clock: time_machine.Traveller) -> None:
    _, token = accounts.sign_in(session, make.user().email, PASSWORD)
    clock.shift(timedelta(minutes=59, seconds=59))
    assert accounts.actor_for(session, token)
    clock.shift(timedelta(seconds=1))
    assert accounts.actor_for(session, token) is None
    accounts.touch(session, token)
    assert accounts.actor_for(session, token) is None


def test_a_session_in_use_ends_after_twelve_hours(
    open_session: OpenSession, make: Make, clock: time_machine.Traveller
) -> None:
    _, token = accounts.sign_in(open_session(), make.user().email, PASSWORD)
    reader = open_session(read_only=True)
    for _ in range(23):
        clock.shift(timedelta(minutes=30))
        accounts.touch(reader, token)
        reader.rollback()
    clock.shift(timedelta(minutes=29, seconds=59))
    assert accounts.actor_for(reader, token)
    clock.shift(timedelta(seconds=1))
    assert accounts.actor_for(reader, token) is None


def test_touching_writes_once_a_minute(
    open_session: OpenSession, make: Make, clock: time_machine.Traveller
) -> None:
    _, token = accounts.sign_in(make.session, make.user().email, PASSWORD)
    reader = open_session(read_only=True)

    def seen() -> str:
        reader.rollback()
        return reader.scalars(select(UserSession.seen_at)).one().strftime("%M:%S")

    clock.shift(timedelta(seconds=59))
    accounts.touch(reader, token)
    assert seen() == "00:00"
    clock.shift(timedelta(seconds=1))
    accounts.touch(reader, token)
    assert seen() == "01:00"


def test_signing_out_ends_the_session(session: Session, make: Make) -> None:
    _, token = accounts.sign_in(session, make.user().email, PASSWORD)
    accounts.sign_out(session, token)
    assert accounts.actor_for(session, token) is None
    accounts.sign_out(session, token)


def test_a_new_password_ends_other_sessions(session: Session, make: Make) -> None:
    user = make.user()
    actor, kept = accounts.sign_in(session, user.email, PASSWORD)
    _, other = accounts.sign_in(session, user.email, PASSWORD)
    accounts.change_password(session, actor, PASSWORD, NEW, kept)
    assert accounts.actor_for(session, kept)
    assert accounts.actor_for(session, other) is None
    assert refused(session, user.email, PASSWORD) == SAME_WORDS
    assert accounts.sign_in(session, user.email, NEW)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("wrong", NEW, "old"), (PASSWORD, "for kort", "new"), (PASSWORD, PASSWORD, "new")],
)
def test_a_password_is_changed_only_well(
    session: Session, make: Make, old: str, new: str, field: str
) -> None:
    actor = make.actor()
    with pytest.raises(Invalid) as caught:
        accounts.change_password(session, actor, old, new, "token")
    assert caught.value.problems.keys() == {field}


@pytest.mark.parametrize(
    "text",
    [
        "kort", "elleve tegn", "x" * 129, "aaaaaaaaaaaaaa", "Password123456", "passordpassord", "qwertyuiop12",
        "123456789012345", "Sommer2027!!!", "oslokommune2027", "Nordmann Kari", "kari.nordmann", "NordmannKari1!",
    ],
)  # fmt: skip
def test_bad_passwords_are_named_as_such(text: str) -> None:
    assert accounts.password_problem(text, "Kari Nordmann", "kari.nordmann@oslo.example.no")


@pytest.mark.parametrize(
    "text", [PASSWORD, "åtte små grå mus", "x8#kQ!92mZpL", "vaktmesteren liker kaffe", "blå elefant 77"]
)
def test_long_passwords_are_enough(text: str) -> None:
    assert accounts.password_problem(text, "Kari Nordmann", "kari.nordmann@oslo.example.no") is None


def test_the_same_letters_from_another_keyboard_fit() -> None:
    assert passwords.fits(passwords.hashed("bl\u00e5 elefant 77"), "bla\u030a elefant 77")


def test_a_link_works_once(session: Session, make: Make) -> None:
    admin, user = make.admin(), make.user(password_hash=None)
    token = accounts.new_invite(session, admin, user.id)
    assert accounts.invited_person(session, token).email == user.email  # type: ignore[union-attr]
    with pytest.raises(Invalid):
        accounts.accept_invite(session, token, "kort")
    accounts.accept_invite(session, token, NEW)
    assert accounts.invited_person(session, token) is None
    with pytest.raises(NotFound):
        accounts.accept_invite(session, token, "enda et langt passord")
    assert accounts.sign_in(session, user.email, NEW)


def test_a_link_lasts_a_week(session: Session, make: Make, clock: time_machine.Traveller) -> None:
    token = accounts.new_invite(session, make.admin(), make.user().id)
    clock.shift(timedelta(days=7, seconds=-1))
    assert accounts.invited_person(session, token)
    clock.shift(timedelta(seconds=1))
    assert accounts.invited_person(session, token) is None


def test_a_new_link_closes_the_old_and_a_used_one_ends_sessions(session: Session, make: Make) -> None:
    admin, user = make.admin(), make.user()
    _, signed_in = accounts.sign_in(session, user.email, PASSWORD)
    old, new = (accounts.new_invite(session, admin, user.id) for _ in range(2))
    assert accounts.invited_person(session, old) is None
    assert accounts.actor_for(session, signed_in)
    accounts.accept_invite(session, new, NEW)
    assert accounts.actor_for(session, signed_in) is None


def test_a_link_unlocks(session: Session, make: Make) -> None:
    user = make.user()
    for _ in range(5):
        refused(session, user.email)
    accounts.accept_invite(session, accounts.new_invite(session, make.admin(), user.id), NEW)
    assert accounts.sign_in(session, user.email, NEW)


def test_links_are_for_administrators_to_make_and_active_people_to_use(session: Session, make: Make) -> None:
    admin, user = make.admin(), make.user()
    with pytest.raises(Forbidden):
        accounts.new_invite(session, make.actor("dps_manager"), user.id)
    with pytest.raises(NotFound):
        accounts.new_invite(session, admin, "nobody")
    token = accounts.new_invite(session, admin, user.id)
    people.update_person(session, admin, user.id, user.name, user.email, False, (), False)
    assert accounts.invited_person(session, token) is None
    with pytest.raises(Invalid):
        accounts.new_invite(session, admin, user.id)


def test_the_first_administrator_comes_by_a_link(session: Session) -> None:
    token = accounts.first_admin(session, "Kari Nordmann", "KARI@oslo.example.no")
    accounts.accept_invite(session, token, NEW)
    actor, _ = accounts.sign_in(session, "kari@oslo.example.no", NEW)
    assert actor.is_admin


def test_an_administrator_who_forgot_gets_back_in(session: Session, make: Make) -> None:
    user = make.user(active=False)
    token = accounts.first_admin(session, "Uten betydning", user.email)
    accounts.accept_invite(session, token, NEW)
    actor, _ = accounts.sign_in(session, user.email, NEW)
    assert (actor.id, actor.is_admin, actor.name) == (user.id, True, user.name)
