"""Every page of the journey in every state: looked at by axe, at 320 pixels, with a clean console; and what
an approver, a reader and the purchasing system's dates allow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.conftest import Open, judge
from tests.browser.journey import Demo, sign_in

pytestmark = pytest.mark.browser
DRAFT, NEW = "Kveldsvakt på lesesalen", "Vakthold ved flytting"
WAITING, SENT = "Resepsjonsvakt i Akersgata", "Vakt i publikumsmottaket"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo's municipality, its server and its worker."""
    with journey.running(tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture
def drafter(page: Page, site: Demo) -> Page:
    """Ingrid, signed in."""
    sign_in(page, site, "ingrid")
    return page


def test_pages_without_a_competition(drafter: Page, site: Demo, shots: Path) -> None:
    for name, path in (
        ("liste", "/konkurranser"), ("liste-ferdig", "/konkurranser?vis=ferdig"), ("ny", "/konkurranser/ny"),
        ("register", "/register"), ("register-tomt", "/register?q=finnesikke"),
    ):  # fmt: skip
        drafter.goto(site.url + path)
        judge(drafter, shots, name)
    drafter.goto(f"{site.url}/konkurranser/ny")
    drafter.click("text=Start konkurransen")
    expect(drafter).to_have_title("Feil: Start ny konkurranse – dpsdocs")
    judge(drafter, shots, "ny-feil")
    drafter.goto(f"{site.url}/register")
    drafter.locator("tbody a").first.click()
    judge(drafter, shots, "register-oppslag")


# the others are looked at page by page in test_every_page, and here in ./test nightly
OTHERS = [pytest.param(title, marks=pytest.mark.nightly) for title in (NEW, SENT, WAITING)]


@pytest.mark.parametrize("title", [DRAFT, *OTHERS])
def test_the_pages_of_a_competition(drafter: Page, site: Demo, shots: Path, title: str) -> None:
    case = site.case(title)
    paths = ["", "/kontroller", "/dokumenter", "/kopier", "/pakke", "/godkjenning", "/pakke/utsted"]
    paths += ["/avlys", "/resultat"] if title == SENT else ["/godkjenning/send"]
    for path in paths:
        drafter.goto(case + path)
        judge(drafter, shots, f"{title[:5]}{path.replace('/', '-')}".lower())


@pytest.mark.parametrize("title", [DRAFT, OTHERS[1]])
def test_the_pages_of_questions(drafter: Page, site: Demo, shots: Path, title: str) -> None:
    for section in journey.SECTIONS:
        drafter.goto(f"{site.case(title)}/del/{section.id}")
        judge(drafter, shots, f"{title[:5]}-{section.id}".lower())


@pytest.mark.parametrize("path", ["/register", "/dokumenter/konkurransegrunnlag"])
@pytest.mark.parametrize("width", [375, pytest.param(800, marks=pytest.mark.nightly), 1280])
def test_the_eye_meets_things_in_the_order_of_the_keyboard(
    drafter: Page, site: Demo, path: str, width: int
) -> None:
    """Columns that lie beside each other on a wide screen come one after the other, in the same order."""
    drafter.set_viewport_size({"width": width, "height": 900})
    drafter.goto(site.url + path if path == "/register" else site.case(DRAFT) + path)
    parts = drafter.locator(".reg > *, .tri > *").all()
    places = [part.bounding_box() for part in parts]
    assert len(places) >= 2
    for first, second in pairwise(filter(None, places)):
        assert (
            second["y"] >= first["y"] + first["height"] - 1 or second["x"] >= first["x"] + first["width"] - 1
        )


def test_the_words_in_the_timeline_can_be_read(drafter: Page, site: Demo) -> None:
    """Shrunk to fit, a picture's words may become too small: never below 12 pixels where it is shown."""
    for width in (981, 1280):
        drafter.set_viewport_size({"width": width, "height": 900})
        drafter.goto(site.case(WAITING))
        words = drafter.locator(".dates svg text").all()
        assert len(words) > 6
        assert min(box["height"] for word in words if (box := word.bounding_box())) > 12, width
    for width in (320, 700, 980):
        drafter.set_viewport_size({"width": width, "height": 900})
        expect(drafter.locator(".dates svg")).to_be_hidden()
        expect(drafter.locator(".dates dl")).to_contain_text("Tilbudsfrist")


def test_the_price_schedule_is_previewed_as_a_table(drafter: Page, site: Demo, shots: Path) -> None:
    drafter.goto(f"{site.case(WAITING)}/dokumenter/prisskjema")
    expect(drafter.locator("caption")).to_have_text("Linjene leverandørene skal prise")
    judge(drafter, shots, "prisskjema")


def test_sent_back_with_words_changed_and_sent_again(
    drafter: Page, site: Demo, open_page: Open, shots: Path
) -> None:
    case = site.case(WAITING)
    approver = open_page()
    sign_in(approver, site, "amir")
    approver.goto(f"{case}/godkjenning")
    judge(approver, shots, "godkjenning")
    _decide(approver, "Sende tilbake", "")
    expect(approver).to_have_title("Feil: Godkjenning – dpsdocs")
    judge(approver, shots, "godkjenning-feil")
    _decide(approver, "Sende tilbake", "Skriv mer om behovet. <b>Takk</b>")
    drafter.goto(f"{site.url}/konkurranser")
    expect(drafter.locator(".today")).to_contain_text("Skriv mer om behovet. <b>Takk</b>")
    drafter.goto(f"{case}/del/behov")
    drafter.fill("[name=need]", "En lengre tekst om behovet.")
    drafter.click("text=Lagre og gå til oppgavelisten")
    expect(drafter.locator(".finding--warn")).to_contain_text("Amir Hussain har sendt konkurransen tilbake")
    drafter.get_by_role("link", name="Send til godkjenning").click()
    drafter.get_by_role("button", name="Send til godkjenning").click()
    drafter.goto(f"{case}/godkjenning")
    assert drafter.get_by_role("button", name="Send svaret").count() == 0
    approver.goto(f"{case}/godkjenning")
    changed = approver.locator("section", has_text="Endret siden sist").locator("tbody tr")
    expect(changed).to_have_count(1)
    expect(changed).to_contain_text("En lengre tekst om behovet.")
    judge(approver, shots, "godkjenning-endret")


def _decide(page: Page, choice: str, words: str) -> None:
    page.get_by_label(choice, exact=True).check()
    page.fill("[name=words]", words)
    page.get_by_role("button", name="Send svaret").click()


def test_withdrawn_and_issued_again_is_version_two(
    drafter: Page, site: Demo, open_page: Open, shots: Path
) -> None:
    case = site.case(DRAFT)
    approver = open_page()
    sign_in(approver, site, "amir")
    drafter.goto(f"{case}/del/behov")
    drafter.fill("[name=need]", "Etaten trenger en vekter på lesesalen om kvelden.")
    drafter.click("text=Lagre og gå til oppgavelisten")
    for version in (1, 2):
        _through(drafter, approver, case)
        expect(drafter.locator(".kicker")).to_contain_text(f"Versjon {version}", timeout=60_000)
        if version == 1:
            _withdraw(drafter, shots)
    old = drafter.locator("section", has_text="Tidligere versjoner")
    expect(old).to_contain_text("Feil dato i konkurransegrunnlaget")
    assert old.locator("a").count() == 2
    judge(drafter, shots, "pakke-to")


def _through(drafter: Page, approver: Page, case: str) -> None:
    """Send, approve, issue, and wait for the package."""
    drafter.goto(f"{case}/godkjenning/send")
    drafter.get_by_role("button", name="Send til godkjenning").click()
    approver.goto(f"{case}/godkjenning")
    _decide(approver, "Godkjenne", "")
    drafter.goto(f"{case}/pakke/utsted")
    drafter.get_by_role("button", name="Utsted pakken").click()
    drafter.get_by_role("link", name="Åpne pakken").click(timeout=60_000)


def _withdraw(drafter: Page, shots: Path) -> None:
    drafter.get_by_role("button", name="Trekk pakken tilbake").click()
    expect(drafter.locator("[data-error-summary]")).to_contain_text("Skriv hvorfor pakken trekkes tilbake.")
    judge(drafter, shots, "trekk-feil")
    drafter.fill("[name=words]", "Feil dato i konkurransegrunnlaget")
    drafter.get_by_role("button", name="Trekk pakken tilbake").click()
    expect(drafter.locator(".kicker")).to_contain_text("Utkast")


def test_an_expired_purchasing_system_stops_before_approval(drafter: Page, site: Demo) -> None:
    case = journey.start(drafter, site, "18/2211")
    drafter.goto(f"{case}/kontroller")
    expect(drafter.locator("#stopp")).to_contain_text("Innkjøpsordningen")
    drafter.goto(f"{case}/pakke/utsted")
    expect(drafter.locator("main")).to_contain_text("Pakken kan ikke utstedes ennå")


def test_a_reader_sees_and_cannot_change(page: Page, site: Demo, shots: Path) -> None:
    sign_in(page, site, "liv")
    page.goto(f"{site.case(NEW)}/del/om")
    expect(page.locator("[name=title]")).to_be_disabled()
    judge(page, shots, "leser")
    page.goto(site.case(NEW))
    assert page.get_by_role("link", name="Avlys konkurransen").count() == 0
    judge(page, shots, "leser-liste")
