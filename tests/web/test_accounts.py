"""Signing in and out, lockout, sessions that end, passwords and invitations."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask

from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import PASSWORD, World, email

NEW = "fire helt nye ord her"


def test_signs_in_and_goes_where_one_was_going(client: StrictClient) -> None:
    path = "/logg-inn?next=/innkjopsordninger"
    response = client.send(path, email=email("reader"), password=PASSWORD)
    assert (response.status_code, response.location) == (303, "/innkjopsordninger")
    assert "Reader Prøvesen" in client.get("/hjelp").text


def test_a_wrong_password_is_told_without_telling_more(client: StrictClient) -> None:
    known = client.send("/logg-inn", email=email("reader"), password="galt")
    unknown = client.send("/logg-inn", email="ingen@oslo.example", password="galt")
    assert known.status_code == unknown.status_code == 422
    for page in (known.text, unknown.text):
        assert "<title>Feil: Logg inn" in page
        assert "Feil e-postadresse eller passord" in page
        assert "galt" not in page


def test_five_wrong_passwords_close_the_door(client: StrictClient) -> None:
    for _ in range(5):
        client.send("/logg-inn", email=email("reader"), password="galt")
    response = client.send("/logg-inn", email=email("reader"), password=PASSWORD)
    assert response.status_code == 422
    assert re.search(r"For mange mislykkede forsøk\. Prøv igjen kl\.\s\d\d\.\d\d\.", response.text)


def test_the_door_is_closed_only_where_the_guesses_came_from(client: StrictClient) -> None:
    form = client.form("/logg-inn") | {"email": email("reader")}
    for _ in range(5):
        client.post("/logg-inn", data=form | {"password": "galt"}, environ_base={"REMOTE_ADDR": "192.0.2.9"})
    there = client.post(
        "/logg-inn", data=form | {"password": PASSWORD}, environ_base={"REMOTE_ADDR": "192.0.2.9"}
    )
    assert "For mange mislykkede forsøk" in there.text
    assert client.post("/logg-inn", data=form | {"password": PASSWORD}).status_code == 303


def test_the_session_gets_a_new_token_and_csrf_for_another_person(client: StrictClient) -> None:
    before = client.token("/logg-inn")
    client.send("/logg-inn", email=email("reader"), password=PASSWORD)
    assert client.post("/logg-ut", data={"csrf_token": before}).status_code == 400


def test_signs_out_here_and_on_the_server(browser: Browser) -> None:
    client = browser("reader")
    with client.session_transaction() as cookie:
        token = cookie["token"]
    assert client.post("/logg-ut", data={"csrf_token": client.token()}).location == "/logg-inn"
    with client.session_transaction() as cookie:
        cookie["token"] = token
    assert client.get("/passord").status_code == 303


def test_an_idle_session_ends_and_what_was_typed_can_be_saved_after(app: Flask, client: StrictClient) -> None:
    start = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        client.send("/logg-inn", email=email("admin"), password=PASSWORD)
        form = client.form("/virksomheter/ny")
        clock.shift(timedelta(minutes=61))
        assert client.post("/virksomheter/ny", data=form, headers={"HX-Request": "true"}).status_code == 401
        client.send("/logg-inn", email=email("admin"), password=PASSWORD)
        # the old tab's form still has the right token
        assert client.post("/virksomheter/ny", data=form).status_code == 422


def test_use_keeps_a_session_alive_but_not_for_ever(client: StrictClient) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 6, 0, tzinfo=UTC), tick=False) as clock:
        client.send("/logg-inn", email=email("reader"), password=PASSWORD)
        for _ in range(23):
            clock.shift(timedelta(minutes=31))
            assert client.get("/passord").status_code == 200
        clock.shift(timedelta(minutes=31))
        assert client.get("/passord").status_code == 303


def test_changes_the_password_and_ends_other_sessions(browser: Browser) -> None:
    here, there = browser("reader"), browser("reader")
    assert here.send("/passord", old="galt", new=NEW).status_code == 422
    short = here.send("/passord", old=PASSWORD, new="kort")
    assert short.status_code == 422 and "f-new" in short.text
    assert here.send("/passord", old=PASSWORD, new=NEW).status_code == 303
    assert "Passordet er endret" in here.get("/hjelp").text
    assert there.get("/passord").status_code == 303


def test_an_invitation_works_once(browser: Browser, client: StrictClient, world: World) -> None:
    admin = browser("admin")
    path = f"/personer/{world['reader']}/invitasjon"
    response = admin.post(path, data={"csrf_token": admin.token()})
    assert (response.status_code, response.location) == (303, path)
    link = re.search(r'value="http://localhost(/invitasjon/[^"]+)"', admin.get(path).text)
    assert link
    assert "/invitasjon/" not in admin.get(path).text.split("<main")[1].replace(path, "")
    assert client.send(link[1], password="kort").status_code == 422
    assert client.send(link[1], password=NEW).location == "/logg-inn"
    assert client.get(link[1]).status_code == 404
    assert client.send("/logg-inn", email=email("reader"), password=NEW).status_code == 303


def test_passwords_never_come_back_in_a_page(client: StrictClient) -> None:
    assert "hemmelighet-123" not in client.send("/logg-inn", email="x@y.no", password="hemmelighet-123").text
