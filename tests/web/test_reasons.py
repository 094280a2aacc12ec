"""«Hvorfor står dette her?» in the preview and «Brukes i» on check answers, and who sees what of it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from lxml import html

from dpsdocs.config import Config
from dpsdocs.services import accounts, sections
from dpsdocs.services.releases import Releases
from dpsdocs.store.db import make_session
from tests.web import sent_case
from tests.web import world as worlds
from tests.web.conftest import Browser
from tests.web.world import World

HTMX = {"HX-Request": "true"}
INTERNAL = "begrunnelser"


def base(world: World) -> str:
    return f"/konkurranser/{world['competition']}/dokumenter/konkurransegrunnlag"


def answer(config: Config, world: World, **answers: str) -> None:
    """Some answers of the draft."""
    with make_session(config.database_url) as session:
        drafter, _ = accounts.sign_in(session, worlds.email("drafter"), worlds.PASSWORD)
        releases = Releases(config.instance / "releases", sent_case.ROOT / "templates" / "masters")
        sections.save(session, releases, drafter, world["competition"], answers, base=0)


def panel(source: str) -> str:
    """The words of the panel."""
    (found,) = html.document_fromstring(source).xpath("//section[@id='hvorfor']")
    return " ".join(" ".join(found.itertext()).split())


def test_every_point_leads_to_why_it_stands_there(browser: Browser, world: World) -> None:
    client = browser("drafter")
    frame = html.document_fromstring(client.get(f"{base(world)}/ramme").text)
    links = frame.xpath("//section[contains(@class, 'clause')]//a[@data-why]")
    assert len(links) == len(frame.xpath("//section[contains(@class, 'clause')]")) > 20
    assert {link.get("target") for link in links} == {"_top"}
    for link in links[:3]:
        page = client.get(link.get("href").split("#")[0]).text
        assert "Tas med når" in panel(page) and "Lås" in panel(page)


def test_the_page_tells_of_the_point_and_the_frame_marks_it(
    config: Config, browser: Browser, world: World
) -> None:
    answer(config, world, option_count="2")
    client = browser("drafter")
    page = client.get(f"{base(world)}?punkt=varighet-opsjon").text
    words = panel(page)
    assert "Tas med når «Antall forlengelser» er større enn «0»" in words
    assert "Antall forlengelser: 2 Endre svaret på «Antall forlengelser»" in words
    assert "FOA § 8-12" in words and "Punktet heter varighet-opsjon i malen." in words
    tree = html.document_fromstring(page)
    changes = tree.xpath("//section[@id='hvorfor']//a[starts-with(., 'Endre')]/@href")
    assert changes[0].endswith("/del/varighet#option_count")
    (source,) = tree.xpath("//iframe/@src")
    assert source == f"{base(world)}/ramme?punkt=varighet-opsjon#varighet-opsjon"
    frame = html.document_fromstring(client.get(source.split("#")[0]).text)
    assert frame.xpath("//*[contains(@class, ' on')]/@id") == ["varighet-opsjon"]
    assert len(frame.xpath("//a[@aria-current='true']")) == 1


def test_htmx_gets_the_panel_alone(browser: Browser, world: World) -> None:
    answered = browser("drafter").get(f"{base(world)}?punkt=innkjopsordningen", headers=HTMX)
    assert answered.status_code == 200
    assert answered.text.lstrip().startswith('<section id="hvorfor"')
    assert "<html" not in answered.text and "<iframe" not in answered.text
    assert "Innkjøpsordningens referanse: 24/1307" in panel(answered.text)


def test_without_a_point_the_panel_says_what_it_is_for(browser: Browser, world: World) -> None:
    page = browser("drafter").get(base(world)).text
    assert "Velg «Hvorfor?» ved et punkt i dokumentet" in panel(page)
    assert "Forhåndsvisning" in page


@pytest.mark.parametrize("point", ["varighet-opsjon", "finnesikke", "%00", "x" * 300, "<b>"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_point_that_is_gone_is_said_to_be(
    browser: Browser, world: World, point: str, headers: dict[str, str]
) -> None:
    answered = browser("drafter").get(f"{base(world)}?punkt={point}", headers=headers)
    assert answered.status_code == 200
    assert "Punktet står ikke lenger i dokumentet." in panel(answered.text)


def test_what_is_typed_stays_words(config: Config, browser: Browser, world: World) -> None:
    answer(config, world, need="<script>alert(1)</script> {{ 7*7 }}")
    page = browser("drafter").get(f"{base(world)}?punkt=behov").text
    assert "<script>alert(1)" not in page
    assert "<script>alert(1)</script> {{ 7*7 }}" in panel(page)


def test_a_reader_is_told_why_but_not_led_to_change(browser: Browser, world: World) -> None:
    words = panel(browser("reader").get(f"{base(world)}?punkt=cpv").text)
    assert "Tas med når" in words and "Endre" not in words


@pytest.mark.parametrize("role", ["elsewhere", "manager", "editor", "admin"])
def test_for_others_the_draft_is_not_there(browser: Browser, world: World, role: str) -> None:
    client = browser(role)
    for path in ("?punkt=cpv", "/ramme?punkt=cpv"):
        assert client.get(base(world) + path).status_code == 404
        assert client.get(base(world) + path, headers=HTMX).status_code == 404


def test_check_answers_lead_to_the_points(config: Config, browser: Browser, world: World) -> None:
    answer(config, world, option_count="2")
    client = browser("drafter")
    page = html.document_fromstring(client.get(f"/konkurranser/{world['competition']}/kontroller").text)
    (folded,) = page.xpath("//details[@class='used'][contains(summary, 'Antall forlengelser')]")
    assert re.match(r"Brukes i \S+ punkter: Antall forlengelser$", folded.find("summary").text_content())
    assert folded.get("open") is None
    (link,) = folded.xpath(f".//a/@href[starts-with(., '{base(world)}?punkt=varighet-opsjon#')]")
    assert urlsplit(link).fragment == "hvorfor"
    assert "«Antall forlengelser» er større enn «0»" in panel(client.get(link.split("#")[0]).text)


def test_what_stays_inside_is_for_those_who_see_it(config: Config, browser: Browser, world: World) -> None:
    case = sent_case.made(config, world)
    own, manager = browser("reader"), browser("manager")
    inside = f"{case.path}/dokumenter/{INTERNAL}"
    for path in ("", "?punkt=samsvar-tabell", "/ramme", "/utkast.docx"):
        assert own.get(inside + path).status_code == 200, path
        assert manager.get(inside + path).status_code == 404, path
    assert INTERNAL in own.get(base(world)).text
    seen = manager.get(f"{base(world)}?punkt=varighet-opsjon").text
    assert INTERNAL not in seen and "«Antall forlengelser» er større enn «0»" in panel(seen)
    assert "/dokumenter/intern?punkt=" in own.get(f"{case.path}/kontroller").text
    assert "/dokumenter/intern?punkt=" not in manager.get(f"{case.path}/kontroller").text


def test_closed_answers_are_only_known_to_be_given(config: Config, browser: Browser, world: World) -> None:
    case = sent_case.made(
        config, world, extras=["secret"], confidential_text="Koden er 4417", confidential_access="I KGV"
    )
    own, manager = browser("reader"), browser("manager")
    answers = own.get(f"{case.path}/kontroller").text
    seen = manager.get(f"{case.path}/kontroller").text
    assert "Koden er 4417" in answers and "Koden er 4417" not in seen
    rate = re.search(r"Anslått timepris.*?<span class=\"lines\">(.*?)</span>", answers, re.DOTALL)
    assert rate and rate[1] in answers and rate[1] not in seen
    assert re.search(r"Anslått timepris.*?<span class=\"lines\">Skjermet</span>", seen, re.DOTALL)
    assert "/del/" in own.get(case.path).text and own.get(f"{case.path}/del/skjerming").status_code == 200
    assert "/del/" not in manager.get(case.path).text
    refused = manager.get(f"{case.path}/del/skjerming")
    assert refused.status_code == 403 and "4417" not in refused.text
    assert "virksomhetens egne" in refused.text
