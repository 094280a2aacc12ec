"""Purchasing systems: what everybody reads, what managers write, confirm and import."""

from __future__ import annotations

import io
import re

import pytest

from tests.web.conftest import Browser
from tests.web.world import World

CSV = (
    "organisasjonsnummer;navn;opptatt fra;opptatt til;kategorier\n"
    "923609016;Trygg Vakt Norge AS;01.02.2025;;\n"
    "974760673;Sikker Hånd AS;01.03.2025;31.12.2026;\n"
    "974760674;Feil Nummer AS;01.03.2025;;\n"
)


def test_everybody_signed_in_reads(browser: Browser, world: World) -> None:
    page = browser("reader").get(f"/innkjopsordninger/{world['dps']}").text
    assert "1.\xa0januar\xa02025 til og med 31.\xa0desember\xa02030" in page
    assert "Bekreftet av Manager Prøvesen" in page
    assert "UKE har ikke bekreftet regelverk og tildelingskriterier" in page
    assert "30–50\xa0%" in page
    assert "/bekreft/" not in page and "/endre" not in page


def test_the_manager_confirms_and_takes_back(browser: Browser, world: World) -> None:
    manager, path = browser("manager"), f"/innkjopsordninger/{world['dps']}"
    action = re.search(rf'action="({path}/bekreft/regime/\d+)"', manager.get(path).text)
    assert action
    assert manager.send(path, action[1]).location == path
    page = manager.get(path).text
    assert "UKE har ikke bekreftet tildelingskriterier" in page
    action = re.search(rf'action="({path}/trekk/regime/\d+)"', page)
    assert action
    assert manager.send(path, action[1]).location == path
    assert "UKE har ikke bekreftet regelverk og tildelingskriterier" in manager.get(path).text


def test_a_confirmation_of_an_old_page_is_refused(browser: Browser, world: World) -> None:
    manager = browser("manager")
    path = f"/innkjopsordninger/{world['dps']}/bekreft/regime/99"
    assert manager.post(path, data={"csrf_token": manager.token()}).status_code == 409


def test_a_confirmation_falls_when_its_fields_change(browser: Browser, world: World) -> None:
    manager, path = browser("manager"), f"/innkjopsordninger/{world['dps']}"
    assert manager.send(f"{path}/endre", valid_to="31.12.2031").location == path
    assert "UKE har ikke bekreftet gyldighet, regelverk og tildelingskriterier" in manager.get(path).text


def test_saving_without_a_change_keeps_the_confirmation(browser: Browser, world: World) -> None:
    manager, path = browser("manager"), f"/innkjopsordninger/{world['dps']}"
    assert manager.send(f"{path}/endre").location == path
    assert "Bekreftet av Manager Prøvesen" in manager.get(path).text


def test_records_a_system(browser: Browser, world: World) -> None:
    manager = browser("manager")
    values = manager.form(f"/innkjopsordninger/{world['dps']}/endre")
    values |= {"reference": "26/1", "title": "Brannvakt", "version": "0"}
    # the second row is left empty: the others close up
    values |= {name: "" for name in values if name.startswith("criteria-1-")}
    values |= {"criteria-2-minimum": "50", "criteria-2-maximum": "70"}
    response = manager.post("/innkjopsordninger/ny", data=values)
    assert response.status_code == 303
    page = manager.get(response.location).text
    assert "Brannvakt er lagret." in page and "50–70\xa0%" in page and "Bemanning" not in page


def test_problems_are_told_at_the_row_they_are_about(browser: Browser, world: World) -> None:
    response = browser("manager").send(
        f"/innkjopsordninger/{world['dps']}/endre",
        **dict.fromkeys((f"criteria-0-{n}" for n in ("name", "kind", "minimum", "maximum")), ""),
        **{"criteria-0-assessed": "", "criteria-0-documentation": "", "criteria-0-id": ""},
        **{"criteria-1-minimum": "x", "valid_to": "31.02.2030", "contact_email": "ola"},
    )
    assert response.status_code == 422
    for link in ("#f-criteria-1-minimum", "#f-valid_to", "#f-contact_email"):
        assert f'href="{link}"' in response.text
    assert 'value="31.02.2030"' in response.text


def test_weights_that_cannot_become_100_are_told_above_the_rows(browser: Browser, world: World) -> None:
    response = browser("manager").send(
        f"/innkjopsordninger/{world['dps']}/endre", **{"criteria-0-maximum": "30", "criteria-1-maximum": "20"}
    )
    assert response.status_code == 422 and 'href="#kriterier"' in response.text


def test_suppliers_on_a_day(browser: Browser, world: World) -> None:
    path = f"/innkjopsordninger/{world['dps']}/leverandorer"
    reader = browser("reader")
    assert "Én leverandør per" in reader.get(path).text
    before = reader.get(f"{path}?dato=31.01.2025").text
    assert "Ingen leverandører er tatt opp" in before and "Ikke med på denne dagen" in before
    wrong = reader.get(f"{path}?dato=31.02.2025").text
    assert "<title>Feil: Leverandører" in wrong and 'value="31.02.2025"' in wrong


def test_ends_an_admission(browser: Browser, world: World) -> None:
    manager, path = browser("manager"), f"/innkjopsordninger/{world['dps']}/leverandorer"
    assert manager.send(f"{path}/{world['admission']}", admitted_until="01.03.2025").location == path
    assert "Ikke med på denne dagen" in manager.get(path).text


def test_an_admission_of_another_system_is_not_found(browser: Browser, world: World) -> None:
    path = f"/innkjopsordninger/{world['dps']}/leverandorer/{world['dps']}"
    assert browser("manager").get(path).status_code == 404


def test_reads_a_file_in_two_steps(browser: Browser, world: World) -> None:
    manager, path = browser("manager"), f"/innkjopsordninger/{world['dps']}/leverandorer"
    shown = manager.post(
        f"{path}/fil",
        data={"csrf_token": manager.token(), "file": (io.BytesIO(CSV.encode()), "liste.csv")},
        content_type="multipart/form-data",
    )
    assert shown.status_code == 200
    assert "Én rad har feil og blir utelatt" in shown.text and "To endringer" in shown.text
    assert "Rad 4" in shown.text and "Kontrollsifferet" in shown.text
    assert "Sikker Hånd" not in manager.get(path).text
    token = re.search(r'name="token" value="([^"]+)"', shown.text)
    assert token
    data = {"csrf_token": manager.token(), "token": token[1]}
    assert manager.post(f"{path}/fil/utfor", data=data).location == path
    listed = manager.get(path).text
    assert (
        "Sikker Hånd AS" in listed and "Trygg Vakt Norge AS" in listed and "Tidligere Trygg Vakt AS" in listed
    )
    assert manager.post(f"{path}/fil/utfor", data=data).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [("", b""), ("x.exe", b"MZ\x00"), ("x.xlsx", b"PK\x03\x04tull"), ("x.csv", b"a;b\n1;2\n")],
)
def test_a_file_that_cannot_be_used_is_told(browser: Browser, world: World, name: str, data: bytes) -> None:
    manager = browser("manager")
    response = manager.post(
        f"/innkjopsordninger/{world['dps']}/leverandorer/fil",
        data={"csrf_token": manager.token(), "file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )
    assert response.status_code == 422 and 'href="#f-file"' in response.text


def test_the_manager_sets_how_strict_the_deadline_is(browser: Browser) -> None:
    manager, path = browser("manager"), "/innkjopsordninger/innstillinger"
    assert manager.form(path)["strict_deadline"] == "yes"
    assert manager.post(path, data={"csrf_token": manager.token()}).location == "/innkjopsordninger"
    assert "strict_deadline" not in manager.form(path)
