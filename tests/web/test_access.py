"""Who comes where: the table is whole, each role meets what it should, and ids are uuids."""

from __future__ import annotations

import pytest
from flask import Flask

from dpsdocs.web import guards, opened
from dpsdocs.web.access import POLICY, local_path
from tests.web import routes
from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import ROLES, World

EVERYBODY = {"stranger", *ROLES}
IN = set(ROLES)
MAY: dict[object, set[str]] = {
    guards.public: EVERYBODY,
    guards.signed_in: IN,
    guards.admin: {"admin"},
    guards.dps_manager: {"manager"},
    guards.routine_writer: {"manager", "editor"},
    guards.annex_writer: {"manager", "editor"},
    guards.master_reader: {"editor"},
    guards.master_writer: {"editor"},
    guards.deviation_reader: {"manager", "editor"},
    opened.reads_case: {"drafter", "approver", "reader"},
    opened.reads_answers: {"drafter", "approver", "reader"},
    opened.drafts_case: {"drafter", "approver"},
    opened.reads_help: {"drafter", "approver", "reader"},
    opened.writes_help: {"drafter", "approver"},
    opened.works_in_agency: {"drafter", "approver", "elsewhere"},
}
# behind these the case does not exist for some; to the others it is only closed
HIDING = (opened.reads_case, opened.reads_answers, opened.drafts_case, opened.reads_help, opened.writes_help)
HIDDEN_FROM = {"admin", "manager", "elsewhere", "editor"}
# looked at by the service behind the guard
OWN_RULES = {"packages.download", "register.show", "competitions.copy"}


def test_every_route_has_an_entry_and_every_entry_a_route(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints - POLICY.keys() == set()
    assert POLICY.keys() - endpoints == set()


def test_ids_in_addresses_are_uuids(app: Flask) -> None:
    named = {
        rule.rule: [name for name in rule.arguments if name.endswith("_id")]
        for rule in app.url_map.iter_rules()
    }
    wrong = {
        path: name
        for path, names in named.items()
        for name in names
        if f"<uuid:{name}>" not in path and name not in ("section_id", "document_id", "kind_id", "record_id")
    }
    assert wrong == {}


@pytest.mark.parametrize("role", ["stranger", *ROLES])
def test_each_role_meets_what_it_should(app: Flask, browser: Browser, world: World, role: str) -> None:
    client = browser(role)
    for rule in routes.rules(app, "GET"):
        guard, path = POLICY[rule.endpoint], routes.address(app, rule, world)
        if rule.endpoint in OWN_RULES:
            continue
        status = client.get(path).status_code
        if role in MAY[guard]:
            assert status not in (401, 403, 500), (path, status)
        elif role == "stranger":
            assert status == 303, (path, status)
        elif guard in HIDING and role in HIDDEN_FROM:
            assert status == 404, (path, status)
        else:
            assert status == 403, (path, status)


@pytest.mark.parametrize("role", ["stranger", *ROLES])
def test_each_role_may_change_what_it_should(app: Flask, browser: Browser, world: World, role: str) -> None:
    client = browser(role)
    token = client.token()
    for rule in routes.rules(app, "POST"):
        guard, path = POLICY[rule.endpoint], routes.address(app, rule, world)
        if role in MAY[guard] or rule.endpoint in OWN_RULES:
            continue
        status = client.post(path, data={"csrf_token": token}).status_code
        hidden = guard in HIDING and role in HIDDEN_FROM
        assert status == (303 if role == "stranger" else 404 if hidden else 403), (path, status)


def test_a_route_without_an_entry_is_refused(
    app: Flask, client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(POLICY, "help.index")
    with pytest.raises(LookupError):
        client.get("/hjelp")
    app.testing = False
    assert client.get("/hjelp").status_code == 404


def test_not_signed_in_is_asked_to_and_comes_back(client: StrictClient) -> None:
    response = client.get("/innkjopsordninger?vis=alle")
    assert response.status_code == 303
    assert response.location == "/logg-inn?next=/innkjopsordninger?vis%3Dalle"


def test_a_post_without_session_goes_back_to_its_page(client: StrictClient) -> None:
    response = client.post("/personer/ny", headers={"Referer": "http://localhost/personer/ny"})
    assert response.location == "/logg-inn?next=/personer/ny"
    elsewhere = client.post("/personer/ny", headers={"Referer": "http://evil.example/x"})
    assert elsewhere.location == "/logg-inn"


def test_a_fragment_without_session_says_so(client: StrictClient) -> None:
    response = client.get("/personer", headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert "Du er logget ut. Det du har skrevet, står her." in response.text


@pytest.mark.parametrize(
    "text",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\x00/x",
        "//[",
        "http://[",
        "",
    ],
)
def test_next_never_leads_elsewhere(browser: Browser, text: str) -> None:
    assert local_path(text) == "/"
    response = browser("reader").get("/logg-inn", query_string={"next": text})
    assert response.location == "/"


def test_next_keeps_a_path_of_ours() -> None:
    assert local_path("/personer?a=b") == "/personer?a=b"
