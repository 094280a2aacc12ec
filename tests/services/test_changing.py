"""Changing what is sent: open, make, drop, approve, issue; what stands meanwhile, and who sees what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from dpsdocs.assemble import NotReady
from dpsdocs.domain.answers import Raw
from dpsdocs.domain.case import TableRow
from dpsdocs.services import (
    approvals,
    attachments,
    changing,
    competitions,
    messages,
    packages,
    register,
    sections,
    sent,
    versions,
)
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.services.register import Query
from dpsdocs.store import models
from dpsdocs.store.models import now
from tests.clock import today
from tests.services.journey import Journey, about_change

LARGE: dict[str, Raw] = {"estimated_value": "9 000 000"}


def states(j: Journey, made: str) -> list[tuple[int, str]]:
    return [(p.number, p.state) for p in packages.issued(j.session, j.drafter, made).packages]


def opened(j: Journey, made: str) -> competitions.Opened:
    return competitions.open_case(j.session, j.releases, j.drafter, made)


def start(j: Journey, made: str) -> None:
    changing.start(j.session, j.releases, j.drafter, made)


@pytest.mark.parametrize("step", ["draft", "approved", "issued"])
def test_only_what_is_sent_is_changed(journey: Journey, step: str) -> None:
    made = getattr(journey, step)()
    with pytest.raises(Conflict):
        start(journey, made)
    journey.session.rollback()
    assert journey.row(made).status == {"draft": "draft", "approved": "approved", "issued": "issued"}[step]


def test_a_change_opens_everything_and_leaves_what_is_sent(journey: Journey) -> None:
    made = journey.sent()
    before = packages.issued(journey.session, journey.drafter, made).packages[0]
    start(journey, made)
    case = opened(journey, made)
    assert (case.summary.status, case.summary.changes, case.is_editable) == ("draft", "1.0", True)
    assert case.competition.case.version == "2.0"
    assert case.competition.case.replaces is not None
    assert case.competition.case.replaces.sent is not None
    assert "change_date" in {question.key for question in case.competition.asked}
    journey.save(made, {"title": "Noe annet"})
    assert packages.issued(journey.session, journey.drafter, made).packages[0] == before
    assert {e.action for e in journey.session.scalars(select(models.AuditEvent))} >= {"change.started"}


def test_after_the_deadline_nothing_is_changed(journey: Journey) -> None:
    made = journey.sent()
    journey.row(made).deadline = now() - timedelta(minutes=1)
    journey.session.commit()
    with pytest.raises(Conflict, match="fristen er ute"):
        start(journey, made)


def test_who_may_change(journey: Journey) -> None:
    made = journey.sent()
    for actor, refused in (
        (journey.reader, Forbidden),
        (journey.manager, Forbidden),
        (journey.outsider, NotFound),
    ):
        with pytest.raises(refused):
            changing.start(journey.session, journey.releases, actor, made)
        journey.session.rollback()
        with pytest.raises((Forbidden, NotFound, Conflict)):
            changing.drop(journey.session, journey.releases, actor, made)
        journey.session.rollback()


def test_the_change_goes_to_those_who_have_the_version(journey: Journey) -> None:
    made = journey.sent()
    names = {s.name for s in opened(journey, made).competition.case.suppliers}
    journey.make.supplier(journey.dps, name="Ny Vakt AS")
    start(journey, made)
    assert {s.name for s in opened(journey, made).competition.case.suppliers} == names


def test_what_the_change_comes_to_is_told_in_words(journey: Journey) -> None:
    made = journey.changing(title="Et nytt navn", requirements=["key-persons"])
    change = changing.opened_change(opened(journey, made))
    assert change is not None
    assert change.version == "1.0"
    told = {d.question.key: (d.before, d.now) for d in change.answers}
    assert told["title"] == ("Resepsjonsvakt i Akersgata", "Et nytt navn")
    assert told["contact"][1] == "Kari Holm, Rådgiver, kari.holm@example.org"
    assert told["requirements"][0].startswith("Tatt bort: K-")
    assert "change_words" not in told
    assert "konkurransegrunnlag" in {marked.document for marked in change.documents}
    assert changing.opened_change(opened(journey, journey.draft())) is None


def test_lists_show_what_the_suppliers_were_told_until_the_change_is_issued(journey: Journey) -> None:
    made = journey.changing(title="Et nytt navn")
    assert journey.row(made).title == "Resepsjonsvakt i Akersgata"
    for actor in (journey.outsider, journey.manager):
        entry = register.entry(journey.session, actor, made)
        assert (entry.title, entry.status, entry.can_open) == ("Resepsjonsvakt i Akersgata", "sent", False)
    page = register.find(journey.session, journey.outsider, Query(status="sent"))
    assert [entry.id for entry in page.entries] == [made]
    assert [(key, count) for key, _, count in page.statuses] == [("sent", 1)]
    journey.submit(made)
    journey.decide(made, "approve")
    journey.issue(made)
    assert register.entry(journey.session, journey.outsider, made).title == "Et nytt navn"


def test_others_see_nothing_of_the_draft(journey: Journey) -> None:
    made = journey.changing()
    for actor in (journey.outsider, journey.manager):
        with pytest.raises(NotFound):
            competitions.open_case(journey.session, journey.releases, actor, made)
    [package] = versions.standing(journey.session, journey.manager, made)
    assert {file.part for file in package.files} == {"bidders"}
    packages.download(journey.session, journey.manager, package.files[0].id)
    assert versions.standing(journey.session, journey.outsider, made) == ()


def test_version_two_replaces_and_keeps_version_one(journey: Journey) -> None:
    made = journey.changed()
    assert states(journey, made) == [(2, "current"), (1, "replaced")]
    one, two = (p for p in reversed(packages.issued(journey.session, journey.drafter, made).packages))
    assert one.sent_at is not None and two.sent_at is None
    case = packages.frozen_case(journey.session, _sha(journey, two.id))
    assert (case.version, case.replaces and case.replaces.version) == ("2.0", "1.0")
    assert case.replaces is not None
    assert case.replaces.package == next(f.sha256 for f in one.files if f.part == "bidders" and f.is_archive)
    assert sent.previous(journey.session, case) == packages.frozen_case(
        journey.session, _sha(journey, one.id)
    )
    packages.mark_sent(journey.session, journey.drafter, made)
    assert journey.row(made).status == "sent"
    assert [p.number for p in versions.standing(journey.session, journey.manager, made)] == [2, 1]


def _sha(j: Journey, package_id: str) -> str:
    return j.session.get_one(models.Package, package_id).case_sha256


def test_what_differs_is_named_to_those_who_may_know(journey: Journey) -> None:
    made = journey.changed(hourly_estimate="530")
    packages.mark_sent(journey.session, journey.drafter, made)
    own = versions.differences(journey.session, journey.releases, journey.drafter, made)
    [names] = own.values()
    assert {"Kontaktperson", "Anslått timepris"} & set(names)
    [told] = versions.differences(journey.session, journey.releases, journey.manager, made).values()
    assert len(told) == len(names) - 1
    assert versions.differences(journey.session, journey.releases, journey.outsider, made) == {}


def test_a_change_that_is_withdrawn_gives_version_one_back(journey: Journey) -> None:
    made = journey.changed(title="Et nytt navn")
    packages.withdraw(journey.session, journey.releases, journey.drafter, made, "Feil")
    assert states(journey, made) == [(2, "withdrawn"), (1, "current")]
    case = opened(journey, made)
    assert (case.summary.changes, case.competition.case.version) == ("1.0", "3.0")
    assert journey.row(made).title == "Resepsjonsvakt i Akersgata"
    journey.submit(made)
    journey.decide(made, "approve")
    journey.issue(made)
    assert states(journey, made) == [(3, "current"), (2, "withdrawn"), (1, "replaced")]


def test_a_change_of_a_change_begins_with_clean_answers(journey: Journey) -> None:
    made = journey.changed(title="Et nytt navn")
    packages.mark_sent(journey.session, journey.drafter, made)
    start(journey, made)
    assert not any(
        journey.answers(made).get(key) for key in ("change_words", "change_date", "change_deadline")
    )
    case = opened(journey, made)
    assert case.summary.changes == "2.0"
    change = changing.opened_change(case)
    assert change is not None and change.answers == ()


def test_dropping_a_change_puts_everything_back(journey: Journey) -> None:
    made = journey.sent()
    answers, tables = journey.answers(made), sent.case_of(journey.session, _current(journey, made)).tables
    start(journey, made)
    journey.save(made, {**about_change(), "title": "Et nytt navn", "need": "", "extras": ["places"]})
    session = journey.session
    session.add(
        models.AnswerRow(competition_id=made, key="sites", row_id="s1", position=1, raw={"name": "Nytt"})
    )
    session.commit()
    changing.drop(session, journey.releases, journey.drafter, made)
    assert journey.row(made).status == "sent"
    assert {k: v for k, v in journey.answers(made).items() if v} == {k: v for k, v in answers.items() if v}
    assert opened(journey, made).competition.case.tables == tables
    assert states(journey, made) == [(1, "current")]
    assert journey.row(made).title == "Resepsjonsvakt i Akersgata"
    with pytest.raises(Conflict):
        changing.drop(session, journey.releases, journey.drafter, made)


def _current(j: Journey, made: str) -> str:
    package = j.session.scalars(select(models.Package).where(models.Package.competition_id == made)).one()
    return package.case_sha256


def test_dropping_puts_files_back_where_they_stood(journey: Journey) -> None:
    made, pdf = journey.approved(), b"%PDF-1.7\n%%EOF\n"
    sections.reopen(journey.session, journey.drafter, made)
    journey.save(made, {"extras": ["attachments"]})
    one, two = (_attach(journey, made, name, pdf + name.encode()) for name in ("Ett", "To"))
    journey.submit(made)
    journey.decide(made, "approve")
    journey.issue(made)
    packages.mark_sent(journey.session, journey.drafter, made)
    before = opened(journey, made).competition.case.attachments
    start(journey, made)
    attachments.remove(journey.session, journey.drafter, made, one)
    attachments.change(journey.session, journey.drafter, made, two, "Et annet navn", True)
    _attach(journey, made, "Tre", pdf + b"tre")
    changing.drop(journey.session, journey.releases, journey.drafter, made)
    assert opened(journey, made).competition.case.attachments == before


def _attach(j: Journey, made: str, title: str, data: bytes) -> str:
    row = models.Attachment(
        competition_id=made, position=j.count(models.Attachment) + 1, title=title, file_name=f"{title}.pdf",
        sha256=_kept(j, data), size=len(data), confidential=False, added_by=j.drafter.id,
    )  # fmt: skip
    j.session.add(row)
    j.session.commit()
    return row.id


def _kept(j: Journey, data: bytes) -> str:
    from dpsdocs.services import files

    return files.put(j.session, data)


def test_a_draft_that_is_no_change_is_not_dropped(journey: Journey) -> None:
    made = journey.filled()
    with pytest.raises(Conflict):
        changing.drop(journey.session, journey.releases, journey.drafter, made)
    journey.session.rollback()
    assert journey.row(made).status == "draft"


def test_a_large_change_is_approved_with_words_only(journey: Journey) -> None:
    made = journey.changing(**LARGE)
    journey.submit(made)
    with pytest.raises(Invalid, match="ikke er vesentlig"):
        journey.decide(made, "approve", " ")
    journey.session.rollback()
    assert journey.row(made).status == "submitted"
    journey.decide(made, "approve", "Verdien er rettet, omfanget er det samme.")
    assert approvals.rounds(journey.session, made)[0].words.startswith("Verdien er rettet")


def test_a_small_change_and_a_first_version_need_no_words(journey: Journey) -> None:
    assert journey.row(journey.approved(**LARGE)).status == "approved"
    made = journey.changing()
    journey.submit(made)
    journey.decide(made, "approve")
    assert journey.row(made).status == "approved"


def test_a_change_with_nothing_in_it_is_not_issued(journey: Journey) -> None:
    made = journey.sent()
    start(journey, made)
    about = {key: raw for key, raw in about_change().items() if key != "contact"}
    journey.save(made, about)
    with pytest.raises(Invalid) as refused:
        journey.submit(made)
    assert "change.nothing" in refused.value.problems


def test_the_same_rules_hold_when_it_is_issued(journey: Journey) -> None:
    made = journey.changing()
    journey.submit(made)
    journey.decide(made, "approve")
    journey.row(made).status = "draft"
    journey.session.commit()
    journey.save(made, {"change_date": (today() - timedelta(days=1)).isoformat()})
    journey.row(made).status = "approved"
    journey.session.commit()
    with pytest.raises(NotReady) as stopped:
        packages.issue(journey.session, journey.releases, journey.drafter, made)
    assert {stop.rule for stop in stopped.value.stops} == {"change.day"}


def test_the_message_is_the_change_sheets(journey: Journey) -> None:
    made = journey.changed()
    current = packages.issued(journey.session, journey.drafter, made).packages[0]
    texts = messages.copy_texts(journey.session, journey.releases, current.id)
    assert texts.is_change
    assert "Kontaktpersonen er en annen." in texts.message
    assert "Tabellen viser hva som er endret" not in texts.message
    assert texts.count == 2


def test_a_change_can_be_cancelled_with_the_competition(journey: Journey) -> None:
    made = journey.changing()
    competitions.cancel(journey.session, journey.drafter, made, "Behovet falt bort")
    assert states(journey, made) == [(1, "current")]
    assert register.entry(journey.session, journey.outsider, made).status == "cancelled"


def test_rows_are_compared_by_id() -> None:
    rows = [TableRow(str(n), {"name": f"Objekt {n}"}) for n in range(3)]
    renamed = TableRow("1", {"name": "Et annet"})
    table = changing._table("sites", tuple(rows), (rows[2], renamed, TableRow("9", {"name": "Nytt"})))
    assert (table.count, len(table.added), len(table.removed), len(table.changed), table.moved) == (
        3,
        1,
        1,
        1,
        True,
    )
