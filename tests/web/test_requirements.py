"""The page of requirements: what fits is shown, what is not shown is never changed, and what is offered is added."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import html

from dpsdocs.config import ROOT
from dpsdocs.domain.library import Requirement
from dpsdocs.masters import loader
from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World

LIBRARY = loader.load(ROOT / "templates/masters/vektertjenester").catalogue.requirements
EXAM = "exam-neutral"


@pytest.fixture
def case(world: World) -> str:
    """Where the competition is."""
    return f"/konkurranser/{world['competition']}"


@pytest.fixture
def page(case: str) -> str:
    """The page of requirements."""
    return f"{case}/del/krav"


def services(client: StrictClient, case: str, *chosen: str) -> None:
    """Choose services on their page."""
    client.send(f"{case}/del/behov", asked="services", services=list(chosen), go="list")


def boxes(text: str) -> dict[str, bool]:
    """The requirements on a page and whether each is ticked."""
    found = html.document_fromstring(text).xpath("//input[@type='checkbox'][@name='requirements']")
    return {box.get("value"): box.get("checked") is not None for box in found}


def ticked(text: str) -> set[str]:
    return {name for name, on in boxes(text).items() if on}


def chosen(client: StrictClient, page: str) -> set[str]:
    """What is chosen in all."""
    return ticked(client.get(f"{page}?alle=1").text)


def send(client: StrictClient, address: str, page: str, keep: set[str], go: str = "list", **more: Any) -> Any:
    """Send the page at an address with other ticks."""
    fixed = {r.id for r in LIBRARY if r.fixed}
    return client.send(address, page, requirements=sorted(keep | fixed), go=go, **more)


def fitting(*bought: str) -> list[Requirement]:
    return [r for r in LIBRARY if not r.services or not set(bought).isdisjoint(r.services)]


def test_only_what_fits_is_shown_until_all_is_asked_for(browser: Browser, case: str, page: str) -> None:
    client = browser("drafter")
    assert set(boxes(client.get(page).text)) == {r.id for r in fitting()}
    services(client, case, "reception")
    text = client.get(page).text
    assert set(boxes(text)) == {r.id for r in fitting("reception")}
    assert ticked(text) == {r.id for r in fitting("reception") if r.fixed or r.suggested}
    assert f'<a href="{page}?alle=1#requirements">Vis alle {len(LIBRARY)} krav</a>' in text
    whole = client.get(f"{page}?alle=1").text
    assert set(boxes(whole)) == {r.id for r in LIBRARY} and ticked(whole) == ticked(text)
    assert "Vis bare krav som passer til tjenestene" in whole


def test_chapters_say_how_many_are_chosen(browser: Browser, case: str, page: str) -> None:
    client = browser("drafter")
    services(client, case, "reception")
    root = html.document_fromstring(client.get(page).text)
    for chapter in root.xpath("//details[@class='chapter']"):
        marks = [box.get("checked") is not None for box in chapter.xpath(".//input[@type='checkbox']")]
        words = " ".join(chapter.xpath("summary")[0].text_content().split())
        assert words.endswith(f" {sum(marks)} av {len(marks)} valgt")
        assert chapter.get("open") is None
    assert "Resepsjon" in root.text_content()


def test_what_is_not_shown_keeps_its_ticks(browser: Browser, case: str, page: str) -> None:
    client = browser("drafter")
    services(client, case, "reception")
    send(client, f"{page}?alle=1", page, chosen(client, page) | {EXAM, "alarm-log"})
    before = chosen(client, page)
    assert {EXAM, "alarm-log"} <= before
    services(client, case, "static")  # what is chosen stays on the page, fitting or not
    assert {EXAM, "alarm-log"} <= ticked(client.get(page).text)
    found = client.get(f"{page}?finn=nøkkel").text
    assert 0 < len(boxes(found)) < 40 and EXAM not in boxes(found)
    send(client, f"{page}?finn=nøkkel", page, set())
    fixed = {r.id for r in LIBRARY if r.fixed}
    assert chosen(client, page) == before - (set(boxes(found)) - fixed)


def test_a_page_that_shows_nothing_changes_nothing(browser: Browser, page: str) -> None:
    client = browser("drafter")
    before = chosen(client, page)
    text = client.get(f"{page}?finn=finnesikke").text
    assert boxes(text) == {} and "Ingen av " in text and "krav passer med «finnesikke»." in text
    assert f"{page}?alle=1&amp;finn=finnesikke#requirements" in text
    client.send(f"{page}?finn=finnesikke", page, go="list")
    assert chosen(client, page) == before


def test_searching_saves_the_ticks_on_the_way(browser: Browser, page: str) -> None:
    client = browser("drafter")
    more = next(r.id for r in fitting() if not r.suggested and not r.fixed)
    keep = ticked(client.get(page).text) | {more}
    answer = send(client, page, page, keep, go="find", finn="  politiattest ")
    assert answer.status_code == 303 and answer.location == f"{page}?finn=politiattest#requirements"
    text = client.get(answer.location).text
    assert 'name="finn" value="politiattest"' in text and '<details class="chapter" open>' in text
    assert chosen(client, page) == keep
    answer = send(client, f"{page}?alle=1", page, chosen(client, page), go="find", finn="")
    assert answer.location == f"{page}?alle=1#requirements"


@pytest.mark.parametrize("text", ["<b>\"'&", "x" * 500, "\x00", "% _ \\", "{{ 7*7 }}"])
def test_odd_searches_are_answered(browser: Browser, page: str, text: str) -> None:
    answer = browser("drafter").get(page, query_string={"finn": text})
    assert answer.status_code == 200 and "<b>\"'" not in answer.text


def test_services_that_come_later_are_offered_for(browser: Browser, case: str, page: str) -> None:
    client = browser("drafter")
    services(client, case, "reception")
    before = chosen(client, page)
    assert "Legg til" not in client.get(page).text.split("<main")[1]
    services(client, case, "reception", "exam")
    assert chosen(client, page) == before
    new = {r.id for r in LIBRARY if r.suggested and "exam" in r.services} - before
    words = f"Legg til {len(new)} anbefalte krav for eksamensvakthold"
    text = client.get(page).text
    assert words in text
    beside = client.get(f"{case}/del/behov").text
    assert "anbefalte krav for eksamensvakthold er ikke med." in beside and f"{page}#requirements" in beside
    gone = next(r.id for r in LIBRARY if r.id in before and not r.fixed)
    answer = send(client, page, page, before - {gone}, go="add-exam")
    assert answer.status_code == 303
    text = client.get(page).text
    assert chosen(client, page) == (before - {gone}) | new
    assert "krav for eksamensvakthold er lagt til." in text and words not in text
    again = send(client, page, page, chosen(client, page), go="add-exam")
    assert again.status_code == 303 and chosen(client, page) == (before - {gone}) | new
    assert send(client, page, page, before, go="add-finnesikke").status_code == 303


def test_a_save_as_one_types_brings_the_counts_anew(browser: Browser, case: str, page: str) -> None:
    client = browser("drafter")
    services(client, case, "reception")
    form = client.form(page, page)
    keep = sorted(ticked(client.get(page).text) - {"reception-greet"})
    taken = [r for r in LIBRARY if r.chapter == "resepsjon" and r.id in keep]
    data = {**form, "requirements": keep[1:], "step": "1"}
    answer = client.post(f"{page}/lagre", data=data, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    count = re.search(r'id="antall-resepsjon" hx-swap-oob="true">(\d+) av (\d+) valgt', answer.text)
    assert count and int(count[1]) in (len(taken), len(taken) - 1)
    assert 'id="antall-' in answer.text and "krav er med:" in answer.text


def test_others_see_the_requirements_and_change_nothing(browser: Browser, case: str, page: str) -> None:
    client, reader = browser("drafter"), browser("reader")
    services(client, case, "reception")
    services(client, case, "reception", "exam")
    text = reader.get(page).text
    assert ticked(text) == chosen(client, page) and 'name="finn"' not in text and "Legg til" not in text
    assert "Vis alle" in text
