"""Who may do what with a competition, and what the pages answer to those who may not."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World

PAGES = ("", "/del/om", "/kontroller", "/dokumenter", "/godkjenning", "/pakke", "/pakke/utsted", "/kopier")


def _base(world: World) -> str:
    return f"/konkurranser/{world['competition']}"


@pytest.mark.parametrize("role", ["elsewhere", "manager", "editor", "admin"])
def test_another_agencys_draft_is_not_there(browser: Browser, world: World, role: str) -> None:
    client = browser(role)
    for path in PAGES[:-1]:
        assert client.get(_base(world) + path).status_code == 404, path
    data = {"csrf_token": client.token(), "asked": "title", "title": "Overtatt"}
    assert client.post(f"{_base(world)}/del/om", data=data).status_code == 404
    assert "Overtatt" not in browser("drafter").get(_base(world)).text


def test_a_reader_is_refused_when_writing(browser: Browser, world: World) -> None:
    reader = browser("reader")
    assert reader.get(_base(world)).status_code == 200
    token = reader.token()
    for path in ("/del/om", "/del/om/lagre", "/godkjenning/send", "/pakke/utsted", "/avlys"):
        response = reader.post(_base(world) + path, data={"csrf_token": token})
        assert response.status_code == 403, path


def test_a_draft_with_stops_is_not_sent_and_says_why(browser: Browser, world: World) -> None:
    client = browser("drafter")
    page = client.get(f"{_base(world)}/godkjenning/send").text
    assert re.search(r"[A-ZÆØÅ0-9]\S* stopp må rettes først", page)
    data = {"csrf_token": client.token(), "revision": "0", "message": "Kan du se på vektene?"}
    response = client.post(f"{_base(world)}/godkjenning/send", data=data)
    assert response.status_code == 422
    assert "stopp må rettes først" in response.text
    assert "Kan du se på vektene?" in response.text


def test_an_unconfirmed_purchasing_system_does_not_issue_and_says_why(browser: Browser, world: World) -> None:
    client = browser("drafter")
    page = client.get(f"{_base(world)}/pakke/utsted").text
    assert "Pakken kan ikke utstedes ennå" in page
    assert "bekreft" in page and "Utsted pakken" not in page.split("<main")[1].replace(
        "Utsted dokumentpakken", ""
    )
    response = client.post(f"{_base(world)}/pakke/utsted", data={"csrf_token": client.token()})
    assert response.status_code == 409
    assert "Pakken står her når" in client.get(f"{_base(world)}/pakke").text


def test_starting_twice_with_one_form_gives_one_draft(browser: Browser, world: World) -> None:
    client = browser("drafter")
    form = client.form("/konkurranser/ny")
    form |= {"agency": world["Boligetaten"], "dps": world["dps"]}
    first, second = (client.post("/konkurranser/ny", data=form).headers["Location"] for _ in range(2))
    assert first == second


@pytest.mark.parametrize("field", ["agency", "dps"])
@pytest.mark.parametrize("value", ["", "finnesikke", "\x00"])
def test_starting_with_nothing_chosen_is_answered(
    browser: Browser, world: World, field: str, value: str
) -> None:
    chosen = {"agency": world["Boligetaten"], "dps": world["dps"], field: value}
    response = browser("drafter").send("/konkurranser/ny", **chosen)
    assert response.status_code == 422
    assert "<title>Feil: Start ny konkurranse" in response.text


def test_a_copy_keeps_answers_and_leaves_dates_behind(browser: Browser, world: World) -> None:
    client = browser("drafter")
    client.send(f"{_base(world)}/del/om", title="Vakt i lobbyen", case_number="26/00001", go="list")
    client.send(f"{_base(world)}/del/frister", sending_date="01.02.2030", go="list")
    made = client.send(f"{_base(world)}/kopier", agency=world["Boligetaten"])
    page = client.get(f"{made.headers['Location']}/del/om").text
    assert "Vakt i lobbyen" in page and "26/00001" not in page
    assert "01.02.2030" not in client.get(f"{made.headers['Location']}/del/frister").text
    assert client.send(f"{_base(world)}/kopier", agency=world["Kulturvirksomheten"]).status_code == 403


def test_cancelling_needs_a_reason(browser: Browser, world: World) -> None:
    client = browser("drafter")
    response = client.send(f"{_base(world)}/avlys", words="  ")
    assert response.status_code == 422 and "Skriv hvorfor konkurransen avlyses." in response.text
    assert client.send(f"{_base(world)}/avlys", words="Behovet falt bort").status_code == 303
    _closed(client, world)


def _closed(client: StrictClient, world: World) -> None:
    page = client.get(f"{_base(world)}/del/om").text
    assert "Svarene kan ikke endres nå." in page
    data = {"csrf_token": client.token(), "asked": "title", "title": "For sent"}
    late = client.post(f"{_base(world)}/del/om", data=data)
    assert late.status_code == 409 and "Svaret er ikke lagret." in late.text


def test_a_second_click_leads_to_the_competition(browser: Browser, world: World) -> None:
    client = browser("drafter")
    data = {"csrf_token": client.token(), "words": "Behovet falt bort"}
    answers = [client.post(f"{_base(world)}/avlys", data=data) for _ in range(2)]
    assert [(a.status_code, a.headers["Location"]) for a in answers] == [(303, _base(world))] * 2
    assert "Avlyst" in client.get(_base(world)).text
