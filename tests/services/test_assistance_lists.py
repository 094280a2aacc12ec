"""What waits for whom, and UKE's list of requests."""

from __future__ import annotations

import pytest

from dpsdocs.domain.roles import Actor
from dpsdocs.services import assistance, assistance_lists
from dpsdocs.services.errors import Forbidden
from tests.services.journey import Journey


def asked(journey: Journey, text: str = "Hva skriver vi her?") -> tuple[str, str]:
    """A draft with an open request: both ids."""
    made = journey.draft(title=text[:20])
    assistance.ask(journey.session, journey.drafter, made, text)
    found = assistance.thread(journey.session, journey.releases, journey.drafter, made).open
    assert found is not None
    return made, found.id


def words(journey: Journey, actor: Actor) -> list[str]:
    """What «Venter på deg» says of help."""
    return [item.words for item in assistance_lists.waiting(journey.session, actor) if item.kind == "help"]


def test_it_waits_for_the_side_that_did_not_write_last(journey: Journey) -> None:
    made, request = asked(journey)
    agency = (journey.drafter, journey.second, journey.approver)
    assert words(journey, journey.manager) == ["Dina Drafter spør: Hva skriver vi her?"]
    assert [words(journey, actor) for actor in agency] == [[], [], []]
    assistance.answer(journey.session, journey.manager, made, request, "Dette:\nén linje")
    assert words(journey, journey.manager) == []
    expected = [f"{journey.manager.name} i UKE svarer: Dette: én linje"]
    assert [words(journey, actor) for actor in agency] == [expected] * 3
    for actor in (journey.reader, journey.outsider, journey.editor, journey.admin):
        assert words(journey, actor) == []
    assistance.close(journey.session, journey.second, made, request)
    assert [words(journey, actor) for actor in (*agency, journey.manager)] == [[]] * 4


def test_a_manager_who_drafts_in_the_agency_writes_for_the_agency(journey: Journey) -> None:
    both = journey.make.user("drafter", agency=journey.agency)
    both.memberships.append(type(both.memberships[0])(role="dps_manager"))
    journey.session.commit()
    actor = journey.make.as_actor(both)
    made, request = asked(journey)
    assert words(journey, actor) == []
    assistance.answer(journey.session, actor, made, request, "Ser dere dette?")
    assert words(journey, journey.manager) == [f"{actor.name} spør: Ser dere dette?"]


def test_a_long_message_is_cut_in_lists(journey: Journey) -> None:
    asked(journey, "ord " * 200)
    (found,) = words(journey, journey.manager)
    assert len(found) < 200 and found.endswith("ord\u00a0…")


def test_the_list_has_what_waits_first_and_what_is_over_last(journey: Journey) -> None:
    one, two, three = asked(journey, "Første"), asked(journey, "Andre"), asked(journey, "Tredje")
    assistance.answer(journey.session, journey.manager, *one, "Svar")
    assistance.close(journey.session, journey.manager, *two)
    found = assistance_lists.listing(journey.session, journey.manager)
    assert [line.id for line in found.for_uke] == [three[1]]
    assert [(line.id, line.excerpt) for line in found.for_agency] == [(one[1], "Svar")]
    assert [(line.id, line.closed_by) for line in found.closed] == [(two[1], journey.manager.name)]
    for actor in (journey.drafter, journey.editor, journey.admin):
        with pytest.raises(Forbidden):
            assistance_lists.listing(journey.session, actor)


def test_closed_requests_come_a_page_at_a_time(journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistance_lists, "PAGE_SIZE", 2)
    made = journey.draft()
    for number in range(5):
        assistance.ask(journey.session, journey.drafter, made, f"Spørsmål {number}")
        found = assistance.thread(journey.session, journey.releases, journey.drafter, made).open
        assert found is not None
        assistance.close(journey.session, journey.drafter, made, found.id)
    pages = [assistance_lists.listing(journey.session, journey.manager, page) for page in (1, 2, 3, 99)]
    assert [[line.excerpt[-1] for line in page.closed] for page in pages] == [
        ["4", "3"], ["2", "1"], ["0"], ["0"]
    ]  # fmt: skip
    assert {page.pages for page in pages} == {3}
