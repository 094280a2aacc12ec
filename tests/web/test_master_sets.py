"""Malsett in the browser: down as a ZIP, in as a draft after one has seen what it changes."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import html

from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World

DOCUMENT = "documents/konkurransegrunnlag.md"


def edited(data: bytes, old: str, new: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as was, zipfile.ZipFile(buffer, "w") as made:
        for name in was.namelist():
            text = was.read(name).decode()
            made.writestr(name, text.replace(old, new, 1) if name == DOCUMENT else text)
    return buffer.getvalue()


def sent(client: StrictClient, data: bytes, name: str = "sett.zip") -> tuple[int, str, str]:
    answer = client.post(
        "/maler/ta-inn",
        data={"csrf_token": client.token(), "file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )
    return answer.status_code, str(answer.location or ""), answer.text


@pytest.fixture
def data(browser: Browser, world: World) -> bytes:
    answer = browser("editor").get(f"/maler/versjoner/{world['release']}/sett.zip")
    assert answer.mimetype == "application/zip"
    assert "vektertjenester_2026.1.zip" in answer.headers["Content-Disposition"]
    return bytes(answer.data)


def test_a_set_is_shown_before_it_is_taken_in(browser: Browser, world: World, data: bytes) -> None:
    editor = browser("editor")
    assert "Lastet ned et malsett" in browser("admin").get("/logg").text
    status, place, _ = sent(editor, edited(data, "inviterer til", "innbyr til"))
    assert status == 303
    page = editor.get(place).text
    assert "Punkter og overskrifter som er endret" in page and "innbyr" in page and "<ins" in page
    refused = editor.post(place, data={"csrf_token": editor.token()})
    assert refused.status_code == 409 and "har et utkast fra før" in refused.text
    editor.post(f"/maler/{world['master_draft']}/forkast", data={"csrf_token": editor.token()})
    taken = editor.post(place, data={"csrf_token": editor.token()})
    assert taken.status_code == 303
    shown = editor.get(taken.location).text
    assert "Tok inn settet fra en fil" in shown and "Ingen feil" in shown
    assert editor.get(f"{taken.location}/sett.zip").status_code == 200


def test_what_is_wrong_is_told_by_document_and_clause(browser: Browser, data: bytes) -> None:
    editor = browser("editor")
    status, _, page = sent(editor, edited(data, "inviterer til", "inviterer [hvem] til"))
    assert status == 422 and "Konkurransegrunnlag, punktet «" in page and "[hvem]" in page
    status, _, page = sent(editor, b"MZ", "sett.zip")
    assert status == 422 and "innholdet er noe annet" in page
    status, _, page = sent(editor, data, "sett.exe")
    assert status == 422 and "slutter på .zip" in page


def test_only_editors_take_in(browser: Browser) -> None:
    assert browser("drafter").get("/maler/ta-inn").status_code == 403
    assert browser("editor").get("/maler/ta-inn").status_code == 200
    assert browser("editor").get(f"/maler/ta-inn/{'0' * 64}").status_code == 404


def test_every_page_of_a_new_set_works_before_its_first_release(browser: Browser) -> None:
    editor = browser("editor")
    data = {"csrf_token": editor.token(), "title": "Renholdstjenester", "copy_of": ""}
    made = editor.post("/maler/nytt-sett", data=data)
    assert made.status_code == 303
    page = html.document_fromstring(editor.get(made.location).text)
    links = {str(link).split("#")[0] for link in page.xpath("//main//a/@href") if str(link).startswith("/")}
    assert len(links) > 20
    for link in sorted({*links, "/maler", "/maler/tilbakekall", f"{made.location}/endringer"}):
        answer = editor.get(link)
        assert answer.status_code == 200, link
    again = editor.post("/maler/nytt-sett", data={**data, "title": ""})
    assert again.status_code == 422 and "Navnet mangler" in again.text
