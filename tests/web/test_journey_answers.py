"""Answers as a browser sends them: hostile text is kept, shown as text and answered in words."""

from __future__ import annotations

import pytest
from lxml import html
from werkzeug.test import TestResponse

from dpsdocs.config import ROOT
from dpsdocs.domain.questions import Question
from dpsdocs.masters import loader
from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World

QUESTIONS = loader.load(ROOT / "templates/masters/vektertjenester").catalogue.questions
CHOSEN = ("choices", "choice", "yesno", "contact", "weights", "cpv")
# the page of a change is open only after the documents are sent
LATER = {q.key for s in QUESTIONS.sections if "is_change" in s.visible.names for q in s.questions}
TYPED = [q for q in QUESTIONS if q.kind not in (*CHOSEN, "table") and q.key not in LATER]
CELLS = {
    t: found
    for t in QUESTIONS.tables
    if (found := [c for c in t.columns if c.kind not in CHOSEN and not c.visible.source])
}
HOSTILE = " ".join(
    (
        "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
        "{{ 7*7 }} {% raw %} ${7*7} ‹key›",
        "\u202egnilletsnimmets\u202c \u2066",
        "Vakt 🛡️👩🏽‍🚒 ÆØÅ",
        "'; DROP TABLE answer; --",
        '=HYPERLINK("http://x","y")',
    )
)
PAGES = ("", "/kontroller", "/dokumenter/konkurransegrunnlag", "/dokumenter/konkurransegrunnlag/ramme")


def _base(world: World) -> str:
    return f"/konkurranser/{world['competition']}"


def _part(question: Question) -> str:
    first = {"moment": ".date", "timespan": ".from"}
    return question.key + first.get(question.kind, "")


def _send(client: StrictClient, to: str, **values: str | set[str]) -> TestResponse:
    """Fill in a page of questions and send it; every question it asks is asked, as by a browser."""
    asked = html.document_fromstring(client.get(to).text).xpath("//input[@name='asked']/@value")
    return client.send(to, "", asked=set(asked), **values)


def _open(client: StrictClient, world: World, *extras: str) -> None:
    """Choose what opens the other pages."""
    values = {"extras": set(extras), "services": {"alarm", "rounds"}}
    _send(client, f"{_base(world)}/del/behov", go="list", **values)


def _reveal(client: StrictClient, world: World, question: Question) -> None:
    """Answer what must be answered before a question is asked."""
    needed = {
        "contract_form": ("avtale", {"contract_form": "framework"}),
        "option_count": ("varighet", {"option_count": "2"}),
        "adjust_dates": ("frister", {"adjust_dates": "yes"}),
    }
    for key, (section, values) in needed.items():
        if key in question.visible.source:
            address = f"{_base(world)}/del/{section}"
            _send(client, address, go="list", **values)
    section = QUESTIONS.section(question.section)
    assert section is not None
    opened = f"{question.visible.source} {section.visible.source}"
    if "evaluation" in opened:
        _open(client, world, "evaluation")
        _send(client, f"{_base(world)}/del/kriterier", go="list", price_model="priced")
    elif "long == True" in opened or "has_lots" in opened or "services" in opened:
        _open(client, world, *["places"] + ["lots"] * ("has_lots == True" in opened))
    elif "confidential" in opened or "secret" in opened:
        _open(client, world, "secret")
    elif "work_open" in opened:
        _open(client, world, "work")
        _send(client, f"{_base(world)}/del/verdi", go="list", estimated_value="5 000 000")
    elif "environment_asked" in opened:
        form = client.form(f"{_base(world)}/del/kriterier")
        weights = {name: "10" for name in form if name.startswith("weights.")}
        _send(client, f"{_base(world)}/del/kriterier", go="list", **weights)


# every fourth in ./test, all of them in ./test nightly
SOME = [
    q if number % 4 == 0 else pytest.param(q, marks=pytest.mark.nightly) for number, q in enumerate(TYPED)
]


@pytest.mark.parametrize("question", SOME, ids=lambda q: q.key)
def test_hostile_text_is_kept_and_shown_as_text(browser: Browser, world: World, question: Question) -> None:
    client = browser("drafter")
    _reveal(client, world, question)
    address = f"{_base(world)}/del/{question.section}"
    assert _send(client, address, **{_part(question): HOSTILE}).status_code in (303, 422)
    root = html.document_fromstring(client.get(address).text)
    field = root.xpath(f"//*[@name='{_part(question)}']")[0]
    kept = field.text if field.tag == "textarea" else field.get("value")
    assert (kept or "").strip() == HOSTILE
    for path in PAGES:
        shown = client.get(_base(world) + path)
        assert shown.status_code == 200
        assert "<script>alert" not in shown.text and "<img src=x" not in shown.text
        assert "{{ 7*7 }}" in shown.text or "7*7" not in shown.text


@pytest.mark.parametrize("table", CELLS, ids=lambda q: q.key)
def test_hostile_text_in_a_row_is_kept_and_shown_as_text(
    browser: Browser, world: World, table: Question
) -> None:
    """Every cell of a row at once: each is kept, and none of them is more than text on any page."""
    client = browser("drafter")
    wanted = QUESTIONS.get("extras")
    assert wanted is not None
    _open(client, world, *(option.value for option in wanted.options if option.value != "attachments"))
    address = client.get(f"{_base(world)}/del/{table.section}/{table.key}/ny").location
    parts = [_part(column) for column in CELLS[table]]
    assert _send(client, address, **dict.fromkeys(parts, HOSTILE)).status_code == 422
    root = html.document_fromstring(client.get(address).text)
    for part in parts:
        field = root.xpath(f"//*[@name='{part}']")[0]
        kept = field.text if field.tag == "textarea" else field.get("value")
        assert (kept or "").strip() == HOSTILE, part
    for path in (f"/del/{table.section}", *PAGES):
        shown = client.get(_base(world) + path)
        assert shown.status_code == 200
        assert "<script>alert" not in shown.text and "<img src=x" not in shown.text
        assert "{{ 7*7 }}" in shown.text or "7*7" not in shown.text


@pytest.mark.parametrize("key,section", [("title", "om"), ("need", "behov")])
def test_unreadable_characters_are_marked_and_refused(
    browser: Browser, world: World, key: str, section: str
) -> None:
    client = browser("drafter")
    response = _send(client, f"{_base(world)}/del/{section}", **{key: "Vakt\x00hold\x08 i dag"})
    assert response.status_code == 422
    assert "tegn som ikke kan leses" in response.text
    assert "Vakt" in response.text and "\x00" not in response.text


def test_a_megabyte_is_kept_and_answered(browser: Browser, world: World) -> None:
    client = browser("drafter")
    response = _send(client, f"{_base(world)}/del/om", title="x" * 1_000_000, case_number="26/00001")
    assert response.status_code == 422
    assert "x" * 1_000_000 in response.text
    assert "26/00001" in client.get(f"{_base(world)}/del/om").text
    for path in ("/konkurranser", _base(world), f"{_base(world)}/kontroller"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "name,value", [("base", "9" * 40), ("base", "-1"), ("base", "²"), ("tab", "\x00" * 36)]
)
def test_a_forged_frame_of_the_form_does_no_harm(
    browser: Browser, world: World, name: str, value: str
) -> None:
    client = browser("drafter")
    response = _send(client, f"{_base(world)}/del/om", **{name: value, "title": "Vakt", "go": "list"})
    assert response.status_code in (303, 409)


@pytest.mark.parametrize("value", ["{", "[" * 100_000, "null", '{"a": [1]}', ""])
def test_a_forged_choice_between_two_answers_does_no_harm(browser: Browser, world: World, value: str) -> None:
    client = browser("drafter")
    data = {
        "csrf_token": client.token(),
        "asked": "need",
        "choice-need": "mine",
        "mine-need": value,
        "base": "0",
    }
    assert client.post(f"{_base(world)}/del/behov/velg", data=data).status_code in (303, 409)


def test_a_question_the_page_did_not_ask_is_not_answered(browser: Browser, world: World) -> None:
    client = browser("drafter")
    _send(client, f"{_base(world)}/del/om", need="smuglet", go="list")
    assert "smuglet" not in client.get(f"{_base(world)}/del/behov").text


def test_an_unknown_page_is_not_there(browser: Browser, world: World) -> None:
    for path in ("/del/finnesikke", "/dokumenter/finnesikke", "/dokumenter/prisskjema/utkast.exe"):
        assert browser("drafter").get(_base(world) + path).status_code == 404
