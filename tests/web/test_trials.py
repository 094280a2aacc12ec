"""«Prøv evalueringen» without scripts: typed, refused, stored, opened, and read by those who may."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from flask import Flask
from lxml import html

from dpsdocs.store import models
from dpsdocs.store.db import db
from dpsdocs.web.curves import turn_words
from tests.web import long_case
from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World

BIDS = (("Lav", "4 000 000", "5"), ("God", "4 800 000", "10"))


def path(world: World) -> str:
    return f"/konkurranser/{world['competition']}/evaluering"


@pytest.fixture
def drafter(browser: Browser, world: World) -> StrictClient:
    """A drafter whose competition has weights."""
    client = browser("drafter")
    to = f"/konkurranser/{world['competition']}/del/kriterier"
    root = html.document_fromstring(client.get(to).text)
    fields = [name for name in root.xpath("//input/@name") if name.startswith("weights.")]
    weights = dict(zip(fields, ("40", "30", "30"), strict=True))
    assert client.send(to, "", asked={"weights"}, go="list", **weights).status_code in (303, 422)
    return client


def fields(client: StrictClient, to: str) -> dict[str, str]:
    """What is typed, with every part of a tender filled in alike."""
    root = html.document_fromstring(client.get(to).text)
    names = root.xpath("//fieldset//input/@name")
    out = {}
    for number, (name, price, points) in enumerate(BIDS, 1):
        out |= {n: points for n in names if n.startswith(f"{number}-")}
        out |= {f"{number}-name": name, f"{number}-price": price}
    return out


def shown(text: str) -> str:
    return " ".join(html.document_fromstring(text).text_content().split()).replace("\u00a0", " ")


def test_tried_without_scripts_and_opened_again(drafter: StrictClient, world: World) -> None:
    to = path(world)
    answer = drafter.send(to, "", **fields(drafter, to))
    assert answer.status_code == 303
    page = drafter.get(answer.location).text
    words = shown(page)
    assert "«God» vinner med" in words and "Drafter Prøvesen" in words
    assert "Først til og med kr" in words
    root = html.document_fromstring(page)
    (picture,) = root.xpath("//figure//*[name()='svg'][@role='img']")
    assert "«Lav» ved andre priser" in picture.text_content()
    assert not root.xpath("//*[@style]")
    again = html.document_fromstring(drafter.get(f"{to}?fra={answer.location.rsplit('/', 1)[1]}").text)
    assert again.xpath("//input[@name='2-name']/@value") == ["God"]
    assert again.xpath("//input[@name='2-price']/@value") == ["4800000"]
    assert "God" in shown(drafter.get(to).text)


def test_the_picture_is_of_the_tender_one_asks_for(drafter: StrictClient, world: World) -> None:
    run = drafter.send(path(world), "", **fields(drafter, path(world))).location
    for number, name in (("2", "God"), ("99", "Lav"), ("x", "Lav")):
        assert f"«{name}» ved andre priser" in drafter.get(f"{run}?tilbud={number}").text


def test_a_group_more_keeps_what_is_typed_and_eight_is_all(drafter: StrictClient, world: World) -> None:
    to, typed = path(world), fields(drafter, path(world))
    for count, groups in ((3, 4), (7, 8), (8, 8), (400, 8)):
        page = drafter.send(to, "", go="more", count=str(count), **typed)
        root = html.document_fromstring(page.text)
        assert (page.status_code, len(root.xpath("//fieldset[@class='bid']"))) == (200, groups)
        assert root.xpath("//input[@name='1-name']/@value") == ["Lav"]
    assert not root.xpath("//button[@value='more']")


def test_what_is_wrong_is_told_at_the_fields_and_nothing_is_lost(
    app: Flask, drafter: StrictClient, world: World
) -> None:
    to = path(world)
    typed = {**fields(drafter, to), "1-price": "gratis", "2-name": "<b>God</b>"}
    page = drafter.send(to, "", **typed)
    assert page.status_code == 422
    assert "Tilbud 1: Skriv et tall med siffer" in shown(page.text)
    root = html.document_fromstring(page.text)
    assert root.xpath("//input[@name='1-price']/@value") == ["gratis"]
    assert root.xpath("//input[@name='1-price']/@aria-invalid") == ["true"]
    assert root.xpath("//input[@name='2-name']/@value") == ["<b>God</b>"]
    with app.app_context():
        assert db.session.query(models.Trial).count() == 0


def test_two_clicks_are_one_run(app: Flask, drafter: StrictClient, world: World) -> None:
    token = "12345678-1234-1234-1234-123456789abc"
    typed = {**fields(drafter, path(world)), "form_token": token}
    first, second = (drafter.send(path(world), "", **typed) for _ in range(2))
    assert first.location == second.location
    with app.app_context():
        assert db.session.query(models.Trial).count() == 1


def test_who_may_what(browser: Browser, drafter: StrictClient, world: World) -> None:
    to = path(world)
    run = drafter.send(to, "", **fields(drafter, to)).location
    reader = browser("reader")
    assert reader.get(to).status_code == reader.get(run).status_code == 200
    assert "Bare saksbehandlere kan prøve" in reader.get(to).text
    assert not html.document_fromstring(reader.get(to).text).xpath("//fieldset")
    assert reader.post(to, data={"csrf_token": reader.token()}).status_code == 403
    for role in ("elsewhere", "manager", "admin"):
        other = browser(role)
        assert other.get(to).status_code == other.get(run).status_code == 404
        assert other.post(to, data={"csrf_token": other.token()}).status_code == 404


def test_closed_when_issued_and_still_read(app: Flask, drafter: StrictClient, world: World) -> None:
    to, typed = path(world), fields(drafter, path(world))
    run = drafter.send(to, "", **typed).location
    with app.app_context():
        db.session.get(models.Competition, world["competition"]).status = "issued"  # type: ignore[union-attr]
        db.session.commit()
    page = drafter.get(to).text
    assert "Evalueringen kan ikke prøves lenger" in page and "<fieldset" not in page
    assert "«God» vinner" in drafter.get(run).text
    assert "Gå videre" not in drafter.get(run).text
    answer = drafter.post(to, data={**typed, "csrf_token": drafter.token()})
    assert answer.status_code == 409


def test_without_weights_the_page_says_what_is_missing(browser: Browser, world: World) -> None:
    page = browser("drafter").get(path(world)).text
    assert "Vektene må være 100 %" in shown(page) and "<fieldset" not in page


def test_each_lot_is_tried_for_itself(app: Flask, drafter: StrictClient, world: World) -> None:
    case = long_case.made(app.extensions["dpsdocs"], world)
    to = path(world)
    second = case.ids("lots")[1]
    page = drafter.get(f"{to}?del={second}").text
    assert "Delkontrakt 2" in shown(page)
    run = drafter.send(f"{to}?del={second}", to, **fields(drafter, to)).location
    assert re.search(r"Delkontrakt 2: \w+ · Drafter", shown(drafter.get(run).text))


@pytest.mark.parametrize(
    ("price", "words"),
    [
        (None, "Ingen pris gir førsteplass"), (Decimal(10) ** 12, "Enhver pris gir førsteplass"),
        (Decimal(1234567), "Først til og med kr 1 234 567"), (Decimal("0.01"), "Først til og med kr 0,01"),
    ],
)  # fmt: skip
def test_the_words_of_a_turn(price: Decimal | None, words: str) -> None:
    assert turn_words(price).replace("\u00a0", " ") == words
