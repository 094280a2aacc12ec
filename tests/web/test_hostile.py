"""Input nobody should send: markup, null bytes, megabytes, odd encodings, missing and doubled fields."""

from __future__ import annotations

import pytest
from flask import Flask
from markupsafe import escape

from tests.web import routes
from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World

MEANT = ("people", "agencies", "dps", "dps_documents", "suppliers", "accounts", "routine")
MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}${7*7}",
    "'; DROP TABLE agency; --",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_stays_text(browser: Browser, text: str) -> None:
    admin = browser("admin")
    values = {
        "name": text,
        "org_number": "923609016",
        "address": text,
        "postal": "0155 Oslo",
        "short": text[:40],
    }
    assert admin.send("/virksomheter/ny", **values).status_code == 303
    for page in (admin.get("/virksomheter").text, admin.get("/personer/ny").text, admin.get("/logg").text):
        assert "<script>alert" not in page and "<img src=x" not in page
    assert str(escape(text)) in admin.get("/virksomheter").text


def test_null_bytes_are_shown_and_refused(browser: Browser) -> None:
    response = browser("admin").send("/virksomheter/ny", name="Bolig\x00etaten", org_number="923609016")
    assert response.status_code == 422 and "tegn som ikke kan leses" in response.text
    assert "\x00" not in response.text


def test_broken_utf8_is_survived(browser: Browser) -> None:
    admin = browser("admin")
    body = b"csrf_token=" + admin.token().encode() + b"&name=%ff%fe&org_number=%00"
    response = admin.post("/virksomheter/ny", data=body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422


def test_a_megabyte_in_a_field_is_answered_in_words(browser: Browser) -> None:
    response = browser("admin").send("/virksomheter/ny", name="x" * 1_000_000, org_number="923609016")
    assert response.status_code == 422 and "Kort det ned" in response.text


def test_too_much_is_413(browser: Browser) -> None:
    admin = browser("admin")
    token = admin.token()
    for size in (4_500_000, 7_000_000):
        response = admin.post("/virksomheter/ny", data={"csrf_token": token, "name": "x" * size})
        assert response.status_code == 413 and "for stort" in response.text


def test_missing_and_doubled_fields_are_survived(app: Flask, browser: Browser, world: World) -> None:
    for role in ("admin", "manager"):
        client = browser(role)
        for rule in routes.rules(app, "POST"):
            if rule.endpoint.split(".")[0] in MEANT:
                path, token = routes.address(app, rule, world), client.token("/hjelp")
                twice = {"csrf_token": token, "name": ["a", "b"], "version": "x", "places-9-agency": "x"}
                assert client.post(path, data=twice).status_code in (303, 403, 404, 409, 422), path
                if rule.endpoint == "accounts.sign_out":
                    client = browser(role)


@pytest.mark.parametrize(
    "path",
    [
        "/personer/1",
        "/personer/../logg",
        "/personer/%00",
        "/innkjopsordninger/" + "x" * 5000,
        "/merkevare/..%2f..%2fsecret_key",
        "/merkevare/secret_key",
        "/static/../dpsdocs/config.py",
        "/static/..%2f..%2fdpsdocs%2fconfig.py",
        "/invitasjon/" + "é" * 300,
    ],
)
def test_odd_addresses_are_404(client: StrictClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_other_methods_are_405_in_norwegian(browser: Browser) -> None:
    admin = browser("admin")
    response = admin.put("/personer", data={"csrf_token": admin.token()})
    assert response.status_code == 405 and "Adressen kan ikke brukes slik" in response.text
    assert "GET" in response.headers["Allow"]


def test_errors_in_a_fragment_are_fragments(browser: Browser) -> None:
    response = browser("reader").get("/personer", headers={"HX-Request": "true"})
    assert response.status_code == 403 and "<html" not in response.text and "Feilkode 403" in response.text


def test_line_breaks_in_values_do_not_make_log_lines(
    client: StrictClient, capsys: pytest.CaptureFixture[str]
) -> None:
    client.get("/finnes-ikke%0a{%22event%22:%22falsk%22}", headers={"User-Agent": "a\tb"})
    lines = [line for line in capsys.readouterr().err.splitlines() if line]
    assert all(line.startswith("{") and line.endswith("}") for line in lines)
    assert not any("falsk" in line for line in lines)


def test_the_log_holds_no_secrets(client: StrictClient, capsys: pytest.CaptureFixture[str]) -> None:
    client.get("/invitasjon/hemmelig-lenke")
    client.send("/logg-inn", email="x@y.no", password="hemmelig-passord")
    assert "hemmelig" not in capsys.readouterr().err
