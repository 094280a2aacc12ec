"""Headers on every answer, CSRF on every change, and no way in from other sites."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from dpsdocs.app import create_app
from dpsdocs.config import Config
from dpsdocs.web.access import POLICY
from tests.web import routes, world
from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def test_every_answer_carries_the_headers(app: Flask, browser: Browser, world: World) -> None:
    client = browser("admin")
    paths = [routes.address(app, rule, world) for rule in routes.rules(app, "GET")]
    for path in [*paths, "/finnes-ikke", "/personer/ikke-en-id"]:
        response = client.get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy, path
        assert "frame-ancestors 'self'" in policy, path
        assert {name: response.headers[name] for name in WANTED} == WANTED, path
        assert "camera=()" in response.headers["Permissions-Policy"]
        if not path.startswith("/static"):
            assert response.headers["Cache-Control"] == "no-store", path
            assert {"hx-request", "cookie"} <= {v.lower() for v in response.vary}, path


def test_errors_carry_the_headers_too(app: Flask, client: StrictClient) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["help.index"] = lambda: 1 / 0
    response = client.get("/hjelp")
    assert response.status_code == 500
    assert response.headers["Cache-Control"] == "no-store"
    assert "ZeroDivisionError" not in response.text
    assert "Feilkode" in response.text


def test_static_files_are_kept_by_their_hash(client: StrictClient) -> None:
    assert "immutable" in client.get("/static/css/app.css?v=1").headers["Cache-Control"]
    assert client.get("/static/css/app.css").headers["Cache-Control"] == "no-cache"


def test_no_change_without_a_csrf_token(app: Flask, browser: Browser, world: World) -> None:
    for role in ("admin", "manager", "drafter"):
        client = browser(role)
        for rule in routes.rules(app, "POST"):
            path = routes.address(app, rule, world)
            for headers in ({}, {"HX-Request": "true"}):
                # a role that may not come in is refused by the guard before that
                assert client.post(path, headers=headers).status_code in (400, 403, 404), path
        assert client.post("/logg-ut").status_code == 400


def test_another_browsers_token_is_no_good(browser: Browser) -> None:
    token = browser("admin").token()
    assert browser("admin").post("/logg-ut", data={"csrf_token": token}).status_code == 400


def test_a_csrf_failure_says_what_to_do(browser: Browser) -> None:
    response = browser("admin").post("/virksomheter/ny", data={"name": "X"})
    assert "Siden er for gammel" in response.text


@pytest.mark.parametrize("site", ["cross-site"])
def test_other_sites_cannot_post(browser: Browser, site: str) -> None:
    client = browser("admin")
    data = {"csrf_token": client.token()}
    assert client.post("/logg-ut", data=data, headers={"Sec-Fetch-Site": site}).status_code == 403
    assert client.get("/hjelp", headers={"Sec-Fetch-Site": site}).status_code == 200


def test_a_get_only_reads(app: Flask, browser: Browser, world: World) -> None:
    """Nothing that a GET calls may write: the session would refuse. Downloads note themselves apart."""
    client = browser("admin")
    for rule in routes.rules(app, "GET"):
        if rule.endpoint in POLICY:
            assert client.get(routes.address(app, rule, world)).status_code < 500


def test_behind_tls_the_cookie_is_locked_to_the_host(config: Config) -> None:
    settings = world.settings(Path(config.instance), https=True)
    response = create_app(settings).test_client().get("/logg-inn", base_url="https://localhost")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-dpsdocs=")
    assert "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert "Domain" not in cookie
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_without_tls_there_is_no_hsts(client: StrictClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/logg-inn").headers


def test_unknown_hosts_are_refused_when_hosts_are_named(config: Config) -> None:
    settings = world.settings(Path(config.instance), hosts=("dps.oslo.example",))
    client = create_app(settings).test_client()
    assert client.get("/helse", base_url="http://dps.oslo.example").status_code == 200
    assert client.get("/helse", base_url="http://evil.example").status_code == 400
