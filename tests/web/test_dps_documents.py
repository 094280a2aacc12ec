"""Documents of a purchasing system: added and removed by managers, fetched by all, never shown as pages of ours."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from sqlalchemy import update

from dpsdocs.config import Config
from dpsdocs.store import models
from dpsdocs.store.db import make_session
from tests.services.test_file_check import pdf, scripted, word
from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World

MULTIPART = "multipart/form-data; boundary=x"


@pytest.fixture
def path(world: World) -> str:
    """Where the documents are."""
    return f"/innkjopsordninger/{world['dps']}/dokumenter"


def body(client: StrictClient, title: str, name: str, data: bytes) -> bytes:
    """A form with a file, as it travels."""
    parts = ("csrf_token", client.token()), ("title", title)
    text = "".join(f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in parts)
    text += f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return text.encode() + data + b"\r\n--x--\r\n"


def send(client: StrictClient, path: str, title: str, name: str, data: bytes, last: str = "/ny") -> Any:
    """Post a file as a browser does."""
    return client.post(path + last, data=body(client, title, name, data), content_type=MULTIPART)


def link_of(text: str, path: str) -> str:
    """The address of the first file on a page."""
    found = re.search(rf'href="({path}/[0-9a-f-]{{36}})"', text)
    assert found
    return found[1]


def test_a_document_is_added_and_fetched(browser: Browser, world: World, path: str) -> None:
    manager, reader, data = browser("manager"), browser("reader"), word()
    assert send(manager, path, "Rundskriv", "Rundskriv æøå.docx", data).location == path
    assert "«Rundskriv» er lagt til." in manager.get(path).text
    for page in (reader.get(path).text, reader.get(f"/innkjopsordninger/{world['dps']}").text):
        assert "Rundskriv" in page and "DOCX, " in page and "/fjern" not in page
    file = reader.get(link_of(reader.get(path).text, path))
    assert file.data == data
    assert file.headers["Content-Disposition"] == "attachment; filename=Rundskriv-aeoa.docx"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.mimetype.endswith("wordprocessingml.document")
    assert "Lastet ned en fil" in browser("admin").get("/logg").text


def test_a_removed_document_is_there_for_managers_only(browser: Browser, path: str) -> None:
    manager, reader = browser("manager"), browser("reader")
    send(manager, path, "Veiledning", "v.pdf", pdf())
    file = link_of(manager.get(path).text, path)
    assert manager.send(path, f"{file}/fjern").location == path
    page = manager.get(path).text
    assert "Dokumentet er fjernet." in page and "Bare DPS-forvaltere ser disse." in page
    assert manager.get(file).status_code == 200
    assert "Veiledning" not in reader.get(path).text and reader.get(file).status_code == 404
    assert manager.post(f"{file}/fjern", data={"csrf_token": manager.token()}).status_code == 303


@pytest.mark.parametrize(
    ("title", "name", "make", "told"),
    [
        ("", "v.pdf", pdf, "Tittelen mangler"),
        ("Veiledning", "", lambda: b"", "Velg en fil"),
        ("Veiledning", "v.exe", lambda: b"MZ", "PDF, Word (docx) eller Excel (xlsx)"),
        ("Veiledning", "v.pdf", lambda: pdf(scripted), "har skript"),
        ("Veiledning", "v.pdf", lambda: b"%PDF-" + b" " * 20_000_001, "Grensen er 20"),
    ],
)
def test_what_is_refused_is_told_and_the_title_stays(
    browser: Browser, path: str, title: str, name: str, make: Any, told: str
) -> None:
    page = send(browser("manager"), path, title, name, make())
    assert page.status_code == 422 and told in page.text.replace("\xa0", " ")
    assert f'value="{title}"' in page.text or not title


def test_a_file_far_too_large_is_answered_in_words(browser: Browser, path: str) -> None:
    page = send(browser("manager"), path, "Stor", "v.pdf", b"%PDF-" + b" " * 50_000_000)
    words = page.text.replace("\xa0", " ")
    assert page.status_code == 413 and "Filen er for stor" in words
    assert "Det du sendte, er på 50 MB. En fil kan være på høyst 20 MB her." in words


def test_what_is_too_much_is_read_to_its_end(browser: Browser, path: str) -> None:
    """A browser that is cut off while it sends shows its own error and never ours."""
    manager = browser("manager")
    sent = body(manager, "Stor", "v.pdf", b"%PDF-" + b" " * 30_000_000)
    stream = io.BytesIO(sent)
    ours = {"wsgi.input": stream}
    answer = manager.post(f"{path}/ny", data=sent, content_type=MULTIPART, environ_overrides=ours)
    assert answer.status_code == 413 and stream.read() == b""


def test_other_uploads_keep_their_limit(browser: Browser, world: World) -> None:
    where = f"/innkjopsordninger/{world['dps']}/leverandorer/fil"
    page = send(browser("manager"), where, "", "liste.csv", b"x" * 7_000_000, last="")
    assert page.status_code == 413 and "høyst 5 MB her" in page.text.replace("\xa0", " ")


class SlowBody(io.RawIOBase):
    """A body that comes so slowly that somebody else saves meanwhile."""

    def __init__(self, data: bytes, config: Config) -> None:
        self.source, self.config, self.saved = io.BytesIO(data), config, False

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next piece; before the first one another person writes."""
        if not self.saved:
            with make_session(self.config.database_url) as session:
                session.execute(update(models.Dps).values(notice_id="skrevet imens"))
                session.commit()
            self.saved = True
        return self.source.readinto(buffer)


def test_nobody_waits_while_a_file_comes(browser: Browser, config: Config, path: str) -> None:
    manager = browser("manager")
    sent = body(manager, "Sakte", "v.pdf", pdf())
    slow = SlowBody(sent, config)
    ours = {"wsgi.input": slow}
    answer = manager.post(f"{path}/ny", data=sent, content_type=MULTIPART, environ_overrides=ours)
    assert answer.status_code == 303 and slow.saved
    assert "Sakte" in manager.get(path).text


def test_a_document_of_another_system_is_not_found(browser: Browser, world: World, path: str) -> None:
    manager = browser("manager")
    send(manager, path, "Veiledning", "v.pdf", pdf())
    file = link_of(manager.get(path).text, path).replace(world["dps"], world["competition"])
    assert manager.get(file).status_code == 404
    assert manager.get(f"/innkjopsordninger/{world['competition']}/dokumenter").status_code == 404


def test_the_page_of_the_system_has_what_one_looks_for(browser: Browser, world: World) -> None:
    page = browser("reader").get(f"/innkjopsordninger/{world['dps']}").text
    for words in (
        "Gyldighet", "Kontakt", "ola@uke.example", "Regelverk", "Tildelingskriterier", "Kategorier",
        "Én leverandør er tatt opp i ordningen i dag", "Trygg Vakt AS", "UKE har ikke lagt ut dokumenter",
        "Se hvem som var tatt opp en annen dag", "/rutine#kontakt",
    ):  # fmt: skip
        assert words in page, words
