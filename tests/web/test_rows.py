"""Tables in the browser: lists, one row as a page, and what two people do at once."""

from __future__ import annotations

import re
import uuid

import pytest
from lxml import html
from werkzeug.test import TestResponse

from dpsdocs.config import Config
from dpsdocs.domain.case import TableRow
from tests.services.long_path import NEW, TABLES
from tests.web import long_case
from tests.web.conftest import Browser
from tests.web.long_case import LongCase
from tests.web.strict import StrictClient
from tests.web.world import World


@pytest.fixture
def case(config: Config, world: World) -> LongCase:
    """A draft with tables."""
    return long_case.made(config, world)


@pytest.fixture
def drafter(browser: Browser) -> StrictClient:
    """The one who writes."""
    return browser("drafter")


def words(page: str, path: str = "//main") -> str:
    """What stands there, on one line."""
    return " ".join(" ".join(html.document_fromstring(page).xpath(f"{path}//text()")).split())


def flashed(client: StrictClient, address: str) -> str:
    """What the page says was done."""
    return words(client.get(address.partition("#")[0]).text, "//p[@class='notice']")


def test_the_list_shows_rows_figures_and_sums(drafter: StrictClient, case: LongCase) -> None:
    page = drafter.get(f"{case.path}/del/vakter").text
    assert "Mandag–fredag 08.00–16.00" in page and "P-1 · O-01 Bygg 1" in page
    assert "Sum, første år" in words(page, "//tfoot")
    assert len(html.document_fromstring(page).xpath("//figure//svg//text[@class='st']")) == 2
    sites = drafter.get(f"{case.path}/del/objekter").text
    assert "O-03 · Kontor og publikumsbygg" in sites and "Vektertimer i det første avtaleåret" in sites


def test_an_empty_table_says_so(browser: Browser, config: Config, world: World) -> None:
    empty = long_case.made(config, world, {})
    page = browser("drafter").get(f"{empty.path}/del/objekter").text
    assert "Her kommer radene" in page and "Legg til objekt" in page
    response = browser("drafter").send(f"{empty.path}/del/objekter", go="next")
    assert response.status_code == 422 and "Legg til minst ett objekt." in response.text


def test_a_row_is_added_once_and_shown_in_the_list(drafter: StrictClient, case: LongCase) -> None:
    address = drafter.get(f"{case.path}/del/objekter/sites/ny").location
    lot = case.ids("lots")[0]
    data = {
        **drafter.form(address), "asked": _asked(drafter, address), "name": "Nytt bygg", "address": "Gata 9",
        "kind": "office", "lot": lot, "risk": "1", "secret": "no", "go": "list",
    }  # fmt: skip
    for _ in range(2):
        response = drafter.post(address, data=data)
        assert response.status_code == 303
    row_id = address.rsplit("/", 1)[1]
    assert response.location == f"{case.path}/del/objekter#rad-{row_id}"
    assert len(case.ids("sites")) == 4
    assert "Nytt bygg" in words(drafter.get(f"{case.path}/del/objekter").text, f"//tr[@id='rad-{row_id}']")


def _asked(client: StrictClient, address: str) -> list[str]:
    return list(html.document_fromstring(client.get(address).text).xpath("//input[@name='asked']/@value"))


def _send(client: StrictClient, to: str, **values: str) -> TestResponse:
    data = {**client.form(to), "asked": _asked(client, to), **values}
    return client.post(to, data=data)


def test_an_empty_new_row_is_not_made(drafter: StrictClient, case: LongCase) -> None:
    address = drafter.get(f"{case.path}/del/objekter/sites/ny").location
    response = _send(drafter, address, go="list")
    assert response.status_code == 422 and "Skriv hva objektet heter." in response.text
    assert len(case.ids("sites")) == 3


def test_what_is_wrong_is_told_at_the_field_and_the_row_is_kept(
    drafter: StrictClient, case: LongCase
) -> None:
    address = case.row("objekter", "sites")
    response = _send(drafter, address, risk="", address="x" * 200)
    assert response.status_code == 422
    page = html.document_fromstring(response.text)
    assert page.xpath("//title/text()")[0].startswith("Feil: ")
    assert [a.get("href") for a in page.xpath("//*[@data-error-summary]//a")] == ["#f-address", "#f-risk"]
    assert page.xpath("//*[@id='f-address']/@value") == ["x" * 200]
    listed = drafter.get(f"{case.path}/del/objekter").text
    assert "Må rettes" in listed and "Risikoklasse mangler." in listed and "Én rad må rettes" in listed
    assert "Én rad må rettes" in drafter.get(case.path).text
    check = drafter.get(f"{case.path}/kontroller").text
    assert "Én rad må rettes" in check


def test_what_is_bought_is_chosen_with_its_unit_and_weights_tell_their_range(
    drafter: StrictClient, case: LongCase
) -> None:
    page = drafter.get(f"{case.path}/del/mengder/volumes/{NEW}").text
    assert ">Runde (runde, per år)</option>" in page and ">Arrangementsvakt, ett arrangement (" in page
    lots = drafter.get(f"{case.path}/del/delkontrakter/lots/{NEW}").text.replace("\u00a0", " ")
    assert "Kunngjort vekt: 30–50 %" in lots and "Kunngjort vekt: 30 %" in lots


def test_the_price_schedule_is_previewed_lot_by_lot(drafter: StrictClient, case: LongCase) -> None:
    page = html.document_fromstring(drafter.get(f"{case.path}/dokumenter/prisskjema").text)
    found = {
        " ".join(table.findtext("caption").split()): [th.text for th in table.xpath("./tbody/tr/th")]
        for table in page.xpath("//article//table")
    }
    assert list(found) == ["Delkontrakt 1: Nord", "Delkontrakt 2: Sør"]
    assert ("Runde" in found["Delkontrakt 1: Nord"], "Utrykning" in found["Delkontrakt 2: Sør"]) == (
        True,
        True,
    )


def test_save_and_add_another(drafter: StrictClient, case: LongCase) -> None:
    response = _send(drafter, case.row("delkontrakter", "lots"), ceiling="3 000 000", go="new")
    assert response.location == f"{case.path}/del/delkontrakter/lots/ny"
    assert "«Nord» er lagret." in flashed(drafter, drafter.get(response.location).location)


def test_a_column_that_opens_is_asked_on_the_same_page_without_scripts(
    drafter: StrictClient, case: LongCase
) -> None:
    address = case.row("objekter", "sites")
    assert "secret_note" not in _asked(drafter, address)
    response = _send(drafter, address, secret="yes", kind="housing")
    assert response.status_code == 303 and response.location == f"{address}#f-homes"
    assert {"homes", "secret_note"} <= set(_asked(drafter, address))


def test_autosave_answers_with_the_time_and_the_columns_that_came(
    drafter: StrictClient, case: LongCase
) -> None:
    address = case.row("objekter", "sites")
    data = {
        **drafter.form(address),
        "asked": _asked(drafter, address),
        "secret": "yes",
        "tab": str(uuid.uuid4()),
    }
    response = drafter.post(f"{address}/lagre", data=data, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "Lagret kl." in response.text and 'id="slot-secret_note"' in response.text
    assert re.search(r'name="base" value="\d+"', response.text)
    assert next(iter(case.rows("sites").values()))["secret"] == "yes"


def _two(
    browser: Browser, address: str
) -> tuple[StrictClient, dict[str, object], StrictClient, dict[str, object]]:
    mine, other = browser("drafter"), browser("approver")
    forms = [{**c.form(address), "asked": _asked(c, address)} for c in (mine, other)]
    return mine, forms[0], other, forms[1]


def test_two_editors_of_one_row(browser: Browser, case: LongCase) -> None:
    address = case.row("objekter", "sites")
    mine, my_form, other, their_form = _two(browser, address)
    assert other.post(address, data={**their_form, "name": "Deres", "risk": "1"}).status_code == 303
    response = mine.post(address, data={**my_form, "name": "Mitt", "address": "Min gate"})
    assert response.status_code == 409
    assert "Dere har endret det samme" in response.text and "Svaret fra Approver Prøvesen" in response.text
    kept = next(iter(case.rows("sites").values()))
    assert (kept["name"], kept["address"], kept["risk"]) == ("Deres", "Min gate", "1")
    form = html.document_fromstring(response.text).xpath("//main//form")[0]
    settled = mine.post(form.get("action"), data=dict(form.fields))
    assert settled.status_code == 303
    assert next(iter(case.rows("sites").values()))["name"] == "Mitt"


def test_a_row_taken_away_while_i_write(browser: Browser, case: LongCase) -> None:
    address = case.row("objekter", "sites")
    row_id = address.rsplit("/", 1)[1]
    mine, my_form, other, _ = _two(browser, address)
    act = f"{case.path}/del/objekter/sites/rad"
    removed = other.send(address, act, do=f"remove {row_id}")
    assert removed.status_code == 303
    silent = mine.post(f"{address}/lagre", data={**my_form, "name": "Mitt"}, headers={"HX-Request": "true"})
    assert silent.status_code == 409 and "Approver Prøvesen har tatt bort raden" in silent.text
    response = mine.post(address, data={**my_form, "name": "Mitt"})
    assert response.status_code == 409 and "har tatt bort denne raden" in response.text
    page = html.document_fromstring(response.text)
    assert page.xpath("//*[@id='f-name']/@value") == ["Mitt"]
    form = page.xpath("//form[@id='sporsmal']")[0]
    data = {name: form.fields[name] for name in form.fields if form.fields[name] is not None}
    back = mine.post(
        address, data={**data, "asked": page.xpath("//input[@name='asked']/@value"), "go": "list"}
    )
    assert back.status_code == 303
    assert case.rows("sites")[row_id]["name"] == "Mitt"


def test_a_row_that_is_gone_can_be_put_back_from_its_address(drafter: StrictClient, case: LongCase) -> None:
    address = case.row("objekter", "sites")
    row_id = address.rsplit("/", 1)[1]
    drafter.send(address, f"{case.path}/del/objekter/sites/rad", do=f"remove {row_id}")
    response = drafter.get(address)
    assert response.status_code == 410 and "Legg raden tilbake" in response.text
    assert 'value="Bygg 1"' in response.text


def test_remove_and_undo(drafter: StrictClient, case: LongCase) -> None:
    before, act = case.ids("sites"), f"{case.path}/del/objekter/sites/rad"
    gone = drafter.send(f"{case.path}/del/objekter", act, do=f"remove {before[1]}")
    page = drafter.get(gone.location.partition("#")[0])
    assert "«Bygg 2» er fjernet. Én rad viser fortsatt til den og må rettes." in words(page.text)
    assert "Valget finnes ikke lenger" in drafter.get(f"{case.path}/del/vakter").text
    token = drafter.token()
    data = {"csrf_token": token, "place": "2", "do": f"restore {before[1]}"}
    assert drafter.post(act, data=data).status_code == 303
    assert case.ids("sites") == before
    assert "Valget finnes ikke lenger" not in drafter.get(f"{case.path}/del/vakter").text
    assert "er fjernet" not in drafter.get(gone.location.partition("#")[0]).text


def test_a_cell_that_points_nowhere_is_left_as_it_is_until_another_is_chosen(
    drafter: StrictClient, case: LongCase
) -> None:
    lot = case.ids("lots")[0]
    drafter.send(
        f"{case.path}/del/delkontrakter", f"{case.path}/del/delkontrakter/lots/rad", do=f"remove {lot}"
    )
    address = case.row("objekter", "sites")
    assert "(finnes ikke lenger)" in drafter.get(address).text
    assert _send(drafter, address, name="Nytt navn").status_code == 422
    row = next(iter(case.rows("sites").values()))
    assert (row["name"], row["lot"]) == ("Nytt navn", lot)


def test_move_and_copy(drafter: StrictClient, case: LongCase) -> None:
    one, two, three = case.ids("sites")
    page, act = f"{case.path}/del/objekter", f"{case.path}/del/objekter/sites/rad"
    assert drafter.send(page, act, do=f"down {one}").location == f"{page}#rad-{one}"
    assert case.ids("sites") == [two, one, three]
    form = {**drafter.form(page, act), "do": f"copy {two}"}
    first, second = (drafter.post(act, data=form).location for _ in range(2))
    assert first == second
    copy = first.rsplit("/", 1)[1]
    assert case.ids("sites") == [two, copy, one, three]
    assert "Bygg 2 (kopi)" in drafter.get(first).text


@pytest.mark.parametrize(
    "do", ["", "remove", "remove x", "explode 1", "copy 11111111-1111-4111-8111-111111111111"]
)
def test_a_forged_deed_does_no_harm(drafter: StrictClient, case: LongCase, do: str) -> None:
    before = case.rows("sites")
    data = {"csrf_token": drafter.token(), "do": do}
    assert drafter.post(f"{case.path}/del/objekter/sites/rad", data=data).status_code in (303, 404)
    assert case.rows("sites") == before


def test_a_choice_among_very_many_is_typed(browser: Browser, config: Config, world: World) -> None:
    site = TABLES["sites"][0].answers
    many = [TableRow(f"s{n}", {**site, "name": f"Hus {n:03d}"}) for n in range(120)]
    case = long_case.made(
        config, world, {**TABLES, "sites": many, "shifts": [TableRow("p1", {"name": "Post"})]}
    )
    client, address = browser("drafter"), case.row("vakter", "shifts")
    page = html.document_fromstring(client.get(address).text)
    assert len(page.xpath("//datalist[@id='f-site-l']/option")) == 120
    _send(client, address, site="O-07 Hus 006")
    assert next(iter(case.rows("shifts").values()))["site"] == case.ids("sites")[6]
    assert 'value="O-07 Hus 006"' in client.get(address).text
    response = _send(client, address, site="hus 11")
    picks = html.document_fromstring(response.text).xpath("//input[@name='site.valg']")
    assert len(picks) == 10 and "Mente du en av disse?" in response.text
    assert "Finner ikke «hus 11»." in response.text
    _send(client, address, **{"site": "hus 11", "site.valg": picks[3].get("value")})
    assert next(iter(case.rows("shifts").values()))["site"] == picks[3].get("value")


def test_readers_read_and_strangers_see_nothing(browser: Browser, case: LongCase) -> None:
    reader, address = browser("reader"), case.row("objekter", "sites")
    page = reader.get(f"{case.path}/del/objekter").text
    assert "Bygg 1" in page and "Legg til objekt" not in page and "Fjern" not in page
    row = html.document_fromstring(reader.get(address).text)
    assert row.xpath("//fieldset[@disabled]") and not row.xpath("//main//form")
    assert reader.get(address.rsplit("/", 1)[0] + f"/{uuid.uuid4()}").status_code == 404
    token = reader.token()
    for path in (address, f"{address}/lagre", f"{address}/velg", f"{case.path}/del/objekter/sites/rad"):
        assert reader.post(path, data={"csrf_token": token}).status_code == 403
    for role in ("elsewhere", "manager", "editor", "admin"):
        assert browser(role).get(address).status_code == 404


def test_a_table_is_only_where_it_is_asked(drafter: StrictClient, case: LongCase) -> None:
    row_id = case.ids("sites")[0]
    for path in (
        f"om/sites/{row_id}", f"objekter/lots/{row_id}", f"objekter/finnes-ikke/{row_id}", "befaring/visits/ny",
        f"om/title/{row_id}",
    ):  # fmt: skip
        assert drafter.get(f"{case.path}/del/{path}").status_code == 404


def test_hostile_words_stay_words(drafter: StrictClient, case: LongCase) -> None:
    nasty = "<script>alert(1)</script>{{ 7*7 }}\"'>"
    _send(drafter, case.row("objekter", "sites"), name=nasty)
    for path in ("objekter", "vakter", f"objekter/sites/{case.ids('sites')[0]}"):
        page = drafter.get(f"{case.path}/del/{path}").text
        assert "<script>alert" not in page and "49" not in words(page, "//tbody")


def test_the_value_page_compares_what_the_answers_come_to(drafter: StrictClient, case: LongCase) -> None:
    page = words(drafter.get(f"{case.path}/del/verdi").text, "//aside")
    assert "Det svarene gir" in page and "Vektertimer," in page and "Oppdrag etter behov" in page
    assert "er ikke regnet med" in page


def test_the_approver_is_told_what_changed_in_tables(browser: Browser, case: LongCase, world: World) -> None:
    from dpsdocs.store import models
    from dpsdocs.store.db import make_session

    lot = case.ids("lots")[0]
    with make_session(case.config.database_url) as session:
        row = session.get_one(models.Competition, case.id)
        asked = {"competition_id": row.id, "requested_by": world["drafter"]}
        session.add(models.Approval(**asked, revision=row.revision, decision="return", words="Nei",
                                    decided_by=world["approver"], decided_at=models.now()))  # fmt: skip
        session.commit()
    _send(browser("drafter"), f"{case.path}/del/delkontrakter/lots/{lot}", name="Nordover")
    with make_session(case.config.database_url) as session:
        row = session.get_one(models.Competition, case.id)
        row.status = "submitted"
        session.add(models.Approval(**asked, revision=row.revision))
        session.commit()
    page = words(
        browser("approver").get(f"{case.path}/godkjenning").text, "//table[contains(@class, 'diff')]"
    )
    assert (
        "Delkontrakter 2 rader Nordover, navn: Nord 2 rader Nordover, navn: Nordover Drafter Prøvesen" in page
    )
