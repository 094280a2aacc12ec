"""Where each person comes in, what the menu offers, and what stands where there is nothing yet."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete

from dpsdocs.store import models
from dpsdocs.store.db import db
from tests.web.conftest import Browser


@pytest.mark.parametrize(
    ("role", "where"),
    [
        ("drafter", "/konkurranser"), ("reader", "/konkurranser"), ("manager", "/konkurranser"),
        ("admin", "/personer"), ("editor", "/register"),
    ],
)  # fmt: skip
def test_everybody_comes_in_where_their_work_is(browser: Browser, role: str, where: str) -> None:
    client = browser(role)
    assert client.get("/").location == where
    menu = client.get(where).text.split("<main")[0]
    assert ("Mine konkurranser" in menu) == (where == "/konkurranser")
    assert 'aria-current="page"' in menu


def test_without_a_purchasing_system_nobody_can_start_and_is_told_why(app: Flask, browser: Browser) -> None:
    drafter = browser("drafter")
    assert "Start konkurransen" in drafter.get("/konkurranser/ny").text
    with app.app_context():
        for table in (models.AnswerChange, models.Answer, models.Competition, models.Admission):
            db.session.execute(delete(table))
        for table in (models.DpsConfirmation, models.DpsCriterion, models.Dps):
            db.session.execute(delete(table))
        db.session.commit()
    page = drafter.get("/konkurranser/ny").text
    assert "Ingen innkjøpsordning er lagt inn ennå" in page
    assert "Start konkurransen" not in page


def test_an_empty_register_is_not_a_search_without_hits(browser: Browser) -> None:
    reader = browser("reader")
    assert "Registeret er tomt." in reader.get("/register").text
    found = reader.get("/register?q=finnes").text
    assert "Ingen konkurranser passer" in found
    assert "Registeret er tomt." not in found
