"""Word files of a draft in the browser: uploaded, gone through, taken in; refused with the reason."""

from __future__ import annotations

import io

import pytest
from docx import Document
from lxml import html

from tests.masters.test_word_back import edited
from tests.masters.word_sample import master
from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World

DOCUMENT = "underleverandorer"


@pytest.fixture
def base(world: World) -> str:
    return f"/maler/{world['master_draft']}/word"


def send_file(
    client: StrictClient, path: str, data: bytes, name: str = "mal.docx", mode: str = "replace"
) -> str:
    """Upload a file; the address of what was read, or the page that refuses it."""
    form = {"csrf_token": client.token(), "mode": mode, "file": (io.BytesIO(data), name)}
    answer = client.post(path, data=form, content_type="multipart/form-data")
    return answer.location if answer.status_code == 303 else answer.text


def fields(client: StrictClient, path: str) -> dict[str, str]:
    """What stands in the form, as a browser without JavaScript would send it."""
    page = html.document_fromstring(client.get(path).text)
    form = page.xpath("//form[@id='punkter']")[0]
    return {name: str(value or "") for name, value in form.form_values()}


def test_a_word_master_is_gone_through_and_taken_in(browser: Browser, base: str, world: World) -> None:
    editor = browser("editor")
    overview = editor.get(f"/maler/{world['master_draft']}?dokument={DOCUMENT}").text
    assert f"{base}/{DOCUMENT}" in overview
    address = send_file(editor, f"{base}/{DOCUMENT}", master())
    page = editor.get(address).text
    for words in ("Se rundskrivet fra 2019.", "Fotnote", "Topptekst", "Hva er [saksnummer]?", "Side 1 av"):
        assert words in page, words
    assert "{{" not in page.split("<main")[1] and ":::" not in page.split("<main")[1]
    given = fields(editor, address)
    assert given["2.label.0"] == "Virksomhetens navn"
    answer = editor.post(address, data={**given, "2.text.0": "Ny tekst med [saksnummer].", "deed": "next"})
    assert answer.location.endswith("?side=2")
    assert "Ny tekst med [saksnummer]." in editor.get(address).text
    second = fields(editor, f"{address}?side=2")
    assert editor.post(address, data={**second, "deed": "take"}).status_code == 303
    shown = editor.get(f"/maler/{world['master_draft']}?dokument={DOCUMENT}").text
    assert "Om oppdraget" in shown and "Ny tekst med" in shown and "Tok inn" not in shown
    assert "tatt inn eller forkastet" in editor.get(address).text
    assert "Tok en Word-fil inn i malene" in browser("admin").get("/logg").text


def test_what_cannot_be_kept_is_told_and_kept(browser: Browser, base: str) -> None:
    editor = browser("editor")
    address = send_file(editor, f"{base}/{DOCUMENT}", master())
    given = fields(editor, address)
    page = editor.post(address, data={**given, "2.text.0": "{{ config }} er kode", "deed": "take"})
    assert (
        page.status_code == 422
        and "kan ikke stå i teksten" in page.text
        and "{{ config }} er kode" in page.text
    )
    assert editor.post(address, data={**given, "deed": "next"}).status_code == 409
    dropped = editor.post(f"{address}/forkast", data={"csrf_token": editor.token()})
    assert dropped.status_code == 303
    assert editor.post(address, data={**given, "deed": "take"}).status_code == 409


def test_a_file_that_is_no_word_file_is_refused_on_its_page(browser: Browser, base: str) -> None:
    editor = browser("editor")
    for name, data, words in (
        ("mal.docx", b"%PDF-1.7", "en PDF-fil"),
        ("mal.doc", b"x", "Lagre «mal.doc» som .docx"),
        ("", b"", "Velg en fil"),
    ):
        page = send_file(editor, f"{base}/{DOCUMENT}", data, name)
        assert words in page and "<title>Feil: " in page, name
    assert editor.get(f"{base}/ukjent").status_code == 404
    assert browser("drafter").get(f"{base}/{DOCUMENT}").status_code == 403


def test_a_document_goes_to_word_and_comes_back_with_marks(browser: Browser, base: str, world: World) -> None:
    editor = browser("editor")
    shown = f"/maler/{world['master_draft']}"
    fetched = editor.get(f"{base}/konkurransegrunnlag/fil")
    assert "konkurransegrunnlag_redigeres.docx" in fetched.headers["Content-Disposition"]
    out = io.BytesIO()
    opened = Document(io.BytesIO(fetched.data))
    edited(opened)
    opened.save(out)
    address = send_file(editor, f"{base}/konkurransegrunnlag", out.getvalue(), "mal.docx", "")
    page = editor.get(address).text
    assert "4 av 4 er valgt" in page and "<ins>" in page and "<del>" in page and "Ta ut av dokumentet" in page
    assert "{{" not in page.split("<main")[1]
    given = fields(editor, address)
    number = next(
        n
        for n in range(4)
        if f'id="punkt-{n}-t"' in page and "«verdi-anslag»" in page.split(f'id="punkt-{n}-t"')[1][:300]
    )
    del given[f"{number}.take"]
    assert editor.post(address, data={**given, "deed": "take"}).status_code == 303
    changes = editor.get(f"{shown}/endringer").text
    assert "sier [Virksomhetens navn]" in html.document_fromstring(changes).text_content()
    assert (
        "«verdi-mengder-ny»" in changes and "«verdi-anslag»" not in changes and "Verdi og mengder" in changes
    )
    kept = editor.get(f"{shown}/konkurransegrunnlag/verdi-mengder").text
    assert 'value="locked" checked' in kept
    again = editor.get(f"{base}/konkurransegrunnlag/fil").data
    assert (
        "Filen sier det samme som utkastet"
        in editor.get(send_file(editor, f"{base}/konkurransegrunnlag", again, "mal.docx", "")).text
    )
    assert "hører ikke til" in send_file(editor, f"{base}/kontrakt", again, "mal.docx", "")
