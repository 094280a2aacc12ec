"""Findings in the browser: put aside and taken back, confirmed, overridden; the table of rules as UKE changes it."""

from __future__ import annotations

import pytest
from flask import Flask
from lxml import html

from dpsdocs.store import models
from dpsdocs.store.db import db
from tests.services.test_file_check import pdf
from tests.web.conftest import Browser
from tests.web.sending import send_file
from tests.web.strict import StrictClient
from tests.web.world import World

SHORT = {"sending_date": "11.01.2027", "tender_deadline.date": "20.01.2027", "tender_deadline.time": "12.00"}


def base(world: World) -> str:
    return f"/konkurranser/{world['competition']}"


def fill(client: StrictClient, world: World, section: str, **values: str) -> None:
    """Fill in a page of questions and send it, as a browser does."""
    to = f"{base(world)}/del/{section}"
    asked = html.document_fromstring(client.get(to).text).xpath("//input[@name='asked']/@value")
    assert client.send(to, "", asked=set(asked), go="list", **values).status_code in (303, 422)


def links(client: StrictClient, world: World, words: str) -> list[str]:
    """The addresses of the links with these words on check answers."""
    root = html.document_fromstring(client.get(f"{base(world)}/kontroller").text)
    return [a.get("href") for a in root.iter("a") if a.text_content().startswith(words)]


@pytest.fixture
def drafter(browser: Browser, world: World) -> StrictClient:
    """A drafter whose competition has something to confirm: a value."""
    client = browser("drafter")
    fill(client, world, "verdi", estimated_value="5 000 000", hourly_estimate="500")
    return client


def test_a_proposal_is_read_with_its_reasons_and_confirmed(drafter: StrictClient, world: World) -> None:
    (to,) = links(drafter, world, "Les og bekreft")
    page = drafter.get(to).text
    assert "Instruksen punkt\u00a04.3" in page
    assert "A–H og I–T" in page
    assert drafter.send(to, "").status_code == 303
    shown = drafter.get(f"{base(world)}/kontroller").text
    assert "Bekreftet av Drafter Prøvesen" in shown
    assert links(drafter, world, "Les og bekreft") == []


def test_a_warning_is_put_aside_with_a_reason_and_taken_back(drafter: StrictClient, world: World) -> None:
    fill(drafter, world, "behov", need="Ring Kari på 22 33 44 55.")
    (to,) = links(drafter, world, "Sett til side: «Behovet»")
    refused = drafter.send(to, "", reason=" ")
    assert refused.status_code == 422
    assert "Skriv hvorfor." in refused.text
    assert drafter.send(to, "", reason="Nummeret er vaktens <b>eget</b>.").status_code == 303
    shown = drafter.get(f"{base(world)}/kontroller").text
    assert "Nummeret er vaktens &lt;b&gt;eget&lt;/b&gt;." in shown
    root = html.document_fromstring(shown)
    (form,) = root.xpath("//form[contains(@action, '/tilbake')]")
    assert drafter.post(form.get("action"), data=dict(form.fields)).status_code == 303
    assert len(links(drafter, world, "Sett til side: «Behovet»")) == 1


def test_a_finding_that_has_changed_is_gone(drafter: StrictClient, world: World) -> None:
    to = f"{base(world)}/kontroller/funn/{'0' * 32}"
    assert drafter.get(to).status_code == 404


def test_only_those_who_draft_can_say_anything(browser: Browser, drafter: StrictClient, world: World) -> None:
    (to,) = links(drafter, world, "Les og bekreft")
    assert browser("reader").get(to).status_code == 403
    assert browser("elsewhere").get(to).status_code == 404
    assert links(browser("reader"), world, "Les og bekreft") == []


def test_uke_switches_a_rule_and_everybody_reads_it(browser: Browser) -> None:
    manager = browser("manager")
    before = manager.get("/regler").text
    assert "Regeltabell 2026-11-28<" in before
    refused = manager.send("/regler/dps.beyond", "", state="off", reason="")
    assert refused.status_code == 422
    assert (
        manager.send("/regler/dps.beyond", "", state="off", reason="Vi har egne regler.").status_code == 303
    )
    for role in ("drafter", "manager"):
        page = browser(role).get("/regler").text
        assert "Regeltabell 2026-11-28.1<" in page
        assert "Vi har egne regler." in page
        assert "Manager Prøvesen" in page


def test_uke_confirms_an_amount(browser: Browser) -> None:
    manager = browser("manager")
    to = "/regler/belop/eea?fra=2026-04-21"
    assert 'value="2500000"' in manager.get(to).text
    assert manager.send(to, "", amount="2 450 000", reason="Lovtidend.").status_code == 303
    assert "2\u00a0450\u00a0000 kr" in browser("reader").get("/regler").text
    assert manager.get("/regler/belop/eea?fra=1999-01-01").status_code == 404
    assert manager.get("/regler/belop/eea?fra=x").status_code == 404


def test_a_form_that_has_not_seen_the_latest_table_is_a_conflict(browser: Browser) -> None:
    manager = browser("manager")
    assert manager.send("/regler/dps.beyond", "", state="off", reason="En.", seen="7").status_code == 409


@pytest.mark.parametrize("role", ["drafter", "admin", "editor"])
def test_nobody_else_changes_rules(browser: Browser, role: str) -> None:
    client = browser(role)
    assert client.get("/regler/dps.beyond").status_code == 403
    assert "Endre<" not in client.get("/regler").text


def test_a_fixed_rule_has_no_form(browser: Browser) -> None:
    page = browser("manager").get("/regler/answers.required").text
    assert "kan ikke slås av" in page
    assert "<textarea" not in page


def test_an_override_takes_evidence_as_words_and_file(
    app: Flask, browser: Browser, drafter: StrictClient, world: World
) -> None:
    with app.app_context():
        db.session.get_one(models.Dps, world["dps"]).regime = "foa3"
        db.session.commit()
    fill(drafter, world, "frister", **SHORT, adjust_dates="no")
    (to,) = links(drafter, world, "Fravik fra regelen")
    page = drafter.get(to).text
    assert "§ 20-3 (3)" in page
    assert drafter.send(to, "", reason="Avtalt med alle.").status_code == 422
    made = drafter.send(to, "", reason="Avtalt med alle.", evidence="Fem e-poster.").headers["Location"]
    token = {"csrf_token": drafter.form(made)["csrf_token"]}
    assert send_file(drafter, made, token, "virus.exe", b"MZ").status_code == 422
    evidence = pdf()  # it holds the time it was made
    assert send_file(drafter, made, token, "svar.pdf", evidence).status_code == 303
    shown = drafter.get(f"{base(world)}/kontroller").text
    assert "Venter på godkjenning av en annen person." in shown
    (file,) = html.document_fromstring(shown).xpath("//a[text()='svar.pdf']/@href")
    got = drafter.get(file)
    assert got.headers["Content-Disposition"] == "attachment; filename=svar.pdf"
    assert got.data == evidence
    assert browser("elsewhere").get(file).status_code == 404
