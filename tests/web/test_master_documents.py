"""Documents of a draft in the browser: new, changed, moved and taken out, with their headings."""

from __future__ import annotations

import pytest

from tests.web.conftest import Browser
from tests.web.strict import StrictClient
from tests.web.world import World


@pytest.fixture
def base(world: World) -> str:
    return f"/maler/{world['master_draft']}"


def post(client: StrictClient, path: str, **data: str) -> tuple[int, str]:
    answer = client.post(path, data={"csrf_token": client.token(), **data})
    return answer.status_code, answer.text if answer.status_code != 303 else str(answer.location)


HEAD = {
    "title": "Renholdsplan", "package": "bidders", "toc": "0", "number": "19", "annex": "21", "formats": "docx",
    "word_kind": "bidder", "action": "Fyller ut og leverer",
}  # fmt: skip


def test_a_document_is_made_written_and_taken_out(browser: Browser, base: str) -> None:
    editor = browser("editor")
    status, place = post(
        editor, f"{base}/dokumenter/nytt", title="Renholdsplan", kind="text", package="bidders"
    )
    assert (status, place) == (303, f"{base}/dokumenter/renholdsplan")
    shown = editor.get(place).text
    assert 'value="Renholdsplan"' in shown and "{{" not in shown
    assert post(editor, place, **{**HEAD, "when": "«Det er befaring» er ja", "under": "Svar"})[0] == 303
    assert "Ikke alltid med" in editor.get(f"{base}/dokumenter").text
    status, page = post(editor, place, **{**HEAD, "annex": "1"})
    assert status == 303
    assert "er bilag 1" in editor.get(f"{base}/dokumenter").text
    status, page = post(editor, place, **{**HEAD, "number": "to", "when": "«Ukjent» er ja"})
    assert (
        status == 422
        and "skal være et helt tall" in page
        and "ikke et spørsmål" in page
        and "«Ukjent» er ja" in page
    )
    tree = editor.get(f"{base}?dokument=renholdsplan").text
    assert "La til dokumentet «renholdsplan»" in tree and "Innledning" in tree
    assert "Renholdsplan" in editor.get(f"{base}/endringer").text
    assert post(editor, f"{place}/bort")[0] == 303
    assert editor.get(place).status_code == 404


def test_documents_and_headings_move(browser: Browser, base: str) -> None:
    editor = browser("editor")
    assert post(editor, f"{base}/dokumenter/tilbudsbrev/ned")[0] == 303
    page = editor.get(f"{base}/dokumenter").text
    assert page.index("Referanser og CV") < page.index("Tilbudsbrev")
    status, place = post(
        editor,
        f"{base}/dokumenter/tilbudsbrev/overskrifter/ny?etter=leverandoren",
        heading="Ny del",
        level="2",
    )
    assert (status, place) == (303, f"{base}?dokument=tilbudsbrev#ny-del")
    heading = f"{base}/dokumenter/tilbudsbrev/overskrifter"
    assert post(editor, f"{heading}/ny-del/bort")[0] == 303
    assert post(editor, f"{heading}/leverandoren/ned")[0] == 303
    status, page = post(editor, f"{base}/dokumenter/tilbudsbrev/overskrifter/ny", heading="", level="9")
    assert status == 422


def test_approvers_read_and_others_see_nothing(browser: Browser, base: str) -> None:
    assert browser("drafter").get(f"{base}/dokumenter").status_code == 403
    assert post(browser("drafter"), f"{base}/dokumenter/nytt", title="X")[0] == 403
