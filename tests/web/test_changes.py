"""Changing what is sent in the browser: open, banner, what it comes to, words to approve, all versions, give up."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from dpsdocs.config import Config
from dpsdocs.services import sections
from dpsdocs.store.db import make_session
from tests.services.journey import about_change
from tests.web import sent_case
from tests.web.conftest import Browser
from tests.web.sent_case import SentCase
from tests.web.strict import StrictClient
from tests.web.world import World

BANNER = "Endring av versjon 1.0, sendt"


@pytest.fixture
def case(config: Config, world: World) -> SentCase:
    """A competition that is sent."""
    return sent_case.made(config, world)


def post(client: StrictClient, path: str, **fields: str) -> str:
    answer = client.post(path, data={"csrf_token": client.token(), **fields}, follow_redirects=True)
    assert answer.status_code == 200, answer.text[:400]
    return answer.text


def answer(case: SentCase, **answers: object) -> None:
    with make_session(case.config.database_url) as session:
        drafter = sent_case._person(session, "drafter")
        sections.save(session, case.releases, drafter, case.id, answers, base=999)  # type: ignore[arg-type]


def changing(case: SentCase, client: StrictClient, **answers: object) -> None:
    post(client, f"{case.path}/endring/start")
    answer(case, **{**about_change(), **answers})


def test_from_what_is_sent_to_version_two(browser: Browser, case: SentCase) -> None:
    client = browser("drafter")
    assert "Åpne en endring" in client.get(f"{case.path}/pakke").text
    page = post(client, f"{case.path}/endring/start")
    assert BANNER in page and "Endringen" in page
    assert BANNER in client.get(f"{case.path}/del/om").text
    changing_page = client.get(f"{case.path}/del/endring").text
    assert "Flytter dere tilbudsfristen?" in changing_page
    answer(case, **about_change())
    shown = client.get(f"{case.path}/endring").text
    assert "Kari Holm" in shown and "Ingrid Solbakken" in shown
    assert "<ins>" in shown and "<del>" in shown
    assert "Ny tekst: " in shown and "Tatt ut: " in shown
    assert "Endret siden versjon 1.0" in client.get(f"{case.path}/kontroller").text
    case.approve_and_issue()
    package = client.get(f"{case.path}/pakke").text
    assert "Er endringen sendt i KGV?" in package
    assert "Kontaktpersonen er en annen." in package
    assert "Endret i versjon 2" in package and "Endringsmelding (DOCX)" in package
    assert re.search(r"Versjon 1</th>.*?Erstattet", package, re.DOTALL)
    case.send()
    register = client.get(f"/register/{case.id}").text
    assert "Versjon 1, utstedt" in register and "Erstattet av en senere versjon" in register
    assert "Endret fra versjonen før: Kontaktperson." in register


def test_the_approver_sees_the_change_and_writes_words_for_a_large_one(
    browser: Browser, case: SentCase
) -> None:
    client, approver = browser("drafter"), browser("approver")
    changing(case, client, estimated_value="9 000 000")
    findings = client.get(f"{case.path}/endring").text
    assert "Endringen kan være vesentlig" in findings and "Fristen må vurderes forlenget" in findings
    revision = re.search(r'name="revision" value="(\d+)"', client.get(f"{case.path}/godkjenning/send").text)
    assert revision
    post(client, f"{case.path}/godkjenning/send", revision=revision[1])
    page = approver.get(f"{case.path}/godkjenning").text
    assert "Endret siden versjon 1.0" in page and "skriv hvorfor den ikke er det" in page
    waiting = re.search(r'name="round" value="([^"]+)"', page)
    assert waiting
    fields = {"csrf_token": approver.token(), "round": waiting[1], "decision": "approve", "words": ""}
    refused = approver.post(f"{case.path}/godkjenning", data=fields)
    assert refused.status_code == 422
    assert "Skriv hvorfor endringen ikke er vesentlig" in refused.text
    post(approver, f"{case.path}/godkjenning", round=waiting[1], decision="approve", words="Samme omfang.")
    assert "Godkjent" in client.get(case.path).text


def test_a_change_is_given_up(browser: Browser, case: SentCase) -> None:
    client = browser("drafter")
    changing(case, client, title="Noe annet")
    assert "Noe annet" in client.get(f"{case.path}/endring").text
    page = post(client, f"{case.path}/endring/avbryt")
    assert "Dokumentpakken er sendt" in page and BANNER not in page
    assert client.get(f"{case.path}/endring").headers["Location"].endswith(case.path)


def test_after_the_deadline_the_change_is_refused_in_words(browser: Browser, case: SentCase) -> None:
    from dpsdocs.store import models

    with make_session(case.config.database_url) as session:
        session.get_one(models.Competition, case.id).deadline = datetime(2020, 1, 1, tzinfo=UTC)
        session.commit()
    client = browser("drafter")
    refused = client.post(f"{case.path}/endring/start", data={"csrf_token": client.token()})
    assert refused.status_code == 409
    assert "Tilbudsfristen er ute" in refused.text


def test_who_may(browser: Browser, case: SentCase) -> None:
    reader = browser("reader")
    assert reader.post(f"{case.path}/endring/start", data={"csrf_token": reader.token()}).status_code == 403
    other = browser("elsewhere")
    assert other.post(f"{case.path}/endring/start", data={"csrf_token": other.token()}).status_code == 404
    changing(case, browser("drafter"), title="Hemmelig nytt navn")
    for role in ("manager", "elsewhere"):
        client = browser(role)
        for path in ("", "/endring", "/kontroller", "/pakke"):
            assert client.get(case.path + path).status_code == 404, (role, path)
        assert "Hemmelig nytt navn" not in client.get("/register").text
        entry = client.get(f"/register/{case.id}").text
        assert "Hemmelig" not in entry and "Åpne konkurransen" not in entry
    assert BANNER in reader.get(case.path).text


def test_the_list_tells_a_change_from_a_draft(browser: Browser, case: SentCase) -> None:
    client = browser("drafter")
    changing(case, client)
    assert "Endring av versjon 1.0" in client.get("/konkurranser").text


def test_what_is_typed_stays_words_in_the_redline(browser: Browser, case: SentCase) -> None:
    client = browser("drafter")
    changing(case, client, need="<script>alert(1)</script> & {{ 7*7 }}")
    page = client.get(f"{case.path}/endring").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page and "49" not in re.findall(r"alert\(1\).{0,40}", page)[0]
