"""What is typed in a form that can't be taken in is never thrown away: sent again after signing in, or shown."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import delete

from dpsdocs.store import models
from dpsdocs.store.db import db
from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import PASSWORD, World, email

TYPED = "Vakt på «Ås» <b>&\nto linjer"


def end_sessions(app: Flask) -> None:
    """As if the time of every session were out; browsers keep their cookies."""
    with app.app_context():
        db.session.execute(delete(models.UserSession))
        db.session.commit()


def sign_in(client: StrictClient, role: str) -> None:
    client.send("/logg-inn", email=email(role), password=PASSWORD)


def page_form(text: str) -> tuple[str, dict[str, Any]]:
    """Where the form on a page goes, and its fields."""
    [form] = html.document_fromstring(text).xpath("//main//form[@method='post']")
    fields: dict[str, Any] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return str(form.get("action")), fields


@pytest.fixture
def section(world: World) -> str:
    return f"/konkurranser/{world['competition']}/del/om"


def interrupted(app: Flask, client: StrictClient, section: str) -> str:
    """The page that comes when somebody saves after the session has ended."""
    sign_in(client, "drafter")
    form = client.form(section)
    end_sessions(app)
    answer = client.post(section, data={**form, "title": TYPED})
    assert answer.status_code == 401
    return answer.text


def test_typed_words_wait_until_one_has_signed_in(app: Flask, client: StrictClient, section: str) -> None:
    shown = interrupted(app, client, section)
    assert "Du er logget ut" in shown
    [area] = html.document_fromstring(shown).xpath("//textarea/text()")
    assert area.lstrip("\n") == TYPED
    action, fields = page_form(shown)
    assert action == section
    sign_in(client, "drafter")
    assert client.post(action, data=fields).status_code in (303, 422)
    assert client.form(section)["title"].split() == TYPED.split()


def test_another_person_cannot_send_them_and_still_sees_them(
    app: Flask, client: StrictClient, section: str
) -> None:
    action, fields = page_form(interrupted(app, client, section))
    sign_in(client, "approver")
    answer = client.post(action, data=fields)
    assert answer.status_code == 400
    assert "Siden er for gammel" in answer.text
    assert "Vakt på «Ås» &lt;b&gt;&amp;" in answer.text
    assert client.form(section)["title"] != TYPED


def test_a_form_from_elsewhere_gets_no_token_of_ours(client: StrictClient, section: str) -> None:
    answer = client.post(section, data={"title": "Fra et annet sted", "csrf_token": "gjettet"})
    assert answer.status_code == 401
    action, fields = page_form(answer.text)
    assert fields["csrf_token"] == ["gjettet"]
    sign_in(client, "drafter")
    assert client.post(action, data=fields).status_code == 400


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/passord", {"old": "hemmelig gammelt", "new": "hemmelig nytt ord"}),
        ("{section}", {"asked": "title", "tab": "x", "base": "3", "title": " "}),
        ("/konkurranser/{competition}/pakke/sendt", {"version": "1"}),
        ("/innkjopsordninger/{dps}/leverandorer/fil", {"file": (b"x", "liste.csv")}),
    ],
)
def test_nothing_typed_or_nothing_to_show_leads_to_the_sign_in_page(
    client: StrictClient, world: World, section: str, path: str, data: dict[str, Any]
) -> None:
    answer = client.post(path.format(section=section, **world.ids), data={**data, "csrf_token": "x"})
    assert answer.status_code == 303
    assert answer.location.startswith("/logg-inn")


def test_more_than_can_be_read_leads_to_the_sign_in_page(client: StrictClient, section: str) -> None:
    assert client.post(section, data={"title": "x" * 4_500_000}).status_code == 303


def test_control_characters_come_back_as_marks(client: StrictClient, section: str) -> None:
    answer = client.post(section, data={"title": "Ås\x00 gård\x1b[2J"})
    assert answer.status_code == 401
    assert "\x00" not in answer.text and "\x1b" not in answer.text
    assert "gård" in answer.text


def test_what_is_refused_is_shown_to_be_copied(browser: Browser, world: World) -> None:
    reader = browser("reader")
    path = f"/konkurranser/{world['competition']}/del/om"
    answer = reader.post(path, data={"csrf_token": reader.token(), "title": TYPED, "services": "static"})
    assert answer.status_code == 403
    assert "Dette skrev du" in answer.text
    assert "static</textarea>" not in answer.text


def test_a_page_that_was_only_asked_for_shows_no_texts(browser: Browser) -> None:
    assert "Dette skrev du" not in browser("reader").get("/personer?q=noe").text
