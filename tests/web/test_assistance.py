"""«Be UKE om hjelp» in the browser: who sees the thread and the draft, and who writes."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from lxml import html
from markupsafe import escape

from dpsdocs.web.access import POLICY
from tests.web import routes
from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World

DRAFT = (
    "",
    "/del/om",
    "/kontroller",
    "/dokumenter/konkurransegrunnlag",
    "/dokumenter/konkurransegrunnlag/ramme",
)
OWN = ("assistance.send", "assistance.close")


def case(world: World) -> str:
    """The address of the draft."""
    return f"/konkurranser/{world['competition']}"


def ask(browser: Browser, world: World, text: str = "Hva skriver vi her?", place: str = "") -> StrictClient:
    """The drafter's browser, after asking."""
    client = browser("drafter")
    path = f"{case(world)}/hjelp" + (f"?fra={place}" if place else "")
    response = client.send(path, f"{case(world)}/hjelp", text=text)
    assert response.status_code == 303, response.text
    return client


def close(client: StrictClient, world: World) -> None:
    """Close the open request from its page."""
    response = client.send(f"{case(world)}/hjelp", f"{case(world)}/hjelp/lukk")
    assert response.status_code == 303


def kept(page: str) -> str:
    """What stands in the message field."""
    return str(html.document_fromstring(page).xpath("string(//textarea[@id='f-text'])")).strip()


def test_uke_sees_the_draft_only_while_a_request_is_open(browser: Browser, world: World) -> None:
    manager = browser("manager")

    def statuses() -> set[int]:
        found = {manager.get(case(world) + path).status_code for path in DRAFT}
        return found | {manager.get(f"{case(world)}/dokumenter/konkurransegrunnlag/utkast.docx").status_code}

    assert statuses() == {404} and manager.get(f"{case(world)}/hjelp").status_code == 404
    drafter = ask(browser, world)
    assert statuses() == {200}
    close(drafter, world)
    assert statuses() == {404}
    page = manager.get(f"{case(world)}/hjelp").text
    assert "Hva skriver vi her?" in page and f'href="{case(world)}"' not in page
    ask(browser, world, "En ting til")
    assert statuses() == {200}
    close(manager, world)
    assert statuses() == {404}


def test_uke_changes_nothing_in_a_draft_it_is_asked_about(app: Flask, browser: Browser, world: World) -> None:
    ask(browser, world)
    manager = browser("manager")
    token = manager.token()
    tried = 0
    for rule in routes.rules(app, "POST"):
        if "competition_id" not in rule.arguments or rule.endpoint in OWN:
            continue
        data = {
            "csrf_token": token,
            "asked": "title",
            "title": "Overtatt",
            "words": "x",
            "decision": "approve",
        }
        status = manager.post(routes.address(app, rule, world), data=data).status_code
        assert status in (403, 404, 422), (rule.endpoint, status)
        assert status != 422 or POLICY[rule.endpoint].__name__ == "reads_case", rule.endpoint
        tried += 1
    assert tried > 10
    page = browser("drafter").get(f"{case(world)}/del/om").text
    assert "Overtatt" not in page
    section = html.document_fromstring(manager.get(f"{case(world)}/del/om").text)
    assert section.xpath("//fieldset[@disabled]//input[@name='title']")
    assert not section.xpath("//main//form[@method='post']")


@pytest.mark.parametrize("role", ["elsewhere", "editor", "admin"])
def test_for_others_there_is_nothing(browser: Browser, world: World, role: str) -> None:
    ask(browser, world)
    client = browser(role)
    for path in (*DRAFT, "/hjelp"):
        assert client.get(case(world) + path).status_code == 404, path
    data = {"csrf_token": client.token(), "text": "Hei"}
    for path in ("/hjelp", "/hjelp/lukk"):
        assert client.post(case(world) + path, data=data).status_code == 404
    assert client.get("/sporsmal").status_code == 403


def test_a_reader_of_the_agency_reads_and_does_not_write(browser: Browser, world: World) -> None:
    ask(browser, world)
    reader = browser("reader")
    page = reader.get(f"{case(world)}/hjelp").text
    assert "Hva skriver vi her?" in page and "men ikke skrive her" in page
    assert "<textarea" not in page and "Lukk forespørselen" not in page
    data = {"csrf_token": reader.token(), "text": "Hei"}
    for path in ("/hjelp", "/hjelp/lukk"):
        assert reader.post(case(world) + path, data=data).status_code == 403
    assert "Spørsmål og svar" in reader.get(case(world)).text
    assert "Venter på deg" not in reader.get("/konkurranser").text


def test_question_and_answer_both_ways(browser: Browser, world: World) -> None:
    drafter, manager = ask(browser, world, "Hvilken kode?", "del/om"), browser("manager")
    waits = manager.get("/konkurranser").text
    assert "Venter på deg" in waits and "Drafter Prøvesen spør: Hvilken kode?" in waits
    assert f'href="{case(world)}/hjelp"' in waits
    page = manager.get(f"{case(world)}/hjelp").text
    assert re.search(rf'href="{case(world)}/del/om">\w', page)
    response = manager.send(f"{case(world)}/hjelp", text="79713000.\n\nSe kunngjøringen.")
    assert response.status_code == 303
    assert "Venter på deg" not in manager.get("/konkurranser").text
    for role in ("drafter", "approver"):
        assert "Manager Prøvesen i UKE svarer: 79713000." in browser(role).get("/konkurranser").text
    assert drafter.send(f"{case(world)}/hjelp", text="Takk").status_code == 303
    page = drafter.get(f"{case(world)}/hjelp").text
    assert [words in page for words in ("Hvilken kode?", "Se kunngjøringen.", "Takk")] == [True] * 3
    assert page.index("Hvilken kode?") < page.index("Se kunngjøringen.") < page.index("Takk")


def test_the_way_to_uke_is_on_every_page_where_one_may_need_it(browser: Browser, world: World) -> None:
    drafter = browser("drafter")
    sections = set(re.findall(rf'href="({case(world)}/del/[a-z0-9_-]+)"', drafter.get(case(world)).text))
    assert len(sections) > 5
    for path in (case(world), f"{case(world)}/kontroller", *sections):
        page = drafter.get(path).text
        assert "Be UKE om hjelp" in page, path
    assert "/hjelp?fra=del/om" in drafter.get(f"{case(world)}/del/om").text
    assert "/hjelp?fra=kontroller" in drafter.get(f"{case(world)}/kontroller").text
    reader = browser("reader")
    assert "Be UKE om hjelp" not in reader.get(case(world)).text


def test_a_page_nobody_has_is_not_named(browser: Browser, world: World) -> None:
    drafter = browser("drafter")
    for place in ("del/finnesikke", "../../logg", "https://evil.example", "<script>", "del/" + "x" * 900):
        page = drafter.get(f"{case(world)}/hjelp", query_string={"fra": place})
        assert page.status_code == 200 and 'name="place"' not in page.text


def test_two_clicks_send_once(browser: Browser, world: World) -> None:
    drafter = browser("drafter")
    form = {**drafter.form(f"{case(world)}/hjelp"), "text": "Bare én gang"}
    for _ in range(2):
        assert drafter.post(f"{case(world)}/hjelp", data=form).status_code == 303
    assert drafter.get(f"{case(world)}/hjelp").text.count("Bare én gang") == 1


def test_a_megabyte_is_refused_in_words_and_kept(browser: Browser, world: World) -> None:
    drafter, text = browser("drafter"), "æ" * 500_000
    for _ in range(2):  # the first question, and an answer
        response = drafter.send(f"{case(world)}/hjelp", text=text)
        assert response.status_code == 422
        assert "<title>Feil: Hjelp fra UKE" in response.text and "Kort den ned." in response.text
        assert kept(response.text) == text
        ask(browser, world)


def test_nothing_is_refused_in_words(browser: Browser, world: World) -> None:
    drafter = browser("drafter")
    response = drafter.send(f"{case(world)}/hjelp", text=" \n ")
    assert response.status_code == 422 and "Skriv hva dere trenger hjelp til." in response.text
    ask(browser, world)
    response = browser("manager").send(f"{case(world)}/hjelp", text="")
    assert response.status_code == 422 and "Skriv et svar." in response.text


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ 7*7 }}", "# Overskrift", "a\x00b\x1b"])
def test_markup_stays_text_and_control_characters_are_marks(
    browser: Browser, world: World, text: str
) -> None:
    drafter = ask(browser, world, text)
    shown = str(escape(text.replace("\x00", "\ufffd").replace("\x1b", "\ufffd")))
    for page in (
        drafter.get(f"{case(world)}/hjelp").text,
        browser("manager").get("/sporsmal").text,
        browser("manager").get("/konkurranser").text,
    ):
        assert shown in page and "<script>alert" not in page


def test_an_answer_to_what_was_closed_meanwhile_is_kept(browser: Browser, world: World) -> None:
    drafter, manager = ask(browser, world), browser("manager")
    forms = {client: client.form(f"{case(world)}/hjelp") for client in (manager, drafter)}
    close(drafter, world)
    for client, form in forms.items():
        response = client.post(f"{case(world)}/hjelp", data={**form, "text": "Et langt svar"})
        assert response.status_code == 409 and "lukket forespørselen" in response.text
        assert kept(response.text) == "Et langt svar"
        assert ("Når du sender" in response.text) is (client is drafter)
    # the agency's words can be sent as a new question from where they stand
    assert drafter.send(f"{case(world)}/hjelp", text="Et langt svar").status_code == 303
    assert drafter.get(f"{case(world)}/hjelp").text.count("Et langt svar") == 1


def test_ukes_list_of_open_and_closed(browser: Browser, world: World) -> None:
    manager = browser("manager")
    assert "Ingen virksomheter har bedt om hjelp ennå." in manager.get("/sporsmal").text
    assert 'href="/sporsmal"' in manager.get("/hjelp").text
    for role in ("drafter", "editor", "admin"):
        assert 'href="/sporsmal"' not in browser(role).get("/hjelp").text
    drafter = ask(browser, world)
    assert "Venter på UKE" in manager.get("/sporsmal").text
    close(drafter, world)
    page = manager.get("/sporsmal").text
    assert "Venter på UKE" not in page and "Hva skriver vi her?" in page
    for side in ("0", "-1", "99", "x", "9" * 30):
        assert manager.get(f"/sporsmal?side={side}").status_code == 200


def test_the_log_tells_that_uke_was_asked_and_not_what(browser: Browser, world: World) -> None:
    drafter = ask(browser, world, "Noe hemmelig")
    close(drafter, world)
    page = browser("admin").get("/logg").text
    assert "Ba UKE om hjelp" in page and "Lukket en forespørsel om hjelp" in page
    assert "hemmelig" not in page
