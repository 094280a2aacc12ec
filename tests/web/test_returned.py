"""A returned file on its page: the report on screen, and as a Word file with tracked changes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from dpsdocs.assemble import assemble
from dpsdocs.config import Config
from dpsdocs.domain import case_file, formats
from dpsdocs.masters.loader import load
from dpsdocs.services import files
from dpsdocs.store import models
from dpsdocs.store.db import make_session
from dpsdocs.store.models import now
from dpsdocs.verify import compare_schedule
from tests.verify.conftest import edited, member
from tests.verify.test_schedule import filled
from tests.web.conftest import Browser
from tests.web.sending import send_file
from tests.web.world import World
from tests.writers.tracked import marks, words

CONTRACT, SAMPLE = "_avtale.docx", "templates/masters/vektertjenester/samples/reception.json"


@pytest.fixture(scope="module")
def package(root: Path) -> bytes:
    """The bidders' package of the sample, without PDF."""
    case = case_file.read((root / SAMPLE).read_bytes())
    return assemble(case, load((root / SAMPLE).parents[1]), without=("pdf",)).archives["bidders"].data


@pytest.fixture
def path(config: Config, world: World, package: bytes, root: Path) -> str:
    """The page of a competition with two versions of that package."""
    with make_session(config.database_url) as session:
        row = session.get_one(models.Competition, world["competition"])
        row.status, sha = "sent", files.put(session, package)
        case = files.put(session, (root / SAMPLE).read_bytes())
        for number, state in ((1, "replaced"), (2, "current")):
            made = models.Package(
                competition_id=row.id, number=number, revision=0, case_sha256=case, release_id=row.release_id,
                issued_by=row.owner_id, state=state, sent_at=now(),
            )  # fmt: skip
            session.add(made)
            session.flush()
            session.add(
                models.PackageFile(
                    package_id=made.id, position=0, part="bidders", name="p.zip", is_archive=True, sha256=sha,
                    size=len(package),
                )
            )  # fmt: skip
        session.commit()
    return f"/konkurranser/{world['competition']}/kontroller-fil"


def test_the_report_on_screen_and_in_word(browser: Browser, path: str, package: bytes) -> None:
    client = browser("drafter")
    changed = edited(member(package, CONTRACT), lambda t: t.replace("er 30 dager", "er 60 dager"))
    fields = {"csrf_token": client.token(), "version": "1"}
    page = send_file(client, path, fields, "kom tilbake.docx", changed).text
    assert "Dokumentet er ikke slik det ble utstedt" in page
    assert '<span class="vh">Tatt ut: </span>30' in page and '<span class="vh">Ny tekst: </span>60' in page
    assert '<option value="1">Versjon 1</option>' in page
    word = send_file(client, path, {**fields, "as": "word"}, "kom tilbake.docx", changed)
    assert word.headers["Content-Disposition"] == "attachment; filename=kom-tilbake_kontrollert.docx"
    assert marks(word.data) == {"ins": 1, "del": 1}
    assert any("60 dager" in line for line in words(word.data, "accepted"))
    assert zipfile.ZipFile(io.BytesIO(word.data)).testzip() is None


def test_a_file_that_is_refused_says_why_for_both(browser: Browser, path: str) -> None:
    client = browser("drafter")
    for more in ({}, {"as": "word"}):
        answer = send_file(client, path, {"csrf_token": client.token(), **more}, "svar.docx", b"%PDF-1.7")
        assert answer.status_code == 422
        assert "innholdet er noe annet" in answer.text


def test_a_price_schedule_is_read_on_screen_and_our_own_sum_told(
    browser: Browser, path: str, package: bytes
) -> None:
    client = browser("drafter")
    given = {"csrf_token": client.token()}
    schedule = member(package, "_prisskjema.xlsx")
    page = send_file(client, path, given, "priser.xlsx", filled(schedule)).text
    report = compare_schedule("priser.xlsx", filled(schedule), package)
    assert report.prices
    for price in report.prices:
        assert price.label in page
        assert formats.number(price.amount, 2) in page
    assert formats.money(report.total) in page
    assert "Utenfor feltene" not in page
    blank = send_file(client, path, given, "priser.xlsx", schedule).text
    assert "Mangler" in blank
    edit = report.prices[0].cell.replace("E", "D")
    tampered = filled(schedule, lambda sheet, _first: sheet.__setitem__(edit, 1))
    page = send_file(client, path, given, "priser.xlsx", tampered).text
    assert "Skjemaet er endret utenfor feltene" in page
    assert f"Endret: {edit} fra" in page


def test_a_schedule_that_is_refused_and_the_way_to_the_page(browser: Browser, path: str) -> None:
    client = browser("drafter")
    answer = send_file(client, path, {"csrf_token": client.token()}, "priser.xlsx", b"%PDF-1.7")
    assert answer.status_code == 422
    assert "innholdet er noe annet" in answer.text
    assert f'href="{path}"' in client.get(path.replace("kontroller-fil", "pakke")).text
