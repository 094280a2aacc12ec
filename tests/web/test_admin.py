"""Persons, agencies and the log."""

from __future__ import annotations

import re

from tests.web.conftest import Browser
from tests.web.world import World


def test_adds_a_person_and_shows_the_link_once(browser: Browser, world: World) -> None:
    admin = browser("admin")
    response = admin.send(
        "/personer/ny",
        **{
            "name": "Ny Person",
            "email": "ny@oslo.example",
            "places-0-agency": world["Boligetaten"],
            "places-0-roles": ["drafter", "approver"],
            "central": ["dps_manager"],
        },
    )
    assert response.status_code == 303 and response.location.endswith("/invitasjon")
    assert "/invitasjon/" in admin.get(response.location).text
    listed = admin.get("/personer").text
    assert "Ny Person" in listed and "Godkjenner, Saksbehandler" in listed and "DPS-forvalter" in listed


def test_a_person_is_shown_as_stored_and_saved_unchanged(browser: Browser, world: World) -> None:
    admin, path = browser("admin"), f"/personer/{world['approver']}"
    before = re.sub(r'content="[^"]+"|value="[^"]{60,}"', "", admin.get(path).text)
    assert admin.send(path).location == "/personer"
    admin.get("/personer")
    assert re.sub(r'content="[^"]+"|value="[^"]{60,}"', "", admin.get(path).text) == before


def test_deactivating_signs_the_person_out(browser: Browser, world: World) -> None:
    admin, reader = browser("admin"), browser("reader")
    form = admin.form(f"/personer/{world['reader']}")
    assert form.pop("active") == "yes"
    form = {name: list(v) if not isinstance(v, str) else v for name, v in form.items()}
    assert admin.post(f"/personer/{world['reader']}", data=form).status_code == 303
    assert reader.get("/passord").status_code == 303


def test_wrong_values_are_told_at_the_field_and_what_was_typed_stays(browser: Browser) -> None:
    response = browser("admin").send("/personer/ny", name="", email="ikke en adresse")
    assert response.status_code == 422
    assert "<title>Feil: Legg til person" in response.text
    assert 'href="#f-email"' in response.text and 'value="ikke en adresse"' in response.text
    assert "Du må rette to ting" in response.text


def test_the_last_administrator_stays(browser: Browser, world: World) -> None:
    admin = browser("admin")
    form = admin.form(f"/personer/{world['admin']}")
    form.pop("is_admin")
    form = {name: list(v) if not isinstance(v, str) else v for name, v in form.items()}
    response = admin.post(f"/personer/{world['admin']}", data=form)
    assert response.status_code == 422 and "siste aktive systemadministratoren" in response.text


def test_a_made_up_role_is_refused(browser: Browser, world: World) -> None:
    response = browser("admin").send(
        "/personer/ny",
        name="Ny",
        email="ny2@oslo.example",
        **{"places-0-agency": world["Boligetaten"], "places-0-roles": ["dps_manager"]},
    )
    assert response.status_code == 422 and 'href="#roller"' in response.text


def test_adds_and_changes_an_agency(browser: Browser) -> None:
    admin = browser("admin")
    values = {
        "name": "Parkvirksomheten",
        "org_number": "923 609 016",
        "address": "Gata 2",
        "postal": "0180 Oslo",
    }
    assert admin.send("/virksomheter/ny", **values).status_code == 303
    link = re.search(
        r'href="(/virksomheter/[0-9a-f-]{36})">Parkvirksomheten', admin.get("/virksomheter").text
    )
    assert link
    assert admin.send(link[1], name="Parketaten").location == "/virksomheter"
    assert "Parketaten er lagret." in admin.get("/virksomheter").text


def test_two_who_change_the_same_agency_are_told(browser: Browser, world: World) -> None:
    admin, path = browser("admin"), f"/virksomheter/{world['Boligetaten']}"
    old = admin.form(path)
    assert admin.send(path, name="Boligetaten i Oslo").status_code == 303
    response = admin.post(path, data={**old, "name": "Noe annet"})
    assert response.status_code == 409 and "Noen andre har lagret" in response.text


def test_an_organisation_number_with_a_wrong_digit_is_refused(browser: Browser) -> None:
    response = browser("admin").send("/virksomheter/ny", name="X", org_number="923609017")
    assert response.status_code == 422 and "Kontrollsifferet" in response.text


def test_the_log_tells_who_and_what_but_not_of_cases(browser: Browser) -> None:
    page = browser("admin").get("/logg").text
    assert "Lagret en virksomhet" in page and "Admin Adminsen" in page
    started = page.split("Startet en konkurranse")[1].split("</tr>")[0]
    assert "24/1307" not in started


def test_the_log_has_pages(browser: Browser) -> None:
    admin = browser("admin")
    for _ in range(60):
        browser("reader")
    first = admin.get("/logg").text
    link = re.search(r'href="(/logg\?for=\d+)"', first)
    assert link and "Eldre linjer" in first
    assert "Til de nyeste" in admin.get(link[1]).text
    assert admin.get("/logg?for=abc").status_code == 200
