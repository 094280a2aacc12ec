"""The page of a table: shown in words, kept by each button, and what cannot be used is told where it stands."""

from __future__ import annotations

import pytest
from lxml import html

from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World

CLAUSE = "konkurransegrunnlag/kriterier-tabell"


@pytest.fixture
def path(browser: Browser, world: World) -> str:
    page = browser("editor").get(f"/maler/{world['master_draft']}/{CLAUSE}").text
    links = html.document_fromstring(page).xpath("//a[contains(., 'Endre kolonner')]/@href")
    return str(links[0])


def fields(client: StrictClient, path: str) -> dict[str, str]:
    form = html.document_fromstring(client.get(path).text).xpath("//main//form[@data-guard]")[0]
    return {name: str(value or "") for name, value in form.form_values()}


def send(client: StrictClient, path: str, **change: str) -> tuple[int, str]:
    changed = {name.replace("__", "."): value for name, value in change.items()}
    answer = client.post(path, data={**fields(client, path), "csrf_token": client.token(), **changed})
    return answer.status_code, answer.text if answer.status_code != 303 else str(answer.location)


def test_the_page_shows_no_code_and_saving_it_changes_nothing(
    browser: Browser, world: World, path: str
) -> None:
    editor = browser("editor")
    page = editor.get(path).text.split("<main")[1]
    assert "{" not in page.split("<form")[1] and "[rad: Navn]" in page and "Tildelingskriterier" in page
    status, place = send(editor, path)
    assert (status, place) == (303, f"/maler/{world['master_draft']}/{CLAUSE}")
    assert "Ingenting er endret." in editor.get(f"/maler/{world['master_draft']}/endringer").text


def test_columns_are_added_named_and_shown(browser: Browser, world: World, path: str) -> None:
    editor = browser("editor")
    status, place = send(editor, path, go="column-add-3")
    assert (status, place) == (303, path)
    status, place = send(editor, path, head__4="Merknad", cell__0__4="[rad: Type]", cell__1__4="–")
    assert status == 303
    shown = editor.get(f"/maler/{world['master_draft']}/{CLAUSE}/ramme?eksempel=reception").text
    assert "Merknad</th>" in shown
    assert "Ingen feil" in editor.get(place).text


def test_what_is_wrong_stands_by_the_cell(browser: Browser, path: str) -> None:
    editor = browser("editor")
    status, page = send(editor, path, cell__0__0="{{ x }}", head__1="Vekten")
    assert (
        status == 422
        and 'href="#f-cell-0-0"' in page
        and "Vekten" in page
        and "kan ikke stå i teksten" in page
    )
    assert editor.get(path.rpartition("/")[0] + "/99").status_code == 404
    assert browser("drafter").get(path).status_code == 403


def test_a_table_is_made_and_taken_out(browser: Browser, world: World) -> None:
    editor, base = browser("editor"), f"/maler/{world['master_draft']}/konkurransegrunnlag/verdi-mengder"
    made = editor.post(
        f"{base}/tabell/ny", data={"csrf_token": editor.token(), "listed": "timeline", "columns": "2"}
    )
    assert made.status_code == 303 and made.location.startswith(f"{base}/tabell/")
    version = fields(editor, made.location)["base"]
    gone = editor.post(f"{made.location}/bort", data={"csrf_token": editor.token(), "base": version})
    assert (gone.status_code, gone.location) == (303, base)
    refused = editor.post(f"{base}/tabell/ny", data={"csrf_token": editor.token(), "columns": "x"})
    assert refused.status_code == 422


def test_a_table_outside_the_clauses_has_the_same_page(browser: Browser, world: World) -> None:
    editor, shown = browser("editor"), f"/maler/{world['master_draft']}"
    tree = editor.get(f"{shown}?dokument=konkurransegrunnlag").text
    path = f"{shown}/konkurransegrunnlag/korte-trekk/tabell/0"
    assert f'href="{path}"' in tree and "Tabell: Konkurransen i korte trekk" in tree
    page = editor.get(path).text.split("<main")[1]
    assert "Tabell: Konkurransen i korte trekk</h1>" in page and "{{" not in page
    assert send(editor, path, go="row-add-3") == (303, path)
    status, place = send(editor, path, cell__4__0="Oppmøte", cell__4__1="Klokken 12.")
    assert (status, place) == (303, f"{shown}?dokument=konkurransegrunnlag")
    assert f'href="{path}"' in editor.get(f"{shown}?finn=oppmøte").text
    assert editor.get(path.replace("/0", "/ny")).status_code == 404
    sent = editor.get(f"{shown}/konkurransegrunnlag/korte-trekk")
    assert (sent.status_code, sent.location) == (303, path)


def test_a_signature_field_has_a_page(browser: Browser, world: World) -> None:
    editor, shown = browser("editor"), f"/maler/{world['master_draft']}"
    path = f"{shown}/kontrakt/signatur-parter/del"
    assert f'href="{path}"' in editor.get(f"{shown}?dokument=kontrakt").text
    typed = fields(editor, path)
    assert typed["text.1"].strip().startswith("For oppdragsgiveren | Oslo kommune ved [Virksomhetens navn]")
    status, page = send(editor, path, text__1="For oppdragsgiveren | {{ x }}")
    assert status == 422 and 'href="#f-text-1"' in page and "For oppdragsgiveren | {{ x }}" in page
    assert send(editor, path, text__1=typed["text.1"].replace("For opp", "På vegne av opp"))[0] == 303
    changes = html.document_fromstring(editor.get(f"{shown}/endringer").text)
    assert any("På vegne av" in mark.text_content() for mark in changes.xpath("//ins"))
    assert send(editor, path, base="0", text__1="Noe | annet")[0] == 409
    assert browser("drafter").get(path).status_code == 403
