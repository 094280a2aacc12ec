"""An agency asks UKE for help: who reads, who writes, and when the draft is hidden again."""

from __future__ import annotations

import threading
import uuid

import pytest
from sqlalchemy import select

from dpsdocs.domain.roles import Actor
from dpsdocs.services import assistance, cases, competitions, packages, sections
from dpsdocs.services.assistance import MAX_TEXT, Thread
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.store import models
from tests.fixtures_db import OpenSession
from tests.services.journey import Journey


def ask(journey: Journey, made: str, text: str = "Hva skriver vi her?", by: Actor | None = None) -> str:
    """Ask; the id of the open request."""
    assistance.ask(journey.session, by or journey.drafter, made, text)
    found = read(journey, made).open
    assert found is not None
    return found.id


def read(journey: Journey, made: str, by: Actor | None = None) -> Thread:
    """The thread as somebody sees it."""
    return assistance.thread(journey.session, journey.releases, by or journey.drafter, made)


def sees(journey: Journey, made: str, actor: Actor) -> bool:
    """Whether somebody may open the competition itself."""
    try:
        competitions.open_case(journey.session, journey.releases, actor, made)
    except NotFound:
        return False
    return True


def actions(journey: Journey) -> list[str]:
    """What stands in the log about help."""
    query = select(models.AuditEvent.action).order_by(models.AuditEvent.id)
    return [action for action in journey.session.scalars(query) if action.startswith("help.")]


def test_a_draft_is_seen_by_uke_only_while_a_request_is_open(journey: Journey) -> None:
    made = journey.draft()
    for expected in (False, True):
        assert sees(journey, made, journey.manager) is expected
        if not expected:
            request = ask(journey, made)
    assistance.close(journey.session, journey.drafter, made, request)
    assert not sees(journey, made, journey.manager)
    again = ask(journey, made, "Enda et spørsmål")
    assert again != request and sees(journey, made, journey.manager)
    assistance.close(journey.session, journey.manager, made, again)
    assert not sees(journey, made, journey.manager)
    assert actions(journey) == ["help.asked", "help.closed"] * 2


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_uke_reads_and_never_writes(journey: Journey, state: str) -> None:
    made = getattr(journey, state)()
    ask(journey, made)
    opened = competitions.open_case(journey.session, journey.releases, journey.manager, made)
    assert (opened.can_draft, opened.is_editable, opened.can_approve, opened.can_ask) == (False,) * 4
    assert opened.help == "open"
    with pytest.raises(Forbidden):
        cases.writable(journey.session, journey.manager, made)
    with pytest.raises(Forbidden):
        sections.save(journey.session, journey.releases, journey.manager, made, {"title": "Overtatt"}, base=0)


def test_others_see_nothing_of_it(journey: Journey) -> None:
    made = journey.draft()
    request = ask(journey, made)
    for actor in (journey.outsider, journey.editor, journey.admin):
        assert not sees(journey, made, actor)
        with pytest.raises(NotFound):
            read(journey, made, actor)
        with pytest.raises(NotFound):
            assistance.ask(journey.session, actor, made, "Hei")
        with pytest.raises(NotFound):
            assistance.answer(journey.session, actor, made, request, "Hei")
        with pytest.raises(NotFound):
            assistance.close(journey.session, actor, made, request)


def test_a_reader_reads_and_does_not_write(journey: Journey) -> None:
    made = journey.draft()
    request = ask(journey, made)
    seen = read(journey, made, journey.reader)
    assert (seen.side, seen.can_ask, seen.can_open) == ("", False, True)
    for write in (
        lambda: assistance.ask(journey.session, journey.reader, made, "Hei"),
        lambda: assistance.answer(journey.session, journey.reader, made, request, "Hei"),
        lambda: assistance.close(journey.session, journey.reader, made, request),
    ):
        with pytest.raises(Forbidden):
            write()
    assert journey.count(models.HelpMessage) == 1


def test_uke_is_asked_and_does_not_ask(journey: Journey) -> None:
    made = journey.draft()
    with pytest.raises(NotFound):
        assistance.ask(journey.session, journey.manager, made, "Trenger dere hjelp?")
    ask(journey, made)
    with pytest.raises(Forbidden):
        assistance.ask(journey.session, journey.manager, made, "Trenger dere hjelp?")


def test_the_thread_shows_both_sides_in_order(journey: Journey) -> None:
    made = journey.draft(title="Vakt")
    assistance.ask(journey.session, journey.drafter, made, "Hva er rett kode?", place="del/om")
    request = read(journey, made).open
    assert request is not None
    assistance.answer(journey.session, journey.manager, made, request.id, "79713000", place="kontroller")
    assistance.answer(journey.session, journey.approver, made, request.id, "Takk", place="../../logg")
    seen = read(journey, made, journey.manager)
    assert seen.open is not None and seen.summary.title == "Vakt"
    assert [(m.author, m.from_uke, m.text) for m in seen.open.messages] == [
        ("Dina Drafter", False, "Hva er rett kode?"),
        (journey.manager.name, True, "79713000"),
        ("Arne Approver", False, "Takk"),
    ]
    places = [m.place for m in seen.open.messages]
    assert places[0] is not None and (places[0].section, places[0].is_open) == ("om", True)
    assert places[1] is not None and places[1].title == "Kontroller svarene"
    assert places[2] is None
    assert actions(journey) == ["help.asked", "help.answered", "help.answered"]


def test_a_closed_thread_can_be_read_and_leads_nowhere(journey: Journey) -> None:
    made = journey.draft()
    assistance.ask(journey.session, journey.drafter, made, "Hva er rett kode?", place="del/om")
    request = read(journey, made).open
    assert request is not None
    assistance.close(journey.session, journey.manager, made, request.id)
    for actor, opens in ((journey.manager, False), (journey.drafter, True), (journey.reader, True)):
        seen = read(journey, made, actor)
        assert (seen.open, seen.can_open) == (None, opens)
        assert [(r.closed_by, len(r.messages)) for r in seen.earlier] == [(journey.manager.name, 1)]
        place = seen.earlier[0].messages[0].place
        assert place is not None and place.is_open is opens
    with pytest.raises(Conflict, match="Svaret er ikke sendt"):
        assistance.answer(journey.session, journey.manager, made, request.id, "For sent")
    journey.session.rollback()
    assert journey.count(models.HelpMessage) == 1


def test_who_wrote_for_whom_outlives_a_change_of_roles(journey: Journey) -> None:
    made = journey.draft()
    request = ask(journey, made)
    assistance.answer(journey.session, journey.manager, made, request, "Slik gjør dere det")
    for membership in journey.session.get_one(models.User, journey.manager.id).memberships:
        membership.role, membership.agency_id = "drafter", journey.agency.id
    journey.session.commit()
    seen = read(journey, made).open
    assert seen is not None and [m.from_uke for m in seen.messages] == [False, True]


def test_a_colleague_joins_the_request_that_is_open(journey: Journey) -> None:
    made = journey.draft()
    request = ask(journey, made)
    assert ask(journey, made, "Og en ting til", journey.second) == request
    assert (journey.count(models.HelpRequest), journey.count(models.HelpMessage)) == (1, 2)


@pytest.mark.parametrize("words", ["", "  \n\t", "x" * (MAX_TEXT + 1), "x" * 1_000_000])
def test_nothing_and_too_much_are_refused_in_words(journey: Journey, words: str) -> None:
    made = journey.draft()
    request = ask(journey, made)
    for write in (
        lambda: assistance.ask(journey.session, journey.drafter, made, words),
        lambda: assistance.answer(journey.session, journey.manager, made, request, words),
    ):
        with pytest.raises(Invalid) as refused:
            write()
        assert ("Kort den ned" if words.strip() else "Skriv ") in refused.value.problems["text"]
        journey.session.rollback()
    assert journey.count(models.HelpMessage) == 1


def test_control_characters_are_shown_as_marks(journey: Journey) -> None:
    made = journey.draft()
    ask(journey, made, "Se\x00 på\r\nvektene\x1b " + "x" * (MAX_TEXT - 20))
    seen = read(journey, made).open
    assert seen is not None and seen.messages[0].text.startswith("Se� på\nvektene� x")


def test_the_same_form_posts_once(journey: Journey) -> None:
    made, other, token = journey.draft(), journey.draft(), str(uuid.uuid4())
    for _ in range(2):
        assistance.ask(journey.session, journey.drafter, made, "Hei", token=token)
    request = read(journey, made).open
    assert request is not None and journey.count(models.HelpMessage) == 1
    again = str(uuid.uuid4())
    for _ in range(2):
        assistance.answer(journey.session, journey.manager, made, request.id, "Svar", token=again)
    assistance.close(journey.session, journey.drafter, made, request.id)
    assistance.answer(journey.session, journey.manager, made, request.id, "Svar", token=again)
    assert journey.count(models.HelpMessage) == 2
    for actor, where in ((journey.second, made), (journey.drafter, other)):
        with pytest.raises(Conflict):
            assistance.ask(journey.session, actor, where, "Hei", token=token)
        journey.session.rollback()


def test_two_clicks_at_once_post_once(journey: Journey, open_session: OpenSession) -> None:
    made, token, begin = journey.draft(), str(uuid.uuid4()), threading.Barrier(4)
    journey.session.rollback()
    failed: list[Exception] = []

    def click() -> None:
        own = open_session()
        begin.wait()
        try:
            assistance.ask(own, journey.drafter, made, "Hei", token=token)
        except Exception as error:
            failed.append(error)
        own.close()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert failed == []
    assert (journey.count(models.HelpRequest), journey.count(models.HelpMessage)) == (1, 1)


def test_a_request_of_another_competition_is_not_found(journey: Journey) -> None:
    one, two = journey.draft(), journey.draft()
    request = ask(journey, one)
    for wrong in (request, str(uuid.uuid4()), "\x00", ""):
        with pytest.raises(NotFound):
            assistance.answer(journey.session, journey.drafter, two, wrong, "Hei")
        with pytest.raises(NotFound):
            assistance.close(journey.session, journey.drafter, two, wrong)


def test_closing_twice_closes_once_and_never_the_next(journey: Journey) -> None:
    made = journey.draft()
    first = ask(journey, made)
    assistance.close(journey.session, journey.drafter, made, first)
    ask(journey, made)
    assistance.close(journey.session, journey.manager, made, first)
    assert read(journey, made).open is not None
    assert actions(journey) == ["help.asked", "help.closed", "help.asked"]


def test_cancelling_a_draft_closes_what_is_open(journey: Journey) -> None:
    made = journey.draft()
    ask(journey, made)
    competitions.cancel(journey.session, journey.drafter, made, "Behovet falt bort")
    assert read(journey, made).open is None and not sees(journey, made, journey.manager)
    assert actions(journey) == ["help.asked", "help.closed"]


def test_help_is_for_drafts_and_an_open_thread_goes_on(journey: Journey) -> None:
    made = journey.approved()
    request = ask(journey, made)
    journey.issue(made)
    assistance.answer(journey.session, journey.manager, made, request, "Så bra")
    assistance.close(journey.session, journey.drafter, made, request)
    seen = read(journey, made)
    assert (seen.open, seen.can_ask) == (None, False)
    with pytest.raises(Conflict, match="til dokumentpakken er utstedt"):
        assistance.ask(journey.session, journey.drafter, made, "Enda en")


def test_a_withdrawn_draft_is_hidden_unless_asked_about(journey: Journey) -> None:
    made = journey.issued()
    packages.withdraw(journey.session, journey.releases, journey.drafter, made, "Feil dato")
    assert not sees(journey, made, journey.manager)
    ask(journey, made)
    assert sees(journey, made, journey.manager)
    # the package that was withdrawn was never sent: it stays with the agency also now
    assert packages.issued(journey.session, journey.manager, made).packages == []
