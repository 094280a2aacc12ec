"""The routine: everybody reads it and is led to it from each step; UKE writes, looks first, and loses nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from lxml import html

from dpsdocs.domain.steps import SECTIONS, STEPS
from dpsdocs.services.routine import LONGEST
from dpsdocs.web.howto import PAGES
from tests.web import routes
from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World

PATH = "/rutine/endre"


def marked(client: StrictClient, words: str) -> str:
    """The text as it stands, with some words before it."""
    return f"{words}\n\n{client.form(PATH)['text']}"


def test_everybody_signed_in_reads_and_finds_each_step(browser: Browser) -> None:
    for role in ("reader", "admin", "editor"):
        page = html.document_fromstring(browser(role).get("/rutine").text)
        headings = page.xpath("//div[contains(@class,'prose')]//h2/@id")
        assert headings == list(STEPS)
        assert page.xpath("//nav[@class='contents']//a/@href") == [f"#{id}" for id in headings]


def test_gaps_are_marked_for_those_who_can_fill_them(browser: Browser) -> None:
    reader, editor = browser("reader").get("/rutine").text, browser("editor").get("/rutine").text
    assert 'class="gap"' in editor and "venter på opplysninger fra UKE" in editor
    assert 'class="gap"' not in reader and "UKE har ikke lagt inn dette ennå: e-postadressen" in reader
    assert "/rutine/endre" in editor and "/rutine/endre" not in reader
    assert "ikke godkjent av UKE" in reader


@pytest.mark.parametrize("role", ["manager", "editor"])
def test_uke_writes_and_the_version_is_told(browser: Browser, role: str) -> None:
    writer, text = browser(role), marked(browser(role), "Ring **22 00** eller se https://oslo.example.")
    response = writer.send(PATH, text=text, note="Telefon", go="save")
    assert (response.status_code, response.location) == (303, "/rutine")
    page = browser("reader").get("/rutine").text
    assert "<strong>22 00</strong>" in page and '<a href="https://oslo.example"' in page
    assert f"Versjon 1, lagret av {role.title()} Prøvesen" in page and "ikke godkjent av UKE" not in page
    listed = writer.get("/rutine/versjoner").text
    assert "Telefon" in listed and "Teksten som følger med programmet" in listed
    assert writer.send(PATH, go="save").location == "/rutine"
    assert "Ingenting er endret." in writer.get("/rutine").text


def test_a_preview_saves_nothing_and_keeps_what_is_typed(browser: Browser) -> None:
    editor = browser("editor")
    text = marked(editor, "## Nytt {nytt}\n\n<b>x</b> [ond](javascript:alert(1))")
    page = editor.send(PATH, text=text, note="Merknad", go="preview")
    assert page.status_code == 200
    assert "Dette må rettes før teksten kan lagres" in page.text and "&lt;b&gt;x&lt;/b&gt;" in page.text
    assert 'href="javascript' not in page.text
    form = html.document_fromstring(page.text).xpath("//main//form")[0].fields
    assert form["text"].strip("\n") == text and form["note"] == "Merknad" and form["version"] == "0"
    assert "Nytt" not in editor.get("/rutine").text


def test_a_preview_comes_as_a_fragment_while_one_writes(browser: Browser) -> None:
    editor = browser("editor")
    data = {"csrf_token": editor.token(), "text": "## Ny overskrift {ny}", "version": "0"}
    page = editor.post(PATH, data=data, headers={"HX-Request": "true"})
    assert page.status_code == 200 and "<html" not in page.text
    assert "1. Ny overskrift" in page.text and "mangler. Programmet lenker til dem" in page.text
    assert "Ny overskrift" not in editor.get("/rutine").text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("[x](javascript:alert(1))", "kan ikke brukes"),
        ("## Uten navn", "må slutte med et navn i krøllparentes"),
        ("å" * LONGEST, f"Det er plass til {LONGEST}"),
        ("a\x00b", "tegn som ikke kan leses"),
        ("x" * 1_000_000, "Kort det ned"),
    ],
)
def test_what_must_be_mended_is_told_and_nothing_typed_is_lost(
    browser: Browser, change: str, told: str
) -> None:
    editor = browser("editor")
    text = marked(editor, change)
    page = editor.send(PATH, text=text, go="save")
    assert page.status_code == 422 and told in page.text and "<title>Feil: " in page.text
    kept = html.document_fromstring(page.text).xpath("//main//form")[0].fields["text"]
    assert kept.strip("\n") == text.replace("\x00", "\ufffd")


def test_who_saves_on_top_of_another_sees_both(browser: Browser) -> None:
    kari, ola = browser("manager"), browser("editor")
    before = ola.form(PATH)
    assert kari.send(PATH, text=marked(kari, "Fra Kari."), go="save").status_code == 303
    page = ola.post(PATH, data={**before, "text": before["text"] + "\n\nFra Ola.", "go": "save"})
    assert page.status_code == 409 and "Manager Prøvesen har lagret versjon 1 mens du skrev" in page.text
    form = dict(html.document_fromstring(page.text).xpath("//main//form")[0].fields)
    assert form["text"].rstrip().endswith("Fra Ola.") and form["version"] == "1"
    assert "Fra Ola" not in ola.get("/rutine").text
    assert ola.post(PATH, data={**form, "go": "save"}).status_code == 303
    assert "Fra Ola" in ola.get("/rutine").text


def test_an_old_version_is_taken_into_use_again(browser: Browser) -> None:
    editor = browser("editor")
    editor.send(PATH, text=marked(editor, "Første."), go="save")
    editor.send(PATH, text=marked(editor, "Andre."), go="save")
    old = editor.get("/rutine/versjoner/1").text
    assert "Dette er ikke versjonen som gjelder nå." in old
    assert "Dette er versjonen som gjelder nå." in editor.get("/rutine/versjoner/2").text
    assert editor.send("/rutine/versjoner/1", "/rutine/versjoner/1/bruk/2").location == "/rutine"
    assert "Versjon 3" in editor.get("/rutine").text and "Andre." not in editor.get("/rutine").text
    token = editor.token()
    stale = editor.post("/rutine/versjoner/2/bruk/2", data={"csrf_token": token})
    assert stale.status_code == 409
    for path in ("/rutine/versjoner/9", "/rutine/versjoner/99999999999999999999"):
        assert editor.get(path).status_code == 404


def test_the_log_tells_it_in_words(browser: Browser) -> None:
    editor = browser("editor")
    editor.send(PATH, text=marked(editor, "x"), go="save")
    page = browser("admin").get("/logg").text
    assert "Endret rutinen" in page and "versjon 1" in page


def test_each_page_leads_to_its_step(app: Flask, browser: Browser, world: World) -> None:
    drafter, places = browser("drafter"), {"section_id": list(SECTIONS)}
    for rule in routes.rules(app, "GET"):
        if rule.endpoint not in PAGES or rule.endpoint in (
            "packages.issue",
            "approvals.show",
            "register.award",
        ):
            continue
        page = drafter.get(routes.address(app, rule, world)).text
        step = PAGES[rule.endpoint]
        assert f'<a class="howto" href="/rutine#{step}">Slik gjør du det: {STEPS[step]}</a>' in page, (
            rule.rule
        )
    for section in ("om", "behov", "verdi", "kriterier", "krav", "frister"):
        assert section in places["section_id"]
        page = drafter.get(f"/konkurranser/{world['competition']}/del/{section}").text
        assert f'href="/rutine#{SECTIONS[section]}"' in page
    assert 'href="/rutine#utkast"' in drafter.get(f"/konkurranser/{world['competition']}").text


def test_pages_without_a_step_have_no_link(browser: Browser, client: StrictClient) -> None:
    assert 'class="howto"' not in browser("reader").get("/register").text
    assert 'class="howto"' not in client.get("/hjelp").text
    assert {*PAGES.values()} <= STEPS.keys()
