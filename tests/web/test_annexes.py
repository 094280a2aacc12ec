"""UKE's annexes in the browser: everybody reads, UKE puts in, replaces and takes away."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.services.test_attachments import large
from tests.services.test_file_check import pdf, scripted, word
from tests.web.conftest import Browser
from tests.web.sending import send_file
from tests.web.strict import StrictClient

PATH = "/bilag/standardkontrakt"


def send(
    client: StrictClient, name: str = "kontrakt.pdf", data: bytes | None = None, note: str = "",
    seen: str | None = None,
) -> Any:  # fmt: skip
    """Post a file as a browser does."""
    fields = {name: str(value) for name, value in client.form(f"{PATH}/fil").items() if name != "file"}
    fields |= {"note": note} if seen is None else {"note": note, "seen": seen}
    content = large() if data is None else data
    return send_file(client, f"{PATH}/fil", fields, name, content)


def link(text: str) -> str:
    """The address of the first file on the page."""
    found = re.search(r'href="(/bilag/filer/[0-9a-f-]{36})"', text)
    assert found
    return found[1]


def test_everybody_reads_what_is_there_and_what_is_missing(browser: Browser) -> None:
    for role in ("reader", "elsewhere", "admin", "manager"):
        page = browser(role).get("/bilag").text
        assert "To bilag fra UKE mangler" in page or "Tre bilag fra UKE mangler" in page
        assert "Oslo kommunes standardkontrakt" in page and "I alle konkurranser." in page
        assert ("Legg inn fil" in page) == (role == "manager")
    assert browser("stranger").get("/bilag").status_code == 303


def test_the_menu_leads_uke_there(browser: Browser) -> None:
    for role, seen in (("manager", True), ("editor", True), ("reader", False), ("admin", False)):
        assert ('<a href="/bilag"' in browser(role).get("/hjelp").text) is seen, role


@pytest.mark.parametrize("role", ["manager", "editor"])
def test_a_file_is_put_in_and_fetched_by_all(browser: Browser, role: str) -> None:
    writer, reader, data = browser(role), browser("reader"), word()
    assert send(writer, "Kontrakt æøå.docx", data, "Vedtatt 2024").location == "/bilag"
    assert "Filen for «Oslo kommunes standardkontrakt» er lagt inn." in writer.get("/bilag").text
    page = reader.get("/bilag").text
    assert "Kontrakt-aeoa.docx" in page and "Vedtatt 2024" in page and "Tidligere filer" not in page
    file = reader.get(link(page))
    assert file.data == data
    assert file.headers["Content-Disposition"] == "attachment; filename=Kontrakt-aeoa.docx"
    assert "La inn et bilag" in browser("admin").get("/logg").text


def test_the_old_file_stays_for_uke_when_it_is_replaced_and_taken_away(browser: Browser) -> None:
    writer, reader = browser("manager"), browser("reader")
    send(writer, "gammel.pdf")
    old = link(writer.get("/bilag").text)
    send(writer, "ny.pdf")
    page = writer.get("/bilag").text
    assert "Tidligere filer" in page and "gammel.pdf" in page
    assert writer.get(old).status_code == 200 and reader.get(old).status_code == 404
    assert "gammel.pdf" not in reader.get("/bilag").text
    assert writer.send("/bilag", f"{PATH}/fjern", file_id=link(page).rsplit("/", 1)[1]).location == "/bilag"
    page = writer.get("/bilag").text
    assert "Filen er fjernet." in page and "ny.pdf" in page.split("Tidligere filer")[1]
    assert "ny.pdf" not in reader.get("/bilag").text


def test_nobody_replaces_a_file_unseen(browser: Browser) -> None:
    writer = browser("manager")
    send(writer)
    late = send(browser("editor"), "ny.pdf", seen="")
    assert late.status_code == 409 and "Noen andre har lagt inn en fil i mellomtiden." in late.text


@pytest.mark.parametrize(
    ("name", "make", "told"),
    [
        ("k.exe", lambda: b"MZ", "«k.exe» kan ikke brukes"),
        ("k.pdf", lambda: pdf(scripted), "har skript"),
        ("k.pdf", lambda: b"%PDF-" + b" " * 50_000_000, "Grensen er 20 MB"),
        ("", lambda: b"", "Velg en fil."),
    ],
)
def test_what_is_refused_is_told_and_the_note_stays(
    browser: Browser, name: str, make: Any, told: str
) -> None:
    answer = send(browser("editor"), name, make(), note="Versjon 3")
    page = answer.text.replace("\xa0", " ")
    assert answer.status_code == 422 and told in page and 'value="Versjon 3"' in page
    assert "<title>Feil: Legg inn fil" in page


def test_only_annexes_of_the_set_have_an_address(browser: Browser) -> None:
    writer = browser("manager")
    assert writer.get("/bilag/finnes-ikke/fil").status_code == 404
    token = {"csrf_token": writer.token(), "file_id": "x"}
    assert writer.post("/bilag/finnes-ikke/fjern", data=token).status_code == 404
    assert writer.post(f"{PATH}/fjern", data=token).status_code == 404
    for role in ("reader", "drafter", "admin"):
        assert browser(role).get(f"{PATH}/fil").status_code == 403
