"""Words that go with a step and don't fit stay in the form: never cut in silence."""

from __future__ import annotations

import pytest
from lxml import html

from dpsdocs.services.fields import LONGEST_WORDS
from tests.web.conftest import Browser
from tests.web.world import World

LONG = "Å\n" + "x" * LONGEST_WORDS
TOLD = "Teksten er på 4\u00a0002 tegn. Det er plass til 4\u00a0000. Kort den ned."


@pytest.mark.parametrize("path", ["avlys", "godkjenning/send"])
def test_the_form_keeps_them(browser: Browser, world: World, path: str) -> None:
    drafter, address = browser("drafter"), f"/konkurranser/{world['competition']}/{path}"
    if path == "avlys":
        answer = drafter.send(address, words=LONG)
        [area] = html.document_fromstring(answer.text).xpath("//textarea[@name='words']/text()")
        assert TOLD in answer.text
    else:  # an empty draft has stops, so there is no form; what was typed is shown
        data = {"csrf_token": drafter.token(), "revision": "0", "message": LONG}
        answer = drafter.post(address, data=data)
        [area] = html.document_fromstring(answer.text).xpath("//textarea/text()")
    assert answer.status_code == 422
    assert area.strip("\n") == LONG
