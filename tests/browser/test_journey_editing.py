"""Nothing typed is lost: autosave, questions that come and go, the back button, two editors, an ended session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete

from dpsdocs.store import models
from dpsdocs.store.db import make_session
from tests.browser import journey
from tests.browser.conftest import Open, axe, judge, too_wide
from tests.browser.journey import Demo, sign_in, waits_for_save

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo's municipality and its server."""
    with journey.running(tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture
def drafter(page: Page, site: Demo) -> Page:
    """Ingrid, signed in."""
    sign_in(page, site, "ingrid")
    return page


@pytest.fixture
def case(drafter: Page, site: Demo) -> str:
    """A fresh, empty competition."""
    return journey.start(drafter, site)


def test_autosave_says_when_and_survives_a_reload(drafter: Page, case: str) -> None:
    drafter.goto(f"{case}/del/om")
    expect(drafter.locator("#saved")).to_be_empty()
    drafter.fill("[name=title]", "Vakt på «Ås» <b>ø</b>")
    waits_for_save(drafter)
    drafter.reload()
    expect(drafter.locator("[name=title]")).to_have_value("Vakt på «Ås» <b>ø</b>")
    expect(drafter.locator("#saved")).to_contain_text("Lagret kl.")


def test_questions_come_and_go_and_keep_their_answer(drafter: Page, case: str) -> None:
    drafter.goto(f"{case}/del/frister")
    extra = drafter.locator("[name=award_date]")
    expect(extra).to_have_count(0)
    drafter.check("[name=adjust_dates][value=yes]")
    extra.fill("01.02.2030")
    waits_for_save(drafter)
    with drafter.expect_response("**/lagre"):
        drafter.check("[name=adjust_dates][value=no]")
    expect(extra).to_have_count(0)
    drafter.check("[name=adjust_dates][value=yes]")
    expect(extra).to_have_value("01.02.2030")


def test_a_choice_opens_a_page_of_its_own_that_keeps_its_answer(drafter: Page, case: str) -> None:
    def choose(chosen: bool) -> None:
        drafter.goto(f"{case}/del/behov")
        drafter.locator("[name=extras][value=secret]").set_checked(chosen)
        drafter.click("text=Lagre og gå til oppgavelisten")
        expect(drafter.get_by_role("link", name="Skjermede opplysninger")).to_have_count(int(chosen))

    choose(True)
    drafter.goto(f"{case}/del/skjerming")
    drafter.fill("[name=confidential_text]", "Koden er 1234")
    drafter.click("text=Lagre og gå til oppgavelisten")
    choose(False)
    choose(True)
    drafter.goto(f"{case}/del/skjerming")
    expect(drafter.locator("[name=confidential_text]")).to_have_value("Koden er 1234")


def test_the_length_of_extensions_is_asked_when_there_are_any(drafter: Page, case: str) -> None:
    drafter.goto(f"{case}/del/varighet")
    drafter.fill("[name=option_count]", "0")
    waits_for_save(drafter)
    expect(drafter.locator("[name=option_months]")).to_have_count(0)
    drafter.fill("[name=option_count]", "2")
    drafter.locator("[name=option_months]").fill("12")
    assert axe(drafter) == []


def test_a_framework_agreement_asks_for_its_ceiling(drafter: Page, case: str) -> None:
    drafter.goto(f"{case}/del/avtale")
    drafter.check("[name=contract_form][value=framework]")
    drafter.click("text=Lagre og fortsett")
    expect(drafter.locator("[name=ceiling]")).to_have_count(1)


def test_without_scripts_new_questions_come_on_the_same_page(open_page: Open, site: Demo) -> None:
    page = open_page(script=False)
    sign_in(page, site, "ingrid")
    case = journey.start(page, site)
    page.goto(f"{case}/del/varighet")
    page.fill("[name=start_date]", "01.02.2030")
    page.fill("[name=option_count]", "2")
    page.click("text=Lagre og fortsett")
    expect(page.locator(".notice")).to_contain_text("flere spørsmål")
    page.fill("[name=option_months]", "12")
    page.fill("[name=option_count]", "0")
    page.click("text=Lagre og gå til oppgavelisten")
    page.goto(f"{case}/del/varighet")
    expect(page.locator("[name=option_months]")).to_have_count(0)
    expect(page.locator("[name=start_date]")).to_have_value("01.02.2030")
    page.fill("[name=option_count]", "2")
    page.click("text=Lagre og fortsett")
    expect(page.locator("[name=option_months]")).to_have_value("12")


def test_errors_are_told_beside_the_field_and_the_rest_is_kept(drafter: Page, case: str, shots: Path) -> None:
    drafter.goto(f"{case}/del/frister")
    drafter.fill("[name=sending_date]", "31.02.2027")
    drafter.fill("[name='tender_deadline.date']", "1.3.2027")
    drafter.click("text=Lagre og fortsett")
    expect(drafter).to_have_title("Feil: Frister – dpsdocs")
    expect(drafter.locator("[data-error-summary]")).to_be_focused()
    expect(drafter.locator("[name=sending_date]")).to_have_value("31.02.2027")
    expect(drafter.locator("[name='tender_deadline.date']")).to_have_value("1.3.2027")
    judge(drafter, shots, "frister-feil")
    drafter.click("[data-error-summary] li:first-child a")
    expect(drafter.locator("#f-sending_date")).to_be_focused()


def test_back_shows_what_was_saved_and_can_be_saved_again(drafter: Page, case: str) -> None:
    drafter.goto(f"{case}/del/behov")
    drafter.fill("[name=need]", "Første tekst")
    drafter.click("text=Lagre og gå til oppgavelisten")
    drafter.go_back()
    expect(drafter.locator("[name=need]")).to_have_value("Første tekst")
    drafter.fill("[name=need]", "Andre tekst")
    waits_for_save(drafter)
    drafter.click("text=Lagre og gå til oppgavelisten")
    drafter.goto(f"{case}/del/behov")
    expect(drafter.locator("[name=need]")).to_have_value("Andre tekst")


def test_a_tab_never_conflicts_with_itself(drafter: Page, case: str) -> None:
    drafter.goto(f"{case}/del/om")
    for text in ("En", "En to", "En to tre"):
        drafter.fill("[name=title]", text)
        with drafter.expect_response("**/lagre") as answer:
            pass
        assert answer.value.status == 200
    drafter.click("text=Lagre og gå til oppgavelisten")
    expect(drafter.get_by_role("heading", level=1)).to_have_text("En to tre")


def _other(open_page: Open, site: Demo, name: str, address: str) -> Page:
    other = open_page()
    sign_in(other, site, name)
    other.goto(address)
    return other


def test_two_editors_of_different_fields_both_win(
    drafter: Page, case: str, site: Demo, open_page: Open
) -> None:
    drafter.goto(f"{case}/del/sted")
    other = _other(open_page, site, "amir", drafter.url)
    drafter.fill("[name=site_name]", "Lesesalen")
    waits_for_save(drafter)
    other.fill("[name=site_address]", "Akersgata 900")
    other.click("text=Lagre og gå til oppgavelisten")
    drafter.click("text=Lagre og gå til oppgavelisten")
    drafter.goto(f"{case}/del/sted")
    expect(drafter.locator("[name=site_name]")).to_have_value("Lesesalen")
    expect(drafter.locator("[name=site_address]")).to_have_value("Akersgata 900")


@pytest.mark.parametrize("choice,left", [("Ditt svar", "Ingrids tekst"), ("Svaret fra Amir", "Amirs tekst")])
def test_what_both_changed_is_asked_for(
    drafter: Page, case: str, site: Demo, open_page: Open, choice: str, left: str, shots: Path
) -> None:
    drafter.goto(f"{case}/del/behov")
    other = _other(open_page, site, "amir", drafter.url)
    other.fill("[name=need]", "Amirs tekst")
    waits_for_save(other)
    with drafter.expect_response("**/lagre") as answer:
        drafter.fill("[name=need]", "Ingrids tekst")
        drafter.check("[name=services][value=static]")
    assert answer.value.status == 409
    expect(drafter.locator("#saved")).to_contain_text("Ikke lagret: Amir Hussain har endret det samme")
    drafter.get_by_role("button", name="Lagre og fortsett").click()
    expect(drafter.get_by_role("heading", level=1)).to_have_text("Dere har endret det samme")
    expect(drafter.locator("main")).to_contain_text("Amirs tekst")
    expect(drafter.locator("main")).to_contain_text("Ingrids tekst")
    judge(drafter, shots, "samtidig")
    drafter.get_by_label(choice).check()
    drafter.click("text=Lagre valget")
    expect(drafter.locator("[name=need]")).to_have_value(left)
    expect(drafter.locator("[name=services][value=static]")).to_be_checked()


def test_a_failed_save_says_so_and_tries_again(chromium: Browser, site: Demo) -> None:
    drafter = chromium.new_page(locale="nb-NO")  # one whose console may complain: the net is gone
    sign_in(drafter, site, "ingrid")
    case = journey.start(drafter, site)
    drafter.goto(f"{case}/del/om")
    drafter.route("**/lagre", lambda route: route.abort())
    drafter.fill("[name=title]", "Uten nett")
    expect(drafter.locator("#alarm")).to_contain_text("Ikke lagret. Prøver igjen om")
    expect(drafter.locator("#saved")).to_be_empty()
    drafter.unroute("**/lagre")
    drafter.fill("[name=title]", "Med nett")
    waits_for_save(drafter)
    expect(drafter.locator("#alarm")).to_be_empty()
    drafter.context.close()


def test_a_session_that_ends_while_typing_loses_nothing(drafter: Page, case: str, site: Demo) -> None:
    drafter.goto(f"{case}/del/om")
    _end_sessions(site)
    drafter.fill("[name=title]", "Skrevet etter at økten tok slutt")
    expect(drafter.locator("#alarm")).to_contain_text("Du er logget ut")
    expect(drafter.locator("[name=title]")).to_have_value("Skrevet etter at økten tok slutt")
    with drafter.context.expect_page() as opened:
        drafter.click("#alarm a")
    other = opened.value
    other.fill("[name=email]", "ingrid@example.org")
    other.fill("[name=password]", journey.PASSWORD)
    other.click("main button")
    other.wait_for_url(lambda url: "/logg-inn" not in url)
    drafter.fill("[name=case_number]", "26/00001")
    waits_for_save(drafter)
    expect(drafter.locator("#alarm")).to_be_empty()
    drafter.reload()
    expect(drafter.locator("[name=title]")).to_have_value("Skrevet etter at økten tok slutt")


def _end_sessions(site: Demo) -> None:
    with make_session(site.config.database_url) as session:
        session.execute(delete(models.UserSession))
        session.commit()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_session_that_ended_before_the_button_loses_nothing(
    open_page: Open, site: Demo, shots: Path, script: bool
) -> None:
    drafter = open_page(script=script)
    sign_in(drafter, site, "ingrid")
    case = journey.start(drafter, site)
    drafter.goto(f"{case}/del/behov")
    if script:
        drafter.route("**/lagre", lambda route: route.fulfill(status=503, body=""))
    _end_sessions(site)
    drafter.fill("[name=need]", "Første linje\n\nAndre linje med «æøå»")
    drafter.click("text=Lagre og gå til oppgavelisten")
    expect(drafter.get_by_role("heading", level=1)).to_have_text("Du er logget ut")
    expect(drafter.locator("textarea")).to_have_value("Første linje\n\nAndre linje med «æøå»")
    if script:  # axe needs it
        judge(drafter, shots, "logget-ut")
    with drafter.context.expect_page() as opened:
        drafter.click("text=Logg inn i en ny fane")
    other = opened.value
    other.fill("[name=email]", "ingrid@example.org")
    other.fill("[name=password]", journey.PASSWORD)
    other.click("main button")
    other.wait_for_url(lambda url: "/logg-inn" not in url)
    drafter.click("text=Send det jeg skrev")
    expect(drafter.locator("h2", has_text="1. Behovet")).to_be_visible()
    drafter.goto(f"{case}/del/behov")
    expect(drafter.locator("[name=need]")).to_have_value("Første linje\n\nAndre linje med «æøå»")


def test_a_double_click_starts_one_competition(drafter: Page, site: Demo) -> None:
    def count() -> str:
        drafter.goto(f"{site.url}/konkurranser?vis=utkast")
        return drafter.locator(".tabs [aria-current]").inner_text()

    before = int(count().split("(")[1].rstrip(")"))
    drafter.goto(f"{site.url}/konkurranser/ny")
    drafter.get_by_label("24/1307").check()
    drafter.get_by_role("button", name="Start konkurransen").dblclick()
    expect(drafter.locator("h2", has_text="1. Behovet")).to_be_visible()
    assert int(count().split("(")[1].rstrip(")")) == before + 1


def test_by_keyboard_only(drafter: Page, case: str) -> None:
    drafter.goto(f"{case}/del/kriterier")
    drafter.locator("#f-weights").focus()
    for text in ("40", "30", "20"):
        drafter.keyboard.type(text)
        drafter.keyboard.press("Tab")
    expect(drafter.locator(".total")).to_contain_text("Sum: 90")
    expect(drafter.locator(".total")).to_contain_text("Det mangler 10 prosentpoeng.")
    drafter.keyboard.press("Shift+Tab")
    drafter.keyboard.type("30")
    expect(drafter.locator(".total")).to_contain_text("Sum: 100")
    drafter.keyboard.press("Enter")
    expect(drafter.get_by_role("heading", level=1)).to_have_text("Krav til tjenesten")
    assert not too_wide(drafter)
