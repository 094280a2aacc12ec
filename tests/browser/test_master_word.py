"""Word and the masters in a real browser: an old master in, a document out to Word and back, approved, in a package."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from playwright.sync_api import Page, expect

from dpsdocs.assemble.files import assemble
from dpsdocs.config import ROOT
from dpsdocs.domain import case_file
from dpsdocs.masters.release import Release
from dpsdocs.services import accounts, master_drafts
from dpsdocs.services.releases import Releases
from dpsdocs.store.db import make_session
from tests.browser.conftest import Live, Open, hidden_focus, judge, sign_in
from tests.clock import today
from tests.masters.test_word_back import after
from tests.masters.word_sample import master
from tests.web import world as worlds

pytestmark = pytest.mark.browser
DOCUMENT = "konkurransegrunnlag"


def approve(live: Live, approver: str) -> Release:
    """Somebody else approves; the release it became."""
    releases = Releases(live.folder / "releases", ROOT / "templates" / "masters")
    with make_session(f"sqlite:///{live.folder / 'test.db'}") as session:
        nora, _ = accounts.sign_in(session, worlds.email(approver), worlds.PASSWORD)
        day = today().isoformat()
        made = master_drafts.approve(session, releases, nora, live.world["master_draft"], day, "")
        return releases.load(session, made)


def words_of(release: Release) -> str:
    """What the bidders read in the competition basis of a package made from a release."""
    sample = case_file.read((ROOT / "templates/masters/vektertjenester/samples/reception.json").read_bytes())
    made = assemble(sample, release, without=("pdf",))
    with zipfile.ZipFile(io.BytesIO(made.archives["bidders"].data)) as package:
        name = next(name for name in package.namelist() if DOCUMENT in name and name.endswith(".docx"))
        body = Document(io.BytesIO(package.read(name))).element.body
        return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def edited(data: bytes) -> bytes:
    """Three edits: the words of a clause, a clause after it, and a heading."""
    opened, out = Document(io.BytesIO(data)), io.BytesIO()
    body = after(opened, "verdi-mengder")[1]
    body.runs[0].text = "Mengdene er anslag, sier [Virksomhetens navn]."
    for run in body.runs[1:]:
        run.text = ""
    more = opened.add_paragraph("Et helt nytt punkt om mengder.")
    body._p.addnext(more._p)
    next(p for p in opened.paragraphs if p.text == "Verdi og omfang").runs[0].text = "Verdi og mengder"
    opened.save(out)
    return out.getvalue()


def upload(page: Page, path: Path) -> None:
    page.set_input_files("[name=file]", str(path))
    page.get_by_role("button", name="Les filen").click()
    expect(page.locator("h1")).to_have_text("Gå gjennom Word-filen")


def test_an_old_master_and_an_edited_document_become_a_package(
    page: Page, open_page: Open, live: Live, approver: str, shots: Path, tmp_path: Path
) -> None:
    (tmp_path / "mal.docx").write_bytes(master())
    sign_in(page, live, "editor")
    page.goto(f"{live.url}/maler/{live.world['master_draft']}?dokument={DOCUMENT}")
    page.get_by_role("link", name="Last opp fra Word").click()
    judge(page, shots, "word-opp")
    page.check("input[name=mode][value=append]")
    upload(page, tmp_path / "mal.docx")
    expect(page.locator("main")).to_contain_text("Se rundskrivet fra 2019.")
    judge(page, shots, "word-gjennom")
    assert hidden_focus(page, 30) == []
    page.get_by_label("Hva [sted for oppdraget] blir").select_option(label="Feltet")
    page.get_by_label("Navnet på feltet for [sted for oppdraget]").fill("Stedet i ord")
    page.get_by_role("button", name="Lagre og gå videre").click()
    for words in ("Fyll ut", "timepris"):
        page.get_by_label(f"Hva [{words}] blir").select_option(label="Leverandøren fyller ut")
    page.get_by_role("button", name="Ta inn i utkastet").click()
    expect(page.locator(".notice").first).to_contain_text("9 deler av filen er tatt inn")
    expect(page.locator("aside")).to_contain_text("Ingen feil")

    with page.expect_download() as fetched:
        page.get_by_role("link", name="Last ned for redigering i Word").click()
    (tmp_path / "redigert.docx").write_bytes(edited(Path(fetched.value.path()).read_bytes()))
    page.get_by_role("link", name="Last opp fra Word").click()
    upload(page, tmp_path / "redigert.docx")
    expect(page.locator(".word-item")).to_have_count(3)
    judge(page, shots, "word-tilbake")
    page.get_by_role("button", name="Ta inn i utkastet").click()
    expect(page.locator(".notice").first).to_contain_text("3 deler av filen er tatt inn")

    page.get_by_role("link", name="Send til godkjenning").click()
    page.fill("#f-notes", "Ny del fra den gamle malen.")
    page.get_by_role("button", name="Send til godkjenning").click()
    expect(page.locator(".notice").first).to_contain_text("sendt til godkjenning")
    words = words_of(approve(live, approver))
    for line in (
        "sier Etat for byens arkiver",
        "Et helt nytt punkt om mengder.",
        "Verdi og mengder",
        "møte opp i tide",
    ):
        assert line in words, line
