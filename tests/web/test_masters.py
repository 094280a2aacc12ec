"""UKE's masters in the browser: a clause is written without code, seen, sent in, and approved by somebody else."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from lxml import html

from dpsdocs.services import accounts, people
from dpsdocs.store.db import db
from tests.clock import today
from tests.web import world as worlds
from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World

CLAUSE = "/konkurransegrunnlag/verdi-mengder"
TODAY = today().strftime("%d.%m.%Y")


@pytest.fixture
def base(world: World) -> str:
    return f"/maler/{world['master_draft']}"


@pytest.fixture
def approver(app: Flask, browser: Browser) -> StrictClient:
    """Somebody else, who approves masters."""
    with app.app_context():
        admin, _ = accounts.sign_in(db.session, worlds.email("admin"), worlds.PASSWORD)
        role = ((None, "master_approver"),)
        added = people.add_person(db.session, admin, "Nora Vik", worlds.email("nora"), False, role)
        accounts.accept_invite(db.session, accounts.new_invite(db.session, admin, added.id), worlds.PASSWORD)
    return browser("nora")


def fields(client: StrictClient, path: str) -> dict[str, str]:
    """What stands in the form of a clause, as a browser without JavaScript would send it."""
    page = html.document_fromstring(client.get(path).text)
    form = page.xpath("//form[@data-autosave]")[0]
    return {name: str(value or "") for name, value in form.form_values()}


def save(client: StrictClient, path: str, headers: dict[str, str] | None = None, **change: str) -> Any:
    changed = {name.replace("__", "."): value for name, value in change.items()}
    data = {**fields(client, path), "csrf_token": client.token(), **changed}
    return client.post(path, data=data, headers=headers)


def test_the_form_shows_no_code_and_saving_it_changes_nothing(browser: Browser, base: str) -> None:
    editor = browser("editor")
    for path in (
        "/konkurransegrunnlag/kjopere-hvem",
        CLAUSE,
        "/kontrakt/lonn-krav",
        "/bibliotek/vedstaelse-frist",
    ):
        page = editor.get(base + path).text
        form = page.split("<main")[1].split("<aside")[0]
        assert "{{" not in form and "{%" not in form and ":::" not in form, path
        assert save(editor, base + path).status_code == 303
    assert "Ingenting er endret." in editor.get(f"{base}/endringer").text


def test_a_clause_is_written_seen_and_told(browser: Browser, base: str) -> None:
    editor = browser("editor")
    text = "Mengdene er **anslag**. [Virksomhetens navn] kjøper det den trenger."
    answer = save(editor, base + CLAUSE, text__0=text, lock="adaptable", guidance="Si fra til UKE.")
    assert (answer.status_code, answer.location) == (303, f"{base}{CLAUSE}?eksempel=alarm")
    page = editor.get(base + CLAUSE).text
    assert "[Virksomhetens navn] kjøper" in page and "Ingen feil" in page and "Si fra til UKE." in page
    shown = editor.get(f"{base}{CLAUSE}/ramme?eksempel=reception")
    assert "kjøper det den trenger" in shown.text and "script" not in shown.headers["Content-Security-Policy"]
    changes = editor.get(f"{base}/endringer").text
    assert "<b>Lås:</b>" in changes and "Endringer siden 2026.1" in changes and "Verdi og omfang" in changes
    overview = editor.get(base).text
    assert "Endret «verdi-mengder»" in overview and "Editor Prøvesen" in overview
    assert "Endret et punkt i malene" in browser("admin").get("/logg").text


def test_while_one_writes_it_saves_by_itself(browser: Browser, base: str) -> None:
    editor = browser("editor")
    answer = save(editor, base + CLAUSE, {"HX-Request": "true"}, text__0="Mengdene er [Noe ukjent].")
    assert answer.status_code == 200 and "Lagret kl." in answer.text and "<html" not in answer.text
    assert "«[Noe ukjent]» er ikke et felt" in answer.text and 'id="side"' in answer.text
    refused = save(editor, base + CLAUSE, {"HX-Request": "true"}, text__0="{{ x }}")
    assert refused.status_code == 422 and "Ikke lagret" in refused.text


def test_what_cannot_be_kept_stays_on_the_page_with_why(browser: Browser, base: str) -> None:
    editor = browser("editor")
    hostile = {
        "text__0": "{{ config }}", "question__0": "Finnes ikke", "review_by": "snart", "lock": "åpen",
    }  # fmt: skip
    page = save(editor, base + CLAUSE, **hostile)
    assert page.status_code == 422 and "<title>Feil: " in page.text
    for words in ("hakeparentes", "er ikke et spørsmål", "Velg hvem som kan endre"):
        assert words in page.text
    form = html.document_fromstring(page.text).xpath("//form[@data-autosave]")[0]
    assert form.fields["text.0"].strip() == "{{ config }}" and form.fields["when"].strip()
    assert "Ingenting er endret." in editor.get(f"{base}/endringer").text
    for path in ("/ukjent/x", "/konkurransegrunnlag/ukjent", "/bibliotek/../set", "/prisskjema/x"):
        assert editor.get(base + path).status_code == 404, path
    assert editor.get(f"{base}{CLAUSE}/ramme?eksempel=../../set").status_code == 404


def test_who_saves_on_top_of_another_sees_both(browser: Browser, base: str, app: Flask) -> None:
    editor = browser("editor")
    before = fields(editor, base + CLAUSE)
    assert save(editor, base + CLAUSE, text__0="Fra den første.").status_code == 303
    data = {**before, "csrf_token": editor.token(), "text.0": "Fra den andre.", "tab": ""}
    page = editor.post(base + CLAUSE, data=data)
    assert page.status_code == 409 and "har lagret det samme punktet mens du skrev" in page.text
    assert "Fra den første." in page.text and "Fra den andre." in page.text
    form = html.document_fromstring(page.text).xpath("//form[@data-autosave]")[0]
    again = {name: str(value or "") for name, value in form.form_values()}
    assert editor.post(base + CLAUSE, data={**again, "csrf_token": editor.token()}).status_code == 303
    assert "Fra den andre." in editor.get(base + CLAUSE).text


def test_from_a_clause_to_a_release_that_another_person_approves(
    browser: Browser, approver: StrictClient, base: str, world: World
) -> None:
    editor = browser("editor")
    save(editor, base + CLAUSE, text__0="Mengdene er anslag, og ingen er bundet av dem.")
    assert editor.send(f"{base}/send", version="2026.1", notes="").status_code == 422
    assert editor.send(f"{base}/send", version="2031.1", notes="Ny setning om mengder.").status_code == 303
    assert save_is_closed(editor, base)
    assert "Bare malgodkjennere" in editor.get(f"{base}/godkjenn").text
    refused = editor.post(
        f"{base}/godkjenn", data={"csrf_token": editor.token(), "decision": "approve", "live_from": TODAY}
    )
    assert refused.status_code == 403
    page = approver.get(f"{base}/godkjenn").text
    assert (
        "Ny setning om mengder." in page
        and "ingen er bundet av dem" in page
        and "Konkurransegrunnlag" in page
    )
    assert approver.send(f"{base}/godkjenn", decision="return", words="").status_code == 422
    done = approver.send(f"{base}/godkjenn", decision="approve", live_from=TODAY)
    assert done.status_code == 303 and "/maler/versjoner/" in done.location
    assert "Nye konkurranser får denne versjonen" in approver.get(done.location).text
    listed = editor.get("/maler").text
    assert "versjon 2031.1" in listed and "Ny setning om mengder." in listed
    assert "Gå tilbake til denne versjonen" in editor.get(f"/maler/versjoner/{world['release']}").text
    started = editor.send("/maler", "/maler/begynn", release=world["release"])
    assert started.status_code == 303
    assert "ingen er bundet av dem" in editor.get(f"{started.location}/endringer").text


def save_is_closed(editor: StrictClient, base: str) -> bool:
    page = editor.get(base + CLAUSE).text
    posted = editor.post(base + CLAUSE, data={"csrf_token": editor.token(), "text.0": "x", "lock": "locked"})
    return "data-autosave" not in page and posted.status_code == 409


def test_the_tree_is_searched_and_its_order_changed(browser: Browser, base: str) -> None:
    editor = browser("editor")
    found = html.document_fromstring(editor.get(f"{base}?finn=kjøpsvolum").text)
    assert any(CLAUSE in href for href in found.xpath("//div[@class='work']//a/@href"))
    assert "Ingen punkter har disse ordene" in editor.get(f"{base}?finn=xyzzy").text
    assert editor.get(f"{base}?dokument=ukjent").status_code == 404
    made = editor.send(f"{base}{CLAUSE}/nytt", name="Nye mengder")
    assert made.location == f"{base}/konkurransegrunnlag/nye-mengder"
    assert editor.send(f"{base}{CLAUSE}/nytt", name="Nye mengder").status_code == 422
    token = editor.token()
    assert editor.post(f"{made.location}/opp", data={"csrf_token": token}).status_code == 303
    assert editor.post(f"{made.location}/bort", data={"csrf_token": token}).status_code == 303
    assert editor.get(made.location).status_code == 404
    heading = f"{base}/konkurransegrunnlag/verdi/overskrift"
    assert editor.send(heading, heading="Verdien").status_code == 303
    assert "Verdien" in editor.get(base + "?dokument=konkurransegrunnlag").text
    assert editor.get(f"{base}/konkurransegrunnlag/borte/overskrift").status_code == 404
