"""Questions and lists of the masters in the browser: written without code, and seen as the buyer sees them."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World


@pytest.fixture
def base(world: World) -> str:
    return f"/maler/{world['master_draft']}/lister"


def form_of(text: str) -> dict[str, Any]:
    """What stands in the form, as a browser without JavaScript would send it."""
    form = html.document_fromstring(text).xpath("//form[@data-autosave]")[0]
    found: dict[str, Any] = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(str(value or ""))
    return found


def save(client: StrictClient, path: str, headers: dict[str, str] | None = None, **change: Any) -> Any:
    changed = {name.replace("__", "."): value for name, value in change.items()}
    data = {**form_of(client.get(path).text), "csrf_token": client.token(), **changed}
    return client.post(path, data=data, headers=headers)


def post(client: StrictClient, path: str, **values: str) -> Any:
    return client.post(path, data={"csrf_token": client.token(), **values})


PAGES = (
    "/sporsmal/title", "/sporsmal/contract_form", "/sporsmal/ceiling", "/sider/objekter", "/kolonner/sites.homes",
    "/krav/patrol-plan", "/prislinjer/L-1", "/mengder/escort", "/tjenester/alarm", "/kapitler/fast", "/ord/blant annet",
    "/tidsband/day", "/prisskjema/prisskjema", "/malsettet/malsettet",
)  # fmt: skip


def test_every_form_shows_no_code_and_saving_it_changes_nothing(browser: Browser, base: str) -> None:
    editor = browser("editor")
    for path in PAGES:
        page = editor.get(base + path)
        assert page.status_code == 200, path
        form = page.text.split("<main")[1].split("<aside")[0]
        assert "{{" not in form and " == " not in form and "[[" not in form, path
        assert save(editor, base + path).status_code == 303
    assert "Ingenting er endret." in editor.get(base.removesuffix("/lister") + "/endringer").text


def test_a_question_is_made_changed_seen_and_told(browser: Browser, base: str) -> None:
    editor = browser("editor")
    token = {"csrf_token": editor.token(), "asked": ["label", "kind"], "etter": "sporsmal:services"}
    refused = editor.post(f"{base}/sporsmal/nytt", data={**token, "label": "", "kind": ""})
    assert refused.status_code == 422 and "Fyll ut «Spørsmålet»." in refused.text
    new = {"label": "Hvilke raser?", "kind": "choices", "name": "raser"}
    made = editor.post(f"{base}/sporsmal/nytt", data={**token, **new})
    assert (made.status_code, made.location) == (303, f"{base}/sporsmal/raser")
    page = editor.get(made.location).text
    assert "Spørsmålet har ingen valg" in page and "Svaret brukes ingen steder" in page
    answer = save(
        editor, made.location, {"HX-Request": "true"}, option__0__label="Schäfer", option__1__label="Puddel",
        option__1__place="1", option__0__place="2", visible__question__0="Tjenester", visible__verb__0="inneholder",
        visible__answer__0="Fast vakthold", short="Hunderaser",
    )  # fmt: skip
    assert answer.status_code == 200 and "Lagret kl." in answer.text and "Ingen feil" in answer.text
    again = form_of(editor.get(made.location).text)
    assert [again["option.0.label"], again["option.1.label"]] == [["Puddel"], ["Schäfer"]]
    assert again["visible.answer.0"] == ["Fast vakthold"] and again["option.0.value"] == ["puddel"]
    frame = editor.get(f"{made.location}/ramme?eksempel=reception")
    assert "Hvilke raser?" in frame.text and "Puddel" in frame.text
    assert "script" not in frame.headers["Content-Security-Policy"]
    clause = editor.get(f"{base.removesuffix('/lister')}/konkurransegrunnlag/verdi-mengder").text
    assert '<option value="Hunderaser">' in clause
    changes = editor.get(base.removesuffix("/lister") + "/endringer").text
    assert "Hvilke raser?" in changes and "Puddel, Schäfer" in changes
    assert "La til «spørsmål: raser»" in editor.get(base.removesuffix("/lister")).text


def test_what_rules_rest_on_is_locked_with_why(browser: Browser, base: str) -> None:
    editor = browser("editor")
    page = editor.get(f"{base}/sporsmal/title").text
    assert "Reglene og beregningene i programmet bygger på svaret" in page and "Ta ut spørsmålet" not in page
    assert post(editor, f"{base}/sporsmal/title/bort").status_code == 403
    for path in ("/tidsband/day/bort", "/tidsband/night/opp", "/prisskjema/prisskjema/bort"):
        assert post(editor, base + path).status_code == 403, path
    assert "Kontrakt om ett oppdrag" in editor.get(f"{base}/sporsmal/contract_form").text


def test_what_cannot_be_kept_stays_on_the_page_with_why(browser: Browser, base: str) -> None:
    editor = browser("editor")
    page = save(
        editor, f"{base}/sporsmal/need", label="", max_length="mange", visible__question__0="Finnes ikke"
    )
    assert page.status_code == 422 and "<title>Feil: " in page.text
    for words in ("Fyll ut «Spørsmålet».", "skal være et helt tall", "er ikke et spørsmål"):
        assert words in page.text
    typed = form_of(page.text)
    assert typed["max_length"] == ["mange"] and "«Finnes ikke»" in typed["visible"][0]
    htmx = save(editor, f"{base}/sporsmal/need", {"HX-Request": "true"}, label="")
    assert htmx.status_code == 422 and "Ikke lagret" in htmx.text
    for path in (
        "/ukjent",
        "/sporsmal/ukjent",
        "/sporsmal/need/ramme?eksempel=../../set",
        "/krav/permit/ramme",
    ):
        assert editor.get(base + path).status_code == 404, path


def test_who_saves_on_top_of_another_sees_both(browser: Browser, base: str) -> None:
    editor = browser("editor")
    path = f"{base}/sporsmal/need"
    before = form_of(editor.get(path).text)
    assert save(editor, path, label="Fra den første?").status_code == 303
    page = editor.post(
        path, data={**before, "csrf_token": editor.token(), "label": "Fra den andre?", "tab": ""}
    )
    assert page.status_code == 409 and "Fra den første?" in page.text and "Fra den andre?" in page.text
    again = {**form_of(page.text), "csrf_token": editor.token()}
    assert editor.post(path, data=again).status_code == 303
    page = editor.get(path).text
    assert "Fra den andre?" in page and "Historikk" in page
    assert "<ins>" in page.split("Historikk")[1] and "Editor Prøvesen" in page.split("Historikk")[1]


def test_a_requirement_that_gives_points_asks_for_its_criterion(browser: Browser, base: str) -> None:
    editor = browser("editor")
    page = editor.get(f"{base}/krav/permit").text
    assert "Kriterium" not in page and "Slik står kravet" in page
    answer = save(editor, f"{base}/krav/permit", {"HX-Request": "true"}, kind="B")
    assert answer.headers["HX-Redirect"] == f"{base}/krav/permit"
    page = editor.get(f"{base}/krav/permit").text
    assert "Kriterium" in page and "Et evaluert krav må ha et kriterium." in page
    overview = editor.get(base.removesuffix("/lister")).text
    lists = overview.split("Lister</h2>")[1].split("</nav>")[0]
    assert lists.count("Endret") == 1 and "1 feil" in lists
    assert "Krav: Leverandøren skal ha tillatelse" in overview and f"{base}/krav/permit" in overview
    sent = editor.get(base.removesuffix("/lister") + "/send").text
    assert "Et evaluert krav må ha et kriterium." in sent and "requirements.toml" not in sent


def test_order_and_taking_out(browser: Browser, base: str) -> None:
    editor = browser("editor")
    assert post(editor, f"{base}/krav/gifts/opp").status_code == 303
    assert post(editor, f"{base}/sporsmal/need/flytt", etter="sider:om").status_code == 303
    assert post(editor, f"{base}/sporsmal/need/flytt", etter="sider:borte").status_code == 404
    assert post(editor, f"{base}/krav/interests/bort").location == f"{base}/krav"
    assert editor.get(f"{base}/krav/interests").status_code == 404
    data = {"asked": "others", "others": "sjekkpunkt\nstasjon", "name": "kontrollpunkt", "etter": "ord:krav"}
    added = editor.post(f"{base}/ord/nytt", data={**data, "csrf_token": editor.token()})
    assert added.status_code == 303 and "sjekkpunkt, stasjon" in editor.get(f"{base}/ord").text
    assert save(editor, f"{base}/ord/kontrollpunkt", others="sjekkpunkt").status_code == 303
    assert "<del>" in editor.get(f"{base}/ord/kontrollpunkt").text.split("Historikk")[1]


def test_the_lists_are_read_by_approvers_and_nobody_else(browser: Browser, base: str) -> None:
    for path in (
        "/sporsmal",
        "/krav",
        "/kapitler",
        "/tjenester",
        "/prislinjer",
        "/mengder",
        "/ord",
        "/prisskjema",
    ):
        assert browser("editor").get(base + path).status_code == 200, path
        assert browser("drafter").get(base + path).status_code == 403
