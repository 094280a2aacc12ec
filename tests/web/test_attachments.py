"""Attachments in the browser: added on a page of their own, moved, taken away and put back, fetched by readers."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pikepdf
import pytest

from tests.services.test_attachments import large
from tests.services.test_file_check import pdf, with_parts, word
from tests.web.conftest import Browser
from tests.web.sending import send_file
from tests.web.strict import StrictClient
from tests.web.world import World


@pytest.fixture
def case(world: World) -> str:
    """Where the competition is."""
    return f"/konkurranser/{world['competition']}"


def choose(client: StrictClient, case: str, *extras: str) -> None:
    """Tick what opens more pages."""
    data = {
        "csrf_token": client.token(),
        "asked": "extras",
        "extras": list(extras),
        "go": "list",
        "base": "99",
    }
    assert client.post(f"{case}/del/behov", data=data).status_code == 303


def send(
    client: StrictClient, case: str, title: str, name: str = "plan.pdf", data: bytes | None = None,
    secret: str = "no", new_id: str = "",
) -> Any:  # fmt: skip
    """Post a file as a browser does."""
    content = large() if data is None else data
    values = {"csrf_token": client.token(), "title": title, "confidential": secret, "new_id": new_id}
    return send_file(client, f"{case}/vedlegg/ny", values, name, content)


def ids(client: StrictClient, case: str) -> list[str]:
    """The attachments on the page, in order."""
    return re.findall(r'<tr id="vedlegg-([0-9a-f-]{36})"', client.get(f"{case}/vedlegg").text)


def titles(text: str) -> list[str]:
    return re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+)', text.split("<main")[1])


def test_the_page_is_opened_by_the_choice_and_reached_from_tasks_and_findings(
    browser: Browser, case: str
) -> None:
    client = browser("drafter")
    page = client.get(f"{case}/vedlegg").text
    assert "«Egne vedlegg» er ikke valgt" in page and f'href="{case}/del/behov#extras"' in page
    assert f"{case}/vedlegg" not in client.get(case).text.split("<main")[1]
    choose(client, case, "attachments")
    assert f'href="{case}/vedlegg">Egne vedlegg</a>' in client.get(case).text
    check = client.get(f"{case}/kontroller").text
    assert "Ingen vedlegg er lagt til" in check
    assert f'<a href="{case}/vedlegg">Rett i «Egne vedlegg»</a>' in check
    send(client, case, "Plantegning")
    send(client, case, "Koder", secret="yes")
    check = client.get(f"{case}/kontroller").text
    assert "Ingen vedlegg er lagt til" not in check and "Plantegning\nKoder (skjermet)" in check
    tasks = client.get(case).text
    assert "To filer" in tasks and "ikke valgt" not in client.get(f"{case}/vedlegg").text


def test_one_is_added_and_fetched_by_its_readers(browser: Browser, case: str) -> None:
    client, data = browser("drafter"), word()
    choose(client, case, "attachments")
    assert send(client, case, "Rutine", "Rutine æøå.docx", data).location == f"{case}/vedlegg"
    page = client.get(f"{case}/vedlegg").text
    assert "«Rutine» er lagt til." in page and "av 60\xa0MB er brukt" in page
    assert re.search(r'data-l="Bilag"><span>\d+</span>', page)
    (made,) = ids(client, case)
    reader = browser("reader")
    shown = reader.get(f"{case}/vedlegg").text
    assert "Rutine-aeoa.docx" in shown and "Legg til vedlegg" not in shown and "/gjor" not in shown
    file = reader.get(f"{case}/vedlegg/{made}")
    assert file.data == data and file.mimetype.endswith("wordprocessingml.document")
    assert file.headers["Content-Disposition"] == "attachment; filename=Rutine-aeoa.docx"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "Lastet ned en fil" in browser("admin").get("/logg").text
    for role in ("elsewhere", "manager", "editor", "admin"):
        stranger = browser(role)
        for path in ("", "/ny", f"/{made}", f"/{made}/endre"):
            assert stranger.get(f"{case}/vedlegg{path}").status_code == 404, (role, path)
        post = stranger.post(
            f"{case}/vedlegg/{made}/gjor", data={"csrf_token": stranger.token(), "do": "remove"}
        )
        assert post.status_code == 404


def test_the_manager_reads_while_asked_and_writes_nothing(browser: Browser, case: str) -> None:
    client, manager = browser("drafter"), browser("manager")
    send(client, case, "Koder", secret="yes")
    client.send(f"{case}/hjelp", text="Er vedlegget riktig?")
    (made,) = ids(client, case)
    assert "Koder" in manager.get(f"{case}/vedlegg").text
    assert manager.get(f"{case}/vedlegg/{made}").status_code == 200
    assert manager.get(f"{case}/vedlegg/ny").status_code == 403
    assert manager.get(f"{case}/vedlegg/{made}/endre").status_code == 403


def test_the_order_the_title_and_who_gets_it_can_be_changed(browser: Browser, case: str) -> None:
    client = browser("drafter")
    for title in "ABC":
        send(client, case, title)
    first, second, third = ids(client, case)
    client.send(f"{case}/vedlegg", f"{case}/vedlegg/{third}/gjor", do="up")
    client.send(f"{case}/vedlegg", f"{case}/vedlegg/{first}/gjor", do="down")
    assert ids(client, case) == [third, first, second]
    answer = client.send(f"{case}/vedlegg/{second}/endre", title="", confidential="yes")
    assert answer.status_code == 422 and "Tittelen mangler" in answer.text
    answer = client.send(f"{case}/vedlegg/{second}/endre", title="B <b>", confidential="yes")
    assert answer.location == f"{case}/vedlegg"
    page = client.get(f"{case}/vedlegg").text
    assert titles(page) == ["C", "A", "B &lt;b&gt;"] and page.count("Skjermet") == 1
    assert 'value="B &lt;b&gt;"' in client.get(f"{case}/vedlegg/{second}/endre").text


def test_one_taken_away_can_be_put_back(browser: Browser, case: str) -> None:
    client = browser("drafter")
    send(client, case, "A")
    send(client, case, "B")
    first = ids(client, case)[0]
    gone = client.send(f"{case}/vedlegg", f"{case}/vedlegg/{first}/gjor", do="remove")
    assert gone.location == f"{case}/vedlegg?angre={first}"
    page = client.get(gone.location).text
    assert "«A» er fjernet." in page and titles(page) == ["B"]
    assert client.get(f"{case}/vedlegg/{first}").status_code == 404
    assert "er fjernet" not in browser("reader").get(gone.location).text
    back = client.send(gone.location, f"{case}/vedlegg/{first}/gjor", do="restore")
    assert back.location == f"{case}/vedlegg"
    page = client.get(gone.location).text
    assert "Vedlegget er lagt tilbake." in page and "er fjernet" not in page and titles(page) == ["A", "B"]
    for strange in ("nonsens", str(uuid.uuid4())):
        assert client.get(f"{case}/vedlegg?angre={strange}").status_code == 200


def test_two_clicks_add_once_and_the_same_file_is_told(browser: Browser, case: str) -> None:
    client, data, click = browser("drafter"), pdf(), str(uuid.uuid4())
    for _ in range(2):
        assert send(client, case, "Plan", data=data, new_id=click).status_code == 303
    assert len(ids(client, case)) == 1
    again = send(client, case, "Planen", data=data)
    assert again.status_code == 422 and "Den samme filen er allerede lagt til som «Plan»." in again.text
    assert 'value="Planen"' in again.text


def _macros() -> bytes:
    return with_parts(word(), lambda parts: parts.update({"word/vbaProject.bin": b"\xd0\xcf"}))


def _locked() -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="a", user="b"))


REFUSED: dict[str, tuple[str, Any, str]] = {
    "50 MB": ("stor.pdf", lambda: b"%PDF-" + b" " * 50_000_000, "50,0 MB. Grensen er 20 MB"),
    "a program": ("setup.exe", lambda: b"MZ" + b"\0" * 900, "«setup.exe» kan ikke brukes"),
    "a program under another name": ("plan.pdf", lambda: b"MZ" + b"\0" * 900, "innholdet er noe annet"),
    "macros": ("rutine.docx", _macros, "makro"),
    "a password": ("plan.pdf", _locked, "passord"),
    "nothing": ("", lambda: b"", "Velg en fil."),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_told_and_what_was_typed_stays(browser: Browser, case: str, what: str) -> None:
    client, (name, make, told) = browser("drafter"), REFUSED[what]
    answer = send(client, case, "Plantegning av kjelleren", name, make(), secret="yes")
    page = answer.text.replace("\xa0", " ")
    assert answer.status_code == 422 and told in page
    assert "<title>Feil: Legg til vedlegg" in page and 'value="Plantegning av kjelleren"' in page
    assert re.search(r'name="confidential" value="yes" checked', page)
    assert ids(client, case) == []


def test_what_is_far_too_large_is_still_answered_in_words(browser: Browser, case: str) -> None:
    answer = send(browser("drafter"), case, "Stor", data=b"%PDF-" + b" " * 70_000_000)
    assert answer.status_code == 413
    assert "En fil kan være på høyst 20 MB her." in answer.text.replace("\xa0", " ")


def test_nobody_is_let_by_without_saying_who_gets_it(browser: Browser, case: str) -> None:
    for chosen in ("", "kanskje"):
        answer = send(browser("drafter"), case, "Plan", secret=chosen)
        assert answer.status_code == 422 and "Velg om vedlegget er åpent eller skjermet." in answer.text


def test_documents_and_the_preview_list_what_goes_out_unchanged(browser: Browser, case: str) -> None:
    client = browser("drafter")
    choose(client, case, "attachments")
    send(client, case, "Plantegning av kjelleren")
    page = client.get(f"{case}/dokumenter/konkurransegrunnlag").text
    beside = page.split("Filer som går uendret ut")[1].split("</nav>")[0]
    assert "Plantegning av kjelleren" in beside and f'href="{case}/vedlegg"' in beside
    assert "UKE har ikke lagt inn filen" in beside and 'href="/bilag"' in beside
    for document in ("oversikt", "konkurransegrunnlag", "kgv_liste"):
        assert "Plantegning av kjelleren" in client.get(f"{case}/dokumenter/{document}/ramme").text, document


def test_a_cancelled_competition_shows_its_attachments_and_takes_none(browser: Browser, case: str) -> None:
    client = browser("drafter")
    send(client, case, "Plan")
    (made,) = ids(client, case)
    client.send(f"{case}/avlys", words="Behovet falt bort")
    page = client.get(f"{case}/vedlegg").text
    assert "Vedleggene kan ikke endres nå." in page and "Legg til vedlegg" not in page
    assert send(client, case, "Ny").status_code == 409
    late = client.post(f"{case}/vedlegg/{made}/gjor", data={"csrf_token": client.token(), "do": "remove"})
    assert late.status_code == 409 and "Vedleggene er ikke endret." in late.text
    assert client.get(f"{case}/vedlegg/{made}").status_code == 200
